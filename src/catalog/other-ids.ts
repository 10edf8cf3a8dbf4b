import {ReportError} from "../errors.ts";
import {identifier, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import {tableOf} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";
import {cast} from "./shape.ts";

/** Types without ids in them. */
const NO_IDS = /^(DATE|TIME|TIMESTAMP|INTERVAL|BOOLEAN)/;
const NUMBERS = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;
const TEXTS = /^(VARCHAR|UUID|ENUM\(.*\))$/;
/** Types of many values; `to_json` opens them. */
const NESTED = /\[\d*\]$|^(STRUCT|MAP)\(|^JSON$/;
const CLOSED = /\b(BLOB|BIT|UNION|VARIANT|GEOMETRY)\b/;

/** Parts of a column's name that speak of a customer. */
const WHO =
  /^(customer|cust|client|member|user|account|acct|person|buyer|guest|subscriber|recipient|refer+(er|ed|al|ing)|invite[dr]|inviter|friend|gift|who)$|顧客|会員|客様|紹介/;
/** Parts of a column's name that make a measure of it. */
const MEASURE =
  /^(count|total|sum|avg|mean|share|rate|ratio|value|amount|points?|score|level|rank|status|type|tier|class|group|age|days?|months?|years?|n|is|has)$/;
/** Parts of names of columns with ids that do not say whose. */
const ANY_ID = /^(number|code|name|date|hash|source)$/;

/** How many distinct ones of a kind a column has; of these, how many are ids of customers, and of other customers, and how many are numbers among the smallest and the largest id. */
interface Found {
  readonly all: number;
  readonly known: number;
  readonly others: number;
  readonly near: number;
  /** The part of the numbers among the smallest and the largest id that are ids. */
  readonly density: number;
}

/** Where fewer numbers than this part are ids, one alone is met by chance in fewer columns than this part, and so is no chance; more are none where they are met as rarely. */
const RARE = 1 / 1000;

/**
 * Looks for ids of customers who are in `whole.customers`, but not in `all.customers`, among the extra columns of a table as it is narrowed: whole values, their parts, and what lists and structs hold, whatever their case.
 * Texts and codes must have none. Numbers, and words of longer texts, are some ids by chance: they count where the column is named after customers, or half the words are ids, or nearly all numbers, which are as many as customers, or where ids are far between and more of the numbers are some than chance has it. 0 and 1 say no or yes.
 * @throws {ReportError} at a column that has some, or cannot be looked into, unless the catalog says that it is shared.
 */
export async function requireOwnIds(table: CatalogTable, audience: string, loading: Loading): Promise<void> {
  const {engine, spec} = loading;
  const {shared = false, from = ""} = spec.tables[table.name] ?? {};
  if (shared === true) return;
  const extras = new Set(table.columns.filter(({role}) => !role).map(({name}) => name));
  const free = sharedColumns(table, shared === false ? [] : shared, loading);
  const all = identifier("all", tableOf(table.name));
  const {columns} = await engine.query(sql`select column_name, column_type from (describe select * from ${all})`);
  for (const [i, name] of columns["column_name"]!.map(String).entries()) {
    const type = String(columns["column_type"]![i]);
    if (!extras.has(name) || name === "customer" || free.has(name) || NO_IDS.test(type)) continue;
    const isOpen = !CLOSED.test(type) && (NUMBERS.test(type) || TEXTS.test(type) || NESTED.test(type));
    const column = {name, type, table, audience};
    if (!isOpen) throw mistake(column, `whose type ${type} cannot be looked into for ids of other customers`, loading);
    // What a .sql table counts over the audience's own rows is no id.
    if (await hasOthers(column, {isMade: from.endsWith(".sql"), loading}))
      throw mistake(column, "which has ids of other customers", loading);
  }
}

interface Examined {
  readonly name: string;
  readonly type: string;
  readonly table: CatalogTable;
  readonly audience: string;
}

function mistake({name, table, audience}: Examined, problem: string, {place}: Loading): ReportError {
  const hasCustomers = table.columns.some((column) => column.name === "customer");
  return new ReportError(
    `audience "${audience}" would see the column "${name}" of table "${table.name}", ${problem}`,
    place("tables", table.name),
    hasCustomers
      ? `leave it out: columns: {${name}: "=null"}, or say shared: [${name}] if all audiences may see it`
      : `map it: columns: {customer: ${name}}, or say shared: true if all audiences may see all rows`
  );
}

/** @throws {ReportError} at a shared column that the table does not have. */
function sharedColumns(
  {name, columns}: CatalogTable,
  shared: readonly string[],
  {place}: Loading
): ReadonlySet<string> {
  const known = columns.map((column) => column.name);
  for (const [i, column] of shared.entries())
    if (!known.includes(column))
      throw new ReportError(
        `table "${name}" has no column "${column}"`,
        place("tables", name, "shared", i),
        suggestion(column, known)
      );
  return new Set(shared);
}

async function hasOthers(column: Examined, {isMade, loading}: {isMade: boolean; loading: Loading}): Promise<boolean> {
  const {engine} = loading;
  const values = NESTED.test(column.type) ? leavesOf(column) : valuesOf(column, loading);
  const {columns} = await engine.query(sql`
    with ids as (select ${plain(raw("customer"))} as id, bool_and(customer not in (select customer from "all".customers)) as is_other from "whole".customers group by 1),
    whole as (select distinct value from (${values}) where value is not null),
    parts as (select unnest(${await partsOf(raw("value"), loading)}) as value from whole),
    pieces as (select ${plain(raw("value"))} as id, bool_or(is_whole) as is_whole from (select value, true as is_whole from whole union all select value, false from parts) group by 1),
    spread as (select count(*) as n, min(number) as low, max(number) as high from (select cast(id as double) as number from ids where regexp_full_match(id, '\\d+'))),
    kinds as (select id, case when regexp_full_match(id, '\\d+') then 'numbers' when not is_whole and regexp_full_match(id, '\\p{L}+') then 'words' else 'codes' end as kind from pieces where id not in ('', '0', '1'))
    select kind, count(*) as "all", count(i.id) as known, count(*) filter (where is_other) as others,
      count(*) filter (where kind = 'numbers' and try_cast(k.id as double) between low and high) as near, coalesce(max(n / (high - low + 1)), 0) as density
    from kinds k left join ids i on i.id = k.id cross join spread group by kind`);
  const found = new Map(
    columns["kind"]!.map((kind, i) => {
      const at = (name: string) => Number(columns[name]![i]);
      const [all, known, others, near, density] = [at("all"), at("known"), at("others"), at("near"), at("density")];
      return [String(kind), {all, known, others, near, density}];
    })
  );
  const {codes = NONE, words = NONE, numbers = NONE} = Object.fromEntries(found) as Partial<Record<string, Found>>;
  const isNamed = isOfCustomers(column.name, loading);
  if (codes.others > 0) return true;
  if (words.others > 0 && (isNamed || isHalf(words))) return true;
  return !isMade && numbers.others > 0 && ((isNamed && isHalf(numbers)) || (await areIds(numbers, loading)));
}

const NONE: Found = {all: 0, known: 0, others: 0, near: 0, density: 0};

function isHalf({all, known}: Found): boolean {
  return 2 * known >= all;
}

function valuesOf({name, type, table}: Examined, {reading}: Loading): Query {
  const text = /^ENUM/.test(type) ? sql`cast(${identifier(name)} as varchar)` : identifier(name);
  const id = cast({name, from: text, role: {type: "id"}, type: /^ENUM/.test(type) ? "VARCHAR" : type}, reading);
  return sql`select ${id} as value from ${identifier("all", tableOf(table.name))}`;
}

/** The values in lists, structs and JSON, and the names that these have there, but for places in a list. */
function leavesOf({name, table}: Examined): Query {
  const documents = sql`select distinct to_json(${identifier(name)}) as document from ${identifier("all", tableOf(table.name))}`;
  const tree = sql`select case when fullkey like '%]' then null else key end as key, regexp_replace(atom ->> '$', '^(\\d+)\\.0+$', '\\1') as atom from (${documents}) d, json_tree(d.document)`;
  return sql`select unnest([key, atom]) as value from (${tree})`;
}

/** The parts of a text: runs of letters, digits, and signs that stand in one of a hundred ids; and of Latin ones alone, beside letters of other scripts. */
async function partsOf(text: Query, {engine}: Loading): Promise<Query> {
  const {columns} = await engine.query(
    sql`
      select coalesce(regexp_escape(string_agg(sign, '')), '') as signs from (
        select sign from (select unnest(list_distinct(regexp_extract_all(customer, '[^\\p{L}\\p{N}]'))) as sign from "whole".customers)
        group by sign having 100 * count(*) >= (select count(*) from "whole".customers))`
  );
  const signs = String(columns["signs"]![0]);
  // A bound pattern is compiled again for each row.
  const [any, latin] = [literal(`[\\p{L}\\p{N}${signs}]+`), literal(`[A-Za-z0-9${signs}]+`)];
  return sql`list_concat(regexp_extract_all(${text}, ${any}), regexp_extract_all(${text}, ${latin}))`;
}

/** A text in small letters, without signs around it. */
function plain(text: Query): Query {
  return sql`lower(regexp_replace(${text}, '^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$', '', 'g'))`;
}

/** Whether numbers among which some are ids are ids, whatever they are called. */
async function areIds({all, known, near, density}: Found, {engine}: Loading): Promise<boolean> {
  if (density < RARE) return chanceOf(known, near * density) < RARE;
  return 10 * known >= 9 * all && all >= (await count(engine, sql`select count(*) from "whole".customers`));
}

/** How likely chance meets `least` ids or more where it meets `expected` of them on average (Poisson). */
function chanceOf(least: number, expected: number): number {
  let [fewer, logarithm] = [0, -expected];
  for (let n = 0; n < least; ++n) {
    fewer += Math.exp(logarithm);
    logarithm += Math.log(expected / (n + 1));
  }
  return 1 - fewer;
}

/** Whether a column is named after customers, or like a source's column of their ids. */
function isOfCustomers(name: string, {spec}: Loading): boolean {
  const parts = partsOfName(name);
  if (parts.some((part) => MEASURE.test(part))) return false;
  const ids = Object.values(spec.tables).map(({columns}) => columns["customer"] ?? "");
  const stems = ids.flatMap(partsOfName).filter((part) => part.length > 3 && !ANY_ID.test(part));
  return parts.some((part) => WHO.test(part) || stems.includes(part));
}

function partsOfName(name: string): readonly string[] {
  return name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((part) => part !== "");
}
