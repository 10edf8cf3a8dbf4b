/** A piece of SQL text. `text` is as written; a quoted name keeps its quotes. */
export interface Token {
  readonly kind: "word" | "name" | "string" | "number" | "parameter" | "mark";
  readonly text: string;
  readonly start: number;
}

const PATTERNS: readonly (readonly [Token["kind"] | null, RegExp])[] = [
  [null, /(?:\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/y],
  ["name", /"(?:[^"]|"")*"/y],
  ["string", /[eExX]?'(?:[^']|'')*'/y],
  ["string", /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/y],
  ["parameter", /\$\d+/y],
  ["number", /\d[\w.]*/y],
  ["word", /[\p{L}_][\p{L}\p{N}\p{M}_$]*/uy],
  ["mark", /[^]/uy]
];

/** The SQL's pieces in order, without space and comments. */
export function readTokens(sql: string): Token[] {
  const tokens: Token[] = [];
  for (let start = 0; start < sql.length;) {
    const [kind, text] = tokenAt(sql, start);
    if (kind !== null) tokens.push({kind, text, start});
    start += text.length;
  }
  return tokens;
}

function tokenAt(sql: string, start: number): [Token["kind"] | null, string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = start;
    const found = pattern.exec(sql);
    if (found) return [kind, found[0]];
  }
  return ["mark", sql.charAt(start)];
}

/** The word in lower case; an empty string for any other token or none. */
export function wordOf(token: Token | undefined): string {
  return token?.kind === "word" ? token.text.toLowerCase() : "";
}
