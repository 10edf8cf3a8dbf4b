import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rm, stat} from "node:fs/promises";
import {basename, join, relative, resolve} from "node:path";
import {glob} from "tinyglobby";
import type {Files} from "../catalog/loading.ts";
import type {Source} from "../engine/engine.ts";
import {QueryError, ReportError} from "../errors.ts";
import {ENDINGS, formatOf} from "./formats.ts";
import {LOADER_ENDINGS, maybeLoader, runLoader} from "./loader.ts";
import type {OpenEngine} from "./loader.ts";

/** A workspace on disk: a folder with `data/`, `reports/` and perhaps `public/`, and the folder in which builds keep what they can make again. */
export interface Workspace {
  readonly root: string;
  readonly data: string;
  readonly reports: string;
  readonly cache: string;
  /** Whether nothing that is kept in the cache is used. */
  readonly isAnew?: boolean;
}

/** The workspace at `root`. @throws {ReportError} if it has no catalog. */
export function openWorkspace(root: string, cacheRoot: string, {isAnew = false} = {}): Workspace {
  const path = resolve(root);
  const key = createHash("sha256").update(path).digest("hex").slice(0, 12);
  const workspace = {
    root: path,
    data: join(path, "data"),
    reports: join(path, "reports"),
    cache: join(cacheRoot, `${basename(path)}-${key}`),
    isAnew
  };
  if (!existsSync(catalogPath(workspace)))
    throw new ReportError(
      "no catalog",
      {file: relative(process.cwd(), catalogPath(workspace)) || "data/catalog.yaml", line: 1},
      "a workspace has data/catalog.yaml and reports/; name its folder with --workspace"
    );
  return workspace;
}

export function catalogPath({data}: Workspace): string {
  return join(data, "catalog.yaml");
}

/** A folder in a workspace's cache that is never there. */
export const NO_PUBLIC = "no-public";

/** The folder whose files are copied to the site as they are; one that does not exist where the workspace has none. */
export function publicFolder({root, cache}: Workspace): string {
  const folder = join(root, "public");
  return existsSync(folder) ? folder : join(cache, NO_PUBLIC);
}

/** A report's file, relative to the workspace, and what is in it. */
export interface ReportText {
  readonly file: string;
  readonly text: string;
}

/** Source text of the reports, sorted by path. */
export async function reportFiles(workspace: Workspace): Promise<readonly ReportText[]> {
  if (!existsSync(workspace.reports)) return [];
  const found = await glob("**/*.md", {cwd: workspace.reports});
  const names = found.filter((name) => !basename(name).startsWith("_")).sort();
  return Promise.all(
    names.map(async (name) => ({file: `reports/${name}`, text: await readFile(join(workspace.reports, name), "utf8")}))
  );
}

/**
 * The files of a workspace's `data/` for a catalog: globs, loader scripts (run once for each text of theirs), rejected rows. Writes into the cache folder only.
 * @param openEngine the engine for `.sql` loader scripts; defaults to native DuckDB.
 */
export async function workspaceFiles(workspace: Workspace, openEngine?: OpenEngine): Promise<Files> {
  const rejected = join(workspace.cache, "_rejected");
  await rm(rejected, {recursive: true, force: true});
  await mkdir(rejected, {recursive: true});
  return {...sourceFiles(workspace, openEngine), rejectedPath: (table) => join(rejected, `${table}.csv`)};
}

/** Likewise, but keeps no rejected rows, and leaves those that an earlier reading kept. */
export function sourceFiles(workspace: Workspace, openEngine?: OpenEngine): Files {
  return {
    find: (from) => findSource(from, workspace, openEngine),
    text: async (from) =>
      (await isFile(join(workspace.data, from))) ? readFile(join(workspace.data, from), "utf8") : null,
    names: () => tableFiles(workspace.data),
    rejectedPath: () => null
  };
}

async function findSource(
  from: string,
  workspace: Workspace,
  openEngine: OpenEngine | undefined
): Promise<Source | null> {
  const format = formatOf(from);
  const loader = await maybeLoader(from, workspace.data);
  if (loader) {
    if (format === null)
      throw new ReportError(
        `no reader for the output "${from}"`,
        {file: `data/${relative(workspace.data, loader)}`, line: 1},
        `name it .${ENDINGS.join(", .")}`
      );
    return {format, paths: [await runLoader(loader, from, workspace, openEngine)]};
  }
  const paths = await pathsOf(from, workspace.data);
  if (paths.length === 0) return null;
  const formats = new Set(format === null ? paths.map(formatOf) : [format]);
  const [only] = formats;
  if (formats.size > 1)
    throw new QueryError(`"${from}" names files of several formats; name them by their ending`, {sql: ""});
  if (!only) throw new QueryError(`no reader for "${from}"; a table reads .${ENDINGS.join(", .")} or .sql`, {sql: ""});
  return {format: only, paths};
}

/** The files that a path or a glob names, sorted; a file whose name has a glob's marks is itself. */
async function pathsOf(from: string, data: string): Promise<readonly string[]> {
  if (await isFile(join(data, from))) return [join(data, from)];
  if (!/[*?[\]{}]/.test(from)) return [];
  return (await glob(from, {cwd: data, absolute: true, expandDirectories: false})).sort();
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

/** Paths under a folder that a table can be read from, those that loader scripts make too. */
async function tableFiles(data: string): Promise<readonly string[]> {
  const found = await glob("**/*", {cwd: data, expandDirectories: false});
  const made = (name: string) =>
    LOADER_ENDINGS.filter((ending) => name.endsWith(ending)).map((ending) => name.slice(0, -ending.length));
  const names = found.flatMap((name) => [name, ...made(name)]);
  return [
    ...new Set(
      names.filter((name) => formatOf(name) !== null || (name.endsWith(".sql") && formatOf(name.slice(0, -4)) === null))
    )
  ].sort();
}
