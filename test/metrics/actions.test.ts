import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import {LINES} from "../../src/metrics/action-lines.ts";
import {rowsOf as rowsOfActions} from "../../src/metrics/action-rows.ts";
import {judge} from "../../src/metrics/action-verdict.ts";
import {actions} from "../../src/metrics/actions.ts";
import {parseSegment, spanOf} from "../../src/metrics/action-list.ts";
import type {Action} from "../../src/metrics/action-list.ts";
import type {Facts} from "../../src/metrics/metric.ts";
import {dayOf} from "../../src/metrics/period.ts";
import {words} from "../../src/site/words/languages.ts";
import {findingText} from "../../src/site/words/words.ts";
import {rowsOf} from "./measure.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const list = <T>(n: number, row: (i: number) => T) => Array.from({length: n}, (_, i) => row(i));
/** Ten customers of a segment: all order on that day, so many times. */
const orders = (segment: string, month: string, times: number): string[] =>
  Array.from({length: times}, (_, k) => list(10, (i) => `('${segment}${i}', '${month}-${10 + k}', 10)`)).flat();
const month = (i: number) => `2024-${String(i).padStart(2, "0")}`;

// Everybody's first order is in January 2024. From February on each of B and C orders once a month. A orders once or twice in turn until September, and 4, 8, 4 times from October on; C ten times from October on.
const A = [1, 2, 1, 2, 1, 2, 1, 2, 4, 8, 4];
const ORDERS = [
  ...["a", "b", "c"].flatMap((segment) => orders(segment, "2024-01", 1)),
  ...A.flatMap((times, i) => orders("a", month(i + 2), times)),
  ...A.flatMap((_, i) => [...orders("b", month(i + 2), 1), ...orders("c", month(i + 2), i < 8 ? 1 : 10)])
];
// name, started, ended, owner, metric, target, segment, control
const ACTIONS = [
  "('helps', '2024-10-01', null, 'Ann', 'orders', 0.5, 'segment=a', null)",
  "('harms', '2024-10-01', null, 'Bob', 'orders', -0.2, 'segment=b', 'segment=a')",
  "('floods', '2024-10-01', null, null, 'orders', null, 'segment=c', null)",
  "('for all', '2024-10-01', null, null, 'orders', 9, null, null)",
  "('late', '2024-11-15', null, null, 'orders', null, 'segment=a', null)",
  "('young', '2024-09-10', '2024-11-29', null, 'orders', null, 'segment=b', null)",
  "('next year', '2025-03-01', null, null, 'orders', null, null, null)",
  "('who knows', '2024-10-01', null, null, 'happiness', 1, null, null)",
  "('nowhere', '2024-10-01', null, null, 'orders', null, 'city=Rome', null)"
];

let shop: Shop;
/** The same customers and orders, but only measures for a and c: b is whom none is for. */
let pair: Shop;
const PAIR = [
  ACTIONS[0]!,
  ACTIONS[2]!,
  "('hopes', '2024-10-01', null, null, 'orders', 1.5, 'segment=a', null)",
  "('dreams', '2024-10-01', null, null, 'orders', 6, 'segment=a', null)",
  "('blink', '2024-10-03', '2024-10-29', null, 'orders', null, 'segment=a', null)"
];
beforeAll(async () => {
  const people = ["a", "b", "c"].flatMap((segment) =>
    list(10, (i) => `('${segment}${i}', '2024-01-01', '${segment}')`)
  );
  const open = (measures: readonly string[]) => openShop("2024-12-31", {orders: ORDERS.join(", "), customers: people.join(", "), actions: measures.join(", ")}); // prettier-ignore
  [shop, pair] = await Promise.all([open(ACTIONS), open(PAIR)]);
});
afterAll(() => Promise.all([shop.close(), pair.close()]));

async function rowsOfAll(options: object = {}, of = shop) {
  const result = await of.compute(actions, options);
  const rows = rowsOf(result.table).filter(({group}) => group === null);
  return {result, of: (name: string) => rows.find(({action}) => action === name)!, rows};
}

describe("actions", () => {
  // With "helps" and "floods" the control of both is b: orders per customer of a over b are 1, 2, … before and 4, 8, 4 after: 12 / 8 = 1.5, then 16 / 3, so 32/9 − 1 = 2.555556. Parts in its logarithm ∓1/3 before, −1/4, 1/2, −1/4 after: squares 8/9 + 3/8, / 9 · (1/8 + 1/3) = 0.0643647, the root 0.2537020: in turn as they are, autocorrelation would only make it smaller (test/models/newey-west.test.ts).
  // 32/9 · e^(∓2.262157 · 0.2537020) − 1 = 1.002903, 5.311827. Before 1.5 ± 2.364624 · 0.1889822; after 16/3. Had a moved like b, it would be 1.5 orders each month; the target is half as much again.
  it("holds those whom a measure is for against those whom none is for", async () => {
    const {result, of} = await rowsOfAll({show: ["helps", "floods"]}, pair);
    expect(of("helps")).toMatchObject({
      owner: "Ann",
      unit: "number",
      status: "worked",
      design: "difference-in-differences",
      periods_before: 8,
      periods_after: 3,
      target: 0.5,
      reached: true,
      level: null
    });
    const near = (name: string, value: number) => expect(of("helps")[name], name).toBeCloseTo(value, 5);
    near("effect", 23 / 9);
    near("low", 1.002903);
    near("high", 5.311827);
    near("before", 1.5);
    near("before_low", 1.5 - 2.364624 * 0.1889822);
    near("after", 16 / 3);
    // c was as b and then ten times that, without any noise.
    expect(of("floods")["status"]).toBe("worked");
    expect(of("floods")["p"]).toBeLessThan(1e-100);
    expect(of("floods")["effect"]).toBeCloseTo(9, 9);
    const series = rowsOf(result.tables!["series"]).filter(({id}) => id === 1);
    expect(series.map(({phase}) => phase)).toEqual([...list(8, () => "before"), ...list(3, () => "after")]);
    expect(series.map(({value}) => value)).toEqual(A);
    expect(series.at(-1)!["expected"]).toBeCloseTo(1.5, 9);
    expect(series.at(-1)!["goal"]).toBeCloseTo(2.25, 9);
    expect(series[0]).toMatchObject({expected: null, goal: null, other: 1});
    expect(result.finding!.values).toMatchObject({actions: 2, worked: 2, best: "floods", none: 0, open: 0});
    // Which is largest cannot be said of lines in different units, only which stands out of its noise most.
    const say = (lang: string) => findingText(words(lang), result.finding!, createFormat({lang, currency: "EUR"}))!;
    expect(say("en")).toContain("“helps” and “floods”); most clearly “floods”, with +900.0% (");
    expect(say("ja")).toContain("最もはっきり効果が出たのは「floods」で、対象外の顧客と比べて+900.0%（");
  });

  it("says the same of a measure whichever others are shown: they are compared, and tests corrected, over all", async () => {
    const [alone, all] = [await rowsOfAll({show: ["helps"]}, pair), await rowsOfAll({}, pair)];
    expect(alone.rows).toHaveLength(1);
    expect({...alone.of("helps"), id: 0}).toEqual({...all.of("helps"), id: 0});
    // Four tests; that of floods has p = 0, the three of a the same p: 3 p.
    expect(all.of("helps")["p_holm"]).toBeCloseTo(3 * Number(all.of("helps")["p"]), 12);
    // In the whole table every segment has a measure of its own on orders: nobody is left to compare a with.
    expect((await rowsOfAll({show: ["helps"]})).of("helps")["design"]).toBe("interrupted time series");
  });

  // The effect of helps is 255.6% (100.3% to 531.2%): beyond a target of 50%, short of 600%, and of 150% one cannot tell.
  it("says of a target only what the whole interval says", async () => {
    const {of} = await rowsOfAll({}, pair);
    expect(["helps", "dreams", "hopes"].map((name) => of(name)["reached"])).toEqual([true, false, null]);
  });

  it("does not measure what ended before a whole period was over", async () => {
    expect((await rowsOfAll({}, pair)).of("blink")).toMatchObject({status: "not measured", p: null});
  });

  it("knows the measures that there are", () => {
    const frozen = {actions: [{name: "helps"}]};
    const options = actions.schema.parse({show: ["helps", "helpz"]});
    expect(actions.unknownName!(options, frozen)).toEqual({option: "show", what: "measure", name: "helpz", known: ["helps"]}); // prettier-ignore
    expect(actions.unknownName!(actions.schema.parse({}), frozen)).toBeNull();
  });

  // The first of January twice: of "a" and "b" the latter is the one too many.
  it("judges the 40 that began last, and says so only where there are more", async () => {
    const day = (i: number) => `2024-${String(1 + Math.floor(i / 20)).padStart(2, "0")}-${String(1 + (i % 20)).padStart(2, "0")}`; // prettier-ignore
    const of = async (names: readonly string[], options: object = {}) => {
      const many = await openShop("2024-12-31", {
        orders: ORDERS.join(", "),
        actions: names.map((name, i) => `('${name}', '${i === 0 ? day(0) : day(i - 1)}', null, null, 'orders', null, null, null)`).join(", ") // prettier-ignore
      });
      const result = await many.compute(actions, options);
      await many.close();
      return result;
    };
    const names = ["b", "a", ...list(39, (i) => `m${i}`)];
    const [forty, more] = [await of(names.slice(1)), await of(names)];
    expect([forty.table.numRows(), more.table.numRows()]).toEqual([40, 40]);
    expect(forty.notes).not.toContain("actions-most");
    expect(more.notes).toContain("actions-most");
    expect(rowsOf(more.table).map(({action}) => action)).not.toContain("b");
    const frozen = {actions: names.slice(1).map((name) => ({name})), hasOlder: true};
    expect(actions.unknownName!(actions.schema.parse({show: ["b"]}), frozen)).toMatchObject({name: "b", what: "measure among the 40 that began last"}); // prettier-ignore
  });

  // Twelve new customers a month in a and in b; from October on three, or none, in a. Nine months before, three after. Against b, with a half more on each side, 108.5 / 108.5 before, then 9.5 / 36.5, or 0.5 / 36.5, of what would have been.
  // Without any noise of the line, the interval is that over customers. Those of a, none after, 108 new ones before: 108/107 · 108/108.5² + ½/108.5² + ½/½² = 2.0093023;
  // of b 36 after: 144/143 · (108/108.5² + 36/36.5²) + ½/108.5² + ½/36.5² = 0.0368670. 1/73 · e^(∓1.959964 √2.0461693) − 1: −99.92% to −77.39%.
  it.each([
    [3, 19 / 73 - 1],
    [0, 1 / 73 - 1]
  ])("a count that falls to %i is a small count, not an unknown one", async (rest, effect) => {
    const coming = (segment: string, monthly: (i: number) => number) =>
      list(12, (i) => list(monthly(i), (n) => `('${segment}${i}_${n}', '${month(i + 1)}-05', 10)`)).flat();
    const all = [...coming("a", (i) => (i < 9 ? 12 : rest)), ...coming("b", () => 12)];
    const people = all.map((order) => `(${order.split(",")[0]!.slice(1)}, '2024-01-01', '${order[2]}')`);
    const falling = await openShop("2024-12-31", {
      orders: all.join(", "),
      customers: people.join(", "),
      actions: "('fee', '2024-10-01', null, null, 'new_customers', null, 'segment=a', null)"
    });
    const {notes, table, tables} = await falling.compute(actions);
    expect(notes).toContain("actions-counts");
    const [row] = rowsOf(table);
    await falling.close();
    expect(row).toMatchObject({status: "worse", design: "difference-in-differences", periods_before: 9, before: 12, periods_after: 3}); // prettier-ignore
    expect(row!["after"]).toBeCloseTo(rest, 9);
    expect(row!["effect"]).toBeCloseTo(effect, 9);
    expect(rowsOf(tables!["series"]).at(-1)!["expected"]).toBeCloseTo(12, 9);
    if (rest > 0) return;
    expect(row!["low"]).toBeCloseTo(-0.99917, 5);
    expect(row!["high"]).toBeCloseTo(-0.773914, 5);
  });

  // Active is who ordered in the last 90 days: the twenty of b from June 2023 to June 2024, ten of them to the end of the year; everybody else all the time. The measures begin on 1 July 2024; the first month whose last 90 days lie after that is September.
  // Before 12 months, after 4; of the ten who stay against b, a half more on each side, 120.5 / 240.5 before and 40.5 / 40.5 after: 240.5 / 120.5 of what would have been, without any noise of the line.
  // Over customers: the ten as one, 10/9 · 10 (4/40.5 − 12/120.5)² + ½/120.5² + ½/40.5² = 0.0003467. Of b ten have 4/40.5 − 12/240.5, ten −12/240.5: 20/19 · (10 · 0.0488693² + 10 · 0.0498961²) + ½/240.5² + ½/40.5² = 0.0516591.
  // 1.995851 · e^(∓1.959964 √0.0520058) − 1: 27.65% to 212.06% more. One customer in 12 months is 12 counts, and yet one customer; nine are too few, too.
  describe("a count", () => {
    let few: Shop;
    const MONTHS = list(19, (i) => new Date(Date.UTC(2023, 5 + i, 15)).toISOString().slice(0, 10));
    const staying = (segment: string, n: number) => list(n, (i) => `${segment}${i}`);
    beforeAll(async () => {
      const people = [...staying("one", 1), ...staying("nine", 9), ...staying("ten", 10), ...staying("b", 20)];
      const isGone = (name: string) => name.startsWith("b") && Number(name.slice(1)) >= 10;
      few = await openShop("2024-12-31", {
        orders: people.flatMap((name) => (isGone(name) ? MONTHS.slice(0, 13) : MONTHS).map((at) => `('${name}', '${at}', 10)`)).join(", "), // prettier-ignore
        customers: people.map((name) => `('${name}', '2023-06-01', '${name.replace(/\d+/, "")}')`).join(", "),
        actions: [["one", "b"], ["nine", "b"], ["ten", "b"], ["b", "nine"]]
          .map(([name, control]) => `('${name}', '2024-07-01', null, null, 'active_customers', null, 'segment=${name}', 'segment=${control}')`)
          .join(", ") // prettier-ignore
      });
    });
    afterAll(() => few.close());

    it("is of ten customers or more, in however many periods one of them is", async () => {
      const {of} = await rowsOfAll({}, few);
      for (const name of ["one", "nine"])
        expect(of(name)).toMatchObject({status: "not measured", effect: null, p: null, periods_before: 0});
      expect(of("ten")).toMatchObject({status: "worked", periods_before: 12, periods_after: 4, after: 10});
      expect(of("ten")["effect"]).toBeCloseTo(120 / 120.5, 9);
      expect(of("ten")["low"]).toBeCloseTo(0.276478, 5);
      expect(of("ten")["high"]).toBeCloseTo(2.120633, 5);
    });

    it("is not held against nine", async () => {
      expect((await rowsOfAll({}, few)).of("b")).toMatchObject({status: "changed", design: "interrupted time series"});
    });
  });

  // Against a, whose orders rose by 256%, b fell to 9/32 of what would have been.
  it("takes the control that the measure names; a fall is worse", async () => {
    const {of} = await rowsOfAll({show: ["harms"]}, shop);
    expect(of("harms")).toMatchObject({status: "worse", reached: false});
    expect(of("harms")["effect"]).toBeCloseTo(9 / 32 - 1, 9);
  });

  it("without anybody to compare with says no more than changed or not, and whether a level was reached", async () => {
    const {of, result} = await rowsOfAll({show: ["for all", "next year"]});
    expect(of("for all")).toMatchObject({status: "changed", design: "interrupted time series", effect: null, reached: null}); // prettier-ignore
    expect(of("for all")["level"]).toBeGreaterThan(2);
    expect(result.finding!.values).toMatchObject({changed: 1, changed_names: "for all", worked: 0, open: 1});
    expect(result.notes).toContain("actions-alone");
    expect(result.notes).not.toContain("actions-counts");
  });

  // "late" starts on 15 November: that month is of neither side, December is its only one. "young" begins in September and ends two days before November's end: October is its only whole month.
  it("says what cannot be judged", async () => {
    const {of, result} = await rowsOfAll();
    expect(of("late")).toMatchObject({status: "too early", periods_before: 9, periods_after: 1, effect: null, p: null});
    expect(of("young")).toMatchObject({status: "too early", periods_before: 7, periods_after: 1});
    expect(of("next year")).toMatchObject({status: "planned", p: null});
    expect(of("who knows")).toMatchObject({status: "not measured", unit: null});
    expect(of("nowhere")).toMatchObject({status: "not measured"});
    expect(result.notes).toContain("actions-unmeasured");
    expect((await rowsOfAll({period: "quarter"})).of("helps")).toMatchObject({status: "too early", periods_before: 2});
  });

  it("of a group whom a measure is not for, or of nobody, there is nothing to say", async () => {
    const {table} = await shop.compute(actions, {by: "segment", show: ["helps"]});
    const statuses = rowsOf(table).map(({group, status}) => [group, status]);
    // Of everybody a is held against b and c; in the group a there is nobody else, in the others nobody it is for.
    expect(statuses).toContainEqual(["a", expect.stringMatching(/changed$/)]);
    expect(statuses).toContainEqual(["b", "not measured"]);
    const empty = await openShop("2024-12-31", {orders: ORDERS.join(", "), actions: ""});
    const {finding, notes} = await empty.compute(actions);
    await empty.close();
    expect([finding, notes]).toEqual([null, ["actions-none"]]);
  });
});

// Treated are the ten of a, the control the ten of b; those of c are in no list. So the line is that of "helps" against b alone, as above.
describe("a measure for a list whose control was drawn at random", () => {
  let drawn: Shop;
  const LIST = [...list(10, (i) => `('drawn', 'a${i}', 1)`), ...list(10, (i) => `('drawn', 'b${i}', 0)`)];
  const listed = {actionLists: new Map([["drawn", {treated: 10, control: 10}]])};
  beforeAll(async () => {
    const people = ["a", "b", "c"].flatMap((segment) =>
      list(10, (i) => `('${segment}${i}', '2024-01-01', '${segment}')`)
    );
    const measures = [
      "('drawn', '2024-10-01', null, null, 'orders', 0.5, null, null)",
      "('for c', '2024-10-01', null, null, 'orders', null, 'segment=c', null)"
    ];
    drawn = await openShop("2024-12-31", {orders: ORDERS.join(", "), customers: people.join(", "), actions: measures.join(", "), lists: LIST.join(", ")}); // prettier-ignore
  });
  afterAll(() => drawn.close());

  it("is a randomised comparison, and its finding says so in both languages", async () => {
    const {table, finding, notes} = await drawn.compute(actions, {show: ["drawn"]}, listed);
    const [row] = rowsOf(table);
    expect(row).toMatchObject({status: "worked", design: "randomised comparison", listed: 20, held_out: 10, segment: null, reached: true}); // prettier-ignore
    for (const [name, value] of [
      ["effect", 23 / 9],
      ["low", 1.002903],
      ["high", 5.311827]
    ] as const)
      // prettier-ignore
      expect(row![name], name).toBeCloseTo(value, 5);
    expect(notes).toContain("actions-randomised");
    expect(notes).not.toContain("actions-compared");
    const say = (lang: string) => findingText(words(lang), finding!, createFormat({lang, currency: "EUR"}))!;
    expect(say("en")).toContain("against its control, drawn at random");
    expect(say("ja")).toContain("無作為に選んだ対照群と比べて");
  });

  // Nobody is left whom no measure is for but the ten of b: c, ten times what b does from October on, is e^(ln 10) − 1 = 9 above.
  it("takes whom it treats out of the others' comparison", async () => {
    const {table} = await drawn.compute(actions, {}, listed);
    const row = rowsOf(table).find(({action}) => action === "for c")!;
    expect(row["design"]).toBe("difference-in-differences");
    expect(row["effect"]).toBeCloseTo(9, 9);
  });
});

it.each([
  {treated: 10, control: 0},
  {treated: 0, control: 10}
])("a measure for a list is not measured where an audience sees nobody of an arm: %o", async (size) => {
  const [letter, arm] = size.treated > 0 ? ["a", 1] : ["b", 0];
  const narrowed = await openShop("2024-12-31", {
    orders: ORDERS.join(", "),
    actions: "('drawn', '2024-10-01', null, null, 'orders', null, null, null)",
    lists: list(10, (i) => `('drawn', '${letter}${i}', ${arm})`).join(", ")
  });
  const {table} = await narrowed.compute(actions, {}, {actionLists: new Map([["drawn", size]])});
  await narrowed.close();
  expect(rowsOf(table)[0]).toMatchObject({status: "not measured", listed: 10, design: null, effect: null, p: null});
});

// Ten ones in 24 periods before; 18 of 24 after have one, two of them two: 20. The others have one in each. (20 + ½) / (10 + ½), the others 24½ / 24½: 41/21 of what would have been, where the mean of logarithms of one and a half and a half says e^(log 3 · 8/24 + log 5/3 · 2/24).
// Customers 1/20.5 + 1/10.5 + 2/24.5 = 0.2256513: 41/21 · e^(∓1.959964 · 0.4750277) − 1. The line's own ups and downs are less.
it("judge takes the effect on a sparse count from its sums", () => {
  const counts = [...list(24, (i) => (i % 12 < 5 ? 1 : 0)), ...list(24, (i) => (i % 4 === 3 ? 0 : i < 3 && i > 0 ? 2 : 1))]; // prettier-ignore
  const points = counts.map((value, period) => ({period, value, weight: 1, other: 1, otherWeight: 1}));
  const span = {from: 0, before: 23, first: 24, last: null};
  const {effect, expected} = judge(points, span, {line: LINES.new_customers, level: 0.95, variance: 1 / 20.5 + 1 / 10.5 + 2 / 24.5}); // prettier-ignore
  expect(effect!.value).toBeCloseTo(20 / 21, 9);
  expect(effect!.low).toBeCloseTo(-0.230479, 5);
  expect(effect!.high).toBeCloseTo(3.953462, 5);
  expect(expected(points.at(-1)!)).toBeCloseTo(10.5 / 24.5, 9);
});

// Of a list's 20 customers an audience sees 12, or three; of twelve, nine and three.
it.each([
  [
    {treated: 7, control: 5},
    {for_list: true, listed: 12, held_out: 5}
  ],
  [
    {treated: 9, control: 3},
    {for_list: true, listed: 12, held_out: null}
  ],
  [
    {treated: 3, control: 9},
    {for_list: true, listed: 12, held_out: null}
  ],
  [
    {treated: 2, control: 1},
    {for_list: true, listed: null, held_out: null}
  ],
  [
    {treated: 12, control: 0},
    {for_list: true, listed: 12, held_out: 0}
  ]
])("of a list the numbers that tell of few customers are blank: %o", (size, expected) => {
  const action = {name: "drawn", metric: null, list: size, started: 0, ended: null, segment: null, owner: null, target: null} as unknown as Action; // prettier-ignore
  const one = {action, line: null, span: {from: 0, before: 1, first: 2, last: null}, points: [], judgement: null};
  const facts = {asOf: new Date("2024-12-31")} as Facts;
  expect(rowsOfActions(null, [one], {interval: 0.95, facts})[0]).toMatchObject(expected);
});

// The others grew by a tenth each period before the start, by chance: fair all the same where they were drawn, and no comparison where they were not.
it("judge compares with a control drawn at random whatever its trend was", () => {
  const points = list(12, (i) => ({period: i, value: 100, weight: 1, other: 100 * 1.1 ** i, otherWeight: 1}));
  const span = {from: 0, before: 8, first: 9, last: null};
  const context = {line: LINES.orders, level: 0.95, variance: 0};
  expect(judge(points, span, context).design).toBe("interrupted time series");
  expect(judge(points, span, {...context, isRandomised: true}).design).toBe("randomised comparison");
});

it("parseSegment reads values of dimensions; null is what it cannot read", () => {
  expect(parseSegment("region=Kansai, Kyushu; channel = Search", ["region", "channel"])).toEqual([
    {dimension: "region", values: ["Kansai", "Kyushu"]},
    {dimension: "channel", values: ["Search"]}
  ]);
  expect(parseSegment("city=Rome", ["region"])).toBeNull();
  expect(parseSegment("Kansai", ["region"])).toBeNull();
  expect(parseSegment("region=", ["region"])).toBeNull();
});

// October 2024 is month 54 · 12 + 9 = 657 since 1970.
it("spanOf leaves out periods in which a measure begins or ends in the middle", () => {
  const day = (date: string) => dayOf(new Date(date));
  const span = (started: string, ended: string | null, look = {}) =>
    spanOf(
      {started: day(started), ended: ended === null ? null : day(ended)},
      {period: "month", most: 12, ...look},
      {
        calendar: {weekStart: "monday", fiscalYearStart: 4}
      }
    );
  expect(span("2024-10-01", null)).toEqual({from: 645, before: 656, first: 657, last: null});
  expect(span("2024-10-02", "2024-12-31")).toEqual({from: 645, before: 656, first: 658, last: 659});
  expect(span("2024-10-01", "2024-12-30")).toEqual({from: 645, before: 656, first: 657, last: 658});
  // March, month 650, ends 184 days before 1 October and April 154: 180 days after April's end the measure is 26 days old. Of a measure to 29 June 2025, 180 days after, the last month is December 2024, 659.
  expect(span("2024-10-01", null, {ahead: 180})).toEqual({from: 639, before: 650, first: 657, last: null});
  expect(span("2024-10-01", "2025-06-29", {ahead: 180})).toEqual({from: 639, before: 650, first: 657, last: 659});
  // Of 92 days to the end of December the last 90 begin on 3 October.
  expect(span("2024-10-01", null, {behind: 90})).toEqual({from: 645, before: 656, first: 659, last: null});
});
