import {rmSync} from "node:fs";
import {mkdtemp, readdir, rm, stat} from "node:fs/promises";
import {join} from "node:path";

/** A folder, or a file, that is there for a while. */
export interface Temporary extends AsyncDisposable {
  readonly path: string;
  /** Has it stay. */
  keep(): void;
}

/** What has to go when the process is told to end. */
const held = new Set<string>();
const SIGNALS = {SIGINT: 130, SIGTERM: 143, SIGHUP: 129} as const;
let isListening = false;

/** A new folder whose path begins with `prefix`. It goes with all that is in it at the end of the block that has it, and when the process is told to end. */
export async function temporaryFolder(prefix: string): Promise<Temporary> {
  return heldUntilEnd(await mkdtemp(prefix));
}

/** Has what stands at a path, now or later, go likewise. */
export function heldUntilEnd(path: string): Temporary {
  listen();
  held.add(path);
  return {
    path,
    keep: () => void held.delete(path),
    async [Symbol.asyncDispose]() {
      if (!held.has(path)) return;
      await rm(path, {recursive: true, force: true});
      held.delete(path);
    }
  };
}

const A_DAY = 24 * 3600 * 1000;

/** Removes from a folder what killed runs left behind under names that begin so. What is younger than a day may be of a run that is still at work. */
export async function removeLeftOver(folder: string, starts: readonly string[]): Promise<void> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    starts.some((start) => name.startsWith(start))
  );
  for (const path of names.map((name) => join(folder, name))) {
    const age = Date.now() - ((await stat(path).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > A_DAY) await rm(path, {recursive: true, force: true});
  }
}

/** A process that is told to end takes with it what it was about to write: nothing of it is in anybody's place yet. */
function listen(): void {
  if (isListening) return;
  isListening = true;
  for (const [signal, code] of Object.entries(SIGNALS))
    process.once(signal, () => {
      for (const path of held) rmSync(path, {recursive: true, force: true, maxRetries: 3});
      process.exit(code);
    });
}
