import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Catalog} from "../../src/catalog/catalog.ts";
import {factsOf} from "../../src/site/facts.ts";
import {readSpend} from "../../src/metrics/acquisition-spend.ts";
import {claims} from "../../src/metrics/claims.ts";
import {kpi} from "../../src/metrics/kpi.ts";
import type {Metric, MetricOptions, Result} from "../../src/metrics/metric.ts";
import {payback} from "../../src/metrics/payback.ts";
import {whatIf} from "../../src/metrics/what-if.ts";
import {computeMetric} from "../../src/notebook/metric-cell.ts";
import {openReducer} from "../../src/notebook/reducer.ts";
import {openShop} from "../catalog/shop.ts";
import type {Content, Shop} from "../catalog/shop.ts";

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(() => shop.close());

// January: by ads 10 Gold and 30 Basic, by shop 10 Gold and 10 Basic. February: by ads 20 Basic; all Gold ones of ads, and half of the Basic ones (15 of 30), order again.
const many = (name: string, n: number) => Array.from({length: n}, (_, i) => `${name}${i}`);
const people = {ga: many("ga", 10), ba: many("ba", 30), gs: many("gs", 10), bs: many("bs", 10), bl: many("bl", 20)};
const CUSTOMERS = [
  "customer,tier,channel,month",
  ...people.ga.map((id) => `${id},Gold,ads,x`),
  ...people.ba.map((id) => `${id},Basic,ads,x`),
  ...people.gs.map((id) => `${id},Gold,shop,x`),
  ...people.bs.map((id) => `${id},Basic,shop,x`),
  ...people.bl.map((id) => `${id},Basic,ads,x`)
].join("\n");
const on = (day: string) => (id: string) => `${id},${day},8`;
const ORDERS = [
  "customer,at,revenue",
  ...[...people.ga, ...people.ba, ...people.gs, ...people.bs].map(on("2026-01-10")),
  ...[...people.bl, ...people.ga, ...people.ba.slice(0, 15)].map(on("2026-02-10")),
  // The last closed month is February; nobody is new in March.
  `ba0,2026-03-02,8`
].join("\n");
// Of 400 for ads in January a quarter goes to Gold, 100; of 100 for the shop half, 50; of 60 in February none; of the letters, by no channel, 20 of the 60 of January, a third of 30; of 50 to keep customers of ads 10 of 25, 20.
const SPEND =
  "month,channel,amount,kind\n2026-01-01,ads,400,acquisition\n2026-01-01,shop,100,acquisition\n2026-02-01,ads,60,acquisition\n2026-01-01,,30,acquisition\n2026-02-01,ads,50,retention\n";
const FILES: Content = {"c.csv": CUSTOMERS, "o.csv": ORDERS, "s.csv": SPEND};
const CATALOG = `tables:
  customers: {from: c.csv}
  orders: {from: o.csv}
  spend: {from: s.csv}
dimensions: [tier, channel]
publish: {minimumCell: 1}
audiences: {gold: {tier: [Gold]}, basic: {tier: [Basic]}}
`;

const open = (audience: string | null) => shop.open(CATALOG, FILES, audience);

async function compute(catalog: Catalog, metric: unknown, options: object): Promise<Result> {
  const one = metric as Metric<MetricOptions>;
  return computeMetric(one, one.schema.parse(options), {
    facts: await factsOf(catalog, shop.engine),
    reducer: await openReducer(shop.engine)
  });
}

async function spendOf(catalog: Catalog): Promise<readonly unknown[]> {
  const spend = await readSpend(await factsOf(catalog, shop.engine), await openReducer(shop.engine));
  return spend.map(({month, channel, acquisition, retention}) => [
    month - 672,
    channel,
    acquisition / 100,
    retention / 100
  ]);
}

describe("spend of an audience", () => {
  it("is its share of the customers by channel and month; those of audiences that share all add up to all", async () => {
    const gold = await spendOf(await open("gold"));
    expect(gold).toEqual([
      [0, "ads", 100, 0],
      [0, "shop", 50, 0],
      [0, null, 10, 0],
      [1, "ads", 0, 20]
    ]);
    expect(await spendOf(await open("basic"))).toEqual([
      [0, "ads", 300, 0],
      [0, "shop", 50, 0],
      [0, null, 20, 0],
      [1, "ads", 60, 30]
    ]);
    expect(await spendOf(await open(null))).toEqual([
      [0, "ads", 400, 0],
      [0, "shop", 100, 0],
      [0, null, 30, 0],
      [1, "ads", 60, 50]
    ]);
  });

  it("is what its customers cost in payback, and the counts of others are in nothing that a page has", async () => {
    const {summary, notes} = await compute(await open("gold"), payback, {});
    // (100 + 50 + 10) / 20.
    expect(summary!["cac"]).toBe(8);
    expect(notes).toContain("payback-allotted");
    const facts = await factsOf(await open("gold"), shop.engine);
    const frozen = await payback.freeze!({channel: "channel"} as never, facts, await openReducer(shop.engine));
    expect(frozen["customers"]).toEqual([
      {month: 672, channel: "ads", acquired: 10, retained: 0},
      {month: 672, channel: "shop", acquired: 10, retained: 0},
      {month: 673, channel: "ads", acquired: 0, retained: 10}
    ]);
  });

  it("is that of the KPI payback, of what-if and of claims, too", async () => {
    // 8 of margin each in January, and 8 more of half of them: 8 is reached at once. Of all the spend, 590 / 20 = 29.5 never is.
    const {table} = await compute(await open("gold"), kpi, {show: ["payback"]});
    expect(table.object(0)).toMatchObject({name: "payback", value: 0});
    const facts = await factsOf(await open("gold"), shop.engine);
    const baked = await whatIf.freeze!(whatIf.schema.parse({}), facts, await openReducer(shop.engine));
    expect(baked["acquisition"]).toBe(8);
    // 160 for 20 acquired, 8 each, over 20 for 10 kept, 2 each; nobody ordered before the last twelve months, so nobody was kept of them: the spend alone is looked at.
    const frozen = await claims.freeze!(
      claims.schema.parse({show: ["acquisition"]}),
      facts,
      await openReducer(shop.engine)
    );
    const {spend} = frozen["costs"] as {spend: readonly {acquisition: number; retention: number}[]};
    expect(spend.reduce((sum, one) => sum + one.acquisition, 0)).toBe(16000);
    expect(spend.reduce((sum, one) => sum + one.retention, 0)).toBe(2000);
  });

  it("without orders goes by who joined in the month, or by how many there are", async () => {
    const contracts = (columns: string, rows: string) =>
      shop.open(
        CATALOG.replace("  orders: {from: o.csv}\n", "").replace("publish", "asOf: 2026-03-31\npublish"),
        {"c.csv": `customer,tier,channel${columns}\n${rows}`, "s.csv": "month,amount\n2026-01-01,90\n2026-02-01,8\n"},
        "gold"
      );
    // January: one Gold of three; February: none of one, so nothing. Then two Gold of four.
    const joined = await contracts(
      ",joined",
      "a,Gold,x,2026-01-02\nb,Basic,x,2026-01-02\nc,Basic,y,2026-01-31\nd,Basic,y,2026-02-01\ne,Gold,y,\n"
    );
    expect(await spendOf(joined)).toEqual([
      [0, null, 30, 0],
      [1, null, 0, 0]
    ]);
    const counted = await contracts("", "a,Gold,x\nb,Basic,x\nc,Basic,y\nd,Gold,y\n");
    expect(await spendOf(counted)).toEqual([
      [0, null, 45, 0],
      [1, null, 4, 0]
    ]);
  });
});
