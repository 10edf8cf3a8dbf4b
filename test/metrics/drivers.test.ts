import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drivers} from "../../src/metrics/drivers.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {measure, openReal, rowsOf} from "./measure.ts";
import type {Shop} from "./measure.ts";

/** A's customers always promote, B's always detract: ten each in the first quarter, 30 and 10 in the second. At delivery 12 of 20 detract, on the website nobody of 20. */
const people = Array.from({length: 60}, (_, i) => ({id: `c${i}`, plan: i < 40 ? "A" : "B", day: i < 10 || i >= 50 ? "2025-02-01" : "2025-05-01"})); // prettier-ignore
const SURVEYS = [
  ...people.map(({id, plan, day}) => `${id},${day},${plan === "A" ? 10 : 3},${plan === "A" ? 5 : 2},`),
  ...Array.from({length: 20}, (_, i) => `c${i},2025-03-01,${i < 12 ? 0 : 10},,delivery`),
  ...Array.from({length: 20}, (_, i) => `c${i},2025-03-01,10,,website`)
];

describe("drivers", () => {
  let workspace: TemporaryWorkspace;
  let shop: Shop;
  beforeAll(async () => {
    workspace = temporaryWorkspace({
      "data/catalog.yaml":
        "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\ndimensions: [plan]\npublish: {minimumCell: 1}\n",
      "data/customers.csv": ["id,plan", ...people.map(({id, plan}) => `${id},${plan}`)].join("\n"),
      "data/surveys.csv": ["id,day,nps,csat,touchpoint", ...SURVEYS].join("\n")
    });
    shop = await openReal(workspace.root);
  });
  afterAll(async () => {
    await shop.engine.close();
    workspace[Symbol.dispose]();
  });

  it("compares each value with the rest of its dimension, touchpoints among themselves", async () => {
    const {table, n, summary} = await measure(drivers, shop);
    const rows = rowsOf(table).map(({dimension, value, answers, share, score, rest, difference, differs}) => [dimension, value, answers, share, score, rest, difference, differs]); // prettier-ignore
    // Delivery: 8 of 20 promote, 12 detract: −20 against 100. Lowest first.
    expect(rows).toEqual([
      ["plan", "B", 20, 1 / 3, -100, 100, -200, true],
      ["touchpoint", "delivery", 20, 0.5, -20, 100, -120, true],
      ["touchpoint", "website", 20, 0.5, 100, -20, 120, true],
      ["plan", "A", 40, 2 / 3, 100, -100, 200, true]
    ]);
    expect([n, summary!["tested"], summary!["differing"]]).toEqual([60, 4, 4]);
  });

  it("splits the change: the score rose from 0 to 50, all of it mix", async () => {
    const {tables, summary, finding} = await measure(drivers, shop, {period: "quarter"});
    expect(rowsOf(tables!["mix"]).filter(({dimension}) => dimension === "plan")).toMatchObject([
      {from: new Date("2025-01-01"), to: new Date("2025-04-01"), before: 0, after: 50, change: 50, mix: 50, rate: 0}
    ]);
    // Shares 1/2 → 3/4 of A at 100, 1/2 → 1/4 of B at −100, about a centre of 25: 1/4 × 75 and 1/4 × 125.
    expect(rowsOf(tables!["change"]).filter(({dimension}) => dimension === "plan")).toMatchObject([
      {value: "A", share_before: 0.5, share_after: 0.75, before: 100, after: 100, mix: 18.75, rate: 0},
      {value: "B", share_before: 0.5, share_after: 0.25, before: -100, after: -100, mix: 31.25, rate: 0}
    ]);
    expect(summary!["change"]).toBe(50);
    // Of 20 and of 40 answers, 50 points are within the noise (z = 1.9): no sentence says them.
    expect(finding!.values).toMatchObject({worst: "B", best: "A", change: null, differing: 4});
  });

  it("csat: the satisfied share; only the dimensions asked for", async () => {
    const {table} = await measure(drivers, shop, {measure: "csat", dimensions: ["plan"]});
    expect(rowsOf(table).map(({value, score, difference}) => [value, score, difference])).toEqual([
      ["B", 0, -1],
      ["A", 1, 1]
    ]);
  });

  it("of nobody's answers there are no rows and no sentence", async () => {
    const {table, finding, notes} = await measure(drivers, shop, {measure: "csat", dimensions: ["touchpoint"]});
    expect([table.numRows(), finding, notes]).toEqual([0, null, ["no-answers"]]);
  });
});
