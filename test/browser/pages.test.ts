import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {brotliCompressSync} from "node:zlib";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, inject, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {buildDemo} from "../demo.ts";
import {violationsOf} from "./axe.ts";

/** A theme changes no width: `npm test` takes the light one, on a phone and on a desktop. */
const WIDTHS = inject("thorough") ? ([375, 768, 1280, 1920] as const) : ([375, 1280] as const);
const THEMES = inject("thorough") ? (["light", "dark"] as const) : (["light"] as const);

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let paths: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-browser-"));
  const {site} = await buildDemo(join(folder, "site"));
  paths = site.pages.map(({path}) => path);
  server = await serveFolder(join(folder, "site"), "/reports/q3/");
  browser = await openChromium();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true, force: true});
});

/** A part of a layout shift, of which TypeScript knows nothing yet. */
interface Shift {
  readonly node: Node | null;
  readonly previousRect: DOMRectReadOnly;
  readonly currentRect: DOMRectReadOnly;
}

/** Opens a report with scripts off, as a reader of tier 0 does; collects what went wrong. */
async function open(
  path: string,
  {scripts = false}: {scripts?: boolean} = {}
): Promise<{page: Page; troubles: string[]; requests: string[]}> {
  const context = await browser.newContext({
    viewport: {width: 1280, height: 900},
    javaScriptEnabled: scripts
  });
  const page = await context.newPage();
  const troubles: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("requestfailed", (request) => troubles.push(`failed: ${request.url()}`));
  page.on(
    "response",
    (response) => response.status() >= 400 && troubles.push(`${response.status()}: ${response.url()}`)
  );
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(`${server.url}${path === "" ? "" : `${path}/`}`);
  return {page, troubles, requests};
}

/** How many pixels a page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
}

/** How many of a chart's drawings, wide and narrow, are shown: each number that occurs, over the figures that are not in a tab that is not chosen. */
function drawings(page: Page): Promise<number[]> {
  return page.locator(".k-figure:has(svg.k-chart)").evaluateAll((figures) => {
    const shown = (figure: Element) =>
      [".k-wide", ".k-narrow"].filter((part) => (figure.querySelector(part) as HTMLElement | null)?.offsetParent)
        .length;
    return [...new Set(figures.filter((figure) => figure.checkVisibility()).map(shown))];
  });
}

describe("every page of the demo, under a sub-path, without scripts", () => {
  it("shows its figures, asks no other host and nothing that is missing", async () => {
    for (const path of paths) {
      const {page, troubles, requests} = await open(path);
      expect(troubles).toEqual([]);
      expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("data:"))).toEqual([]);
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator(".k-problem").count()).toBe(0);
      const figures = page.locator(".k-figure");
      expect(await figures.count()).toBeGreaterThan(0);
      const heights = await page
        .locator("svg.k-chart:visible")
        .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().height));
      expect(heights.filter((height) => height <= 20)).toEqual([]);
      await page.context().close();
    }
  }, 120_000);

  it("fits every width, light and dark, and shows one of a chart's two drawings", async () => {
    for (const path of paths) {
      const {page} = await open(path);
      for (const theme of THEMES) {
        await page.emulateMedia({colorScheme: theme});
        for (const width of WIDTHS) {
          await page.setViewportSize({width, height: 900});
          expect([path, theme, width, await overflow(page)]).toEqual([path, theme, width, 0]);
          expect([path, theme, width, await drawings(page)]).toEqual([path, theme, width, [1]]);
        }
      }
      await page.context().close();
    }
  }, 120_000);

  it("nothing moves while it loads, and no policy is broken", async () => {
    const {page, troubles} = await open("", {scripts: true});
    // What moved, from where to where.
    const shifts = await page.evaluate(
      () =>
        new Promise<string[]>((done) => {
          const all: string[] = [];
          new PerformanceObserver((list) => {
            for (const {sources} of list.getEntries() as (PerformanceEntry & {sources: Shift[]})[])
              for (const {node, previousRect, currentRect} of sources)
                all.push(
                  `${(node?.parentElement ?? document.body).outerHTML.slice(0, 200)}: ${JSON.stringify([previousRect, currentRect])}`
                );
          }).observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(all), 500);
        })
    );
    expect(shifts).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("the overview's HTML, which has its styles in it, is at most 40 kB compressed", () => {
    const html = readFileSync(join(folder, "site/index.html"));
    expect(brotliCompressSync(html).length).toBeLessThanOrEqual(40_000);
  });

  it("asks for no font and no picture, and shows its charts without any further file", async () => {
    const {page, requests} = await open("");
    await page.locator("svg.k-chart:visible").first().waitFor();
    expect(requests.filter((url) => !url.startsWith("data:"))).toEqual([server.url]);
    await page.context().close();
  });

  it("the overview meets WCAG 2.2 AA; test/heavy has all pages in both themes", async () => {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, bypassCSP: true});
    const page = await context.newPage();
    await page.goto(server.url);
    await page.locator(".k-menu-button").first().waitFor({state: "attached"});
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  });

  it("at 200% zoom and with forced colours nothing is cut or lost", async () => {
    // 1280 pixels at 200% are 640 of the page's.
    const context = await browser.newContext({viewport: {width: 640, height: 450}, forcedColors: "active"});
    const page = await context.newPage();
    for (const path of paths.slice(0, 3)) {
      await page.goto(`${server.url}${path === "" ? "" : `${path}/`}`);
      expect(await overflow(page)).toBe(0);
      // Bars and lines keep their colours where the system chooses those of text.
      expect(
        await page
          .locator("svg.k-chart:visible")
          .first()
          .evaluate((svg) => getComputedStyle(svg).forcedColorAdjust)
      ).toBe("none");
    }
    await context.close();
  });

  it("links lead to pages that are there", async () => {
    const {page} = await open("");
    const links = await page
      .locator("a[href]")
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    const own = [...new Set(links.filter((link) => link.startsWith(server.url)).map((link) => link.split("#")[0]!))];
    expect(own.length).toBeGreaterThan(1);
    for (const link of own) expect([link, (await page.request.get(link)).status()]).toEqual([link, 200]);
    await page.context().close();
  });

  it("every number of a chart can be read in the table behind it", async () => {
    const {page} = await open("");
    const charts = await page.locator(".k-figure:has(svg.k-chart)").count();
    expect(await page.locator(".k-figure:has(svg.k-chart) details table").count()).toBe(charts);
    for (const svg of await page.locator("svg.k-chart").all())
      expect((await svg.getAttribute("aria-label"))?.length ?? 0).toBeGreaterThan(5);
    await page.context().close();
  });
});
