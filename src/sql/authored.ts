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

/** Ends a query after its rows' order is said; the first outside parentheses is the outermost query's. */
const LIMIT = new RegExp(
  String.raw`${QUOTED}|(?<open>[([{])|(?<close>[)\]}])|(?<!\.\s*|${BEFORE}as\s+)${BEFORE}(?<word>limit|offset|fetch)${AFTER}`,
  "gi"
);

/** The SQL of one query with `text` at the end of its order, or where that would stand: before a `limit`. Lines stay where they are. */
export function atOrderEnd(query: string, text: string): string {
  let depth = 0;
  for (const {index, groups = {}} of query.matchAll(LIMIT)) {
    if (groups["open"]) ++depth;
    else if (groups["close"]) --depth;
    else if (groups["word"] && depth === 0) return `${query.slice(0, index)}${text} ${query.slice(index)}`;
  }
  // The last line may be a comment.
  return `${query}\n${text}`;
}

/** The SQL with each `:name` outside quotes and comments replaced by what `replace` gives. */
export function replaceNames(text: string, replace: (name: string) => string): string {
  return text.replace(
    new RegExp(String.raw`${QUOTED}|(?<![:\w]):([a-z_]\w*)`, "gi"),
    (part, _tag: string | undefined, name: string | undefined) => (name === undefined ? part : replace(name))
  );
}
