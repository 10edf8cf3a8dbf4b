import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import {LINES} from "../../src/metrics/action-lines.ts";
import {judge} from "../../src/metrics/action-verdict.ts";
import {actions} from "../../src/metrics/actions.ts";
import {parseSegment, spanOf} from "../../src/metrics/action-list.ts";
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
  // With "helps" and "floods" the control of both is b: orders per customer of a over b are 1, 2, … before and 4, 8, 4 after. Step (7/3 − 1/2) ln 2 ± 2.262157 · 0.3685138 ln 2 (residuals as in test/models/newey-west.test.ts)
  // e^1.2707698 − 1 = 2.563595, e^(1.2707698 ∓ 0.5778336) − 1 = 0.999580, 5.350938. Before 12 / 8 = 1.5 ± 2.364624 · 0.1889822; after 16/3. Had a moved like b, it would be √2 orders each month; the target is half as much again.
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
    near("effect", 2.563595);
    near("low", 0.99958);
    near("high", 5.350938);
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
    expect(series.at(-1)!["expected"]).toBeCloseTo(Math.SQRT2, 9);
    expect(series.at(-1)!["goal"]).toBeCloseTo(1.5 * Math.SQRT2, 9);
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

  // The effect of helps is 256.4% (100.0% to 535.1%): beyond a target of 50%, short of 600%, and of 150% one cannot tell.
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

  // Twelve new customers a month in a and in b; from October on three, or none, in a. Nine months before, three after. Against b with a half more on both sides: 12.5 / 12.5 before, then 3.5 / 12.5 = 0.28, or 0.5 / 12.5 = 0.04, of what would have been.
  // Without any noise of the line, the interval is that over customers. Those of a, none after: 108 new ones before of 112.5 with nine halves, then three halves: 108/107 · 108/112.5² + 4.5/112.5² + 1.5/1.5² = 0.6756353;
  // of b 36 after: 144/143 · (108/112.5² + 36/37.5²) + 4.5/112.5² + 1.5/37.5² = 0.0357943. ln 0.04 ± 1.959964 √0.7114296: −99.23% to −79.11%.
  it.each([
    [3, -0.72],
    [0, -0.96]
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
    expect(row!["low"]).toBeCloseTo(-0.992342, 5);
    expect(row!["high"]).toBeCloseTo(-0.791062, 5);
  });

  // Active is who ordered in the last 90 days: the twenty of b from June 2023 to June 2024, ten of them to the end of the year; everybody else all the time. The measures begin on 1 July 2024; the first month whose last 90 days lie after that is September.
  // Before 12 months, after 4; of the ten who stay against b, a half more on both sides, 10.5 / 20.5 before and 1 after: 20.5 / 10.5 of what would have been, without any noise of the line.
  // Over customers: the ten, 126 with halves before and 42 after, as one: 4/42 − 12/126 = 0; their halves 6/126² + 2/42² = 0.0015117. Of b ten have 4/42 − 12/246, ten −12/246: 20/19 · (2880/246² − 960/(246 · 42) + 160/42²) + 6/246² + 2/42² = 0.0489997.
  // ln 1.952381 ± 1.959964 √0.0505114: 25.68% to 203.30% more. One customer in 12 months is 12 counts, and yet one customer; nine are too few, too.
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
      expect(of("ten")["effect"]).toBeCloseTo(10 / 10.5, 9);
      expect(of("ten")["low"]).toBeCloseTo(0.25678, 5);
      expect(of("ten")["high"]).toBeCloseTo(2.032983, 5);
    });

    it("is not held against nine", async () => {
      expect((await rowsOfAll({}, few)).of("b")).toMatchObject({status: "changed", design: "interrupted time series"});
    });
  });

  // Against a, whose orders rose by 256%, b fell to 1 / 3.563595 = 0.280616 of what would have been.
  it("takes the control that the measure names; a fall is worse", async () => {
    const {of} = await rowsOfAll({show: ["harms"]}, shop);
    expect(of("harms")).toMatchObject({status: "worse", reached: false});
    expect(of("harms")["effect"]).toBeCloseTo(1 / 3.563595 - 1, 5);
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
      ["effect", 2.563595],
      ["low", 0.99958],
      ["high", 5.350938]
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
