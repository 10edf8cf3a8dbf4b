import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {authored} from "../sql/authored.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import {misspelt, suggestion} from "../text/suggest.ts";
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
 * @returns a line for the author on each value that no customer has.
 * @throws {ReportError} at such a value that is probably another one misspelt, and if nobody has one of each dimension.
 */
export async function narrowCustomers(audience: Audience, loading: Loading): Promise<readonly string[]> {
  const {name, segment} = audience;
  const {engine, place} = loading;
  const missing = await missingValues(audience, loading);
  const isIn = Object.entries(segment).map(([dimension, values]) => {
    const texts = values.map((value) => sql`${value}`);
    return sql`${dimensionText(dimension)} in (${joined(texts, ", ")})`;
  });
  await engine.query(
    sql`create or replace table "all".customers as select * from "whole".customers where ${joined(isIn, " and ")}`
  );
  if ((await count(engine, sql`select count(*) from "all".customers`)) > 0)
    return missing.map(({problem, at}) => `${at.file}:${at.line}: ${problem}`);
  for (const {problem, at, hint} of missing) throw new ReportError(problem, at, hint);
  throw new ReportError(
    `audience "${name}" has no customer`,
    place("audiences", name),
    "no customer has a value of each of its dimensions"
  );
}

/** Values of an audience that no customer has. @throws {ReportError} at one that is probably another one misspelt, which the audience does not name. */
async function missingValues(
  {name, segment}: Audience,
  {engine, place}: Loading
): Promise<readonly {readonly problem: string; readonly at: Place; readonly hint: string}[]> {
  const missing = [];
  for (const [dimension, values] of Object.entries(segment)) {
    const answer = await engine.query(
      sql`select distinct ${dimensionText(dimension)} as value from "whole".customers order by 1`
    );
    const known = answer.columns["value"]!.map(String);
    const unnamed = known.filter((value) => !values.includes(value));
    for (const [i, value] of values.entries()) {
      if (known.includes(value)) continue;
      const problem = `audience "${name}": no customer has the ${dimension} "${value}"`;
      const at = place("audiences", name, dimension, i);
      if (misspelt(value, unnamed) !== null) throw new ReportError(problem, at, suggestion(value, unnamed));
      missing.push({problem, at, hint: suggestion(value, known)});
    }
  }
  return missing;
}

/** Who referred a customer, where the audience does not see them: the same for all. Ids are trimmed, so that it is nobody's. */
export const UNSEEN = "(other) ";

/** Puts {@link UNSEEN} into the role `referrer` of `all.customers` where it names somebody who is not in it: a customer who was referred stays one. */
export async function keepOwnReferrers(engine: Engine): Promise<void> {
  const {length} = await engine.query(
    sql`select 1 from (describe select * from "all".customers) where column_name = 'referrer'`
  );
  if (length > 0)
    await engine.query(
      sql`update "all".customers set referrer = ${UNSEEN} where referrer not in (select customer from "all".customers)`
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

/** @throws {ReportError} at a mapped column that windows or queries make of other rows: they would be those of all customers. A `.sql` table is made again. */
export async function requireOwnRows(table: string, {name}: Audience, {engine, place, spec}: Loading): Promise<void> {
  for (const [column, from] of Object.entries(spec.tables[table]?.columns ?? {})) {
    if (!from.startsWith("=")) continue;
    const text = `select (${authored(from.slice(1))}\n)`;
    const {columns} = await engine.query(
      sql`select cast(json_serialize_sql(cast(${text} as varchar)) as varchar) as tree`
    );
    if (/"class":"(WINDOW|SUBQUERY)"/.test(String(columns["tree"]![0])))
      throw new ReportError(
        `audience "${name}" would see the column "${column}" of table "${table}", which is made of all customers' rows`,
        place("tables", table, "columns", column),
        "make it in a .sql table, which is made again of the audience's rows"
      );
  }
}
