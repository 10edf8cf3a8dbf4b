/** What ends a name in the words of a mark: "Gold: 48.9%", "Gold, Mar 2025: …", in Japanese 「ゴールド、…」. */
const ENDS = [": ", ", ", "：", "、"];

/** The one of these names that the words of a mark are, or begin with: the longest, as "Gold, family" begins with "Gold" too; null if there is none. */
export function nameAbout(texts: readonly string[], names: readonly string[]): string | null {
  const found = names.filter((name) =>
    texts.some((text) => text === name || ENDS.some((end) => text.startsWith(`${name}${end}`)))
  );
  return found.toSorted((a, b) => b.length - a.length)[0] ?? null;
}
