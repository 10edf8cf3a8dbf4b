import {siteJson} from "../live/site-files.ts";
import type {TableJson} from "../table-json.ts";

/** Gives what a figure shows, or its list. */
export type Data = (isList: boolean) => Promise<TableJson>;

/** What figures show since a filter changed them. */
const shown = new WeakMap<Element, Data>();

/** Notes what a figure shows; null: what was built. */
export function showsData(figure: Element, data: Data | null): void {
  if (data) shown.set(figure, data);
  else shown.delete(figure);
}

type CellJson = TableJson & {
  readonly tables?: Readonly<Record<string, TableJson>>;
  readonly sql?: Readonly<Record<string, string>>;
  readonly data?: string;
};

let report: Promise<Readonly<Record<string, CellJson>>> | null = null;

/** What a figure shows, as data: what a filter left of it, or what the page was built with. @throws {Error} if the report's data cannot be read. */
export async function dataOf(figure: Element): Promise<TableJson> {
  return (await shown.get(figure)?.(false)) ?? (await builtTable(figure.id));
}

/** The list of a figure that has one, as data, likewise. @throws {Error} if the report's data cannot be read. */
export async function listOf(figure: Element): Promise<TableJson> {
  return (await shown.get(figure)?.(true)) ?? (await builtTable(figure.id)).tables!["list"]!;
}

/** What a figure asks of the database, by the names of its queries; empty for one that asks nothing. @throws {Error} if the report's data cannot be read. */
export async function sqlOf(figure: Element): Promise<Readonly<Record<string, string>>> {
  const {sql, data} = await builtTable(figure.id);
  return sql ?? (data === undefined ? {} : ((await cellsOf())[data]?.sql ?? {}));
}

/** The table of a cell as the page was built. @throws {Error} if the report's data cannot be read. */
export async function builtTable(name: string): Promise<CellJson> {
  const found = (await cellsOf())[name];
  if (!found) throw new Error(`index.json has no cell "${name}"`);
  return found;
}

function cellsOf(): Promise<Readonly<Record<string, CellJson>>> {
  report ??= readReport();
  report.catch(() => (report = null));
  return report;
}

async function readReport(): Promise<Readonly<Record<string, CellJson>>> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="alternate"][type="application/json"]');
  return ((await siteJson("report", link?.href ?? "index.json")) as {cells: Record<string, CellJson>}).cells;
}
