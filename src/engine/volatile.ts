import {readTokens, wordOf} from "./tokens.ts";
import type {Token} from "./tokens.ts";

/** Words that make SQL read something besides tables. */
const WORDS =
  /^(random|uuid|gen_random_uuid|uuidv\d|now|today|current_date|current_time|current_timestamp|localtime|localtimestamp|transaction_timestamp|get_current_\w+|nextval|currval|setseed|getenv|glob|read_\w+|\w+_scan|duckdb_\w+|pragma_\w+|txid_current|tablesample|sample|sniff_csv)$/;
/** Names that columns may have, too: only calls of them do. The last two run SQL that stands in a text. */
const CALLS =
  /^(current_localtime|current_localtimestamp|current_setting|getvariable|pg_postmaster_start_time|query|query_table)$/;
/** After these a table is named. */
const BEFORE_TABLE = /^(from|join|table|describe|desc|summarize|pivot|unpivot)$/;
/** These end a list of tables. */
const AFTER_TABLES = /^(select|where|group|order|having|qualify|window|limit|offset|union|intersect|except|values)$/;
/** How names of files end that the database reads without being told how. */
const FILES = /^(csv|tsv|txt|parquet|json|jsonl|ndjson|arrow|arrows|feather|xlsx|db|duckdb|gz|zst)$/;

/** Whether SQL may give another answer over the same tables: it reads a clock, chance, a setting, or a file by its name. */
export function isVolatile(sql: string): boolean {
  const tokens = readTokens(sql);
  return tokens.some((token, i) => WORDS.test(wordOf(token)) || isVolatileCall(tokens, i)) || namesFile(tokens);
}

function isVolatileCall(tokens: readonly Token[], i: number): boolean {
  if (tokens[i + 1]?.text !== "(") return false;
  const name = wordOf(tokens[i]);
  // With one argument, it is reckoned from today.
  return CALLS.test(name) || (name === "age" && !hasComma(tokens, i + 1));
}

/** Whether the parenthesis that opens at `start` holds more than one argument. */
function hasComma(tokens: readonly Token[], start: number): boolean {
  let depth = 0;
  for (const {text} of tokens.slice(start)) {
    if (text === "(") ++depth;
    if (text === ")") --depth;
    if (depth === 0) return false;
    if (depth === 1 && text === ",") return true;
  }
  return false;
}

/** Whether a file stands where a table is named: `from 'prices.csv'`, `join prices.csv`. */
function namesFile(tokens: readonly Token[]): boolean {
  const lists = [false]; // for each parenthesis that is open, whether commas part tables in it
  for (const [i, token] of tokens.entries()) {
    const word = wordOf(token);
    if (token.text === "(") lists.push(false);
    else if (token.text === ")") lists.pop();
    else if (AFTER_TABLES.test(word)) lists[lists.length - 1] = false;
    const isDistinctFrom = word === "from" && wordOf(tokens[i - 1]) === "distinct";
    if (isDistinctFrom) continue;
    if (word === "from" || word === "join") lists[lists.length - 1] = true;
    const isNext = BEFORE_TABLE.test(word) || (token.text === "," && lists.at(-1) === true);
    if (isNext && isFile(tokens.slice(i + 1))) return true;
  }
  return false;
}

/** Whether SQL that goes on like this goes on with a file. */
function isFile([first, ...rest]: readonly Token[]): boolean {
  if (first?.kind === "string") return true;
  if (first?.kind === "name" && /[./\\:*]/.test(first.text)) return true;
  const end = rest.findIndex(({text}, i) => (i % 2 === 0) !== (text === "."));
  const path = rest.slice(0, end < 0 ? rest.length : end);
  return path.length > 1 && FILES.test(path.at(-1)!.text.toLowerCase());
}
