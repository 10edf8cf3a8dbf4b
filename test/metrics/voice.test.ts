import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {METRICS} from "../../src/metrics/registry.ts";
import {voice} from "../../src/metrics/voice.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {measure, openReal, rowsOf} from "./measure.ts";
import type {Shop} from "./measure.ts";

const range = (n: number) => Array.from({length: n}, (_, i) => i);
/** Twelve who promote and twelve who detract; of each, four have the plan B. p0 comments twice; three say "rude"; q0–q3 have no score. */
const PEOPLE = [
  ...range(12).map((i) => ({id: `p${i}`, plan: i < 8 ? "A" : "B", nps: "10", text: "Lovely. Tea!"})),
  ...range(12).map((i) => ({id: `d${i}`, plan: i < 8 ? "A" : "B", nps: "2", text: i < 3 ? "Late. Tea. Rude." : "Late. Tea."})), // prettier-ignore
  ...range(4).map((i) => ({id: `q${i}`, plan: "A", nps: "", text: "Tea"}))
];
const SURVEYS = [
  ...PEOPLE.map(({id, nps, text}, i) => `${id},2025-${i % 2 === 0 ? "02" : "05"}-01,${nps},"${text}"`),
  'p0,2025-05-02,9,"Tea, tea; lovely"',
  "d0,2025-05-02,3,"
];

function workspace(publish: string): TemporaryWorkspace {
  return temporaryWorkspace({
    "data/catalog.yaml": `title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\ndimensions: [plan]\nthemes: {delivery: {words: [late], ja: 配送}, taste: [lovely, 味]}\npublish: ${publish}\n`,
    "data/customers.csv": ["id,plan", ...PEOPLE.map(({id, plan}) => `${id},${plan}`)].join("\n"),
    "data/surveys.csv": ["id,day,nps,comment", ...SURVEYS].join("\n")
  });
}

const OPEN: TemporaryWorkspace[] = [];
const SHOPS: Shop[] = [];
async function open(publish: string): Promise<Shop> {
  const folder = workspace(publish);
  OPEN.push(folder);
  const shop = await openReal(folder.root);
  SHOPS.push(shop);
  return shop;
}

describe("voice", () => {
  let shop: Shop;
  beforeAll(async () => void (shop = await open("{minimumCell: 4}")));
  afterAll(async () => {
    await Promise.all(SHOPS.map(({engine}) => engine.close()));
    for (const folder of OPEN) folder[Symbol.dispose]();
  });

  it("log-odds of each term, a customer once; what differs stands first", async () => {
    // Uses, a customer once: lovely 12, late 12, tea 28, rude 3: 55. A prior of 55 counts as the background does: α = 12, 12, 28.
    // Praise uses 24 (12 + 12), complaint 27 (12 + 12 + 3).
    // lovely: (12 + 12) / (24 + 55 − 24) = 24/55 against (0 + 12) / (27 + 55 − 12) = 12/70: ln(24/55 · 70/12) = ln(28/11) = 0.934309; variance 1/24 + 1/12 = 1/8; z = 2.642626.
    // late: 12/67 against 24/58: ln(12/67 · 58/24) = ln(29/67) = −0.837397; z = −2.368516.
    // tea: 40/39 against 40/42: ln(42/39) = 0.074108; variance 2/40; z = 0.331421. Four say it on neither side.
    const {table, n, summary, notes} = await measure(voice, shop, {prior: 55});
    const rows = rowsOf(table);
    expect(rows.map(({term, customers, customers_for: own, customers_against: other, differs}) => [term, customers, own, other, differs])).toEqual([
      ["lovely", 12, 12, 0, true],
      ["late", 12, 0, 12, true],
      ["tea", 28, 12, 12, false]
    ]); // prettier-ignore
    for (const [i, [odds, z]] of ([[0.934309, 2.642626], [-0.837397, -2.368516], [0.074108, 0.331421]] as const).entries()) {
      expect(rows[i]!["log_odds"]).toBeCloseTo(odds, 5);
      expect(rows[i]!["z"]).toBeCloseTo(z, 5);
    } // prettier-ignore
    // ± 1.959964 √(1/8).
    expect(rows[0]!["low"]).toBeCloseTo(0.934309 - 0.692952, 5);
    expect(rows[0]!["high"]).toBeCloseTo(0.934309 + 0.692952, 5);
    // Three tests: p = 0.0082266 and 0.0178596 times 3 and 2.
    expect(rows[0]!["p_holm"]).toBeCloseTo(0.0246798, 5);
    expect(rows[1]!["p_holm"]).toBeCloseTo(0.0357192, 5);
    expect([n, summary!["terms"], summary!["differing"]]).toEqual([28, 3, 2]);
    expect(notes).not.toContain("voice-hidden");
  });

  it("a term of too few customers is not named, and has no row in the cube", async () => {
    const {table} = await measure(voice, shop);
    expect([...(table.array("term") as string[])]).not.toContain("rude");
    const frozen = await voice.freeze!(voice.schema.parse({}), shop.facts, shop.reducer);
    expect(JSON.stringify(frozen)).not.toContain("rude");
  });

  it("of a term said by fewer than ten there are counts only; of a side of fewer than the minimum not even those", async () => {
    const {table, notes} = await measure(voice, shop, {by: "plan", compare: "score"});
    const b = rowsOf(table).filter(({group}) => group === "B");
    // Of B four praise and four complain: no side has ten, so nothing is compared; "lovely" and "late" have their four.
    expect(b.map(({term, customers, customers_for: own, customers_against: other, log_odds: odds}) => [term, customers, own, other, odds])).toEqual([
      ["tea", 8, 4, 4, null],
      ["late", 4, 0, 4, null],
      ["lovely", 4, 4, 0, null]
    ]); // prettier-ignore
    expect(notes).not.toContain("voice-hidden");
    const strict = await open("{minimumCell: 5}");
    const fewer = await measure(voice, strict, {by: "plan", compare: "score"});
    expect(rowsOf(fewer.table).filter(({group}) => group === "B").map(({term, customers_for: own}) => [term, own])).toEqual([["tea", null]]); // prettier-ignore
    // Everybody's twelve less the eight of A would be the four of B: A is hidden with it, of "lovely" and "late" the whole row.
    expect(rowsOf(fewer.table).filter(({group}) => group === "A").map(({term, customers, customers_for: own, customers_against: other}) => [term, customers, own, other])).toEqual([["tea", 20, null, null]]); // prettier-ignore
    expect(fewer.notes).toContain("voice-hidden");
    // Four say "tea" on neither side. The number of all is hidden, so that the sides can be compared; by group everybody's would be the sum of the groups', and one side is hidden. Of all who commented the number stands, so that no share of both sides does.
    const all = await measure(voice, strict);
    expect(rowsOf(all.table).find(({term}) => term === "tea")).toMatchObject({customers: null, customers_for: 12, customers_against: 12, mean: null}); // prettier-ignore
    expect(rowsOf(all.table).find(({term}) => term === "tea")!["log_odds"]).toBeGreaterThan(0);
    expect(rowsOf(fewer.table).find(({group, term}) => group === null && term === "tea")).toMatchObject({customers: 28, customers_for: 12, customers_against: null, log_odds: null, z: null, p_holm: null}); // prettier-ignore
    expect(rowsOf(all.tables!["themes"])[0]).toMatchObject({customers: 12, share: 12 / 28, share_for: null, share_against: null, difference: null, p_holm: null}); // prettier-ignore
    expect(all.notes).toContain("voice-hidden");
    const byGroup = await measure(voice, strict, {by: "plan"});
    expect(rowsOf(byGroup.table).filter(({group}) => group !== null).map(({group, term, customers_for: own, customers_against: other}) => [group, term, own, other])).toEqual([
      ["A", "tea", 20, 8],
      ["B", "tea", 8, 20]
    ]); // prettier-ignore
    const themes = (group: string | null) => rowsOf(byGroup.tables!["themes"]).filter((row) => row["group"] === group);
    expect([themes(null).length, themes("A").length, themes("B").length]).toEqual([2, 0, 0]);
    // Seven say "lovely" in the second quarter, of whom A's five would leave B's two.
    const trend = rowsOf(byGroup.tables!["trend"]);
    expect(trend.filter(({group, customers}) => group === "A" && customers !== null && customers !== 0)).toEqual([]);
  });

  it("themes: the share of each side that speaks of one, their mean score, the trend", async () => {
    const {tables} = await measure(voice, shop, {period: "quarter"});
    const themes = rowsOf(tables!["themes"]);
    // 13 comments of the 12 who say "lovely": 12 × 10 + 9 = 129 / 13.
    expect(themes).toMatchObject([
      {theme: "delivery", theme_ja: "配送", source: "catalog", customers: 12, share: 12 / 28, share_for: 0, share_against: 1, difference: -1, differs: true, mean: 2},
      {theme: "taste", theme_ja: null, customers: 12, share_for: 1, share_against: 0, differs: true, mean: 129 / 13}
    ]); // prettier-ignore
    // Even numbers comment in February, odd ones in May, p0 in both: 14 and 15, of whom 6 and 7 say "lovely".
    expect(rowsOf(tables!["trend"]).filter(({theme}) => theme === "taste").map(({period, commenters, customers}) => [period, commenters, customers])).toEqual([
      [new Date("2025-01-01"), 14, 6],
      [new Date("2025-04-01"), 15, 7]
    ]); // prettier-ignore
  });

  it("groups against the others; everybody's rows have no log-odds", async () => {
    const {table, finding} = await measure(voice, shop, {by: "plan"});
    const rows = rowsOf(table);
    expect(rows.filter(({group}) => group === null).every(({log_odds: odds}) => odds === null)).toBe(true);
    // A: 8 of 20 say "lovely", B: 4 of 8; neither stands apart.
    expect(rows.find(({group, term}) => group === "A" && term === "lovely")).toMatchObject({customers: 8, customers_for: 8, customers_against: 4, differs: false}); // prettier-ignore
    expect(finding!.values).toMatchObject({compare: "group", group: null, differing: 0});
  });

  it("the last closed period against the one before", async () => {
    const {table, summary} = await measure(voice, shop, {compare: "period", period: "quarter"});
    expect(summary).toMatchObject({compare: "period"});
    // May: p1, p3 … p11 and p0; February: p0, p2 … p10.
    expect(rowsOf(table).find(({term}) => term === "lovely")).toMatchObject({customers_for: 7, customers_against: 6});
  });

  it("what few say on one side has no odds, from which they could be counted; of earlier periods only the one before counts", async () => {
    // In May twelve promoters say "tea", in February twelve detractors "late", two of them "tea" too; last November twelve passives said "late".
    const rows = range(12).flatMap((i) => [
      `p${i},2025-05-01,10,Tea`,
      `d${i},2025-02-01,2,${i < 2 ? "Tea. Late." : "Late."}`,
      `o${i},2024-11-01,8,Late.`
    ]);
    const folder = temporaryWorkspace({
      "data/catalog.yaml": "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\npublish: {minimumCell: 4}\n", // prettier-ignore
      "data/customers.csv": ["id", ...rows.map((row) => row.split(",")[0])].join("\n"),
      "data/surveys.csv": ["id,day,nps,comment", ...rows].join("\n")
    });
    OPEN.push(folder);
    const few = await openReal(folder.root);
    SHOPS.push(few);
    // 14 − 12 would be the two that are hidden.
    const byScore = rowsOf((await measure(voice, few)).table);
    expect(byScore.find(({term}) => term === "tea")).toMatchObject({customers: 14, customers_for: null, customers_against: null, log_odds: null, z: null, low: null, high: null, p_holm: null, differs: false}); // prettier-ignore
    expect(byScore.find(({term}) => term === "late")!["log_odds"]).toBeLessThan(0);
    const byPeriod = rowsOf((await measure(voice, few, {compare: "period", period: "quarter"})).table);
    expect(byPeriod.find(({term}) => term === "late")).toMatchObject({customers: 24, customers_for: 0, customers_against: 12}); // prettier-ignore
  });

  // 17 of A and 3 of B comment in each of two quarters; 8 of A say "late". 20 − 17 would be the three.
  it("a share does not tell of how many it is, where that may not be told", async () => {
    const rows = ["2025-02-01", "2025-05-01"].flatMap((at) => range(20).map((i) => `c${i},${at},${i < 8 ? "Late." : "Tea."}`)); // prettier-ignore
    const folder = temporaryWorkspace({
      "data/catalog.yaml": "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\ndimensions: [plan]\nthemes: {delivery: [late]}\npublish: {minimumCell: 3}\n", // prettier-ignore
      "data/customers.csv": ["id,plan", ...range(20).map((i) => `c${i},${i < 17 ? "A" : "B"}`)].join("\n"),
      "data/surveys.csv": ["id,day,comment", ...rows].join("\n")
    });
    OPEN.push(folder);
    const seventeen = await openReal(folder.root);
    SHOPS.push(seventeen);
    const told = async (minimum: number) => {
      const {tables} = await measure(voice, {...seventeen, facts: {...seventeen.facts, minimumCell: minimum}}, {by: "plan"}); // prettier-ignore
      const late = (table: string) => rowsOf(tables![table]).filter(({theme}) => theme === "delivery");
      return {
        themes: late("themes").map(({group, customers, share, before, after}) => [
          group,
          customers,
          share,
          before,
          after
        ]),
        trend: late("trend").filter(({group}) => group === "A").map(({commenters, customers, share}) => [commenters, customers, share]) // prettier-ignore
      };
    };
    expect(await told(5)).toEqual({
      themes: [
        [null, 8, 0.4, 0.4, 0.4],
        ["A", 8, null, null, null]
      ],
      trend: [
        [null, 8, null],
        [null, 8, null]
      ]
    });
    expect((await told(3)).trend[0]).toEqual([17, 8, 8 / 17]);
  });

  // Thirty comment in each of two quarters, nobody twice, 27 and 3 of them say "late": of 30 in all 27 would leave the three. In three quarters the ten of the third one leave thirteen with them, and the 27 may stand.
  it("the trend tells no few of a period, which the whole time less the others would be", async () => {
    const trend = async (quarters: readonly (readonly [at: string, late: number])[]) => {
      const people = quarters.flatMap(([at, late]) => range(30).map((i) => `c${at}x${i},${at},${i < late ? "Late." : "Tea."}`)); // prettier-ignore
      const folder = temporaryWorkspace({
        "data/catalog.yaml": "title: S\ncurrency: EUR\nasOf: 2025-08-01\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\nthemes: {delivery: [late]}\n", // prettier-ignore
        "data/customers.csv": ["id", ...people.map((row) => row.split(",")[0])].join("\n"),
        "data/surveys.csv": ["id,day,comment", ...people].join("\n")
      });
      OPEN.push(folder);
      const shop = await openReal(folder.root);
      SHOPS.push(shop);
      const {tables} = await measure(voice, shop, {compare: "period", period: "quarter"});
      const rows = rowsOf(tables!["trend"]).filter(({theme}) => theme === "delivery");
      return rows.map(({commenters, customers, share}) => [commenters, customers, share]);
    };
    expect(await trend([["2025-02-01", 27], ["2025-05-01", 3]])).toEqual([[30, null, null], [30, null, null]]); // prettier-ignore
    expect(await trend([["2024-11-01", 10], ["2025-02-01", 27], ["2025-05-01", 3]])).toEqual([[30, null, null], [30, 27, 0.9], [30, null, null]]); // prettier-ignore
    // A quarter that is not over is in the whole time, too.
    expect(await trend([["2024-11-01", 20], ["2025-02-01", 27], ["2025-05-01", 14], ["2025-07-10", 3]])).toEqual([[30, 20, 2 / 3], [30, 27, 0.9], [30, null, null]]); // prettier-ignore
  });

  it("comments stand word for word only where all rows are published", async () => {
    expect((await measure(voice, shop)).tables!["list"]).toBeUndefined();
    const all = await open("{rows: all, minimumCell: 4}");
    const list = rowsOf((await measure(voice, all)).tables!["list"]);
    expect(list).toContainEqual({group: null, term: "tea", comment: "Tea, tea; lovely", score: 9, at: new Date("2025-05-02")}); // prettier-ignore
    expect(list.length).toBeLessThanOrEqual(6);
  });

  it("nobody's comments are no figure", async () => {
    const none = temporaryWorkspace({
      "data/catalog.yaml": "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\n", // prettier-ignore
      "data/customers.csv": "id\na\n",
      "data/surveys.csv": "id,day,nps,comment\na,2025-02-01,9,\n"
    });
    OPEN.push(none);
    const empty = await openReal(none.root);
    SHOPS.push(empty);
    const {table, finding, notes, n} = await measure(voice, empty);
    expect([table.numRows(), finding, notes, n]).toEqual([0, null, ["voice-none"], 0]);
  });

  it("needs comments, and a score only where praise is held against complaint", () => {
    expect(METRICS.get("voice")!.requires(voice.schema.parse({}))).toEqual(["surveys.comment", "surveys.nps"]);
    expect(voice.requires(voice.schema.parse({by: "plan"}))).toEqual(["surveys.comment"]);
  });
});
