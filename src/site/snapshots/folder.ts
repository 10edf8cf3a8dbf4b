import {existsSync} from "node:fs";
import {copyFile, mkdir, open, readFile, readdir, rename, rm, stat} from "node:fs/promises";
import {basename, dirname, join, relative} from "node:path";
import {ReportError} from "../../errors.ts";
import {suggestion} from "../../text/suggest.ts";
import {filesIn} from "../output.ts";
import {UNFINISHED, unfinished} from "../replace-file.ts";
import {MOST_PURGED, purgedOn} from "./purged.ts";
import {parseJson} from "./json.ts";
import {PackedError, contentOf} from "./pack/content.ts";
import {folderSite} from "./pack/packed-folder.ts";
import {isDeadDraft} from "./lock.ts";
import {recordSchema} from "./record.ts";
import type {SnapshotRecord} from "./record.ts";
import {openedText} from "./vault.ts";
import type {Vault} from "./vault.ts";

/** How the first line of a snapshots folder's index tells that it is one. */
export const GENERATOR = "Kizuna snapshots";

/** A folder of snapshots as it stands. */
export interface Published {
  /** In the order in which they were published. */
  readonly snapshots: readonly SnapshotRecord[];
  /** The one that `latest/` leads to; null in a new folder. */
  readonly latest: string | null;
}

/** Contents of `latest.json`, the only switch. */
export interface Latest {
  readonly snapshot: string;
  readonly asOf: string;
  /** Paths of its reports. */
  readonly reports: readonly string[];
}

/** What a folder holds. @param vault of a protected one; defaults to null: it is in clear text. @throws {ReportError} if it holds somebody else's site, or a snapshot that cannot be read. */
export async function readPublished(folder: string, vault: Vault | null = null): Promise<Published> {
  await requireOurs(folder);
  const root = join(folder, "snapshots");
  const names = existsSync(root) ? (await readdir(root)).filter((name) => !name.startsWith(".")) : [];
  const snapshots = await Promise.all(
    names.map((name) => readRecord(folder, `snapshots/${name}/snapshot.json`, vault))
  );
  const latest = await readLatest(folder, vault);
  return {
    snapshots: snapshots.sort((a, b) => a.number - b.number || (a.id < b.id ? -1 : 1)),
    latest: latest?.snapshot ?? null
  };
}

async function readRecord(folder: string, name: string, vault: Vault | null): Promise<SnapshotRecord> {
  const text = await recordText(folder, name, vault);
  const parsed = recordSchema.safeParse(parseJson(text ?? ""));
  if (parsed.success) return parsed.data;
  const problem = text === null ? "missing" : "no record that this version of Kizuna reads";
  throw new ReportError(
    `unreadable snapshot: its snapshot.json is ${problem}`,
    {file: join(folder, name), line: 1},
    "restore the file, or remove the snapshot's folder"
  );
}

/** The text of a record, packed or not; empty where it cannot be opened or restored, null where there is none. */
async function recordText(folder: string, name: string, vault: Vault | null): Promise<string | null> {
  if (vault) return existsSync(join(folder, name)) ? ((await openedText(folder, name, vault)) ?? "") : null;
  try {
    return new TextDecoder().decode(await contentOf(name, folderSite(folder)));
  } catch (error) {
    if (!(error instanceof PackedError)) throw error;
    return error.reason === "missing" ? null : "";
  }
}

async function readLatest(folder: string, vault: Vault | null): Promise<Latest | null> {
  if (!existsSync(join(folder, "latest.json"))) return null;
  return parseJson((await openedText(folder, "latest.json", vault)) ?? "") as Latest | null;
}

/** Whether a page is there, and of a folder of snapshots. */
export async function isOurs(page: string): Promise<boolean> {
  return existsSync(page) && (await readFile(page, "utf8")).includes(`content="${GENERATOR}"`);
}

/** A folder with a page that is not ours where ours will stand is somebody's: nothing of it is ever replaced. */
async function requireOurs(folder: string): Promise<void> {
  if (await isOurs(join(folder, "index.html"))) return;
  const fail = (problem: string) =>
    new ReportError(problem, {file: folder, line: 1}, "choose another folder with --into");
  if (existsSync(join(folder, "index.html")))
    throw fail(`the folder holds ${existsSync(join(folder, "manifest.json")) ? "a site of npm run build" : "a site that is none of ours"}`); // prettier-ignore
  const later = ["compare", "latest"].map((name) => join(folder, name)).filter((path) => existsSync(path));
  const pages = (await Promise.all(later.map(filesBelow))).flat().filter((path) => basename(path) === "index.html");
  for (const page of [join(folder, "404.html"), ...pages])
    if (existsSync(page) && !(await isOurs(page)))
      throw fail(`the folder holds a page that is none of ours: ${relative(folder, page)}`);
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  return (await filesIn(folder)).map((path) => join(folder, path));
}

/** The snapshot that an id names, or the beginning of one. @throws {ReportError} */
export function findSnapshot(wanted: string, {snapshots}: Published, folder: string): SnapshotRecord {
  const found = snapshots.filter(({id}) => id === wanted || id.startsWith(wanted));
  const exact = found.find(({id}) => id === wanted) ?? (found.length === 1 ? found[0] : undefined);
  if (exact) return exact;
  throw new ReportError(
    found.length > 1 ? `several snapshots begin with "${wanted}"` : `unknown snapshot "${wanted}"`,
    {file: folder, line: 1},
    suggestion(
      wanted,
      (found.length > 1 ? found : snapshots).map(({id}) => id)
    )
  );
}

/** The day, as an ISO date, on which the rows in a file's place were deleted; null if they were not. */
export async function purgedDay(path: string): Promise<string | null> {
  const size = (await stat(path).catch(() => null))?.size ?? Infinity;
  return size < MOST_PURGED ? purgedOn(await readFile(path)) : null;
}

/** Copies a file whose name tells its content, unless it is there whole. */
export async function shareFile(source: string, path: string): Promise<void> {
  const [from, to] = await Promise.all([stat(source), stat(path).catch(() => null)]);
  if (to?.size === from.size) return;
  await mkdir(dirname(path), {recursive: true});
  const fresh = unfinished(path);
  await copyFile(source, fresh);
  const file = await open(fresh, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}

/** Removes what runs that were killed left behind. Only the holder of the folder's lock may. */
export async function removeUnfinished(folder: string): Promise<void> {
  const shallow = [".", "_assets", "_data"].map((name) => ({name, recursive: false}));
  const deep = ["compare", "latest", "snapshots"].map((name) => ({name, recursive: true}));
  for (const {name, recursive} of [...shallow, ...deep]) {
    const root = join(folder, name);
    if (!existsSync(root)) continue;
    for (const entry of await readdir(root, {recursive, withFileTypes: true}))
      if (entry.name.startsWith(UNFINISHED) || (await isDeadDraft(join(entry.parentPath, entry.name))))
        await rm(join(entry.parentPath, entry.name), {recursive: true, force: true});
  }
}
