import {describe, expect, it} from "vitest";
import {compareSnapshots} from "../../../src/site/snapshots/comparison.ts";
import {figureChanges} from "../../../src/site/snapshots/figures.ts";
import type {ReportJson} from "../../../src/site/snapshots/figures.ts";
import {countOf, recordOf} from "./records.ts";

const split = (period: number, restated = 0) => ({period, restated, definition: 0, mixed: 0});
const table = (content: string, rows: number) => ({table: "orders", rows, rejected: 0, content});

/** Orders 100 → 130 → 125; in the second step ten new ones came and fifteen of the past went. */
const [one, two, three] = [
  recordOf({id: "a", number: 1, headlines: [countOf("orders", 100)], tables: [table("x", 100)]}),
  recordOf({
    id: "b",
    number: 2,
    headlines: [countOf("orders", 130)],
    tables: [table("y", 130)],
    since: {snapshot: "a", asOf: "2025-03-31", splits: {orders: split(30)}, past: [table("x", 100)]}
  }),
  recordOf({
    id: "c",
    number: 3,
    headlines: [countOf("orders", 125)],
    tables: [table("z", 125)],
    since: {snapshot: "b", asOf: "2025-03-31", splits: {orders: split(10, -15)}, past: [table("w", 115)]},
    definitions: {program: "p2", settings: {"targets.crr": "0.5"}, cells: {"reports/index.md#kpis": "1"}}
  })
] as const;
const all = [one, two, three];

describe("compareSnapshots", () => {
  it("adds up what made a headline change over all snapshots between: 30 + 10 new, −15 restated", () => {
    const {headlines} = compareSnapshots(one, three, all);
    expect(headlines.map(({before, after, split}) => [before?.value, after.value, split])).toEqual([
      [100, 125, split(40, -15)]
    ]);
    // The other way round everything has the other sign.
    expect(compareSnapshots(three, one, all).headlines[0]!.split).toEqual(split(-40, 15));
  });

  it("does not know what made it where a snapshot between is missing", () => {
    expect(compareSnapshots(one, three, [one, three]).headlines[0]!.split).toBeNull();
  });

  it("says of tables how many rows of the past came or went, of two that follow each other", () => {
    expect(compareSnapshots(two, three, all).tables).toEqual([
      {table: "orders", before: table("y", 130), after: table("z", 125), restated: -15, isRestated: true}
    ]);
    expect(compareSnapshots(one, two, all).tables[0]).toMatchObject({restated: 0, isRestated: false});
    expect(compareSnapshots(one, three, all).tables[0]).toMatchObject({restated: null, isRestated: null});
  });

  it("names settings and cells that say something else, and that Kizuna itself does", () => {
    expect(compareSnapshots(two, three, all)).toMatchObject({
      settings: [{path: "targets.crr", before: null, after: "0.5"}],
      cells: ["reports/index.md#kpis"],
      isOtherProgram: true
    });
  });
});

type Cell = ReportJson["cells"][string];
const column = (name: string, type = "number", unit: string | null = "ratio") => ({name, type, unit});

function retention(rows: Cell["rows"]): ReportJson {
  const columns = [
    column("group", "string", null),
    column("cohort", "date", "month"),
    column("age", "integer", "count"),
    column("size", "integer", "count"),
    column("rate"),
    column("low"),
    column("high"),
    column("complete", "boolean", null)
  ];
  return {cells: {triangle: {kind: "retention", columns, rows}}};
}

describe("figureChanges", () => {
  // Half-intervals 0.05 and 0.05: the noise is √(0.05² + 0.05²) ≈ 0.0707. 0.60 − 0.50 is beyond it, 0.55 − 0.50 within.
  const row = (cohort: string, age: number, rate: number, complete = true) =>
    [null, cohort, age, 100, rate, rate - 0.05, rate + 0.05, complete] as const;

  it("finds the estimates that moved beyond their noise among rows of the same group, cohort and age", () => {
    const before = retention([row("2025-01-01", 1, 0.5), row("2025-01-01", 2, 0.5), row("2025-02-01", 1, 0.5, false)]);
    const after = retention([
      row("2025-02-01", 1, 0.9), // was not over yet
      row("2025-01-01", 2, 0.55),
      row("2025-01-01", 1, 0.6),
      row("2025-03-01", 1, 0.2) // new
    ]);
    const {moved, compared, changed} = figureChanges(before, after);
    expect(compared).toBe(2);
    expect(moved).toHaveLength(1);
    expect(moved[0]).toMatchObject({cell: "triangle", column: "rate", unit: "ratio", before: 0.5, after: 0.6});
    expect(moved[0]!.noise).toBeCloseTo(0.0707, 4);
    expect(moved[0]!.row.map(({value}) => value)).toEqual([null, "2025-01-01", 1]);
    expect(changed).toEqual([]);
  });

  it("takes the column before low and high that they bound in every row, and the unit that a row has of its own", () => {
    const columns = [
      column("name", "string", null),
      column("value", "number", "number"),
      column("unit", "string", null),
      column("n", "integer", "count"),
      column("low", "number", "number"),
      column("high", "number", "number")
    ];
    const kpis = (nps: number): ReportJson => ({
      cells: {
        kpis: {
          kind: "kpi",
          columns,
          rows: [
            ["nps", nps, "nps", 900, nps - 3, nps + 3],
            ["orders", 5, "count", null, null, null]
          ]
        }
      }
    });
    // √(3² + 3²) ≈ 4.24 < 5.
    expect(figureChanges(kpis(10), kpis(15)).moved).toMatchObject([
      {column: "value", unit: "nps", before: 10, after: 15}
    ]);
    expect(figureChanges(kpis(10), kpis(14)).moved).toEqual([]);
  });

  it("counts rows of other values where there is no interval; rows that nothing tells apart are not compared", () => {
    const columns = [column("month", "date", "month"), column("revenue", "number", "money")];
    const report = (rows: Cell["rows"]): ReportJson => ({cells: {monthly: {kind: "sql", columns, rows}}});
    const before = report([
      ["2025-01-01", 10],
      ["2025-02-01", 20]
    ]);
    const after = report([
      ["2025-01-01", 11],
      ["2025-02-01", 20],
      ["2025-03-01", 5]
    ]);
    expect(figureChanges(before, after)).toEqual({
      moved: [],
      compared: 0,
      changed: [{cell: "monthly", figure: "monthly", kind: "sql", rows: 2, changed: 1}]
    });
    // A chart shows the rows: the query itself has no figure on the page.
    const charted: ReportJson = {
      cells: {...after.cells, bars: {kind: "chart", columns: [], rows: [], data: "monthly"}}
    };
    expect(figureChanges(before, charted).changed[0]).toMatchObject({cell: "monthly", figure: "bars"});
    expect(
      figureChanges(
        report([
          ["2025-01-01", 1],
          ["2025-01-01", 2]
        ]),
        after
      ).changed
    ).toEqual([]);
  });
});
