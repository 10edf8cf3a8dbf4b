import {mkdirSync} from "node:fs";
import {join} from "node:path";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";

const PROJECT = join(import.meta.dirname, "../..");
const SCREENSHOTS = join(import.meta.dirname, "screenshots");
const CATALOG = SMALL["data/catalog.yaml"]!.replace("publish: {", "publish: {rows: pruned, ");

/** Amounts 10, 20.50, 5.25, 40, 4.25; the names are picked to be hard on SQL and on addresses. */
const REPORT = `# What if

From \${least} euros on, of \${tags}:

\`\`\`input least
type: slider
label: Least amount
min: 0
max: 50
value: 10
unit: money
\`\`\`

\`\`\`input tags
type: checkbox
label: Tags
options: ["O'Neill", "100%, all", 緑茶]
value: ["O'Neill", 緑茶]
\`\`\`

\`\`\`input word
type: search
\`\`\`

\`\`\`input since
type: date
\`\`\`

\`\`\`sql found
select count(*)::int as orders, coalesce(sum(revenue), 0) as revenue
from orders where revenue >= \${least} and (\${since} is null or at >= \${since})
\`\`\`

\`\`\`table found_table
data: found
\`\`\`

\`\`\`sql chosen
select tag from (values (1, 'O''Neill'), (2, '100%, all'), (3, '緑茶')) t(nr, tag)
where tag in (\${tags}) and contains(tag, \${word}) order by nr
\`\`\`

\`\`\`table chosen_table
data: chosen
\`\`\`

\`\`\`sql pairs
select count(*)::int as pairs from range(20000) a(i), range(20000) b(j) where \${least} = 37 and (i + j) % 7 = 0
\`\`\`

\`\`\`table pairs_table
data: pairs
\`\`\`
`;

let browser: Browser;
const sites: {pruned: string; none: string} = {pruned: "", none: ""};
const open: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  browser = await openChromium();
  for (const rows of ["pruned", "none"] as const) {
    const catalog = rows === "pruned" ? CATALOG : SMALL["data/catalog.yaml"]!;
    const workspace: TemporaryWorkspace = temporaryWorkspace({
      "data/catalog.yaml": catalog,
      "reports/index.md": REPORT
    });
    const {errors, warnings} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
      project: PROJECT,
      out: workspace.out,
      allowUnknown: false
    });
    expect([...errors.map(({message}) => message), ...warnings]).toEqual([]);
    const server = await serveFolder(workspace.out, "/q3/");
    sites[rows] = server.url;
    open.push(
      () => server.close(),
      () => workspace[Symbol.dispose]()
    );
  }
  mkdirSync(SCREENSHOTS, {recursive: true});
}, 240_000);

afterAll(async () => {
  await browser?.close();
  for (const close of open) await close();
});

async function visit(address: string, options: BrowserContextOptions = {}): Promise<{page: Page; troubles: string[]}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(new URL(address).origin) && !/^(data|blob):/.test(request.url()))
      troubles.push(`foreign: ${request.url()}`);
  });
  await page.goto(address);
  return {page, troubles};
}

const cells = (page: Page, table: string) => page.locator(`#${table} tbody :is(th, td)`).allInnerTexts();
/** Waits until a table shows these cells. */
async function shows(page: Page, table: string, wanted: readonly string[]): Promise<void> {
  await expect.poll(() => cells(page, table), {timeout: 20_000}).toEqual(wanted);
}

async function slide(page: Page, value: number): Promise<void> {
  await page.locator("#k-input-least").evaluate((slider, to) => {
    (slider as HTMLInputElement).value = String(to);
    slider.dispatchEvent(new Event("input", {bubbles: true}));
  }, value);
}

describe("inputs", () => {
  it("are there without scripts, off, with what the page was built with", async () => {
    const {page} = await visit(sites.pruned, {javaScriptEnabled: false});
    // 10, 20.50 and 40.
    expect(await cells(page, "found_table")).toEqual(["3", "€70.50"]);
    expect(await cells(page, "chosen_table")).toEqual(["O'Neill", "緑茶"]);
    expect(await page.locator("#k-input-least").isDisabled()).toBe(true);
    expect(await page.locator("[data-input=least] output").innerText()).toBe("€10.00");
  });

  it("SQL and prose follow a slider, which stands in the address; back takes it back", async () => {
    const {page, troubles} = await visit(sites.pruned);
    await page.locator("#k-input-least:enabled").waitFor();
    await slide(page, 20);
    await shows(page, "found_table", ["2", "€60.50"]);
    expect(await page.locator(".k-value").first().innerText()).toBe("20");
    await expect.poll(() => new URL(page.url()).search).toBe("?least=20");
    await page.goBack();
    await shows(page, "found_table", ["3", "€70.50"]);
    expect(await page.locator("#k-input-least").inputValue()).toBe("10");
    await page.screenshot({path: join(SCREENSHOTS, "inputs-1280.png"), fullPage: true});
    expect(troubles).toEqual([]);
  });

  it("what was not told yet when the reader goes back is not told any more", async () => {
    const {page} = await visit(sites.pruned);
    await page.locator("#k-input-least:enabled").waitFor();
    await slide(page, 20);
    await shows(page, "found_table", ["2", "€60.50"]);
    await page.evaluate(() => {
      const word = document.querySelector<HTMLInputElement>("#k-input-word")!;
      word.value = "tea";
      word.dispatchEvent(new Event("input", {bubbles: true}));
      history.back();
    });
    await shows(page, "found_table", ["3", "€70.50"]);
    await page.waitForTimeout(400);
    expect(new URL(page.url()).search).toBe("");
    expect(await page.locator("#k-input-word").inputValue()).toBe("");
  });

  it("lists, quotes, percent signs and Japanese go through; nothing chosen finds nothing", async () => {
    const {page, troubles} = await visit(sites.pruned);
    await page.getByLabel("100%, all").check();
    await shows(page, "chosen_table", ["O'Neill", "100%, all", "緑茶"]);
    await page.locator("#k-input-word").fill("%");
    await shows(page, "chosen_table", ["100%, all"]);
    await page.locator("#k-input-word").fill("'");
    await shows(page, "chosen_table", ["O'Neill"]);
    await page.locator("#k-input-word").fill("");
    for (const name of ["O'Neill", "100%, all", "緑茶"]) await page.getByLabel(name).uncheck();
    await shows(page, "chosen_table", ["No rows"]);
    expect(troubles).toEqual([]);
  });

  it("an address shows what it says, and what a control cannot have is as built", async () => {
    const {page, troubles} = await visit(`${sites.pruned}?least=999&tags=100%25%2C%20all&since=2025-02-11`);
    // Since 11 February, from 10 euros on: the 40 euros of that day.
    await shows(page, "found_table", ["1", "€40.00"]);
    await shows(page, "chosen_table", ["100%, all"]);
    expect(await page.locator("#k-input-since").inputValue()).toBe("2025-02-11");
    expect(await page.getByLabel("緑茶").isChecked()).toBe(false);
    expect(troubles).toEqual([]);
  });

  it("a query that nobody waits for any more is ended, not waited for", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => {
      const sent: unknown[] = [];
      Object.assign(globalThis, {sent});
      const post = Worker.prototype.postMessage;
      Worker.prototype.postMessage = function (this: Worker, message: {type?: unknown}, ...rest: never[]) {
        sent.push(message.type);
        return Reflect.apply(post, this, [message, ...rest]);
      } as typeof post;
    });
    const count = (type: string) =>
      page.evaluate((one) => (globalThis as unknown as {sent: unknown[]}).sent.filter((it) => it === one).length, type);
    await page.goto(sites.pruned);
    await page.locator("#k-input-least:enabled").waitFor();
    await slide(page, 20);
    await shows(page, "found_table", ["2", "€60.50"]);
    // At 37 the query goes through 400 million pairs.
    const before = await count("POLL_PENDING_QUERY");
    await slide(page, 37);
    // In the page, so that the next choice comes while it runs.
    await page.waitForFunction(
      (polls) =>
        (globalThis as unknown as {sent: unknown[]}).sent.filter((one) => one === "POLL_PENDING_QUERY").length > polls,
      before + 1
    );
    await slide(page, 5);
    // 10, 20.50, 5.25 and 40.
    await shows(page, "found_table", ["4", "€75.75"]);
    expect(await cells(page, "pairs_table")).toEqual(["0"]);
    expect(await count("CANCEL_PENDING_QUERY")).toBeGreaterThan(0);
    await context.close();
  });

  it("controls whose code cannot be had say so", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.route("**/_assets/c-inputs-*.js", (route) => route.fulfill({status: 404}));
    await page.goto(sites.none);
    await expect
      .poll(() => page.locator("[data-input=least] .k-note").allInnerTexts())
      .toEqual([expect.stringMatching(/do not work here \(.+\)/)]);
    expect(await page.locator("#k-input-least").isDisabled()).toBe(true);
    await context.close();
  });

  it("what failed is said below the controls until they work again", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => {
      const state = {isBroken: true};
      // It answers as one does that cannot read its files.
      class Failing extends Worker {
        override postMessage(question: {id: number}): void {
          if (!state.isBroken) return super.postMessage(question);
          this.dispatchEvent(new MessageEvent("message", {data: {id: question.id, failed: "nothing to read today"}}));
        }
      }
      Object.assign(globalThis, {state, Worker: Failing});
    });
    await page.goto(sites.none);
    await page.locator("#k-input-least:enabled").waitFor();
    const notes = () => page.locator("[data-input=least] .k-note").allInnerTexts();
    for (const value of [20, 30]) {
      await slide(page, value);
      await expect.poll(notes).toEqual([expect.stringContaining("do not work here (nothing to read today)")]);
    }
    await page.evaluate(() => Object.assign((globalThis as unknown as {state: object}).state, {isBroken: false}));
    await slide(page, 40);
    await expect.poll(() => page.locator(".k-value").first().innerText()).toBe("40");
    await expect.poll(notes).toEqual([]);
    // What never works here goes on saying so.
    expect(await page.locator("[data-input=word]").innerText()).toContain("cannot be computed anew here");
    await context.close();
  });

  it("without published rows SQL stays as built, and the control says so; prose follows", async () => {
    const {page, troubles} = await visit(sites.none, {viewport: {width: 375, height: 800}, colorScheme: "dark"});
    await page.locator("#k-input-least:enabled").waitFor();
    expect(await page.locator("[data-input=word]").innerText()).toContain("cannot be computed anew here");
    expect(await page.locator("#k-input-word").isDisabled()).toBe(true);
    await slide(page, 20);
    await expect.poll(() => page.locator(".k-value").first().innerText()).toBe("20");
    expect(await cells(page, "found_table")).toEqual(["3", "€70.50"]);
    await page.screenshot({path: join(SCREENSHOTS, "inputs-375-dark.png"), fullPage: true});
    expect(troubles).toEqual([]);
  });
});
