import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {RFM_REGIONS, RFM_SEGMENTS, segmentOf} from "../../src/metrics/rfm-segments.ts";
import {rfm} from "../../src/metrics/rfm.ts";
import {numberOf, readCsv, readJson} from "../models/reference.ts";
import {hasCdnow, measure, openCdnow, openShop, rowsOf} from "./measure.ts";
import type {OrderRow, Shop} from "./measure.ts";

describe("the written table", () => {
  it("every one of the 25 cells is in exactly one region, and all eleven segments occur", () => {
    const cells = RFM_REGIONS.flatMap(({recency: [r0, r1], worth: [w0, w1]}) =>
      Array.from(
        {length: (r1 - r0 + 1) * (w1 - w0 + 1)},
        (_, i) => `${r0 + (i % (r1 - r0 + 1))} ${w0 + Math.floor(i / (r1 - r0 + 1))}`
      )
    );
    expect(cells).toHaveLength(25);
    expect(new Set(cells).size).toBe(25);
    expect(new Set(RFM_REGIONS.map(({segment}) => segment))).toEqual(new Set(RFM_SEGMENTS));
  });

  it("segmentOf rounds halves of frequency and monetary up", () => {
    expect(RFM_SEGMENTS[segmentOf(5, 4, 3)]).toBe("champions"); // (4 + 3) / 2 = 3.5 → 4
    expect(RFM_SEGMENTS[segmentOf(5, 3, 3)]).toBe("potential loyalists");
    expect(RFM_SEGMENTS[segmentOf(1, 5, 4)]).toBe("cannot lose them"); // 4.5 → 5
    expect(RFM_SEGMENTS[segmentOf(1, 1, 1)]).toBe("lost");
  });
});

describe("rfm of few orders", () => {
  // Days to the snapshot 2026-01-11: a 1, b 2, c 3, d 4, e 5 (one order each) with 10, 20, 30, 40, 50; e ordered once more on its day. f has only a refund.
  const orders: OrderRow[] = [
    ["a", "2026-01-10", 10],
    ["b", "2026-01-09", 20],
    ["c", "2026-01-08", 30],
    ["d", "2026-01-07", 40],
    ["e", "2026-01-05", 30],
    ["e", "2026-01-06", 25],
    ["e", "2026-01-07", -5],
    ["f", "2026-01-07", -5]
  ];
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({orders, groups: {a: "x", b: "x", c: "y", d: "y", e: "y"}, asOf: "2026-01-10"});
  });
  afterAll(() => shop.engine.close());

  it("breakpoints are type-7 quantiles, right-closed, ties stay together", async () => {
    // recency 1 2 3 4 5 → 1.8 2.6 3.4 4.2, reversed: a 5, b 4, c 3, d 2, e 1. frequency 1 1 1 1 2 → 1 1 1 1.2: four have 1, e has 5. value 10 20 30 40 50: scores 1–5.
    const {tables, n} = await measure(rfm, shop);
    expect(n).toBe(5);
    const bounds = rowsOf(tables!["breakpoints"]);
    expect(bounds.map(({measure: name}) => name)).toEqual(["recency", "frequency", "value"]);
    expect([bounds[0]!["p20"], bounds[0]!["p80"], bounds[1]!["p60"], bounds[2]!["p20"]].map(Number)).toEqual([
      1.8, 4.2, 1, 18
    ]);
    expect(rowsOf(tables!["cells"]).map(({r, f, m, value}) => [r, f, m, value])).toEqual([
      [1, 5, 5, 50],
      [2, 1, 4, 40],
      [3, 1, 3, 30],
      [4, 1, 2, 20],
      [5, 1, 1, 10]
    ]);
  });

  it("columns are those of the contract; refunds lower the value and are no order; shares sum to 1", async () => {
    const {table} = await measure(rfm, shop);
    expect(table.columnNames()).toEqual([
      "segment",
      "customers",
      "share_customers",
      "value",
      "share_value",
      "recency_days",
      "frequency"
    ]);
    const rows = rowsOf(table);
    expect(rows.map(({segment}) => segment)).toEqual([...RFM_SEGMENTS]);
    expect(rows.find(({segment}) => segment === "cannot lose them")).toMatchObject({
      customers: 1,
      value: 50,
      share_value: 1 / 3,
      recency_days: 5,
      frequency: 2
    });
    expect(rows.reduce((sum, row) => sum + Number(row["share_customers"]), 0)).toBeCloseTo(1, 12);
  });

  it("by: groups keep the cut-offs of all customers, everybody first", async () => {
    const rows = rowsOf((await measure(rfm, shop, {by: "plan"})).table);
    expect([...new Set(rows.map(({group}) => group))]).toEqual([null, "y", "x"]);
    expect(
      rows.filter(({group, customers}) => group === "x" && Number(customers) > 0).map(({segment}) => segment)
    ).toEqual(["potential loyalists", "new customers"]);
  });

  it("migration counts who was where `since` ago; who was no customer then says so", async () => {
    const flows = rowsOf((await measure(rfm, shop, {since: 1})).tables!["migration"]);
    expect(flows.every(({from}) => from === "not yet a customer")).toBe(true);
    expect(flows.reduce((sum, {customers}) => sum + Number(customers), 0)).toBe(5);
  });
});

it("rfm of no orders is empty, and says so", async () => {
  const shop = await openShop({orders: [], asOf: "2026-01-10"});
  const {table, n, finding, notes} = await measure(rfm, shop);
  expect([table.numRows(), n, finding, notes]).toEqual([0, 0, null, ["no-orders"]]);
  await shop.engine.close();
});

it("rfm of one customer is one segment, not an error", async () => {
  const shop = await openShop({orders: [["a", "2026-01-10", 1e9]], asOf: "2026-01-10"});
  const {table, notes} = await measure(rfm, shop);
  expect(rowsOf(table).filter(({customers}) => customers === 1)).toMatchObject([
    {segment: "new customers", share_value: 1, value: 1e9}
  ]);
  expect(notes).toContain("rfm-few");
  await shop.engine.close();
});

describe.skipIf(!hasCdnow)("rfm of CDNOW", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openCdnow();
  });
  afterAll(() => shop.engine.close());

  it.each([
    ["value", "cdnow_master_rfm_value_quintile_cells.csv", "q7"],
    ["ntile", "cdnow_master_rfm_ntile_cells.csv", "ntile"]
  ])("ties: %s gives the cells of %s", async (ties, file, suffix) => {
    const {tables, n} = await measure(rfm, shop, {ties});
    expect(n).toBe(23_570);
    const cells = new Map(
      rowsOf(tables!["cells"]).map(({r, f, m, customers, value}) => [`${r}${f}${m}`, [customers, value]])
    );
    const reference = readCsv(`reference/${file}`);
    expect(cells.size).toBe(reference.length);
    for (const row of reference) {
      const [customers, value] = cells.get(["R", "F", "M"].map((axis) => row[`${axis}_${suffix}`]).join(""))!;
      expect(customers).toBe(numberOf(row, "n"));
      expect(value).toBeCloseTo(numberOf(row, "revenue"), 2);
    }
  });

  it("breakpoints equal those of the reference", async () => {
    const {cdnow_master} = readJson<{cdnow_master: {rfm: {value_breakpoints_20_40_60_80: Record<string, number[]>}}}>(
      "reference/cohort_summary.json"
    );
    const expected = cdnow_master.rfm.value_breakpoints_20_40_60_80;
    const bounds = rowsOf((await measure(rfm, shop)).tables!["breakpoints"]);
    for (const [i, name] of ["recency", "frequency", "monetary"].entries())
      expect(["p20", "p40", "p60", "p80"].map((p) => Number(Number(bounds[i]![p]).toFixed(6)))).toEqual(expected[name]);
  });
});
