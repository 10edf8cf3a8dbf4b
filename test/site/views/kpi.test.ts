import {expect, it} from "vitest";
import {kpiView} from "../../../src/site/views/kpi.ts";
import type {Kpi} from "../../../src/site/views/kpi.ts";
import {plainFormat, texts, viewOptions} from "./format.ts";

const crr: Kpi = {
  name: "crr",
  label: "Retention",
  value: 0.8,
  unit: "ratio",
  previous: 0.7,
  previousLabel: null,
  change: 0.05,
  changeUnit: "points",
  isNoise: false,
  target: 0.8,
  spark: null,
  note: null,
  low: null,
  high: null,
  n: null
};

const change = (kpi: Kpi, lang?: string) => texts(kpiView([kpi], viewOptions(lang)), ".k-kpi-change");
const classes = (kpi: Kpi) => kpiView([kpi], viewOptions()).querySelector(".k-kpi-change")?.className;

it("kpiView(kpis) is a list with one item per figure, in order", () => {
  const row = kpiView([crr, {...crr, name: "churn", label: "Churn"}], viewOptions());
  expect(row.localName).toBe("dl");
  expect(texts(row, "dt")).toEqual(["Retention", "Churn"]);
  expect(kpiView([], viewOptions()).children.length).toBe(0);
});

// The change is 0.05, 5 points; more retention is good, more churn and a longer payback are not.
it("a change has sign, arrow and words; which way is good is the figure's own", () => {
  expect(change(crr)).toEqual(["▲ +5.0 pts better than ratio:0.7"]);
  expect(change({...crr, change: -0.05})).toEqual(["▼ −5.0 pts worse than ratio:0.7"]);
  expect(change({...crr, name: "churn"})).toEqual(["▲ +5.0 pts worse than ratio:0.7"]);
  expect(change({...crr, name: "churn", change: -0.05})).toEqual(["▼ −5.0 pts better than ratio:0.7"]);
  expect(classes({...crr, name: "payback", change: -1})).toContain("k-good");
  expect(classes({...crr, name: "payback", change: 1})).toContain("k-bad");
});

it("a change is a share, points, or in the figure's own unit", () => {
  const amount = (kpi: Partial<Kpi>) => texts(kpiView([{...crr, ...kpi}], viewOptions()), "b");
  expect(amount({changeUnit: "percent", unit: "money"})).toEqual(["▲ +ratio:0.05"]);
  expect(amount({changeUnit: "value", unit: "months", change: 2})).toEqual(["▲ +months:2"]);
  expect(amount({changeUnit: "value", unit: "nps", change: -3})).toEqual(["▼ −3.0 pts"]);
});

it("no change is neither good nor bad; an unknown one leaves the previous value alone", () => {
  expect(change({...crr, change: 0})).toEqual(["unchanged from ratio:0.7"]);
  expect(classes({...crr, change: 0})).toBe("k-kpi-change");
  expect(change({...crr, change: null, previousLabel: "2025"})).toEqual(["before: ratio:0.7 (2025)"]);
  expect(change({...crr, previous: null})).toEqual([]);
});

it("a change within the noise has neither arrow nor verdict", () => {
  expect(change({...crr, isNoise: true})).toEqual(["+5.0 pts on ratio:0.7, within the noise"]);
  expect(classes({...crr, isNoise: true})).toBe("k-kpi-change");
});

it("a change that was not tested has an arrow, and is called neither better nor worse", () => {
  expect(change({...crr, isNoise: null})).toEqual(["▲ +5.0 pts on ratio:0.7"]);
  expect(classes({...crr, isNoise: null})).toBe("k-kpi-change");
  expect(change({...crr, isNoise: null, previousLabel: "2025年"}, "ja")).toEqual([
    "▲ +5.0ポイント（2025年のratio:0.7比）"
  ]);
});

it("a target is reached at its very value; for churn, from above", () => {
  const target = (kpi: Partial<Kpi>) => texts(kpiView([{...crr, ...kpi}], viewOptions()), ".k-kpi-target");
  expect(target({})).toEqual(["Target ratio:0.8 reached"]);
  expect(target({value: 0.79})).toEqual(["Target ratio:0.8 not reached"]);
  expect(target({name: "churn", value: 0.81})).toEqual(["Target ratio:0.8 not reached"]);
  expect(target({name: "churn", value: 0.79})).toEqual(["Target ratio:0.8 reached"]);
  expect(target({value: null})).toEqual(["Target ratio:0.8"]);
  expect(target({target: null})).toEqual([]);
});

it("below 30 customers or answers a figure has a mark and no arrow; at 30 it has none", () => {
  const few = kpiView([{...crr, n: 29, low: 0.6, high: 0.9}], viewOptions());
  expect(texts(few, ".k-kpi-value")).toEqual(["ratio:0.8 low base"]);
  expect(texts(few, ".k-kpi-change")).toEqual(["before: ratio:0.7"]);
  expect(texts(few, ".k-kpi-note")).toEqual(["ratio:0.6 to ratio:0.9, n\u00a0=\u00a0count:29"]);
  expect(texts(kpiView([{...crr, n: 30}], viewOptions()), ".k-mark-low")).toEqual([]);
});

it("a value that is not known is a dash, without a change", () => {
  const none = kpiView([{...crr, value: null, note: "no data"}], viewOptions());
  expect(texts(none, ".k-kpi-value")).toEqual(["–"]);
  expect(texts(none, ".k-kpi-change")).toEqual([]);
  expect(texts(none, ".k-kpi-when")).toEqual(["no data"]);
});

it("a figure of ten characters or more is written short", () => {
  const long = {...viewOptions(), format: {...plainFormat, value: () => "1234567890", short: () => "1.2G"}};
  const fits = {...viewOptions(), format: {...plainFormat, value: () => "123456789", short: () => "0.1G"}};
  expect(texts(kpiView([crr], long), ".k-kpi-value")).toEqual(["1.2G"]);
  expect(texts(kpiView([crr], fits), ".k-kpi-value")).toEqual(["123456789"]);
});

it("the spark line is the given element", () => {
  const options = viewOptions();
  const row = kpiView([{...crr, spark: options.document.createElement("svg")}], options);
  expect(row.querySelector(".k-kpi-spark > svg")).not.toBeNull();
});

it("words are those of the language", () => {
  expect(change({...crr, previousLabel: "前年"}, "ja")).toEqual(["▲ +5.0ポイント 前年のratio:0.7より改善"]);
  expect(change(crr, "ja")).toEqual(["▲ +5.0ポイント 前回のratio:0.7より改善"]);
});

it("labels and notes are text, never HTML", () => {
  const row = kpiView([{...crr, label: "<script>x</script>", note: "<b>&"}], viewOptions());
  expect(row.querySelector("script")).toBeNull();
  expect(row.outerHTML).toContain("&lt;script&gt;x");
  expect(texts(row, ".k-kpi-when")).toEqual(["<b>&"]);
});
