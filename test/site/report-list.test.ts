import {rmSync} from "node:fs";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import {expect, it} from "vitest";
import {buildSite, checkSite} from "../../src/site/build.ts";
import {allPage, allPath, indexPage, listLanguages} from "../../src/site/index-page.ts";
import type {Block, Page} from "../../src/site/page.ts";
import {reportList} from "../../src/site/report-list.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {deadLinksOf} from "../links.ts";
import {temporaryWorkspace} from "../workspace.ts";

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
  const list = allPage({dev: false, pages}, "ja")!;
  expect([list.path, list.title, list.json]).toEqual([allPath("ja"), "レポート一覧", null]);
  expect((list.blocks[0] as {html: string}).html).toContain('href="../../ja/index.html"');
  expect((list.blocks[0] as {html: string}).html).not.toContain("value");
});

it("a language without a report of its own has no list, though the first page that was made is in it", () => {
  const japanese = [page("ja", "ja"), page("ja/value", "ja")];
  const all = [indexPage(japanese, {title: "Shop", lang: "en"}), ...japanese];
  expect(listLanguages(all)).toEqual(["ja"]);
  expect(allPage({dev: false, pages: all}, "en")).toBeNull();
  expect(allPage({dev: false, pages: all}, "ja")!.path).toBe("search/ja");
  expect(listLanguages([])).toEqual([]);
});

it("a catalog of one language with reports of another one, none of them the first page, builds, and no link of it is dead", async () => {
  using workspace = temporaryWorkspace({"reports/value.md": "---\nlang: ja\n---\n# 価値\n\n本文。\n"});
  rmSync(join(workspace.root, "reports/index.md"));
  const {errors, files} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
    project: join(import.meta.dirname, "../.."),
    out: workspace.out,
    allowUnknown: false
  });
  expect(errors.map(({message}) => message)).toEqual([]);
  expect(files.filter((file) => file.endsWith(".html"))).toEqual([
    "404.html",
    "index.html",
    "search/ja/index.html",
    "value/index.html"
  ]);
  expect(deadLinksOf(workspace.out)).toEqual([]);
}, 60_000);

it("a report at the address of a list is a mistake; one beside it is none", async () => {
  using workspace = temporaryWorkspace({"reports/search/en.md": "# English\n", "reports/search/words.md": "# Words\n"});
  const {errors} = await checkSite(openWorkspace(workspace.root, workspace.cache), {allowUnknown: false});
  expect(errors.map(({message}) => message)).toEqual([
    'reports/search/en.md:1: the list of all reports has the same address "/search/en"; rename the report'
  ]);
});

it("a page without JSON, as one that cannot be read has none in dev, stands in the list without figures", () => {
  const broken = page("broken", "en", {json: null});
  const html = reportList([...pages.slice(0, 1), broken], {path: "search/en", lang: "en", dev: true});
  const {document} = parseHTML(`<body>${html}</body>`);
  expect([...document.querySelectorAll(".k-index > li")].map((item) => item.querySelectorAll("dl").length)).toEqual([
    1, 0
  ]);
});
