import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import type {Engine} from "../../src/engine/engine.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {buildSmall} from "./build-small.ts";
import type {SmallSite} from "./build-small.ts";
import {PERIOD_SHOP} from "./period-shop.ts";

let browser: Browser;
let site: SmallSite;
let native: Engine;

beforeAll(async () => {
  site = await buildSmall(PERIOD_SHOP);
  browser = await openChromium();
  native = await openNative();
  await loadWorkspace(openWorkspace(site.root, site.cache), native);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await native?.close();
  await site?.close();
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** Errors of scripts, failed and foreign requests. */
  readonly troubles: string[];
}

async function open(query = "", width = 1280): Promise<Opened> {
  const context = await browser.newContext({viewport: {width, height: 900}, hasTouch: width < 600});
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(site.url) && !request.url().startsWith("data:")) troubles.push(request.url());
  });
  await page.goto(site.url + query);
  await settled(page);
  return {page, troubles, [Symbol.asyncDispose]: () => context.close()};
}

function settled(page: Page): Promise<unknown> {
  return page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
}

/** The first row of a query's answer, as numbers. */
async function ask(text: string): Promise<number[]> {
  const {fields, columns} = await native.query(text);
  return fields.map(({name}) => Number(columns[name]![0]));
}

const kpi = (page: Page, name: string, part = "value"): Promise<string> =>
  page.locator(`#kpis [data-kpi=${name}] .k-kpi-${part}`).first().innerText();

/** Two cores run builds beside. */
const SLOW = {timeout: 25_000};

const SUMMER = "?plan=Gold&period=2025-04..2025-09";
/** Orders of Gold customers in some months. */
const orders = (from: string, before: string): string =>
  `from "all".orders semi join (from "all".customers where plan = 'Gold') using (customer) where not refund and "at" >= timestamp '${from}' and "at" < timestamp '${before}'`;

describe("a reporting window", () => {
  it("adds up what the database says of its months, and of as many before", async () => {
    await using opened = await open(SUMMER);
    const {page, troubles} = opened;
    const [now] = await ask(`select count(*) ${orders("2025-04-01", "2025-10-01")}`);
    const [before] = await ask(`select count(*) ${orders("2024-10-01", "2025-04-01")}`);
    expect(await kpi(page, "orders")).toBe(String(now));
    expect(await kpi(page, "orders", "change")).toContain(`${before} (Oct 2024 to Mar 2025)`);
    expect(await kpi(page, "customers")).toBe("80");
    expect(await page.locator("#kpis .k-note").allInnerTexts()).toEqual([expect.stringContaining("The period bounds sums")]); // prettier-ignore
    expect(await page.locator(".k-whom").innerText()).toBe(
      "Gold: 80 of 240 customers; figures of Apr 2025 to Sep 2025"
    );
    expect(troubles).toEqual([]);
  });

  it("the score is of each customer's latest answer in it", async () => {
    await using opened = await open(SUMMER);
    const [answers, score] = await ask(`
      select count(*), 100 * (avg((nps >= 9)::int) - avg((nps <= 6)::int)) from (
        select arg_max(nps, "at") as nps from "all".surveys semi join (from "all".customers where plan = 'Gold') using (customer)
        where nps is not null and "at" >= timestamp '2025-04-01' and "at" < timestamp '2025-10-01' group by customer)`);
    expect(answers).toBeGreaterThan(20);
    expect(await kpi(opened.page, "nps")).toContain(score!.toFixed(1).replace("-", "−"));
    expect(await opened.page.locator("#trend .k-subtitle").innerText()).toContain(`${answers} answers`);
  });

  it("queries see the events of its months, and tables without events say that they stay", async () => {
    await using opened = await open(SUMMER);
    const {page} = opened;
    const rows = page.locator("#months .k-body tbody tr");
    await expect.poll(() => rows.count(), SLOW).toBe(6); // April to September
    const [now] = await ask(`select count(*) ${orders("2025-04-01", "2025-10-01")}`);
    const counts = await rows.evaluateAll((all) => all.map((row) => Number(row.children[1]!.textContent)));
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(now);
    expect(await page.locator("#months .k-static").count()).toBe(0);
    expect(await page.locator("#plans .k-static").innerText()).toContain("shows the whole history");
    expect(await page.locator("#plans .k-body tbody tr").allInnerTexts()).toEqual([
      expect.stringMatching(/^Gold\s+80$/)
    ]);
    await page.locator(".k-chip").first().click();
    await expect.poll(() => page.locator("#plans .k-body tbody tr").count(), SLOW).toBe(3);
    expect(await page.locator("#plans .k-static").innerText()).toContain("shows the whole history");
    expect(await rows.count()).toBe(6);
  }, 90_000);

  it("what it does not bound says so, and is as without it", async () => {
    await using with_ = await open(SUMMER);
    await using without = await open("?plan=Gold");
    const curve = (page: Page) => page.locator("#curve .k-wide svg").innerHTML();
    expect(await curve(with_.page)).toBe(await curve(without.page));
    expect(await with_.page.locator("#curve .k-static").innerText()).toContain("does not bound this figure");
    expect(await without.page.locator(".k-static").count()).toBe(0);
  });

  it("goes with the reader to another report, and comes off by its chip", async () => {
    await using opened = await open(SUMMER);
    const {page} = opened;
    await page.locator(".k-near a").first().click();
    // The next page has no chips until its script has read its address.
    await expect
      .poll(() => page.locator(".k-chip").allInnerTexts(), SLOW)
      .toEqual(["Gold", "Period: Apr 2025 to Sep 2025"]);
    await settled(page);
    await page.locator(".k-chip").last().click();
    await expect.poll(() => new URL(page.url()).search, SLOW).toBe("?plan=Gold");
  });
});

it("ranges of months are chosen by thumbs, by fields, or ready-made, and all three show the same", async () => {
  await using opened = await open();
  const {page, troubles} = opened;
  const menu = page.locator('details[data-filter="period"]');
  const query = () => new URL(page.url()).search;
  const thumb = (end: string) => menu.locator(`input[data-end=${end}]`);
  await menu.locator("summary").click();
  await menu.getByRole("button", {name: "Last 12 months"}).click();
  await expect.poll(query, SLOW).toBe("?period=2025-01..2025-12");
  await thumb("from").press("ArrowRight");
  await expect.poll(query, SLOW).toBe("?period=2025-02..2025-12");
  expect(await thumb("from").getAttribute("aria-valuetext")).toBe("Feb 2025");
  expect(await menu.locator("select[name=period-from] option:checked").innerText()).toContain("Feb 2025");
  await thumb("to").press("ArrowLeft");
  await expect.poll(query, SLOW).toBe("?period=2025-02..2025-11");
  // A thumb stops at the other one; a field takes the other end along.
  await thumb("from").press("End");
  await expect.poll(query, SLOW).toBe("?period=2025-11..2025-11");
  await menu.locator("select[name=period-to]").selectOption({label: "Mar 2025"});
  await expect.poll(query, SLOW).toBe("?period=2025-03..2025-03");
  await menu.getByRole("button", {name: "This fiscal year"}).click();
  await expect.poll(query, SLOW).toBe("?period=2025-04..2025-12");
  expect(await menu.getByRole("button", {pressed: true}).allInnerTexts()).toEqual(["This fiscal year"]);
  await menu.getByRole("button", {name: "This fiscal year"}).click();
  await expect.poll(query, SLOW).toBe("");
  await settled(page);
  expect(troubles).toEqual([]);
});

it("a thumb that is moved there and back leaves the bar as it was, and the next choice shows in it", async () => {
  await using opened = await open();
  const {page} = opened;
  await page.evaluate(() => {
    const thumb = document.querySelector<HTMLInputElement>("input[type=range][data-end=from]")!;
    // As a browser tells of it: no change where the value is the one before.
    for (const step of [3, -3]) {
      thumb.value = String(Number(thumb.value) + step);
      thumb.dispatchEvent(new Event("input", {bubbles: true}));
    }
    history.pushState(null, "", "?plan=Gold");
    dispatchEvent(new PopStateEvent("popstate"));
  });
  await settled(page);
  expect(await page.locator(".k-chip").allInnerTexts()).toEqual(["Gold"]);
  expect(await page.locator("button[type=reset]").isVisible()).toBe(true);
});

it("both thumbs can be dragged, at 375 px too", async () => {
  for (const width of [1280, 375]) {
    await using opened = await open("", width);
    const {page} = opened;
    await page.locator('details[data-filter="period"] > summary').click();
    const drag = async (from: number, to: number): Promise<void> => {
      const box = (await page.locator("[data-range=period] .k-track").boundingBox())!;
      expect([width, box.x >= 0, box.x + box.width <= width]).toEqual([width, true, true]);
      const at = (share: number) => [box.x + 10 + share * (box.width - 20), box.y + box.height / 2] as const;
      await page.mouse.move(...at(from));
      await page.mouse.down();
      await page.mouse.move(...at(to), {steps: 6});
      await page.mouse.up();
    };
    await drag(0, 1 / 3);
    await settled(page);
    await drag(1, 2 / 3);
    // A drag is one step of the history.
    await expect.poll(() => new URL(page.url()).search, SLOW).toMatch(/^\?period=2024-0[789]\.\.2025-0[345]$/);
    await page.goBack();
    await expect.poll(() => new URL(page.url()).search, SLOW).toMatch(/^\?period=2024-0[789]\.\.2025-12$/);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  }
});

describe("a comparison", () => {
  it("with all customers: parts as shares of them, rates by their difference, a grey line in charts, their sentence", async () => {
    await using opened = await open("?plan=Gold&compare=all");
    const {page, troubles} = opened;
    expect(await page.locator(".k-whom").innerText()).toBe("Gold: 80 of 240 customers; compared with all customers");
    expect(await kpi(page, "customers", "when")).toContain("33.3% of all customers");
    const [rate] = await ask(
      `select avg((n > 1)::int) * 100 from (select count(*) as n from "all".orders where not refund group by customer)`
    );
    expect(await kpi(page, "repeat_rate", "change")).toContain(`${rate!.toFixed(1)}% (All customers)`);
    const names = page.locator("#curve .k-wide svg text");
    expect(await names.allTextContents()).toEqual(expect.arrayContaining(["Chosen customers", "All customers"]));
    expect(await page.locator("#triangle .k-finding").innerText()).toContain("All customers: ");
    expect(await page.locator("#trend .k-wide svg text").allTextContents()).toContain("All customers");
    await page.locator("#trend summary", {hasText: "Table"}).click();
    await expect
      .poll(() => page.locator("#trend .k-table tbody tr").first().innerText(), SLOW)
      .toContain("Chosen customers");
    expect(await page.locator("#trend .k-table tbody").textContent()).toContain("All customers");
    expect(troubles).toEqual([]);
  });

  it("with the period before: figures of the window against it; the rest has nothing to compare", async () => {
    await using opened = await open(`${SUMMER}&compare=previous`);
    const {page} = opened;
    expect(await page.locator(".k-whom").innerText()).toContain("compared with Oct 2024 to Mar 2025");
    const [before] = await ask(`select count(*) ${orders("2024-10-01", "2025-04-01")}`);
    expect(await kpi(page, "orders", "change")).toContain(`${before} (Oct 2024 to Mar 2025)`);
    expect(await page.locator("#curve .k-wide svg text").allTextContents()).not.toContain("Oct 2024 to Mar 2025");
  });

  it("reaches figures of queries where they have room for it, and those that have none say so", async () => {
    await using opened = await open(`${SUMMER}&compare=previous`);
    const {page} = opened;
    const [now] = await ask(`select sum(revenue) ${orders("2025-04-01", "2025-10-01")}`);
    const [before] = await ask(`select sum(revenue) ${orders("2024-10-01", "2025-04-01")}`);
    const change = `${(100 * (now! / before! - 1)).toFixed(1)}% on €${before!.toLocaleString("en", {minimumFractionDigits: 2})} (Oct 2024 to Mar 2025)`;
    await expect.poll(() => page.locator("#taken .k-body").innerText(), SLOW).toContain(change);
    const all = "This figure shows the chosen customers alone: it is not compared.";
    // No month is in both windows: nothing stands beside a row.
    await expect.poll(() => page.locator("#months .k-static").innerText(), SLOW).toBe(all);
    await expect.poll(() => page.locator("#plans .k-static").count(), SLOW).toBe(1);
  });

  it("is chosen from a menu, where the period before can only be one that there is", async () => {
    await using opened = await open();
    const {page} = opened;
    const menu = page.locator('details[data-filter="compare"]');
    await menu.locator("summary").click();
    expect(await menu.locator("[value=previous]").isDisabled()).toBe(true);
    expect(await menu.locator(".k-hint").isVisible()).toBe(true);
    await menu.getByLabel("all customers").check();
    await expect.poll(() => new URL(page.url()).search, SLOW).toBe("?compare=all");
    // Everybody is compared with nobody else.
    expect(await page.locator(".k-whom").innerText()).toBe("All 240 customers");
    expect(await page.locator("button[type=reset]").isVisible()).toBe(true);
    await page.locator("button[type=reset]").click();
    await expect.poll(() => new URL(page.url()).search, SLOW).toBe("");
  });
});
