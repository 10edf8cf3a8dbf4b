import type {Dataset} from "../notebook/dataset.ts";
import type {TableJson} from "./table-json.ts";

/** What figures show since a filter changed them. */
const shown = new WeakMap<Element, Dataset>();

/** Notes what a figure shows; null: what was built. */
export function showsData(figure: Element, data: Dataset | null): void {
  if (data) shown.set(figure, data);
  else shown.delete(figure);
}

let report: Promise<Readonly<Record<string, TableJson>>> | null = null;

/** What a figure shows, as data: what a filter left of it, or what the page was built with. @throws {Error} if the report's data cannot be read. */
export async function dataOf(figure: Element): Promise<TableJson> {
  const dataset = shown.get(figure);
  if (dataset) return (await import("./table-json.ts")).tableJson(dataset);
  report ??= readReport();
  report.catch(() => (report = null));
  const cells = await report;
  const found = cells[figure.id];
  if (!found) throw new Error(`index.json has no cell "${figure.id}"`);
  return found;
}

async function readReport(): Promise<Readonly<Record<string, TableJson>>> {
  const address = document.querySelector<HTMLLinkElement>('link[rel="alternate"][type="application/json"]')!.href;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${new URL(address).pathname}: ${answer.status}`);
  return ((await answer.json()) as {cells: Record<string, TableJson>}).cells;
}
