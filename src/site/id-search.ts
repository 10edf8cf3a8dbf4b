/** What tells a word from a number, which may have a point or a sign. */
const WORD = /[^\d\s.,+-]/;
/** Letters and digits in a row. Japanese has no spaces: in it a word may begin and end anywhere. */
const RUN = /[[\p{L}\p{N}]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]]+/gv;
/** Shorter ids could be anything. */
const LEAST = {word: 5, number: 9};

/**
 * A search that gives the first id that stands in a text by itself, not as a part of a longer word; null where none does.
 *
 * @param ids of any characters, spaces among them. Those of fewer than five characters, or than nine if they are numbers, are not found.
 */
export function idSearch(ids: ReadonlySet<string>): (text: string) => string | null {
  const lengths = new Set<number>();
  for (const id of ids) if (id.length >= (WORD.test(id) ? LEAST.word : LEAST.number)) lengths.add(id.length);
  const isTelling = (id: string) => id.length >= LEAST.number || WORD.test(id);
  return (text) => {
    const sizes = [...lengths].filter((size) => size <= text.length);
    if (sizes.length === 0) return null;
    const isInside = insideOf(text);
    for (let start = 0; start < text.length; ++start) {
      if (isInside[start]) continue;
      for (const size of sizes) {
        if (isInside[start + size] !== 0) continue;
        const word = text.slice(start, start + size);
        if (ids.has(word) && isTelling(word)) return word;
      }
    }
    return null;
  };
}

/** For each place between two characters, the text's ends among them, whether it is inside a word: 0 or 1. */
function insideOf(text: string): Uint8Array {
  const isInside = new Uint8Array(text.length + 1);
  for (const {0: run, index} of text.matchAll(RUN)) isInside.fill(1, index + 1, index + run.length);
  return isInside;
}
