import {existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, inject, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {readPublished} from "../../src/site/snapshots/folder.ts";
import {publishSnapshot, purgeSnapshots, switchLatest, unpackSnapshots} from "../../src/site/snapshots/publish.ts";
import {stateOf} from "../../src/site/snapshots/pack/packed-folder.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {run} from "../cli/run.ts";
import {deadLinksOf} from "../links.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const CATALOG = SMALL["data/catalog.yaml"]!.replace(
  "publish: {minimumCell: 1}",
  "publish: {rows: pruned, minimumCell: 1}"
).replace("asOf: 2025-03-31\n", "");
const CHOSEN = "?joined=2025-01..2025-01";

let workspace: TemporaryWorkspace;
let into: string;
const ids: string[] = [];
let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;
/** What the pages of the first snapshot showed before it was packed. */
let shown: Readonly<Record<string, string>>;
/** Bytes of its first report as JSON. */
let json: string;
/** A tab that was open before. */
let tab: Page;

async function publish(pack: boolean): Promise<void> {
  const options = {project: PROJECT, into, keep: null, allowUnknown: false, pack};
  const {built, record} = await publishSnapshot(openWorkspace(workspace.root, workspace.cache), options);
  expect(built.errors).toEqual([]);
  ids.push(record!.id);
}

beforeAll(async () => {
  workspace = temporaryWorkspace({
    "data/catalog.yaml": CATALOG,
    "reports/index.md": `---\nfilters: [joined]\n---\n${SMALL["reports/index.md"]!}`,
    "reports/value/deep.md": "# Deep\n\nNothing.\n"
  });
  into = mkdtempSync(join(tmpdir(), "kizuna-packed-"));
  browser = await openChromium();
  server = await serveFolder(into, "/snapshots/loyalty/");
  await publish(false);
  shown = await shownOf(ids[0]!);
  json = readFileSync(join(into, "snapshots", ids[0]!, "index.json"), "utf8");
  const packed = Promise.withResolvers<undefined>();
  tab = await (await browser.newContext({viewport: {width: 1280, height: 900}, locale: "en"})).newPage();
  // Sums are asked for when the page is idle: too late here.
  await tab.route("**/_data/*", async (route) => {
    await packed.promise;
    await route.continue();
  });
  await tab.goto(`${server.url}snapshots/${ids[0]!}/index.html`);
  for (const day of ["07", "08"]) {
    const orders = workspaceOrders();
    workspace.write({"data/orders.csv": `${orders}a,2025-03-${day},8.00\nd,2025-03-${day},6.00\n`});
    await publish(true);
  }
  packed.resolve(undefined);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(into, {recursive: true, force: true});
  workspace?.[Symbol.dispose]();
});

function workspaceOrders(): string {
  return readFileSync(join(workspace.root, "data/orders.csv"), "utf8");
}

async function open(path: string, options: BrowserContextOptions = {}): Promise<{page: Page; troubles: string[]}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: "en", ...options});
  const page = await context.newPage();
  const troubles: string[] = [];
  // A file that is not there as a patch is there whole; browsers ask for an icon while the page has no head.
  page.on("console", (message) => {
    const {url} = message.location();
    if (message.type() === "error" && !/(\.patch|\/favicon\.ico\/?)$/.test(url))
      troubles.push(`${message.text()} ${url}`);
  });
  page.on("pageerror", (error) => troubles.push(error.message));
  await page.goto(`${server.url}${path}`);
  return {page, troubles};
}

/** Runs in a page: what an element holds. The attributes are in one order, not in that in which they were set, which does not matter. */
function contentOf(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const one of copy.querySelectorAll("*"))
    for (const name of one.getAttributeNames().sort()) {
      const value = one.getAttribute(name)!;
      one.removeAttribute(name);
      one.setAttribute(name, value);
    }
  return copy.innerHTML;
}

/** What the pages of a snapshot show, by their addresses: built, and for the customers who joined in January. */
async function shownOf(id: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const path of ["index.html", `index.html${CHOSEN}`, "value/deep/index.html", "search/en/index.html"]) {
    const {page, troubles} = await open(`snapshots/${id}/${path}`);
    await page.waitForSelector("main .k-head");
    if (path.endsWith(CHOSEN)) await page.waitForSelector("html[data-settled]", {state: "attached"});
    await page.waitForLoadState("networkidle");
    // The line that an earlier snapshot has more.
    await page.evaluate(() => document.querySelectorAll(".k-newer").forEach((line) => line.remove()));
    found[path] = `${await page.title()} ${(await page.locator("main").evaluate(contentOf)).replace(/ +(?=<\/)/g, "")}`;
    expect(troubles).toEqual([]);
    await page.context().close();
  }
  return found;
}

describe("a packed snapshot", () => {
  it("is packed, and its pages show what they showed: every figure, and what filters leave", async () => {
    const states = ids.map((id) => stateOf(into, `snapshots/${id}/index.html`));
    expect(await Promise.all(states)).toEqual(["packed", "packed", "whole"]);
    expect(shown[`index.html${CHOSEN}`]).toContain("2 of 3 customers");
    expect(await shownOf(ids[0]!)).toEqual(shown);
    expect(deadLinksOf(into)).toEqual([]);
  }, 90_000);

  it("goes on in a tab that was open: filters over its sums and its rows", async () => {
    const {files, rows} = (await readPublished(into)).snapshots[0]!;
    const gone = files.filter((file) => !existsSync(join(into, file)));
    expect(gone).toEqual(expect.arrayContaining([...rows]));
    expect(gone.length).toBeGreaterThan(rows.length);
    await tab.locator('details[data-filter="joined"] > summary').click();
    await tab.locator("select[name=joined-to]").selectOption({label: "Jan 2025"});
    await tab.waitForSelector("html[data-settled]", {state: "attached"});
    for (const cell of ["#kpis dl", "#triangle svg", "#by_month svg"])
      expect(shown[`index.html${CHOSEN}`]).toContain(await tab.locator(cell).first().evaluate(contentOf));
    await tab.context().close();
  }, 60_000);

  it("leads to the latest one, and its JSON is saved as it was", async () => {
    const {page, troubles} = await open(`snapshots/${ids[0]!}/index.html`);
    await page.locator(".k-newer").waitFor();
    expect(await page.locator(".k-newer").getAttribute("href")).toContain("latest/index.html");
    const [saved] = await Promise.all([page.waitForEvent("download"), page.click(".k-foot a[href='index.json']")]);
    expect(readFileSync(await saved.path(), "utf8")).toBe(json);
    expect(saved.suggestedFilename()).toBe(`snapshots-${ids[0]!}-index.json`);
    await page.click(".k-side .k-reports a >> nth=1");
    await page.getByRole("heading", {name: "Deep"}).waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 60_000);

  it("is compared with others", async () => {
    const {page} = await open(`compare/index.html?from=${ids[0]!}&to=${ids[1]!}`);
    // Of the two that the page was built with, the later is another.
    await page.locator(`.k-compared a[href*="${ids[1]!}"]`).first().waitFor();
    expect(await page.textContent(".k-section >> nth=1")).toContain("monthly");
    expect(await page.textContent(".k-section >> nth=1")).toContain("values with an interval");
    await page.context().close();
  }, 60_000);

  it("works under http, where browsers hash nothing", async () => {
    const context = await browser.newContext();
    await context.addInitScript(() => Object.defineProperty(crypto, "subtle", {value: undefined}));
    const page = await context.newPage();
    await page.goto(`${server.url}snapshots/${ids[0]!}/index.html`);
    await page.getByRole("heading", {name: "How the small shop does"}).waitFor();
    expect(await page.textContent(".k-kpis")).toContain("€80.00");
    await context.close();
  }, 60_000);

  it("without JavaScript says what is here, and leads to the list", async () => {
    for (const width of [375, 1280]) {
      const {page} = await open(`snapshots/${ids[0]!}/value/deep/index.html`, {
        javaScriptEnabled: false,
        viewport: {width, height: 700}
      });
      expect(await page.getByText("takes JavaScript").isVisible()).toBe(true);
      expect(await page.title()).toContain("Deep");
      if (process.env["SHOTS"]) await page.screenshot({path: `${process.env["SHOTS"]}-noscript-${width}.png`});
      await page.click("text=All snapshots");
      expect(page.url()).toBe(`${server.url}index.html`);
      await page.context().close();
    }
  }, 60_000);

  it("of which a file is missing, damaged, or out of reach says so; it opens once the file can be had", async () => {
    const base = join(into, "snapshots", ids[1]!, "index_html.patch");
    renameSync(base, `${base}.away`);
    const {page} = await open(`snapshots/${ids[0]!}/index.html`, {viewport: {width: 375, height: 700}});
    const alert = page.getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toBe(
      `This page cannot be restored: a file that it is made from is missing on this site (snapshots/${ids[1]!}/index.html).`
    );
    if (process.env["SHOTS"]) await page.screenshot({path: `${process.env["SHOTS"]}-missing.png`});
    renameSync(`${base}.away`, base);
    const bytes = readFileSync(base);
    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 3]! ^= 255;
    writeFileSync(base, damaged);
    await page.reload();
    await alert.waitFor();
    expect(await alert.textContent()).toContain("is damaged, or another one than it was");
    writeFileSync(base, bytes);
    await page.route("**/*.patch", (route) => route.abort());
    await page.reload();
    await page.getByText("Check the connection").waitFor();
    if (process.env["SHOTS"]) await page.screenshot({path: `${process.env["SHOTS"]}-unreachable.png`});
    await page.unrouteAll();
    await page.getByRole("button", {name: "Try again"}).click();
    await page.getByRole("heading", {name: "How the small shop does"}).waitFor();
    await page.context().close();
  }, 60_000);

  it("says of rows that were deleted that they were", async () => {
    await purgeSnapshots(ids[1]!, {into}, new Date("2026-11-26T12:00:00Z"));
    const {page} = await open(`snapshots/${ids[1]!}/index.html${CHOSEN}`);
    await expect
      .poll(() => page.textContent("#by_month"), {timeout: 15_000})
      .toContain("its rows were deleted on November 26, 2026");
    await page.context().close();
    // Those of the snapshot that was restored from them are its own.
    expect((await shownOf(ids[0]!))[`index.html${CHOSEN}`]).toBe(shown[`index.html${CHOSEN}`]);
  }, 60_000);

  it.runIf(inject("thorough"))(
    "is whole where latest/ leads to it, and packed again when it leads on; a folder that is protected stays whole",
    async () => {
      const options = {project: PROJECT, into, keep: null};
      await switchLatest(ids[0]!, options);
      expect(await stateOf(into, `snapshots/${ids[0]!}/index.html`)).toBe("whole");
      expect(readFileSync(join(into, "snapshots", ids[0]!, "index.json"), "utf8")).toBe(json);
      const {page} = await open(`snapshots/${ids[0]!}/index.html`);
      await switchLatest(ids[2]!, {...options, pack: true});
      expect(await stateOf(into, `snapshots/${ids[0]!}/index.html`)).toBe("packed");
      // A tab that was open goes on.
      await page.locator(".k-side .k-search").click();
      await page.locator(".k-search-box input").fill("nothing");
      await page.locator(".k-search-box mark").first().waitFor();
      await page.context().close();
      // Without --pack what is packed stays so, and works.
      await switchLatest(ids[2]!, options);
      expect((await shownOf(ids[0]!))["index.html"]).toBe(shown["index.html"]);
      const phrase = join(workspace.root, "phrase.txt");
      writeFileSync(phrase, "five words make a phrase\n");
      const refused = await run("snapshot", workspace, [
        "--into",
        join(into, "other"),
        "--pack",
        "--passphrase-file",
        phrase
      ]);
      expect([refused.code, refused.errors]).toEqual([
        1,
        [
          `${join(into, "other")}:1: a protected folder cannot be packed: encrypted files have nothing in common; leave out --pack`
        ]
      ]);
    },
    90_000
  );

  it("--unpack --all restores every file", async () => {
    expect(await unpackSnapshots(null, {into})).toEqual(ids);
    for (const id of ids) expect(await stateOf(into, `snapshots/${id}/index.html`)).toBe("whole");
    expect(existsSync(join(into, "snapshots", ids[0]!, "index_html.patch"))).toBe(false);
    expect(readFileSync(join(into, "snapshots", ids[0]!, "index.json"), "utf8")).toBe(json);
  });
});
