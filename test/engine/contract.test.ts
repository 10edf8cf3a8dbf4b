import {gzipSync} from "node:zlib";
import {
  columnFromArray,
  dictionary,
  int32,
  tableFromArrays,
  tableFromColumns,
  tableToIPC,
  utf8,
  type Table as ArrowTable
} from "@uwdata/flechette";
import type {AsyncDuckDB} from "@duckdb/duckdb-wasm";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Engine, Format, Parameter, Value} from "../../src/engine/engine.ts";
import {type WasmBindings, asyncBindings} from "../../src/engine/wasm-bindings.ts";
import {openNative} from "../../src/engine/native.ts";
import {wasmEngine} from "../../src/engine/wasm.ts";
import {InputError, QueryError} from "../../src/errors.ts";
import {openWasm} from "./open-wasm.ts";

const ENGINES: [Engine["name"], () => Promise<Engine>][] = [
  ["duckdb-native", openNative],
  ["duckdb-wasm", openWasm]
];

describe.each(ENGINES)("%s", (name, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  }, 120_000);
  afterAll(() => engine.close());

  const one = async (expression: string, values: Parameter[] = []): Promise<[string, Value]> => {
    const {fields, columns} = await engine.query({text: `select ${expression} as v`, values});
    return [fields[0]!.type, columns["v"]![0]!];
  };
  const failure = async (work: Promise<unknown>) => {
    const error = await work.then(
      () => null,
      (thrown: unknown) => thrown
    );
    expect(error).toBeInstanceOf(QueryError);
    return error as QueryError;
  };
  const register = (table: string, content: string | Uint8Array, format: Format = "csv") =>
    engine.register(table, {format, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content});
  const rows = async (table: string) => {
    const {fields, columns, length} = await engine.query(`from ${table}`);
    return Array.from({length}, (_, i) => fields.map((field) => columns[field.name]![i]));
  };

  it("is DuckDB 1.4: both engines must stay of one minor version", async () => {
    expect(engine.name).toBe(name);
    expect((await one("version()"))[1]).toMatch(/^v1\.4\.\d+$/);
  });

  // prettier-ignore
  it.each<[string, string, Value]>([
    ["(-128)::tinyint", "integer", -128],
    ["32767::smallint", "integer", 32767],
    ["2147483647::integer", "integer", 2147483647],
    ["9007199254740991::bigint", "integer", 9007199254740991], // 2^53 − 1
    ["255::utinyint", "integer", 255],
    ["65535::usmallint", "integer", 65535],
    ["4294967295::uinteger", "integer", 4294967295],
    ["5::ubigint", "integer", 5],
    ["5::hugeint", "integer", 5],
    ["(select sum(x) from (values (2000000000::bigint), (2000000000)) t(x))", "integer", 4_000_000_000],
    ["(select count(*) from range(3))", "integer", 3],
    ["1.25::decimal(10, 2)", "number", 1.25],
    ["-0.05::decimal(4, 2)", "number", -0.05],
    ["0.1::decimal(38, 20)", "number", 0.1],
    ["12345678901234567.125::decimal(30, 3)", "number", 12345678901234568], // nearest: doubles are 2 apart above 2^53
    ["5::decimal(9, 0)", "integer", 5],
    ["1.5::float", "number", 1.5],
    ["1e300", "number", 1e300],
    ["'nan'::double", "number", null],
    ["'-inf'::double", "number", null],
    ["'inf'::float", "number", null],
    ["date '2024-02-29'", "date", new Date("2024-02-29T00:00:00Z")],
    ["date '1969-12-31'", "date", new Date(-86_400_000)],
    ["'infinity'::date", "date", null],
    ["timestamp '2024-01-01 10:00:00.123456'", "timestamp", new Date("2024-01-01T10:00:00.123Z")],
    ["timestamp '1969-12-31 23:59:59.9995'", "timestamp", new Date(-1)], // 0.5 ms before 1970 lies in millisecond −1
    ["'infinity'::timestamp", "timestamp", null],
    ["'2024-01-01 00:00:01'::timestamp_s", "timestamp", new Date("2024-01-01T00:00:01Z")],
    ["'2024-01-01 00:00:00.5'::timestamp_ms", "timestamp", new Date("2024-01-01T00:00:00.500Z")],
    ["'2024-01-01 00:00:00.123456789'::timestamp_ns", "timestamp", new Date("2024-01-01T00:00:00.123Z")],
    ["time '10:11:12.5'", "string", "10:11:12.5"],
    ["time '00:00:00'", "string", "00:00:00"],
    ["interval '14 months 1 day'", "string", "1 year 2 months 1 day"],
    ["interval '-1 month -3 days -5.5 seconds'", "string", "-1 month -3 days -00:00:05.5"],
    ["interval 0 days", "string", "00:00:00"],
    ["'絆 ''quoted'''", "string", "絆 'quoted'"],
    ["''", "string", ""],
    ["'b'::enum('a', 'b')", "string", "b"],
    ["'00000000-0000-0000-0000-00000000000f'::uuid", "string", "00000000-0000-0000-0000-00000000000f"],
    ["true", "boolean", true],
    ["null", "integer", null],
    ["null::varchar", "string", null],
    ["[1::bigint, null, 3]", "list", [1, null, 3]],
    ["[]::integer[]", "list", []],
    ["array_value(1.5::double, 2)", "list", [1.5, 2]],
    ["[[date '1970-01-02'], null]", "list", [[new Date(86_400_000)], null]],
    ["{'a': 1.5::decimal(3, 1), 'b': null::integer}", "struct", {a: 1.5, b: null}],
    ["map {'a': 1, 'b': 2}", "struct", {a: 1, b: 2}],
    ["'\\x01\\xFF'::blob", "binary", new Uint8Array([1, 255])]
  ])("%s is %s", async (expression, type, value) => {
    expect(await one(expression)).toEqual([type, value]);
  });

  it("agrees with DuckDB's own text of times and intervals", async () => {
    const texts = [
      "time '23:59:59.000001'",
      "interval '25 months -1 day 90 minutes'",
      "interval '-13 months'",
      "interval '100 hours'"
    ];
    for (const text of texts) expect((await one(text))[1]).toBe((await one(`(${text})::varchar`))[1]);
  });

  it.each(["9007199254740992", "(-9007199254740992)", "[9007199254740993]", "12345678901234567890123456789::hugeint"])(
    "%s is an error that names the column and the way out",
    async (expression) => {
      const error = await failure(one(expression));
      expect(error.message).toMatch(/^integer -?\d+ in column "v" is too large; cast it to double or varchar$/);
      expect(error.sql).toBe(`select ${expression} as v`);
    }
  );

  it("a type without a value is an error that names the column", async () => {
    expect((await failure(one("union_value(x := 1)"))).message).toMatch(
      /^type .* of column "v" cannot be shown; cast it to varchar$/
    );
  });

  it("keeps fields, their order and their case where there are no rows", async () => {
    const table = await engine.query("select 1 as z, 'x' as \"顧客\", date '2024-01-01' as \"Day\" limit 0");
    expect(table.fields).toEqual([
      {name: "z", type: "integer"},
      {name: "顧客", type: "string"},
      {name: "Day", type: "date"}
    ]);
    expect(table).toMatchObject({columns: {z: [], 顧客: [], Day: []}, length: 0});
  });

  it("keeps the rows' order over more than one batch", async () => {
    const {columns, length} = await engine.query(
      "select range as i, if(range % 2 = 0, null, range) as odd from range(5000)"
    );
    expect(length).toBe(5000);
    expect([columns["i"]![4999], columns["odd"]![4998], columns["odd"]![4999]]).toEqual([4999, null, 4999]);
  });

  it("two columns of one name are an error", async () => {
    expect((await failure(engine.query("select 1 as a, 2 as b, 3 as a"))).message).toBe(
      'duplicate column "a"; rename one with "as"'
    );
    expect((await engine.query('select 1 as a, 2 as "A"')).columns).toEqual({a: [1], A: [2]});
  });

  it("a statement without an answer gives a table without fields", async () => {
    const empty = {fields: [], columns: {}, length: 0};
    expect(await engine.query("create or replace table silent as select 1 as a")).toEqual(empty);
    expect(await engine.query("insert into silent values (2)")).toEqual(empty);
    expect(await engine.query("set schema = 'main'")).toEqual(empty);
    expect(await engine.query("-- nothing")).toEqual(empty);
    expect(await rows("silent")).toEqual([[1], [2]]);
    expect((await engine.query('select 1 as "Count"')).columns).toEqual({Count: [1]});
  });

  it("one statement at a time", async () => {
    expect(await failure(engine.query("select ';';\nselect 2"))).toMatchObject({
      message: "more than one statement; send them one by one",
      line: 1
    });
    expect((await engine.query("select ';' as a; -- end ;")).columns).toEqual({a: [";"]});
  });

  it.each<[Parameter, string, string, Value]>([
    ["it's 50% 絆 $2 -- \"", "VARCHAR", "string", "it's 50% 絆 $2 -- \""],
    [7, "INTEGER", "integer", 7],
    [-(2 ** 40), "BIGINT", "integer", -(2 ** 40)],
    [1.5, "DOUBLE", "number", 1.5],
    [1e300, "DOUBLE", "number", 1e300],
    [Number.NaN, "DOUBLE", "number", null],
    [true, "BOOLEAN", "boolean", true],
    [new Date("2024-01-02T03:04:05.678Z"), "TIMESTAMP", "timestamp", new Date("2024-01-02T03:04:05.678Z")],
    [null, '"NULL"', "integer", null]
  ])("binds %o as %s", async (value, sqlType, type, answer) => {
    const table = await engine.query({text: "select $1 as v, typeof($1) as t", values: [value]});
    expect(table.fields[0]!.type).toBe(type);
    expect(table.columns).toEqual({v: [answer], t: [sqlType]});
  });

  it("binds in any statement, and nowhere inside texts, names and comments", async () => {
    await engine.query({
      text: "create or replace table bound as select $2 as a, $1 as b, '$1' as c -- $9",
      values: ["x'", 3]
    });
    expect(await rows("bound")).toEqual([[3, "x'", "$1"]]);
    expect((await engine.query({text: "select $1, $1 + 1", values: [3]})).columns).toEqual({$1: [3], "($1 + 1)": [4]});
    expect((await engine.query({text: "from range(9) select * limit $1", values: [1]})).length).toBe(1);
  });

  it("a value for each parameter, and no more", async () => {
    const one = {text: "select $1 as a, $2 as b", values: [1]};
    expect((await failure(engine.query(one))).message).toBe("1 values for the 2 parameters of the statement");
    expect((await failure(engine.query({text: "select 1", values: [1]}))).message).toMatch(/^1 values for the 0/);
    await expect(engine.query({text: "select $1", values: [new Date(Number.NaN)]})).rejects.toThrow(InputError);
  });

  it.each<[string, string, number | null]>([
    ["select *\nfrom oders", 'table with name oders does not exist; did you mean "orders"?', 2],
    [
      "select\n amont from orders",
      'referenced column "amont" not found in FROM clause; candidate bindings: "amount"',
      2
    ],
    ["selec 1", 'syntax error at or near "selec"', 1],
    ["select 1 +\n\n 'a'::integer", "could not convert string 'a' to INT32", 3],
    ["select error('Broken: on\npurpose.')", "broken: on", null]
  ])("%j says %s", async (sql, message, line) => {
    await engine.query("create or replace table orders as select 1 as amount");
    expect(await failure(engine.query(sql))).toMatchObject({message, line, sql, name: "QueryError"});
  });

  it("never suggests a table of DuckDB's own", async () => {
    expect((await failure(engine.query("from pg_clas"))).message).toBe("table with name pg_clas does not exist");
  });

  // prettier-ignore
  it.each<[string, string[]]>([
    ["select * from oders", ["oders"]],
    ["with a as (select * from x) select * from a join y.z using (q)", ["x", "y.z"]],
    ["with orders as (from orders where a) select * from orders", ["orders"]], // the inner one is the table
    ["with recursive r as (select 1 as n union all select n + 1 from r) from r", []],
    ["with a(x) as (select 1), b as not materialized (from a, c) select * from a, b, \"A\", d.a", ["c", "d.a"]],
    ["with a as (with b as (from t) from b) from a, b", ["b", "t"]],
    ["select x.b from \"My T\".b x", ["My T.b"]],
    ["select * from t where x in (select a from u) and exists (from v)", ["t", "u", "v"]],
    ["from s.t, (select 1) z, lateral (select * from w), unnest([1]) q, range(3) order by a, b", ["s.t", "w"]],
    ["select a from t natural join u where b is distinct from c group by a, d", ["t", "u"]],
    ["select extract(year from d), trim(both 'x' from n), mine(z) from t where a = $1", ["t"]],
    ["from t union all by name (from u) except select 1 from v", ["t", "u", "v"]],
    ["select a as \"from\", 'from q' -- from z\nfrom 顧客 /* join w */", ["顧客"]],
    ["pivot t on a, c using sum(b)", ["t"]],
    ["from (pivot t on a in ('x') using sum(b)), q", ["q", "t"]],
    ["describe t", ["t"]],
    ["create table x as select * from y", ["y"]],
    ["select 1", []]
  ])("tableNames(%j)", async (sql, names) => {
    expect(await engine.tableNames(sql)).toEqual(names);
  });

  it("tableNames of SQL that does not parse is an error with its line", async () => {
    expect(await failure(engine.tableNames("select 1\nfrom where"))).toMatchObject({
      message: 'syntax error at or near "where"',
      line: 2
    });
  });

  it("reads a CSV with types sniffed over all rows", async () => {
    const numbers = Array.from({length: 30_000}, (_, i) => `${i},2024-01-05`).join("\n");
    expect(await register("long", `id,day\n${numbers}\nlast,2024-01-06\n`)).toEqual([]);
    const {fields, length} = await engine.query("from long");
    expect(fields).toEqual([
      {name: "id", type: "string"}, // the last row makes it so
      {name: "day", type: "date"}
    ]);
    expect(length).toBe(30_001);
  });

  // prettier-ignore
  it.each<[string, string, Value[][]]>([
    ["byte order mark", "\ufeffa,b\n1,x\n", [[1, "x"]]],
    ["CRLF", "a,b\r\n1,x\r\n2,y\r\n", [[1, "x"], [2, "y"]]],
    ["mixed line ends", "a,b\r\n1,x\n2,y\r\n3,z\n", [[1, "x"], [2, "y"], [3, "z"]]],
    ["semicolons", "a;b\n1,5;x\n", [["1,5", "x"]]],
    ["quotes", 'a,b\n1,"x, ""y""\nz"\n2,\n', [[1, 'x, "y"\nz'], [2, null]]],
    ["comment marks", "a,b\n#1,x\n", [["#1", "x"]]],
    ["leading zeros", "a,b\n007,x\n012,y\n", [["007", "x"], ["012", "y"]]],
    ["header of numbers", "2023,2024\n1,2\n", [[1, 2]]],
    ["one column with a gap", "a\n1\n\n3\n", [[1], [null], [3]]],
    ["timestamps", "a,b\n2024-01-01 10:00:00,2024-01-01T00:00:00+09:00\n", [[new Date("2024-01-01T10:00:00Z"), new Date("2023-12-31T15:00:00Z")]]]
  ])("reads a CSV: %s", async (_, content, expected) => {
    expect(await register("t", content)).toEqual([]);
    expect(await rows("t")).toEqual(expected);
  });

  it("reads Japanese headers, TSV and gzip", async () => {
    await register("t", gzipSync("顧客\t金額\n田中\t100\n"), "tsv");
    expect((await engine.query("from t")).columns).toEqual({顧客: ["田中"], 金額: [100]});
  });

  it("an empty file and a bare header have no rows, and text columns", async () => {
    expect(await register("t", "")).toEqual([]);
    expect(await rows("t")).toEqual([]);
    expect(await register("t", "a,b")).toEqual([]);
    expect((await engine.query("from t")).fields.map((field) => field.type)).toEqual(["string", "string"]);
  });

  // Good rows 1,2 and 5,6 stand around the bad one, which costs itself only.
  it.each([
    ["too few columns: 1 instead of 2", "3"],
    ["too many columns: 3 instead of 2", "3,4,5"],
    ["too few columns: 1 instead of 2", "three"], // also no integer, which is the lesser fault
    ["quote never closes", '3,"4'],
    ["text after a closing quote", '3,"4"x']
  ])("a row is left out: %s", async (reason, text) => {
    expect(await register("t", `a,b\n1,2\n${text}\n5,6\n`)).toEqual([{file: "t", line: 3, reason, text}]);
    expect(await rows("t")).toEqual([[1, 2], [5, 6]]); // prettier-ignore
  });

  it("a row is left out: not UTF-8", async () => {
    const bytes = Buffer.concat([Buffer.from("a,b\n1,x\n2,"), Buffer.from([0x93, 0x63]), Buffer.from("\n3,y\n")]);
    expect(await register("t", bytes)).toMatchObject([{line: 3, reason: "not UTF-8 text"}]);
    expect(await rows("t")).toEqual([[1, "x"], [3, "y"]]); // prettier-ignore
  });

  it("counts lines over quoted line ends and rows left out before", async () => {
    // The quote of line 2 closes only in line 4, before a z; lines 4 and 5 are one good row; 6 has a column too few; 7 is no UTF-8.
    const start = Buffer.from('a,b\n1,"x\n2,y\n3,"z\nz"\n4\n5,');
    const bad = await register("t", Buffer.concat([start, Buffer.from([0xff]), Buffer.from("\n6,w\n")]));
    expect(bad.map(({line, reason}) => [line, reason])).toEqual([
      [2, "text after a closing quote"],
      [6, "too few columns: 1 instead of 2"],
      [7, "not UTF-8 text"]
    ]);
    expect(await rows("t")).toEqual([[2, "y"], [3, "z\nz"], [6, "w"]]); // prettier-ignore
  });

  it("counts lines over quoted line ends, blank lines and a byte order mark", async () => {
    // 1 header, 2–3 a row, 4 blank, 5 too few, 6 a row, 7 too many
    const bad = await register("t", '\ufeffa,b\r\n1,"x\r\ny"\r\n\r\n3\r\n4,w\r\n5,6,7\r\n');
    expect(bad.map(({line, text}) => [line, text])).toEqual([[5, "3"], [7, "5,6,7"]]); // prettier-ignore
    expect(await rows("t")).toEqual([[1, "x\r\ny"], [4, "w"]]); // prettier-ignore
  });

  it("a header that is not UTF-8 is an error with the way out", async () => {
    const error = await failure(register("t", new Uint8Array([0x8c, 0xda, 0x2c, 0x62, 10])));
    expect(error.message).toMatch(/is not UTF-8 text; save the file as UTF-8$/);
    expect(error.line).toBeNull();
  });

  const arrow: ArrowTable = tableFromColumns([
    ["id", columnFromArray([1, 2, null], int32())],
    ["plan", columnFromArray(["絆", null, "b"], dictionary(utf8()))]
  ]);
  it.each(["stream", "file"] as const)("reads Arrow, %s form, also gzipped", async (format) => {
    const bytes = tableToIPC(arrow, {format})!;
    for (const content of [bytes, gzipSync(bytes)]) {
      expect(await register("a", content, "arrow")).toEqual([]);
      expect((await engine.query("from a")).columns).toEqual({id: [1, 2, null], plan: ["絆", null, "b"]});
    }
  });

  it("reads Arrow without rows: the table keeps its fields", async () => {
    await register(
      "a",
      tableToIPC(tableFromArrays({n: [], s: []}, {types: {n: int32(), s: utf8()}}), {format: "stream"})!,
      "arrow"
    );
    expect((await engine.query("from a")).fields).toEqual([
      {name: "n", type: "integer"},
      {name: "s", type: "string"}
    ]);
  });

  it("bytes that are no Arrow are an error", async () => {
    await failure(register("a", "PAR1 nonsense", "arrow"));
  });

  it("replaces a table or a view of that name, also in a schema; a failure leaves the old one", async () => {
    await engine.query("create schema if not exists source");
    await engine.query("create or replace view source.v as select 'old' as a");
    await register("source.v", "a\n1\n");
    expect(await rows("source.v")).toEqual([[1]]);
    await register("source.v", tableToIPC(arrow, {format: "stream"})!, "arrow");
    await register("source.v", "b\n2\n");
    expect((await engine.query("from source.v")).columns).toEqual({b: [2]});
    await failure(register("source.v", new Uint8Array([0xff, 10])));
    expect(await rows("source.v")).toEqual([[2]]);
  });

  it("quotes names", async () => {
    await register('we"ird; drop', "a\n1\n");
    expect(await rows('"we""ird; drop"')).toEqual([[1]]);
  });
});

describe("duckdb-native", () => {
  it("a zoned timestamp is the wall clock in UTC, whatever the machine's zone", async () => {
    const engine = await openNative();
    const table = await engine.query(
      "select timestamptz '2024-01-01 10:00:00+02' as a, '2024-01-01 10:00:00'::timestamptz as b, current_setting('TimeZone') as c"
    );
    expect(table.columns).toEqual({
      a: [new Date("2024-01-01T08:00:00Z")],
      b: [new Date("2024-01-01T10:00:00Z")],
      c: ["UTC"]
    });
    await engine.close();
  });
});

describe("duckdb-wasm", () => {
  it("takes the browser's bindings as they are typed", () => {
    const open: (database: AsyncDuckDB) => Promise<WasmBindings> = asyncBindings;
    expect(open).toBeTypeOf("function");
  });

  it("says what it cannot read, and what to do", async () => {
    const engine = await openWasm();
    const bytes = new Uint8Array([1]);
    await expect(engine.register("t", {format: "parquet", bytes})).rejects.toThrow(
      /^parquet cannot be read in the browser; save it as CSV/
    );
    await expect(engine.register("t", {format: "csv", paths: ["a.csv"]})).rejects.toThrow(
      "paths cannot be read in the browser; give bytes"
    );
    await expect(engine.register("t", {format: "json", bytes})).rejects.toThrow(InputError);
    await engine.close();
  }, 120_000);

  it("puts Arrow for a new table of a schema where it belongs, without a copy of it", async () => {
    const done: unknown[] = [];
    const bindings: WasmBindings = {
      query: (sql) => (done.push(sql), new Uint8Array()),
      bind: async () => undefined,
      tableNames: () => [],
      insertArrow: (table) => done.push(table),
      addFile: () => undefined,
      dropFile: () => undefined,
      close: async () => undefined
    };
    const engine = await wasmEngine(bindings, {extensions: "http://localhost:1/none"});
    done.length = 0;
    const bytes = tableToIPC(tableFromArrays({n: [1]}), {format: "stream"})!;
    await engine.register("rows.a", {format: "arrow", bytes});
    expect(done).toEqual([{schema: "rows", name: "a"}]);
  });
});
