import {table} from "arquero";
import {expect, it} from "vitest";
import {InputError} from "../../../src/errors.ts";
import {tableView} from "../../../src/site/views/table.ts";
import type {Column, TableOptions} from "../../../src/site/views/table.ts";
import {texts, viewOptions} from "./format.ts";

const channels = table({channel: ["web", "店舗", null], customers: [10, 30, null], rate: [0.2, 0.4, null]});
const columns: Column[] = [
  {name: "channel", label: "Channel", unit: "text"},
  {name: "customers", label: "Customers", unit: "count"},
  {name: "rate", label: "Rate", unit: "ratio"}
];
const view = (options: Partial<TableOptions> = {}, data = channels) =>
  tableView(data, {...viewOptions(), columns, ...options});
const heads = (options: Partial<TableOptions>) => texts(view(options), "tbody th");
const customers = (changes: Partial<Column>): Column[] => [columns[0]!, {...columns[1]!, ...changes}];
const shown = (changes: Partial<Column>, values: (number | null)[]) => [
  ...view({columns: customers(changes)}, table({channel: values.map(String), customers: values})).querySelectorAll(
    "tbody td"
  )
];

it("tableView(table) has a row per row, the first column as row head, null as a dash", () => {
  expect(texts(view(), "thead th")).toEqual(["Channel", "Customers", "Rate"]);
  expect(heads({})).toEqual(["web", "店舗", "–"]);
  expect(texts(view(), "tbody td")).toEqual(["count:10", "ratio:0.2", "count:30", "ratio:0.4", "–", "–"]);
});

it("numbers and dates have their class, and dates the format's text", () => {
  const dated = table({at: [new Date("2026-10-31")], n: [1]});
  const made = view(
    {
      columns: [
        {name: "at", label: "At", unit: "date"},
        {name: "n", label: "N", unit: "count"}
      ]
    },
    dated
  );
  expect(made.querySelector("tbody th")!.className).toBe("k-date");
  expect(made.querySelector("tbody td")!.className).toBe("k-num");
  expect(texts(made, "tbody th")).toEqual(["date:2026-10-31"]);
});

it("sort orders numbers by value and puts nulls last both ways", () => {
  expect(heads({sort: {column: "customers", descending: true}})).toEqual(["店舗", "web", "–"]);
  expect(heads({sort: {column: "customers", descending: false}})).toEqual(["web", "店舗", "–"]);
  const ten = table({channel: ["a", "b"], customers: [10, 9], rate: [0, 0]});
  expect(texts(view({sort: {column: "customers", descending: false}}, ten), "tbody th")).toEqual(["b", "a"]);
});

it("sort may name a column that is not shown, and keeps the order of ties", () => {
  const ties = table({channel: ["c", "a", "b"], customers: [1, 1, 1], rate: [2, 1, 1]});
  expect(texts(view({columns: customers({}), sort: {column: "rate", descending: false}}, ties), "tbody th")).toEqual([
    "a",
    "b",
    "c"
  ]);
});

it("what null stands for is written, and sorted as missing; a row may have a unit of its own, which sorting keeps", () => {
  const two = table({channel: [null, "web"], customers: [2, 10], rate: [0, 0]});
  const named: Column[] = [
    {...columns[0]!, none: "All"},
    {...columns[1]!, units: ["score", "ratio"]}
  ];
  const made = view({columns: named, sort: {column: "customers", descending: true}}, two);
  expect(texts(made, "tbody tr > *")).toEqual(["web", "ratio:10", "All", "score:2"]);
  expect([...made.querySelectorAll("tbody th")].map((cell) => cell.getAttribute("data-v"))).toEqual([null, ""]);
});

it("a cell tells what to sort it by as finely as any text does, not as finely as a double", () => {
  const values = [1 / 3, -2 / 3, 1.23456789e-7, 12_345_678.914_28, 1_696_118_400_123, 2 ** 70];
  const sorted = ["0.333333", "-0.666667", "1.23457e-7", "12345678.9143", "1696118400123", "1.1805916207174113e+21"];
  expect(shown({}, values).map((cell) => cell.getAttribute("data-v"))).toEqual(sorted);
  const days = view(
    {columns: [{name: "at", label: "At", unit: "date"}]},
    table({at: [new Date("2026-10-31T12:34:56.789Z")]})
  );
  expect(days.querySelector("tbody th")!.getAttribute("data-v")).toBe(String(Date.UTC(2026, 9, 31, 12, 34, 56, 789)));
});

// 都度購入 is four letters of 0.875 rem; a line of texts has at most 8 rem. "Share of" of "Share of customers" is narrower than "customers".
it("a column has the room of its texts, up to a line, and of half its head", () => {
  const room = (texts: string[], label = "x", unit: "text" | "number" = "text") =>
    view({columns: [{name: "a", label, unit}]}, table({a: texts}))
      .querySelector("thead th")!
      .getAttribute("style");
  expect(room(["都度購入", "無"])).toBe("min-width:3.5rem");
  expect(room(["淹れ方の手引きを添えたお迎えの手紙"])).toBe("min-width:8rem");
  expect(room([], "Share of customers", "number")).toBe(room([], "Share customers", "number"));
  expect(room([], "Customers", "number")).toBeNull();
});

// 10 + 30 = 40 customers; a ratio is no sum.
it("total adds up counts over all rows, never ratios", () => {
  expect(texts(view({total: ["customers", "rate"]}), "tfoot *:not(tr)")).toEqual(["Total", "count:40", ""]);
  expect(texts(view({total: ["customers"], limit: 1}), "tfoot td")).toEqual(["count:40", ""]);
  expect(view().querySelector("tfoot")).toBeNull();
});

it("the total of nothing is not zero", () => {
  const nothing = table({channel: ["a"], customers: [null], rate: [null]});
  expect(texts(view({total: ["customers"]}, nothing), "tfoot td")).toEqual(["–", ""]);
});

it("rows beyond the limit are counted in a line", () => {
  expect(texts(view({limit: 2}), "tbody th")).toEqual(["web", "店舗"]);
  expect(texts(view({limit: 2}), ".k-more")).toEqual(["1 more row in the download."]);
  expect(texts(view({limit: 1}), ".k-more")).toEqual(["2 more rows in the download."]);
  expect(texts(view({limit: 3}), ".k-more")).toEqual([]);
});

// 0 … 40: 10 is a quarter. −20 … 20: zero is in the middle, −10 reaches from a quarter to it.
it("bars begin at zero and end at the value, as fractions of the column's range", () => {
  expect(shown({bar: true}, [10, 40, null]).map((cell) => cell.getAttribute("style"))).toEqual([
    "--k-to:0.25",
    "--k-to:1",
    null
  ]);
  expect(shown({bar: true}, [-20, -10, 20]).map((cell) => cell.getAttribute("style"))).toEqual([
    "--k-from:0;--k-to:0.5",
    "--k-from:0.25;--k-to:0.5",
    "--k-from:0.5;--k-to:1"
  ]);
});

// Nine steps over 0 … 9: 1 begins the second one, 9 stays in the last one.
it("heat is a step 0–8 of the column's range; none for null, the lowest where all are equal", () => {
  const steps = (values: (number | null)[]) =>
    shown({heat: true}, values).map((cell) => cell.getAttribute("data-heat"));
  expect(steps([0, 0.9, 1, 4.5, 9, null])).toEqual(["0", "0", "1", "4", "8", null]);
  expect(steps([3, 3])).toEqual(["0", "0"]);
  // The rest does not set the colours of others, by whatever name it stands.
  const rows = table({channel: ["web", "店舗", "その他"], customers: [0, 9, 90]});
  const made = view({columns: customers({heat: true}), rest: ["その他"]}, rows);
  expect([...made.querySelectorAll("tbody td")].map((cell) => cell.getAttribute("data-heat"))).toEqual(["0", "8", null]); // prettier-ignore
});

it("a table without rows says so in the language, without a total", () => {
  const empty = view(
    {total: ["customers"], words: viewOptions("ja").words},
    table({channel: [], customers: [], rate: []})
  );
  expect(texts(empty, "tbody td")).toEqual(["該当する行はありません"]);
  expect(empty.querySelector("tbody td")!.getAttribute("colspan")).toBe("3");
  expect(empty.querySelector("tfoot")).toBeNull();
});

it("the scroll box is named after the caption", () => {
  expect(texts(view({caption: "By channel"}), "caption")).toEqual(["By channel"]);
  expect(view({caption: "By channel"}).querySelector("[role=group]")!.getAttribute("aria-label")).toBe("By channel");
  expect(view().querySelector("[role=group]")!.getAttribute("aria-label")).toBe("Table");
});

it("values and heads are text, never HTML", () => {
  const hostile = table({channel: ["<script>alert(1)</script>"], customers: [1], rate: [1]});
  const made = view({columns: [{name: "channel", label: "<img src=x>", unit: "text"}]}, hostile);
  expect(made.querySelector("script, img")).toBeNull();
  expect(texts(made, "tbody th")).toEqual(["<script>alert(1)</script>"]);
  expect(made.outerHTML).toContain("&lt;script&gt;");
});

it("an unknown column is an error, whether shown, sorted by or added up", () => {
  expect(() => view({columns: [{name: "x", label: "X", unit: "text"}]})).toThrow(InputError);
  expect(() => view({sort: {column: "x", descending: true}})).toThrow('unknown column "x"');
  expect(() => view({total: ["x"]})).toThrow(InputError);
});

it("spark draws the numbers of a text, and sorts by the last of them", () => {
  const trends = table({channel: ["web", "店舗", "new"], customers: ["1,2,4", "3,,1", null]});
  const cells = [
    ...view({columns: customers({spark: true, unit: "text"})}, trends).querySelectorAll("tbody td.k-spark-cell")
  ];
  expect(cells.map((cell) => cell.getAttribute("data-v"))).toEqual(["4", "1", null]);
  // A line goes through three points; a gap parts two; nothing is drawn of nothing.
  expect(
    cells.map((cell) => cell.querySelectorAll("path")[1]!.getAttribute("d")!.match(/[ML]/g)?.join("") ?? "")
  ).toEqual(["MLL", "MM", ""]);
  expect(cells.map((cell) => cell.querySelector("svg")!.getAttribute("role"))).toEqual(["img", "img", "img"]);
});
