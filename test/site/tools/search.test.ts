import {describe, expect, it} from "vitest";
import type {Block, Page} from "../../../src/site/page.ts";
import {searchIndex} from "../../../src/site/tools/search-index.ts";
import {marked, search} from "../../../src/site/tools/search-match.ts";

const figure = (id: string, title: string | null, finding: string | null) =>
  ({type: "figure", figure: {id, title, subtitle: null, finding, note: null}}) as unknown as Block;
const page = (path: string, title: string, blocks: readonly Block[], lang = "en") =>
  ({path, title, lang, description: null, blocks}) as unknown as Page;

const pages = [
  page("", "Do they stay?", [
    {
      type: "html",
      html: '<p>Before &#x26; first.</p><h2 id="who">Who <em>comes</em> back?</h2><p title="a > b">Half do.</p>'
    },
    {type: "grid", cols: 2, blocks: [figure("by_channel", "Marketplace customers are gone first", "21.9% came back.")]}
  ]),
  page("ja", "お客様は続けてくださっているか", [figure("x", null, "初回の翌月に再び注文した顧客は21.9%でした。")], "ja")
];

describe("searchIndex", () => {
  it("has the page, its sections and its figures, as plain text, of one language", () => {
    expect(searchIndex(pages, "en")).toEqual([
      {
        path: "",
        places: [
          {id: null, kind: "page", title: "Do they stay?", text: "Before & first."},
          {id: "who", kind: "section", title: "Who comes back?", text: "Half do."},
          {id: "by_channel", kind: "figure", title: "Marketplace customers are gone first", text: "21.9% came back."}
        ]
      }
    ]);
    expect(searchIndex(pages, "ja").map(({path}) => path)).toEqual(["ja"]);
  });
});

describe("search", () => {
  const found = (query: string, lang = "en") => search(searchIndex(pages, lang), query).map(({id}) => id);

  it("finds places that hold all words, titles first", () => {
    // "back" is in the section's title, and in the figure's text.
    expect(found("back")).toEqual(["who", "by_channel"]);
    expect(found("marketplace back")).toEqual(["by_channel"]);
    expect(found("marketplace half")).toEqual([]);
    expect(found("  ")).toEqual([]);
  });

  it("takes case, accents and the width of letters for the same, and parts of Japanese text", () => {
    expect(found("MARKETPLÁCE")).toEqual(["by_channel"]);
    expect(found("２１．９", "ja")).toEqual(["x"]);
    expect(found("翌月 注文", "ja")).toEqual(["x"]);
  });

  it("marks what was found in the text as it is written", () => {
    expect(marked("Gone first, gone last", "gone")).toEqual(["", "Gone", " first, ", "gone", " last"]);
    expect(marked("a.b", ".")).toEqual(["a", ".", "b"]);
    expect(marked("plain", "")).toEqual(["plain"]);
    // "…" is three letters when it is folded, "ﬀ" two, of which one was asked for.
    expect(marked("… gone …", "gone")).toEqual(["… ", "gone", " …"]);
    expect(marked("oﬀer", "of")).toEqual(["", "oﬀ", "er"]);
  });

  it("shows what stands around the word", () => {
    const long = page("l", "Long", [{type: "html", html: `<p>${"word ".repeat(60)}needle ${"word ".repeat(60)}</p>`}]);
    const {excerpt} = search(searchIndex([long], "en"), "needle")[0]!;
    expect(excerpt).toMatch(/^… word .*needle.* …$/);
    expect(excerpt.length).toBeLessThan(120);
  });
});
