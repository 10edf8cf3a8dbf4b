import * as duckdb from "@duckdb/node-api";
import {Type, type DataType, type Table as ArrowTable} from "@uwdata/flechette";
import {openArrow, microsecondsOf, nameOf, tickUnit} from "./arrow-values.ts";
import {contentOf} from "./native-files.ts";
import {quoteIdentifier, quoteTable} from "./quote.ts";
import {unknownType} from "./values.ts";

/** How a column of Arrow values becomes one of DuckDB's; a null never reaches `convert`. */
interface Writer {
  readonly type: duckdb.DuckDBType;
  readonly convert: (raw: unknown) => duckdb.DuckDBValue;
}

const ROWS = 2048; // of a data chunk

/**
 * Makes the table of the Arrow files' rows, in the stream or the file form. Native DuckDB cannot read Arrow without an extension.
 * Several files have the same columns, in the same order.
 */
export async function loadArrow(
  connection: duckdb.DuckDBConnection,
  name: string,
  paths: readonly string[]
): Promise<void> {
  let appender: duckdb.DuckDBAppender | null = null;
  for (const path of paths) {
    const table = openArrow(await contentOf(path), path);
    const writers = table.schema.fields.map((field) => arrowWriter(field.type, field.name));
    appender ??= await createTable(connection, name, table, writers);
    appendTable(appender, table, writers);
  }
  appender?.closeSync();
}

async function createTable(
  connection: duckdb.DuckDBConnection,
  name: string,
  table: ArrowTable,
  writers: readonly Writer[]
) {
  const columns = table.schema.fields.map((field, i) => `${quoteIdentifier(field.name)} ${writers[i]!.type}`);
  await connection.run(`create or replace table ${quoteTable(name)} (${columns.join(", ")})`);
  const dot = name.indexOf(".");
  return connection.createAppender(name.slice(dot + 1), dot < 0 ? null : name.slice(0, dot));
}

function appendTable(appender: duckdb.DuckDBAppender, table: ArrowTable, writers: readonly Writer[]): void {
  const columns = writers.map((_, i) => table.getChildAt(i));
  const batches = columns[0]?.data ?? [];
  for (let b = 0; b < batches.length; ++b)
    for (let start = 0; start < batches[b]!.length; start += ROWS) {
      const rows = Math.min(ROWS, batches[b]!.length - start);
      const chunk = duckdb.DuckDBDataChunk.create(
        writers.map((writer) => writer.type),
        rows
      );
      for (const [i, {convert}] of writers.entries()) {
        const values = columns[i]!.data[b]!.slice(start, start + rows) as ArrayLike<unknown>;
        chunk.setColumnValues(
          i,
          Array.from(values, (raw) => (raw === null || raw === undefined ? null : convert(raw)))
        );
      }
      appender.appendDataChunk(chunk);
    }
}

function arrowWriter(type: DataType, column: string): Writer {
  switch (type.typeId) {
    case Type.Null:
      return {type: duckdb.INTEGER, convert: () => null};
    case Type.Bool:
      return {type: duckdb.BOOLEAN, convert: same};
    case Type.Int:
      return {type: INTEGERS[`${type.signed ? "" : "u"}${type.bitWidth}`]!, convert: same};
    case Type.Float:
      return {type: type.precision === 2 ? duckdb.DOUBLE : duckdb.FLOAT, convert: same};
    case Type.Decimal:
      return {
        type: duckdb.DECIMAL(type.precision, type.scale),
        convert: (raw) => new duckdb.DuckDBDecimalValue(BigInt(raw as number | bigint), type.precision, type.scale)
      };
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return {type: duckdb.VARCHAR, convert: same};
    case Type.Dictionary:
      return arrowWriter(type.dictionary, column);
    case Type.Date:
      return {
        type: duckdb.DATE,
        convert: (raw) => new duckdb.DuckDBDateValue(Math.floor((raw as number) / 86_400_000))
      };
    case Type.Time:
      return {
        type: duckdb.TIME,
        convert: (raw) => new duckdb.DuckDBTimeValue(microsecondsOf(raw as number | bigint, type.unit))
      };
    case Type.Timestamp:
      return timestampWriter(tickUnit(type.unit), type.timezone !== null && type.timezone !== undefined);
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
    case Type.FixedSizeBinary:
      return {type: duckdb.BLOB, convert: (raw) => new duckdb.DuckDBBlobValue(raw as Uint8Array)};
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList:
      return listWriter(arrowWriter(type.children[0]!.type, column));
    case Type.Struct:
      return structWriter(
        type.children.map((child) => child.name),
        type.children.map((child) => arrowWriter(child.type, column))
      );
    default:
      throw unknownType(nameOf(type), column);
  }
}

const INTEGERS: Readonly<Record<string, duckdb.DuckDBType>> = {
  8: duckdb.TINYINT,
  16: duckdb.SMALLINT,
  32: duckdb.INTEGER,
  64: duckdb.BIGINT,
  u8: duckdb.UTINYINT,
  u16: duckdb.USMALLINT,
  u32: duckdb.UINTEGER,
  u64: duckdb.UBIGINT
};

function same(raw: unknown): duckdb.DuckDBValue {
  return raw as duckdb.DuckDBValue;
}

const TO_MICROSECONDS = {s: 1_000_000n, ms: 1000n, us: 1n};

// As DuckDB's own Arrow reader: a zone makes TIMESTAMPTZ, whatever the unit.
function timestampWriter(unit: "s" | "ms" | "us" | "ns", zoned: boolean): Writer {
  const micros = (raw: unknown) => (unit === "ns" ? (raw as bigint) / 1000n : (raw as bigint) * TO_MICROSECONDS[unit]);
  if (zoned) return {type: duckdb.TIMESTAMPTZ, convert: (raw) => new duckdb.DuckDBTimestampTZValue(micros(raw))};
  return {type: duckdb.TIMESTAMP, convert: (raw) => new duckdb.DuckDBTimestampValue(micros(raw))};
}

function listWriter(item: Writer): Writer {
  return {
    type: duckdb.LIST(item.type),
    convert: (raw) =>
      new duckdb.DuckDBListValue(
        Array.from(raw as Iterable<unknown>, (value) => (value === null ? null : item.convert(value)))
      )
  };
}

function structWriter(names: readonly string[], writers: readonly Writer[]): Writer {
  const types = Object.fromEntries(names.map((name, i) => [name, writers[i]!.type]));
  return {
    type: duckdb.STRUCT(types),
    convert: (raw) => {
      const row = raw as Record<string, unknown>;
      const entry = (name: string, i: number) => [name, row[name] === null ? null : writers[i]!.convert(row[name])];
      return new duckdb.DuckDBStructValue(Object.fromEntries(names.map(entry)) as Record<string, duckdb.DuckDBValue>);
    }
  };
}
