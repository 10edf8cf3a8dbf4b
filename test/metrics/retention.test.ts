import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {groupOrder} from "../../src/metrics/groups.ts";
import {kpi} from "../../src/metrics/kpi.ts";
import type {Metric, MetricOptions, Result} from "../../src/metrics/metric.ts";
import {retention} from "../../src/metrics/retention.ts";
import {computeMetric} from "../../src/notebook/metric-cell.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import type {Loaded} from "../../src/site/assemble.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {numberOf, readCsv} from "../models/reference.ts";
import {day, openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

// January: a, b and g; a orders twice. February: c, for nothing, and f. Nobody is new in March. April, which is not over: e. d has no order.
// Orders after that: a in March, c in March, b in April. Refunds: b in February, d, and f before the first order.
const ORDERS = `
  ('a', '2025-01-05', 100), ('a', '2025-01-20', 20), ('a', '2025-03-03', 50),
  ('b', '2025-01-10', 40), ('b', '2025-02-02', -10), ('b', '2025-04-02', 5),
  ('g', '2025-01-02', 10),
  ('c', '2025-02-14', 0), ('c', '2025-03-01', 30),
  ('f', '2025-01-31', -3), ('f', '2025-02-10', 20),
  ('d', '2025-02-20', -7),
  ('e', '2025-04-03', 60)`;
const CUSTOMERS = `('a', '2025-01-01', 'Gold'), ('b', '2025-01-01', 'Gold'), ('c', '2025-01-01', '(none)'), ('d', '2025-01-01', 'Gold'),
  ('e', '2025-01-01', 'Silver'), ('f', '2025-01-01', '(other)'), ('g', '2025-01-01', 'Silver'), ('h', '2025-01-01', 'Iron')`;

let shop: Shop;
beforeAll(async () => void (shop = await openShop("2025-04-15", {orders: ORDERS, customers: CUSTOMERS})), 60_000);
afterAll(() => shop.close());

interface Row {
  readonly group: string | null;
  readonly cohort: Date | null;
  readonly age: number;
  readonly size: number;
  readonly active: number;
  readonly revenue: number;
  readonly base: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly complete: boolean;
}

const rowsOf = ({table}: Result) => table.objects() as Row[];

/** Per cohort (`2025-01`, or `all` for the pooled row) a column from age 0 on. */
function triangle<K extends keyof Row>(
  result: Result,
  column: K,
  group: string | null = null
): Record<string, Row[K][]> {
  const found: Record<string, Row[K][]> = {};
  for (const row of rowsOf(result)) {
    if (row.group !== group) continue;
    const values = (found[day(row.cohort)?.slice(0, 7) ?? "all"] ??= []);
    expect(row.age).toBe(values.length);
    values.push(row[column]);
  }
  return found;
}

describe("kind: period", () => {
  it("counts who ordered in an age: 0 where nobody did, absent where the age is not reached", async () => {
    const result = await shop.compute(retention);
    expect(triangle(result, "size")).toMatchObject({"2025-01": [3, 3, 3, 3], "2025-02": [2, 2, 2], "2025-04": [1]});
    // January: a refund alone is no activity, so nobody in age 1; a in age 2; b in age 3. February: c in age 1.
    expect(triangle(result, "active")).toEqual({
      "2025-01": [3, 0, 1, 1],
      "2025-02": [2, 1, 0],
      "2025-04": [1],
      all: [5, 1, 1]
    });
    expect(triangle(result, "rate")["2025-01"]).toEqual([1, 0, 1 / 3, 1 / 3]);
    expect(result.n).toBe(6);
  });
  it("is complete where the as-of date closes the period", async () => {
    const result = await shop.compute(retention);
    expect(triangle(result, "complete")).toEqual({
      "2025-01": [true, true, true, false],
      "2025-02": [true, true, false],
      "2025-04": [false],
      all: [true, true, true]
    });
    expect(result.notes).toEqual(["incomplete"]);
    const closed = await shop.compute(retention, {}, {asOf: new Date("2025-04-30")});
    expect(triangle(closed, "complete")["2025-01"]).toEqual([true, true, true, true]);
    expect(closed.notes).toEqual([]);
  });
  it("pools sums, not rates, over the cohorts that completed the age", async () => {
    const result = await shop.compute(retention);
    // Age 1: 0 of 3 and 1 of 2 are 1 of 5 (the mean of rates would be 0.25). Age 2: January alone, 1 of 3.
    expect(triangle(result, "size")["all"]).toEqual([5, 5, 3]);
    expect(triangle(result, "rate")["all"]).toEqual([1, 1 / 5, 1 / 3]);
  });
  it("bounds each rate by its Wilson interval", async () => {
    // 1 of 3, z² = 3.841459: centre 1/3 + z²/6 = 0.973576; half z √(2/27 + z²/36) = 0.833345; both over 1 + z²/3 = 2.280486.
    const row = rowsOf(await shop.compute(retention)).find(({age, cohort}) => age === 2 && cohort === null)!;
    expect(row.low).toBeCloseTo(0.0614922, 5);
    expect(row.high).toBeCloseTo(0.7923403, 5);
    const wide = rowsOf(await shop.compute(retention, {interval: "99%"})).find(
      ({age, cohort}) => age === 2 && cohort === null
    )!;
    expect(wide.low!).toBeLessThan(row.low!);
    const nobody = rowsOf(await shop.compute(retention)).find(({age}) => age === 1)!;
    expect([nobody.rate, nobody.low]).toEqual([0, 0]);
  });
  it("finds the pooled rate at the first age, and at the last that two cohorts completed", async () => {
    const {finding} = await shop.compute(retention);
    expect(finding).toMatchObject({
      key: "retention",
      values: {age: 1, rate: 1 / 5, size: 5, cohorts: 2, last_age: 1, last_rate: 1 / 5}
    });
    // Before any cohort completes age 1 there is nothing to find.
    expect((await shop.compute(retention, {}, {asOf: new Date("2025-04-15")})).finding).not.toBeNull();
    const young = await openShop("2025-01-31", {orders: "('a', '2025-01-05', 1)"});
    expect((await young.compute(retention)).finding).toBeNull();
    await young.close();
  });
});

it("kind: rolling counts who ordered in that age or later", async () => {
  // Last orders: a in age 2, b in age 3, g in age 0; c in age 1, f in age 0.
  expect(triangle(await shop.compute(retention, {kind: "rolling"}), "active")).toEqual({
    "2025-01": [3, 2, 2, 1],
    "2025-02": [2, 1, 0],
    "2025-04": [1],
    all: [5, 3, 2]
  });
});

// Sixty customers since January, of whom twenty came back in February, twenty in April, twenty in June; sixty since May, twenty back in June. At age 1 a third of both; in that age or later 60 of 60 against 20 of 60, only because June is further from January.
it("kind: rolling ranks neither cohorts nor groups: what is observed for longer is higher", async () => {
  const of = (segment: string, first: number, later: (i: number) => number) =>
    Array.from({length: 60}, (_, i) => [first, later(i)].flatMap((m) => (m === 0 ? [] : `('${segment}${i}', '2025-0${m}-10', 1)`))).flat(); // prettier-ignore
  const people = ["old", "new"].flatMap((segment) =>
    Array.from({length: 60}, (_, i) => `('${segment}${i}', '2025-01-01', '${segment}')`)
  );
  const two = await openShop("2025-06-30", {
    orders: [...of("old", 1, (i) => 2 + 2 * Math.floor(i / 20)), ...of("new", 5, (i) => (i < 20 ? 6 : 0))].join(),
    customers: people.join()
  });
  const findings = [{}, {by: "segment"}].map((options) => two.compute(retention, {kind: "rolling", ...options}));
  for (const {finding} of await Promise.all(findings)) {
    expect(finding!.values).toMatchObject({kind: "rolling", rate: 80 / 120, size: 120});
    expect(Object.keys(finding!.values).filter((name) => /^(best|worst)/.test(name))).toEqual([]);
  }
  await two.close();
});

describe("kind: revenue", () => {
  it("is the revenue of an age over that of age 0, refunds taken off, without interval", async () => {
    const result = await shop.compute(retention, {kind: "revenue"});
    // January: 100 + 20 + 40 + 10 = 170, then b's refund, a's 50, b's 5. February: 0 + 20; the refund before it belongs to no cohort.
    expect(triangle(result, "revenue")).toEqual({
      "2025-01": [170, -10, 50, 5],
      "2025-02": [20, 30, 0],
      "2025-04": [60],
      all: [190, 20, 50]
    });
    expect(triangle(result, "base")["all"]).toEqual([190, 190, 170]);
    expect(triangle(result, "rate")).toEqual({
      "2025-01": [1, -10 / 170, 50 / 170, 5 / 170],
      "2025-02": [1, 1.5, 0],
      "2025-04": [1],
      all: [1, 20 / 190, 50 / 170]
    });
    expect(rowsOf(result).every(({low, high}) => low === null && high === null)).toBe(true);
    expect(result.table.columnNames()).toEqual([
      "group",
      "cohort",
      "age",
      "size",
      "revenue",
      "base",
      "rate",
      "low",
      "high",
      "complete"
    ]);
  });
  it("has no rate where the base is not positive", async () => {
    const negative = await openShop("2025-02-28", {
      orders: "('x', '2025-01-01', 5), ('x', '2025-01-02', -9), ('x', '2025-02-01', 3)"
    });
    const result = await negative.compute(retention, {kind: "revenue"});
    expect(triangle(result, "base")["2025-01"]).toEqual([-4, -4]);
    expect(triangle(result, "rate")).toEqual({"2025-01": [null, null], all: [null, null]});
    await negative.close();
  });
});

describe("by", () => {
  it("has everybody first, then groups by size and name, (other) and (none) last", async () => {
    const result = await shop.compute(retention, {by: "segment"});
    // Gold has a and b (d never ordered), Silver g and e; Iron's only customer never ordered.
    expect([...new Set(rowsOf(result).map(({group}) => group))]).toEqual([null, "Gold", "Silver", "(other)", "(none)"]);
    expect(triangle(result, "active")).toEqual(triangle(await shop.compute(retention), "active"));
    expect(triangle(result, "active", "Gold")).toEqual({"2025-01": [2, 0, 1, 1], all: [2, 0, 1]});
    expect(triangle(result, "active", "Silver")).toEqual({"2025-01": [1, 0, 0, 0], "2025-04": [1], all: [1, 0, 0]});
    expect(triangle(result, "active", "(other)")).toEqual({"2025-02": [1, 0, 0], all: [1, 0]});
    expect(triangle(result, "active", "(none)")).toEqual({"2025-02": [1, 1, 0], all: [1, 1]});
  });
  // 0 of 12 against 60 of 300 is chance (test/metrics/contrast.test.ts); 0 of 40 is not: nobody of forty like the others has 0.8^40 = 0.0001.
  it.each([
    [12, {}],
    [40, {best_group: "many", best_rate: 0.2, worst_group: "few", worst_rate: 0}]
  ])("of a group of %i nobody comes back", async (n, ends) => {
    const people = [...Array.from({length: n}, (_, i) => `few${i}`), ...Array.from({length: 300}, (_, i) => `many${i}`)]; // prettier-ignore
    const again = Array.from({length: 60}, (_, i) => `('many${i}', '2025-02-10', 1)`);
    const two = await openShop("2025-02-28", {
      orders: [...people.map((name) => `('${name}', '2025-01-10', 1)`), ...again].join(),
      customers: people.map((name) => `('${name}', '2025-01-01', '${name.replace(/\d+/, "")}')`).join()
    });
    const result = await two.compute(retention, {by: "segment"});
    await two.close();
    expect(triangle(result, "rate", "few")["all"]).toEqual([1, 0]);
    const said = Object.entries(result.finding!.values).filter(([name]) => /^(best|worst)/.test(name));
    expect(Object.fromEntries(said)).toEqual(ends);
  });
  it("groupOrder is by size, ties by name", () => {
    const sizes = {"(none)": 9, b: 2, a: 2, "(other)": 5, c: 3};
    const groups = [...Object.keys(sizes), null].map((group) => ({group}));
    const order = groupOrder(groups, ({group}) => (group === null ? 21 : sizes[group as keyof typeof sizes]));
    expect(order.map(({group}) => group)).toEqual([null, "c", "a", "b", "(other)", "(none)"]);
  });
});

describe("options", () => {
  it("cohorts shows the latest ones, and pools all of them", async () => {
    expect(triangle(await shop.compute(retention, {cohorts: 2}), "active")).toEqual({
      "2025-02": [2, 1, 0],
      "2025-04": [1],
      all: [5, 1, 1]
    });
    expect(Object.keys(triangle(await shop.compute(retention, {cohorts: 9}), "active"))).toHaveLength(4);
  });
  it("ages shows the first ones after 0", async () => {
    expect(triangle(await shop.compute(retention, {ages: 1}), "active")).toEqual({
      "2025-01": [3, 0],
      "2025-02": [2, 1],
      "2025-04": [1],
      all: [5, 1]
    });
  });
});

describe("period", () => {
  let x: Shop;
  const ORDERS_OF_X = ["2024-12-31", "2025-01-01", "2025-03-31", "2025-04-01", "2025-06-30", "2025-07-01"];
  beforeAll(
    async () => void (x = await openShop("2025-07-01", {orders: ORDERS_OF_X.map((at) => `('x', '${at}', 1)`).join()})),
    60_000
  );
  afterAll(() => x.close());

  it.each([
    ["quarter", "2024-10-01", [true, true, true, false]],
    ["half", "2024-07-01", [true, true, false]],
    ["year", "2024-01-01", [true, false]],
    ["fiscal-year", "2024-04-01", [true, false]]
  ] as const)("%s begins at its first month", async (period, start, complete) => {
    const rows = rowsOf(await x.compute(retention, {period})).filter(({cohort}) => cohort !== null);
    expect(rows.map((row) => [day(row.cohort), row.active, row.complete])).toEqual(
      complete.map((is) => [start, 1, is])
    );
  });
  it("week begins on the catalog's day", async () => {
    // 2025-01-05 is a Sunday, the 12th too.
    const week = await openShop("2025-01-12", {orders: "('x', '2025-01-05', 1), ('x', '2025-01-06', 1)"});
    const weeks = async (weekStart: "monday" | "sunday") =>
      rowsOf(await week.compute(retention, {period: "week"}, {calendar: {weekStart, fiscalYearStart: 1}}))
        .filter(({cohort}) => cohort !== null)
        .map(({cohort, active, complete}) => [day(cohort), active, complete]);
    expect(await weeks("monday")).toEqual([
      ["2024-12-30", 1, true],
      ["2024-12-30", 1, true]
    ]);
    expect(await weeks("sunday")).toEqual([
      ["2025-01-05", 1, true],
      ["2025-01-05", 0, false]
    ]);
    await week.close();
  });
});

it.each(["", "('d', '2025-01-01', -7)"])("without an order the table is empty: %s", async (orders) => {
  const empty = await openShop("2025-01-31", {orders, customers: "('d', '2025-01-01', 'Gold')"});
  for (const options of [{}, {by: "segment"}, {kind: "revenue"}]) {
    const result = await empty.compute(retention, options);
    expect([result.table.numRows(), result.n, result.finding, result.notes]).toEqual([0, 0, null, ["no-orders"]]);
    expect(result.table.columnNames()).toContain("cohort");
  }
  await empty.close();
});

const CDNOW = join(import.meta.dirname, "../../../shared/workspaces/cdnow");

describe.skipIf(!existsSync(CDNOW))("CDNOW, all 23,570 customers (skipped where ../shared is missing)", () => {
  let engine: Engine;
  let loaded: Loaded;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "kizuna-cdnow-"));
    engine = await openNative({threads: 2, memoryLimit: "2GB"});
    loaded = await loadWorkspace(openWorkspace(CDNOW, folder), engine);
  }, 120_000);
  afterAll(async () => {
    await engine.close();
    rmSync(folder, {recursive: true});
  });
  const compute = <O extends MetricOptions>(metric: Metric<O>, options: object = {}) =>
    computeMetric(metric as unknown as Metric<MetricOptions>, metric.schema.parse(options), loaded);

  it("retention equals cdnow_master_cohort_monthly.csv in every complete cell", async () => {
    const reference = readCsv("reference/cdnow_master_cohort_monthly.csv").filter((row) => row["complete"] === "True");
    const counts = await compute(retention);
    const amounts = await compute(retention, {kind: "revenue"});
    expect(reference).toHaveLength(51);
    for (const row of reference) {
      const age = numberOf(row, "month_index");
      const cell = `${row["cohort"]} ${age}`;
      expect(triangle(counts, "size")[row["cohort"]!]![age], cell).toBe(numberOf(row, "cohort_size"));
      expect(triangle(counts, "active")[row["cohort"]!]![age], cell).toBe(numberOf(row, "active"));
      expect(triangle(counts, "complete")[row["cohort"]!]![age], cell).toBe(true);
      expect(triangle(amounts, "revenue")[row["cohort"]!]![age], cell).toBeCloseTo(numberOf(row, "revenue"), 6);
    }
  });
  it("the pooled row is the ratio of the cohorts' sums, and equals cdnow_master_pooled_curves.csv", async () => {
    const pooled = triangle(await compute(retention), "rate")["all"]!;
    const cells = readCsv("reference/cdnow_master_cohort_monthly.csv").filter((row) => row["complete"] === "True");
    const curves = readCsv("reference/cdnow_master_pooled_curves.csv");
    expect(pooled).toHaveLength(curves.length);
    curves.forEach((row, age) => {
      const reached = cells.filter((cell) => numberOf(cell, "month_index") === age);
      const sum = (name: string) => reached.reduce((total, cell) => total + numberOf(cell, name), 0);
      expect(Math.abs(pooled[age]! - sum("active") / sum("cohort_size"))).toBeLessThan(1e-12);
      expect(pooled[age]! * 100).toBeCloseTo(numberOf(row, "pooled_retention_pct"), 6); // the file has nine digits
    });
  });
  it("by a dimension, groups add up to everybody", async () => {
    const result = await compute(retention, {by: "first_basket"});
    const groups = [...new Set(rowsOf(result).map(({group}) => group))];
    expect(groups).toHaveLength(4);
    const sum = groups.slice(1).reduce((n, group) => n + triangle(result, "active", group)["all"]![12]!, 0);
    expect(sum).toBe(triangle(result, "active")["all"]![12]);
  });
  it("headline figures are those of the reference", async () => {
    const show = ["customers", "orders", "revenue", "repeat_rate", "average_order_value", "ltv"];
    const {table, notes} = await compute(kpi, {show});
    const value = Object.fromEntries(
      (table.objects() as {name: string; value: number}[]).map((row) => [row.name, row.value])
    );
    expect(value).toMatchObject({customers: 23_570, orders: 67_591});
    expect(value["revenue"]).toBeCloseTo(2_500_315.63, 6);
    expect(value["repeat_rate"]).toBeCloseTo(0.48858719, 8);
    expect(value["average_order_value"]).toBeCloseTo(36.991843, 6);
    expect(value["ltv"]).toBeCloseTo(92.825423, 6);
    expect(notes).toEqual(["revenue-for-margin"]);
  });
});

describe("who comes back most and least", () => {
  /** 40 new customers in each of January and February 2025, of whom so many order again in the month after. */
  const open = (january: number, february: number) => {
    const all = [january, february].flatMap((back, month) =>
      Array.from({length: 40}, (_, i) => ({id: `${month}-${i}`, month: month + 1, isBack: i < back}))
    );
    return openShop("2025-04-15", {
      orders: all
        .flatMap(({id, month, isBack}) => [
          `('${id}', '2025-0${month}-05', 10)`,
          ...(isBack ? [`('${id}', '2025-0${month + 1}-05', 10)`] : [])
        ])
        .join(","),
      customers: all.map(({id, month}) => `('${id}', '2025-01-01', '${month === 1 ? "Gold" : "Silver"}')`).join(",")
    });
  };

  // 30 and 10 of 40 are 0.75 and 0.25: z = 0.5 / √(2 × 0.75 × 0.25 / 40) = 0.5 / 0.0968 = 5.2. 30 and 28: z = 0.05 / √(0.75 × 0.25 / 40 + 0.7 × 0.3 / 40) = 0.05 / 0.0997 = 0.5.
  it("is said of cohorts, and of groups where there are some, if they differ beyond the noise", async () => {
    const shop = await open(30, 10);
    const rates = {best_rate: 0.75, worst_rate: 0.25};
    const [january, february] = [new Date("2025-01-01T00:00:00Z"), new Date("2025-02-01T00:00:00Z")];
    const values = async (options: object) => (await shop.compute(retention, options)).finding!.values;
    expect(await values({})).toMatchObject({...rates, best: january, worst: february});
    expect(await values({by: "segment"})).toMatchObject({...rates, best_group: "Gold", worst_group: "Silver"});
    expect(await values({by: "segment"})).not.toHaveProperty("best");
    expect(await values({kind: "revenue"})).not.toHaveProperty("best");
    expect(await values({cohorts: 1})).not.toHaveProperty("best"); // February alone is not compared
    await shop.close();
  }, 60_000);

  it("is not said of what may be chance", async () => {
    const shop = await open(30, 28);
    expect((await shop.compute(retention)).finding!.values).not.toHaveProperty("worst");
    await shop.close();
  }, 60_000);
});
