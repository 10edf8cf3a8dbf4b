import {availableParallelism} from "node:os";
import {rm} from "node:fs/promises";
import {join} from "node:path";
import {gunzipSync, gzipSync} from "node:zlib";
import {replaceFile} from "../../replace-file.ts";
import {purgedDay} from "../folder.ts";
import type {SnapshotRecord} from "../record.ts";
import {PackedError} from "./content.ts";
import {dataJobs, dataOf, pageJobs} from "./jobs.ts";
import type {Job} from "./jobs.ts";
import {baseOf, nextOf, wholeOf} from "./order.ts";
import {isPackableData} from "./packable.ts";
import {folderSite, isHere, patchHead, publishedBytes, stateOf} from "./packed-folder.ts";
import {patchBytes, patchOf} from "./patch-file.ts";
import {LARGE, smallestPatch} from "./smallest-patch.ts";

/** How a folder is packed. */
export interface PackOptions {
  /** In the order of their publication. */
  readonly snapshots: readonly SnapshotRecord[];
  /** The one that `latest/` leads to. */
  readonly latest: string;
  /** The page that stands in the place of a packed one. @param path of the page, from the folder's root */
  standInOf(html: string, path: string, record: SnapshotRecord): string;
  /** Called before files are replaced. @throws if the folder is somebody else's by now */
  check(): Promise<void>;
}

/** What a run packed. */
export interface Packing {
  /** Ids of snapshots of which something was. */
  readonly packed: readonly string[];
  /** Ids of those that stay as they are: their pages, or those that they would be restored from, are not in this copy of the folder. */
  readonly left: readonly string[];
  /** Ids of snapshots that cannot be restored, by the path of what they lack. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
}

/**
 * Keeps the older snapshots of a folder as patches: pages, JSON and data, each of the same file in a newer snapshot, or of its translation. What they show stays the same, byte for byte: a patch is tried out before it takes a file's place, and a page gives way to its stand-in last.
 * Data files stay beside their patches: who removes snapshots removes them.
 */
export async function packSnapshots(folder: string, options: PackOptions): Promise<Packing> {
  const {snapshots, latest, check} = options;
  const whole = wholeOf(snapshots, latest);
  const older = snapshots.filter((one) => !whole.includes(one)).reverse();
  const there = new Set<SnapshotRecord>();
  for (const one of snapshots) if (await isHere(folder, one.id)) there.add(one);
  const packable = older.filter((one) => there.has(one) && there.has(baseOf(one, snapshots)!));
  const run = new Run(folder, options, there);
  for (const record of packable) {
    await check();
    await inTurns(pageJobs(record, baseOf(record, snapshots)!), (job) => run.pack(job));
  }
  for (const [record, files] of dataOf(snapshots, whole)) {
    if (!packable.includes(record)) continue;
    await check();
    await inTurns(await dataJobs(folder, files, {record, base: nextOf(record, snapshots)!}), (job) => run.pack(job));
  }
  return {
    packed: packable.filter((one) => run.packed.has(one)).map(({id}) => id),
    left: older.filter((one) => !packable.includes(one)).map(({id}) => id),
    broken: run.broken
  };
}

class Run {
  readonly packed = new Set<SnapshotRecord>();
  readonly broken = new Map<string, readonly string[]>();
  readonly #folder: string;
  readonly #standInOf: PackOptions["standInOf"];
  readonly #there: ReadonlySet<SnapshotRecord>;

  /** @param there snapshots whose files are in this copy of the folder */
  constructor(folder: string, {standInOf}: PackOptions, there: ReadonlySet<SnapshotRecord>) {
    this.#folder = folder;
    this.#standInOf = standInOf;
    this.#there = there;
  }

  /** Packs a file unless it is as it shall be. */
  async pack(job: Job): Promise<void> {
    try {
      if (await this.#isPacked(job)) this.packed.add(job.record);
    } catch (error) {
      if (!(error instanceof PackedError)) throw error;
      this.#note(error, job.record);
    }
  }

  async #isPacked({path, bases: wanted, others, record}: Job): Promise<boolean> {
    const folder = this.#folder;
    const isData = isPackableData(path);
    const [state, head] = await Promise.all([stateOf(folder, path), patchHead(folder, path)]);
    if (state === "absent") return false;
    const bases = await basesAmong(wanted, path, folder);
    const isSo = head !== null && head.bases.filter((base) => !others.includes(base)).join() === bases.join();
    // Data that stands beside its patch is on its way out.
    if (isSo && (state === "packed" || isData)) return false;
    const bytes = await publishedBytes(folder, path);
    const gzip = isData ? levelOf(bytes) : null;
    if (isData && gzip === null) return false;
    const target = isData ? gunzipSync(bytes) : bytes;
    const able = target.length < LARGE ? [] : await basesAmong(others, path, folder);
    const patch = await smallestPatch(target, {bases, others: able, gzip}, folderSite(folder));
    if (patch === null) return false;
    const standIn = path.endsWith(".html") ? this.#standInOf(Buffer.from(bytes).toString(), path, record) : null;
    const packed = patchBytes(patch);
    if (packed.length + (standIn?.length ?? 0) >= bytes.length) return false;
    await replaceFile(join(folder, patchOf(path)), packed);
    if (standIn !== null && state === "whole") await replaceFile(join(folder, path), standIn);
    if (path.endsWith(".json")) await rm(join(folder, path), {force: true});
    return true;
  }

  #note({path, reason}: PackedError, {id}: SnapshotRecord): void {
    const snapshot = /^snapshots\/[^/]+/.exec(path)?.[0];
    const isGone = reason === "missing" && snapshot !== undefined && ![...this.#there].some((one) => `snapshots/${one.id}` === snapshot); // prettier-ignore
    const what = isGone ? snapshot : path;
    this.broken.set(what, [...new Set([...(this.broken.get(what) ?? []), id])]);
  }
}

/** Those of some files that a file can be restored from. */
async function basesAmong(bases: readonly string[], path: string, folder: string): Promise<readonly string[]> {
  const able = await Promise.all(bases.map((base) => isBaseOf(path, base, folder)));
  return bases.filter((_, i) => able[i]);
}

/** Whether a file can be restored from another one: it is there, its rows were not deleted, and it is not itself restored from that file. */
async function isBaseOf(path: string, base: string, folder: string): Promise<boolean> {
  if ((await stateOf(folder, base)) === "absent" || (await purgedDay(join(folder, base))) !== null) return false;
  const basesOf = async (file: string) => (await patchHead(folder, file))?.bases ?? [];
  // The way from what it is restored from already is looked at no more: there are thousands.
  if ((await basesOf(path)).includes(base)) return true;
  const seen = new Set([base]);
  for (const at of seen) for (const next of await basesOf(at)) seen.add(next);
  return !seen.has(path);
}

/** The level that makes the same gzipped bytes; null where none of ours does, or they are not gzipped. */
function levelOf(bytes: Uint8Array): number | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return null;
  const inflated = gunzipSync(bytes);
  return [9, 6].find((level) => gzipSync(inflated, {level}).equals(bytes)) ?? null;
}

/** Runs all, a few at a time. */
async function inTurns<T>(jobs: readonly T[], run: (job: T) => Promise<void>): Promise<void> {
  const rest = jobs.values();
  const lane = async () => {
    for (const job of rest) await run(job);
  };
  await Promise.all(Array.from({length: Math.min(4, availableParallelism())}, lane));
}
