import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {identifier, sql} from "../sql/sql.ts";
import {readYaml} from "../text/yaml.ts";
import {narrowLists} from "./action-lists.ts";
import type {ListSize} from "./action-lists.ts";
import {audienceOf, audienceWarning} from "./audience.ts";
import type {Check} from "./checks.ts";
import {addedWarning} from "./customers.ts";
import {labelsIn} from "./labels.ts";
import type {Labels} from "./labels.ts";
import type {CatalogTable, Files, Loading} from "./loading.ts";
import {narrowTables} from "./narrow.ts";
import {personalKind} from "./personal-values.ts";
import {publishingOf} from "./publishing.ts";
import type {Publishing} from "./publishing.ts";
import {catalogSchema} from "./schema.ts";
import type {CatalogSpec} from "./schema.ts";
import {emptySchemas, loadTables} from "./tables.ts";
import {wholeOf} from "./whole.ts";
import type {ReadTable} from "./whole.ts";

/** A workspace's catalog with its tables loaded: `orders` and the others are views that a filter may narrow, `all.orders` always has everything. */
export interface Catalog {
  readonly spec: CatalogSpec;
  /** ISO date of the last day observed, inclusive. */
  readonly asOf: string;
  /** Tables that reports can read, by name; `order_lines` stands beside `orders`. */
  readonly tables: ReadonlyMap<string, CatalogTable>;
  /** What gates ask of the catalog's tables: as they were read, before an audience's customers were chosen. */
  readonly read: ReadonlyMap<string, ReadTable>;
  /** Whether customers were taken out whom the audience may not see. */
  readonly isNarrowed: boolean;
  /** What the `margin` column of orders holds: `revenue` where the data has no margin. */
  readonly marginIs: "margin" | "revenue";
  /** Decimal places of the currency. */
  readonly digits: number;
  /** What may leave the build. */
  readonly publishing: Publishing;
  /** Lines for the page's data note. */
  readonly warnings: readonly string[];
  /** What the author should know, and no page says. */
  readonly remarks: readonly string[];
  /** Run over all customers, whoever sees them. */
  readonly checks: readonly Check[];
  /** Measures that are for a list of customers, drawn at random, and how many these are; see {@link loadActionLists}. */
  readonly lists: ReadonlyMap<string, ListSize>;
  /** The catalog's `labels`, of values that occur in the tables. */
  readonly labels: Labels;
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
  requireTables(loading);
  const publishing = publishingOf(spec);
  await emptySchemas(engine, ["source", "whole", "all", "future", "lists", "spending"]);
  const everything = await loadTables(loading);
  // Of everybody, so that it says the same to all audiences, and to a check.
  const {asOf, checks, lists, read, remarks} = await wholeOf(everything, loading);
  const {
    tables,
    marginIs,
    added,
    remarks: narrowing
  } = audience ? await narrowTables(everything, audience, loading) : {...everything, remarks: []};
  const sizes = audience ? await narrowLists(lists, engine) : lists.sizes;
  // What was read from text formats stands in memory twice until here.
  for (const schema of ["source", "whole"]) await engine.query(`drop schema "${schema}" cascade`);
  await requireImpersonal(loading, publishing);
  const warnings = [addedWarning(added), ...(audience ? [audienceWarning(audience)] : lists.warnings)].filter(
    (line) => line !== null
  );
  return {
    spec,
    asOf,
    tables,
    read,
    isNarrowed: audience !== null,
    marginIs,
    digits,
    publishing,
    warnings,
    remarks: [...remarks, ...narrowing, ...(audience ? lists.warnings : [])],
    checks,
    lists: sizes,
    labels: await labelsIn(tables, loading),
    place
  };
}

/** @throws {ReportError} where nothing says who the customers are, or a table has a name that is taken. */
function requireTables({place, spec}: Loading): void {
  if (!spec.tables["customers"] && !spec.tables["orders"])
    throw new ReportError(
      "neither customers nor orders among the tables",
      place("tables"),
      "name at least one of them"
    );
  if (spec.tables["orders"] && spec.tables["order_lines"])
    throw new ReportError(
      'table "order_lines" is what the rows of orders are called',
      place("tables", "order_lines"),
      "give it another name"
    );
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
