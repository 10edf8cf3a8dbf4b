import {createHash} from "node:crypto";
import {gzipSync} from "node:zlib";
import {
  TimeUnit,
  bool,
  columnFromArray,
  dateDay,
  decimal,
  dictionary,
  float32,
  float64,
  int16,
  int32,
  int64,
  int8,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8
} from "@uwdata/flechette";
import type {DataType} from "@uwdata/flechette";
import type {Engine, Value} from "../engine/engine.ts";
import {InputError} from "../errors.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {LiveColumn} from "./live/live-page.ts";
import type {DataFile} from "./page-cubes.ts";

/** A column of a relation, and its type as DuckDB writes it. */
export interface SqlColumn {
  readonly name: string;
  readonly type: string;
}

/** A row file, and how its columns get back the types that they have at build. */
export interface RowFile {
  readonly file: DataFile;
  readonly columns: readonly LiveColumn[];
}

/** How the values of a column are written: their Arrow type, and `as`, the SQL that reads them where a cast does not. */
interface Written {
  readonly type: DataType;
  readonly write: (value: Value) => unknown;
  readonly as?: string;
}

/** A type of DuckDB that a row file can hold. */
interface Kind {
  /** What is asked for instead of the column itself. */
  readonly ask?: (column: Query) => Query;
  /** Whether it has values besides numbers and times, infinities and NaN, which no row file holds. */
  readonly isOpen?: boolean;
  /** @param column quoted. */
  readonly written: (values: readonly Value[], column: string) => Written;
}

const plain = (type: () => DataType, isOpen = false): Kind => ({
  isOpen,
  written: () => ({type: type(), write: (value) => value})
});
const long: Kind = {written: () => ({type: int64(), write: (value) => BigInt(value as number)})};
const text: Kind = {written: (values) => ({type: textType(values), write: (value) => value})};

const KINDS: Readonly<Record<string, Kind>> = {
  BOOLEAN: plain(bool),
  TINYINT: plain(int8),
  UTINYINT: plain(int16),
  SMALLINT: plain(int16),
  USMALLINT: plain(int32),
  INTEGER: plain(int32),
  UINTEGER: long,
  BIGINT: long,
  UBIGINT: long,
  HUGEINT: long,
  FLOAT: plain(float32, true),
  DOUBLE: plain(float64, true),
  VARCHAR: text,
  DATE: plain(dateDay, true),
  TIMESTAMP: {
    ask: (column) => sql`epoch_us(${column})`,
    isOpen: true,
    written: (values, column) =>
      values.every((value) => Number(value) % 1000 === 0)
        ? {type: timestamp(TimeUnit.MILLISECOND, null), write: (value) => Number(value) / 1000}
        : {...long.written(values, column), as: `make_timestamp(${column})`}
  }
};

/** From here on the double that JavaScript has may not tell a decimal's last digit. */
const EXACT = 2 ** 50;

/** How a column of this SQL type is written; null for a type that row files do not hold. */
function kindOf(type: string): Kind | null {
  if (type.startsWith("ENUM(")) return {...text, ask: (column) => sql`cast(${column} as varchar)`};
  const [, precision, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (precision === undefined || scale === undefined) return KINDS[type] ?? null;
  const write = (value: Value): bigint => {
    const unscaled = Math.round((value as number) * 10 ** Number(scale));
    if (Math.abs(unscaled) < EXACT) return BigInt(unscaled);
    throw new InputError(`the amount ${value as number} is too large to be published exactly`);
  };
  return {written: () => ({type: decimal(Number(precision), Number(scale), 128), write})};
}

/** Texts that come again and again are written once. */
function textType(values: readonly Value[]): DataType {
  return new Set(values).size * 4 < values.length ? dictionary(utf8(), int32()) : utf8();
}

/** Columns of a relation that a row file can hold exactly, with their SQL types: not those of other types, or with an infinity or NaN. */
export async function fileColumns(engine: Engine, relation: Query): Promise<readonly SqlColumn[]> {
  const described = await engine.query(sql`select column_name, column_type from (describe select * from ${relation})`);
  const columns = described.columns["column_name"]!.map((name, i) => ({
    name: String(name),
    type: String(described.columns["column_type"]![i])
  }));
  const known = columns.filter(({type}) => kindOf(type) !== null);
  const open = known.filter(({type}) => kindOf(type)!.isOpen);
  if (open.length === 0) return known;
  const tests = open.map(
    ({name}) => sql`coalesce(bool_and(isfinite(${identifier(name)})), true) as ${identifier(name)}`
  );
  const answer = await engine.query(sql`select ${joined(tests, ", ")} from ${relation}`);
  return known.filter(({name}) => answer.columns[name]?.[0] !== false);
}

/**
 * The relation's rows, in its order, as a gzipped Arrow IPC stream: every value as exact as the database has it, times without a zone.
 * @param columns of {@link fileColumns}. @throws {QueryError, InputError} where JavaScript cannot hold a number exactly.
 */
export async function rowFile(
  engine: Engine,
  {table, relation, columns}: {table: string; relation: Query; columns: readonly SqlColumn[]}
): Promise<RowFile> {
  const asked = columns.map(({name, type}) => {
    const column = identifier(name);
    return sql`${kindOf(type)!.ask?.(column) ?? column} as ${column}`;
  });
  const answer = await engine.query(sql`select ${joined(asked, ", ")} from ${relation}`);
  const written = columns.map(({name, type}) => {
    const quoted = identifier(name).text;
    const {
      type: arrowType,
      write,
      as = `cast(${quoted} as ${type})`
    } = kindOf(type)!.written(answer.columns[name]!, quoted);
    const values = answer.columns[name]!.map((value) => (value === null ? null : write(value)));
    return {name, as, column: columnFromArray(values, arrowType)};
  });
  const arrow = tableFromColumns(written.map(({name, column}) => [name, column]));
  const bytes = gzipSync(tableToIPC(arrow, {format: "stream"})!, {level: 6});
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  return {
    file: {
      kind: "rows",
      table,
      path: `_data/${hash}.arrow.gz`,
      bytes,
      columns: columns.map(({name}) => name),
      rows: answer.length
    },
    columns: written.map(({name, as}) => ({name, as}))
  };
}
