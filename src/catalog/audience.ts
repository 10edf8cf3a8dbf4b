import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count} from "./loading.ts";

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

/** Takes everybody else out of `all.customers`, before anything is folded or computed. @param valueOf a dimension's value as text. @throws {ReportError} if nobody is left. */
export async function narrowCustomers(
  {name, segment}: Audience,
  valueOf: (dimension: string) => Query,
  {engine, place}: Loading
): Promise<void> {
  const isIn = Object.entries(segment).map(([dimension, values]) => {
    const texts = values.map((value) => sql`${value}`);
    return sql`${valueOf(dimension)} in (${joined(texts, ", ")})`;
  });
  await engine.query(sql`delete from "all".customers where not (${joined(isIn, " and ")})`);
  if ((await count(engine, sql`select count(*) from "all".customers`)) > 0) return;
  throw new ReportError(
    `audience "${name}" has no customer`,
    place("audiences", name),
    "see which values its dimensions have"
  );
}

/** Takes out of a loaded table what is of customers who are not in `all.customers`; a table without customers stays as it is. @returns the table with its rows now. */
export async function narrowTable(table: CatalogTable, engine: Engine): Promise<CatalogTable> {
  if (!table.columns.some(({name}) => name === "customer")) return table;
  const all = identifier("all", table.name);
  if (table.name !== "customers")
    await engine.query(
      sql`delete from ${all} where customer is null or customer not in (select customer from "all".customers)`
    );
  return {...table, rows: await count(engine, sql`select count(*) from ${all}`)};
}
