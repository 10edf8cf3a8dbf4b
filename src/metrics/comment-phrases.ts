import type {Token} from "./comment-token.ts";

/** A comment's meaningful words and phrases by their key, each once, as they stand in it. */
export type Uses = ReadonlyMap<string, string>;

/** Two words in a row that mostly come together are one term. */
const TOGETHER = 0.7;
/** Longest phrase in characters. */
const LONGEST = {en: 28, ja: 12};
const AND = " + ";

/** A comment, parted into words. */
export interface Parted {
  readonly customer: number;
  readonly language: "en" | "ja";
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** Whether one of two keys is a phrase that holds the other, or a word of it. */
export function sharesWord(one: string, other: string): boolean {
  const words = new Set(one.split(AND));
  return other.split(AND).some((word) => words.has(word));
}

/**
 * The terms of each comment: its words, and instead of two words that stand side by side in most of the comments of the rarer one, their phrase ("gift box", "no explanation").
 *
 * @param least customers that have to use a phrase.
 */
export function termsOf(comments: readonly Parted[], least: number): readonly Uses[] {
  const users = new Map<string, Set<number>>();
  const add = (key: string, customer: number) => {
    const known = users.get(key);
    if (known) known.add(customer);
    else users.set(key, new Set([customer]));
  };
  const pairs = comments.map(pairsOf);
  comments.forEach(({customer, tokens}, i) => {
    for (const {key} of tokens) add(key, customer);
    for (const {key} of pairs[i]!) add(key, customer);
  });
  const size = (key: string) => users.get(key)?.size ?? 0;
  const isPhrase = ({key, parts}: Pair) =>
    size(key) >= least && size(key) >= TOGETHER * Math.min(size(parts[0]), size(parts[1]));
  return comments.map(({tokens}, i) => {
    const phrases = pairs[i]!.filter(isPhrase);
    // The rarer word is hardly ever said otherwise: it goes into the phrase; the other one stays a word of its own.
    const gone = new Set(phrases.flatMap(({key, parts}) => parts.filter((part) => size(key) >= TOGETHER * size(part))));
    return new Map([
      ...tokens.filter(({key}) => !gone.has(key)).map(({key, surface}) => [key, surface] as const),
      ...phrases.map(({key, surface}) => [key, surface] as const)
    ]);
  });
}

interface Pair {
  readonly key: string;
  readonly surface: string;
  readonly parts: readonly [string, string];
}

/** Words that stand side by side, no pause between them. */
function pairsOf({language, text, tokens}: Parted): readonly Pair[] {
  return tokens.slice(1).flatMap((after, i) => {
    const before = tokens[i]!;
    const surface = text.slice(before.start, after.end);
    if (!before.isJoined || before.key === after.key || surface.length > LONGEST[language]) return [];
    return [{key: before.key + AND + after.key, surface, parts: [before.key, after.key] as const}];
  });
}
