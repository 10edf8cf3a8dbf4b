import {DuckDBTypeId, type DuckDBType} from "@duckdb/node-api";
import type * as duckdb from "@duckdb/node-api";
import {
  type Reader,
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

/** How a column of this type is read from native DuckDB. @throws {QueryError} for a type that no value stands for. */
export function nativeReader(type: DuckDBType, column: string): Reader {
  switch (type.typeId) {
    case DuckDBTypeId.BOOLEAN:
      return {type: "boolean", read: (raw) => raw as boolean};
    case DuckDBTypeId.TINYINT:
    case DuckDBTypeId.SMALLINT:
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.UTINYINT:
    case DuckDBTypeId.USMALLINT:
    case DuckDBTypeId.UINTEGER:
    case DuckDBTypeId.SQLNULL:
      return {type: "integer", read: (raw) => raw as number};
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.UBIGINT:
    case DuckDBTypeId.HUGEINT:
      return {type: "integer", read: (raw) => integerOf(raw as bigint, column)};
    case DuckDBTypeId.FLOAT:
    case DuckDBTypeId.DOUBLE:
      return {type: "number", read: (raw) => finiteOf(raw as number)};
    case DuckDBTypeId.DECIMAL:
      return decimalReader(type.scale, column);
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.ENUM:
      return {type: "string", read: (raw) => raw as string};
    case DuckDBTypeId.UUID:
      return {type: "string", read: String};
    case DuckDBTypeId.TIME:
      return {type: "string", read: (raw) => timeText((raw as duckdb.DuckDBTimeValue).micros)};
    case DuckDBTypeId.INTERVAL:
      return {type: "string", read: (raw) => intervalOf(raw as duckdb.DuckDBIntervalValue)};
    case DuckDBTypeId.DATE:
      return {type: "date", read: (raw) => dateOf((raw as duckdb.DuckDBDateValue).days)};
    case DuckDBTypeId.TIMESTAMP:
    case DuckDBTypeId.TIMESTAMP_TZ:
      return {type: "timestamp", read: (raw) => timestampOf((raw as duckdb.DuckDBTimestampValue).micros, "us")};
    case DuckDBTypeId.TIMESTAMP_S:
      return {type: "timestamp", read: (raw) => timestampOf((raw as duckdb.DuckDBTimestampSecondsValue).seconds, "s")};
    case DuckDBTypeId.TIMESTAMP_MS:
      return {
        type: "timestamp",
        read: (raw) => timestampOf((raw as duckdb.DuckDBTimestampMillisecondsValue).millis, "ms")
      };
    case DuckDBTypeId.TIMESTAMP_NS:
      return {
        type: "timestamp",
        read: (raw) => timestampOf((raw as duckdb.DuckDBTimestampNanosecondsValue).nanos, "ns")
      };
    case DuckDBTypeId.BLOB:
      return {type: "binary", read: (raw) => new Uint8Array((raw as duckdb.DuckDBBlobValue).bytes)};
    case DuckDBTypeId.LIST:
    case DuckDBTypeId.ARRAY: {
      const item = nativeReader(type.valueType, column);
      return {type: "list", read: (raw) => readAll((raw as duckdb.DuckDBListValue).items, item)};
    }
    case DuckDBTypeId.STRUCT:
      return structReader(type, column);
    case DuckDBTypeId.MAP:
      return mapReader(type, column);
    default:
      throw unknownType(String(type), column);
  }
}

// A DECIMAL without decimals is an integer on both engines, because WASM hands out HUGEINT as one.
function decimalReader(scale: number, column: string): Reader {
  if (scale === 0) return {type: "integer", read: (raw) => integerOf((raw as duckdb.DuckDBDecimalValue).value, column)};
  return {type: "number", read: (raw) => decimalOf((raw as duckdb.DuckDBDecimalValue).value, scale)};
}

function intervalOf(raw: duckdb.DuckDBIntervalValue): string {
  return intervalText(raw.months, raw.days, raw.micros);
}

function structReader(type: duckdb.DuckDBStructType, column: string): Reader {
  const names = type.entryNames;
  const readers = type.entryTypes.map((entry) => nativeReader(entry, column));
  return {
    type: "struct",
    read: (raw) => {
      const {entries} = raw as duckdb.DuckDBStructValue;
      return structOf(
        names,
        readers.map((reader, i) => maybeRead(entries[names[i]!], reader))
      );
    }
  };
}

function mapReader(type: duckdb.DuckDBMapType, column: string): Reader {
  const key = nativeReader(type.keyType, column);
  const value = nativeReader(type.valueType, column);
  return {
    type: "struct",
    read: (raw) => {
      const {entries} = raw as duckdb.DuckDBMapValue;
      return structOf(
        readAll(
          entries.map((entry) => entry.key),
          key
        ).map(String),
        readAll(
          entries.map((entry) => entry.value),
          value
        )
      );
    }
  };
}
