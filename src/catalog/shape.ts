import {raw, identifier, joined, literal, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Role} from "./roles.ts";

/** How one column of a catalog table is made from its source. */
export interface Column {
  readonly name: string;
  /** SQL over the source row. */
  readonly from: Query;
  /** Null for a column that is taken as it is. */
  readonly role: Role | null;
  /** DuckDB's type of `from`. */
  readonly type: string;
}

/** What role expressions need to know of the catalog. */
export interface Reading {
  readonly timeZone: string;
  /** Decimal places of the currency. */
  readonly digits: number;
}

/** The column's value in the type of its role; null where it cannot be read. */
export function cast(column: Column, reading: Reading): Query {
  const {from, role, type} = column;
  switch (role?.type) {
    case undefined:
      return from;
    case "id":
      return isFraction(type) ? wholeText(from) : isNeverBlank(type) ? sql`cast(${from} as varchar)` : trimmed(from);
    case "text":
      return trimmed(from);
    case "timestamp":
      return timestamp(from, type, reading.timeZone);
    case "date":
      return sql`cast(coalesce(${timestamp(from, type, reading.timeZone)}, ${month(from, type)}) as date)`;
    case "money":
      return sql`try_cast(${from} as decimal(18, ${literal(reading.digits)}))`;
    case "number": {
      const number = sql`try_cast(${from} as double)`;
      return sql`case when isfinite(${number}) then ${number} end`;
    }
    case "boolean":
      return sql`try_cast(${from} as boolean)`;
    case "score": {
      const score = sql`try_cast(${from} as double)`;
      return sql`case when ${score} between ${literal(role.from)} and ${literal(role.to)} and ${score} = floor(${score}) then cast(${score} as tinyint) end`;
    }
  }
}

function trimmed(from: Query): Query {
  return sql`nullif(trim(cast(${from} as varchar)), '')`;
}

function isWhole(type: string): boolean {
  return /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/.test(type);
}

function isFraction(type: string): boolean {
  return /^(DOUBLE|FLOAT|DECIMAL)/.test(type);
}

/** A number's text; a whole one without decimals, as which a file shows them where other rows have no value: 12.0 is the customer 12 of another file. */
function wholeText(from: Query): Query {
  return sql`case when ${from} = floor(${from}) and abs(${from}) < 1e15 then cast(cast(${from} as bigint) as varchar) else cast(${from} as varchar) end`;
}

/** A time with an offset, `Z`, `UTC` or a zone's name behind it. */
const ZONED = String.raw`:\d\d(\.\d+)? ?(Z|z|UTC|GMT|[+-]\d\d(:?\d\d)?| [A-Za-z_]+/[A-Za-z_/]+)$`;

/** Wall-clock time in the catalog's zone: zoned values are converted, naive ones taken as local, whole numbers read as yyyymmdd. */
function timestamp(from: Query, type: string, timeZone: string): Query {
  const zone = literal(timeZone);
  if (type === "TIMESTAMP WITH TIME ZONE") return sql`(${from} at time zone ${zone})`;
  if (isWhole(type) || isFraction(type))
    return dayNumber(isWhole(type) ? sql`cast(${from} as varchar)` : wholeText(from));
  if (type !== "VARCHAR") return sql`try_cast(${from} as timestamp)`;
  const text = sql`trim(${from})`;
  return sql`case
    when regexp_matches(${text}, ${literal(ZONED)}) then try_cast(${zonedText(text)} as timestamptz) at time zone ${zone}
    else coalesce(try_cast(${text} as timestamp), ${dayNumber(text)}) end`;
}

/** The text as DuckDB reads a zoned time: with seconds, and an offset right behind them. */
function zonedText(text: Query): Query {
  const offset = sql`regexp_replace(regexp_replace(${text}, ' ?(Z|z|UTC|GMT)$', '+00'), ' ([+-]\\d\\d(:?\\d\\d)?)$', '\\1')`;
  return sql`regexp_replace(${offset}, '([ T]\\d\\d?:\\d\\d)( [A-Za-z]|[+-])', '\\1:00\\2')`;
}

/** A day written yyyymmdd. Digits in another number are no day: `%m` and `%d` would take one each. */
function dayNumber(text: Query): Query {
  return sql`case when length(${text}) = 8 then try_strptime(${text}, '%Y%m%d') end`;
}

/** The first day of a month written 2026-10, 2026/10 or 202610. */
function month(from: Query, type: string): Query {
  if (!isWhole(type) && type !== "VARCHAR") return raw("null");
  const text = sql`trim(cast(${from} as varchar))`;
  return sql`case when regexp_full_match(${text}, '\\d{4}[-/]?\\d\\d') then try_strptime(replace(replace(${text}, '-', ''), '/', ''), '%Y%m') end`;
}

/** Why the row is set aside, in words; null for a row that is kept. */
export function reason(columns: readonly Column[], reading: Reading): Query {
  const cases = columns.flatMap((column) => casesOf(column, reading));
  return cases.length === 0 ? raw("cast(null as varchar)") : sql`case ${joined(cases, " ")} end`;
}

function casesOf(column: Column, reading: Reading): readonly Query[] {
  const {role, name} = column;
  if (!role) return [];
  const given = isGiven(column);
  const cases: Query[] = [];
  if (role.required) cases.push(when(sql`(${given}) is not true`, `no ${name}`));
  if (alwaysReads(column)) return cases;
  const problem =
    role.type === "score" ? `${name} is not a whole number from ${role.from} to ${role.to}` : `unreadable ${name}`;
  return [...cases, when(sql`${cast(column, reading)} is null and (${given})`, problem)];
}

/** Whether the source says anything: blank text does not. Null or false if not. */
function isGiven({from, type}: Column): Query {
  if (isNeverBlank(type)) return sql`${from} is not null`;
  // Few texts begin with a space, and only those need to be trimmed: a fifth of the time that a large table takes to load.
  return type === "VARCHAR"
    ? sql`${from} <> '' and (${from} not like ' %' or trim(${from}) <> '')`
    : sql`${trimmed(from)} is not null`;
}

function isNeverBlank(type: string): boolean {
  return isWhole(type) || isFraction(type) || /^(DATE|TIMESTAMP|BOOLEAN)/.test(type);
}

/** Whether every value of the source's type has one in the role's: rows need no look then. */
function alwaysReads({role, type}: Column): boolean {
  if (role?.type === "id" || role?.type === "text") return true;
  return (role?.type === "timestamp" || role?.type === "date") && /^(DATE|TIMESTAMP)/.test(type);
}

function when(condition: Query, words: string): Query {
  return sql`when ${condition} then ${literal(words)}`;
}

/** The columns' values under their names, for a select list. */
export function selectList(columns: readonly Column[], reading: Reading): Query {
  return joined(
    columns.map((column) => sql`${cast(column, reading)} as ${identifier(column.name)}`),
    ", "
  );
}
