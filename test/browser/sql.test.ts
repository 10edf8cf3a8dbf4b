import {mkdtempSync, readFileSync, renameSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, inject, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import {openNative} from "../../src/engine/native.ts";
import type {Engine, Table} from "../../src/engine/engine.ts";
import {joinedMonths} from "../../src/metrics/reduce.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import type {Loaded} from "../../src/site/assemble.ts";
import {buildSite} from "../../src/site/build.ts";
import type {LivePage} from "../../src/site/live/live-page.ts";
import {EVERYBODY, queryOf} from "../../src/site/live/selection.ts";
import type {Selection} from "../../src/site/live/selection.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {identifier, joined, literal, raw, sql} from "../../src/sql/sql.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {buildDemo} from "../demo.ts";

const PROJECT = join(import.meta.dirname, "../..");
const format = createFormat({lang: "en", currency: "JPY"});

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let native: Engine;
let loaded: Loaded;
let live: LivePage;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-sql-"));
  const {site, workspace} = await buildDemo(join(folder, "site"));
  live = site.pages.find(({path}) => path === "")!.live!;
  server = await serveFolder(join(folder, "site"), "/reports/q3/");
  browser = await openChromium();
  native = await openNative();
  loaded = await loadWorkspace(workspace, native);
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await native?.close();
  rmSync(folder, {recursive: true, force: true});
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly requests: string[];
  /** What went wrong: errors of scripts, and what the page's policy forbade. */
  troubles(): Promise<readonly string[]>;
}

async function open(query = "", url = server.url): Promise<Opened> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}});
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, {violations});
    addEventListener("securitypolicyviolation", (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`)
    );
  });
  await page.goto(url + query);
  await page.waitForLoadState("networkidle");
  return {
    page,
    requests,
    troubles: async () => [...errors, ...((await page.evaluate("violations")) as string[])],
    [Symbol.asyncDispose]: () => context.close()
  };
}

const isOfDatabase = (url: string): boolean =>
  /duckdb|database-/.test(url) || live.sql!.tables.some(({file}) => url.endsWith(file));

/** What the SQL cell gives natively over the selection's customers. */
async function expected(name: string, {values, joined: months}: Selection): Promise<Table> {
  const conditions = [
    raw("true"),
    ...Object.entries(values).map(
      ([dimension, kept]) => sql`c.${identifier(dimension)} in (${kept.map((value) => sql`${value}`)})`
    ),
    ...(months ? [sql`j.month between ${literal(months[0])} and ${literal(months[1])}`] : [])
  ];
  const customers = sql`select c.customer from "all".customers c left join (${joinedMonths(loaded.facts)!}) j using (customer) where ${joined(conditions, " and ")}`;
  await native.query(sql`create or replace table kept as ${customers}`);
  for (const {name: table} of live.sql!.tables)
    await native.query(
      sql`create or replace view ${identifier("main", table)} as select * from ${identifier("all", table)} where customer in (from main.kept)`
    );
  return native.query(live.sql!.queries.find((query) => query.name === name)!.text);
}

/** The rows of the table of channels as a page writes them. */
function channelTexts({columns, length}: Table): string[][] {
  return Array.from({length}, (_, i) => [
    String(columns["channel"]![i]),
    format.value(columns["customers"]![i], "count"),
    format.value(columns["orders"]![i], "count"),
    format.value(columns["revenue"]![i], "money"),
    format.value(columns["margin_per_customer"]![i], "money"),
    format.value(columns["discounted_share"]![i], "ratio")
  ]);
}

const CHANNELS = "#channels .k-body tbody tr";
const textsOf = (page: Page, rows: string): Promise<string[][]> =>
  page.locator(rows).evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

/** Waits until the rows read so. */
async function reads(page: Page, rows: string, texts: readonly (readonly string[])[]): Promise<void> {
  await page
    .waitForFunction(
      ([selector, wanted]) =>
        JSON.stringify(
          [...document.querySelectorAll(selector!)].map((row) => [...row.children].map((cell) => cell.textContent))
        ) === wanted,
      [rows, JSON.stringify(texts)] as const,
      {timeout: 20_000}
    )
    .catch(() => undefined);
  expect(await textsOf(page, rows)).toEqual(texts);
}

async function choose(page: Page, dimension: string, value: string): Promise<void> {
  const menu = page.locator(`details[data-filter=${dimension}]`);
  await menu.locator("summary").click();
  await menu.getByRole("checkbox", {name: value}).check();
  await page.keyboard.press("Escape");
}

async function select(page: Page, selection: Selection): Promise<void> {
  await page.evaluate(
    (query) => {
      history.pushState(null, "", query || location.pathname);
      dispatchEvent(new PopStateEvent("popstate"));
    },
    queryOf(selection, live)
  );
}

describe("figures of SQL cells on the demo", () => {
  it("load nothing of the database before the reader turns to one, and then from their own site", async () => {
    await using opened = await open();
    const {page, requests} = opened;
    await page.waitForTimeout(1500);
    expect(requests.filter(isOfDatabase)).toEqual([]);
    await page.locator("#channels").hover();
    await page.waitForFunction(() =>
      document.querySelector<HTMLElement>("#channels .k-source")!.textContent.includes("Loading its data")
    );
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>("#channels .k-source")!.textContent.startsWith("Source"),
      null,
      {timeout: 30_000}
    );
    expect(requests.filter((url) => /\.wasm\.gz$/.test(url))).toHaveLength(1);
    expect(requests.filter((url) => !url.startsWith(server.url) && !url.startsWith("data:"))).toEqual([]);
    expect(await opened.troubles()).toEqual([]);
  });

  it("show what native DuckDB gives over the filter, in table and chart; back brings what was built", async () => {
    await using opened = await open();
    const {page} = opened;
    const built = await page.locator("#channels .k-body").innerHTML();
    const drawn = await page.locator("#monthly_revenue .k-wide").innerHTML();
    await choose(page, "segment", "Gold");
    const gold: Selection = {values: {segment: ["Gold"]}, joined: null};
    await reads(page, CHANNELS, channelTexts(await expected("by_channel_value", gold)));
    await page.locator("#monthly_revenue details:has(.k-table) > summary").click();
    const {columns, length} = await expected("monthly", gold);
    const months = Array.from({length}, (_, i) => [
      format.value(columns["month"]![i], "month"),
      format.value(columns["orders"]![i], "count"),
      format.value(columns["revenue"]![i], "money"),
      format.value(columns["margin"]![i], "money")
    ]);
    await reads(page, "#monthly_revenue details tbody tr", months.slice(0, 100));
    expect(await page.locator("#monthly_revenue .k-wide").innerHTML()).not.toBe(drawn);
    expect(await page.locator("#channels .k-static").count()).toBe(0);
    await page.goBack();
    await page.waitForFunction((html) => document.querySelector("#channels .k-body")!.innerHTML === html, built);
    expect(await page.locator("#monthly_revenue .k-wide").innerHTML()).toBe(drawn);
    expect(await opened.troubles()).toEqual([]);
  });

  it("equal native DuckDB on selections at random", async () => {
    await using opened = await open();
    let state = 20261031;
    const random = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    for (let i = 0; i < (inject("thorough") ? 60 : 8); ++i) {
      const values = Object.fromEntries(
        live.dimensions.flatMap(({name, values: all}) => {
          const kept = all.map(({value}) => value).filter(() => random(2) === 0);
          return random(2) === 0 || kept.length === 0 || kept.length === all.length ? [] : [[name, kept]];
        })
      );
      const [first, last] = live.joined!;
      const from = first + 1 + random(last - first - 1);
      const selection = {values, joined: random(3) === 0 ? ([from, from + random(last - from)] as const) : null};
      await select(opened.page, selection);
      const rows = channelTexts(await expected("by_channel_value", selection));
      await reads(opened.page, CHANNELS, rows.length > 0 ? rows : [["No rows"]]);
    }
    expect(await opened.troubles()).toEqual([]);
  }, 120_000);

  it("a filter in the address is followed at once, and a newer one overtakes it", async () => {
    await using opened = await open("?channel=Search");
    await select(opened.page, {values: {segment: ["Gold"]}, joined: null});
    const last: Selection = {values: {channel: ["Direct", "Referral"]}, joined: null};
    await select(opened.page, last);
    await reads(opened.page, CHANNELS, channelTexts(await expected("by_channel_value", last)));
  });

  it("stand beside all customers where the reader compares: a column of theirs, a grey bar", async () => {
    await using opened = await open("?segment=Gold&compare=all");
    const {page} = opened;
    const gold: Selection = {values: {segment: ["Gold"]}, joined: null};
    const own = channelTexts(await expected("by_channel_value", gold));
    const all = new Map(channelTexts(await expected("by_channel_value", EVERYBODY)).map((row) => [row[0], row]));
    expect(own.length).toBeGreaterThan(4);
    const beside = own.map(([channel, ...texts]) => [
      channel!,
      ...texts.flatMap((text, i) => [text, all.get(channel)![i + 1]!])
    ]);
    await reads(page, CHANNELS, beside);
    expect(await page.locator("#channels thead th").allTextContents()).toEqual([
      "Channel",
      ...["Customers", "Orders", "Revenue", "Margin per customer", "Discounted share"].flatMap((head) => [
        head,
        `${head} · All customers`
      ])
    ]);
    expect(await page.locator("#channels .k-static").count()).toBe(0);
    const {columns, length} = await expected("scores", EVERYBODY);
    const bars = page.locator("#distribution .k-wide rect[fill='var(--k-quiet)'] title");
    await expect
      .poll(() => bars.allTextContents())
      .toEqual(
        Array.from(
          {length},
          (_, i) => `All customers, ${columns["answer"]![i]}: ${format.value(columns["answers"]![i], "count")}`
        )
      );
    await select(page, gold);
    await reads(page, CHANNELS, own);
    // Nobody is compared with oneself.
    await page.goto(`${server.url}?compare=all`);
    await page.waitForSelector("html[data-settled]", {state: "attached"});
    await reads(page, CHANNELS, [...all.values()]);
    expect(await opened.troubles()).toEqual([]);
  });

  it("leave the line to what draws: with a filter in the address, their database is asked for after that", async () => {
    await using plain = await open();
    const kpis = await plain.page.locator("#kpis").innerText();
    const context = await browser.newContext({viewport: {width: 1280, height: 900}});
    try {
      const page = await context.newPage();
      const requests: string[] = [];
      context.on("request", (request) => requests.push(request.url()));
      let release: () => void = () => undefined;
      const held = new Promise<void>((done) => (release = done));
      await context.route(/\/c-charts-/, async (route) => {
        await held;
        await route.continue();
      });
      await page.goto(`${server.url}?segment=Gold`);
      // Headline figures do not wait for what draws.
      await expect.poll(() => page.locator("#kpis").innerText(), {timeout: 20_000}).not.toBe(kpis);
      expect(await page.locator("html[data-settled]").count()).toBe(0);
      expect(requests.filter((url) => /\/c-database-/.test(url))).toEqual([]);
      release();
      await reads(
        page,
        CHANNELS,
        channelTexts(await expected("by_channel_value", {values: {segment: ["Gold"]}, joined: null}))
      );
      expect(requests.filter((url) => /\/c-database-/.test(url))).toHaveLength(1);
    } finally {
      await context.close();
    }
  });

  it("have their database's worker, its module and their rows asked for beside the code that runs them", async () => {
    await using opened = await open();
    const {page, requests} = opened;
    const held = Promise.withResolvers<null>();
    await page.context().route(/\/c-database-/, async (route) => {
      await held.promise;
      await route.continue();
    });
    await choose(page, "segment", "Gold");
    const {worker, module} = live.sql!.database!;
    const files = [worker, module, ...live.sql!.tables.map(({file}) => file)];
    await expect
      .poll(() => files.filter((file) => !requests.includes(`${server.url}${file}`)), {timeout: 20_000})
      .toEqual([]);
    held.resolve(null);
    const gold: Selection = {values: {segment: ["Gold"]}, joined: null};
    await reads(page, CHANNELS, channelTexts(await expected("by_channel_value", gold)));
    for (const file of files) expect(requests.filter((url) => url.endsWith(file))).toHaveLength(1);
    expect(await opened.troubles()).toEqual([]);
  });

  it("come before what is drawn off screen in the reader's pauses, once all of it is there", async () => {
    await using opened = await open();
    const {page} = opened;
    await page.evaluate(() => {
      const held: (() => void)[] = [];
      class Holding extends Worker {
        override postMessage(
          message: {readonly type?: string},
          transfer: StructuredSerializeOptions | Transferable[] = []
        ): void {
          const send = () => super.postMessage(message, transfer as Transferable[]);
          if (message.type === "INSERT_ARROW_FROM_IPC_STREAM") held.push(send);
          else send();
        }
      }
      Object.assign(window, {held, Worker: Holding});
      // Until then the reader does not pause, however slow the machine is.
      const moving = setInterval(() => {
        if (held.length > 0) clearInterval(moving);
        else document.dispatchEvent(new Event("pointermove"));
      }, 100);
    });
    await choose(page, "segment", "Gold");
    await expect.poll(() => page.evaluate("held.length"), {timeout: 20_000}).toBe(1);
    const late = page.locator(".k-figure[aria-busy]");
    const count = await late.count();
    expect(count).toBeGreaterThan(0);
    await page.waitForTimeout(4000);
    expect(await late.count()).toBe(count);
    await page.evaluate("void setInterval(() => held.splice(0).forEach((send) => send()))");
    await expect.poll(() => late.count(), {timeout: 20_000}).toBe(0);
    const gold: Selection = {values: {segment: ["Gold"]}, joined: null};
    await reads(page, CHANNELS, channelTexts(await expected("by_channel_value", gold)));
  });

  it.each(["rows", "module"] as const)("stay as built and say why where the file of the %s is gone", async (what) => {
    await using opened = await open();
    const {page} = opened;
    const file = what === "rows" ? live.sql!.tables.find(({name}) => name === "orders")!.file : moduleOf();
    const path = join(folder, "site", file);
    const built = await page.locator("#channels .k-body").innerHTML();
    renameSync(path, `${path}.away`);
    try {
      await choose(page, "segment", "Gold");
      const line = page.locator("#channels .k-static");
      await line.waitFor({timeout: 20_000});
      expect(await line.textContent()).toMatch(
        /^This figure does not follow the filters: it shows all customers\. \(.*404.*\)$/
      );
      expect(await page.locator("#channels .k-body").innerHTML()).toBe(built);
      expect(await page.locator("#kpis .k-static").count()).toBe(0);
    } finally {
      renameSync(`${path}.away`, path);
    }
    // The next filter tries again.
    await choose(page, "channel", "Direct");
    const both: Selection = {values: {segment: ["Gold"], channel: ["Direct"]}, joined: null};
    await reads(page, CHANNELS, channelTexts(await expected("by_channel_value", both)));
  });
});

// Gold customers bought for 10.05 and 5.25, the silver one for 40.10.
const SHOP = {
  "data/catalog.yaml": `title: Small shop
currency: EUR
asOf: 2025-03-31
tables:
  customers: {from: customers.csv, columns: {customer: id}}
  orders: {from: orders.csv, columns: {customer: customer_id, at: ordered, revenue: amount}}
dimensions: [segment]
publish: {minimumCell: 1, rows: pruned}
`,
  "data/customers.csv": "id,segment\nc1,Gold\nc2,Silver\nc3,Gold\n",
  "data/orders.csv": "customer_id,ordered,amount\nc1,2025-01-05,10.05\nc2,2025-02-01,40.10\nc3,2025-02-10,5.25\n",
  "reports/index.md": `---
filters: [segment]
---

# Rows

\`\`\`kpi kpis
show: [orders]
\`\`\`

\`\`\`sql bought
select segment, customer, revenue from orders join customers using (customer)
\`\`\`

\`\`\`sql per_segment
select segment, sum(revenue) as revenue, \${kpis.orders} as all_orders, \${"it's"} as word from bought group by segment order by segment
\`\`\`

\`\`\`table segments
data: per_segment
\`\`\`

\`\`\`kpi last
data: per_segment
value: revenue
\`\`\`

\`\`\`sql zoned
select count(*) as n, max(at at time zone 'Asia/Tokyo') is null as nobody from orders
\`\`\`
`
};

describe("figures of SQL cells on a page of its own", () => {
  let workspace: TemporaryWorkspace;
  let host: Awaited<ReturnType<typeof serveFolder>>;
  const rows = "#segments tbody tr";

  beforeAll(async () => {
    workspace = temporaryWorkspace(SHOP);
    const {errors, warnings} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
      project: PROJECT,
      out: workspace.out,
      allowUnknown: false
    });
    expect([errors.map(({message}) => message), warnings]).toEqual([[], []]);
    host = await serveFolder(workspace.out, "/shop/");
  }, 120_000);
  afterAll(async () => {
    await host?.close();
    workspace?.[Symbol.dispose]();
  });

  it("follow through other cells, with parameters from live ones; what this browser's database cannot do stays as built", async () => {
    await using opened = await open("", host.url);
    const {page, requests} = opened;
    expect(await textsOf(page, rows)).toEqual([
      ["Gold", "€15.30", "3", "it's"],
      ["Silver", "€40.10", "3", "it's"]
    ]);
    const zoned = await page.locator("#zoned .k-body").innerHTML();
    await choose(page, "segment", "Gold");
    await reads(page, rows, [["Gold", "€15.30", "2", "it's"]]);
    expect(await page.locator("#last .k-kpi-value").textContent()).toBe("€15.30");
    expect(await page.locator("#zoned .k-body").innerHTML()).toBe(zoned);
    expect(await page.locator("#zoned .k-static").textContent()).toMatch(
      /^This figure does not follow the filters.*\(.+\)$/
    );
    expect(await page.locator("#segments .k-static").count()).toBe(0);
    expect(requests.filter((url) => !url.startsWith(host.url) && !url.startsWith("data:"))).toEqual([]);
  });

  it("a worker that dies leaves what was built, and the next filter starts another", async () => {
    await using opened = await open("?segment=Gold", host.url);
    const {page} = opened;
    await reads(page, rows, [["Gold", "€15.30", "2", "it's"]]);
    const database = page.workers().find((one) => one.url().includes("duckdb"))!;
    await database.evaluate("void setTimeout(() => { throw new Error('out of memory') })");
    await page.waitForTimeout(200);
    await select(page, {values: {segment: ["Silver"]}, joined: null});
    await page.locator("#segments .k-static").waitFor();
    expect(await page.locator("#segments .k-static").textContent()).toContain("(out of memory)");
    expect(await page.locator(rows).count()).toBe(2);
    await select(page, {values: {segment: ["Gold"]}, joined: null});
    await reads(page, rows, [["Gold", "€15.30", "2", "it's"]]);
  });
});

function moduleOf(): string {
  const html = readFileSync(join(folder, "site/index.html"), "utf8");
  return /_assets\/duckdb-\w+\.wasm\.gz/.exec(html)![0];
}
