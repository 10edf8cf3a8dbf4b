import {openNative} from "../../engine/native.ts";
import {ReportError} from "../../errors.ts";
import type {Report} from "../../notebook/report.ts";
import {suggestion} from "../../text/suggest.ts";
import {loadWorkspace, readReports} from "../assemble.ts";
import type {Workspace} from "../workspace.ts";
import {assign} from "./assignment.ts";
import type {Arm} from "./assignment.ts";
import {cellNamed, listOf} from "./cell-list.ts";
import {requireListPath, writeList} from "./list-file.ts";
import {customersOf, listText} from "./list-text.ts";

/** Which list is written, and where. */
export interface ListOptions {
  /** A cell's name, or its kind. */
  readonly cell: string;
  /** The path of its report, "index" for the first one; null: whichever has it. */
  readonly report: string | null;
  /** Absolute. */
  readonly out: string;
  /** Folders that are published, absolute. */
  readonly published: readonly string[];
  /** Of the control, 0 ≤ share < 1. */
  readonly share: number;
  /** Customers at most; null: as the cell says. */
  readonly most: number | null;
  /** What the draw depends on; null: the cell and the as-of date. */
  readonly seed: string | null;
}

/** What was written. */
export interface WrittenList {
  readonly treated: number;
  readonly control: number;
  readonly seed: string;
}

/** Writes the customers whom a cell names, each with its arm, whatever the catalog publishes. @throws {ReportError}; nothing is written then. */
export async function writeCustomerList(workspace: Workspace, options: ListOptions): Promise<WrittenList> {
  const {cell: name, out, published, share, most} = options;
  await requireListPath(out, published);
  const listed = cellNamed(await reportsOf(workspace, options.report), name);
  const engine = await openNative();
  try {
    const loaded = await loadWorkspace(workspace, engine);
    const list = await listOf(listed, loaded, most);
    const customers = customersOf(list);
    if (customers.length === 0)
      throw new ReportError(`the cell "${listed.cell.name}" lists nobody today`, listed.cell.place);
    const seed = options.seed ?? `${listed.cell.name} ${loaded.catalog.asOf}`;
    const arms = assign(customers, {share, seed});
    const control = requireControl(arms, share);
    await writeList(out, listText(list, arms), published);
    return {treated: customers.length - control, control, seed};
  } finally {
    await engine.close();
  }
}

async function reportsOf(workspace: Workspace, wanted: string | null): Promise<readonly Report[]> {
  const readings = await readReports(workspace, {drafts: true});
  const named = readings.map((reading) => [reading.path === "" ? "index" : reading.path, reading] as const);
  if (wanted !== null && !named.some(([name]) => name === wanted))
    throw new ReportError(
      `unknown report "${wanted}"`,
      {file: "--report", line: 1},
      suggestion(
        wanted,
        named.map(([name]) => name)
      )
    );
  return named
    .filter(([name]) => wanted === null || name === wanted)
    .map(([, reading]) => {
      if ("error" in reading) throw reading.error;
      return reading.report;
    });
}

/** How many are in the control. @throws {ReportError} if there shall be one, and nobody is in it, or everybody. */
function requireControl(arms: readonly Arm[], share: number): number {
  const control = arms.filter((arm) => arm === "control").length;
  if (share === 0 || (control > 0 && control < arms.length)) return control;
  throw new ReportError(
    `a control of ${100 * share}% of ${arms.length} customers is ${control === 0 ? "nobody" : "everybody"}`,
    {file: "--control", line: 1},
    "choose another share, or a longer list"
  );
}
