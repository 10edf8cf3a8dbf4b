import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {publishSnapshot, purgeSnapshots, switchLatest} from "../../src/site/snapshots/publish.ts";
import {purgedOn} from "../../src/site/snapshots/purged.ts";
import type {SnapshotRecord} from "../../src/site/snapshots/record.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {leaksOf} from "../leaks.ts";
import {deadLinksOf} from "../links.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {run} from "../cli/run.ts";

const ADDRESS = "https://reports.example.com/team";
const PROJECT = join(import.meta.dirname, "../..");
const CATALOG = SMALL["data/catalog.yaml"]!.replace(
  "publish: {minimumCell: 1}",
  "publish: {rows: pruned, minimumCell: 1}"
).replace("asOf: 2025-03-31\n", "");
const FILTERED = `---\nfilters: [joined]\n---\n${SMALL["reports/index.md"]!}`;

let workspace: TemporaryWorkspace;
let into: string;
let ids: readonly string[];
let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  workspace = temporaryWorkspace({
    "data/catalog.yaml": CATALOG,
    "reports/index.md": FILTERED,
    "reports/value/deep.md": "# Deep\n\nNothing.\n",
    "reports/layoffs.md":
      "---\naudience: board\n---\n# Layoffs\n\n```sql severance\nselect 1 as n\n```\n\n```table\ndata: severance\n```\n"
  });
  into = mkdtempSync(join(tmpdir(), "kizuna-snapshots-"));
  const publish = async (url: string | null = null) => {
    const {built, record} = await publishSnapshot(openWorkspace(workspace.root, workspace.cache), {
      project: PROJECT,
      into,
      keep: null,
      url,
      allowUnknown: false
    });
    expect(built.errors).toEqual([]);
    return record!.id;
  };
  const first = await publish();
  // A week later: two orders more, and the one of 20.50 was of 24.50.
  workspace.write({
    "data/orders.csv": `${SMALL["data/orders.csv"]!.replace("20.50", "24.50")}a,2025-03-07,8.00\nd,2025-03-08,6.00\n`
  });
  ids = [first, await publish(ADDRESS)];
  server = await serveFolder(into, "/snapshots/loyalty/");
  browser = await openChromium();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(into, {recursive: true, force: true});
  workspace?.[Symbol.dispose]();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<{page: Page; troubles: string[]}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, locale: "en", ...options});
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("response", (answer) => answer.status() >= 400 && troubles.push(`${answer.status()}: ${answer.url()}`));
  await page.goto(`${server.url}${path}`);
  return {page, troubles};
}

const recordOf = (id: string) =>
  JSON.parse(readFileSync(join(into, "snapshots", id, "snapshot.json"), "utf8")) as SnapshotRecord;

describe("snapshots", () => {
  it("a snapshot tells the new period from the restated past: revenue 80 → 98 is 14 new and 4 restated", () => {
    // The first has data to March 1 (its latest order), and 10 + 20.50 + 5.25 + 40 + 4.25 = 80.
    expect(ids[0]).toMatch(/^2025-03-01-/);
    expect(recordOf(ids[1]!).since!.splits["revenue"]).toEqual({period: 14, restated: 4, definition: 0, mixed: 0});
    expect(recordOf(ids[1]!).since!.splits["customers"]).toEqual({period: 1, restated: 0, definition: 0, mixed: 0});
    expect(recordOf(ids[1]!).tables).toMatchObject([
      {table: "orders", rows: 7},
      {table: "customers", rows: 4}
    ]);
  });

  it("nothing tells that there are reports for another audience", () => {
    expect(Object.keys(recordOf(ids[1]!).definitions.cells)).toContain("reports/index.md#monthly");
    expect(leaksOf(into, ["layoffs", "severance"])).toEqual([]);
  });

  it("pages work below any path, share their files, and lead to each other", async () => {
    const {page, troubles} = await open(`snapshots/${ids[1]!}/index.html`);
    expect(await page.textContent(".k-kpis")).toContain("€98.00");
    // It is the newest, though the folder stands in one that is called snapshots, too.
    await page.waitForLoadState("networkidle");
    expect(await page.locator(".k-newer").count()).toBe(0);
    await page.click(".k-side .k-reports a >> nth=1");
    expect(page.url()).toBe(`${server.url}snapshots/${ids[1]!}/value/deep/index.html`);
    await page.click("text=All snapshots");
    expect(page.url()).toBe(`${server.url}index.html`);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("with an address, links to a snapshot's pages and to latest/ have its picture; without one they have none", () => {
    const head = (path: string) => readFileSync(join(into, path), "utf8").split("</head>")[0]!;
    for (const path of ["", "value/deep/"]) {
      const picture = `snapshots/${ids[1]!}/${path}preview.png`;
      expect(readFileSync(join(into, picture)).subarray(1, 4).toString()).toBe("PNG");
      for (const page of [`snapshots/${ids[1]!}/${path}index.html`, `latest/${path}index.html`])
        expect(head(page)).toMatch(new RegExp(`og:image"? content="?${ADDRESS}/${picture}`));
      expect(head(`snapshots/${ids[0]!}/${path}index.html`)).not.toContain("og:image");
    }
    expect(head(`snapshots/${ids[1]!}/value/deep/index.html`)).toContain(`${ADDRESS}/snapshots/${ids[1]!}/value/deep/`);
  });

  it("every link, picture, script and file of every page is there, under any path", () => {
    expect(deadLinksOf(into)).toEqual([]);
  });

  it("latest/ leads to the same report of the latest snapshot, with its filters, also where a host adds the slash", async () => {
    const {page, troubles} = await open("latest?joined=2025-01..2025-01#kpis");
    await page.waitForURL(`${server.url}snapshots/${ids[1]!}/index.html?joined=2025-01..2025-01#kpis`);
    await page.goto(`${server.url}latest/value/deep/index.html`);
    await page.waitForURL(`${server.url}snapshots/${ids[1]!}/value/deep/index.html`);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("without scripts latest/ leads to the list, and list and comparison stand complete", async () => {
    const {page} = await open("latest/", {javaScriptEnabled: false});
    await page.click("text=All snapshots");
    expect(page.url()).toBe(`${server.url}index.html`);
    const rows = page.locator("tbody tr");
    expect(await rows.count()).toBe(2);
    // Newest first, with the change from the one before: customers 3 → 4, revenue 80 → 98 is +22.5%.
    expect(await rows.nth(0).textContent()).toContain("Mar 8, 2025");
    expect(await rows.nth(0).textContent()).toContain("€98.00▲ +22.5%");
    await page.click("text=What changed");
    const revenue = page.locator(".k-section tr", {hasText: "Revenue"}).first();
    expect(await revenue.textContent()).toBe("Revenue€80.00€98.00+€18.00+€14.00+€4.00");
    await page.context().close();
  });

  it("the comparison follows the address, the choice, and the way back", async () => {
    const {page, troubles} = await open(`compare/index.html?from=${ids[1]!}&to=${ids[0]!}`);
    const change = page.locator(".k-section tr", {hasText: "Revenue"}).first();
    await expect.poll(() => change.textContent()).toBe("Revenue€98.00€80.00−€18.00−€14.00−€4.00");
    await page.locator(".k-choice button").press("Enter");
    await expect.poll(() => change.textContent()).toContain("+€18.00");
    await page.selectOption("select[name=from]", ids[1]!);
    expect(await page.textContent(".k-status")).toBe("Choose two different snapshots.");
    await page.goBack();
    await expect.poll(() => change.textContent()).toContain("+€18.00");
    // Two choices, the second before the first is there.
    await page.route("**/snapshot.json", async (route) => {
      await new Promise((done) => setTimeout(done, 500));
      await route.continue();
    });
    await page.locator(".k-choice button").press("Enter");
    expect(await page.getAttribute(".k-compared", "aria-busy")).toBe("true");
    await page.locator(".k-choice button").press("Enter");
    await page.waitForTimeout(700);
    expect(await page.getAttribute(".k-compared", "aria-busy")).toBeNull();
    await page.unrouteAll();
    await expect.poll(() => page.textContent(".k-section >> nth=1")).toContain("monthly");
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it.each([375, 1280])("nothing is wider than a screen of %i", async (width) => {
    for (const path of ["index.html", "compare/index.html", "latest/"]) {
      const {page} = await open(path, {viewport: {width, height: 800}, javaScriptEnabled: false});
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  it("rolls back to an earlier snapshot, which the later one's pages then say", async () => {
    await switchLatest(ids[0]!.slice(0, 12), {project: PROJECT, into, keep: null});
    const {page} = await open("latest/");
    await page.waitForURL(`${server.url}snapshots/${ids[0]!}/index.html`);
    await page.goto(`${server.url}snapshots/${ids[1]!}/value/deep/index.html`);
    await page.click(".k-newer");
    await page.waitForURL(`${server.url}snapshots/${ids[0]!}/value/deep/index.html`);
    await switchLatest(ids[1]!, {project: PROJECT, into, keep: null});
    await page.context().close();
  });

  it("rows that were deleted are gone; figures stay as built and say so", async () => {
    const {rows} = recordOf(ids[1]!);
    const {files} = await purgeSnapshots(ids[1]!, {into}, new Date("2026-11-26T12:00:00Z"));
    expect([...files].sort()).toEqual([...rows].sort());
    const {page} = await open(`snapshots/${ids[1]!}/index.html?joined=2025-01..2025-01`);
    await expect
      .poll(() => page.textContent("#by_month"), {timeout: 15_000})
      .toContain("its rows were deleted on November 26, 2026");
    // Customers a and b joined in January: 10 + 24.50 + 5.25 + 4.25 + 8.
    await expect.poll(() => page.textContent("#kpis")).toContain("€52.00");
    await page.context().close();
  });

  it("a file of public/ makes another snapshot, and rows that were deleted do not come back with it", async () => {
    const {rows} = recordOf(ids[1]!);
    workspace.write({"public/terms.txt": "New terms."});
    const again = await publishSnapshot(openWorkspace(workspace.root, workspace.cache), {
      project: PROJECT,
      into,
      keep: null,
      allowUnknown: false
    });
    expect([again.isKnown, [...again.purged].sort()]).toEqual([false, [...rows].sort()]);
    expect(readFileSync(join(into, "snapshots", again.record!.id, "terms.txt"), "utf8")).toBe("New terms.");
    for (const file of rows) expect(purgedOn(readFileSync(join(into, file)))).toBe("2026-11-26");
  });

  it("a mistake, a folder that another run holds, and an unknown snapshot leave the folder as it was", async () => {
    const all = () => readdirSync(into, {recursive: true}).sort();
    const before = all();
    const {host, process} = {host: "elsewhere", process: 7};
    writeFileSync(join(into, ".kizuna-lock"), JSON.stringify({token: "t", host, process, since: "today"}));
    const held = await run("snapshot", workspace, ["--into", into]);
    expect(held.code).toBe(3);
    expect(held.errors[0]).toContain(
      "another run is publishing into this folder (process 7 on elsewhere, since today)"
    );
    rmSync(join(into, ".kizuna-lock"));
    await expect(switchLatest("2024-01-01", {project: PROJECT, into, keep: null})).rejects.toThrow(
      'unknown snapshot "2024-01-01"'
    );
    expect(all()).toEqual(before);
  });
});
