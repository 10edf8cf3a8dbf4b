import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser, Locator, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";

const PROJECT = join(import.meta.dirname, "../..");
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'";

/** Sixty rows: two pages and a rest; n counts up, name is every third the same. */
const LONG = `

\`\`\`sql many
select i as n, case when i % 3 = 0 then null else '客' || i end as name, i * 1.5 as amount from range(1, 61) t(i)
\`\`\`

\`\`\`table long
data: many
search: true
\`\`\`
`;

let browser: Browser;
let workspace: TemporaryWorkspace;
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  workspace = temporaryWorkspace({"reports/index.md": `${SMALL["reports/index.md"]!}${LONG}`});
  const opened = openWorkspace(workspace.root, workspace.cache);
  const {errors} = await buildSite(opened, {project: PROJECT, out: workspace.out, allowUnknown: false});
  expect(errors.map(({message}) => message)).toEqual([]);
  server = await serveFolder(workspace.out, "/q3/", {"content-security-policy": POLICY});
  browser = await openChromium();
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  workspace?.[Symbol.dispose]();
});

async function open(path = "", scheme: "light" | "dark" = "light"): Promise<{page: Page; troubles: string[]}> {
  const context = await browser.newContext({colorScheme: scheme, viewport: {width: 1280, height: 900}});
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  await page.goto(`${server.url}${path}`);
  return {page, troubles};
}

/** Chooses an entry of a figure's menu that saves a file; its name and bytes. */
async function saved(figure: Locator, entry: string): Promise<{name: string; bytes: Buffer}> {
  await figure.hover();
  await figure.locator(".k-menu-button").click();
  const [download] = await Promise.all([
    figure.page().waitForEvent("download"),
    figure.getByRole("menuitem", {name: entry}).click()
  ]);
  return {name: download.suggestedFilename(), bytes: readFileSync(await download.path())};
}

const firstColumn = (page: Page): Promise<readonly string[]> =>
  page.locator("#long tbody tr:not(.k-off) > :first-child").allInnerTexts();

describe("tools of a figure", () => {
  it("CSV has the table's numbers as they are", async () => {
    const {page, troubles} = await open();
    const {name, bytes} = await saved(page.locator("#by_month"), "Download data (CSV)");
    // January: 10 + 20.50; February: 5.25 + 40; March: 4.25.
    expect(bytes.toString()).toBe("\uFEFFmonth,revenue\r\n2025-01-01,30.5\r\n2025-02-01,45.25\r\n2025-03-01,4.25\r\n");
    expect(name).toBe("q3-by_month-2025-03-31.csv");
    expect(troubles).toEqual([]);
  });

  it("a picture stands alone: its words, no variables, light also where the page is dark", async () => {
    const {page, troubles} = await open("", "dark");
    const {bytes} = await saved(page.locator("#triangle"), "Download picture (SVG)");
    const svg = bytes.toString();
    expect(svg).not.toContain("var(");
    expect(svg).toContain("Source: orders");
    expect(svg).toMatch(/<rect width="100%" height="100%" fill="#ffffff"/);
    const parsed = await page.evaluate(
      (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror") === null,
      svg
    );
    expect(parsed).toBe(true);
    expect(troubles).toEqual([]);
  });

  it("labels of cells stand in them, at every size of the page, and in a picture for other programs", async () => {
    for (const deviceScaleFactor of [1, 1.5]) {
      const page = await browser.newPage({viewport: {width: 1280, height: 900}, deviceScaleFactor});
      await page.goto(server.url);
      const chart = page.locator("#triangle svg.k-chart:visible");
      /** Of each label the middle, and the width of a cell. */
      const {middles, cell} = await chart.evaluate((svg) => {
        const [row] = svg.querySelectorAll<SVGTextElement>(".k-cells .k-labels text");
        const middle = ({0: {length}, index}: RegExpExecArray): number =>
          (row!.getStartPositionOfChar(index).x + row!.getEndPositionOfChar(index + length - 1).x) / 2;
        const boxes = /M([\d.]+) .*?h([\d.]+)/.exec(svg.querySelector(".k-neutral")!.getAttribute("d")!)!;
        const [left, width] = [Number(boxes[1]) - 0.5, Number(boxes[2]) + 1];
        const found = [...row!.textContent.matchAll(/[^\xa0]+/g)];
        return {middles: found.map((label, i) => middle(label) - left - (i + 0.5) * width), cell: width};
      });
      expect(middles.length).toBeGreaterThan(2);
      // Half a character of at most 6.7 px for each one that a label has less or more than three, and what is rounded.
      for (const middle of middles) expect(Math.abs(middle)).toBeLessThan(4.5);
      expect(cell).toBeGreaterThan(30);
      const svg = (await saved(page.locator("#triangle"), "Download picture (SVG)")).bytes.toString();
      expect(svg).not.toMatch(/\bch\b|\xa0/);
      expect(svg).toMatch(/<text [^>]*>100%<\/text>/);
      await page.close();
    }
  });

  it("PNG has two points for each pixel of the SVG", async () => {
    const {page, troubles} = await open();
    const figure = page.locator("#by_month");
    const svg = (await saved(figure, "Download picture (SVG)")).bytes.toString();
    const {bytes} = await saved(figure, "Download picture (PNG)");
    const [width, height] = [/width="([\d.]+)"/.exec(svg)![1], /height="([\d.]+)"/.exec(svg)![1]].map(Number);
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([Math.floor(2 * width!), Math.floor(2 * height!)]);
    expect(troubles).toEqual([]);
  });

  it("the menu goes by keyboard: opens, walks, closes, and gives the focus back", async () => {
    const {page} = await open();
    await page.locator("#by_month > .k-menu-button").focus();
    await page.keyboard.press("Enter");
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole("menu").waitFor();
    expect(await focused()).toBe("Show the table");
    await page.keyboard.press("ArrowUp");
    expect(await focused()).toBe("How is this computed?");
    await page.keyboard.press("Escape");
    expect(await page.getByRole("menu").count()).toBe(0);
    expect(await focused()).toBe("⋯");
    // Tab goes on from there.
    await page.keyboard.press("Tab");
    const next = await page.evaluate(() => document.activeElement?.outerHTML);
    await page.locator("#by_month > .k-menu-button").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menu").waitFor();
    await page.keyboard.press("End");
    await page.keyboard.press("Tab");
    expect(await page.getByRole("menu").count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.outerHTML)).toBe(next);
  });

  it("says how a figure is computed: the metric's definition at once, its SQL when asked", async () => {
    const {page, troubles} = await open();
    const how = page.locator("#triangle .k-how");
    expect(await how.locator(".k-methods").textContent()).toContain("A cohort is everybody whose first order fell");
    expect(await how.locator("pre").count()).toBe(0);
    await page.locator("#triangle > .k-menu-button").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", {name: "How is this computed?"}).click();
    await how.locator("pre").waitFor();
    expect(await how.locator("pre").innerText()).toContain('from "all".orders');
    // A chart shows the query of the cell whose rows it draws.
    await page.locator("#by_month .k-how summary").click();
    await page.locator("#by_month .k-how pre").waitFor();
    expect(await page.locator("#by_month .k-how pre").innerText()).toContain("date_trunc('month'");
    expect(troubles).toEqual([]);
  });

  it("shows the table behind a chart", async () => {
    const {page} = await open();
    await page.locator("#by_month > .k-menu-button").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", {name: "Show the table"}).click();
    await page.locator("#by_month details[open] table").waitFor();
  });
});

describe("the search", () => {
  it("opens by its key, finds figures and sections, and goes by keyboard to what was found", async () => {
    const {page, troubles} = await open();
    await page.keyboard.press("/");
    const box = page.getByRole("dialog");
    await box.waitFor();
    await page.keyboard.type("retention");
    await box.getByRole("link").first().waitFor();
    expect(await box.getByRole("status").innerText()).toMatch(/^\d+ places?$/);
    expect(await box.locator("mark").first().innerText()).toBe("Retention");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/#triangle$/);
    expect(await box.isVisible()).toBe(false);
    await page.keyboard.press("/");
    await box.waitFor();
    await page.keyboard.press("Escape");
    expect(await box.isVisible()).toBe(false);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("has what is typed after its key before it has come", async () => {
    const {page, troubles} = await open();
    await page.route("**/_assets/c-search-*.js", async (route) => {
      await new Promise((done) => setTimeout(done, 500));
      await route.continue();
    });
    await page.keyboard.type("/retex/");
    for (const key of ["Backspace", "Backspace", "n"]) await page.keyboard.press(key);
    expect(await page.getByRole("dialog").count()).toBe(0);
    const field = page.locator(".k-search-box input");
    await field.waitFor();
    await page.keyboard.type("tion");
    expect(await field.inputValue()).toBe("retention");
    await page.locator(".k-search-box mark").first().waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it("Enter that takes an input method's words opens nothing", async () => {
    const {page} = await open();
    await page.keyboard.press("/");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.type("retention");
    await page.getByRole("dialog").getByRole("link").first().waitFor();
    const enter = (init: {readonly isComposing?: boolean; readonly keyCode?: number}) =>
      page.locator(".k-search-box input").evaluate((field, given) => {
        field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, ...given}));
      }, init);
    await enter({isComposing: true});
    await enter({keyCode: 229});
    expect([new URL(page.url()).hash, await page.getByRole("dialog").isVisible()]).toEqual(["", true]);
    await enter({});
    await expect.poll(() => new URL(page.url()).hash).not.toBe("");
    await page.context().close();
  });

  it("says that nothing was found; its key is a letter where somebody writes", async () => {
    const {page} = await open();
    await page.locator("#long input[type=search]").focus();
    await page.keyboard.type("/");
    expect(await page.getByRole("dialog").count()).toBe(0);
    await page.locator(".k-side .k-search").click();
    await page.locator(".k-search-box input").fill("zebra");
    await page.getByText("No results.").waitFor();
    await page.context().close();
  });
});

describe("reading a chart out", () => {
  const tip = (page: Page) => page.locator(".k-tip:visible").innerText();

  it("says what stands under the pointer, in a box within the window, and goes with it", async () => {
    const {page, troubles} = await open();
    const chart = page.locator("#by_month svg.k-chart:visible");
    await chart.scrollIntoViewIfNeeded();
    const bars = await chart.locator("rect").all();
    await bars[1]!.hover();
    await page.locator(".k-tip:visible").waitFor();
    // February: 5.25 + 40.
    expect(await tip(page)).toBe("Feb 2025: €45.25");
    const box = (await page.locator(".k-tip").boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(1280);
    await page.locator("h1").hover();
    await page.locator(".k-tip").waitFor({state: "hidden"});
    expect(await chart.locator("rect > title").count()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it("goes by keyboard from mark to mark, a triangle's cells too; Escape ends it", async () => {
    const {page, troubles} = await open();
    await page.locator("#by_month svg.k-chart:visible").focus();
    for (const said of ["Jan 2025: €30.50", "Feb 2025: €45.25", "Mar 2025: €4.25", "Mar 2025: €4.25"]) {
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => tip(page)).toBe(said);
    }
    await page.keyboard.press("Home");
    await expect.poll(() => tip(page)).toBe("Jan 2025: €30.50");
    await page.keyboard.press("Escape");
    await page.locator(".k-tip").waitFor({state: "hidden"});
    // January's two customers: a is back after one month, b after two.
    await page.locator("#triangle svg.k-chart:visible").focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => tip(page)).toMatch(/^Jan 2025, 1: 50\.0% \(/);
    expect(troubles).toEqual([]);
  });

  it("a finger's tap reads out, in the dark and on a phone", async () => {
    const context = await browser.newContext({
      colorScheme: "dark",
      viewport: {width: 375, height: 800},
      hasTouch: true,
      isMobile: true
    });
    const page = await context.newPage();
    await page.goto(server.url);
    const bar = page.locator("#by_month svg.k-chart:visible rect").nth(2);
    await bar.scrollIntoViewIfNeeded();
    await bar.tap();
    await expect.poll(() => tip(page)).toBe("Mar 2025: €4.25");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });
});

describe("tables", () => {
  it("a head sorts: numbers from the greatest, then from the least, then as it was", async () => {
    const {page, troubles} = await open();
    const head = page.locator("#long").getByRole("columnheader").first().getByRole("button");
    await head.click();
    await page.locator('#long th[aria-sort="descending"]').waitFor();
    expect((await firstColumn(page)).slice(0, 3)).toEqual(["60", "59", "58"]);
    await head.press("Enter");
    await page.locator('#long th[aria-sort="ascending"]').waitFor();
    expect((await firstColumn(page)).slice(0, 3)).toEqual(["1", "2", "3"]);
    await head.press(" ");
    await page.locator("#long thead:not(:has([aria-sort]))").waitFor();
    expect((await firstColumn(page)).slice(0, 3)).toEqual(["1", "2", "3"]);
    expect(troubles).toEqual([]);
  });

  it("texts sort with their numbers in order, and what is missing comes last either way", async () => {
    const {page} = await open();
    const head = page.locator("#long thead th").nth(1);
    await head.click();
    await page.locator('#long th[aria-sort="ascending"]').waitFor();
    expect((await firstColumn(page)).slice(0, 4)).toEqual(["1", "2", "4", "5"]);
    await head.click();
    await page.locator('#long th[aria-sort="descending"]').waitFor();
    expect((await firstColumn(page)).slice(0, 2)).toEqual(["59", "58"]);
    await page.locator("#long").getByRole("button", {name: "Next rows"}).click();
    await page.locator("#long").getByRole("button", {name: "Next rows"}).click();
    // 60 rows in pages of 25: the third has ten, all of them the multiples of 3, which have no name.
    expect(await firstColumn(page)).toEqual(["33", "36", "39", "42", "45", "48", "51", "54", "57", "60"]);
  });

  it("a search leaves the rows that have the text, and says when there is none", async () => {
    const {page} = await open();
    const search = page.getByRole("searchbox", {name: "Search the table"});
    await search.fill("客5");
    expect(await firstColumn(page)).toEqual(["5", "50", "52", "53", "55", "56", "58", "59"]);
    expect(await page.locator("#long .k-pager span").innerText()).toBe("1–8 of 8");
    await search.fill("nobody");
    expect(await page.locator("#long .k-nothing").innerText()).toBe("No row has that text.");
  });

  it("paper has all rows, and no tools", async () => {
    const {page} = await open();
    await page.locator("#long .k-pager").waitFor();
    await page.emulateMedia({media: "print"});
    expect(await page.locator("#long tbody tr:visible").count()).toBe(60);
    expect(await page.locator(":is(.k-pager, .k-menu-button, .k-table-search):visible").count()).toBe(0);
  });
});
