import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {createFormat} from "../../../src/charts/format.ts";
import type {Unit} from "../../../src/metrics/metric.ts";
import type {ColumnType} from "../../../src/engine/engine.ts";
import type {Dataset} from "../../../src/notebook/dataset.ts";
import {dataFigure} from "../../../src/site/data-figure.ts";
import type {Shown} from "../../../src/site/data-figure.ts";
import {besideOther} from "../../../src/site/live/compared-data.ts";
import {parseHTML} from "linkedom";
import type {Style} from "../../../src/site/metric-figure.ts";
import {words} from "../../../src/site/words/languages.ts";

const style: Style = {
  document: parseHTML("<p></p>").document,
  format: createFormat({lang: "en", currency: "EUR"}),
  words: words("en"),
  asOf: "2026-10-31"
};
const naming = {
  compare: "all",
  own: "Chosen",
  other: "All",
  words: {shareOf: "{share} of all", comparedColumn: "{label} · {other}"}
} as const;
const previous = {...naming, compare: "previous", other: "May"} as const;

const TYPES: Readonly<Partial<Record<Unit, ColumnType>>> = {text: "string", month: "date", count: "integer"};

/** A dataset of columns whose units are given. */
function dataset(columns: Readonly<Record<string, readonly [Unit, readonly unknown[]]>>): Dataset {
  const all = Object.entries(columns);
  return {
    table: table(Object.fromEntries(all.map(([name, [, values]]) => [name, [...values]]))),
    columns: all.map(([name, [unit]]) => ({name, unit, type: TYPES[unit] ?? "number"}))
  };
}

const shown = (type: Shown["type"], options: Shown["options"], own: Dataset): Shown => ({name: "figure", type, options, dataset: own}); // prettier-ignore
const cells = (element: Element): string[][] =>
  [...element.querySelectorAll("tr")].map((row) => [...row.children].map(({textContent}) => textContent));

const byRegion = (rows: readonly (readonly [string, number, number])[]): Dataset =>
  dataset({
    region: ["text", rows.map(([region]) => region)],
    orders: ["count", rows.map(([, orders]) => orders)],
    share: ["ratio", rows.map(([, , share]) => share)]
  });
const OWN = byRegion([
  ["East", 30, 0.5],
  ["West", 20, 0.25]
]);
const ALL = byRegion([
  ["West", 90, 0.1],
  ["East", 60, 0.2]
]);
const MORE = byRegion([
  ["West", 90, 0.1],
  ["East", 60, 0.2],
  ["North", 5, 0.3]
]);
const TABLE = {bar: [], heat: [], spark: [], total: [], units: {}};

describe("a table", () => {
  const drawn = (options: object, all: Dataset) => {
    const beside = besideOther(shown("table", {...TABLE, ...options}, OWN), all, naming, style);
    return beside && cells(dataFigure(beside, style).body()!);
  };

  it("has theirs after each of its own numbers, by the names of its rows, in its own order", () => {
    expect(drawn({}, ALL)).toEqual([
      ["Region", "Orders", "Orders · All", "Share", "Share · All"],
      ["East", "30", "60", "50.0%", "20.0%"],
      ["West", "20", "90", "25.0%", "10.0%"]
    ]);
  });

  it("adds theirs up only where all their rows are there: 60 + 90, but not 60 + 90 of 155", () => {
    const options = {columns: {region: "Where", orders: "How many"}, total: ["orders"]};
    expect(drawn(options, ALL)!.at(-1)).toEqual(["Total", "50", "150"]);
    expect(drawn(options, MORE)).toEqual([
      ["Where", "How many", "How many · All"],
      ["East", "30", "60"],
      ["West", "20", "90"],
      ["Total", "50", ""]
    ]);
  });

  it("is not compared where nothing tells its rows apart, or where it has none of theirs", () => {
    const twice = byRegion([
      ["East", 1, 0.5],
      ["East", 1, 0.5]
    ]);
    expect(besideOther(shown("table", TABLE, twice), ALL, naming, style)).toBeNull();
    expect(drawn({}, byRegion([["South", 1, 0.5]]))).toBeNull();
    expect(besideOther(shown("table", {...TABLE, columns: ["region"]}, OWN), ALL, naming, style)).toBeNull();
  });

  it("of one row needs no name; dates of its own stay", () => {
    const one = (orders: number, month: number) =>
      dataset({orders: ["count", [orders]], first: ["month", [new Date(Date.UTC(2026, month, 1))]]});
    const beside = besideOther(shown("sql", {}, one(3, 0)), one(8, 1), naming, style)!;
    expect(cells(dataFigure(beside, style).body()!)).toEqual([
      ["Orders", "Orders · All", "First"],
      ["3", "8", "Jan 2026"]
    ]);
  });

  it("of numbers alone is told apart by the first of them", () => {
    const ages = (rows: readonly (readonly [number, number])[]) =>
      dataset({age: ["count", rows.map(([age]) => age)], orders: ["count", rows.map(([, orders]) => orders)]});
    const own = ages([[1, 5], [2, 5]]); // prettier-ignore
    const beside = besideOther(shown("sql", {}, own), ages([[2, 70], [3, 10]]), naming, style)!; // prettier-ignore
    expect(cells(dataFigure(beside, style).body()!)).toEqual([
      ["Age", "Orders", "Orders · All"],
      ["1", "5", "–"],
      ["2", "5", "70"]
    ]);
  });
});

describe("a chart", () => {
  const bars = {data: "d", mark: "bar", x: "orders", y: "region", sort: "-value"};

  it("has theirs as grey bars side by side with its own, whose order stays; its table has both", () => {
    const beside = besideOther(shown("chart", bars, OWN), ALL, naming, style)!;
    const figure = dataFigure(beside, style);
    const chart = figure.chart("wide")!;
    const titles = (fill: string) => [...chart.querySelectorAll(`rect[fill="var(--k-${fill})"] title`)].map(({textContent}) => textContent); // prettier-ignore
    expect(titles("series-1")).toEqual(["Chosen, East: 30", "Chosen, West: 20"]);
    expect(titles("quiet")).toEqual(["All, East: 60", "All, West: 90"]);
    expect([...chart.querySelectorAll(".k-names text")].map(({textContent}) => textContent)).toEqual(["East", "West"]);
    expect(cells(figure.table()!)).toEqual([
      ["Group", "Region", "Orders", "Share"],
      ["Chosen", "East", "30", "50.0%"],
      ["Chosen", "West", "20", "25.0%"],
      ["All", "West", "90", "10.0%"],
      ["All", "East", "60", "20.0%"]
    ]);
  });

  it("of several series, of several columns, a heat map and a histogram have no room for theirs", () => {
    const none = [
      {...bars, color: "share"},
      {...bars, x: ["orders", "share"]},
      {data: "d", mark: "heatmap", x: "orders", y: "region", color: "share"},
      {data: "d", mark: "histogram", x: "orders"}
    ];
    for (const options of none) expect(besideOther(shown("chart", options, OWN), ALL, naming, style)).toBeNull();
    // Coloured by its own names it has one series.
    expect(besideOther(shown("chart", {...bars, color: "region"}, OWN), ALL, naming, style)).not.toBeNull();
  });
});

describe("a KPI", () => {
  const text = (unit: Unit, how: typeof naming | typeof previous) => {
    const one = (value: number) => dataset({number: [unit, [value]]});
    const beside = besideOther(shown("kpi", {data: "d", value: "number"}, one(0.3)), one(0.4), how, style)!;
    return dataFigure(beside, style).body()!.textContent;
  };

  it("is a share of all customers, 0.3 of 0.4, where it is an amount; a rate differs by points; against a period it has shrunk", () => {
    expect(text("money", naming)).toContain("75.0% of all");
    expect(text("ratio", naming)).toMatch(/10\.0.*40\.0% \(All\)/);
    expect(text("money", previous)).toMatch(/25\.0%.*\(May\)/);
  });
});
