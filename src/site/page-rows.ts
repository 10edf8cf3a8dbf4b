import type {Catalog} from "../catalog/catalog.ts";
import {readTokens, wordOf} from "../engine/tokens.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import type {Evaluated} from "../notebook/evaluate.ts";
import type {Loaded} from "./assemble.ts";
import type {LiveShown, LiveSql, LiveTable} from "./live/live-page.ts";
import {candidatesOf, closure, figuresOf, hasColumn, without} from "./published/candidates.ts";
import type {Candidate, Done, Filters, Rows} from "./published/candidates.ts";
import {PersonalColumn, isSeen, openPublished} from "./published/row-tables.ts";
import {cubedSql} from "./published/sql-cubes.ts";
import type {RowFile} from "./row-file.ts";
import {nameOf, readsAll} from "./sql-names.ts";

/**
 * The SQL cells of a page that can follow its filters in a browser, and the files for them: rows, if the catalog publishes them and they are to be had (`loaded`); else the sums of those cells that only add up.
 * Each cell has run over exactly these files and given what the page shows; one that gives something else, because it reads a column that is not published, say, stays as built.
 */
export async function liveSql(evaluated: Evaluated, loaded: Loaded | null, filters: Filters): Promise<Rows> {
  const nothing = {page: null, files: [], warnings: []};
  if (loaded === null) return nothing;
  if (!loaded.catalog.publishing.hasRows) return cubedSql(evaluated, loaded, filters);
  const {report, outputs} = evaluated;
  const done = outputs.filter((output) => output.state === "done");
  const warnings: string[] = [];
  let candidates = candidatesOf(done, filters);
  const published = await openPublished(loaded, filters);
  try {
    for (;;) {
      const figures = figuresOf(done, candidates);
      candidates = closure(candidates, new Set([...figures.map(({data}) => data), ...filters.read]));
      if (candidates.length === 0) return {...nothing, warnings};
      const tables = tablesOf(candidates, loaded.catalog);
      const failures = new Map<string, string>();
      const files = new Map<string, RowFile>();
      for (const [name, columns] of tables) {
        const made = await published.publish(name, columns);
        if (typeof made === "string")
          for (const {name: cell, query} of candidates) {
            // Without customers there is nothing to filter by.
            if (name === "customers" || query.tables.includes(name)) failures.set(cell, made);
          }
        else files.set(name, made);
      }
      if (failures.size === 0) await published.verify(candidates, [...files.keys()], failures);
      if (failures.size === 0) {
        const page = pageOf(
          {candidates, figures, files, hasPeriod: filters.hasPeriod, read: filters.read},
          loaded.catalog
        );
        return {page, files: [...files.values()].map(({file}) => file), warnings};
      }
      warnings.push(...lines(report.file, failures));
      candidates = without(candidates, failures);
    }
  } catch (error) {
    if (!(error instanceof PersonalColumn)) throw error;
    throw new ReportError(
      `${error.message}, and the page's SQL cells would publish it`,
      placeOf(error.column, done),
      `leave it out of the SQL, or name it in the catalog: publish: {allow: [${error.column}]}`
    );
  } finally {
    await published.close();
  }
}

/** Where the first SQL cell stands that names the column; else the first one. */
function placeOf(column: string, done: readonly Done[]): Place {
  const asked = done.filter(({content}) => content.query);
  const names = ({content}: Done) => content.query!.text.toLowerCase().includes(column.toLowerCase());
  return (asked.find(names) ?? asked[0]!).cell.place;
}

function lines(file: string, failures: ReadonlyMap<string, string>): readonly string[] {
  return [...failures].map(([cell, why]) => `${file}: the sql cell "${cell}" does not follow the filters: ${why}`);
}

/** The catalog's tables that the candidates read, customers among them, and of each the columns that their SQL may mean. */
function tablesOf(candidates: readonly Candidate[], {tables}: Catalog): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>([["customers", new Set()]]);
  for (const {query} of candidates) {
    const tokens = readTokens(query.text);
    // "order by" names no column.
    const words = new Set(tokens.filter((_, i) => wordOf(tokens[i + 1]) !== "by").map(nameOf));
    const isAll = readsAll(tokens);
    for (const name of query.tables) {
      const columns = read.get(name) ?? new Set();
      for (const {name: column} of tables.get(name)!.columns)
        if (isAll || words.has(column.toLowerCase())) columns.add(column.toLowerCase());
      read.set(name, columns);
    }
  }
  return read;
}

function pageOf(
  {
    candidates,
    figures,
    files,
    hasPeriod,
    read
  }: {
    candidates: readonly Candidate[];
    figures: readonly LiveShown[];
    files: ReadonlyMap<string, RowFile>;
    hasPeriod: boolean;
    read: ReadonlySet<string>;
  },
  {tables}: Catalog
): LiveSql {
  const shown = new Set([...figures.map(({data}) => data), ...read]);
  const isWindowed = (table: string) => hasPeriod && hasColumn(table, "at", tables);
  const windowed = new Set<string>();
  for (const {name, query} of candidates)
    if (query.tables.some(isWindowed) || query.cells.some((cell) => windowed.has(cell))) windowed.add(name);
  return {
    tables: [...files].map(([name, {file, columns}]): LiveTable => ({
      name,
      file: file.path,
      columns: columns.filter(isSeen),
      isFiltered: hasColumn(name, "customer", tables),
      isWindowed: isWindowed(name)
    })),
    queries: candidates.map(({name, query, parameters}) => ({
      name,
      text: query.text,
      parameters,
      isShown: shown.has(name),
      isWindowed: windowed.has(name)
    })),
    figures,
    bytes: [...files.values()].reduce((sum, {file}) => sum + file.bytes.length, 0),
    database: null
  };
}
