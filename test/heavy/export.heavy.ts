import {existsSync, mkdtempSync, readFileSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {pathToFileURL} from "node:url";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {exportReports} from "../../src/site/export/export.ts";
import {openBuiltSite} from "../../src/site/paper/built-site.ts";
import type {BuiltSite} from "../../src/site/paper/built-site.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {masterOf, sealOf} from "../../src/site/protect/seal.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PHRASE = "five words make a phrase";
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><rect width="20" height="20"/></svg>';

let workspace: TemporaryWorkspace;
let site: BuiltSite;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  workspace = temporaryWorkspace({
    "data/catalog.yaml": SMALL["data/catalog.yaml"]!.replace("Small shop", `"</script><b>Ada's</b> shop"`).replace(
      "{minimumCell: 1}",
      "{rows: pruned, minimumCell: 1}"
    ),
    "reports/index.md": `---
filters: [joined]
---
${SMALL["reports/index.md"]!}
![Our mark](./mark.svg) of [the second](./second/index.html#more), [the deep one](./value/deep/index.html) and [a file](./mark.svg).

\`\`\`js twice
html\`<p>Twice: <b>\${kpis.customers.value * 2}</b></p>\`
\`\`\`
`,
    "reports/second.md": "# The second\n\nBack to [the first](../index.html#kpis).\n\n## More\n\nMany lighthouses.\n",
    "reports/value/deep.md": "# Deep\n\nA [way out](../../index.html).\n",
    "reports/ja/index.md": "---\nlang: ja\n---\n# 日本語\n",
    "public/mark.svg": PICTURE
  });
  folder = mkdtempSync(join(tmpdir(), "kizuna-export-"));
  site = await openBuiltSite(openWorkspace(workspace.root, workspace.cache), PROJECT, {noRows: true});
  expect(site.built.errors.map(({message}) => message)).toEqual([]);
  browser = await openChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
  workspace?.[Symbol.dispose]();
  rmSync(folder, {recursive: true, force: true});
});

async function write(out: string, names: readonly string[], isProtected = false) {
  const seal = isProtected ? await sealOf(await masterOf(PHRASE)) : null;
  const pages = site.built.site.pages.filter(({path}) => names.includes(path));
  return Array.fromAsync(exportReports(site, pages, {project: PROJECT, out: join(folder, out), seal}));
}

/** Opens a file; `troubles` gets whatever it asks for besides itself and its worker, and what goes wrong. */
async function open(path: string): Promise<{page: Page; troubles: string[]}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: "en"});
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (!request.isNavigationRequest() && !/^(blob|data):/.test(request.url())) troubles.push(request.url());
  });
  await page.goto(
    pathToFileURL(join(folder, path.split("?")[0]!)).href + (path.includes("?") ? `?${path.split("?")[1]!}` : "")
  );
  return {page, troubles};
}

const figuresOf = (page: Page) =>
  page.evaluate(() =>
    ["kpis", "triangle"].map((id) => document.getElementById(id)!.querySelector(".k-body, .k-wide")!.innerHTML)
  );

it("a filter moves an exported file's figures to the hosted page's, from file://, without a request", async () => {
  const written = await write("all", ["", "second", "value/deep"]);
  expect(written.map(({file}) => file)).toEqual(["index.html", "second.html", "value/deep.html"]);
  for (const {file, bytes} of written) expect(statSync(join(folder, "all", file)).size).toBe(bytes);
  const hosted = await site.open("", {width: 1280, height: 900, query: "?joined=2025-02..2025-02"});
  await hosted.getByText("1 of 3 customers").first().waitFor();
  const {page, troubles} = await open("all/index.html");
  const built = await figuresOf(page);
  await page.goto(`${page.url()}?joined=2025-02..2025-02`);
  await page.getByText("1 of 3 customers").first().waitFor();
  // Of the three customers, c alone came in February, with one order of 40; code counts them twice.
  expect(await page.textContent("#kpis")).toMatch(/Customers1.*Orders1Revenue€40\.00/);
  await expect.poll(() => page.textContent("#twice")).toContain("Twice: 2");
  expect(await figuresOf(page)).toEqual(await figuresOf(hosted));
  expect(await figuresOf(page)).not.toEqual(built);
  // Queries have no database here; one line says so.
  expect(await page.textContent("#by_month .k-static")).toBe(
    "In this file, this figure does not follow the filters: it shows all customers."
  );
  expect(await page.title()).toContain("</script><b>Ada's</b> shop");
  expect(troubles).toEqual([]);
  await hosted.context().close();
  await page.context().close();
}, 60_000);

it("its filters work where another page shows it from memory, as previews of mail do", async () => {
  const [written] = await write("memory", [""]);
  const {file} = written!;
  const {page, troubles} = await open(`memory/${file}`);
  await page.goto("about:blank");
  const html = readFileSync(join(folder, "memory", file), "utf8");
  await page.evaluate((text) => {
    location.href = URL.createObjectURL(new Blob([text], {type: "text/html"}));
  }, html);
  await page.locator("details[data-filter=joined] summary").click();
  await page.getByRole("slider").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("1 of 3 customers").first().waitFor();
  expect(await page.textContent("#kpis")).toMatch(/Customers1.*Orders1Revenue€40\.00/);
  await page.waitForFunction(() => !document.querySelector("main")!.hasAttribute("aria-busy"));
  expect(troubles).toEqual([]);
  await page.context().close();
}, 60_000);

it("its menus, its search and its explanations work there", async () => {
  const {page, troubles} = await open("all/index.html?joined=2025-01..2025-01");
  await page.getByText("2 of 3 customers").first().waitFor();
  const save = async (figure: string, entry: string) => {
    await page.click(`#${figure} .k-menu-button`);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", {name: entry}).click()
    ]);
    return {name: download.suggestedFilename(), bytes: readFileSync(await download.path())};
  };
  // Customers a and b joined in January: 10 + 20.50 + 5.25 + 4.25.
  const csv = await save("kpis", "CSV");
  expect(csv.bytes.toString()).toContain("40");
  expect((await save("by_month", "SVG")).bytes.toString()).toMatch(/^<svg/);
  const png = await save("by_month", "PNG");
  expect([png.name, png.bytes.subarray(1, 4).toString()]).toEqual([expect.stringMatching(/by_month.*\.png$/), "PNG"]);
  await page.click("#kpis .k-how summary");
  await page.locator("#kpis .k-sql pre").first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("lighthouse");
  await page.locator(".k-search-list a").first().click();
  await page.getByRole("heading", {name: "The second"}).waitFor();
  expect(page.url()).toMatch(/second\.html\?joined=2025-01\.\.2025-01#more$/);
  expect(troubles).toEqual([]);
  await page.context().close();
}, 60_000);

it("links lead to files that are there, others are plain text; pictures and files are inside", async () => {
  await write("one", [""]);
  const {page, troubles} = await open("one/index.html");
  const prose = page.locator(".k-blocks");
  expect(await prose.locator("a", {hasText: "the second"}).count()).toBe(0);
  expect(await prose.locator("span", {hasText: "the second"}).count()).toBe(1);
  expect(await page.locator(".k-side .k-reports a").count()).toBe(1);
  expect(await page.locator(".k-languages a").count()).toBe(0);
  expect(await page.getAttribute("a[download='mark.svg']", "href")).toMatch(/^data:image\/svg\+xml;base64,/);
  expect(await page.evaluate(() => document.querySelector<HTMLImageElement>("main img")!.naturalWidth)).toBe(20);
  await page.context().close();
  await write("one", ["value/deep"]);
  const deep = await open("one/value/deep.html");
  await deep.page.click("text=way out");
  expect(deep.page.url()).toMatch(/one\/index\.html$/);
  expect([...troubles, ...deep.troubles]).toEqual([]);
  await deep.page.context().close();
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(
    readFileSync(join(folder, "one/index.html"), "utf8")
  )![1]!;
  expect(policy).toMatch(/^default-src 'none'; script-src ('sha256-[\w+/=]+' ?)+; .*connect-src 'none'/);
  expect(policy).not.toMatch(/unsafe-eval|https?:|script-src [^;]*(unsafe|blob)/);
}, 60_000);

it("a protected file says nothing in clear text, and works once it is open", async () => {
  await write("safe", ["", "second"], true);
  expect(existsSync(join(folder, "safe/second.html"))).toBe(true);
  for (const file of ["index.html", "second.html"])
    expect(readFileSync(join(folder, "safe", file), "latin1").replace(/[\w+/]{60,}/g, "")).not.toMatch(
      /Ada|small shop|kpis|twice|lighthouse|€|Revenue/
    );
  const {page, troubles} = await open("safe/index.html?joined=2025-02..2025-02");
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  await page.getByText("1 of 3 customers").first().waitFor({timeout: 30_000});
  await expect.poll(() => page.textContent("#twice")).toContain("Twice: 2");
  expect(troubles).toEqual([]);
  await page.context().close();
}, 60_000);
