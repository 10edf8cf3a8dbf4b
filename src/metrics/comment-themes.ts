import {englishKey} from "./comment-tokens-en.ts";
import {languageOf, normalised} from "./comment-tokens.ts";
import type {ThemeWords} from "./metric.ts";

const SEGMENTER = new Intl.Segmenter("en", {granularity: "word"});

/**
 * Whether a text speaks of each theme. A word of a theme in Japanese script is found anywhere in the text, as inflections follow it; other words, or several in a row, in any inflection but only as whole words.
 */
export function themeFinder(themes: readonly ThemeWords[]): (text: string) => readonly boolean[] {
  const wanted = themes.map(({words}) =>
    words.map((word) => {
      const text = normalised(word);
      return languageOf(text) === "ja" ? {part: text, stems: null} : {part: null, stems: stemsOf(text)};
    })
  );
  return (text) => {
    const all = normalised(text);
    const stems = stemsOf(all);
    return wanted.map((words) =>
      words.some((word) => (word.part === null ? stems.includes(word.stems) : all.includes(word.part)))
    );
  };
}

/** The words' stems with a space about each. */
function stemsOf(text: string): string {
  const words = Array.from(SEGMENTER.segment(text)).filter(({isWordLike}) => isWordLike);
  return ` ${words.map(({segment}) => englishKey(segment)).join(" ")} `;
}
