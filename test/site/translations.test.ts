import {describe, expect, it} from "vitest";
import {pagesInLanguage, translationsOf} from "../../src/site/translations.ts";

const page = (path: string, lang: string) => ({path, lang, title: path, description: null});
const pages = [
  page("", "en"),
  page("value", "en"),
  page("only-english", "en"),
  page("ja", "ja"),
  page("ja/value", "ja")
];

describe("languages of a site", () => {
  it("a page's version is the one of the same path inside the language's folder", () => {
    expect(translationsOf(pages, pages[1]!)).toEqual([{lang: "ja", name: "日本語", path: "ja/value"}]);
    expect(translationsOf(pages, pages[4]!)).toEqual([{lang: "en", name: "English", path: "value"}]);
  });

  it("the first pages belong together, though one has no folder", () => {
    expect(translationsOf(pages, pages[3]!)[0]?.path).toBe("");
    expect(translationsOf(pages, pages[0]!)[0]?.path).toBe("ja");
  });

  it("a page without a version leads to the language's first page", () => {
    expect(translationsOf(pages, pages[2]!)[0]?.path).toBe("ja");
  });

  it("a site of one language has none", () => {
    expect(translationsOf(pages.slice(0, 3), pages[0]!)).toEqual([]);
    expect(pagesInLanguage(pages, "ja").map(({path}) => path)).toEqual(["ja", "ja/value"]);
  });
});
