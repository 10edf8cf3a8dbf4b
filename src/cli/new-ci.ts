import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {mkdir, realpath, writeFile} from "node:fs/promises";
import {dirname, join, relative} from "node:path";
import {promisify} from "node:util";
import {ReportError} from "../errors.ts";
import type {Workspace} from "../site/workspace.ts";
import {suggestion} from "../text/suggest.ts";
import {CI_SERVICES, ciFile} from "./ci-files.ts";
import {PROJECT} from "./command.ts";

/** Where Kizuna may be cloned from, if nobody has said so. */
const PLACEHOLDER = "https://example.com/kizuna.git";

/** Writes the workflow of a CI service into the workspace's repository. @returns its path. @throws {ReportError} for an unknown service, or over a workflow that is there. */
export async function writeCi(service: string, {root}: Workspace): Promise<string> {
  const known = CI_SERVICES.find((name) => name === service);
  if (!known)
    throw new ReportError(`unknown CI service "${service}"`, {file: "--ci", line: 1}, suggestion(service, CI_SERVICES));
  const folder = await realpath(root);
  const top = (await git(folder, "rev-parse", "--show-toplevel")) ?? folder;
  const own = (await git(PROJECT, "rev-parse", "--show-toplevel")) ?? (await realpath(PROJECT));
  const place = relative(top, folder);
  if (!/^[\p{L}\p{N}\p{M} _./@+-]*$/u.test(place))
    throw new ReportError(
      "the folder's path has characters that a workflow's shell would read as its own",
      {file: place, line: 1},
      "rename the folder"
    );
  const {path, text} = ciFile(known, {
    kizuna: top === own ? null : await addressOf(PROJECT),
    workspace: place
  });
  const file = join(top, path);
  if (existsSync(file))
    throw new ReportError(
      "there is such a workflow already",
      {file: relative(folder, file), line: 1},
      "move it away, or copy the new one from another folder"
    );
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, text, {flag: "wx"});
  return file;
}

/** Where a folder's repository is cloned from, without anybody's password. */
async function addressOf(folder: string): Promise<string> {
  const address = await git(folder, "remote", "get-url", "origin");
  if (address === null || !URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return PLACEHOLDER;
  return Object.assign(new URL(address), {username: "", password: ""}).href;
}

async function git(folder: string, ...args: readonly string[]): Promise<string | null> {
  try {
    const {stdout} = await promisify(execFile)("git", [...args], {cwd: folder});
    return stdout.trim();
  } catch {
    return null; // no repository, or no git
  }
}
