import {expect, it} from "vitest";
import {nps} from "../../src/metrics/nps.ts";
import {temporaryWorkspace} from "../workspace.ts";
import {measure, openReal, rowsOf} from "./measure.ts";

const catalog =
  "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\ndimensions: [plan]\npublish: {minimumCell: 1}\n";
// A: 30 customers, of whom ten answer, 8 promote and 2 detract: 60. B: 10 customers, all answer, 5 and 5: 0.
const people = Array.from({length: 40}, (_, i) => ({id: `c${i}`, plan: i < 30 ? "A" : "B"}));
const answers = people.flatMap(({id, plan}, i) =>
  plan === "A" ? (i < 10 ? [`${id},2025-02-01,${i < 8 ? 9 : 6}`] : []) : [`${id},2025-02-01,${i < 35 ? 10 : 0}`]
);

it("nps weight: the score that the customers would give, had all groups answered in proportion", async () => {
  using workspace = temporaryWorkspace({
    "data/catalog.yaml": catalog,
    "data/customers.csv": ["id,plan", ...people.map(({id, plan}) => `${id},${plan}`)].join("\n"),
    "data/surveys.csv": ["id,day,nps", ...answers].join("\n")
  });
  const shop = await openReal(workspace.root);
  const {summary, tables, finding, notes} = await measure(nps, shop, {weight: "plan"});
  // 13 promoters and 7 detractors of 20: 30 as it is. 3/4 × 60 + 1/4 × 0 = 45; s² = 0.64 × 10/9 and 10/9:
  // error² = (9/16 × 0.064 + 1/16 × 0.1) × 10/9 = 0.0469444.
  expect(summary!["score"]).toBe(30);
  expect(summary!["weighted_score"]).toBeCloseTo(45, 10);
  expect(summary!["weighted_error"]).toBeCloseTo(100 * Math.sqrt(0.046_944_444_444), 6);
  expect(summary!["weighted_high"]).toBeCloseTo(45 + 1.959_963_985 * 21.666_666_7, 4);
  // Linearised about 0.45, weights 1.5 and 0.5: 20/19 × (2.25 × (8 × 0.55² + 2 × 1.45²) + 0.25 × (5 × 0.55² + 5 × 1.45²)) / 20².
  const linear = (20 / 19) * ((2.25 * (8 * 0.3025 + 2 * 2.1025) + 0.25 * (5 * 0.3025 + 5 * 2.1025)) / 400);
  expect(summary!["weighted_linear_error"]).toBeCloseTo(100 * Math.sqrt(linear), 8);
  expect(rowsOf(tables!["weights"])).toEqual([
    {stratum: "A", customers: 30, share_customers: 0.75, answers: 10, share: 0.5, score: 60, weight: 1.5},
    {stratum: "B", customers: 10, share_customers: 0.25, answers: 10, share: 0.5, score: 0, weight: 0.5}
  ]);
  expect([finding!.values["weighted"], notes.at(-1)]).toEqual([summary!["weighted_score"], "nps-weighted"]);
  await shop.engine.close();
});

it("nps weight: a group of customers without an answer leaves the score unweighted, and says so", async () => {
  using workspace = temporaryWorkspace({
    "data/catalog.yaml": catalog,
    "data/customers.csv": ["id,plan", ...people.map(({id, plan}) => `${id},${plan}`)].join("\n"),
    "data/surveys.csv": ["id,day,nps", ...answers.slice(0, 10)].join("\n")
  });
  const shop = await openReal(workspace.root);
  const {summary, notes, finding} = await measure(nps, shop, {weight: "plan"});
  expect([summary!["weighted_score"], finding!.values["weighted"], notes.at(-1)]).toEqual([null, null, "nps-weight-empty"]); // prettier-ignore
  await shop.engine.close();
});
