import {describe, expect, it} from "vitest";
import {lifecycle} from "../../src/metrics/lifecycle.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow} from "./measure.ts";

describe("lifecycle of few orders", () => {
  // Gaps: a 10, 10, 10 (purchases January 1, 11, 21, 31); b 20 (January 5 and 25); c 10, 10, 70 (January 1, 11, 21, April 1); d none (March 20); e none (January 1).
  // Sorted: 10, 10, 10, 10, 10, 20, 70: median 10 for all. Own: a 10, c 10 (of 10, 10, 70). At risk after 20 days of silence, lapsed after 40.
  const orders: OrderRow[] = [
    ...["2026-01-01", "2026-01-11", "2026-01-21", "2026-01-31"].map((at): OrderRow => ["a", at, 5]),
    ["b", "2026-01-05", 7],
    ["b", "2026-01-25", 7],
    ["c", "2026-01-01", 3],
    ["c", "2026-01-11", 3],
    ["c", "2026-01-21", 3],
    ["c", "2026-04-01", 3],
    ["c", "2026-04-01", -1],
    ["d", "2026-03-20", 2],
    ["e", "2026-01-01", 1]
  ];

  it("phases at the end of each closed month, flows of the last two, nobody lost", async () => {
    const shop = await openShop({orders, asOf: "2026-05-02"});
    const {table, tables, summary} = await measure(lifecycle, shop);
    expect(summary!["median_gap_days"]).toBe(10);
    expect(table.columnNames()).toEqual(["period", "phase", "customers", "share_customers", "value"]);
    const rows = rowsOf(table).filter(({customers}) => Number(customers) > 0);
    const shown = rows.map(({period, phase, customers, value}) => [
      (period as Date).toISOString().slice(5, 7),
      phase,
      customers,
      value
    ]);
    // End of January: a loyal (silent 0), b repeat (6), c repeat with three purchases (10), e silent 30: at risk.
    // February 28: a silent 28, b 34, c 38: at risk; e 58: lapsed. March 31: d silent 11, first-time; a 59, b 65, c 69 lapsed, e too.
    // April 30: c back after a gap of 70, silent 29: at risk; d silent 41: lapsed, as all others. c brought 3 − 1 = 2 in April.
    expect(shown).toEqual([
      ["01", "repeat", 2, 23],
      ["01", "loyal", 1, 20],
      ["01", "at risk", 1, 1],
      ["02", "at risk", 3, 0],
      ["02", "lapsed", 1, 0],
      ["03", "first-time", 1, 2],
      ["03", "lapsed", 4, 0],
      ["04", "at risk", 1, 2],
      ["04", "lapsed", 4, 0]
    ]);
    expect(rowsOf(tables!["flows"])).toEqual([
      {from: "first-time", to: "lapsed", customers: 1},
      {from: "lapsed", to: "at risk", customers: 1},
      {from: "lapsed", to: "lapsed", customers: 3}
    ]);
    // At risk at the ends of January to March: 1 + 3 + 0; all of them leave: one month each.
    expect(rowsOf(tables!["time"]).find(({phase}) => phase === "at risk")).toEqual({phase: "at risk", periods: 1});
    await shop.engine.close();
  });

  it("won back is who buys after a lapse; thresholds are options; groups come after everybody", async () => {
    const shop = await openShop({orders, groups: {c: "x"}, asOf: "2026-05-02"});
    const rows = rowsOf((await measure(lifecycle, shop, {risk: 3, lapse: 6, by: "plan"})).table);
    const april = rows.filter(
      ({period, group, customers}) => (period as Date).getUTCMonth() === 3 && group === "x" && Number(customers) > 0
    );
    expect(april).toMatchObject([{phase: "won back", customers: 1, share_customers: 1}]); // gap 70 > 60, silent 29 ≤ 30
    expect([...new Set(rows.map(({group}) => group))]).toEqual([null, "x", "(none)"]);
    expect(lifecycle.schema.safeParse({risk: 4, lapse: 4}).success).toBe(false);
    await shop.engine.close();
  });

  it("without repeat purchases a rhythm is assumed, and said; without orders there is nothing", async () => {
    const one = await openShop({orders: [["a", "2026-01-01", 5]], asOf: "2026-03-31"});
    const single = await measure(lifecycle, one);
    expect(
      rowsOf(single.table)
        .filter(({customers}) => customers === 1)
        .map(({phase}) => phase)
    ).toEqual(["first-time", "first-time", "first-time"]);
    expect(single.notes).toContain("lifecycle-no-rhythm");
    await one.engine.close();
    const none = await openShop({orders: [], asOf: "2026-03-31"});
    const {table, notes, finding} = await measure(lifecycle, none);
    expect([table.numRows(), notes, finding]).toEqual([0, ["no-orders"], null]);
    await none.engine.close();
  });
});

it.skipIf(!hasCdnow)(
  "lifecycle of CDNOW: the median gap is the reference's 34 days; every buyer is in one phase",
  async () => {
    const shop = await openCdnow();
    const {table, summary, n} = await measure(lifecycle, shop, {by: "first_basket"});
    expect([summary!["median_gap_days"], n]).toEqual([34, 23_570]);
    const last = rowsOf(table).filter(
      ({period, group}) => (period as Date).toISOString().startsWith("1998-06") && group === null
    );
    expect(last.reduce((sum, {customers}) => sum + Number(customers), 0)).toBe(23_570);
    await shop.engine.close();
  }
);
