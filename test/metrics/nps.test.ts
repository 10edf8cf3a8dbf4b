import {readFileSync} from "node:fs";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Result} from "../../src/metrics/metric.ts";
import {nps} from "../../src/metrics/nps.ts";
import {GARDEN, hasGarden, measure, openReal, rowsOf} from "./measure.ts";
import type {Shop as RealShop} from "./measure.ts";
import {day, openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** The metric over answers as SQL rows, as of the end of March 2025. */
async function scored(
  rows: string,
  {columns = "nps", customers = "('a', null, 'x')", ...options}: Readonly<Record<string, string>> = {}
): Promise<Result> {
  const shop = await openShop("2025-03-31", {customers, surveys: {columns, rows}});
  open.push(shop);
  return shop.compute(nps, options);
}

/** `n` answers of a score by customers of their own, as SQL rows. */
function times(n: number, score: number, {at = "2025-01-15", who = `s${score}_`} = {}): string {
  return Array.from({length: n}, (_, i) => `('${who}${i}', '${at}', ${score})`).join();
}

function whole(result: Result, group: string | null = null): Record<string, unknown> {
  return rowsOf(result.table).find((row) => row["period"] === null && row["group"] === group)!;
}

it("nps is 100 × (promoters − detractors) / answers, with the adjusted interval beside the raw score", async () => {
  // 5 promoters, 3 passives, 2 detractors: 100 × (5 − 2) / 10 = 30; interval of the reference: −19.0506 to 65.2045.
  // Mean (5 × 9 + 3 × 7 + 2 × 6) / 10 = 7.8.
  const result = await scored([times(5, 9), times(3, 7), times(2, 6)].join());
  expect(whole(result)).toMatchObject({answers: 10, promoters: 5, passives: 3, detractors: 2, score: 30, mean: 7.8});
  expect(whole(result)["low"]).toBeCloseTo(-19.0506, 4);
  expect(whole(result)["high"]).toBeCloseTo(65.2045, 4);
  expect(result.table.columnNames().slice(0, 9)).toEqual(["group", "period", "answers", "promoters", "passives", "detractors", "score", "low", "high"]); // prettier-ignore
  expect(result).toMatchObject({n: 10, of: "answers"});
});

it("0, 6, 7, 8, 9 and 10 fall to detractors, detractors, passives, passives, promoters, promoters", async () => {
  const result = await scored([0, 6, 7, 8, 9, 10].map((score) => times(2, score)).join());
  expect(whole(result)).toMatchObject({answers: 12, promoters: 4, passives: 4, detractors: 4, score: 0});
});

it("of 9 answers there are counts only; 10 have a score; from 30 on, and within 10 points, the base is not low", async () => {
  const nine = await scored(times(9, 10));
  expect(whole(nine)).toMatchObject({answers: 9, promoters: 9, score: null, low: null, high: null, mean: null});
  expect(nine.finding).toBeNull();
  expect(nine.notes).toContain("answers-few");
  expect(whole(await scored(times(10, 10)))).toMatchObject({score: 100, low_base: true, high: 100});
  // All promoters: p = 29.75 / 32, d = 0.75 / 32, half-width 1.96 × 100 × √((0.953125 − 0.90625²) / 32) = 12.6; of 30 on 33: 12.2;
  // 30 passives: p = d = 0.75 / 33, half-width 1.96 × 100 × √(0.0454545 / 33) = 7.27; 29: 1.96 × 100 × √(0.046875 / 32) = 7.50.
  expect(whole(await scored(times(30, 10)))).toMatchObject({low_base: true});
  expect(whole(await scored(times(29, 8)))).toMatchObject({score: 0, low_base: true});
  expect(whole(await scored(times(30, 8)))).toMatchObject({score: 0, low_base: false});
});

it("a customer answers once per period, with the latest answer; of the whole window once", async () => {
  // January: ten passives and a, who says 0, then 10 → 1 promoter of 11. February: a says 6. Whole: a is a detractor.
  const a = "('a', '2025-01-02', 0), ('a', '2025-01-03', 10), ('a', '2025-02-01', 6)";
  const result = await scored(`${times(10, 8)}, ${a}`);
  const rows = rowsOf(result.table).map(({period, answers, promoters, detractors}) => [
    day(period),
    answers,
    promoters,
    detractors
  ]);
  expect(rows).toEqual([
    [null, 11, 0, 1],
    ["2025-01-01", 11, 1, 0],
    ["2025-02-01", 1, 0, 1]
  ]);
});

it("`answers: all` counts every answer", async () => {
  const result = await scored("('a', '2025-01-02', 0), ('a', '2025-01-03', 10), ('a', '2025-02-01', 6)", {
    answers: "all"
  });
  expect(whole(result)).toMatchObject({answers: 3, promoters: 1, detractors: 2});
  expect(result.notes).toContain("answers-all");
});

it("a period without answers between others has 0 of them and no score; the one that is not over says so", async () => {
  const shop = await openShop("2025-03-30", {
    customers: "('a', null, 'x')",
    surveys: {columns: "nps", rows: "('a', '2025-01-02', 9), ('a', '2025-03-02', 9)"}
  });
  open.push(shop);
  const rows = rowsOf((await shop.compute(nps)).table).slice(1);
  expect(rows.map(({period, answers, score, complete}) => [day(period), answers, score, complete])).toEqual([
    ["2025-01-01", 1, null, true],
    ["2025-02-01", 0, null, true],
    ["2025-03-01", 1, null, false]
  ]);
});

it("answers at touchpoints stand aside where there are relational ones, and count where there are none", async () => {
  const touch = "('t', '2025-01-02', 0, 'delivery')";
  const relational = await scored(`${touch}, ('a', '2025-01-02', 10, null)`, {columns: "nps, touchpoint"});
  expect(whole(relational)).toMatchObject({answers: 1, promoters: 1});
  expect(relational.summary!["basis"]).toBe("relational");
  const transactional = await scored(`${touch}, ('a', '2025-01-02', null, null)`, {columns: "nps, touchpoint"});
  expect(whole(transactional)).toMatchObject({answers: 1, detractors: 1});
  expect(transactional.notes).toContain("answers-transactional");
});

it("no answers: no rows, no finding, and it says so", async () => {
  for (const result of [await scored(""), await scored("('a', '2025-01-02', null)")]) {
    expect(result.table.numRows()).toBe(0);
    expect(result.tables!["distribution"]!.numRows()).toBe(0);
    expect(result.finding).toBeNull();
    expect(result.notes).toEqual(["no-answers"]);
    expect(result.n).toBe(0);
  }
});

// 8 of 12 and 4 of 12; of 8 and 1 there are counts only.
it("the distribution counts each answer 0 to 10, those that nobody gave too, with its share of ten answers or more", async () => {
  const rowsFor = async (low: number, high: number) =>
    rowsOf((await scored([times(low, 0), times(high, 10)].join())).tables!["distribution"]);
  const rows = await rowsFor(8, 4);
  expect(rows.map(({answer}) => answer)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(rows.map(({answers}) => answers)).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
  expect(rows.map(({share}) => share)).toEqual([8 / 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4 / 12]);
  const few = await rowsFor(8, 1);
  expect(few.map(({answers}) => answers)).toEqual([8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(new Set(few.map(({share}) => share))).toEqual(new Set([null]));
});

describe("the response rate", () => {
  it("is answers of invitations, an invitation a row; bounds take all silent customers for detractors, or promoters", async () => {
    // 10 promoters answered, 30 customers did not: 10 of 40. Were the 30 detractors: 100 × (10 − 30) / 40 = −50; promoters: 100.
    const silent = Array.from({length: 30}, (_, i) => `('q${i}', '2025-01-15', null)`).join();
    const {summary} = await scored(`${times(10, 10)}, ${silent}`);
    expect(summary).toMatchObject({invitations: 40, response_rate: 0.25, bound_low: -50, bound_high: 100});
  });

  it("is unknown where no invitation went unanswered; a row with another score is no silent one", async () => {
    expect((await scored(times(10, 10))).summary).toMatchObject({response_rate: null, bound_low: null});
    const other = "('a', '2025-01-02', 10, 5), ('b', '2025-01-02', null, 5)";
    expect((await scored(other, {columns: "nps, csat"})).summary).toMatchObject({response_rate: null});
    // The blank question was asked: 1 answer of 3 invitations.
    const {summary} = await scored(`${other}, ('c', '2025-01-02', null, null)`, {columns: "nps, csat"});
    expect(summary!["response_rate"]).toBeCloseTo(1 / 3, 12);
  });
});

describe("the change between the last two closed periods", () => {
  // 100 of 55 passives and 45 detractors less in January than in February: reference 120/50/30 against 100/55/45: 17.5, adjusted z 2.244341, p 0.024810.
  const january = [times(100, 9), times(55, 8), times(45, 0)].join();
  const at = "2025-02-10";
  const february = [times(120, 10, {at}), times(50, 7, {at}), times(30, 3, {at})].join();

  it("is the raw difference with the adjusted test, and is said where it is beyond the noise", async () => {
    const result = await scored(`${january}, ${february}`);
    const [change] = rowsOf(result.tables!["changes"]);
    expect(change).toMatchObject({group: null, before: 27.500000000000004});
    expect([day(change!["from"]), day(change!["to"])]).toEqual(["2025-01-01", "2025-02-01"]);
    expect(change!["difference"]).toBeCloseTo(17.5, 10);
    expect(change!["z"]).toBeCloseTo(2.244341, 6);
    expect(change!["p"]).toBeCloseTo(0.02481, 6);
    expect(change!["low"]).toBeCloseTo(2.184631, 6);
    expect(change!["high"]).toBeCloseTo(32.298128, 6);
    // Half-widths of both months are about 11 points: a low base, and no arrow.
    expect(result.finding!.values["after"]).toBeNull();
  });

  it("is said on a broad base only, and never where chance may give it", async () => {
    // Ten times as many answers: half-widths about 3.3 points, the difference 17.5 beyond any noise.
    const many = (rows: string) => Array.from({length: 10}, (_, i) => rows.replaceAll("('s", `('r${i}s`)).join();
    const {finding} = await scored(`${many(january)}, ${many(february)}`);
    expect(finding!.values).toMatchObject({after: 45});
    expect(finding!.values["before"]).toBeCloseTo(27.5, 10);
    expect((await scored(`${many(january)}, ${many(january.replaceAll("2025-01-15", at))}`)).finding!.values["after"]).toBeNull(); // prettier-ignore
  });

  it("is absent without two closed periods, or with fewer than 10 answers in one", async () => {
    expect(rowsOf((await scored(january)).tables!["changes"])).toEqual([]);
    expect(rowsOf((await scored(`${january}, ${times(9, 10, {at})}`)).tables!["changes"])).toEqual([]);
  });
});

describe("by group", () => {
  const customers = (groups: Readonly<Record<string, number>>) =>
    Object.entries(groups)
      .flatMap(([group, n]) => Array.from({length: n}, (_, i) => `('${group}${i}', null, '${group}')`))
      .join();
  const give = (group: string, from: number, {n, score}: {n: number; score: number}) =>
    Array.from({length: n}, (_, i) => `('${group}${from + i}', '2025-01-15', ${score})`).join();

  it("groups differ by the test of pairs, corrected by Holm; only then are they ranked and named", async () => {
    // a: 60 promoters; b: 80 detractors; c: 70 passives. Scores 100, −100, 0.
    const result = await scored(
      [give("a", 0, {n: 60, score: 9}), give("b", 0, {n: 80, score: 1}), give("c", 0, {n: 70, score: 8})].join(),
      {by: "segment", customers: customers({a: 60, b: 80, c: 70})}
    );
    expect(rowsOf(result.table).filter(({period}) => period === null).map(({group}) => group)).toEqual([null, "a", "c", "b"]); // prettier-ignore
    expect(result.finding!.values).toMatchObject({best: "a", best_score: 100, worst: "b", worst_score: -100});
    const rows = rowsOf(result.tables!["differences"]);
    expect(rows.map(({group, other, difference}) => [group, other, difference])).toEqual([
      ["a", "c", 100],
      ["a", "b", 200],
      ["c", "b", 100]
    ]);
    for (const {p, p_holm: corrected} of rows) expect(corrected).toBeGreaterThanOrEqual(p as number);
  });

  it("each group has its own response rate and bounds; its periods have none", async () => {
    // a: 10 promoters of 40 asked, as above: 25%, −50 to 100. b: 20 passives of 25 asked: 80%; were the 5 others detractors: 100 × −5 / 25 = −20; promoters: 20.
    // All: 30 of 65 asked answered. Were the 35 others detractors: 100 × (10 − 35) / 65 = −38.4615; promoters: 100 × 45 / 65 = 69.2308.
    const silent = (group: string, from: number, n: number) =>
      Array.from({length: n}, (_, i) => `('${group}${from + i}', '2025-01-15', null)`).join();
    const result = await scored(
      [
        give("a", 0, {n: 10, score: 9}),
        silent("a", 10, 30),
        give("b", 0, {n: 20, score: 8}),
        silent("b", 20, 5)
      ].join(),
      {by: "segment", customers: customers({a: 40, b: 25})}
    );
    expect(whole(result, "a")).toMatchObject({response_rate: 0.25, bound_low: -50, bound_high: 100});
    expect(whole(result, "b")["response_rate"]).toBe(0.8);
    expect(whole(result, "b")["bound_low"]).toBeCloseTo(-20, 9);
    expect(whole(result, "b")["bound_high"]).toBeCloseTo(20, 9);
    expect(whole(result)["response_rate"]).toBeCloseTo(30 / 65, 12);
    expect(whole(result)["bound_low"]).toBeCloseTo(-38.4615, 4);
    expect(whole(result)["bound_high"]).toBeCloseTo(69.2308, 4);
    const periods = rowsOf(result.table).filter(({period}) => period !== null);
    expect(new Set(periods.map(({response_rate: rate, bound_low: low}) => `${rate} ${low}`))).toEqual(
      new Set(["null null"])
    );
  });

  it("groups within the noise stand by size, and none is named", async () => {
    // Reference: 8/1/1 against 5/3/2, difference 40, adjusted p 0.294150; one pair, so Holm changes nothing.
    const result = await scored(
      [
        give("a", 0, {n: 5, score: 9}),
        give("a", 5, {n: 3, score: 8}),
        give("a", 8, {n: 2, score: 0}),
        give("b", 0, {n: 8, score: 9}),
        give("b", 8, {n: 1, score: 8}),
        give("b", 9, {n: 1, score: 0})
      ].join(),
      {by: "segment", customers: customers({a: 10, b: 10})}
    );
    expect(rowsOf(result.tables!["differences"])).toMatchObject([{group: "a", other: "b"}]);
    expect(rowsOf(result.tables!["differences"])[0]!["p_holm"]).toBeCloseTo(0.29415, 6);
    expect(result.finding!.values).toMatchObject({best: null, worst: null});
    expect(whole(result, "b")).toMatchObject({score: 70, low_base: true});
    expect(rowsOf(result.table).filter(({period}) => period === null).map(({group}) => group)).toEqual([null, "a", "b"]); // prettier-ignore
  });
});

describe.skipIf(!hasGarden)("garden (skipped where ../shared is missing)", () => {
  let shop: RealShop;
  beforeAll(async () => void (shop = await openReal(GARDEN)));
  afterAll(() => shop.engine.close());

  it("the score is 53.416103, 52.310127 to 54.498540, of 13,612 answers", async () => {
    const row = whole(await measure(nps, shop));
    expect(row).toMatchObject({answers: 13_612, promoters: 8465, passives: 3953, detractors: 1194, low_base: false});
    expect(row["score"]).toBeCloseTo(53.41610343814281, 9);
    expect(row["low"]).toBeCloseTo(52.31012685770337, 6);
    expect(row["high"]).toBeCloseTo(54.4985400537913, 6);
  });

  it("by visit band equals nps_garden_segments.csv, ranked", async () => {
    const result = await measure(nps, shop, {by: "visit_band"});
    const [head, ...lines] = readFileSync(`${GARDEN}/../../reference/nps_garden_segments.csv`, "utf8")
      .trim()
      .split(/\r?\n/);
    const names = head!.split(",");
    const bands = lines
      .map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i]!, value])))
      .filter((row) => row["segment_by"] === "band");
    expect(bands).toHaveLength(5);
    for (const band of bands) {
      const row = whole(result, band["segment"]!);
      expect([row["promoters"], row["passives"], row["detractors"], row["answers"]]).toEqual(
        ["promoters", "passives", "detractors", "n"].map((name) => Number(band[name]))
      );
      expect(row["score"]).toBeCloseTo(Number(band["nps"]), 6);
      expect(row["low"]).toBeCloseTo(Number(band["aw95_lo"]), 6);
      expect(row["high"]).toBeCloseTo(Number(band["aw95_hi"]), 6);
      expect(row["mean"]).toBeCloseTo(Number(band["mean_score"]), 6);
    }
    expect(rowsOf(result.table).filter(({period}) => period === null).map(({group}) => group)).toEqual([null, "21+", "11-20", "6-10", "3-5", "1-2"]); // prettier-ignore
    expect(result.finding!.values).toMatchObject({best: "21+", worst: "1-2"});
  });
});
