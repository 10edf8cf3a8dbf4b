import {execFile} from "node:child_process";
import {join} from "node:path";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");

/** How a command ended, and what it printed. */
export interface Ran {
  readonly code: number;
  readonly errors: readonly string[];
  readonly lines: readonly string[];
}

/** Runs a command of the command line on a workspace as a user would, without npm. */
export function run(command: string, {root, cache}: TemporaryWorkspace, args: readonly string[] = []): Promise<Ran> {
  const all = [join(PROJECT, `src/cli/${command}.ts`), "--workspace", root, "--cache", cache, ...args];
  const split = (text: string) => text.split("\n").filter((line) => line !== "");
  return new Promise((done) =>
    execFile(process.execPath, all, {cwd: PROJECT}, (error, out, err) =>
      done({code: error ? Number(error.code) : 0, errors: split(err), lines: split(out)})
    )
  );
}
