import {
  IntervalUnit,
  TimeUnit,
  Type,
  type DataType,
  type ExtractionOptions,
  type Table,
  tableFromIPC
} from "@uwdata/flechette";
import {QueryError} from "../errors.ts";
import {
  type Reader,
  type TickUnit,
  dateOf,
  decimalOf,
  finiteOf,
  integerOf,
  intervalText,
  maybeRead,
  readAll,
  structOf,
  timeText,
  timestampOf,
  unknownType
} from "./values.ts";

/** How Flechette must open Arrow bytes for {@link arrowReader}: nothing rounded, nothing made a Date. */
export const RAW: ExtractionOptions = {useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true};

/** The table in the bytes, values raw. @throws {QueryError} if they are no Arrow that can be read; it names the file. */
export function openArrow(bytes: Uint8Array, file: string): Table {
  try {
    return tableFromIPC(bytes, RAW);
  } catch (cause) {
    const compressed = cause instanceof Error && /codec/i.test(cause.message);
    const reason = compressed
      ? "its columns are compressed; save it without compression"
      : "it is no Arrow stream or file";
    throw new QueryError(`cannot read ${file}; ${reason}`, {sql: "", cause});
  }
}

/** How a column of this Arrow type is read. @throws {QueryError} for a type that no value stands for. */
export function arrowReader(type: DataType, column: string): Reader {
  switch (type.typeId) {
    case Type.Null:
      return {type: "integer", read: () => null};
    case Type.Bool:
      return {type: "boolean", read: (raw) => raw as boolean};
    case Type.Int:
      return {type: "integer", read: (raw) => integerOf(raw as number | bigint, column)};
    case Type.Float:
      return {type: "number", read: (raw) => finiteOf(raw as number)};
    case Type.Decimal:
      return decimalReader(type.scale, column);
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return {type: "string", read: (raw) => raw as string};
    case Type.Dictionary:
      return arrowReader(type.dictionary, column);
    case Type.Time:
      return {type: "string", read: (raw) => timeText(microsecondsOf(raw as number | bigint, type.unit))};
    case Type.Interval:
      if (type.unit !== IntervalUnit.MONTH_DAY_NANO) throw unknownType("INTERVAL", column);
      return {type: "string", read: (raw) => intervalOf(raw as Float64Array)};
    case Type.Date:
      return {type: "date", read: (raw) => dateOf((raw as number) / 86_400_000)};
    case Type.Timestamp:
      return {type: "timestamp", read: (raw) => timestampOf(raw as bigint, tickUnit(type.unit))};
    case Type.Binary:
    case Type.LargeBinary:
    case Type.BinaryView:
      return {type: "binary", read: (raw) => raw as Uint8Array};
    case Type.List:
    case Type.LargeList:
    case Type.FixedSizeList: {
      const item = arrowReader(type.children[0]!.type, column);
      return {type: "list", read: (raw) => readAll(raw as Iterable<unknown>, item)};
    }
    case Type.Struct:
    case Type.Map:
      return type.typeId === Type.Map ? mapReader(type.children[0]!.type, column) : structReader(type, column);
    default:
      throw unknownType(nameOf(type), column);
  }
}

/** The unit's name, as DuckDB's types have it. */
export function tickUnit(unit: TimeUnitOf): TickUnit {
  return unit === TimeUnit.SECOND
    ? "s"
    : unit === TimeUnit.MILLISECOND
      ? "ms"
      : unit === TimeUnit.MICROSECOND
        ? "us"
        : "ns";
}

type TimeUnitOf = (typeof TimeUnit)[keyof typeof TimeUnit];

/** The type's name, for errors. */
export function nameOf(type: DataType): string {
  return Object.entries(Type).find(([, id]) => id === type.typeId)?.[0] ?? String(type.typeId);
}

/** A time of day in whole microseconds. */
export function microsecondsOf(raw: number | bigint, unit: TimeUnitOf): bigint {
  const ticks = BigInt(raw);
  if (unit === TimeUnit.NANOSECOND) return ticks / 1000n;
  return ticks * (unit === TimeUnit.SECOND ? 1_000_000n : unit === TimeUnit.MILLISECOND ? 1000n : 1n);
}

function decimalReader(scale: number, column: string): Reader {
  // HUGEINT comes as DECIMAL(38,0).
  if (scale === 0) return {type: "integer", read: (raw) => integerOf(raw as number | bigint, column)};
  return {type: "number", read: (raw) => decimalOf(BigInt(raw as number | bigint), scale)};
}

function intervalOf(raw: Float64Array): string {
  return intervalText(raw[0]!, raw[1]!, BigInt(Math.round(raw[2]! / 1000)));
}

function structReader(type: DataType & {children: readonly {name: string; type: DataType}[]}, column: string): Reader {
  const names = type.children.map((child) => child.name);
  const readers = type.children.map((child) => arrowReader(child.type, column));
  return {
    type: "struct",
    read: (raw) => {
      const entries = raw as Record<string, unknown>;
      return structOf(
        names,
        readers.map((reader, i) => maybeRead(entries[names[i]!], reader))
      );
    }
  };
}

function mapReader(entry: DataType, column: string): Reader {
  const [key, value] = (entry as DataType & {children: readonly {type: DataType}[]}).children.map((child) =>
    arrowReader(child.type, column)
  );
  return {
    type: "struct",
    read: (raw) => {
      const entries = raw as [unknown, unknown][];
      return structOf(
        readAll(
          entries.map((pair) => pair[0]),
          key!
        ).map(String),
        readAll(
          entries.map((pair) => pair[1]),
          value!
        )
      );
    }
  };
}
