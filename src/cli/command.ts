import {readFile} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {join, resolve} from "node:path";
import {parseArgs} from "node:util";
import {QueryError, ReportError} from "../errors.ts";
import {suggestion} from "../text/suggest.ts";
import type {Built} from "../site/build.ts";
import type {Page, Site} from "../site/page.ts";
import {writeError} from "../site/output.ts";
import {openWorkspace} from "../site/workspace.ts";
import type {Workspace} from "../site/workspace.ts";

/** The folder of this project. */
export const PROJECT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** An option of a command: a flag, or one with a value. */
export interface Option {
  readonly type: "boolean" | "string";
  readonly help: string;
}

/** Options that all commands on a workspace have. */
export const WORKSPACE_OPTIONS: Readonly<Record<string, Option>> = {
  workspace: {type: "string", help: "folder with data/ and reports/; defaults to this project, the demo"},
  cache: {type: "string", help: "folder for what can be made again; defaults to node_modules/.cache/kizuna"},
  "no-cache": {type: "boolean", help: "makes everything anew, also what loader scripts print"}
};

/** The option of commands that encrypt what they write. */
export const PASSPHRASE_OPTION = {
  "passphrase-file": {type: "string", help: "encrypts pages and data with the passphrase in this file"}
} as const;

/** The option of commands that write for somebody. */
export const AUDIENCE_OPTION = {
  audience: {type: "string", help: "whom it is for: adds the reports whose front matter names it"}
} as const;

/** What a command was called with. */
export interface Call {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly words: readonly string[];
}

/**
 * Runs a command of the command line: reads its arguments, prints a mistake of the author's in one line and ends with exit code 1; `--help` prints what there is.
 * Anything else that fails is a defect and shows its stack.
 */
export async function runCommand(
  usage: string,
  options: Readonly<Record<string, Option>>,
  command: (call: Call) => Promise<number>
): Promise<void> {
  try {
    const call = readCall(options);
    if (call.values["help"]) console.log(help(usage, options));
    else process.exitCode = await command(call);
  } catch (error) {
    const isMistake = error instanceof ReportError || error instanceof QueryError || error instanceof UsageError;
    const told = isMistake ? error : diskError(error);
    if (!told) throw error;
    console.error(told.message);
    process.exitCode = 1;
  }
}

/** A full or closed disk, wherever it was met, in one line; null for any other error. */
function diskError(error: unknown): ReportError | null {
  const path = error instanceof Error && "path" in error ? String(error.path) : PROJECT;
  return writeError(error, path);
}

/** The workspace that a call names. @throws {ReportError} if there is none. */
export function workspaceOf({values}: Call): Workspace {
  const cache =
    typeof values["cache"] === "string" ? fromHere(values["cache"]) : join(PROJECT, "node_modules/.cache/kizuna");
  const root = typeof values["workspace"] === "string" ? fromHere(values["workspace"]) : PROJECT;
  return openWorkspace(root, cache, {isAnew: values["no-cache"] === true});
}

/** The audience that a call names; null for nobody in particular. */
export function audienceOf({values}: Call): string | null {
  return typeof values["audience"] === "string" ? values["audience"] : null;
}

/** Fewer letters are soon guessed, however slow each guess is. */
const LEAST_LETTERS = 12;

/** The passphrase in the file that a call names; null if it names none. @throws {ReportError} if it cannot be read, has several lines, or is too short. */
export async function passphraseOf({values}: Call): Promise<string | null> {
  const name = values["passphrase-file"];
  if (typeof name !== "string") return null;
  const text = await readFile(fromHere(name), "utf8").catch(() => null);
  if (text === null)
    throw new ReportError("no passphrase file", {file: name, line: 1}, "write the passphrase into it, on one line");
  // Editors of Windows put a mark before the text, which nobody types.
  const passphrase = text.replace(/^\uFEFF/, "").replace(/\r?\n$/, "");
  if (/[\r\n]/.test(passphrase))
    throw new ReportError(
      "several lines in the passphrase file",
      {file: name, line: 2},
      "write the passphrase on one line"
    );
  if (passphrase.length < LEAST_LETTERS)
    throw new ReportError(
      `the passphrase has ${passphrase.length} letters`,
      {file: name, line: 1},
      `choose at least ${LEAST_LETTERS}, such as five words`
    );
  return passphrase;
}

/** A path as the author gave it, from the folder that npm was called in. */
export function fromHere(path: string): string {
  return resolve(process.env["INIT_CWD"] ?? process.cwd(), path);
}

/** The pages that a call names by their paths ("value", "ja/value", "index" for the first one); all where it names none. @throws {ReportError} for an unknown name. */
export function reportsNamed(pages: readonly Page[], names: readonly string[]): readonly Page[] {
  const byName = new Map(pages.map((page) => [page.path === "" ? "index" : page.path, page]));
  if (names.length === 0) return pages;
  return names.map((name) => {
    const found = byName.get(name);
    if (found) return found;
    throw new ReportError(`unknown report "${name}"`, {file: "reports", line: 1}, suggestion(name, [...byName.keys()]));
  });
}

/** The query of a page's address that a call's --filter asks for; "" for none. */
export function queryOf({values}: Call): string {
  const {filter} = values;
  return typeof filter === "string" ? `?${filter.replace(/^\?/, "")}` : "";
}

/** The address of the site on the web that a call names by --url; null without it. @throws {ReportError} if it is none. */
export function urlOf({values}: Call): string | null {
  const {url} = values;
  if (typeof url !== "string") return null;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new ReportError(
    `unusable address "${url}"`,
    {file: "--url", line: 1},
    "write it whole: https://reports.example.com/"
  );
}

/** Prints mistakes, one a line. @returns the exit code. */
export function printErrors(errors: readonly ReportError[]): number {
  for (const line of new Set(errors.map(({message}) => message))) console.error(line);
  return errors.length > 0 ? 1 : 0;
}

/** Prints what a build did: rows set aside, what the author should know, the files written. */
export function printBuilt({files, published, site, warnings}: Built, workspace: Workspace): void {
  for (const source of site.pages[0]!.sources)
    for (const {reason, rows} of source.rejected)
      console.log(
        `set aside: ${rows} of ${source.table}: ${reason} (kept in ${join(workspace.cache, "_rejected", `${source.table}.csv`)})`
      );
  for (const warning of site.pages[0]!.warnings) console.log(`note: ${warning}`);
  for (const warning of warnings) console.warn(warning);
  for (const file of files) console.log(`  ${file}`);
  for (const line of publishedLines(published)) console.log(line);
}

/** What the data files beside the pages hold, one line each, as `manifest.json` has it. */
export function publishedLines(published: Built["published"]): readonly string[] {
  if (published.length === 0) return ["published beside the pages: no data"];
  return published.map(({path, kind, table, columns, rows}) => {
    if (kind === "code") return `published: ${path}: a page's JavaScript`;
    const what = kind === "cube" ? `cube, ${rows} cells` : `${rows} rows of ${table}`;
    return `published: ${path}: ${what}: ${columns.join(", ")}`;
  });
}

/** "1 report", "3 reports": the pages that an author wrote. */
export function countReports({pages}: Site): string {
  const reports = pages.filter(({file}) => file !== "").length;
  return `${reports} ${reports === 1 ? "report" : "reports"}`;
}

class UsageError extends Error {}

function readCall(options: Readonly<Record<string, Option>>): Call {
  const all = {...options, help: {type: "boolean", help: "prints this"} as const};
  try {
    const {values, positionals} = parseArgs({options: all, allowPositionals: true, strict: true});
    return {values, words: positionals};
  } catch (error) {
    const name = /'?(--[\w-]+)/.exec(error instanceof Error ? error.message : "")?.[1];
    if (name === undefined) throw error;
    const isKnown = Object.hasOwn(all, name.slice(2));
    throw new UsageError(
      isKnown
        ? `option ${name} needs a value`
        : `unknown option ${name}; ${suggestion(
            name,
            Object.keys(all).map((key) => `--${key}`)
          )}`
    );
  }
}

function help(usage: string, options: Readonly<Record<string, Option>>): string {
  const lines = Object.entries(options).map(
    ([name, option]) => `  --${`${name}${option.type === "string" ? " …" : ""}`.padEnd(24)} ${option.help}`
  );
  return [usage, ...lines].join("\n");
}
