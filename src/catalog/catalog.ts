import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {identifier, sql} from "../sql/sql.ts";
import {readYaml} from "../text/yaml.ts";
import {loadActionLists} from "./action-lists.ts";
import type {ListSize} from "./action-lists.ts";
import {cutAfter, latestDay} from "./as-of.ts";
import {audienceOf, audienceWarning, narrowTable} from "./audience.ts";
import {runChecks} from "./checks.ts";
import type {Check} from "./checks.ts";
import {customersTable} from "./customers.ts";
import {requireLabels} from "./labels.ts";
import {loadOrder, loadTable, showTable} from "./load.ts";
import type {CatalogTable, Files, Loading} from "./loading.ts";
import {ordersTable} from "./orders.ts";
import {personalKind} from "./personal-values.ts";
import {publishingOf} from "./publishing.ts";
import type {Publishing} from "./publishing.ts";
import {EVENTS} from "./roles.ts";
import {catalogSchema} from "./schema.ts";
import type {CatalogSpec} from "./schema.ts";

/** A workspace's catalog with its tables loaded: `orders` and the others are views that a filter may narrow, `all.orders` always has everything. */
export interface Catalog {
  readonly spec: CatalogSpec;
  /** ISO date of the last day observed, inclusive. */
  readonly asOf: string;
  /** Tables that reports can read, by name; `order_lines` stands beside `orders`. */
  readonly tables: ReadonlyMap<string, CatalogTable>;
  /** What the `margin` column of orders holds: `revenue` where the data has no margin. */
  readonly marginIs: "margin" | "revenue";
  /** Decimal places of the currency. */
  readonly digits: number;
  /** What may leave the build. */
  readonly publishing: Publishing;
  /** Lines for the page's data note. */
  readonly warnings: readonly string[];
  readonly checks: readonly Check[];
  /** Measures that are for a list of customers, drawn at random, and how many these are; see {@link loadActionLists}. */
  readonly lists: ReadonlyMap<string, ListSize>;
  /** Where the catalog says the thing at this path. */
  place(...path: readonly PropertyKey[]): Place;
}

/**
 * Reads a catalog and loads its tables into the engine.
 *
 * @param text contents of `catalog.yaml`, whose name in messages is `file`.
 * @param audience whose customers alone are loaded, where the catalog says so of it; defaults to null: everybody.
 * @throws {ReportError} at a mistake in the catalog, a missing file or column, an empty table, a check that fails to run.
 */
export async function openCatalog(
  text: string,
  file: string,
  {engine, files, audience: name = null}: {engine: Engine; files: Files; audience?: string | null}
): Promise<Catalog> {
  const {value: spec, lineOf} = readYaml(text, catalogSchema, {file, line: 1});
  const digits =
    new Intl.NumberFormat("en", {style: "currency", currency: spec.currency}).resolvedOptions().maximumFractionDigits ??
    2;
  const place: Loading["place"] = (...path) => ({file, line: lineOf(...path)});
  const audience = audienceOf(name, {spec, place});
  const loading: Loading = {spec, engine, files, reading: {timeZone: spec.timeZone, digits}, audience, place};
  if (!spec.tables["customers"] && !spec.tables["orders"])
    throw new ReportError(
      "neither customers nor orders among the tables",
      loading.place("tables"),
      "name at least one of them"
    );
  if (spec.tables["orders"] && spec.tables["order_lines"])
    throw new ReportError(
      'table "order_lines" is what the rows of orders are called',
      loading.place("tables", "order_lines"),
      "give it another name"
    );
  const publishing = publishingOf(spec);
  for (const schema of ["source", "all", "future", "lists"]) {
    await engine.query(`drop schema if exists "${schema}" cascade`);
    await engine.query(`create schema "${schema}"`);
  }

  const tables = new Map<string, CatalogTable>();
  const warnings: string[] = [];
  let folded: ReadonlyMap<string, readonly string[]> = new Map();
  let marginIs: Catalog["marginIs"] = "margin";
  let latest: string | null = null;
  const narrow = async (...names: readonly string[]) => {
    if (!audience) return;
    // The day is that of all customers' events, whoever sees them.
    const day = await latestDay(engine, new Map(names.map((one) => [one, tables.get(one)!])));
    if (day !== null && (latest === null || day > latest)) latest = day;
    for (const one of names) tables.set(one, await narrowTable(tables.get(one)!, engine));
  };
  for (const name of await loadOrder(loading)) {
    if (name === "customers") {
      const customers = await customersTable(loading, tables.has("orders"));
      tables.set(name, customers.table);
      folded = customers.folded;
      warnings.push(...customers.warnings);
      await narrow(...tables.keys());
    } else {
      const read = await loadTable(name, loading);
      const table = spec.asOf && isEvents(name) ? await cutAfter(read, spec.asOf, loading) : read;
      tables.set(name, table);
      if (name === "orders") {
        const orders = await ordersTable(table, loading);
        tables.set("order_lines", {...table, name: "order_lines"}).set(name, orders.table);
        marginIs = orders.marginIs;
        await showTable("order_lines", loading);
      }
      if (tables.has("customers")) await narrow(name);
    }
    await showTable(name, loading);
  }
  const asOf = spec.asOf ?? latest ?? (await latestDay(engine, tables));
  if (asOf === null)
    throw new ReportError("no as-of date in the data", loading.place("tables"), "set asOf: 2026-10-31 in the catalog");
  const checks = await runChecks(asOf, loading);
  await requireLabels(loading, tables, folded);
  const lists = await loadActionLists(loading);
  warnings.push(...lists.warnings, ...(audience ? [audienceWarning(audience)] : []));
  // What was read from text formats stands in memory twice until here.
  await engine.query('drop schema "source" cascade');
  await requireImpersonal(loading, publishing);
  return {spec, asOf, tables, marginIs, digits, publishing, warnings, checks, lists: lists.sizes, place: loading.place};
}

/** Every value of a dimension that enough customers have is published. @throws {ReportError} at one whose values look personal. */
async function requireImpersonal({engine, spec, place}: Loading, publishing: Publishing): Promise<void> {
  for (const [i, {name}] of spec.dimensions.entries()) {
    if (publishing.isAllowed(name, "customers")) continue;
    const answer = await engine.query(
      sql`select distinct ${identifier(name)} as value from "all".customers order by 1`
    );
    const kind = personalKind(answer.columns["value"]!);
    if (kind !== null)
      throw new ReportError(
        `the values of dimension "${name}" look like ${kind}`,
        place("dimensions", i),
        `choose another column, or allow it: publish: {allow: [${name}]}`
      );
  }
}

function isEvents(name: string): boolean {
  return (EVENTS as readonly string[]).includes(name);
}
