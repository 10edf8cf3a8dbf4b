import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {buildDemo} from "../demo.ts";
import {violationsOf} from "../browser/axe.ts";
import {alternativesOf, missingNumbers} from "./alternative.ts";

/** Figures with a line, or words, for each value that customers have. */
const LINES = new Set(["words", "distribution"]);

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let paths: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-accessible-"));
  const {site} = await buildDemo(join(folder, "site"));
  paths = [...site.pages.map(({path}) => path), "search/en", "search/ja"];
  server = await serveFolder(join(folder, "site"), "/q3/");
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true, force: true});
});

describe("every page of the demo meets WCAG 2.2 AA", () => {
  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 375],
    ["dark", 375]
  ] as const)("%s, %i px wide, with what is folded in opened", async (colorScheme, width) => {
    for (const path of paths) {
      const context = await browser.newContext({colorScheme, viewport: {width, height: 900}, bypassCSP: true});
      const page = await context.newPage();
      await page.goto(`${server.url}${path === "" ? "" : `${path}/`}`);
      await page
        .locator(path.startsWith("search/") ? ".k-index" : ".k-menu-button")
        .first()
        .waitFor({state: "attached"});
      // The first figure stands for all: what is behind it is made alike everywhere.
      await page.evaluate(() => document.querySelectorAll("details").forEach((one, i) => (one.open = i < 8)));
      expect(await violationsOf(page), `${path || "index"}, ${colorScheme}`).toEqual([]);
      await context.close();
    }
  });
});

describe("every figure of the demo", () => {
  const htmlOf = (path: string) => readFileSync(join(folder, "site", path, "index.html"), "utf8");

  it("has in its words and tables the numbers that its picture shows", () => {
    const reports = paths.filter((path) => !path.startsWith("search/"));
    const figures = reports.flatMap((path) => {
      const json = JSON.parse(readFileSync(join(folder, "site", path, "index.json"), "utf8"));
      return alternativesOf(htmlOf(path), json).map((figure) => ({...figure, path}));
    });
    // Pictures of JavaScript cells are their authors' to describe; totals of stacked bars, and shares of those whose attitude is known, are sums of rows.
    const own = figures.filter(({id, kind}) => kind !== "js" && kind !== "loyalty-matrix" && id !== "bars");
    expect(own.filter(({shown}) => shown.length > 0).length).toBeGreaterThan(60);
    const missing = own.flatMap((figure) => {
      const texts = missingNumbers(figure);
      return texts.length === 0 ? [] : [[figure.path, figure.id, ...texts].join(" ")];
    });
    expect(missing).toEqual([]);
    // A tenth off, and four times what rounding explains, six in ten numbers are nobody's: pictures of many groups have long tables, in which another number is often as near.
    const planted = own.flatMap((figure) =>
      figure.shown.map((one) => {
        const value = 1.1 * one.value + 4 * one.slack * Math.sign(one.value);
        return missingNumbers({...figure, shown: [{...one, value}]}).length;
      })
    );
    expect(planted.filter((found) => found > 0).length / planted.length).toBeGreaterThan(0.59);
  });

  it("a wrong number in a picture is found: a share, a ratio, a difference", () => {
    // 30 of 120 are 25%; 0.75, 1 − 0.25 and 120 / 30 are told nowhere, nor is what is off by a digit.
    const table =
      "<details class=k-behind><table><tr><td data-v=120>120</td><td data-v=30>30</td><td data-v=50>50</td><td data-v=40>40</td></tr></table></details>";
    const columns = ["answers", "promoters", "passives", "detractors"].map((name) => ({name}));
    const missingIn = (text: string, kind = "nps") => {
      const html = `<figure class=k-figure id=a data-kind=${kind}><div class=k-wide><svg><text>${text}</text></svg></div>${table}</figure>`;
      const [figure] = alternativesOf(html, {cells: {a: {columns, rows: [[120, 30, 50, 40]]}}});
      return missingNumbers(figure!);
    };
    expect(["25%", "42%", "33%", "n = 120", "30"].flatMap((text) => missingIn(text))).toEqual([]);
    // An arrow stands between values, but for steps from one order to the next.
    expect(missingIn("30 → 51")).toEqual(["51"]);
    expect(["6 → 7", "1.2 → 3.4"].map((text) => missingIn(text, "repeat"))).toEqual([[], ["1.2", "3.4"]]);
    for (const wrong of ["75%", "26%", "60%", "4.0", "0.25k", "1.2"]) expect(missingIn(wrong), wrong).toEqual([wrong]);
  });

  it("stands on a phone under a filter, as high as it was", async () => {
    const context = await browser.newContext({viewport: {width: 375, height: 900}});
    const page = await context.newPage();
    const heights = async () => {
      await page.waitForSelector("html[data-settled]");
      return page
        .locator(".k-figure > .k-narrow:visible")
        .evaluateAll((all) => all.map((one) => [one.parentElement!.id, one.getBoundingClientRect().height] as const));
    };
    for (const path of paths.filter((one) => htmlOf(one).includes('data-filter="region"'))) {
      const address = `${server.url}${path === "" ? "" : `${path}/`}`;
      await page.goto(address);
      const built = new Map(await heights());
      await page.goto(`${address}?region=Kansai`);
      await page.waitForFunction(
        () =>
          document.querySelector("main")!.getAttribute("aria-busy") === null &&
          /Kansai|関西/.test(document.querySelector(".k-whom")!.textContent)
      );
      const others = (await heights()).filter(([id, height]) =>
        // Fewer values are fewer lines, and other words break elsewhere.
        LINES.has(id) ? height < built.get(id)! / 2 : Math.abs(height - built.get(id)!) > 2
      );
      expect([path, others]).toEqual([path, []]);
    }
    await context.close();
  });

  it("keeps still where the reader wants no motion", async () => {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, reducedMotion: "reduce"});
    const page = await context.newPage();
    await page.goto(`${server.url}#by_quarter`);
    const moves = await page.evaluate(() => [
      getComputedStyle(document.documentElement).scrollBehavior,
      ...document.getAnimations().flatMap((one) => (one.timeline instanceof DocumentTimeline ? [String(one.id)] : []))
    ]);
    expect(moves).toEqual(["auto"]);
    await context.close();
  });
});
