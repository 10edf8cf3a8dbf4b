/** What may stand in SQL besides bare words: quoted text, quoted names, comments, dollar-quoted text. */
const QUOTED = String.raw`(?<![\w$])[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$((?:[A-Za-z_]\w*)?)\$[\s\S]*?\$\1\$`;

const BEFORE = String.raw`(?<![\p{L}\p{N}_$@])`;
const AFTER = String.raw`(?![\p{L}\p{N}_$])`;
const AUTHORED = new RegExp(
  String.raw`${QUOTED}|${BEFORE}at${AFTER}(?!\s+time\s+zone${AFTER})|${BEFORE}all(?=\s*\.\s*["\p{L}_])`,
  "giu"
);

/**
 * SQL as authors write it, in the words that DuckDB takes: its grammar reserves `at` (for time travel) and `all`, which are a role and the schema of
 * unfiltered tables here. Both are quoted where they stand as names; `at time zone` stays. Lines stay where they are; a final semicolon goes.
 */
export function authored(text: string): string {
  return withoutEnd(text).replace(AUTHORED, (part) => (/^(at|all)$/i.test(part) ? `"${part.toLowerCase()}"` : part));
}

/** The text without the semicolons after which nothing but comments follows. */
function withoutEnd(text: string): string {
  let ends: number[] = [];
  for (const {0: part, index} of text.matchAll(new RegExp(String.raw`${QUOTED}|\S`, "g"))) {
    if (part === ";") ends.push(index);
    else if (!/^(--|\/\*)/.test(part)) ends = [];
  }
  return ends.reduceRight((rest, end) => rest.slice(0, end) + rest.slice(end + 1), text);
}

/** Words of a query that stand between others, and what encloses them. */
const OUTER = new RegExp(
  String.raw`${QUOTED}|(?<open>[([{])|(?<close>[)\]}])|(?<!\.\s*|${BEFORE}as\s+)${BEFORE}(?<word>limit|offset|fetch|order(?=\s+by${AFTER}))${AFTER}`,
  "gi"
);

/** The first of such words outside all parentheses, and so of the outermost query: null if it has none. */
function outerWord(query: string, wanted: RegExp): number | null {
  let depth = 0;
  for (const {index, groups = {}} of query.matchAll(OUTER)) {
    if (groups["open"]) ++depth;
    else if (groups["close"]) --depth;
    else if (depth === 0 && wanted.test(groups["word"] ?? "")) return index;
  }
  return null;
}

/** Whether the outermost query says the order of its rows. */
export function saysOrder(query: string): boolean {
  return outerWord(query, /^order$/i) !== null;
}

/** The SQL of one query with `text` at the end of its order, or where that would stand: before a `limit`. Lines stay where they are. */
export function atOrderEnd(query: string, text: string): string {
  const end = outerWord(query, /^(limit|offset|fetch)$/i);
  // The last line may be a comment.
  return end === null ? `${query}\n${text}` : `${query.slice(0, end)}${text} ${query.slice(end)}`;
}

/** The SQL with each `:name` outside quotes and comments replaced by what `replace` gives. */
export function replaceNames(text: string, replace: (name: string) => string): string {
  return text.replace(
    new RegExp(String.raw`${QUOTED}|(?<![:\w]):([a-z_]\w*)`, "gi"),
    (part, _tag: string | undefined, name: string | undefined) => (name === undefined ? part : replace(name))
  );
}
