import {readTokens, wordOf, type Token} from "./tokens.ts";

/**
 * Names of the tables that the SQL reads, sorted, like {@link findTableNames}, told from the words of the SQL alone. For where
 * no parse tree is to be had: statements other than `select`, `pivot` without a list of values, and DuckDB-WASM.
 */
export function scanTableNames(sql: string): string[] {
  const names = new Set<string>();
  scan({tokens: readTokens(sql), names}, 0, new Set());
  return [...names].sort();
}

interface Scan {
  readonly tokens: readonly Token[];
  readonly names: Set<string>;
}

// Words that end a from clause; a comma after them separates no tables.
const AFTER_FROM = new Set(
  "where group having order limit offset select union intersect except window qualify set values using".split(" ")
);
const BEFORE_QUERY = new Set("select with from values pivot unpivot describe show summarize table".split(" "));
const TABLE_FIRST = new Set(["pivot", "unpivot", "describe", "desc", "summarize", "table"]);
const CALLS_WITH_FROM = new Set(["extract", "substring", "trim", "overlay", "position"]);

/** Scans up to the parenthesis that closes this level. @returns the index after it. */
function scan(sql: Scan, start: number, outer: ReadonlySet<string>, tableFirst = false, call = ""): number {
  const hidden = new Set(outer); // names of CTEs
  let expecting = tableFirst;
  let listing = tableFirst;
  for (let i = start; i < sql.tokens.length;) {
    const token = sql.tokens[i]!;
    const word = wordOf(token);
    if (token.text === ")") return i + 1;
    if (word === "with" && isCte(sql.tokens, i + 1)) {
      i = scanCtes(sql, i + 1, hidden);
    } else if (token.text === "(") {
      const first = expecting && !BEFORE_QUERY.has(wordOf(sql.tokens[i + 1]));
      i = scan(sql, i + 1, hidden, first, wordOf(sql.tokens[i - 1]));
      expecting = false;
    } else if (startsTable(sql.tokens, i, call) || (listing && token.text === ",")) {
      listing = word !== "pivot" && word !== "unpivot";
      expecting = true;
      ++i;
    } else if (expecting && word !== "lateral") {
      i = readName(sql, i, hidden);
      expecting = false;
    } else {
      if (AFTER_FROM.has(word)) listing = false;
      ++i;
    }
  }
  return sql.tokens.length;
}

function startsTable(tokens: readonly Token[], i: number, call: string): boolean {
  const word = wordOf(tokens[i]);
  const before = wordOf(tokens[i - 1]);
  if (word === "join") return true;
  if (word === "from")
    return !CALLS_WITH_FROM.has(call) && !(before === "distinct" && wordOf(tokens[i - 2]).match(/^(is|not)$/));
  if (!TABLE_FIRST.has(word)) return false;
  return i === 0 || "(;".includes(tokens[i - 1]!.text) || before === "as";
}

function isCte(tokens: readonly Token[], i: number): boolean {
  const name = wordOf(tokens[i]) === "recursive" ? i + 1 : i;
  return isName(tokens[name]) && (wordOf(tokens[name + 1]) === "as" || tokens[name + 1]?.text === "(");
}

function scanCtes(sql: Scan, start: number, hidden: Set<string>): number {
  const recursive = wordOf(sql.tokens[start]) === "recursive";
  let i = recursive ? start + 1 : start;
  for (;;) {
    const name = unquote(sql.tokens[i]!).toLowerCase();
    if (sql.tokens[++i]?.text === "(") i = scan(sql, i + 1, hidden);
    while (i < sql.tokens.length && sql.tokens[i]!.text !== "(") ++i; // as, not materialized
    i = scan(sql, i + 1, recursive ? new Set([...hidden, name]) : hidden);
    hidden.add(name);
    if (sql.tokens[i]?.text !== "," || !isName(sql.tokens[i + 1])) return i;
    ++i;
  }
}

/** Adds the table that is named here, if one is. @returns the index after its name. */
function readName(sql: Scan, start: number, hidden: ReadonlySet<string>): number {
  const first = sql.tokens[start]!;
  if (first.kind === "string") sql.names.add(first.text.slice(1, -1).replaceAll("''", "'"));
  if (!isName(first)) return start + 1;
  const parts = [unquote(first)];
  let i = start + 1;
  for (; sql.tokens[i]?.text === "." && isName(sql.tokens[i + 1]); i += 2) parts.push(unquote(sql.tokens[i + 1]!));
  const isCall = sql.tokens[i]?.text === "(";
  const isOwn = parts.length === 1 && hidden.has(parts[0]!.toLowerCase());
  if (!isCall && !isOwn) sql.names.add(parts.join("."));
  return i;
}

function isName(token: Token | undefined): boolean {
  return token?.kind === "word" || token?.kind === "name";
}

function unquote(token: Token): string {
  return token.kind === "name" ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
}
