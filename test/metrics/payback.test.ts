import {describe, expect, it} from "vitest";
import {allottedSpend} from "../../src/metrics/acquisition-spend.ts";
import {kpi} from "../../src/metrics/kpi.ts";
import {payback} from "../../src/metrics/payback.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow} from "./measure.ts";

const COLUMNS = ["channel", "cohort", "customers", "spend", "cac", "ltv", "ratio", "months", "low", "high", "roas"];

describe("payback of few orders", () => {
  // Ads: ten customers new in January, each with 10 of margin (20 of revenue) then and 5 (10) in February; shop: ten in February with 4 (4) each.
  // Spend: ads 120 in January, shop 100 in February, 40 in February to keep customers.
  const ten = (name: string) => Array.from({length: 10}, (_, i) => `${name}${i}`);
  const orders: OrderRow[] = [
    ...ten("a").flatMap((customer): OrderRow[] => [
      [customer, "2026-01-10", 20, 10],
      [customer, "2026-02-10", 10, 5]
    ]),
    ...ten("s").map((customer): OrderRow => [customer, "2026-02-03", 4, 4])
  ];
  const groups = Object.fromEntries([
    ...ten("a").map((name) => [name, "ads"]),
    ...ten("s").map((name) => [name, "shop"])
  ]);
  const spend = [
    ["2026-01-01", "ads", 120, "acquisition"],
    ["2026-02-01", "shop", 100],
    ["2026-02-01", "ads", 40, "retention"]
  ] as const;

  it("CAC, LTV, months to payback and ROAS by channel and cohort, pooled rows first; not reached is null", async () => {
    const shop = await openShop({orders, groups, spend, asOf: "2026-03-01"});
    const {table, tables, notes} = await measure(payback, shop, {channel: "plan"});
    expect(table.columnNames()).toEqual(COLUMNS);
    const rows = rowsOf(table).map(({channel, cohort, customers, spend: cost, cac, ltv, ratio, months, roas}) => [
      channel,
      cohort === null ? null : (cohort as Date).getUTCMonth() + 1,
      customers,
      cost,
      cac,
      ltv,
      ratio,
      months,
      roas
    ]);
    // All: age 0 (10 · 10 + 10 · 4) / 20 = 7, age 1 (January's cohort alone) 5 more: 12 against 220 / 20 = 11, reached at age 1; revenue 340 / 220.
    // Ads: 10 then 15 against 12. In February nothing was spent on ads to acquire. Shop: 4 against 10.
    expect(rows).toEqual([
      [null, null, 20, 220, 11, 12, 12 / 11, 1, 340 / 220],
      [null, 1, 10, 120, 12, 15, 1.25, 1, 2.5],
      [null, 2, 10, 100, 10, 4, 0.4, null, 0.4],
      ["ads", null, 10, 120, 12, 15, 1.25, 1, 2.5],
      ["ads", 1, 10, 120, 12, 15, 1.25, 1, 2.5],
      ["shop", null, 10, 100, 10, 4, 0.4, null, 0.4],
      ["shop", 2, 10, 100, 10, 4, 0.4, null, 0.4]
    ]);
    // Nobody differs within a channel: no noise is known.
    expect(rowsOf(table)[3]).toMatchObject({months: 1, low: null, high: null});
    // Ten of January's customers came back in February: 40 / 10 = 4, against 11.
    expect(rowsOf(tables!["retention"])).toEqual([
      {
        month: new Date("2026-02-01T00:00:00Z"),
        retention_spend: 40,
        retained: 10,
        cost_per_retained: 4,
        retention_to_cac: 4 / 11
      }
    ]);
    expect(notes).toEqual(["payback-observed"]);
    await shop.engine.close();
  });

  it("kpi payback: the months to payback of everybody, then and now", async () => {
    const shop = await openShop({orders, groups, spend, asOf: "2026-03-01", targets: new Map([["payback", 6]])});
    const {table} = await measure(kpi, shop, {show: ["payback"], period: "month"});
    // Now as above: 1. A month ago, as of February 1, only January had closed: 10 of margin against 120 / 10, not reached.
    expect(rowsOf(table)[0]).toMatchObject({name: "payback", value: 1, previous: null, target: 6, unit: "months"});
    const later = await measure(
      kpi,
      {...shop, facts: {...shop.facts, asOf: new Date("2026-04-01T00:00:00Z")}},
      {
        show: ["payback"],
        period: "month"
      }
    );
    // As of April 1, March closed too: 7, and at age 1 a's 50 over 20 customers, 9.5 against 11.
    expect(rowsOf(later.table)[0]).toMatchObject({value: null, previous: 1, change: null});
    expect(later.notes).toContain("kpi-not-paid-back");
  });

  it("under a filter spend goes with the customers shown, by month and channel", () => {
    const everybody = [
      {month: 1, channel: "ads", acquired: 10, retained: 0},
      {month: 2, channel: "ads", acquired: 0, retained: 4},
      {month: 2, channel: "shop", acquired: 5, retained: 0}
    ];
    const shown = [
      {month: 1, channel: "ads", acquired: 5, retained: 0},
      {month: 2, channel: "ads", acquired: 0, retained: 1}
    ];
    const costs = [
      {month: 1, channel: "ads", acquisition: 100, retention: 0},
      {month: 2, channel: "shop", acquisition: 80, retention: 0},
      {month: 2, channel: "ads", acquisition: 60, retention: 40}
    ];
    // Half of January's; nobody of the shop's; of ads in February nobody was acquired, but of all five of that month none is shown; one of four came back.
    expect(allottedSpend(costs, {shown, everybody})).toEqual([
      {...costs[0], acquisition: 50},
      {...costs[1], acquisition: 0},
      {...costs[2], acquisition: 0, retention: 10}
    ]);
    expect(allottedSpend(costs, {shown: everybody, everybody})).toEqual(costs);
  });

  it("without a channel of customers all spend is set against all of them, and said; spend of nobody has no CAC", async () => {
    const shop = await openShop({orders: orders.slice(0, 2), spend, asOf: "2026-03-01"});
    const {table, notes, finding} = await measure(payback, shop);
    expect(rowsOf(table)[0]).toMatchObject({
      channel: null,
      customers: 1,
      spend: 220,
      cac: null,
      ltv: null,
      months: null
    });
    expect([notes.includes("payback-no-channel"), finding]).toEqual([true, null]);
    await shop.engine.close();
  });

  it("negative margins are never paid back", async () => {
    const loss = ten("a").map((customer): OrderRow => [customer, "2026-01-10", 20, -3]);
    const shop = await openShop({orders: loss, groups, spend, asOf: "2026-03-01"});
    expect(rowsOf((await measure(payback, shop, {channel: "plan"})).table)[1]).toMatchObject({
      ltv: -3,
      ratio: -0.25,
      months: null,
      high: null
    });
    await shop.engine.close();
  });
});

describe.skipIf(!hasCdnow)("payback of CDNOW", () => {
  // The reference takes 30% of revenue as margin: a CAC of 12 is 40 of revenue, 20 is 66.67, 40 is 133.33.
  it.each([
    [12, 1],
    [20, 6],
    [40, null]
  ])("a CAC of %d, were 30 in 100 of revenue margin, is paid back at month index %j", async (cac, months) => {
    const shop = await openCdnow();
    const costs = [7846, 8476, 7248].map(
      (customers, i) => `(date '1997-0${i + 1}-01', cast(${(cac / 0.3) * customers} as decimal(18, 2)))`
    );
    await shop.engine.query(
      `create or replace table "all".spend as select * from (values ${costs.join(", ")}) s(month, amount)`
    );
    const tables = new Map([...shop.facts.tables, ["spend", new Set(["month", "amount"])]]);
    const result = await measure(payback, {...shop, facts: {...shop.facts, tables}});
    const [all] = rowsOf(result.table);
    expect(all).toMatchObject({customers: 23_570, months});
    expect(Number(all!["cac"])).toBeCloseTo(cac / 0.3, 4);
    expect(Number(all!["ltv"])).toBeGreaterThan(102);
    expect(result.notes).toContain("payback-no-kind");
    await shop.engine.close();
  });
});
