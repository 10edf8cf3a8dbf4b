import {existsSync} from "node:fs";
import {link, mkdir, writeFile} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {ReportError} from "../../errors.ts";
import {writeError} from "../output.ts";
import {realPath} from "../real-path.ts";
import {removeLeftOver, temporaryFolder} from "../temporary.ts";
import {handedOut} from "./handed-out.ts";

/** How the folder begins in which a list is written. */
const START = ".list.tmp-";

/**
 * Writes a list of customers, whole or not at all, for its owner's eyes alone.
 * @param published folders that are, or become, part of a site. @throws {ReportError} for a path within one of them or within any site, one beside files to be handed out, one that does not end in .csv, or one that is taken.
 */
export async function writeList(path: string, text: string, published: readonly string[]): Promise<void> {
  await requireListPath(path, published);
  const folder = dirname(path);
  try {
    await mkdir(folder, {recursive: true});
    await removeLeftOver(folder, [START]);
    await using temporary = await temporaryFolder(join(folder, START));
    const whole = join(temporary.path, basename(path));
    await writeFile(whole, text, {mode: 0o600});
    await link(whole, path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST" && existsSync(path)) throw taken(path);
    throw writeError(error, path) ?? error;
  }
}

/** @throws {ReportError} where {@link writeList} would write nothing because of the path. */
export async function requireListPath(path: string, published: readonly string[]): Promise<void> {
  if (!path.endsWith(".csv")) throw mistake(path, "a list is a CSV file", "choose a name that ends in .csv");
  const site = await siteAround(path, published);
  if (site !== null) throw mistake(path, `customers' ids would stand in ${site}, which is published`, ELSEWHERE);
  const beside = await handedOut(dirname(path));
  if (beside !== null)
    throw mistake(path, `customers' ids would stand beside ${beside}, which is handed out`, ELSEWHERE);
  if (existsSync(path)) throw taken(path);
}

const ELSEWHERE = "choose a folder outside, such as the workspace's data/lists";

function taken(path: string): ReportError {
  return mistake(
    path,
    "there is such a list already, and its control group would be lost",
    "choose another name, or remove it"
  );
}

function mistake(file: string, problem: string, hint: string): ReportError {
  return new ReportError(problem, {file, line: 1}, hint);
}

/** The folder of a site that the path lies in, links followed; null outside all. */
async function siteAround(path: string, published: readonly string[]): Promise<string | null> {
  const known = new Set(await Promise.all(published.map(realPath)));
  let folder = await realPath(dirname(path));
  for (;;) {
    if (known.has(folder) || SIGNS.some((names) => names.every((name) => existsSync(join(folder, name)))))
      return folder;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

/** What stands in the folder of a built site, and in that of its snapshots. */
const SIGNS = [
  ["manifest.json", "index.html"],
  ["latest.json", "snapshots"]
] as const;
