import {expect, it} from "vitest";
import {z} from "zod";
import {catalogSchema} from "../../src/catalog/schema.ts";
import {ReportError} from "../../src/errors.ts";
import {readYaml} from "../../src/text/yaml.ts";

const TABLES = "tables: {orders: {from: o.csv}}";
const read = (text: string) => readYaml(text, catalogSchema, {file: "data/catalog.yaml", line: 1});
const failure = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    expect(error).toBeInstanceOf(ReportError);
    return (error as ReportError).message.replace("data/catalog.yaml:", "");
  }
  throw new Error("it read");
};

it("fills in the defaults", () => {
  const {value} = read(TABLES);
  expect(value).toMatchObject({
    locale: "en",
    currency: "USD",
    timeZone: "UTC",
    fiscalYearStart: 1,
    weekStart: "monday"
  });
  expect(value.publish).toEqual({rows: "none", minimumCell: 5, allow: []});
  expect(read(`${TABLES}\npublish: {rows: all}`).value.publish).toEqual({rows: "all", minimumCell: 5, allow: []});
});

it("reads targets, percentages and dimensions in both of their forms", () => {
  const text = `${TABLES}\ntargets: {crr: {value: 84.5%, period: year}, nps: 20, a: 40%}\ndimensions: [plan, {name: channel, asOf: acquisition}]\nasOf: 2026-10-31`;
  const {targets, dimensions, asOf} = read(text).value;
  expect(targets).toEqual({
    crr: {value: 0.845, period: "year", fail: false},
    nps: {value: 20, period: undefined, fail: false},
    a: {value: 0.4, period: undefined, fail: false}
  });
  expect(dimensions).toEqual([
    {name: "plan", asOf: "current"},
    {name: "channel", asOf: "acquisition"}
  ]);
  expect(asOf).toBe("2026-10-31");
});

it("lineOf is the line of a key in block and flow style, of a list's item, else of the nearest part that is there", () => {
  const {lineOf} = readYaml("a:\n  b: 1\nlist:\n  - x\n  - {y: 1,\n     z: 2}\n", z.any(), {file: "f", line: 10});
  expect([lineOf("a"), lineOf("a", "b"), lineOf("a", "none"), lineOf("none")]).toEqual([10, 11, 10, 10]);
  expect([lineOf("list", 0), lineOf("list", 1), lineOf("list", 1, "z"), lineOf("list", 7)]).toEqual([13, 14, 15, 12]);
});

it("an empty text is an empty mapping: what it lacks stands on its first line", () => {
  expect(failure("")).toBe('1: missing key "tables"');
  expect(failure("# only a comment\n")).toBe('1: missing key "tables"');
  expect(failure("title: x\n")).toBe('1: missing key "tables"');
  expect(readYaml("", z.strictObject({a: z.string().optional()}), {file: "f", line: 3}).value).toEqual({});
});

// prettier-ignore
it.each([
  ["an unknown key", `${TABLES}\ncurrancy: JPY`, '2: unknown key "currancy"; did you mean "currency"?'],
  ["a misspelt key rather than the missing one", "title: x\ntablse:\n  orders: {from: o.csv}", '2: unknown key "tablse"; did you mean "tables"?'],
  ["a nested key", "tables:\n  orders:\n    form: o.csv", '3: unknown key "form" in tables.orders; did you mean "from"?'],
  ["a nested key in flow style", `${TABLES}\npublish: {rows: all,\n  minimumcell: 3}`, '3: unknown key "minimumcell" in publish; did you mean "minimumCell"?'],
  ["a key in a list", `${TABLES}\nchecks:\n  - {name: a, sql: s}\n  - name: b\n    sqll: s`, '5: unknown key "sqll" in checks.1; did you mean "sql"?'],
  ["a key in a dimension", `${TABLES}\ndimensions:\n  - plan\n  - {name: channel, asof: current}`, '4: unknown key "asof" in dimensions.1; did you mean "asOf"?'],
  ["a key in a target", `${TABLES}\ntargets:\n  crr: {value: 84%, perod: year}`, '3: unknown key "perod" in targets.crr; did you mean "period"?'],
  ["the only key in a target", `${TABLES}\ntargets:\n  nps: 20\n  crr: {valeu: 84%}`, '4: unknown key "valeu" in targets.crr; did you mean "value"?'],
  ["a key near none", `${TABLES}\nzzz: 1`, /^2: unknown key "zzz"; known: title, locale, currency, /]
])("an unknown key is told with its line and the nearest known one: %s", (_, text, message) => {
  if (typeof message === "string") expect(failure(text)).toBe(message);
  else expect(failure(text)).toMatch(message);
});

// prettier-ignore
it.each([
  ["text for a number", `${TABLES}\nfiscalYearStart: april`, '2: fiscalYearStart is "april", which is no number'],
  ["a fraction", `${TABLES}\nfiscalYearStart: 4.5`, "2: fiscalYearStart is 4.5, which is no whole number"],
  ["too large", `${TABLES}\nfiscalYearStart: 13`, "2: fiscalYearStart is 13, which is more than 12"],
  ["too small", `${TABLES}\npublish:\n  minimumCell: 0`, "3: publish.minimumCell is 0, which is less than 1"],
  ["a list for a mapping", "title: x\ntables: [orders]", '2: tables is ["orders"], which is no mapping'],
  ["a mapping without a value", "title: x\ntables:\n", "2: tables is null, which is no mapping"],
  ["a text for everything", "orders", 'the text is "orders", which is no mapping'],
  ["an empty text", `${TABLES}\ntitle: ""`, "2: title is empty"],
  ["a long value", `${TABLES}\ntaxIncluded: >\n  ${"very ".repeat(20)}\n  long`, /^2: taxIncluded is "(very ){11}.{3}…, which is no boolean$/],
  ["an enum", `${TABLES}\nweekStart: mondey`, '2: weekStart cannot be "mondey"; did you mean "monday"?'],
  ["an enum in a union", `${TABLES}\ndimensions:\n  - {name: a,\n     asOf: curent}`, '4: dimensions.0.asOf cannot be "curent"; did you mean "current"?'],
  ["a number for an enum", `${TABLES}\nlocale: 3`, "2: locale cannot be 3; one of en, ja"],
  ["an enum in a target", `${TABLES}\ntargets: {crr: {value: 1, period: yaer}}`, '2: targets.crr.period cannot be "yaer"; did you mean "year"?'],
  ["no target", `${TABLES}\ntargets: {crr: high}`, '2: targets.crr "high" is no target: a number, a percentage such as 84%, or {value, period, fail}'],
  ["no percentage in a target", `${TABLES}\ntargets:\n  crr: {value: high}`, '3: targets.crr.value "high" is no number or percentage such as 84%'],
  ["no dimension", `${TABLES}\ndimensions: [7]`, "2: dimensions.0 7 is no dimension: a column's name, or {name, asOf: acquisition or current}"],
  ["a date that is none", `${TABLES}\nasOf: 2026-02-30`, '2: asOf "2026-02-30" is no date of the form 2026-10-31'],
  ["a benchmark without its source", `${TABLES}\nbenchmarks:\n  crr: {value: 84%}`, '3: missing key "source" in benchmarks.crr'],
  ["a table without from", "tables:\n  orders:\n    columns: {at: x}", '2: missing key "from" in tables.orders'],
  ["a table's name", "tables:\n  my-table: {from: a.csv}", '2: key "my-table" is no table name: letters, digits and _'],
  ["a currency", `${TABLES}\ncurrency: yen`, '2: currency "yen" is no currency code such as JPY or EUR'],
  ["a currency that is none", `${TABLES}\ncurrency: ZZZ`, '2: currency "ZZZ" is no currency code such as JPY or EUR'],
  ["a time zone", `${TABLES}\ntimeZone: Asia/Tokio`, '2: timeZone "Asia/Tokio" is no time zone; did you mean "Asia/Tokyo"?'],
  ["an offset for a time zone, which DuckDB does not know", `${TABLES}\ntimeZone: "+09:00"`, '2: timeZone "+09:00" is no time zone such as Asia/Tokyo']
])("a wrong value is told with its line: %s", (_, text, message) => {
  if (typeof message === "string") expect(failure(text)).toContain(message);
  else expect(failure(text)).toMatch(message);
});

it("a key given twice is named with the line of its second place", () => {
  expect(failure("title: a\ntables: {}\ntitle: b")).toBe('3: duplicate key "title"');
  expect(failure("tables:\n  orders: {from: a}\n  customers: {from: c}\n  orders: {from: b}")).toBe(
    '4: duplicate key "orders"'
  );
});

it("YAML that does not parse is one line with the place, counted from where the text begins", () => {
  expect(failure("title: [a\nlocale: en")).toMatch(/^\d: \S[^\n]*$/);
  expect(failure("title: 'a\n")).toMatch(/^[12]: missing closing 'quote/);
  expect(failure(`${TABLES}\ntitle: *none`)).toBe(
    '2: unknown alias "*none"; write & before the name where the value stands'
  );
  expect(() => readYaml("a: 1\nb: c: d", z.any(), {file: "reports/a.md", line: 20})).toThrow(
    /^reports\/a\.md:21: nested mappings/
  );
});
