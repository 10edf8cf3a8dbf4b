import {wordOf} from "../engine/tokens.ts";
import type {Token} from "../engine/tokens.ts";

/** The name or the word of a token, in lower case, without quotes. */
export function nameOf(token: Token): string {
  return (token.kind === "name" ? token.text.slice(1, -1).replaceAll('""', '"') : token.text).toLowerCase();
}

/** Whether the SQL may mean columns that it does not name: by a `*` that is neither a product nor in `count(*)`, or by a statement that takes all there are. */
export function readsAll(tokens: readonly Token[]): boolean {
  const words = tokens.map(wordOf);
  const isStar = tokens.some(({text}, i) => {
    if (text !== "*") return false;
    const before = tokens[i - 1]?.text.toLowerCase() ?? "";
    return ["select", "distinct", "all", ",", "."].includes(before) || (before === "(" && words[i - 2] !== "count");
  });
  const count = (word: string) => words.filter((one) => one === word).length;
  return (
    isStar ||
    count("from") > count("select") ||
    ["natural", "positional", "pivot", "unpivot", "summarize", "describe", "table", "columns"].some(
      (word) => count(word) > 0
    )
  );
}
