import {mkdirSync} from "node:fs";
import {join} from "node:path";
import type {Browser, BrowserContextOptions, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const SCREENSHOTS = join(import.meta.dirname, "screenshots");

/** Amounts: January 10 and 20.50, February 5.25 and 40, March 4.25. */
const REPORT = `# Code

In prose: \${monthly.numRows() * times} and \${best.who}, \${kpis.customers}, \${text}.

\`\`\`input times
type: slider
min: 1
max: 9
value: 1
\`\`\`

\`\`\`input least
type: number
value: 0
\`\`\`

\`\`\`kpi kpis
show: [customers, orders]
\`\`\`

\`\`\`sql monthly
select date_trunc('month', at)::date as month, sum(revenue) as revenue, count(*)::int as orders from orders group by month order by month
\`\`\`

\`\`\`sql people
select strftime(at, '%m-%d') as who, revenue from orders where revenue >= \${least} order by revenue desc
\`\`\`

\`\`\`js
const best = people.object(0);
const text = "<b>" + least + "</b>";
\`\`\`

\`\`\`js bars
Plot.barY(monthly, {x: "month", y: (d) => d.revenue * times, fill: "orders"}).plot({x: {type: "band"}, color: {legend: true}})
\`\`\`

\`\`\`js scaled
monthly.params({times}).derive({revenue: (d, $) => d.revenue * $.times})
\`\`\`

\`\`\`table scaled_table
data: scaled
columns: [month, revenue]
\`\`\`

\`\`\`js verbs
const t = aq.table({k: ["a", "b", "a", "c"], v: [1, 2, 3, times], d: [new Date(0), new Date(1), null, new Date(2)]});
const other = aq.table({k: ["a", "c", "z"], w: [10, 20, 30]});
display(JSON.stringify([
  t.filter((d) => d.v > 1 && d.k !== "b"),
  t.params({times}).derive({x: (d, $) => d.v * 2 + $.times, y: aq.escape((d) => d.v + times), z: (d) => op.upper(d.k) + \\\`-\\\${d.v}\\\`}),
  t.groupby("k").rollup({n: op.count(), s: (d) => op.sum(d.v), m: (d) => op.mean(d.v) + op.stdev(d.v), q: op.median("v")}),
  t.orderby(aq.desc("v"), "k").derive({rank: op.rank(), lag: (d) => op.lag(d.v, 1, 0), run: aq.rolling((d) => op.sum(d.v), [-1, 0])}),
  t.orderby(aq.collate("k", "en"), (d) => -d.v),
  t.groupby("k").orderby("v").filter((d) => d.v === op.max(d.v)),
  t.join(other), t.join_left(other, "k"), t.join_full(other), t.semijoin(other), t.antijoin(other), t.lookup(other, "k", "w"),
  t.join(other, (a, b) => a.v < b.w && a.k === b.k), t.cross(other),
  t.groupby("k").pivot("k", {v: (d) => op.sum(d.v)}), t.fold(["v"]), t.derive({l: (d) => [d.v, d.k]}).unroll("l"), t.spread({l: (d) => [d.v, 0]}),
  t.impute({d: () => 9}), t.dedupe("k"), t.count(), t.groupby("k").count(), t.union(t), t.except(t.filter((d) => d.v > 2)),
  t.derive({c: (d) => d.v > 2 ? "big" : d.v > 1 ? "mid" : "small", e: (d) => d.d == null ? null : op.year(d.d), r: (d) => op.match(d.k, /[ab]/)}),
  t.groupby({big: (d) => d.v > 1}).rollup({l: op.array_agg("v"), o: (d) => op.object_agg(d.k, d.v)}), t.select(aq.not("d")).rename({v: "w"}), t.slice(1, 3), t.ungroup().reify()
].map((one) => one.objects())));
\`\`\`

\`\`\`js clicker
const button = html\`<button>\${times} to begin with</button>\`;
button.addEventListener("click", () => (button.textContent = "clicked"));
display(button);
\`\`\`

\`\`\`js later
if (times > 4) throw new Error("too much");
display("up to " + times);
\`\`\`

Said \${(times > 4 ? null : {n: times}).n} times.

\`\`\`js few
(times > 4 ? null : aq.table({n: [times]})).reify()
\`\`\`

\`\`\`table few_table
data: few
columns: [n]
\`\`\`

\`\`\`js shown_table
aq.table({n: [times]})
\`\`\`

\`\`\`js counting
(async function* () {
  for (let i = 0; i < 3; ++i) {
    yield i;
    await new Promise((done) => setTimeout(done, 20));
  }
})()
\`\`\`
`
  .replaceAll("\\`", "`")
  .replaceAll("\\${", "${");

/** Code that reads nothing, and listens. */
const LISTENS = `---
filters: [joined]
---

\`\`\`kpi kpis
show: [customers]
\`\`\`

\`\`\`js clicker
const button = html\`<button>to begin with</button>\`;
button.addEventListener("click", () => (button.textContent = "clicked"));
display(button);
\`\`\`

\`\`\`js counted
aq.table({n: [kpis.customers]})
\`\`\`

\`\`\`js told
"of " + kpis.customers
\`\`\`

\`\`\`table counted_table
data: counted
columns: [n]
\`\`\`
`;

let browser: Browser;
let site = "";
const open: (() => void | Promise<void>)[] = [];

beforeAll(async () => {
  browser = await openChromium();
  const workspace = temporaryWorkspace({
    "data/catalog.yaml": SMALL["data/catalog.yaml"]!.replace("publish: {", "publish: {rows: pruned, "),
    "reports/index.md": REPORT,
    "reports/listens.md": LISTENS
  });
  open.push(() => workspace[Symbol.dispose]());
  const {errors, warnings} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
    project: PROJECT,
    out: workspace.out,
    allowUnknown: false
  });
  expect([...errors.map(({message}) => message), ...warnings]).toEqual([]);
  const server = await serveFolder(workspace.out, "/q3/");
  site = server.url;
  open.push(() => server.close());
  mkdirSync(SCREENSHOTS, {recursive: true});
}, 240_000);

afterAll(async () => {
  await browser?.close();
  for (const close of open) await close();
});

async function visit(
  query = "",
  options: BrowserContextOptions = {}
): Promise<{page: Page; troubles: string[]; wasm: string[]}> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const troubles: string[] = [];
  const wasm: string[] = [];
  // What the page's policy forbids is a console error.
  page.on("console", (message) => message.type() === "error" && troubles.push(message.text()));
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("request", (request) => {
    if (request.url().includes(".wasm")) wasm.push(request.url());
    if (!request.url().startsWith(new URL(site).origin) && !/^(data|blob):/.test(request.url()))
      troubles.push(`foreign: ${request.url()}`);
  });
  await page.goto(site + query);
  return {page, troubles, wasm};
}

const prose = (page: Page) => page.locator(".k-prose").first().innerText();
const cells = (page: Page) => page.locator("#scaled_table tbody :is(th, td)").allInnerTexts();
async function move(page: Page, value: number): Promise<void> {
  await page.locator("#k-input-times:enabled").waitFor();
  await page.locator("#k-input-times").evaluate((slider, to) => {
    (slider as HTMLInputElement).value = String(to);
    slider.dispatchEvent(new Event("input", {bubbles: true}));
  }, value);
}

describe("js cells", () => {
  it("stand in the page without scripts, for wide and for narrow columns", async () => {
    const {page} = await visit("", {javaScriptEnabled: false});
    expect(await prose(page)).toBe("In prose: 3 and 02-11, 3, <b>0</b>.");
    expect(await cells(page)).toEqual(["Jan 2025", "€30.50", "Feb 2025", "€45.25", "Mar 2025", "€4.25"]);
    expect(await page.locator("#bars .k-wide svg[class^=plot]").last().getAttribute("width")).toBe("720");
    expect(await page.locator("#bars .k-narrow svg[class^=plot]").last().getAttribute("width")).toBe("343");
    expect(await page.locator("#clicker button").innerText()).toBe("1 to begin with");
    expect(await page.locator("#counting .k-js-text").innerText()).toBe("0");
  });

  it("follow an input, with what reads them, and without the database where no query changes", async () => {
    const {page, troubles, wasm} = await visit();
    const heights = () =>
      page
        .locator("#bars .k-wide [data-mark=bar] rect")
        .evaluateAll((bars) => bars.map((bar) => bar.getAttribute("y")));
    const before = await heights();
    const axis = await page.locator("#bars .k-wide [data-mark='y-axis tick label']").textContent();
    await move(page, 2);
    await expect
      .poll(() => cells(page), {timeout: 20_000})
      .toEqual(["Jan 2025", "€61.00", "Feb 2025", "€90.50", "Mar 2025", "€8.50"]);
    await expect.poll(() => prose(page)).toBe("In prose: 6 and 02-11, 3, <b>0</b>.");
    // All twice as much: the bars are as high, their axis says other numbers.
    await expect.poll(() => page.locator("#bars .k-wide [data-mark='y-axis tick label']").textContent()).not.toBe(axis);
    // Drawn by all of Plot, with its own legend of colours.
    expect(await page.locator("#bars .k-wide svg[class*=ramp]").count()).toBe(1);
    expect(await heights()).toEqual(before);
    expect(await page.locator("#later .k-js-text").innerText()).toBe("up to 2");
    // Drawn anew, the heads of tables are where the keyboard finds them.
    const shownTable = page.locator("#shown_table");
    await expect.poll(() => shownTable.locator("tbody").innerText()).toBe("2");
    expect(await shownTable.locator("thead th button").count()).toBe(1);
    await page.screenshot({path: join(SCREENSHOTS, "js-1280.png"), fullPage: true});
    expect([wasm, troubles]).toEqual([[], []]);
  });

  it("Arquero's verbs give under the page's policy what they gave at build", async () => {
    const {page, troubles} = await visit("?times=3");
    const text = page.locator("#verbs .k-js-text");
    await expect.poll(() => text.innerText(), {timeout: 20_000}).toContain('"v":3,"d":"1970-01-01T00:00:00.002Z"');
    const {page: built} = await visit("", {javaScriptEnabled: false});
    await move(page, 1);
    await expect.poll(() => text.innerText()).toBe(await built.locator("#verbs .k-js-text").innerText());
    expect(troubles).toEqual([]);
  });

  it("follow a query over bound inputs; values are text", async () => {
    const {page, troubles, wasm} = await visit();
    await page.locator("#k-input-least:enabled").fill("20");
    // Orders from 20 on: 20.50 and, on 11 February, 40.
    await expect.poll(() => prose(page), {timeout: 30_000}).toBe("In prose: 3 and 02-11, 3, <b>20</b>.");
    await page.locator("#k-input-least").fill("99");
    await expect.poll(() => prose(page), {timeout: 30_000}).toContain("<b>99</b>");
    expect([wasm.length, troubles]).toEqual([1, []]);
  });

  it("listen to the reader, and give value after value, when the page is idle", async () => {
    const {page, troubles} = await visit("", {viewport: {width: 375, height: 800}, colorScheme: "dark"});
    await expect.poll(() => page.locator("#counting .k-js-text").innerText(), {timeout: 20_000}).toBe("2");
    await page.locator("#clicker button").last().click();
    await expect.poll(() => page.locator("#clicker .k-body button").innerText()).toBe("clicked");
    await page.screenshot({path: join(SCREENSHOTS, "js-375-dark.png"), fullPage: true});
    expect(troubles).toEqual([]);
  });

  it("listen to the reader also where the address has a filter that they do not read", async () => {
    const {page, troubles} = await visit("listens/?joined=2025-01..2025-01");
    await expect.poll(() => page.locator(".k-whom").innerText(), {timeout: 20_000}).toContain("2 of 3 customers");
    const button = page.locator("#clicker .k-body button");
    await expect.poll(async () => (await button.click(), button.innerText()), {timeout: 20_000}).toBe("clicked");
    expect(troubles).toEqual([]);
  });

  it("say where the reader compares that they do not; what the reader chooses nothing of says nothing", async () => {
    const {page, troubles} = await visit("listens/?joined=2025-01..2025-01&compare=all");
    const alone = "This figure shows the chosen customers alone: it is not compared.";
    const figures = ["told", "counted_table", "clicker"];
    const says = () =>
      Promise.all(figures.map(async (id) => (await page.locator(`#${id}`).innerText()).includes(alone)));
    await expect.poll(says, {timeout: 20_000}).toEqual([true, true, false]);
    // Two of the three customers joined in January.
    expect(await page.locator("#counted_table tbody").innerText()).toBe("2");
    expect(await page.locator("#told .k-js-text").innerText()).toBe("of 2");
    const compare = (value: string) =>
      page.locator(`[name=compare][value="${value}"]`).evaluate((radio) => (radio as HTMLInputElement).click());
    await compare("");
    await expect.poll(says).toEqual([false, false, false]);
    await compare("all");
    await expect.poll(says).toEqual([true, true, false]);
    expect(troubles).toEqual([]);
  });

  it("that fail keep what was built, and say so; the next value is shown again", async () => {
    const {page, troubles} = await visit("?times=7");
    const figure = page.locator("#later");
    await expect
      .poll(() => figure.innerText(), {timeout: 20_000})
      .toContain("As it was built: its code failed here (too much)");
    expect(await figure.locator(".k-js-text").innerText()).toBe("up to 1");
    // Whatever else happens to the page, on paper too, as long as the code does not run again.
    await page.evaluate(() => {
      for (const type of ["resize", "beforeprint"]) dispatchEvent(new Event(type));
      document.body.dispatchEvent(new Event("change", {bubbles: true}));
    });
    expect(await figure.innerText()).toContain("its code failed here (too much)");
    await move(page, 3);
    await expect.poll(() => figure.locator(".k-js-text").innerText()).toBe("up to 3");
    expect(await figure.innerText()).not.toContain("failed");
    // Also after another value was shown: what code gave no longer, figures over it and prose do not go on saying.
    const said = page.locator(".k-prose").last();
    const few = () => page.locator("#few_table tbody :is(th, td)").allInnerTexts();
    await expect.poll(() => said.innerText()).toBe("Said 3 times.");
    await expect.poll(few).toEqual(["3"]);
    await move(page, 8);
    await expect.poll(() => said.innerText()).toBe("Said – times.");
    await expect.poll(() => page.locator("#few_table").innerText()).toContain("its code failed here");
    expect(await few()).toEqual(["1"]);
    expect(troubles).toEqual([]);
  });
});
