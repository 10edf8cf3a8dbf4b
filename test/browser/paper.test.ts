import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import {getDocument} from "pdfjs-dist/legacy/build/pdf.mjs";
import {afterAll, beforeAll, expect, it} from "vitest";
import {openBuiltSite} from "../../src/site/paper/built-site.ts";
import type {BuiltSite} from "../../src/site/paper/built-site.ts";
import {handedOut} from "../../src/site/lists/handed-out.ts";
import {printReport} from "../../src/site/paper/pdf.ts";
import {drawPreviews} from "../../src/site/paper/previews.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {writeEmail} from "../../src/site/paper/write-email.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const out = mkdtempSync(join(tmpdir(), "kizuna-paper-"));
let workspace: TemporaryWorkspace;
let site: BuiltSite;

// Seven figures: more than one sheet.
const REPORT = `---
title: "Does <b>Ada's</b> shop keep them?"
filters: [joined]
---

Three customers, and what became of them.

\`\`\`kpi kpis
show: [customers, orders, revenue]
title: Figure 0
\`\`\`

${[1, 2, 3, 4, 5, 6].map((i) => `\`\`\`retention triangle_${i}\nperiod: month\ntitle: Figure ${i}\n\`\`\``).join("\n\n")}
`;

// Five orders, 80.00; of a and b, who first ordered in January, four: 10.00 + 20.50 + 5.25 + 4.25 = 40.00.
const FOLLOWED = `---
filters: [joined]
---

\`\`\`sql totals
select 100 * count(*) as orders, sum(revenue) as revenue from orders
\`\`\`

\`\`\`table
data: totals
\`\`\`

:::tabs
:::tab{title="One"}
Nothing.
:::
:::tab{title="Two"}
\`\`\`kpi
show: [orders]
\`\`\`

\`\`\`kpi
data: totals
value: orders
\`\`\`

\`\`\`js
display("In code: " + totals.get("orders", 0));
\`\`\`
:::
:::

In prose: \${totals.get("orders", 0)}.
`;

// A value in code, which nothing in a page computes anew, decides the query's rows: it stays as built.
const UNFOLLOWED = `---
filters: [joined]
---

\`\`\`kpi kpis
show: [orders]
\`\`\`

\`\`\`sql by_month
select date_trunc('month', at) as month, sum(revenue) as revenue
from orders where revenue > \${kpis.orders.value * 0} group by all order by month
\`\`\`

\`\`\`chart
data: by_month
mark: bar
x: month
y: revenue
title: By month
\`\`\`
`;

// Longer than a sheet.
const LONG = `
\`\`\`sql many
select i as place, 'row ' || i as name from range(1, 61) t(i)
\`\`\`

\`\`\`table
data: many
columns: {place: Place of a row, name: Name}
\`\`\`
`;

beforeAll(async () => {
  workspace = temporaryWorkspace({
    "data/catalog.yaml": SMALL["data/catalog.yaml"]!.replace("minimumCell: 1", "minimumCell: 1, rows: pruned"),
    "reports/index.md": REPORT,
    "reports/followed.md": FOLLOWED,
    "reports/unfollowed.md": UNFOLLOWED,
    "reports/long.md": LONG
  });
  site = await openBuiltSite(openWorkspace(workspace.root, workspace.cache), PROJECT);
  expect(site.built.errors.map(({message}) => message)).toEqual([]);
}, 120_000);

afterAll(async () => {
  await site?.close();
  workspace[Symbol.dispose]();
  rmSync(out, {recursive: true, force: true});
});

/** Size in points and text of each sheet. */
async function sheetsOf(file: string) {
  const loading = getDocument({data: new Uint8Array(readFileSync(file)), verbosity: 0});
  const pdf = await loading.promise;
  const sheets = [];
  for (let i = 1; i <= pdf.numPages; ++i) {
    const page = await pdf.getPage(i);
    const {items} = await page.getTextContent();
    const text = items.map((item) => ("str" in item ? item.str : "")).join(" ");
    sheets.push({size: page.view.slice(2).map(Math.round), text: text.replace(/\s+/g, " ")});
  }
  await loading.destroy();
  return sheets;
}

it("each sheet of a PDF has title, site, as-of date and page number; no figure is cut in two", async () => {
  const file = await printReport(site, site.built.site.pages[0]!, {out, paper: "a4", query: ""});
  const sheets = await sheetsOf(join(out, file));
  expect(sheets.length).toBeGreaterThan(1);
  sheets.forEach(({size, text}, i) => {
    expect(size).toEqual([595, 842]); // 210 × 297 mm at 72 points an inch, up to a point: Chromium rounds to pixels
    expect(text).toContain("Does <b>Ada's</b> shop keep them?");
    expect(text).toContain("Small shop");
    expect(text).toContain("Data to March 31, 2025");
    expect(text).toContain(`${i + 1} / ${sheets.length}`);
  });
  // A figure begins with its title and ends with its source: as many of each on every sheet.
  for (const {text} of sheets) expect(text.match(/Source: /g)?.length ?? 0).toBe(text.match(/Figure \d/g)?.length ?? 0);
});

it("a long table has its heads on each of its sheets", async () => {
  const page = site.built.site.pages.find(({path}) => path === "long")!;
  const sheets = await sheetsOf(join(out, await printReport(site, page, {out, paper: "a4", query: ""})));
  const withRows = sheets.filter(({text}) => /row \d/.test(text));
  expect(withRows.length).toBeGreaterThan(1);
  for (const {text} of withRows) expect(text).toContain("Place of a row");
});

it("letter paper, and only the customers that a query keeps", async () => {
  // Of three customers, a and b first ordered in January 2025.
  const file = await printReport(site, site.built.site.pages[0]!, {
    out,
    paper: "letter",
    query: "?joined=2025-01..2025-01"
  });
  const [first] = await sheetsOf(join(out, file));
  expect(first!.size).toEqual([612, 792]);
  expect(first!.text).toMatch(/2 of 3 customers/);
  // Nothing that must not leave is written beside it.
  expect(await handedOut(out)).toMatch(/\.pdf$/);
});

it("paper waits until queries, code and what stands in tabs have followed the filter", async () => {
  const page = site.built.site.pages.find(({path}) => path === "followed")!;
  const textOf = async (query: string) => {
    const file = await printReport(site, page, {out, paper: "a4", query});
    return (await sheetsOf(join(out, file))).map(({text}) => text).join(" ");
  };
  const all = await textOf("");
  expect(all.match(/500/g)).toHaveLength(4);
  expect(all).toContain("€80.00");
  expect(all).toContain("Orders 5 ");
  const january = await textOf("?joined=2025-01..2025-01");
  expect(january).toContain("2 of 3 customers");
  expect(january.match(/400/g)).toHaveLength(4);
  expect(january).toContain("€40.00");
  expect(january).toContain("Orders 4 ");
  expect(january).not.toMatch(/500|€80/);
});

it("a mail holds the report's figures as text and its charts as pictures", async () => {
  const page = site.built.site.pages[0]!;
  const mails = join(out, "mails");
  const settings = {out: mails, query: "", url: "https://reports.example.com/q3", charts: 2};
  const [mail, html] = await writeEmail(site, page, settings);
  const {document} = parseHTML(readFileSync(join(mails, html!), "utf8"));
  const text = document.body.textContent.replace(/\s+/g, " ");
  // Five orders of three customers: 10.00 + 20.50 + 5.25 + 40.00 + 4.25 = 80.00.
  expect(text).toContain("Customers3");
  expect(text).toMatch(/Revenue€80/);
  expect(text).toContain("4 more charts are in the report.");
  expect(document.querySelector("h1")!.textContent).toBe("Does <b>Ada's</b> shop keep them?");
  expect(document.querySelectorAll("style, script, link, svg")).toHaveLength(0);
  const pictures = [...document.querySelectorAll("img")];
  expect(pictures.map((picture) => picture.getAttribute("src"))).toEqual(["triangle_1.png", "triangle_2.png"]);
  for (const picture of pictures) expect(picture.getAttribute("alt")).not.toBe("");
  expect([...document.querySelectorAll("a")].map((link) => link.getAttribute("href"))).toContain(
    "https://reports.example.com/q3/#triangle_1"
  );
  expect([await handedOut(mails), await handedOut(join(mails, "index"))]).toEqual(["index.eml", "index.html"]);
  const raw = readFileSync(join(mails, mail!), "utf8");
  expect(raw).toMatch(/^X-Unsent: 1$/m);
  expect(raw.match(/^Content-ID: <triangle_\d@kizuna>$/gm)).toHaveLength(2);
  await writeEmail(site, page, settings);
  expect(readFileSync(join(mails, mail!), "utf8") === raw).toBe(true);
  // A later mail takes its own earlier pictures away, and nothing that is somebody's.
  writeFileSync(join(mails, "index", "mine.png"), "mine");
  await writeEmail(site, page, {...settings, charts: 1});
  expect(readdirSync(join(mails, "index")).sort()).toEqual(["index.html", "mine.png", "triangle_1.png"]);
  writeFileSync(join(mails, "index", "notes.md"), "mine");
  await expect(writeEmail(site, page, settings)).rejects.toThrow("the folder holds files that are no mail: notes.md");
  expect(readFileSync(join(mails, "index", "notes.md"), "utf8")).toBe("mine");
  // A page with nothing but pictures beside it is not ours for that.
  const album = join(mails, "album", "index");
  mkdirSync(album, {recursive: true});
  writeFileSync(join(album, "index.html"), "<h1>My album</h1>");
  writeFileSync(join(album, "sea.png"), "mine");
  const there = writeEmail(site, page, {...settings, out: join(mails, "album")});
  await expect(there).rejects.toThrow("the folder holds files that are no mail: index.html");
  expect(readdirSync(album).sort()).toEqual(["index.html", "sea.png"]);
});

it("a mail says of a chart that it does not follow the filter, in both forms", async () => {
  const page = site.built.site.pages.find(({path}) => path === "unfollowed")!;
  const settings = {out, query: "?joined=2025-01..2025-01", url: null, charts: 2};
  const [mail, html] = await writeEmail(site, page, settings);
  const {document} = parseHTML(readFileSync(join(out, html!), "utf8"));
  const texts = [document.body.textContent, readFileSync(join(out, mail!), "utf8").split("text/html")[0]!];
  for (const text of texts) {
    expect(text).toContain("2 of 3 customers");
    expect(text.replace(/=\n|\s+/g, " ").match(/This figure does not follow the filters/g)).toHaveLength(1);
  }
});

it("a link's picture has the size that networks ask for", async () => {
  await drawPreviews(site.built.site, site.folder);
  const png = readFileSync(join(site.folder, "preview.png"));
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630]);
  expect(new Set(png).size).toBeGreaterThan(200);
});
