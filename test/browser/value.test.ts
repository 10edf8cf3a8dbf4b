import {readFileSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {LiveHost} from "../../src/site/live/live-host.ts";
import type {Told} from "../../src/site/live/live-messages.ts";
import type {LivePage} from "../../src/site/live/live-page.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {dayOf2025, purchaseDays, sequence} from "../purchases.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";

const PROJECT = join(import.meta.dirname, "../..");

/** 150 customers of two plans, whose names are found nowhere else. */
const PEOPLE = Array.from({length: 150}, (_, i) => ({id: `zz-${1000 + i}-qx`, plan: i % 4 === 0 ? "Gold" : "Free"}));
const next = sequence(7);
const ORDERS = PEOPLE.flatMap(({id}) =>
  purchaseDays(next).map((day) => `${id},${dayOf2025(day)},${20 + Math.round(80 * next())}`)
);

const files = (rows: string) => ({
  "data/catalog.yaml": `title: A shop
currency: EUR
asOf: 2025-12-31
tables:
  customers: {from: customers.csv, columns: {customer: id}}
  orders: {from: orders.csv, columns: {customer: id, at: ordered, revenue: amount}}
dimensions: [plan]
publish: {rows: ${rows}}
`,
  "data/customers.csv": ["id,plan", ...PEOPLE.map(({id, plan}) => `${id},${plan}`)].join("\n"),
  "data/orders.csv": ["id,ordered,amount", ...ORDERS].join("\n"),
  "reports/index.md":
    "# Whom may we lose?\n\n```what-if lever\n```\n\n```ltv worth\nmethod: predictive\nmodel: mbgnbd\nhorizon: 12 months\n```\n",
  "reports/risk.md":
    "---\ntitle: At risk\nfilters: [plan]\n---\n\n```at-risk lost\nmodel: mbgnbd\nlist: 50\n```\n\n```what-if lever\n```\n"
});

const sites = new Map<string, {workspace: TemporaryWorkspace; url: string; close(): void | Promise<void>}>();
let browser: Browser;

beforeAll(async () => {
  browser = await openChromium();
  for (const rows of ["none", "pruned", "all"]) {
    const workspace = temporaryWorkspace(files(rows));
    const {errors} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
      project: PROJECT,
      out: workspace.out,
      allowUnknown: false
    });
    expect(errors.map(({message}) => message)).toEqual([]);
    const server = await serveFolder(workspace.out, "/");
    sites.set(rows, {workspace, url: server.url, close: () => server.close()});
  }
}, 240_000);

afterAll(async () => {
  await browser?.close();
  for (const {close, workspace} of sites.values()) {
    await close();
    workspace[Symbol.dispose]();
  }
});

async function visit(address: string): Promise<{page: Page; troubles: string[]}> {
  const page = await browser.newPage({viewport: {width: 1280, height: 900}});
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  await page.goto(address);
  return {page, troubles};
}

/** All files of a folder as text, gzipped ones inflated. */
function textsOf(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, {recursive: true, encoding: "utf8"})
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => {
        const bytes = readFileSync(join(folder, path));
        return [path, (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1")];
      })
  );
}

describe("customers at risk", () => {
  it.each(["none", "pruned"])("rows: %s publishes no customer by name, in no file", (rows) => {
    const named = [...textsOf(sites.get(rows)!.workspace.out)].filter(([, text]) => /zz-\d{4}-qx/.test(text));
    expect(named.map(([path]) => path)).toEqual([]);
  });

  it("rows: all lists those with most at stake, and the list follows the filters", async () => {
    const {page, troubles} = await visit(`${sites.get("all")!.url}risk/`);
    await page.locator("#lost .k-list summary").click();
    const rows = page.locator("#lost .k-list tbody tr:visible");
    const names = async () => (await rows.allInnerTexts()).map((text) => /zz-\d{4}-qx/.exec(text)![0]);
    const before = await names();
    expect(before.length).toBeGreaterThanOrEqual(10);
    const planOf = new Map(PEOPLE.map(({id, plan}) => [id, plan]));
    expect(new Set(before.map((id) => planOf.get(id)))).toEqual(new Set(["Gold", "Free"]));
    await page.goto(`${sites.get("all")!.url}risk/?plan=Gold`);
    await page.locator("#lost .k-list summary").click();
    await expect.poll(async () => new Set((await names()).map((id) => planOf.get(id)))).toEqual(new Set(["Gold"]));
    const after = await names();
    // In the order that they had among all.
    const gold = before.filter((id) => planOf.get(id) === "Gold");
    expect(after.slice(0, gold.length)).toEqual(gold);
    // The whole list as a file, of the chosen customers.
    await page.locator("#lost > .k-menu-button").click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", {name: "Download the list (CSV)"}).click();
    const csv = readFileSync(await (await download).path(), "utf8");
    const listed = [...csv.matchAll(/zz-\d{4}-qx/g)].map(([id]) => id);
    expect(listed.slice(0, after.length)).toEqual(after);
    expect(new Set(listed.map((id) => planOf.get(id)))).toEqual(new Set(["Gold"]));
    expect(troubles).toEqual([]);
    await page.close();
  });
});

describe("a slider below another figure", () => {
  it("shows what a link says, and goes on showing it when the page has met its figures", async () => {
    const {page, troubles} = await visit(`${sites.get("none")!.url}risk/?lever.points=9`);
    const finding = page.locator("#lever .k-finding");
    await expect.poll(() => finding.innerText(), {timeout: 15_000}).toContain("9 points");
    await page.waitForTimeout(1000);
    expect(await page.locator("#lever output").first().innerText()).toContain("9");
    expect(await finding.innerText()).toContain("9 points");
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("a move while the page as a whole is drawn is not undone by it", async () => {
    const {url} = sites.get("none")!;
    const html = await (await fetch(`${url}risk/`)).text();
    const page = JSON.parse(/id="k-live"[^>]*>([^<]*)</.exec(html)![1]!) as LivePage;
    const host = new LiveHost();
    const selection = {values: {}, joined: null};
    await host.answer(
      {id: 1, kind: "open", ask: {page, selection, root: url, ahead: "", data: [], own: {}}},
      () => undefined
    );
    const findings: (string | null)[] = [];
    const hear = (told: readonly Told[]): void => {
      for (const one of told)
        if (one.tell === "figure" && one.figure.name === "lever") findings.push(one.figure.words!.finding);
    };
    const asked = (name: string, options: Record<string, unknown> | null) => ({name, options, parts: []});
    const lever = page.cells.find(({name}) => name === "lever")!;
    const moved = [asked("lever", {...lever.options, points: 9})];
    const figures = [asked("lost", null), asked("lever", null)];
    await Promise.all([
      host.answer({id: 2, kind: "show", ask: {selection, figures, isWhole: true, isWritten: false}}, hear),
      host.answer({id: 3, kind: "show", ask: {selection, figures: moved, isWhole: false, isWritten: false}}, hear)
    ]);
    expect(findings).toEqual([expect.stringContaining("9 points")]);
  });
});

describe("a page without filters", () => {
  it("has sliders that finish the figure anew, and keep their place in the address", async () => {
    const {page, troubles} = await visit(sites.get("none")!.url);
    expect(await page.locator("#k-filters").count()).toBe(0);
    const finding = page.locator("#lever .k-finding");
    const before = await finding.innerText();
    const slider = page.locator('#lever input[name="points"]');
    await slider.focus();
    await slider.press("ArrowLeft");
    await expect.poll(() => finding.innerText()).not.toBe(before);
    const moved = await finding.innerText();
    await expect.poll(() => page.url()).toContain("lever.points=");
    await page.reload();
    await expect.poll(() => finding.innerText()).toBe(moved);
    await page.goBack();
    await expect.poll(() => finding.innerText()).toBe(before);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("a move after the worker has ended is drawn by another; where there is none, the figure says so", async () => {
    const page = await browser.newPage({viewport: {width: 1280, height: 900}});
    await page.addInitScript(() => {
      const workers: Worker[] = [];
      class Known extends Worker {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given);
          workers.push(this);
        }
      }
      Object.assign(window, {workers, Worker: Known});
    });
    const end = () =>
      page.evaluate(() => {
        const {workers} = window as unknown as {workers: Worker[]};
        for (const worker of workers) worker.dispatchEvent(new ErrorEvent("error", {message: "out of memory"}));
      });
    await page.goto(sites.get("none")!.url);
    const finding = page.locator("#lever .k-finding");
    const slider = page.locator('#lever input[name="points"]');
    const built = await finding.innerText();
    await slider.press("ArrowRight");
    await expect.poll(() => finding.innerText()).not.toBe(built);
    const once = await finding.innerText();
    await end();
    await slider.press("ArrowRight");
    await expect.poll(() => finding.innerText()).not.toBe(once);
    expect(await finding.innerText()).not.toBe(built);
    await end();
    await page.route("**/_data/*", (route) => route.fulfill({status: 404}));
    await slider.press("ArrowRight");
    const note = page.locator("#lever .k-static");
    await note.waitFor();
    expect([await note.innerText(), await finding.innerText()]).toEqual([
      expect.stringMatching(/^As it was built: .*\(.*404\)/),
      built
    ]);
    await page.unroute("**/_data/*");
    await slider.press("ArrowLeft");
    await expect.poll(() => finding.innerText()).not.toBe(built);
    expect(await note.count()).toBe(0);
    await page.close();
  });

  it("says in a fold-out what a model rests on; its table opens from the menu", async () => {
    const {page, troubles} = await visit(sites.get("none")!.url);
    const assumptions = page.locator("#worth .k-how");
    await assumptions.locator("summary").focus();
    await page.keyboard.press("Enter");
    const text = await assumptions.innerText();
    // The horizon as the cell says it, no discount, and everybody who ordered.
    for (const words of ["MBG/NBD", "12 months", "150"]) expect(text).toContain(words);
    await page.locator("#worth > .k-menu-button").click();
    await page.getByRole("menuitem", {name: "Show the table"}).click();
    expect(await page.locator("#worth .k-behind:not(.k-how) table").isVisible()).toBe(true);
    expect(troubles).toEqual([]);
    await page.close();
  });
});
