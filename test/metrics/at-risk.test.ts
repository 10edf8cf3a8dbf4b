import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {ALIVE_BANDS, atRisk} from "../../src/metrics/at-risk.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import {dayOf2025, purchaseDays, sequence} from "../purchases.ts";
import type {OrderRow, Shop} from "./measure.ts";

it("at-risk without a fit counts customers, and says why there is no chance", async () => {
  // Worth 1, 2, …, 10: the median is 5.5, the 80% quantile 8.2: 2 on top, 3 next, 5 below.
  const orders = Array.from({length: 10}, (_, i): OrderRow => [`c${i}`, "2026-01-01", i + 1]);
  const shop = await openShop({orders, asOf: "2026-03-01"});
  const {table, notes, finding, n} = await measure(atRisk, shop);
  const rows = rowsOf(table);
  expect(table.columnNames()).toEqual([
    "group",
    "alive",
    "worth",
    "customers",
    "share_customers",
    "observed",
    "expected",
    "at_stake"
  ]);
  expect(rows).toHaveLength(15);
  expect(
    rows
      .filter(({customers}) => Number(customers) > 0)
      .map(({alive, worth, customers, observed, at_stake}) => [alive, worth, customers, observed, at_stake])
  ).toEqual([
    ["not identifiable", "top 20%", 2, 19, null],
    ["not identifiable", "next 30%", 3, 21, null],
    ["not identifiable", "other 50%", 5, 15, null]
  ]);
  expect([n, finding, notes[0]]).toEqual([10, null, "model-no-repeaters"]);
  await shop.engine.close();
});

it("at-risk of no orders is empty", async () => {
  const shop = await openShop({orders: [], asOf: "2026-03-01"});
  const {table, notes} = await measure(atRisk, shop);
  expect([table.numRows(), notes]).toEqual([0, ["no-orders"]]);
  await shop.engine.close();
});

describe.skipIf(!hasCdnow)("at-risk of CDNOW", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openCdnow();
  });
  afterAll(() => shop.engine.close());

  it("bgnbd: the 12,054 one-time buyers are not identifiable, all others have a band; groups add up", async () => {
    const {table, notes, summary} = await measure(atRisk, shop, {by: "first_basket"});
    const rows = rowsOf(table);
    const count = (test: (row: Record<string, unknown>) => boolean) =>
      rows.filter(test).reduce((sum, {customers}) => sum + Number(customers), 0);
    expect(count(({group}) => group === null)).toBe(23_570);
    expect(count(({group}) => group !== null)).toBe(23_570);
    expect(count(({group, alive}) => group === null && alive === "not identifiable")).toBe(12_054);
    expect(notes).toContain("alive-not-identifiable");
    expect(summary!["not_identifiable"]).toBe(12_054);
  });

  it("mbgnbd tells of everybody; what is at stake is what is expected of sure customers less what is expected", async () => {
    const rows = rowsOf((await measure(atRisk, shop, {model: "mbgnbd"})).table);
    expect(rows.filter(({alive}) => alive === ALIVE_BANDS[4]).every(({customers}) => customers === 0)).toBe(true);
    for (const {alive, expected, at_stake} of rows.filter(({customers}) => Number(customers) > 0)) {
      // Within a band (1 − p) / p lies between its values at the bounds: at least 0.25 and at most 1 from 50% to 80%.
      const ratio = Number(at_stake) / Number(expected);
      if (alive === "50% to 80%") expect([ratio > 0.25, ratio <= 1]).toEqual([true, true]);
      if (alive === "under 20%") expect(ratio).toBeGreaterThan(4);
    }
  });
});

describe("customers at risk by name", () => {
  // Customers of many rhythms, some of whom stop: a fixed random sequence. "b & <b>" bought on nine days, last on 1 September.
  const NAMES = Array.from({length: 150}, (_, i) => `d${i}`);
  const next = sequence(7);
  const orders = NAMES.flatMap((name) =>
    purchaseDays(next).map((day): OrderRow => [name, dayOf2025(day), 20 + Math.round(80 * next())])
  );
  const nine = Array.from({length: 9}, (_, k): OrderRow => ["b & <b>", `2025-0${k + 1}-01`, 100]);
  const groups = Object.fromEntries([...NAMES, "b & <b>"].map((name, i) => [name, i % 2 ? "A" : "B"]));

  it("are told only where the catalog publishes all rows", async () => {
    const shop = await openShop({orders: [...orders, ...nine], groups, asOf: "2025-12-31"});
    const silent = await measure(atRisk, shop, {model: "mbgnbd"});
    expect(silent.tables).toBeUndefined();
    const {tables, table} = await measure(
      atRisk,
      {...shop, facts: {...shop.facts, publishesCustomers: true}},
      {model: "mbgnbd", by: "plan", list: 10}
    );
    const rows = rowsOf(tables!["list"]);
    expect(tables!["list"]!.columnNames()).toEqual([
      "group",
      "customer",
      "chance",
      "orders",
      "last_order",
      "observed",
      "expected",
      "at_stake"
    ]);
    expect(rows).toHaveLength(10);
    for (const {customer, group, chance, expected, at_stake} of rows) {
      expect(group).toBe(groups[String(customer)]);
      // What it would be if they were surely customers, less what it is: expected (1 − p) / p, both rounded to cents.
      expect(Math.abs(Number(at_stake) - (Number(expected) * (1 - Number(chance))) / Number(chance))).toBeLessThan(
        0.02
      );
    }
    const stakes = rows.map(({at_stake}) => Number(at_stake));
    expect(stakes).toEqual([...stakes].sort((a, b) => b - a));
    // All of them listed: their sums are those of the bands.
    const all = rowsOf(
      (
        await measure(
          atRisk,
          {...shop, facts: {...shop.facts, publishesCustomers: true}},
          {model: "mbgnbd", list: 1000}
        )
      ).tables!["list"]
    );
    const sum = (of: readonly Record<string, unknown>[]) => of.reduce((s, row) => s + Number(row["at_stake"]), 0);
    expect(all).toHaveLength(151);
    expect(sum(all)).toBeCloseTo(sum(rowsOf(table).filter(({group}) => group === null)), 6);
    const last = all.find(({customer}) => customer === "b & <b>")!;
    expect([last["orders"], last["last_order"], last["observed"]]).toEqual([9, new Date("2025-09-01"), 900]);
    await shop.engine.close();
  });
});
