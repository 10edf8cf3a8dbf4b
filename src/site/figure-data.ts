import type {Dataset} from "../notebook/dataset.ts";
import type {TableJson} from "./table-json.ts";

/** What figures show since a filter changed them. */
const shown = new WeakMap<Element, Dataset>();
/** Their lists. */
const lists = new WeakMap<Element, Dataset>();

/** Notes what a figure shows, and its list; null: what was built. */
export function showsData(figure: Element, data: Dataset | null, list: Dataset | null = null): void {
  if (data) shown.set(figure, data);
  else shown.delete(figure);
  if (list) lists.set(figure, list);
  else lists.delete(figure);
}

type CellJson = TableJson & {readonly tables?: Readonly<Record<string, TableJson>>};

let report: Promise<Readonly<Record<string, CellJson>>> | null = null;

/** What a figure shows, as data: what a filter left of it, or what the page was built with. @throws {Error} if the report's data cannot be read. */
export async function dataOf(figure: Element): Promise<TableJson> {
  const dataset = shown.get(figure);
  return dataset ? (await import("./table-json.ts")).tableJson(dataset) : await builtCell(figure);
}

/** The list of a figure that has one, as data, likewise. @throws {Error} if the report's data cannot be read. */
export async function listOf(figure: Element): Promise<TableJson> {
  const dataset = lists.get(figure);
  return dataset ? (await import("./table-json.ts")).tableJson(dataset) : (await builtCell(figure)).tables!["list"]!;
}

async function builtCell(figure: Element): Promise<CellJson> {
  report ??= readReport();
  report.catch(() => (report = null));
  const cells = await report;
  const found = cells[figure.id];
  if (!found) throw new Error(`index.json has no cell "${figure.id}"`);
  return found;
}

async function readReport(): Promise<Readonly<Record<string, CellJson>>> {
  const address = document.querySelector<HTMLLinkElement>('link[rel="alternate"][type="application/json"]')!.href;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${new URL(address).pathname}: ${answer.status}`);
  return ((await answer.json()) as {cells: Record<string, CellJson>}).cells;
}
