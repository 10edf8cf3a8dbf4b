import {table} from "arquero";
import {describe, expect, it} from "vitest";
import type {Result} from "../../src/metrics/metric.ts";
import {OWN_NAMES, nameOf, namedDataset, namedFinding, namedResult, namesOf} from "../../src/site/names.ts";

const LABELS = {
  ja: {
    plan: {gold: "金", constructor: "作り手"},
    touchpoint: {delivery: "配送"},
    segment: {champions: "王者"},
    region: {Kansai: "関西"},
    action: {Calls: "電話", Letters: "手紙"}
  }
};
const ja = namesOf(LABELS, "ja");

const result = (columns: Record<string, unknown[]>, finding: Result["finding"] = null): Result => ({
  table: table(columns),
  tables: {again: table(columns)},
  units: {},
  n: 1,
  of: "customers",
  finding,
  notes: []
});
const column = (one: Result, name: string) => [...(one.table.array(name) as Iterable<unknown>)];

describe("names of values", () => {
  it("are those of the page's language; what has none is its own name", () => {
    expect([nameOf(ja, "plan", "gold"), nameOf(ja, "plan", "tin"), nameOf(ja, "city", "gold")]).toEqual(["金", "tin", "gold"]); // prettier-ignore
    expect([nameOf(ja, "plan", "constructor"), nameOf(ja, "toString", "x")]).toEqual(["作り手", "x"]);
    expect([nameOf(ja, "plan", "(other)"), nameOf(ja, "plan", "(none)")]).toEqual(["その他", "（なし）"]);
    expect(nameOf(namesOf(LABELS, "en"), "plan", "gold")).toBe("gold");
    expect(nameOf(OWN_NAMES, "plan", "(other)")).toBe("(other)");
  });

  it("stand in the groups of a cell's dimension, in its own columns and further tables; everybody stays null", () => {
    const one = result({group: [null, "gold", "(other)"], touchpoint: ["delivery", "gold", null], n: [3, 2, 1]});
    const named = namedResult(one, {metric: "gap", options: {by: "plan"}}, ja);
    expect(column(named, "group")).toEqual([null, "金", "その他"]);
    expect(column(named, "touchpoint")).toEqual(["配送", "gold", null]);
    expect([...named.tables!["again"]!.array("group")]).toEqual([null, "金", "その他"]);
    expect(column(namedResult(one, {metric: "gap", options: {}}, ja), "group")).toEqual([null, "gold", "(other)"]);
    expect(column(one, "group")).toEqual([null, "gold", "(other)"]);
  });

  it("of drivers are told by the row's dimension, of measures within their segments, of ours not at all", () => {
    const drivers = result({dimension: ["plan", "touchpoint"], value: ["gold", "delivery"]});
    expect(column(namedResult(drivers, {metric: "drivers", options: {}}, ja), "value")).toEqual(["金", "配送"]);
    const actions = result({action: ["Calls"], segment: ["region=Kansai, Kanto; plan=gold"]});
    const named = namedResult(actions, {metric: "actions", options: {}}, ja);
    expect([column(named, "action"), column(named, "segment")]).toEqual([["電話"], ["region=関西, Kanto; plan=金"]]);
    const rfm = result({segment: ["champions"]});
    expect(column(namedResult(rfm, {metric: "rfm", options: {}}, ja), "segment")).toEqual(["champions"]);
  });

  it("of tiers are those of the changes, and who is in none is left to the chart", () => {
    const tiers = result({from: ["(none)", "gold"], to: ["gold", "tin"]});
    const named = namedResult(tiers, {metric: "programme", options: {}}, namesOf({ja: {tier: {gold: "金"}}}, "ja"));
    expect([column(named, "from"), column(named, "to")]).toEqual([["(none)", "金"], ["金", "tin"]]); // prettier-ignore
  });

  it("stand in findings", () => {
    const say = (key: string, values: Record<string, string | number | null>, by?: string) =>
      namedFinding({key, values}, {by}, ja).values;
    expect(say("nps", {best: "gold", worst: null, size: 3, period: "gold"}, "plan")).toEqual({best: "金", worst: null, size: 3, period: "gold"}); // prettier-ignore
    expect(say("drivers", {worst: "delivery", worst_dimension: "touchpoint", best: "gold", best_dimension: "plan"})).toMatchObject({worst: "配送", best: "金"}); // prettier-ignore
    expect(say("retention", {best_group: "gold", worst_group: "tin", best_rate: 0.5}, "plan")).toEqual({best_group: "金", worst_group: "tin", best_rate: 0.5}); // prettier-ignore
    expect(say("actions", {worked_names: "Calls\nOther", none_names: "Letters"})).toEqual({worked_names: "電話\nOther", none_names: "手紙"}); // prettier-ignore
  });

  it("stand in a query's columns of that name", () => {
    const dataset = {
      table: table({plan: ["gold", null], what: ["gold", "x"]}),
      columns: [
        {name: "plan", type: "string", unit: "text"},
        {name: "what", type: "string", unit: "text"}
      ]
    } as const;
    const named = namedDataset(dataset, ja).table;
    expect([[...named.array("plan")], [...named.array("what")]]).toEqual([["金", null], ["gold", "x"]]); // prettier-ignore
  });
});
