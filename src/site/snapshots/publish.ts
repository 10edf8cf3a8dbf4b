import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {buildSite} from "../build.ts";
import type {BuildOptions, Built} from "../build.ts";
import {requireFree} from "../hosts/host-files.ts";
import {headlinesOf} from "../headlines.ts";
import type {Manifest} from "../manifest.ts";
import {DEFINITIONS, programState} from "../program.ts";
import {requireApart} from "../output.ts";
import type {Evaluation} from "../site.ts";
import {temporaryFolder} from "../temporary.ts";
import type {Workspace} from "../workspace.ts";
import {cellDigests, settingsOf, sqlTexts} from "./definitions.ts";
import {keepFile} from "../replace-file.ts";
import {findSnapshot, readPublished} from "./folder.ts";
import {inFolder, lead, placeSnapshot} from "./place.ts";
import type {Draft, Placed, SnapshotOptions} from "./place.ts";
import {unpackSnapshot} from "./pack/unpack.ts";
import {recomputeWorkspace} from "./recompute.ts";
import type {SnapshotRecord} from "./record.ts";
import {purgeRows} from "./retention.ts";
import type {Purge} from "./retention.ts";
import {sinceSnapshot} from "./since.ts";
import {latestJoined, tablesOf} from "./tables.ts";

/** What a run did. */
export interface SnapshotResult extends Omit<Placed, "record"> {
  readonly built: Built;
  /** Null after mistakes, and where a gate does not hold. */
  readonly record: SnapshotRecord | null;
}

/**
 * Builds a workspace and publishes it into a folder of snapshots: shared files first, then the pages, and last, by renaming, what leads to them. Whatever ends the run, readers find the old site or the new one, whole.
 * @throws {ReportError} a mistake of the author's; {@link LockedError} while another run is at work in the folder.
 */
export async function publishSnapshot(
  workspace: Workspace,
  options: SnapshotOptions & Pick<BuildOptions, "allowUnknown" | "warnOnly" | "audience" | "hostFiles">
): Promise<SnapshotResult> {
  await requireApart(options.into, workspace, "--into");
  return inFolder(options, async (held) => {
    const {project, into, allowUnknown, warnOnly = false, audience = null, url = null, hostFiles = {}} = options;
    const published = await readPublished(into, held.vault);
    await requireFree(into, hostFiles);
    const before = published.snapshots.at(-1) ?? null;
    await mkdir(workspace.cache, {recursive: true});
    await using temporary = await temporaryFolder(join(workspace.cache, "snapshot-"));
    const site = join(temporary.path, "site");
    let draft: Draft | null = null;
    const built = await buildSite(workspace, {
      project,
      out: site,
      allowUnknown,
      base: "../../",
      before,
      warnOnly,
      audience,
      url,
      seal: held.vault?.seal ?? null,
      examine: async (evaluation, manifest) => {
        draft = await draftOf(evaluation, manifest, {workspace, project, before});
      }
    });
    if (draft === null) return {built, record: null, isKnown: false, removed: [], packing: null, purged: []};
    // No page is there before its headers are.
    for (const [path, text] of Object.entries(hostFiles)) await keepFile(join(into, path), text);
    const rows = built.published.filter(({kind}) => kind === "rows").map(({path}) => path);
    return {
      built,
      ...(await placeSnapshot({site, draft, files: built.files, rows}, published, {...options, ...held}))
    };
  });
}

/** Has `latest/` lead to a snapshot that is there already. @returns it. @throws {ReportError} if there is none of this name; {@link LockedError} */
export function switchLatest(wanted: string, options: SnapshotOptions): Promise<SnapshotRecord> {
  return inFolder(options, async (held) => {
    const published = await readPublished(options.into, held.vault);
    const record = findSnapshot(wanted, published, options.into);
    await lead({snapshots: published.snapshots, latest: record.id}, {...options, ...held, notFound: null});
    return record;
  });
}

/** Puts the files of a packed snapshot, or of all, back in the place of their patches. @returns the ids. @throws {ReportError} if there is none of this name, or a file that they are restored from is missing; {@link LockedError} */
export function unpackSnapshots(
  wanted: string | null,
  {into, passphrase = null}: Pick<SnapshotOptions, "into" | "passphrase">
): Promise<readonly string[]> {
  return inFolder({into, passphrase}, async ({lock, vault}) => {
    const published = await readPublished(into, vault);
    const unpacked = wanted === null ? published.snapshots : [findSnapshot(wanted, published, into)];
    for (const record of unpacked.toReversed()) {
      await lock.check();
      await unpackSnapshot(into, record);
    }
    return unpacked.map(({id}) => id);
  });
}

/** Deletes the published rows of one snapshot, or of all. @throws {ReportError} if there is none of this name; {@link LockedError} */
export function purgeSnapshots(
  wanted: string | null,
  {into, passphrase = null}: Pick<SnapshotOptions, "into" | "passphrase">,
  now: Date
): Promise<Purge> {
  return inFolder({into, passphrase}, async ({vault}) => {
    const published = await readPublished(into, vault);
    const purged = wanted === null ? published.snapshots : [findSnapshot(wanted, published, into)];
    return purgeRows(into, purged, {snapshots: published.snapshots, day: now.toISOString().slice(0, 10)});
  });
}

/** What a snapshot says of itself, but for its files. */
async function draftOf(
  {loaded, site, sources}: Evaluation,
  manifest: Manifest,
  {workspace, project, before}: {workspace: Workspace; project: string; before: SnapshotRecord | null}
): Promise<Draft> {
  const {spec, asOf} = loaded.catalog;
  const now = {
    asOf,
    headlines: await headlinesOf(loaded),
    tables: await tablesOf(loaded),
    definitions: {
      program: await programState(project, DEFINITIONS),
      settings: settingsOf(spec, await sqlTexts(spec, workspace), loaded.audience),
      // Of a report that this site is without, nobody learns that it exists.
      cells: cellDigests(sources)
    }
  };
  const joinedTo = await latestJoined(loaded);
  // Last: it takes the engine.
  const since = before && (await sinceSnapshot(before, now, recomputeWorkspace(workspace, loaded)));
  return {
    format: 1,
    id: manifest.snapshot,
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
