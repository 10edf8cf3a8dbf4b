import {existsSync} from "node:fs";
import {cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {readReports} from "../assemble.ts";
import {buildSite} from "../build.ts";
import type {Built} from "../build.ts";
import {bundleClient, filesOf} from "../client-bundle.ts";
import {headlinesOf} from "../headlines.ts";
import type {Manifest} from "../manifest.ts";
import {writeError} from "../output.ts";
import {DEFINITIONS, programState} from "../program.ts";
import type {Evaluation} from "../site.ts";
import type {Workspace} from "../workspace.ts";
import {cellDigests, settingsOf, sqlTexts} from "./definitions.ts";
import {figureChanges} from "./figures.ts";
import type {ReportJson} from "./figures.ts";
import type {ComparedReport} from "./comparison-view.ts";
import {findSnapshot, keepFile, readPublished, removeUnfinished, replaceFile, shareFile, unfinished} from "./folder.ts";
import type {Latest, Published} from "./folder.ts";
import {lockFolder} from "./lock.ts";
import type {Lock} from "./lock.ts";
import {comparePageOf, indexPageOf, latePageOf, readFrame} from "./pages.ts";
import type {Frame} from "./pages.ts";
import {recomputeWorkspace} from "./recompute.ts";
import type {SnapshotRecord} from "./record.ts";
import {keptOf, purgeRows, removeSnapshots} from "./retention.ts";
import type {Purge} from "./retention.ts";
import {sinceSnapshot} from "./since.ts";
import {latestJoined, tablesOf} from "./tables.ts";

/** What a run in a folder of snapshots is told. Paths are absolute. */
export interface SnapshotOptions {
  readonly project: string;
  /** The folder. */
  readonly into: string;
  /** How many snapshots to keep; null keeps all. */
  readonly keep: number | null;
}

/** What a run did. */
export interface SnapshotResult {
  readonly built: Built;
  /** Null after mistakes, and where a gate does not hold. */
  readonly record: SnapshotRecord | null;
  /** Whether the folder had this very snapshot already. */
  readonly isKnown: boolean;
  /** Ids of snapshots that are no longer kept. */
  readonly removed: readonly string[];
}

/**
 * Builds a workspace and publishes it into a folder of snapshots: shared files first, then the pages, and last, by renaming, what leads to them. Whatever ends the run, readers find the old site or the new one, whole.
 * @throws {ReportError} a mistake of the author's; {@link LockedError} while another run is at work in the folder.
 */
export function publishSnapshot(
  workspace: Workspace,
  options: SnapshotOptions & {readonly allowUnknown: boolean; readonly warnOnly?: boolean}
): Promise<SnapshotResult> {
  return inFolder(options.into, async (lock) => {
    const {project, into, keep, allowUnknown, warnOnly = false} = options;
    const published = await readPublished(into);
    const before = published.snapshots.at(-1) ?? null;
    await mkdir(workspace.cache, {recursive: true});
    const temporary = await mkdtemp(join(workspace.cache, "snapshot-"));
    try {
      const site = join(temporary, "site");
      let draft: Omit<SnapshotRecord, "files" | "rows"> | null = null;
      const built = await buildSite(workspace, {
        project,
        out: site,
        allowUnknown,
        base: "../../",
        before,
        warnOnly,
        examine: async (evaluation, manifest) => {
          draft = await draftOf(evaluation, manifest, {workspace, project, before});
        }
      });
      if (draft === null) return {built, record: null, isKnown: false, removed: []};
      const known = published.snapshots.find(({id}) => id === draft!.id) ?? null;
      const record = known ?? withFiles(draft, built);
      await lock.check();
      await writeShared(site, into, built.files);
      if (known === null) await writePages(site, into, record);
      const snapshots = known === null ? [...published.snapshots, record] : published.snapshots;
      const removed = await lead(
        into,
        {snapshots, latest: record.id},
        {project, keep, lock, notFound: join(site, "404.html")}
      );
      return {built, record, isKnown: known !== null, removed};
    } finally {
      await rm(temporary, {recursive: true, force: true});
    }
  });
}

/** Has `latest/` lead to a snapshot that is there already. @returns it. @throws {ReportError} if there is none of this name; {@link LockedError} */
export function switchLatest(wanted: string, options: SnapshotOptions): Promise<SnapshotRecord> {
  return inFolder(options.into, async (lock) => {
    const published = await readPublished(options.into);
    const record = findSnapshot(wanted, published, options.into);
    await lead(options.into, {snapshots: published.snapshots, latest: record.id}, {...options, lock, notFound: null});
    return record;
  });
}

/** Deletes the published rows of one snapshot, or of all. @throws {ReportError} if there is none of this name; {@link LockedError} */
export function purgeSnapshots(wanted: string | null, into: string, now: Date): Promise<Purge> {
  return inFolder(into, async () => {
    const published = await readPublished(into);
    const purged = wanted === null ? published.snapshots : [findSnapshot(wanted, published, into)];
    return purgeRows(into, purged, {snapshots: published.snapshots, day: now.toISOString().slice(0, 10)});
  });
}

/** Runs `work` while nobody else changes the folder. */
async function inFolder<T>(into: string, work: (lock: Lock) => Promise<T>): Promise<T> {
  try {
    await mkdir(into, {recursive: true});
    await using lock = await lockFolder(into);
    await removeUnfinished(into);
    return await work(lock);
  } catch (error) {
    throw writeError(error, into) ?? error;
  }
}

/** What a snapshot says of itself, but for its files. */
async function draftOf(
  {loaded, site}: Evaluation,
  manifest: Manifest,
  {workspace, project, before}: {workspace: Workspace; project: string; before: SnapshotRecord | null}
): Promise<Omit<SnapshotRecord, "files" | "rows">> {
  const {spec, asOf} = loaded.catalog;
  const now = {
    asOf,
    headlines: await headlinesOf(loaded),
    tables: await tablesOf(loaded),
    definitions: {
      program: await programState(project, DEFINITIONS),
      settings: settingsOf(spec, await sqlTexts(spec, workspace)),
      cells: cellDigests(await readReports(workspace))
    }
  };
  const joinedTo = await latestJoined(loaded);
  // Last: it takes the engine.
  const since = before && (await sinceSnapshot(before, now, recomputeWorkspace(workspace, loaded)));
  return {
    format: 1,
    id: manifest.snapshot,
    number: (before?.number ?? 0) + 1,
    title: site.title,
    lang: spec.locale,
    currency: spec.currency,
    asOf,
    joinedTo,
    builtAt: manifest.builtAt,
    commit: manifest.commit,
    headlines: now.headlines as SnapshotRecord["headlines"],
    tables: [...now.tables],
    definitions: now.definitions,
    since,
    reports: site.pages.map(({path, title, lang}) => ({path, title, lang}))
  };
}

function withFiles(draft: Omit<SnapshotRecord, "files" | "rows">, built: Built): SnapshotRecord {
  return {
    ...draft,
    files: built.files.filter(isShared),
    rows: built.published.filter(({kind}) => kind === "rows").map(({path}) => path)
  };
}

function isShared(file: string): boolean {
  return file.startsWith("_assets/") || file.startsWith("_data/");
}

async function writeShared(site: string, into: string, files: readonly string[]): Promise<void> {
  for (const file of files) if (isShared(file)) await shareFile(join(site, file), join(into, file));
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
async function lead(
  into: string,
  {snapshots, latest}: Published & {readonly latest: string},
  {project, keep, lock, notFound}: Pick<SnapshotOptions, "project" | "keep"> & {lock: Lock; notFound: string | null}
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
