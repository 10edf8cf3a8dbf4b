import type {SearchPage, SearchPlace} from "./search-index.ts";

/** A place that was found, with the page that it is on. */
export interface Found extends SearchPlace {
  readonly path: string;
  readonly page: string;
  /** Of its text, what stands around the first word found. */
  readonly excerpt: string;
}

const WEIGHTS = {page: 3, section: 2, figure: 1.5} as const;
/** Characters of an excerpt. */
const EXCERPT = 110;

/** The places that hold all words of a query, titles before texts, at most `limit`. Case, width of letters and accents make no difference; a word may be a part of one, as Japanese has no spaces. */
export function search(pages: readonly SearchPage[], query: string, limit = 20): readonly Found[] {
  const words = folded(query).split(" ").filter(Boolean);
  if (words.length === 0) return [];
  const found = pages.flatMap(({path, places}) =>
    places.flatMap((place) => {
      const [title, text] = [folded(place.title), folded(place.text)];
      const score = scoreOf(words, title, text);
      if (score === 0) return [];
      const page = places[0]!.title;
      return [
        {score: score * WEIGHTS[place.kind], found: {...place, path, page, excerpt: excerptOf(place.text, words)}}
      ];
    })
  );
  return found
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((one) => one.found);
}

/** The parts of a text, in turns plain and found. */
export function marked(text: string, query: string): readonly string[] {
  const words = folded(query).split(" ").filter(Boolean).map(escaped);
  if (words.length === 0) return [text];
  // Folding may change a text's length, "…" is "..." then: each letter is folded by itself, and known by where it stands in what comes of it.
  const letters = [...text];
  const plain = letters.map((letter) => folded(letter, false));
  const owners = plain.flatMap((part, at) => Array.from<number>({length: part.length}).fill(at));
  const parts: string[] = [];
  let from = 0;
  for (const {0: part, index} of plain.join("").matchAll(new RegExp(words.join("|"), "g"))) {
    const [start, end] = [Math.max(from, owners[index]!), owners[index + part.length - 1]! + 1];
    if (end <= from) continue;
    parts.push(letters.slice(from, start).join(""), letters.slice(start, end).join(""));
    from = end;
  }
  return [...parts, letters.slice(from).join("")];
}

function scoreOf(words: readonly string[], title: string, text: string): number {
  let score = 0;
  for (const word of words) {
    const at = title.indexOf(word);
    if (at >= 0) score += at === 0 ? 4 : 3;
    // A figure's text begins with what kind of figure it is.
    else if (text.startsWith(word)) score += 4;
    else if (text.includes(word)) score += 1;
    else return 0;
  }
  return score;
}

function excerptOf(text: string, words: readonly string[]): string {
  const plain = folded(text, false);
  const at = Math.min(...words.map((word) => plain.indexOf(word)).filter((i) => i >= 0), text.length);
  const start = at === text.length || at < EXCERPT / 2 ? 0 : text.indexOf(" ", at - EXCERPT / 2) + 1 || at;
  const cut = text.slice(start, start + EXCERPT);
  return `${start > 0 ? "… " : ""}${cut}${start + EXCERPT < text.length ? " …" : ""}`;
}

function folded(text: string, isTrimmed = true): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .normalize("NFKC")
    .toLowerCase();
  return isTrimmed ? plain.replace(/\s+/g, " ").trim() : plain;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
