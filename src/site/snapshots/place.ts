import {existsSync} from "node:fs";
import {cp, mkdir, readFile, readdir, rename, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {bundleClient, filesOf} from "../client-bundle.ts";
import {writeError} from "../output.ts";
import {figureChanges} from "./figures.ts";
import type {ReportJson} from "./figures.ts";
import type {ComparedReport} from "./comparison-view.ts";
import {keepFile, replaceFile, unfinished} from "../replace-file.ts";
import {removeUnfinished, shareFile} from "./folder.ts";
import type {Latest, Published} from "./folder.ts";
import {lockFolder} from "./lock.ts";
import type {Lock} from "./lock.ts";
import {comparePageOf, indexPageOf, latePageOf, readFrame} from "./pages.ts";
import type {Frame} from "./pages.ts";
import type {SnapshotRecord} from "./record.ts";
import {keptOf, removeSnapshots} from "./retention.ts";

/** What a run in a folder of snapshots is told. Paths are absolute. */
export interface SnapshotOptions {
  readonly project: string;
  /** The folder. */
  readonly into: string;
  /** How many snapshots to keep; null keeps all. */
  readonly keep: number | null;
}

/** What a snapshot says of itself before it has a place. */
export type Draft = Omit<SnapshotRecord, "number" | "files" | "rows">;

/** A built site that is to become a snapshot. */
export interface BuiltSnapshot {
  /** The folder that it was built into. */
  readonly site: string;
  readonly draft: Draft;
  /** Its files, relative to that folder. */
  readonly files: readonly string[];
  /** Those that hold rows of customers. */
  readonly rows: readonly string[];
}

/** A snapshot in its folder. */
export interface Placed {
  readonly record: SnapshotRecord;
  /** Whether the folder had this very snapshot already. */
  readonly isKnown: boolean;
  /** Ids of snapshots that are no longer kept. */
  readonly removed: readonly string[];
}

/** Runs `work` while nobody else changes the folder. @throws {LockedError} while another run is at work in it. */
export async function inFolder<T>(into: string, work: (lock: Lock) => Promise<T>): Promise<T> {
  try {
    await mkdir(into, {recursive: true});
    await using lock = await lockFolder(into);
    await removeUnfinished(into);
    return await work(lock);
  } catch (error) {
    throw writeError(error, into) ?? error;
  }
}

/** Puts a built site beside the snapshots of a folder: shared files first, then its pages, then what leads to them. */
export async function placeSnapshot(
  {site, draft, files, rows}: BuiltSnapshot,
  published: Published,
  options: SnapshotOptions & {readonly lock: Lock}
): Promise<Placed> {
  const {into, lock} = options;
  const known = published.snapshots.find(({id}) => id === draft.id) ?? null;
  const number = (published.snapshots.at(-1)?.number ?? 0) + 1;
  const record = known ?? {...draft, number, files: files.filter(isShared), rows: [...rows]};
  await lock.check();
  for (const file of files) if (isShared(file)) await shareFile(join(site, file), join(into, file));
  if (known === null) await writePages(site, into, record);
  const snapshots = known === null ? [...published.snapshots, record] : published.snapshots;
  const removed = await lead({snapshots, latest: record.id}, {...options, notFound: join(site, "404.html")});
  return {record, isKnown: known !== null, removed};
}

function isShared(file: string): boolean {
  return file.startsWith("_assets/") || file.startsWith("_data/");
}

/** The pages of a snapshot, whole or not at all. */
async function writePages(site: string, into: string, record: SnapshotRecord): Promise<void> {
  const path = join(into, "snapshots", record.id);
  const fresh = unfinished(path);
  await mkdir(fresh, {recursive: true});
  const own = (await readdir(site)).filter((name) => !isShared(`${name}/`) && name !== "404.html");
  for (const name of own) await cp(join(site, name), join(fresh, name), {recursive: true});
  await writeFile(join(fresh, "snapshot.json"), `${JSON.stringify(record)}\n`);
  await rename(fresh, path);
}

/** Writes what leads to the snapshots, the switch last; then removes those that are no longer kept. @returns their ids. */
export async function lead(
  {snapshots, latest}: Published & {readonly latest: string},
  {project, into, keep, lock, notFound}: SnapshotOptions & {readonly lock: Lock; readonly notFound: string | null}
): Promise<readonly string[]> {
  const client = await bundleClient(project, join(project, "node_modules/.cache/kizuna"));
  const {compare, late} = client.entries;
  const scripts = await filesOf(client, [compare, late]);
  for (const file of scripts) await shareFile(join(client.folder, file), join(into, file));
  const frame = await readFrame(project, {compare, late});
  const kept = keep === null ? snapshots : keptOf(snapshots, keep, latest);
  const record = kept.find(({id}) => id === latest)!;
  await writeLatePages(into, record, frame);
  const index = indexPageOf(kept, latest, frame);
  const comparePage = comparePageOf(kept, await comparedReports(into, kept), frame);
  const value: Latest = {snapshot: latest, asOf: record.asOf, reports: record.reports.map(({path}) => path)};
  await lock.check();
  if (notFound !== null && existsSync(notFound))
    await keepFile(join(into, "404.html"), await readFile(notFound, "utf8"));
  // GitHub Pages leaves out folders that begin with a line unless this file is there.
  await keepFile(join(into, ".nojekyll"), "");
  if (comparePage !== null) await replaceFile(join(into, "compare/index.html"), comparePage);
  await replaceFile(join(into, "index.html"), index);
  await replaceFile(join(into, "latest.json"), `${JSON.stringify(value)}\n`);
  const removed = snapshots.filter((one) => !kept.includes(one));
  await removeSnapshots(into, removed, {snapshots: kept, files: scripts});
  return removed.map(({id}) => id);
}

/** Pages below `latest/`; those of reports that are gone stay, and say so. */
async function writeLatePages(into: string, record: SnapshotRecord, frame: Frame): Promise<void> {
  const first = record.reports[0]!;
  const reports = record.reports.some(({path}) => path === "")
    ? record.reports
    : [...record.reports, {...first, path: ""}];
  for (const report of reports)
    await keepFile(join(into, "latest", report.path, "index.html"), latePageOf(report, record, frame));
}

/** How the figures of the two newest snapshots differ, of reports in the site's language. */
async function comparedReports(into: string, snapshots: readonly SnapshotRecord[]): Promise<readonly ComparedReport[]> {
  const [before, after] = snapshots.slice(-2);
  if (!before || !after) return [];
  const compared: ComparedReport[] = [];
  const both = after.reports.filter(({path}) => before.reports.some((one) => one.path === path));
  const own = both.filter(({lang}) => lang === after.lang);
  for (const {path, title} of own.length > 0 ? own : both) {
    const [then, now] = await Promise.all([before, after].map(({id}) => readReport(join(into, "snapshots", id, path))));
    const page = `../snapshots/${after.id}/${path === "" ? "" : `${encodeURI(path)}/`}index.html`;
    if (then && now) compared.push({title, page, ...figureChanges(then, now)});
  }
  return compared;
}

async function readReport(folder: string): Promise<ReportJson | null> {
  const path = join(folder, "index.json");
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(await readFile(path, "utf8")) as ReportJson;
  } catch {
    return null; // not open: a page that is protected has no figures to compare
  }
}
