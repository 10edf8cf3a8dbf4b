import {randomUUID} from "node:crypto";
import {link, readFile, rename, rm, stat, utimes, writeFile} from "node:fs/promises";
import {hostname} from "node:os";
import {basename, join} from "node:path";
import {ReportError} from "../../errors.ts";
import {heldUntilEnd} from "../temporary.ts";

/** The file that says that a run is at work in a folder. */
export const LOCK = ".kizuna-lock";
/** A run says that it lives so often, and is taken for dead after so long without; milliseconds. */
const BEAT = 5_000;
const DEAD = 120_000;

interface Holder {
  readonly token: string;
  readonly host: string;
  readonly process: number;
  readonly since: string;
}

/** Another run holds the folder. */
export class LockedError extends ReportError {
  override name = "LockedError";
}

/** The right to change a folder, until it is given back. */
export interface Lock extends AsyncDisposable {
  /** @throws {LockedError} if another run has taken the folder over in the meantime. */
  check(): Promise<void>;
}

/**
 * Takes the lock of a folder; one that a dead run left is taken over: a process of this machine that is gone, or one of another machine that has not said for two minutes that it lives.
 * @throws {LockedError} if another run holds it.
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const path = join(folder, LOCK);
  const own: Holder = {
    token: randomUUID(),
    host: hostname(),
    process: process.pid,
    since: new Date().toISOString()
  };
  await acquire(path, own, folder);
  const held = heldUntilEnd(path);
  const beat = setInterval(() => {
    const now = new Date();
    const touch = async () => (await holds()) && utimes(path, now, now);
    touch().catch(() => undefined); // gone, or taken over: check() tells
  }, BEAT);
  beat.unref();
  const holds = async () => (await readHolder(path))?.token === own.token;
  return {
    async check() {
      const holder = await readHolder(path);
      if (holder?.token === own.token) return;
      held.keep();
      throw locked(folder, holder);
    },
    async [Symbol.asyncDispose]() {
      clearInterval(beat);
      if (!(await holds())) held.keep();
      await held[Symbol.asyncDispose]();
    }
  };
}

/** Whether a file is a lock that a run was about to take when it was killed. */
export async function isDeadDraft(path: string): Promise<boolean> {
  if (!basename(path).startsWith(`${LOCK}.`)) return false;
  const {mtimeMs} = await stat(path).catch(() => ({mtimeMs: Infinity}));
  return Date.now() - mtimeMs > DEAD;
}

async function acquire(path: string, own: Holder, folder: string): Promise<void> {
  // Written whole beside it and then linked, so that nobody ever reads half a lock.
  const draft = `${path}.${own.token}`;
  await writeFile(draft, JSON.stringify(own));
  try {
    for (let attempt = 0; ; ++attempt) {
      try {
        await link(draft, path);
        return;
      } catch (error) {
        if (!isCode(error, "EEXIST")) throw error;
      }
      const holder = await readHolder(path);
      if (attempt > 2 || (holder !== null && !(await isDead(path, holder)))) throw locked(folder, holder);
      if (holder !== null) await putAside(path, holder, own);
    }
  } finally {
    await rm(draft, {force: true});
  }
}

/** Removes a dead run's lock, and only that one: a lock that somebody took in this moment is given back. */
async function putAside(path: string, dead: Holder, own: Holder): Promise<void> {
  const aside = `${path}.${own.token}.dead`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isCode(error, "ENOENT")) return;
    throw error;
  }
  if ((await readHolder(aside))?.token !== dead.token) await link(aside, path).catch(() => undefined);
  await rm(aside, {force: true});
}

async function isDead(path: string, holder: Holder): Promise<boolean> {
  const {mtimeMs} = await stat(path).catch(() => ({mtimeMs: 0}));
  const silence = Date.now() - mtimeMs;
  // A process of this machine may have taken the number of one that is gone.
  if (holder.host === hostname()) return !isRunning(holder.process) || silence > 10 * DEAD;
  return silence > DEAD;
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return isCode(error, "EPERM");
  }
}

/** Who holds the lock; null for nobody. A file that is no lock of ours counts as held by nobody known. */
async function readHolder(path: string): Promise<Holder | null> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return {token: "", host: "", process: 0, since: ""};
  }
}

function locked(folder: string, holder: Holder | null): LockedError {
  const who = holder?.host ? ` (process ${holder.process} on ${holder.host}, since ${holder.since})` : "";
  return new LockedError(
    `another run is publishing into this folder${who}`,
    {file: folder, line: 1},
    `wait until it has ended; if there is none, delete ${LOCK}`
  );
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
