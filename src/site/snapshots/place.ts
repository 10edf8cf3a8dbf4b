import {existsSync} from "node:fs";
import {cp, mkdir, readFile, readdir, rename, rm, rmdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {ReportError} from "../../errors.ts";
import {bundleClient, filesOf} from "../client-bundle.ts";
import {writeError} from "../output.ts";
import {PREVIEW} from "../paper/preview-name.ts";
import {addressOf, folderOf} from "../views/link.ts";
import {figureChanges} from "./figures.ts";
import type {ReportJson} from "./figures.ts";
import type {ComparedReport} from "./comparison-view.ts";
import {keepFile, replaceFile, unfinished} from "../replace-file.ts";
import {GENERATOR, isOurs, purgedDay, removeUnfinished, shareFile} from "./folder.ts";
import type {Latest, Published} from "./folder.ts";
import {lockFolder} from "./lock.ts";
import type {Lock} from "./lock.ts";
import {comparePageOf, indexPageOf, latePageOf, readFrame} from "./pages.ts";
import type {LateFrame} from "./pages.ts";
import type {SnapshotRecord} from "./record.ts";
import {PackedError, contentOf} from "./pack/content.ts";
import {packSnapshots} from "./pack/pack.ts";
import type {Packing} from "./pack/pack.ts";
import {folderSite} from "./pack/packed-folder.ts";
import {patchOf} from "./pack/patch-file.ts";
import {standInPage} from "./pack/stand-in-page.ts";
import {unpackSnapshot} from "./pack/unpack.ts";
import {markVault, openVault, openedText, shutPage, shutText} from "./vault.ts";
import type {Vault} from "./vault.ts";
import {keptOf, removeSnapshots} from "./retention.ts";

/** What a run in a folder of snapshots is told. Paths are absolute. */
export interface SnapshotOptions {
  readonly project: string;
  /** The folder. */
  readonly into: string;
  /** How many snapshots to keep; null keeps all. */
  readonly keep: number | null;
  /** Keeps the older snapshots as patches; defaults to false: as they are. */
  readonly pack?: boolean;
  /** Encrypts the folder's snapshots, and opens those that are there; defaults to null: they are in clear text. */
  readonly passphrase?: string | null;
  /** Where the folder will be on the web, for pictures of links to it; defaults to null: not known. */
  readonly url?: string | null;
}

/** A folder that nobody else changes. */
export interface Held {
  readonly lock: Lock;
  /** Of a protected folder; null for one in clear text. */
  readonly vault: Vault | null;
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
  /** Null where the run did not pack. */
  readonly packing: Packing | null;
  /** Files whose rows a request had deleted from the folder before. They stay deleted. */
  readonly purged: readonly string[];
}

/** Runs `work` while nobody else changes the folder. @throws {LockedError} while another run is at work in it. @throws {ReportError} if its passphrase is missing or another one, or it is protected and shall be packed. */
export async function inFolder<T>(
  {into, passphrase = null, pack = false}: Pick<SnapshotOptions, "into" | "passphrase" | "pack">,
  work: (held: Held) => Promise<T>
): Promise<T> {
  try {
    await mkdir(into, {recursive: true});
    await using lock = await lockFolder(into);
    // Another first run would have another salt.
    const vault = await openVault(into, passphrase);
    if (vault && pack)
      throw new ReportError(
        "a protected folder cannot be packed: encrypted files have nothing in common",
        {file: into, line: 1},
        "leave out --pack"
      );
    await removeUnfinished(into);
    return await work({lock, vault});
  } catch (error) {
    throw writeError(error, into) ?? error;
  }
}

/** Puts a built site beside the snapshots of a folder: shared files first, then its pages, then what leads to them. */
export async function placeSnapshot(
  {site, draft, files, rows}: BuiltSnapshot,
  published: Published,
  options: SnapshotOptions & Held
): Promise<Placed> {
  const {into, lock, vault} = options;
  const known = published.snapshots.find(({id}) => id === draft.id) ?? null;
  const number = (published.snapshots.at(-1)?.number ?? 0) + 1;
  const record = known ?? {...draft, number, files: files.filter(isShared), rows: [...rows]};
  await lock.check();
  await markVault(into, vault);
  const purged: string[] = [];
  for (const file of files.filter(isShared)) {
    if ((await purgedDay(join(into, file))) === null) await shareFile(join(site, file), join(into, file));
    else purged.push(file);
    // What it was restored from may be restored from it by now.
    await rm(join(into, patchOf(file)), {force: true});
  }
  if (known === null) await writePages(site, record, {into, vault});
  const snapshots = known === null ? [...published.snapshots, record] : published.snapshots;
  const led = await lead({snapshots, latest: record.id}, {...options, notFound: join(site, "404.html")});
  return {record, isKnown: known !== null, ...led, purged};
}

function isShared(file: string): boolean {
  return file.startsWith("_assets/") || file.startsWith("_data/");
}

/** The pages of a snapshot, whole or not at all. */
async function writePages(
  site: string,
  record: SnapshotRecord,
  {into, vault}: {into: string; vault: Vault | null}
): Promise<void> {
  const name = `snapshots/${record.id}`;
  const path = join(into, name);
  const fresh = unfinished(path);
  await mkdir(fresh, {recursive: true});
  const own = (await readdir(site)).filter((name) => !isShared(`${name}/`) && name !== "404.html");
  for (const name of own) await cp(join(site, name), join(fresh, name), {recursive: true});
  const text = shutText(`${JSON.stringify(record)}\n`, `${name}/snapshot.json`, vault);
  await writeFile(join(fresh, "snapshot.json"), text);
  await rename(fresh, path);
}

/** Writes what leads to the snapshots, the switch last; then packs the older ones where the folder is to be packed, and removes those that are no longer kept. The one that is led to is whole. */
export async function lead(
  {snapshots, latest}: Published & {readonly latest: string},
  {
    project,
    into,
    keep,
    lock,
    vault,
    notFound,
    url = null,
    pack = false
  }: SnapshotOptions & Held & {readonly notFound: string | null}
): Promise<Pick<Placed, "removed" | "packing">> {
  await unpackSnapshot(
    into,
    snapshots.find(({id}) => id === latest)!
  );
  const client = await bundleClient(project, join(project, "node_modules/.cache/kizuna"));
  const {compare, late, unlock, unpack} = client.entries;
  const scripts = await filesOf(client, [compare, late, ...(vault ? [unlock] : []), ...(pack ? [unpack] : [])]);
  for (const file of scripts) await shareFile(join(client.folder, file), join(into, file));
  const frame = await readFrame(project, {compare, late});
  const kept = keep === null ? snapshots : keptOf(snapshots, keep, latest);
  const record = kept.find(({id}) => id === latest)!;
  // A protected snapshot has no pictures.
  const pictureOf = (path: string) => {
    const picture = `snapshots/${latest}/${path === "" ? "" : `${path}/`}${PREVIEW}`;
    return url !== null && existsSync(join(into, picture))
      ? new URL(encodeURI(picture), addressOf(url, "")).href
      : null;
  };
  const meta = `<meta name="generator" content="${GENERATOR}">`;
  const shut = (html: string, path: string) => shutPage(html, path, {vault, unlock, meta});
  for (const [path, html] of latePages(record, {...frame, pictureOf}))
    await keepFile(join(into, path), await shut(html, path));
  const index = await shut(indexPageOf(kept, latest, frame), "index.html");
  const compared = comparePageOf(kept, await comparedReports(kept, {into, vault}), frame);
  const comparePage = compared === null ? null : await shut(compared, "compare/index.html");
  const value: Latest = {snapshot: latest, asOf: record.asOf, reports: record.reports.map(({path}) => path)};
  await lock.check();
  if (notFound !== null && existsSync(notFound))
    await keepFile(join(into, "404.html"), (await readFile(notFound, "utf8")).replace("<head>", `<head>${meta}`));
  // GitHub Pages leaves out folders that begin with a line unless this file is there.
  await keepFile(join(into, ".nojekyll"), "");
  if (comparePage !== null) await replaceFile(join(into, "compare/index.html"), comparePage);
  await replaceFile(join(into, "index.html"), index);
  // What there was to compare goes with its snapshots; the list leads to it no more.
  if (comparePage === null) await removePage(into, "compare");
  await replaceFile(join(into, "latest.json"), shutText(`${JSON.stringify(value)}\n`, "latest.json", vault));
  const packing = pack
    ? await packSnapshots(into, {
        snapshots: kept,
        latest,
        check: () => lock.check(),
        standInOf: (html, path, one) => standInPage(html, path, {record: one, script: unpack})
      })
    : null;
  const removed = snapshots.filter((one) => !kept.includes(one));
  await removeSnapshots(into, removed, {snapshots: kept, files: scripts});
  return {removed: removed.map(({id}) => id), packing};
}

/** Removes a page of ours, and its folder unless there is anything else in it. */
async function removePage(into: string, name: string): Promise<void> {
  const page = join(into, name, "index.html");
  if (!(await isOurs(page))) return;
  await rm(page);
  if ((await readdir(join(into, name))).length === 0) await rmdir(join(into, name));
}

/** Pages below `latest/`, by their paths; those of reports that are gone stay, and say so. */
function latePages(record: SnapshotRecord, frame: LateFrame): readonly (readonly [string, string])[] {
  const first = record.reports[0]!;
  const reports = record.reports.some(({path}) => path === "")
    ? record.reports
    : [...record.reports, {...first, path: ""}];
  return reports.map((report) => [
    `latest/${report.path === "" ? "" : `${report.path}/`}index.html`,
    latePageOf(report, record, frame)
  ]);
}

/** How the figures of the two newest snapshots differ, of reports in the site's language. */
async function comparedReports(
  snapshots: readonly SnapshotRecord[],
  place: {into: string; vault: Vault | null}
): Promise<readonly ComparedReport[]> {
  const [before, after] = snapshots.slice(-2);
  if (!before || !after) return [];
  const compared: ComparedReport[] = [];
  const both = after.reports.filter(({path}) => before.reports.some((one) => one.path === path));
  const own = both.filter(({lang}) => lang === after.lang);
  for (const {path, title} of own.length > 0 ? own : both) {
    const folder = path === "" ? "" : `${path}/`;
    const [then, now] = await Promise.all(
      [before, after].map(({id}) => readReport(`snapshots/${id}/${folder}index.json`, place))
    );
    const page = `../snapshots/${after.id}/${folderOf(path)}index.html`;
    if (then && now) compared.push({title, page, ...figureChanges(then, now)});
  }
  return compared;
}

async function readReport(
  path: string,
  {into, vault}: {into: string; vault: Vault | null}
): Promise<ReportJson | null> {
  try {
    const text = vault
      ? existsSync(join(into, path)) && (await openedText(into, path, vault))
      : Buffer.from(await contentOf(path, folderSite(into))).toString();
    return text ? (JSON.parse(text) as ReportJson) : null;
  } catch (error) {
    if (error instanceof PackedError) return null; // not here, or not to be restored: the page itself says so
    throw error;
  }
}
