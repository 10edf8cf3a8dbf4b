import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Language} from "../text/language.ts";
import {misspelt, suggestion} from "../text/suggest.ts";
import type {CatalogTable, Loading} from "./loading.ts";

/** What pages of a language call values: language → column → value → label. */
export type Labels = Readonly<Partial<Record<Language, Readonly<Record<string, Readonly<Record<string, string>>>>>>>;

/** A column of labels whose values stand in a column of another name. */
const ELSEWHERE: Readonly<Record<string, readonly [table: string, column: string]>> = {action: ["actions", "name"]};

/**
 * Looks at the catalog's `labels`, which say what pages of a language call values of the data.
 * @param folded values of dimensions that were folded away: they may have labels.
 * @returns a line for the author on each value that no row has any more.
 * @throws {ReportError} at a column that no table has, a value that no row has and that is probably another one misspelt, and a label that two values would share.
 */
export async function requireLabels(
  {engine, spec, place}: Loading,
  tables: ReadonlyMap<string, CatalogTable>,
  folded: ReadonlyMap<string, readonly string[]>
): Promise<readonly string[]> {
  const remarks: string[] = [];
  for (const [lang, columns] of Object.entries(spec.labels))
    for (const [column, labels] of Object.entries(columns ?? {})) {
      const at = (...path: readonly string[]) => place("labels", lang, column, ...path);
      const places = placesOf(column, tables);
      const dimensions = column === "dimension" ? spec.dimensions.map(({name}) => name) : [];
      if (places.length === 0 && dimensions.length === 0)
        throw new ReportError(`no table has a column "${column}"`, at(), suggestion(column, knownColumns(tables)));
      const values = new Set([...dimensions, ...(await valuesOf(places, engine)), ...(folded.get(column) ?? [])]);
      const taken = new Map(
        [...values].filter((value) => !Object.hasOwn(labels, value)).map((value) => [value, value])
      );
      for (const [value, label] of Object.entries(labels)) {
        if (!values.has(value)) {
          const problem = `no row has the ${column} "${value}"`;
          // A value that has a label of its own is no other one misspelt.
          const unnamed = [...values].filter((one) => !Object.hasOwn(labels, one));
          if (column === "dimension" || misspelt(value, unnamed) !== null) throw new ReportError(problem, at(value), suggestion(value, column === "dimension" ? values : unnamed)); // prettier-ignore
          const {file, line} = at(value);
          remarks.push(`${file}:${line}: ${problem}, which has a label`);
        }
        const other = taken.get(label);
        if (other !== undefined)
          throw new ReportError(`"${value}" and "${other}" are both called "${label}"`, at(value), "readers could not tell them apart"); // prettier-ignore
        taken.set(label, value);
      }
    }
  return remarks;
}

/** The catalog's `labels` of values that occur in the tables as they are loaded: nothing of those that are folded, or of customers whom an audience does not see. */
export async function labelsIn(
  tables: ReadonlyMap<string, CatalogTable>,
  {engine, spec}: Pick<Loading, "engine" | "spec">
): Promise<Labels> {
  const found: Record<string, Record<string, Readonly<Record<string, string>>>> = {};
  for (const [lang, columns] of Object.entries(spec.labels))
    for (const [column, labels] of Object.entries(columns ?? {})) {
      const dimensions = column === "dimension" ? spec.dimensions.map(({name}) => name) : [];
      const values = new Set([...dimensions, ...(await valuesOf(placesOf(column, tables), engine))]);
      const own = Object.fromEntries(Object.entries(labels).filter(([value]) => values.has(value)));
      found[lang] = {...found[lang], [column]: own};
    }
  return found;
}

/** Where values of a column of labels stand. */
function placesOf(column: string, tables: ReadonlyMap<string, CatalogTable>): readonly Query[] {
  const own = Object.hasOwn(ELSEWHERE, column) ? [ELSEWHERE[column]!] : [...tables.keys()].map((table) => [table, column] as const); // prettier-ignore
  return own
    .filter(([table, name]) => tables.get(table)?.columns.some((known) => known.name === name))
    .map(([table, name]) => sql`select cast(${identifier(name)} as varchar) as value from ${identifier("all", table)}`);
}

function knownColumns(tables: ReadonlyMap<string, CatalogTable>): readonly string[] {
  return [...new Set([...[...tables.values()].flatMap(({columns}) => columns.map(({name}) => name)), ...Object.keys(ELSEWHERE)])]; // prettier-ignore
}

async function valuesOf(places: readonly Query[], engine: Engine): Promise<readonly string[]> {
  if (places.length === 0) return [];
  const {columns} = await engine.query(
    sql`select distinct value from (${joined(places, " union all ")}) where value is not null order by value`
  );
  return columns["value"]!.map(String);
}
