import {mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {openChromium} from "../../src/site/chromium.ts";
import {serveFolder} from "../../src/site/serve-folder.ts";

const PROJECT = join(import.meta.dirname, "../..");
/** Kept in the working tree, out of git, so that one can look at them. */
const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const WIDTHS = [375, 768, 1280, 1920] as const;
const THEMES = ["light", "dark"] as const;

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let paths: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-browser-"));
  const workspace = openWorkspace(PROJECT, join(folder, "cache"));
  const {errors, site} = await buildSite(workspace, {project: PROJECT, out: join(folder, "site"), allowUnknown: false});
  expect(errors.map(({message}) => message)).toEqual([]);
  paths = site.pages.map(({path}) => path);
  server = await serveFolder(join(folder, "site"), "/reports/q3/");
  browser = await openChromium();
  mkdirSync(SCREENSHOTS, {recursive: true});
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true, force: true});
});

/** Opens a report with scripts off, as a reader of tier 0 does; collects what went wrong. */
async function open(
  path: string,
  {width = 1280, theme = "light", scripts = false}: {width?: number; theme?: "light" | "dark"; scripts?: boolean} = {}
): Promise<{page: Page; troubles: string[]; requests: string[]}> {
  const context = await browser.newContext({
    viewport: {width, height: 900},
    colorScheme: theme,
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
      for (const svg of await page.locator("svg.k-chart:visible").all())
        expect((await svg.boundingBox())!.height).toBeGreaterThan(20);
      await page.context().close();
    }
  });

  it.each(WIDTHS.flatMap((width) => THEMES.map((theme) => [width, theme] as const)))(
    "fits %i px wide, %s",
    async (width, theme) => {
      for (const path of paths) {
        const {page} = await open(path, {width, theme});
        await page.screenshot({
          path: join(SCREENSHOTS, `${path.replaceAll("/", "-") || "index"}-${width}-${theme}.png`),
          fullPage: true
        });
        const {content, view} = (await page.evaluate(
          "({content: document.documentElement.scrollWidth, view: document.documentElement.clientWidth})"
        )) as {content: number; view: number};
        expect(content).toBeLessThanOrEqual(view);
        // One of a chart's two drawings is shown, never both; none of those in a tab that is not chosen.
        const drawn = await page
          .locator(".k-figure:has(svg.k-chart)")
          .evaluateAll((figures) =>
            figures
              .filter((figure) => figure.checkVisibility())
              .map(
                (figure) =>
                  [".k-wide", ".k-narrow"].filter(
                    (part) => (figure.querySelector(part) as HTMLElement | null)?.offsetParent
                  ).length
              )
          );
        expect(new Set(drawn)).toEqual(new Set([1]));
        await page.context().close();
      }
    }
  );

  it("nothing moves while it loads, and no policy is broken", async () => {
    const {page, troubles} = await open("", {scripts: true});
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & {value: number}).value;
          }).observe({type: "layout-shift", buffered: true});
          setTimeout(() => done(sum), 500);
        })
    );
    expect(shift).toBe(0);
    expect(troubles).toEqual([]);
    await page.context().close();
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
