import {execFile} from "node:child_process";
import {join} from "node:path";
import {vi} from "vitest";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");

/** How a command ended, and what it printed. */
export interface Ran {
  readonly code: number;
  readonly errors: readonly string[];
  readonly lines: readonly string[];
}

/** Runs a command of the command line on a workspace as a user would, without npm. */
export function run(command: string, workspace: TemporaryWorkspace, args: readonly string[] = []): Promise<Ran> {
  return new Promise((done) =>
    execFile(process.execPath, words(command, workspace, args), {cwd: PROJECT}, (error, out, err) =>
      done({code: error ? Number(error.code) : 0, errors: split(err), lines: split(out)})
    )
  );
}

let calls = 0;

/** The same in this process, which has loaded the modules already. What Node itself says or does, {@link run} alone shows: a command that is called in a test is run in another. */
export async function call(command: string, workspace: TemporaryWorkspace, args: readonly string[] = []): Promise<Ran> {
  const [errors, lines]: [string[], string[]] = [[], []];
  const into = (texts: string[]) => (text: unknown) => void texts.push(...split(String(text)));
  const spies = [
    vi.spyOn(console, "log").mockImplementation(into(lines)),
    vi.spyOn(console, "warn").mockImplementation(into(errors)),
    vi.spyOn(console, "error").mockImplementation(into(errors))
  ];
  const {argv, exitCode} = process;
  const [file, ...rest] = words(command, workspace, args);
  process.argv = [process.execPath, file!, ...rest];
  process.exitCode = 0;
  try {
    // A module runs once for each address.
    await import(/* @vite-ignore */ `${file}?call=${++calls}`);
    return {code: Number(process.exitCode), errors, lines};
  } finally {
    process.argv = argv;
    process.exitCode = exitCode;
    for (const spy of spies) spy.mockRestore();
  }
}

function words(command: string, {root, cache}: TemporaryWorkspace, args: readonly string[]): string[] {
  return [join(PROJECT, `src/cli/${command}.ts`), "--workspace", root, "--cache", cache, ...args];
}

function split(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
