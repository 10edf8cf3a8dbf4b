import {afterAll, describe, expect, it} from "vitest";
import {csat} from "../../src/metrics/csat.ts";
import {dwb} from "../../src/metrics/dwb.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {nps} from "../../src/metrics/nps.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import {prepareMetric} from "../../src/notebook/metric-cell.ts";
import type {Cell} from "../../src/notebook/cell.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {measure, openReal, rowsOf} from "./measure.ts";
import type {Shop} from "./measure.ts";

const OPEN: TemporaryWorkspace[] = [];
const SHOPS: Shop[] = [];
afterAll(async () => {
  await Promise.all(SHOPS.map(({engine}) => engine.close()));
  for (const one of OPEN) one[Symbol.dispose]();
});

/** Answers: customer, day, touchpoint, nps, csat, dwb. */
async function asked(rows: readonly string[]): Promise<Shop> {
  const names = [...new Set(rows.map((row) => row.split(",")[0]!))];
  const workspace = temporaryWorkspace({
    "data/catalog.yaml": "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\ndimensions: [plan]\npublish: {minimumCell: 1}\n", // prettier-ignore
    "data/customers.csv": ["id,plan", ...names.map((name) => `${name},A`)].join("\n"),
    "data/surveys.csv": ["id,day,touchpoint,nps,csat,dwb", ...rows].join("\n")
  });
  OPEN.push(workspace);
  const shop = await openReal(workspace.root);
  SHOPS.push(shop);
  return shop;
}

const range = (n: number) => Array.from({length: n}, (_, i) => i);
/** Delivery: 20 customers, 4 promote, 16 detract; the website: 20, 16 promote, 4 are passive; support: 5. About the shop: one answer. */
const ROWS = [
  ...range(20).map((i) => `c${i},2025-02-01,delivery,${i < 4 ? 10 : 3},${i < 4 ? 5 : 2},${i < 4 ? 5 : 4}`),
  ...range(20).map((i) => `c${i},2025-05-01,website,${i < 16 ? 9 : 7},${i < 16 ? 4 : 3},${i < 8 ? 5 : 3}`),
  ...range(5).map((i) => `c${i},2025-05-01,support,10,5,5`),
  // An earlier answer of c0 at delivery does not count; it does in its own month.
  "c0,2025-01-15,delivery,0,1,1",
  "c0,2025-05-02,,1,1,1",
  // Two who were asked at delivery and stayed silent.
  "c21,2025-05-02,delivery,,,",
  "c22,2025-05-02,delivery,,,"
];

const wholes = ({table}: Result) => rowsOf(table).filter(({period}) => period === null);

describe("by: touchpoint", () => {
  it("nps: the latest answer of each customer at each; the shop's own answers do not count", async () => {
    const result = await measure(nps, await asked(ROWS), {by: "touchpoint"});
    // Delivery 100 × (4 − 16) / 20 = −60; website 100 × 16 / 20 = 80; all 100 × (4 + 16 + 5 − 16) / 45 = 20. Ranked: they differ.
    expect(wholes(result).map(({group, answers, score, low_base: low}) => [group, answers, score, low])).toEqual([
      [null, 45, 20, true],
      ["website", 20, 80, true],
      ["delivery", 20, -60, true],
      ["support", 5, null, true]
    ]);
    expect(result.n).toBe(45);
    expect(result.notes).toContain("answers-touchpoints");
    expect(result.summary!["basis"]).toBe("transactional");
    expect(result.finding!.values).toMatchObject({
      best: "website",
      worst: "delivery",
      best_score: 80,
      worst_score: -60
    });
    const delivery = rowsOf(result.table).filter(({group, period}) => group === "delivery" && period !== null);
    expect(delivery.slice(0, 2).map(({answers, detractors}) => [answers, detractors])).toEqual([[1, 1], [20, 16]]); // prettier-ignore
    // One pair with ten answers each.
    expect(rowsOf(result.tables!["differences"]).map(({group, other, difference}) => [group, other, difference])).toEqual([["website", "delivery", 140]]); // prettier-ignore
  });

  it("nps: answers: all counts every one", async () => {
    const result = await measure(nps, await asked(ROWS), {by: "touchpoint", answers: "all"});
    expect(wholes(result).find(({group}) => group === "delivery")).toMatchObject({answers: 21, detractors: 17});
  });

  it("a reporting window keeps the answers in it, the latest of each customer and touchpoint", async () => {
    const shop = await asked(ROWS);
    const within = async (window: readonly [number, number]) =>
      wholes(await measure(nps, {...shop, facts: {...shop.facts, window}}, {by: "touchpoint"})).map(({group, answers, score}) => [group, answers, score]); // prettier-ignore
    // May 2025 is month 55 × 12 + 4 = 664: website and support, 100 × (16 + 5) / 25 = 84.
    expect(await within([664, 664])).toEqual([[null, 25, 84], ["website", 20, 80], ["support", 5, null]]); // prettier-ignore
    // January and February: of c0 only the later answer at delivery.
    expect(await within([660, 661])).toEqual([[null, 20, -60], ["delivery", 20, -60]]); // prettier-ignore
  });

  it("csat and dwb: shares with their intervals, few answers without one", async () => {
    const shop = await asked(ROWS);
    const satisfied = wholes(await measure(csat, shop, {by: "touchpoint"}));
    // 4 of 20 and 16 of 20; together 4 + 16 + 5 of 45.
    expect(satisfied.map(({group, rate}) => [group, rate])).toEqual([[null, 25 / 45], ["website", 0.8], ["delivery", 0.2], ["support", null]]); // prettier-ignore
    // Wilson of 16 of 20 at 95%: (0.8 + z²/40 ± z √(0.16/20 + z²/1600)) / (1 + z²/20), z² = 3.841459: 0.583984 to 0.919333.
    expect(satisfied[1]!["low"]).toBeCloseTo(0.583984, 4);
    expect(satisfied[1]!["high"]).toBeCloseTo(0.919333, 4);
    const again = wholes(await measure(dwb, shop, {by: "touchpoint"}));
    // 8 and 4 of 20, not beyond the noise: by size, ties by name.
    expect(again.map(({group, rate, top2}) => [group, rate, top2])).toEqual([
      [null, 17 / 45, 33 / 45],
      ["delivery", 0.2, 1],
      ["website", 0.4, 0.4],
      ["support", null, null]
    ]);
  });

  it("a cell may say so where surveys have touchpoints, and not with weights; others may not", async () => {
    const shop = await asked(ROWS);
    const prepare = (kind: string, source: string, facts = shop.facts) => {
      const cell = {kind, name: kind, source, place: {file: "reports/a.md", line: 3}, line: 4} as unknown as Cell;
      return prepareMetric(cell, {...shop, facts, metrics: METRICS} as never);
    };
    expect(prepare("nps", "by: touchpoint").tables).toEqual(["surveys"]);
    expect(() => prepare("nps", "by: touchpoint\nweight: plan")).toThrow("weight does not go with by: touchpoint; leave one of them out"); // prettier-ignore
    expect(() => prepare("nps", "by: touchpiont")).toThrow(
      'unknown dimension "touchpiont"; did you mean "touchpoint"?'
    );
    expect(() => prepare("retention", "by: touchpoint")).toThrow('unknown dimension "touchpoint"');
    const bare = {...shop.facts, tables: new Map([["surveys", new Set(["customer", "at", "nps"])]])};
    expect(() => prepare("nps", "by: touchpoint", bare)).toThrow("nps needs surveys.touchpoint, which the catalog does not have"); // prettier-ignore
  });
});
