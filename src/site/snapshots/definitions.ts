import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {CatalogSpec} from "../../catalog/schema.ts";
import {readReport} from "../../notebook/report.ts";
import type {PageSource} from "../gates/page-gates.ts";
import type {Workspace} from "../workspace.ts";

/** What a catalog says of how figures are computed and judged, by path. Where its data comes from, and its checks, are not in it. */
export function settingsOf(
  spec: CatalogSpec,
  sqlTables: ReadonlyMap<string, string>,
  audience: string | null
): Record<string, string> {
  const {timeZone, currency, fiscalYearStart, weekStart, taxIncluded, pointValue, publish} = spec;
  const plain = {timeZone, currency, fiscalYearStart, weekStart, taxIncluded, pointValue};
  const entries: (readonly [string, string])[] = [
    ...Object.entries(plain).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
    ["dimensions", spec.dimensions.map(({name, asOf}) => `${name} (${asOf})`).join(", ")],
    ...(audience === null ? [] : [["audience", audience] as const]),
    ["publish.rows", publish.rows],
    ["publish.minimumCell", String(publish.minimumCell)],
    ...Object.entries(spec.targets).map(([name, {value, period}]) => [`targets.${name}`, said(value, period)] as const),
    ...Object.entries(spec.benchmarks).map(
      ([name, {value, period, source}]) => [`benchmarks.${name}`, `${said(value, period)}, ${source}`] as const
    ),
    ...Object.entries(spec.tables).flatMap(([table, {columns}]) =>
      Object.entries(columns).map(([role, column]) => [`tables.${table}.columns.${role}`, column] as const)
    ),
    ...[...sqlTables].map(([table, text]) => [`tables.${table}.sql`, digest(text)] as const)
  ];
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function said(value: number, period: string | undefined): string {
  return period === undefined ? String(value) : `${value} (${period})`;
}

/** What tells the text of each cell of the reports that are in the site from any other, by `reports/value.md#clv`. */
export function cellDigests(sources: readonly Pick<PageSource, "page" | "text">[]): Record<string, string> {
  return Object.fromEntries(
    sources.flatMap(({page: {file}, text}) =>
      readReport(text, file).cells.map(({kind, name, source}) => [`${file}#${name}`, digest(`${kind}\n${source}`)])
    )
  );
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** The text of each `.sql` file that is a table, by the table's name. */
export async function sqlTexts(spec: CatalogSpec, workspace: Workspace): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const [table, {from}] of Object.entries(spec.tables))
    if (from.endsWith(".sql")) texts.set(table, await readFile(join(workspace.data, from), "utf8"));
  return texts;
}
