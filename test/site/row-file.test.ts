import {afterAll, beforeAll, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import type {Engine} from "../../src/engine/engine.ts";
import type {LiveSql} from "../../src/site/live/live-page.ts";
import {fileColumns, rowFile} from "../../src/site/row-file.ts";
import {loadTables} from "../../src/site/live/sql-tables.ts";
import {raw} from "../../src/sql/sql.ts";
import {openWasm} from "../engine/open-wasm.ts";

let native: Engine;
let wasm: Engine;
beforeAll(async () => {
  [native, wasm] = [await openNative(), await openWasm()];
});
afterAll(async () => {
  await native?.close();
  await wasm?.close();
});

const KINDS = `
  select * from (values
    (true, -1::tinyint, 200::utinyint, -300::smallint, 40000::usmallint, 7::integer, 3000000000::uinteger, 9007199254740991::bigint, 5::hugeint),
    (null, null, null, null, null, null, null, null, null)
  ) t(flag, tiny, utiny, small, usmall, whole, uwhole, long, huge)
  positional join (values
    (1.5::float, 0.1::double, 1.15::decimal(18, 2), -40.1::decimal(38, 3), 'x', 'b'::enum('a', 'b'), date '1969-12-31', timestamp '1969-12-31 23:59:59.999', timestamp '2025-01-05 10:00:00.123456'),
    (null, null, null, null, null, null, null, null, null)
  ) u(narrow, wide, cents, thousandths, text, choice, day, moment, fine)`;

it("rowFile: every type comes back in DuckDB-WASM with its values, nulls and type", async () => {
  await native.query(`create table kinds as ${KINDS}`);
  const columns = await fileColumns(native, raw("kinds"));
  expect(columns).toHaveLength(18);
  const {file, columns: typed} = await rowFile(native, {table: "kinds", relation: raw("kinds"), columns});
  const page = {tables: [{name: "kinds", file: file.path, columns: typed, isFiltered: false}]} as unknown as LiveSql;
  await loadTables(page, wasm, async () => file.bytes);
  const all = "select * replace (epoch_us(fine) as fine) from ";
  expect(await wasm.query(`${all} "all".kinds`)).toEqual(await native.query(`${all} kinds`));
  const types = "select column_type from (describe select * from ";
  expect(await wasm.query(`${types} "all".kinds)`)).toEqual(await native.query(`${types} kinds)`));
});

it("fileColumns leaves out what no file holds exactly: other types, infinities, NaN", async () => {
  await native.query(
    "create table odd as select 1 as kept, [1] as list, now() as zoned, 'nan'::double as nan, 'infinity'::timestamp as never, interval 1 day as span"
  );
  expect(await fileColumns(native, raw("odd"))).toEqual([{name: "kept", type: "INTEGER"}]);
});

it("rowFile refuses an amount that JavaScript would round", async () => {
  await native.query("create table rich as select 90071992547409.93::decimal(18, 2) as amount");
  const columns = await fileColumns(native, raw("rich"));
  await expect(rowFile(native, {table: "rich", relation: raw("rich"), columns})).rejects.toThrow(
    /too large to be published exactly/
  );
});
