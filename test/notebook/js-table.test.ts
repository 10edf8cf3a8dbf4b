import {escape, table} from "arquero";
import {expect, it} from "vitest";
import {datasetOfTable} from "../../src/notebook/js-table.ts";
import {Quantity} from "../../src/notebook/quantity.ts";

const rate = (value: number | null) => new Quantity(value, "ratio");

it("datasetOfTable(table) tells by a column's values, and dates and names, what it is", () => {
  const made = table({
    day: [new Date("2026-10-01"), new Date("2026-11-01")],
    revenue: [1, null],
    share: [0.25, 0.5],
    name: ["a", undefined]
  });
  const {table: same, columns} = datasetOfTable(made);
  expect(same).toBe(made);
  expect(columns).toEqual([
    {name: "day", type: "date", unit: "month"},
    {name: "revenue", type: "integer", unit: "money"},
    {name: "share", type: "number", unit: "ratio"},
    {name: "name", type: "string", unit: "text"}
  ]);
});

it("figures with units are numbers, in the order and of the rows that the table shows; their unit is the column's if all have it", () => {
  const made = table({
    kept: [rate(0.5), null, rate(0.25)],
    lost: [rate(0.5), new Quantity(3, "count"), rate(null)],
    most: [rate(0.5), 1, rate(0.25)],
    none: [rate(null), rate(null), rate(null)],
    at: [3, 2, 1]
  })
    .filter(escape((row: {at: number}) => row.at !== 2))
    .orderby("at");
  const {table: plain, columns} = datasetOfTable(made);
  expect(plain.objects()).toEqual([
    {kept: 0.25, lost: null, most: 0.25, none: null, at: 1},
    {kept: 0.5, lost: 0.5, most: 0.5, none: null, at: 3}
  ]);
  expect(columns.map(({name, type, unit}) => [name, type, unit])).toEqual([
    ["kept", "number", "ratio"],
    ["lost", "number", "ratio"],
    ["most", "number", "ratio"],
    ["none", "string", "ratio"],
    ["at", "integer", "count"]
  ]);
  // Of several units, and of some and none, the name tells.
  const mixed = datasetOfTable(table({a: [rate(0.5), new Quantity(3, "count")], b: [rate(0.5), 2]}));
  expect(mixed.columns.map(({unit}) => unit)).toEqual(["number", "number"]);
  expect(mixed.table.objects()).toEqual([
    {a: 0.5, b: 0.5},
    {a: 3, b: 2}
  ]);
});
