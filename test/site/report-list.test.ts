import {parseHTML} from "linkedom";
import {expect, it} from "vitest";
import {allPage, allPath} from "../../src/site/index-page.ts";
import type {Block, Page} from "../../src/site/page.ts";
import {reportList} from "../../src/site/report-list.ts";

const figure = (id: string, title: string | null, kind = "nps"): Block =>
  ({type: "figure", figure: {id, kind, title}}) as unknown as Block;
const kpis = {
  kind: "kpi",
  columns: [{name: "name"}, {name: "value"}, {name: "unit"}],
  rows: [
    ["customers", 38_000, "count"],
    ["payback", null, "months"],
    ["crr", 0.325, "ratio"]
  ]
};
const page = (path: string, lang: string, own: Partial<Page> = {}): Page =>
  ({
    file: `reports/${path || "index"}.md`,
    title: `About ${path || "everything"}`,
    description: null,
    currency: "JPY",
    blocks: [],
    json: {cells: {}},
    ...own,
    path,
    lang
  }) as unknown as Page;

const pages = [
  page("", "en", {
    description: "Who comes back?",
    blocks: [
      figure("row", "Where we stand", "kpi"),
      {type: "grid", cols: 2, blocks: [figure("kept", "52.6% were kept"), figure("plain", null)]},
      {type: "tabs", id: "t", tabs: [{title: "A", blocks: [figure("folded", "In a <tab>")]}]}
    ],
    json: {cells: {kpis}}
  }),
  page("value", "en"),
  page("ja", "ja")
];

it("each report stands with its question, the figures that are known, and what its charts say, which lead to them", () => {
  const {document} = parseHTML(
    `<body>${reportList(pages.slice(0, 2), {path: "search/en", lang: "en", dev: false})}</body>`
  );
  const links = [...document.querySelectorAll("a")].map((link) => [link.getAttribute("href"), link.textContent]);
  expect(links).toEqual([
    ["../../index.html", "About everything"],
    ["../../index.html#kept", "52.6% were kept"],
    ["../../index.html#folded", "In a <tab>"],
    ["../../value/index.html", "About value"]
  ]);
  expect([...document.querySelectorAll("dl > div")].map(({textContent}) => textContent)).toEqual([
    "Customers38.0k",
    "Customer retention rate33%"
  ]);
  expect(document.querySelector("li p")!.textContent).toBe("Who comes back?");
});

it("the list of a language has its own reports, and no JSON", () => {
  const list = allPage({dev: false, pages}, "ja");
  expect([list.path, list.title, list.json]).toEqual([allPath("ja"), "レポート一覧", null]);
  expect((list.blocks[0] as {html: string}).html).toContain('href="../../ja/index.html"');
  expect((list.blocks[0] as {html: string}).html).not.toContain("value");
});
