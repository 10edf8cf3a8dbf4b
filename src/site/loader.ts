import {spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {createWriteStream, existsSync} from "node:fs";
import {mkdir, readFile, readdir, rename, rm, stat} from "node:fs/promises";
import {basename, join} from "node:path";
import {pipeline} from "node:stream/promises";
import type {Engine, Format} from "../engine/engine.ts";
import {InputError, QueryError, ReportError} from "../errors.ts";
import {authored} from "../sql/authored.ts";
import {formatOf} from "./formats.ts";
import type {Workspace} from "./workspace.ts";

/** Opens an engine of a loader's own; it is closed when the loader is done. */
export type OpenEngine = () => Promise<Engine>;

/** What runs a loader script, by the script's ending. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  ts: [process.execPath],
  js: [process.execPath],
  mjs: [process.execPath],
  py: ["python3"],
  sh: ["bash"]
};

const SQL = ".sql";

/** How DuckDB writes a format; Arrow it cannot write. */
const WRITE: Partial<Readonly<Record<Format, string>>> = {
  csv: "format csv, header",
  tsv: "format csv, header, delimiter '\t'",
  json: "format json, array true",
  jsonl: "format json",
  parquet: "format parquet"
};

/** The endings of loader scripts. */
export const LOADER_ENDINGS: readonly string[] = [...Object.keys(COMMANDS).map((ending) => `.${ending}`), SQL];

/** Path of the script that makes the file `from`: `orders.csv.ts` prints `orders.csv`. Null if the file needs none. */
export async function maybeLoader(from: string, data: string): Promise<string | null> {
  if (existsSync(join(data, from))) return null;
  // `orders.sql` is a table of the catalog, `orders.csv.sql` a loader.
  const endings = formatOf(from) === null ? LOADER_ENDINGS.filter((ending) => ending !== SQL) : LOADER_ENDINGS;
  return endings.map((ending) => join(data, from + ending)).find((path) => existsSync(path)) ?? null;
}

/**
 * Runs a loader script in `data/`, and keeps what it prints in the cache under a name that its text decides, so that it runs again only when it changes. A `.sql` script's
 * rows are written in the format of `from`; it reads files by their paths from `data/`, and runs again when one of these changes.
 *
 * @param openEngine the engine for `.sql` scripts; defaults to native DuckDB.
 * @returns the path of the output. @throws {ReportError} with the end of what it printed to standard error, if it fails or prints nothing.
 */
export async function runLoader(
  script: string,
  from: string,
  workspace: Workspace,
  openEngine: OpenEngine = openDuckDb
): Promise<string> {
  const text = await readFile(script, "utf8");
  const isSql = script.endsWith(SQL);
  const hash = createHash("sha256").update(JSON.stringify([from, text, isSql ? await stateOf(workspace.data) : null]));
  const folder = join(workspace.cache, "loaders", hash.digest("hex").slice(0, 16));
  const output = join(folder, basename(from));
  if (existsSync(output) && !workspace.isAnew) return output;
  await mkdir(folder, {recursive: true});
  const partial = join(folder, `partial-${process.pid}-${++runs}-${basename(from)}`);
  try {
    if (isSql) await runSql(text, partial, {script, workspace, openEngine});
    else await runScript(script, partial, workspace);
    await rename(partial, output);
  } finally {
    await rm(partial, {force: true});
  }
  return output;
}

let runs = 0; // names the output of one run

/** Loaded only where a loader needs it. */
async function openDuckDb(): Promise<Engine> {
  const {openNative} = await import("../engine/native.ts");
  return openNative();
}

async function runScript(script: string, output: string, workspace: Workspace): Promise<void> {
  const failure = await run(script, output, workspace.data);
  if (failure !== null)
    throw new ReportError(
      `loader failed: ${failure}`,
      {file: nameOf(script, workspace), line: 1},
      "run it by hand; it has to print the table to standard output"
    );
}

async function run(script: string, output: string, cwd: string): Promise<string | null> {
  const [command, ...args] = COMMANDS[script.slice(script.lastIndexOf(".") + 1)]!;
  const child = spawn(command!, [...args, script], {cwd, stdio: ["ignore", "pipe", "pipe"]});
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (said = (said + chunk).slice(-4000)));
  const ended = new Promise<string | null>((done) => {
    child.on("error", (error: NodeJS.ErrnoException) =>
      done(error.code === "ENOENT" ? `${command} is not installed` : error.message)
    );
    child.on("close", (code, signal) =>
      done(code === 0 ? null : `${signal ? `ended by ${signal}` : `exit code ${code}`}${lastLines(said)}`)
    );
  });
  const file = createWriteStream(output);
  await pipeline(child.stdout, file);
  const failure = await ended;
  return failure ?? (file.bytesWritten === 0 ? "it printed nothing" : null);
}

/** What a script said last, in one line: the error that it names, else the last three lines. */
function lastLines(said: string): string {
  const lines = said
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "" && !/^\s+at |^Node\.js v|^\s*[\^~]+\s*$/.test(line));
  const error = lines.findLast((line) => /^(Uncaught )?[\w.]*(Error|Exception)\b.*: ./.test(line));
  return lines.length === 0
    ? ""
    : `: ${
        error ??
        lines
          .slice(-3)
          .map((line) => line.trim())
          .join(" | ")
      }`;
}

async function runSql(
  text: string,
  output: string,
  {script, workspace, openEngine}: {script: string; workspace: Workspace; openEngine: OpenEngine}
): Promise<void> {
  const file = nameOf(script, workspace);
  const how = WRITE[formatOf(output)!];
  if (how === undefined)
    throw new ReportError("loader failed: SQL cannot write Arrow", {file, line: 1}, "name it .parquet.sql or .csv.sql");
  const engine = await openEngine();
  try {
    await engine.query(`set file_search_path = ${quoted(workspace.data)}`);
    // On a line of its own, so that the database counts its lines one higher than the author.
    await engine.query(`copy (\n${authored(text)}\n) to ${quoted(output)} (${how})`);
  } catch (error) {
    if (error instanceof QueryError)
      throw new ReportError(`loader failed: ${error.message}`, {file, line: Math.max(1, (error.line ?? 2) - 1)});
    if (error instanceof InputError) throw new ReportError(`loader failed: ${error.message}`, {file, line: 1});
    throw error;
  } finally {
    await engine.close();
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Sizes and times of the files under a folder. */
async function stateOf(folder: string): Promise<readonly unknown[]> {
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => {
      const {size, mtimeMs} = await stat(path);
      return [path, size, mtimeMs];
    })
  );
}

function nameOf(script: string, {data}: Workspace): string {
  return `data/${script.slice(data.length + 1)}`;
}
