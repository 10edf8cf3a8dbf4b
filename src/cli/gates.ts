import {rm} from "node:fs/promises";
import {relative} from "node:path";
import {QueryError, ReportError} from "../errors.ts";
import {isClosed} from "../site/build.ts";
import type {Built} from "../site/build.ts";
import {gateLine} from "../site/gates/gate.ts";
import type {Mistake} from "../site/gates/gate.ts";
import {junit} from "../site/gates/junit.ts";
import {sarif} from "../site/gates/sarif.ts";
import {replaceFile} from "../site/replace-file.ts";
import type {Workspace} from "../site/workspace.ts";
import {fromHere, printErrors} from "./command.ts";
import type {Call} from "./command.ts";

/** Options of commands that have gates. */
export const GATE_OPTIONS = {
  junit: {type: "string", help: "file for mistakes and gates as JUnit XML"},
  sarif: {type: "string", help: "file for mistakes and gates as SARIF"},
  "warn-only": {type: "boolean", help: "gates that do not hold are told, and stop nothing"}
} as const;

/** Whether a call's gates stop nothing. */
export function warnsOnly({values}: Call): boolean {
  return values["warn-only"] === true;
}

/**
 * What a command built, or checked, its mistakes and gates printed, one a line, and written where the call asks for it.
 * @returns with the exit code: 0 all is well, 1 a mistake, 2 a gate that does not hold. @throws what `work` throws, a mistake too, after it is written.
 */
export async function judged<T>(
  {call, workspace}: {call: Call; workspace: Workspace},
  work: () => Promise<T>,
  builtOf: (done: T) => Pick<Built, "errors" | "gates">
): Promise<{readonly done: T; readonly code: 0 | 1 | 2}> {
  // What an earlier run wrote says nothing of this one, whatever becomes of it.
  for (const file of [call.values["junit"], call.values["sarif"]])
    if (typeof file === "string") await rm(fromHere(file), {force: true});
  let done: T;
  try {
    done = await work();
  } catch (error) {
    const mistake = mistakeOf(error);
    if (mistake) await writeFiles(call, workspace, {errors: [mistake], gates: []});
    throw error;
  }
  const {errors, gates} = builtOf(done);
  await writeFiles(call, workspace, {errors, gates});
  if (printErrors(errors) > 0) return {done, code: 1};
  const broken = gates.filter(({problem}) => problem !== null);
  const isStrict = !warnsOnly(call);
  for (const gate of broken.filter((one) => !isStrict || !isClosed(one))) console.warn(`warning: ${gateLine(gate)}`);
  const closed = isStrict ? broken.filter(isClosed) : [];
  for (const gate of closed) console.error(gateLine(gate));
  return {done, code: closed.length > 0 ? 2 : 0};
}

/** What an error tells the author; null for a defect. */
function mistakeOf(error: unknown): Mistake | null {
  if (error instanceof ReportError) return error;
  return error instanceof QueryError ? {message: error.message, place: null} : null;
}

async function writeFiles(
  {values}: Call,
  {root}: Workspace,
  {errors, gates}: Pick<Built, "gates"> & {readonly errors: readonly Mistake[]}
): Promise<void> {
  const folder = relative(fromHere("."), root);
  const texts = {
    junit: () => junit(gates, errors),
    sarif: () => sarif(gates, errors, folder.startsWith("..") ? "" : folder)
  };
  for (const [name, text] of Object.entries(texts)) {
    const file = values[name];
    if (typeof file !== "string") continue;
    await replaceFile(fromHere(file), text());
  }
}
