import {table} from "arquero";
import {expect, it} from "vitest";
import type {Unit} from "../../src/metrics/metric.ts";
import {metricDataset} from "../../src/notebook/dataset.ts";
import {metricColumns, rowUnits} from "../../src/site/metric-columns.ts";
import {words} from "../../src/site/words/languages.ts";

const dataset = (columns: Readonly<Record<string, unknown[]>>, units: Readonly<Record<string, Unit>> = {}) =>
  metricDataset({units}, table(columns as never));
const names = (...of: Parameters<typeof dataset>) =>
  metricColumns(dataset(...of), {kind: "nps", options: {period: "quarter"}}, words("en"));

it("a metric's table has the columns in which a row has a value, and all of them where it has no row", () => {
  expect(names({group: [null, null], score: [null, 1], unit: ["a", "b"]}).map(({name}) => name)).toEqual(["score"]);
  expect(names({group: [], score: []}).map(({name}) => name)).toEqual(["group", "score"]);
});

it("null is all of the groups and periods, and first days are those of the cell's periods", () => {
  const from = new Date("2026-01-01");
  const shown = names({group: [null, "a"], from: [from, from], at: [from, from]}, {from: "date", at: "date"});
  expect(shown.map(({none, period}) => [none, period])).toEqual([["All", undefined], [undefined, "quarter"], [undefined, undefined]]); // prettier-ignore
});

// "Orders up by 10 %", and a score of 15: the first three rise by a share, the others come to a level; without a line a number is a number.
it("a measure's target is a share where its line counts orders, amounts or customers, else a level", () => {
  const {target} = rowUnits("actions", dataset({unit: ["number", "money", "count", "ratio", "nps", null]}));
  expect(target).toEqual(["ratio", "ratio", "ratio", "ratio", "nps", "number"]);
});

it("rules of thumb and measures have the unit of their row; effects on amounts are shares", () => {
  expect(rowUnits("claims", dataset({claim: ["acquisition", "referral"]}))["low"]).toEqual(["number", "ratio"]);
  const {before, effect} = rowUnits("actions", dataset({unit: ["money", "nps", null]}));
  expect([before, effect]).toEqual([["money", "nps", "number"], ["ratio", "nps", "ratio"]]); // prettier-ignore
});
