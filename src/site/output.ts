import {existsSync} from "node:fs";
import {mkdir, readFile, readdir, rename} from "node:fs/promises";
import {basename, dirname, join, relative, sep} from "node:path";
import {ReportError} from "../errors.ts";
import {isWithin} from "./real-path.ts";
import {swapFolder} from "./replace-file.ts";
import {removeLeftOver, temporaryFolder} from "./temporary.ts";
import type {Workspace} from "./workspace.ts";

/**
 * Writes an output folder whole or not at all: `write` fills a temporary folder beside it, which then takes its place by renaming. Whatever fails, the old folder stays as it was.
 *
 * @throws {ReportError} if the folder holds something that is no site of ours, or cannot be written.
 */
export async function replaceFolder(out: string, write: (temporary: string) => Promise<void>): Promise<void> {
  const parent = dirname(out);
  await recover(out);
  await requireOurs(out);
  try {
    await mkdir(parent, {recursive: true});
    await using temporary = await temporaryFolder(join(parent, `.${basename(out)}.tmp-`));
    const fresh = join(temporary.path, "new");
    await write(fresh);
    const old = join(temporary.path, "old");
    try {
      swapFolder(out, fresh, old);
    } finally {
      // Where not even the old folder could be put back, the next run does it.
      if (existsSync(old) && !existsSync(out)) temporary.keep();
    }
  } catch (error) {
    throw writeError(error, out) ?? error;
  }
}

/** Paths of all files in a folder, from it, parted by "/", sorted. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** Puts back the old folder of a run that was killed between the two renames. What killed runs left otherwise is theirs no more: it goes. */
async function recover(out: string): Promise<void> {
  const parent = dirname(out);
  const start = `.${basename(out)}.tmp-`;
  const left = (await readdir(parent).catch(() => [])).filter((name) => name.startsWith(start));
  for (const name of left) {
    const old = join(parent, name, "old");
    if (!existsSync(out) && existsSync(old)) await rename(old, out);
  }
  await removeLeftOver(parent, [start]);
}

/** What becomes of files in the folders of a workspace. */
const OWN_FOLDERS = {
  public: "whose files are copied to the site as they are",
  data: "which builds read",
  reports: "which builds read"
} as const;

/** @throws {ReportError} for an output folder among a workspace's own files. @param option what the folder is named by */
export async function requireApart(out: string, {root}: Pick<Workspace, "root">, option: string): Promise<void> {
  for (const [name, what] of Object.entries(OWN_FOLDERS))
    if (await isWithin(out, join(root, name)))
      throw new ReportError(
        `the output would stand in the workspace's ${name}/, ${what}`,
        {file: out, line: 1},
        `choose another folder with ${option}`
      );
}

/** A folder that is not empty and has no manifest of ours is somebody's: it is never replaced. */
async function requireOurs(out: string): Promise<void> {
  if (!existsSync(out)) return;
  let entries: readonly string[];
  try {
    entries = await readdir(out);
  } catch (error) {
    throw writeError(error, out) ?? error;
  }
  if (entries.length > 0 && !(await isSite(out)))
    throw new ReportError(
      "the output folder holds files that are no report site",
      {file: out, line: 1},
      "empty it, or choose another folder with --out"
    );
}

/** Whether a folder has a manifest of ours, as a web application has another one; that of a protected site is told by its first page. */
async function isSite(folder: string): Promise<boolean> {
  const read = (name: string) => readFile(join(folder, name), "utf8").catch(() => "");
  return /"snapshot":/.test(await read("manifest.json")) || (await read("index.html")).includes(' id="k-lock"');
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space left on the disk",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of its path is a file",
  EEXIST: "a part of its path is a file",
  ENOTEMPTY: "another run wrote into it at the same moment"
};

/** The mistake behind a failed write, in one line; null for any other error. */
export function writeError(error: unknown, out: string): ReportError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REASONS[code];
  return reason === undefined
    ? null
    : new ReportError(
        `cannot write the output: ${reason}`,
        {file: out, line: 1},
        "the old output is as it was; choose another folder with --out"
      );
}
