import {ReportError} from "../errors.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import {dimensionText} from "./customers.ts";
import {tableOf} from "./load.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";
import {totalsOfCustomers} from "./rejected.ts";
import {cast} from "./shape.ts";

/** The customers that an audience sees: by dimension, the values of which they have one. */
export type Segment = Readonly<Record<string, readonly string[]>>;

/** Whom a catalog is loaded for. */
export interface Audience {
  readonly name: string;
  readonly segment: Segment;
}

/** The customers of an audience; null for everybody. @throws {ReportError} if they are chosen by what is no dimension. */
export function audienceOf(name: string | null, {spec, place}: Pick<Loading, "spec" | "place">): Audience | null {
  const segment = name === null ? undefined : spec.audiences[name];
  if (name === null || segment === undefined || Object.keys(segment).length === 0) return null;
  const known = spec.dimensions.map((dimension) => dimension.name);
  for (const dimension of Object.keys(segment))
    if (!known.includes(dimension))
      throw new ReportError(
        `audience "${name}" is chosen by "${dimension}", which is no dimension`,
        place("audiences", name, dimension),
        suggestion(dimension, known)
      );
  return {name, segment};
}

/** One line for the data note: whom the site is of. */
export function audienceWarning({segment}: Audience): string {
  const parts = Object.entries(segment).map(([name, values]) => `${name}: ${values.join(", ")}`);
  return `only customers with ${parts.join("; ")}`;
}

/**
 * Makes `all.customers` of those in `whole.customers` whom the audience may see, before anything is folded or computed.
 * @throws {ReportError} at a value that no customer has, and if nobody has one of each dimension.
 */
export async function narrowCustomers({name, segment}: Audience, {engine, place}: Loading): Promise<void> {
  for (const [dimension, values] of Object.entries(segment)) {
    const answer = await engine.query(
      sql`select distinct ${dimensionText(dimension)} as value from "whole".customers order by 1`
    );
    const known = answer.columns["value"]!.map(String);
    for (const [i, value] of values.entries())
      if (!known.includes(value))
        throw new ReportError(
          `audience "${name}": no customer has the ${dimension} "${value}"`,
          place("audiences", name, dimension, i),
          suggestion(value, known)
        );
  }
  const isIn = Object.entries(segment).map(([dimension, values]) => {
    const texts = values.map((value) => sql`${value}`);
    return sql`${dimensionText(dimension)} in (${joined(texts, ", ")})`;
  });
  await engine.query(
    sql`create or replace table "all".customers as select * from "whole".customers where ${joined(isIn, " and ")}`
  );
  if ((await count(engine, sql`select count(*) from "all".customers`)) > 0) return;
  throw new ReportError(
    `audience "${name}" has no customer`,
    place("audiences", name),
    "no customer has a value of each of its dimensions"
  );
}

/** Whether a table knows whose its rows are. */
export function hasCustomers({columns}: Pick<CatalogTable, "columns">): boolean {
  return columns.some(({name}) => name === "customer");
}

/** Takes out of a loaded table with customers the rows of those who are not in `all.customers`. @returns the table with its rows, and those set aside, now. */
export async function narrowRows(table: CatalogTable, loading: Loading): Promise<CatalogTable> {
  const {engine, reading} = loading;
  const all = identifier("all", tableOf(table.name));
  const {columns} = await engine.query(
    sql`select column_type from (describe select * from ${all}) where column_name = 'customer'`
  );
  const type = String(columns["column_type"]![0]);
  const customer = cast({name: "customer", from: identifier("customer"), role: {type: "id"}, type}, reading);
  await engine.query(
    sql`delete from ${all} where ${customer} is null or ${customer} not in (select customer from "all".customers)`
  );
  return {
    ...table,
    rows: await count(engine, sql`select count(*) from ${all}`),
    rejected: await totalsOfCustomers(table.name, loading)
  };
}

/**
 * A table without customers is the same for all audiences, so that it must have nothing of one customer in it.
 * @throws {ReportError} at a column with ids of customers who are in `whole.customers` alone: any in a column of texts, of numbers where half of all are customers' ids.
 */
export async function requireShared(table: CatalogTable, audience: Audience, loading: Loading): Promise<void> {
  const {engine, place, reading, spec} = loading;
  if (spec.tables[table.name]!.shared) return;
  const extras = new Set(table.columns.filter(({role}) => !role).map(({name}) => name));
  const all = identifier("all", table.name);
  const {columns} = await engine.query(sql`select column_name, column_type from (describe select * from ${all})`);
  for (const [i, name] of columns["column_name"]!.map(String).entries()) {
    const type = String(columns["column_type"]![i]);
    if (!extras.has(name) || !ID_TYPES.test(type)) continue;
    const id = cast({name, from: identifier(name), role: {type: "id"}, type}, reading);
    const found = await engine.query(sql`
      select count(*) as ids, count(c.customer) as known, count(c.customer) filter (where c.customer not in (select customer from "all".customers)) as others
      from (select distinct ${id} as id from ${all}) i left join "whole".customers c on c.customer = i.id where i.id is not null`);
    const [ids, known, others] = ["ids", "known", "others"].map((one) => Number(found.columns[one]![0]));
    if (others! > 0 && (type === "VARCHAR" || type === "UUID" || 2 * known! >= ids!))
      throw new ReportError(
        `audience "${audience.name}" would see all rows of table "${table.name}", whose column "${name}" has ids of other customers`,
        place("tables", table.name),
        `map it: columns: {customer: ${name}}, or say shared: true if all audiences may see them`
      );
  }
}

/** Types that ids have; a number may be one with a fraction where other rows have none. */
const ID_TYPES = /^(VARCHAR|UUID|U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;
