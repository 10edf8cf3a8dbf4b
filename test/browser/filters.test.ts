import {mkdirSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {brotliCompressSync} from "node:zlib";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {demoOfSums} from "../demo-of-sums.ts";

const PROJECT = join(import.meta.dirname, "../..");
const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'; base-uri 'none'";
const REPORTS = ["index", "retention", "loyalty", "programme", "claims", "ja/index", "ja/claims"];
const CHOICE = "?segment=Silver,Gold&joined=2024-03..2025-06";

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
/** What native DuckDB says of the customers of {@link CHOICE}. */
let native: {readonly customers: number; readonly orders: number; readonly cohorts: readonly number[]};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-filters-"));
  const workspace = openWorkspace(demoOfSums(join(folder, "workspace"), REPORTS), join(folder, "cache"));
  const {errors} = await buildSite(workspace, {project: PROJECT, out: join(folder, "site"), allowUnknown: false});
  expect(errors.map(({message}) => message)).toEqual([]);
  server = await serveFolder(join(folder, "site"), "/reports/q3/", {"content-security-policy": POLICY});
  native = await ask(workspace);
  browser = await openChromium();
  mkdirSync(SCREENSHOTS, {recursive: true});
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true, force: true});
});

async function ask(workspace: ReturnType<typeof openWorkspace>): Promise<typeof native> {
  const engine = await openNative();
  try {
    await loadWorkspace(workspace, engine);
    const {columns} = await engine.query(`
      with chosen as (
        select c.customer, f.first from "all".customers c
        join (select customer, min("at") as first from "all".orders where not refund group by customer) f using (customer)
        where c.segment in ('Gold', 'Silver') and f.first >= timestamp '2024-03-01' and f.first < timestamp '2025-07-01')
      select
        (select count(*) from chosen)::int as customers,
        (select count(*) from "all".orders where not refund and customer in (select customer from chosen))::int as orders,
        (select list(n order by quarter) from (select date_trunc('quarter', first) as quarter, count(*) as n from chosen group by 1)) as cohorts`);
    return {
      customers: Number(columns["customers"]![0]),
      orders: Number(columns["orders"]![0]),
      cohorts: (columns["cohorts"]![0] as unknown[]).map(Number)
    };
  } finally {
    await engine.close();
  }
}

interface Opened {
  readonly page: Page;
  /** Errors, broken policies, failed and foreign requests. */
  readonly troubles: string[];
  readonly scripts: string[];
  /** Addresses that were asked for. */
  readonly requests: string[];
}

async function open(query = "", options: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const troubles: string[] = [];
  const scripts: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
    if (response.url().endsWith(".js")) scripts.push(response.url().split("/").at(-1)!);
  });
  page.on("request", (request) => {
    const address = request.url();
    requests.push(address);
    if (!address.startsWith(server.url) && !address.startsWith("data:")) troubles.push(`foreign: ${address}`);
  });
  await page.goto(`${server.url}${query}`);
  return {page, troubles, scripts, requests};
}

/** Waits until all figures show what the bar says, off screen too. */
async function settled(page: Page): Promise<void> {
  await page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
}

async function choose(page: Page, menu: string, values: readonly string[]): Promise<void> {
  await page.locator(`details[data-filter="${menu}"] > summary`).click();
  for (const value of values) await page.locator(`input[name="${menu}"][value="${value}"]`).check();
  await page.keyboard.press("Escape");
  await settled(page);
}

/** Has a page note which segment's figures it was given last for a choice that is not made yet, unless it was shown others since. */
function noteForeseen(): void {
  const state = {foreseen: new Set<string>()};
  class Known extends Worker {
    readonly #pending = new Map<number, string>();
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      this.addEventListener("message", ({data}: MessageEvent<{id: number; end?: string | null}>) => {
        const segment = this.#pending.get(data.id);
        if (segment !== undefined && data.end) state.foreseen.add(segment);
      });
    }
    override postMessage(question: {
      readonly id: number;
      readonly kind: string;
      readonly ask: {readonly selection?: {readonly values: Readonly<Record<string, readonly string[]>>}};
    }): void {
      if (question.kind === "foresee")
        this.#pending.set(question.id, question.ask.selection!.values["segment"]!.join());
      if (/^shown?$/.test(question.kind)) {
        state.foreseen.clear();
        this.#pending.clear();
      }
      super.postMessage(question);
    }
  }
  Object.defineProperty(window, "foreseen", {get: () => state.foreseen});
  Object.assign(window, {Worker: Known});
}

/** All that a reader sees of the figures and the bar. */
function shown(page: Page): Promise<readonly string[]> {
  return page
    .locator(".k-kpis, .k-subtitle, .k-finding, .k-whom, .k-value, svg.k-chart:visible, .k-static:not(:empty)")
    .allInnerTexts();
}

const number = (n: number) => n.toLocaleString("en");

describe("filters of the demo, under a sub-path, with the policy as a header", () => {
  it("change every live figure to what the database says of these customers", async () => {
    const {page, troubles} = await open();
    const before = await shown(page);
    const chart = await page.locator("#by_quarter .k-wide svg").innerHTML();
    await choose(page, "segment", ["Gold", "Silver"]);
    await page.locator('details[data-filter="joined"] > summary').click();
    await page.locator("select[name=joined-from]").selectOption({label: "Mar 2024"});
    await page.locator("select[name=joined-to]").selectOption({label: "Jun 2025"});
    await settled(page);
    expect(decodeURIComponent(new URL(page.url()).search)).toBe(CHOICE);
    const {customers, orders} = native;
    expect(await page.locator(".k-whom").innerText()).toContain(`${number(customers)} of`);
    expect(await page.locator("#kpis_all [data-kpi=customers] .k-kpi-value").innerText()).toBe(number(customers));
    expect(await page.locator("#kpis_all [data-kpi=orders] .k-kpi-value").innerText()).toBe(number(orders));
    expect(await page.locator("p .k-value").nth(2).innerText()).toBe(number(orders));
    expect(await page.locator("#by_quarter .k-subtitle").innerText()).toContain(number(customers));
    expect(await page.locator("#by_quarter .k-wide svg").innerHTML()).not.toBe(chart);
    await page.locator("#by_quarter details:has(.k-table) > summary").click();
    const sizes = () =>
      page.locator("#by_quarter details tbody tr").evaluateAll((rows) =>
        rows
          .map((row) => [...row.children].map(({textContent}) => textContent))
          .filter(([cohort, age]) => /\d/.test(cohort!) && age === "0")
          .map(([, , size]) => Number(size!.replaceAll(",", "")))
      );
    // The first 50 rows hold five cohorts.
    await expect.poll(sizes).toEqual(native.cohorts.slice(0, 5));
    expect(await shown(page)).not.toEqual(before);
    expect(await page.locator(".k-static").count()).toBe(3); // the two charts and the table over SQL say that they stay
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("what is made ahead for a choice that a reader points at is shown if it is chosen, and else never", async () => {
    const {page, troubles} = await open();
    await page.waitForLoadState("networkidle");
    const everybody = await shown(page);
    await page.locator('details[data-filter="segment"] > summary').click();
    const box = (value: string) => page.locator(`input[name="segment"][value="${value}"]`);
    await box("Silver").hover();
    await page.waitForTimeout(400);
    expect(await shown(page)).toEqual(everybody);
    await box("Gold").hover();
    await page.waitForTimeout(400);
    await box("Gold").click();
    await settled(page);
    const gold = await shown(page);
    // Nobody points at an address.
    const copy = await open("?segment=Gold");
    await settled(copy.page);
    expect(gold).toEqual(await shown(copy.page));
    await box("Silver").hover();
    await page.waitForTimeout(400);
    await box("Bronze").click();
    await settled(page);
    const other = await open("?segment=Gold,Bronze");
    await settled(other.page);
    expect(await shown(page)).toEqual(await shown(other.page));
    expect([...troubles, ...copy.troubles, ...other.troubles]).toEqual([]);
    for (const one of [page, copy.page, other.page]) await one.context().close();
  });

  it("what is made ahead is on the page when the reader's own event ends, beside tables that may be sorted and charts that were read", async () => {
    const {page, troubles} = await open();
    await page.addInitScript(noteForeseen);
    await page.setViewportSize({width: 1280, height: 3000});
    await page.reload({waitUntil: "networkidle"});
    await page.locator("#by_quarter details:has(.k-table) > summary").click();
    await page.locator("#by_quarter .k-wide svg").hover();
    await page.locator("#by_quarter svg [data-tip], #by_quarter svg[data-tip]").first().waitFor({state: "attached"});
    await page.locator('details[data-filter="segment"] > summary').click();
    const box = page.locator('input[name="segment"][value="Gold"]');
    await page.waitForSelector("html[data-settled]");
    await box.hover();
    await page.waitForFunction(() => (window as unknown as {foreseen: Set<string>}).foreseen.has("Gold"));
    const [before, after] = await box.evaluate((one: HTMLElement) => {
      const names = ["#kpis", ".k-whom", "p .k-value", "#by_quarter .k-table"];
      const texts = () => names.map((name) => document.querySelector(name)!.textContent);
      const built = texts();
      one.click();
      return [built, texts()];
    });
    for (const [i, text] of after!.entries()) expect(text).not.toBe(before![i]);
    await settled(page);
    const copy = await open("?segment=Gold");
    await settled(copy.page);
    expect(await shown(page)).toEqual(await shown(copy.page));
    expect([...troubles, ...copy.troubles]).toEqual([]);
    for (const one of [page, copy.page]) await one.context().close();
  });

  it("however a reader points and clicks, the last choice is what is shown", async () => {
    const {page, troubles} = await open();
    await page.waitForLoadState("networkidle");
    await page.locator('details[data-filter="segment"] > summary').click();
    const boxes = await page.locator('input[name="segment"]').all();
    // A fixed walk: which box, and for how many milliseconds the pointer rests on it; it clicks where that is even.
    for (const [at, rest] of [
      [0, 60],
      [1, 3],
      [2, 40],
      [0, 0],
      [1, 120],
      [2, 5],
      [2, 200],
      [0, 31],
      [1, 2],
      [2, 0]
    ] as const) {
      const box = boxes[at % boxes.length]!;
      await box.hover();
      await page.waitForTimeout(rest);
      if (rest % 2 === 0) await box.click();
    }
    await settled(page);
    const copy = await open(new URL(page.url()).search);
    await settled(copy.page);
    expect(await shown(page)).toEqual(await shown(copy.page));
    expect([...troubles, ...copy.troubles]).toEqual([]);
    for (const one of [page, copy.page]) await one.context().close();
  });

  it("what is off screen is busy until it follows: as it comes near, or after a pause; paper says what is late", async () => {
    const {page, troubles} = await open("retention/");
    await page.waitForLoadState("networkidle");
    const texts = () => page.evaluate(() => ["trend", "phases"].map((id) => document.getElementById(id)!.innerHTML));
    const asBuilt = await texts();
    const chosen = await page.evaluate(
      () =>
        new Promise<unknown>((done) => {
          const main = document.querySelector("main")!;
          const busy = () => [...document.querySelectorAll("[aria-busy]")].map(({id}) => id).filter((id) => id !== "");
          new MutationObserver((_, observer) => {
            if (main.hasAttribute("aria-busy")) return;
            observer.disconnect();
            const before = busy();
            dispatchEvent(new Event("beforeprint"));
            done({
              before,
              late: [...document.querySelectorAll("[data-stale]")].map((one) => one.closest(".k-figure")!.id),
              said: [...document.querySelectorAll("[data-inline]")].map((one) => one.textContent).at(-1)
            });
            dispatchEvent(new Event("afterprint"));
          }).observe(main, {attributes: true});
          document.querySelector<HTMLElement>(".k-menus input[type=checkbox]")!.click();
        })
    );
    const {before, late, said} = chosen as Record<string, string[]>;
    expect(before).toEqual(expect.arrayContaining(["cohorts", "trend", "phases"]));
    expect(before).not.toContain("kpis");
    expect(late).toEqual(expect.arrayContaining(before!));
    expect(said).toBe("–");
    await page.waitForSelector("html[data-settled]");
    const first = await texts();
    expect(first.map((text, i) => text === asBuilt[i])).toEqual([false, false]);
    expect(await page.locator("[data-stale], [aria-busy]").count()).toBe(0);
    // The next choice: what the reader turns to does not wait for the pause.
    const frames = await page.evaluate(
      () =>
        new Promise<readonly (string | null)[]>((done) => {
          const main = document.querySelector("main")!;
          const figure = document.getElementById("phases")!;
          const seen: (string | null)[] = [];
          Object.assign(window, {setTimeout: () => 0});
          new MutationObserver(() => {
            seen.push(figure.getAttribute("aria-busy"));
            if (seen.length === 1) figure.scrollIntoView({behavior: "instant"});
            else done(seen);
          }).observe(figure, {attributes: true, attributeFilter: ["aria-busy"]});
          main.querySelector<HTMLElement>(".k-menus input[type=checkbox]")!.click();
        })
    );
    expect(frames).toEqual(["true", null]);
    expect((await texts())[1]).toBe(asBuilt[1]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("a link within the page, followed before the figures are, keeps the choice", async () => {
    const {page} = await open();
    await page.locator('details[data-filter="segment"] > summary').click();
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('input[name="segment"][value="Gold"]')!.click();
      document.querySelector<HTMLElement>('.k-contents a[href^="#"]')!.click();
    });
    await settled(page);
    const {hash, searchParams} = new URL(page.url());
    expect([searchParams.get("segment"), hash.length > 1]).toEqual(["Gold", true]);
    await page.context().close();
  });

  it("the address is the state: back, forward, and a copied link", async () => {
    const {page, troubles} = await open();
    const everybody = await shown(page);
    await choose(page, "segment", ["Gold"]);
    const gold = await shown(page);
    await choose(page, "channel", [await firstValue(page, "channel")]);
    const both = await shown(page);
    const link = page.url();
    await page.goBack();
    await settled(page);
    expect(await shown(page)).toEqual(gold);
    await page.goBack();
    await settled(page);
    expect(await shown(page)).toEqual(everybody);
    await page.goForward();
    await page.goForward();
    await settled(page);
    expect(await shown(page)).toEqual(both);
    const copy = await open(new URL(link).search);
    await settled(copy.page);
    expect(await shown(copy.page)).toEqual(both);
    await copy.page.locator(".k-brand:visible").first().hover();
    expect(await copy.page.locator(".k-brand:visible").first().getAttribute("href")).toContain(new URL(link).search);
    expect([...troubles, ...copy.troubles]).toEqual([]);
    await page.context().close();
    await copy.page.context().close();
  });

  describe.each([1280, 375])("what the address names, on a screen of %i pixels", (width) => {
    const opened = async (query: string) => (await open(query, {viewport: {width, height: 500}})).page;
    /** Pixels from the bar's lower edge to what has this id, when all has come to rest. */
    const gapAbove = async (page: Page, id: string): Promise<number> => {
      await settled(page);
      const places = () =>
        page.evaluate((one) => {
          const [bar, place] = ["k-filters", one].map((name) => document.getElementById(name)!.getBoundingClientRect());
          return {top: place!.top, gap: place!.top - bar!.bottom, at: bar!.top};
        }, id);
      for (let last = NaN; ; await page.waitForTimeout(300)) {
        const {top, gap, at} = await places();
        if (top !== last) last = top;
        else {
          expect(at).toBe(0);
          return gap;
        }
      }
    };
    const expectClear = async (page: Page, id: string): Promise<void> => {
      const gap = await gapAbove(page, id);
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(gap).toBeLessThan(80);
    };
    const follow = (page: Page, id: string) =>
      page.evaluate((one) => document.querySelector<HTMLElement>(`a[href="#${one}"]`)!.click(), id);
    const HEADING = "what-do-they-buy";
    const FIGURE = "monthly_revenue";

    it.each(["", "?segment=Gold", `${CHOICE}&channel=Online&compare=all`])(
      "stands below the bar as the page opens: %s",
      async (query) => {
        for (const id of [HEADING, FIGURE]) {
          const page = await opened(`${query}#${id}`);
          await expectClear(page, id);
          await page.context().close();
        }
      }
    );

    it("stands below the bar after a click, also before the figures follow, and after going back", async () => {
      for (const query of ["", "?segment=Gold"]) {
        const page = await opened(query);
        await follow(page, HEADING);
        await expectClear(page, HEADING);
        await page.evaluate((id) => (location.hash = id), FIGURE);
        await expectClear(page, FIGURE);
        await follow(page, "k-data");
        await gapAbove(page, "k-data");
        await page.goBack();
        await expectClear(page, FIGURE);
        await page.goForward();
        await page.goBack();
        await page.goBack();
        await expectClear(page, HEADING);
        await page.context().close();
      }
    });

    it("stays in its place while keys move within the bar", async () => {
      const page = await opened(`#${HEADING}`);
      const before = await gapAbove(page, HEADING);
      await page.keyboard.press("Shift");
      await page.locator("#k-filters summary").first().focus();
      for (const key of ["Tab", "Tab", "Shift+Tab"]) await page.keyboard.press(key);
      expect(await gapAbove(page, HEADING)).toBe(before);
      await page.context().close();
    });

    it("stands below the bar that filters have made higher, and does not hold who reads on", async () => {
      const page = await opened(`#${HEADING}`);
      const before = await gapAbove(page, HEADING);
      // A reader's first key: what drives the browser here scrolls before it clicks, as no reader does.
      await page.keyboard.press("Shift");
      await choose(page, "segment", ["Gold"]);
      await expectClear(page, HEADING);
      await choose(page, "segment", ["Silver", "Bronze"]);
      await expectClear(page, HEADING);
      await page.mouse.wheel(0, 1000);
      await page.locator("[type=reset]").click();
      expect(await gapAbove(page, HEADING)).toBeLessThan(before - 500);
      await page.context().close();
    });
  });

  it("chips take one value away, reset takes all; a query that nobody wrote by hand does no harm", async () => {
    const {page, troubles} = await open("?segment=Silver,Gold,%3Cimg%20src=x%3E&joined=banana&region=%ZZ&__proto__=1");
    await settled(page);
    expect(await page.locator(".k-chip").allInnerTexts()).toEqual(["Silver", "Gold"]);
    await page.locator(".k-chip").first().click();
    await settled(page);
    expect(await page.locator(".k-chip").allInnerTexts()).toEqual(["Gold"]);
    const fresh = await open();
    await page.locator("button[type=reset]").click();
    await settled(page);
    expect(await page.locator(".k-chip").count()).toBe(0);
    expect(await page.locator("button[type=reset]").isVisible()).toBe(false);
    expect(await shown(page)).toEqual(await shown(fresh.page));
    expect(troubles).toEqual([]);
    await page.context().close();
    await fresh.page.context().close();
  });

  it("a click on a line's name chooses its customers, with a key held it adds them, and again takes them away", async () => {
    const {page, troubles} = await open();
    const name = (text: string) =>
      page
        .locator("#by_channel svg.k-chart:visible text")
        .filter({hasText: new RegExp(`^${text}$`)})
        .first();
    await page.waitForLoadState("networkidle");
    await name("Marketplace").click();
    await settled(page);
    expect(new URL(page.url()).search).toBe("?channel=Marketplace");
    await name("Marketplace").click();
    await settled(page);
    expect(new URL(page.url()).search).toBe("");
    await name("Search").click();
    await settled(page);
    await page.goBack();
    await settled(page);
    await name("Direct").click({modifiers: ["Shift"]});
    await settled(page);
    await name("All customers").click();
    expect(new URL(page.url()).search).toBe("?channel=Direct");
    expect(troubles).toEqual([]);
  });

  it("works by keyboard alone", async () => {
    const {page} = await open();
    await page.locator('details[data-filter="segment"] > summary').focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await settled(page);
    expect(await page.locator(".k-chip").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator("details[open][data-filter]").count()).toBe(0);
    expect(await page.evaluate("document.activeElement.parentElement.dataset.filter")).toBe("segment");
    await page.locator(".k-chip").focus();
    await page.keyboard.press("Enter");
    await settled(page);
    expect(await page.locator(".k-chip").count()).toBe(0);
    expect(await page.evaluate("document.activeElement.tagName")).toBe("SUMMARY");
    await page.context().close();
  });

  it("fits a phone: menus stay on the screen, the page does not scroll sideways", async () => {
    const {page} = await open("?segment=Gold,Silver&channel=Marketplace", {
      viewport: {width: 375, height: 740},
      hasTouch: true
    });
    await settled(page);
    for (const menu of ["segment", "channel", "region", "joined"]) {
      const summary = page.locator(`details[data-filter="${menu}"] > summary`);
      await summary.scrollIntoViewIfNeeded();
      await summary.tap();
      const box = (await page.locator(`details[data-filter="${menu}"] fieldset`).boundingBox())!;
      expect([menu, box.x >= 0, box.x + box.width <= 375]).toEqual([menu, true, true]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
      await page.screenshot({path: join(SCREENSHOTS, `filters-375-${menu}.png`)});
      await page.keyboard.press("Escape");
    }
    await page.context().close();
  });

  it("a data file that is missing leaves what is baked, and one line says why", async () => {
    const {page, troubles} = await open("");
    await page.route("**/_data/*", (route) => route.fulfill({status: 404}));
    const baked = await page.locator("#by_quarter .k-wide").innerHTML();
    await page.reload();
    await choose(page, "segment", ["Gold"]);
    expect(await page.locator("#by_quarter .k-wide").innerHTML()).toBe(baked);
    expect(await page.locator(".k-whom").innerText()).toMatch(/404/);
    expect(troubles.filter((text) => !text.includes("404"))).toEqual([]);
    await page.context().close();
  });

  it("a link with one filter is answered by a few sums, and a second filter by all of them", async () => {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}});
    const linked = await context.newPage();
    const files: string[] = [];
    linked.on("request", (request) => request.url().includes("/_data/") && files.push(request.url()));
    await linked.goto(`${server.url}?segment=Gold`);
    await settled(linked);
    expect(files[0]).toMatch(/\.cubes\.gz$/);
    const coarse = await shown(linked);
    await linked.waitForLoadState("networkidle");
    expect(files.slice(1).every((file) => file.endsWith(".arrow.gz"))).toBe(true);
    await choose(linked, "channel", ["Direct"]);
    const both = await shown(linked);
    await linked.goBack();
    await settled(linked);
    expect(await shown(linked)).toEqual(coarse);
    const whole = await open("?segment=Gold&channel=Direct");
    await settled(whole.page);
    expect(await shown(whole.page)).toEqual(both);
    expect(whole.troubles).toEqual([]);
    await whole.page.context().close();
    await context.close();
  });

  it("numbers do not wait for what draws; where that does not come, all is as it was built, and one line says why", async () => {
    const {page: plain} = await open("");
    const kpis = await plain.locator("#kpis").innerText();
    const built = await shown(plain);
    await plain.context().close();
    // On the smaller screen there are numbers alone, so that all follows that is on it.
    for (const [height, isBusy] of [
      [3000, true],
      [900, false]
    ] as const) {
      const context = await browser.newContext({viewport: {width: 1280, height}});
      const linked = await context.newPage();
      let fail: (() => void) | null = null;
      await context.route(/\/c-charts-/, (route) => void (fail = () => void route.abort()));
      await linked.goto(`${server.url}?segment=Gold`);
      await expect.poll(() => linked.locator("#kpis").innerText()).not.toBe(kpis);
      if (!isBusy) await linked.waitForSelector("main:not([aria-busy])");
      expect(await linked.locator("main").getAttribute("aria-busy")).toBe(isBusy ? "true" : null);
      expect(await linked.locator("#by_quarter").getAttribute("aria-busy")).toBe(isBusy ? null : "true");
      expect(await linked.locator("html[data-settled]").count()).toBe(0);
      fail!();
      await settled(linked);
      const [why, ...others] = await shown(linked);
      expect(why).toMatch(/filters do not work here .*; the page shows all customers/);
      expect(others).toEqual(built.slice(1));
      await context.close();
    }
  });

  it("without scripts there is no bar", async () => {
    const {page} = await open("", {javaScriptEnabled: false});
    expect(await page.locator("#k-filters").isVisible()).toBe(false);
    await page.context().close();
  });

  it("prints whom the figures are of, and no menus", async () => {
    const {page} = await open("?segment=Gold");
    await settled(page);
    await page.emulateMedia({media: "print"});
    expect(await page.locator(".k-whom").innerText()).toContain("Gold");
    expect(await page.locator(".k-whom").isVisible()).toBe(true);
    expect(await page.locator(".k-menus").isVisible()).toBe(false);
    await page.context().close();
  });

  it("moves nothing on load, and figures keep their height when they follow", async () => {
    const {page} = await open();
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & {value: number}).value;
          }).observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(sum), 600);
        })
    );
    expect(shift).toBe(0);
    const heights = () =>
      page.locator("#kpis .k-body, #by_quarter .k-wide").evaluateAll((all) => all.map((one) => one.clientHeight));
    const before = await heights();
    await choose(page, "segment", ["Gold"]);
    (await heights()).forEach((height, i) => expect(height).toBeGreaterThanOrEqual(before[i]!));
    await page.context().close();
  });

  it("what stands below texts stays in its place from one choice to the next, at one width and on screen", async () => {
    const {page} = await open();
    await page.waitForLoadState("networkidle");
    // Below texts of different lengths, and below lines that are there while there is a filter.
    const tops = () =>
      page
        .locator("#by_channel > .k-narrow, #kpis_all")
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top + window.scrollY));
    const toggle = async (value: string) => {
      await page.evaluate(
        (one) => document.querySelector<HTMLElement>(`input[name="segment"][value="${one}"]`)!.click(),
        value
      );
      await page.waitForSelector("html[data-settled]");
      return tops();
    };
    // Each state once, so that its texts were as long as they get.
    await toggle("Gold");
    const last = await toggle("Gold");
    expect([await toggle("Gold"), await toggle("Gold")]).toEqual([last, last]);
    const held = page.locator("[data-held]");
    expect(await held.count()).toBeGreaterThan(0);
    const spaces = () => held.evaluateAll((all) => all.map((one) => getComputedStyle(one).minHeight));
    expect(await spaces()).not.toContain("auto");
    // As narrow as a phone: at 800 px some texts are as wide as before.
    await page.setViewportSize({width: 375, height: 800});
    await expect.poll(() => held.count()).toBe(0);
    await toggle("Gold");
    await toggle("Gold");
    expect(await held.count()).toBeGreaterThan(0);
    const printed = await page.evaluate(() => {
      dispatchEvent(new Event("beforeprint"));
      return document.querySelectorAll("[data-held]").length;
    });
    expect(printed).toBe(0);
    await page.context().close();
  });

  it("loads at most 25 kB of script before the first move, at most 170 kB for the first filter", async () => {
    const {page, scripts, requests} = await open();
    const sizeOf = (name: string) => brotliCompressSync(readFileSync(join(folder, "site/_assets", name))).length;
    const html = readFileSync(join(folder, "site/index.html"), "utf8");
    const own = [...html.matchAll(/<script (?!nomodule)[^>]*src="[^"]*\/([^"/]+)"/g)].map(([, name]) => name!);
    expect(own.map((name) => name.replace(/-[\da-f]{16}\.js$/, ""))).toEqual(["start", "c-common", "client", "tools"]);
    expect(own.reduce((sum, name) => sum + sizeOf(name), 0)).toBeLessThanOrEqual(25_000);
    await choose(page, "segment", ["Gold"]);
    const names = [...new Set(scripts)];
    expect(names.length).toBeGreaterThan(3);
    // No query of this page runs in a browser: nothing of the database is asked for.
    expect(requests.filter((url) => /duckdb|database-|\.wasm/.test(url))).toEqual([]);
    expect(names.filter((name) => /forecast|ltv|rfm|churn/.test(name))).toEqual([]);
    expect(names.reduce((sum, name) => sum + sizeOf(name), 0)).toBeLessThanOrEqual(170_000);
    await page.context().close();
  });

  it("a filter in the address needs few scripts, and the page names all of them: none is found by another one", async () => {
    const html = readFileSync(join(folder, "site/index.html"), "utf8");
    const {page, scripts} = await open("?segment=Gold");
    await settled(page);
    const names = [...new Set(scripts)];
    expect(names.filter((name) => !html.includes(name))).toEqual([]);
    // The page's own four, the worker, and for it what is common in five, the words, and of the three kinds what finishes each, and what draws two.
    expect(names.length).toBeLessThanOrEqual(16);
    // What the page itself runs comes of the head, before the rest of the page, but for what waits until it is there.
    expect(html.indexOf("start-")).toBeLessThan(html.indexOf("</head>"));
    expect(html.indexOf(names.find((name) => name.startsWith("c-common-"))!)).toBeLessThan(html.indexOf("</head>"));
    await page.context().close();
  });
});

async function firstValue(page: Page, menu: string): Promise<string> {
  return (await page.locator(`input[name="${menu}"]`).first().getAttribute("value"))!;
}

it.each(["loyalty/", "programme/", "claims/", "ja/claims/"])("every figure of %s follows a filter", async (path) => {
  const {page, troubles} = await open(`${path}?region=Kansai`);
  await settled(page);
  await page.waitForFunction(() =>
    [...document.querySelectorAll(".k-figure .k-subtitle")].every(
      (line) => !/36,036|20,182|2,721/.test(line.textContent)
    )
  );
  expect(await page.locator(".k-static").allTextContents()).toEqual([]);
  expect(troubles).toEqual([]);
  await page.context().close();
});

it("a Japanese page calls the data's values by their names, and its address by the values", async () => {
  const {page, troubles} = await open("ja/?segment=Gold");
  await settled(page);
  expect(await page.locator(".k-chip").allTextContents()).toEqual(["ゴールド"]);
  expect(await page.locator(".k-whom").textContent()).toContain("ゴールド");
  expect(await page.locator('[data-filter="channel"] label span').allTextContents()).toContain("マーケットプレイス");
  await page.locator("svg.k-chart text", {hasText: "マーケットプレイス"}).locator("visible=true").first().click();
  await settled(page);
  expect(await page.locator(".k-chip").allTextContents()).toEqual(["ゴールド", "マーケットプレイス"]);
  expect(new URL(page.url()).search).toBe("?segment=Gold&channel=Marketplace");
  expect(await page.locator("main").textContent()).not.toMatch(/\b(Gold|Marketplace|delivery)\b/);
  expect(troubles).toEqual([]);
  await page.context().close();
});
