import {expect, it} from "vitest";
import {gap} from "../../src/metrics/gap.ts";
import {temporaryWorkspace} from "../workspace.ts";
import {measure, openReal, rowsOf} from "./measure.ts";

const catalog =
  "title: S\ncurrency: EUR\nasOf: 2025-06-30\ntables:\n  surveys: {from: surveys.csv, columns: {customer: id, at: day}}\n  customers: {from: customers.csv, columns: {customer: id}}\ndimensions: [plan]\npublish: {minimumCell: 1}\n";
const customers = ["id,plan", ...Array.from({length: 20}, (_, i) => `c${i},${i < 12 ? "A" : "B"}`)].join("\n");
const survey = (rows: readonly string[]) => ["id,day,touchpoint,csat,expected,nps", ...rows].join("\n");

it("gap by hand: the mean of the differences with its paired interval, importance, quadrants", async () => {
  // Delivery: csat 2 and 4 in turn, expected 4: gap −1, each difference ±1 about it; recommending 3 and 9 with it: correlation 1.
  // Website: csat 4 and 5, expected 4: gap 0.5 ± 0.5; recommending 6, 6, 8, 8 in turns of four: no correlation.
  const rows = Array.from({length: 20}, (_, i) => [
    `c${i},2025-01-01,delivery,1,1,0`, // an earlier answer, which does not count
    `c${i},2025-02-01,delivery,${i % 2 ? 2 : 4},4,${i % 2 ? 3 : 9}`,
    `c${i},2025-02-01,website,${i % 2 ? 4 : 5},4,${i % 4 < 2 ? 6 : 8}`
  ]).flat();
  using workspace = temporaryWorkspace({
    "data/catalog.yaml": catalog,
    "data/customers.csv": customers,
    "data/surveys.csv": survey([...rows, "c1,2025-03-01,,5,5,9"])
  });
  const shop = await openReal(workspace.root);
  const {table, finding, n, summary} = await measure(gap, shop);
  const [delivery, website, whole] = rowsOf(table);
  // Standard errors: √(20/19 / 20) = 0.229416 and half of it.
  expect(delivery).toMatchObject({group: null, touchpoint: "delivery", answers: 20, csat: 3, expected: 4, gap: -1, pairs: 20, importance: 1, quadrant: "act first"}); // prettier-ignore
  expect(Number(delivery!["low"])).toBeCloseTo(-1 - 1.959_963_985 * 0.229_415_734, 7);
  expect(website).toMatchObject({touchpoint: "website", gap: 0.5, importance: 0, quadrant: "enough"});
  expect(Number(website!["high"])).toBeCloseTo(0.5 + 1.959_963_985 * 0.114_707_867, 7);
  // One answer about the shop as a whole is a count only.
  expect(whole).toMatchObject({touchpoint: "(shop)", answers: 1, csat: null, gap: null, low: null, importance: null, quadrant: null}); // prettier-ignore
  expect([n, summary!["below"], summary!["above"]]).toEqual([41, 1, 1]);
  expect(finding!.values).toMatchObject({worst: "delivery", worst_gap: -1, first: "delivery", best: "website"});
  const groups = rowsOf((await measure(gap, shop, {by: "plan"})).table);
  expect(groups.filter(({group}) => group === "B").map(({touchpoint, answers, gap: value}) => [touchpoint, answers, value])).toEqual([["delivery", 8, null], ["website", 8, null]]); // prettier-ignore
  await shop.engine.close();
});

it("gap without answers has no rows; where all agree, no interval is wider than nothing, and nothing is unclear", async () => {
  using none = temporaryWorkspace({
    "data/catalog.yaml": catalog,
    "data/customers.csv": customers,
    "data/surveys.csv": survey(["c0,2025-01-01,delivery,5,,9"])
  });
  const empty = await openReal(none.root);
  const nothing = await measure(gap, empty);
  expect([nothing.table.numRows(), nothing.n, nothing.finding, nothing.notes]).toEqual([0, 0, null, ["no-answers"]]);
  await empty.engine.close();
  using same = temporaryWorkspace({
    "data/catalog.yaml": catalog,
    "data/customers.csv": customers,
    "data/surveys.csv": survey(Array.from({length: 12}, (_, i) => `c${i},2025-01-01,delivery,4,3,9`))
  });
  const shop = await openReal(same.root);
  expect(rowsOf((await measure(gap, shop)).table)[0]).toMatchObject({gap: 1, low: 1, high: 1, importance: null, quadrant: "unclear"}); // prettier-ignore
  await shop.engine.close();
});
