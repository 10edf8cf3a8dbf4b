import type {SnapshotRecord} from "../snapshots/record.ts";
import type {Evaluation} from "../site.ts";
import {publicFolder} from "../workspace.ts";
import type {Workspace} from "../workspace.ts";
import {dataGates} from "./data-gates.ts";
import type {Gate} from "./gate.ts";
import {lockGates} from "./lock-gates.ts";
import {figureGates, linkGates} from "./page-gates.ts";
import {targetGates} from "./target-gates.ts";

/** What gates are judged by besides the workspace. */
export interface Judging {
  readonly now: Date;
  /** The last snapshot; null where there is none, or none is known. */
  readonly before: SnapshotRecord | null;
}

/** Every gate of an evaluated workspace, in the order of its data, headlines and pages. */
export async function gatesOf(
  {loaded, site, sources}: Evaluation,
  workspace: Workspace,
  {now, before}: Judging
): Promise<readonly Gate[]> {
  const {gates} = loaded.catalog.spec;
  const volumes = before && new Map(before.tables.map(({table, rows}) => [table, rows]));
  return [
    ...dataGates(loaded, {now, before: volumes}),
    ...(await lockGates(loaded, workspace)),
    ...(await targetGates(loaded)),
    ...linkGates(sources, {pages: site.pages, folder: publicFolder(workspace)}, gates.deadLinks),
    ...figureGates(sources, gates.emptyFigures)
  ];
}
