import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {ReportError} from "../../errors.ts";
import type {Loaded} from "../assemble.ts";
import {replaceFile} from "../replace-file.ts";
import {sourcesOf} from "../sources.ts";
import type {Workspace} from "../workspace.ts";
import type {Gate} from "./gate.ts";

/** The lock of a workspace's data, in `data/`: by table the hash of its files. */
export const DATA_LOCK = "sources.lock.json";
const AGAIN = "npm run check -- --lock takes the data as it is";

const lockSchema = z.strictObject({format: z.literal(1), tables: z.record(z.string(), z.string())});

/** A gate for each table of a workspace whose data is locked: its files are those that were locked. None where there is no lock. @throws {ReportError} for a lock that cannot be read. */
export async function lockGates({catalog}: Pick<Loaded, "catalog">, {data}: Workspace): Promise<readonly Gate[]> {
  const path = join(data, DATA_LOCK);
  if (!existsSync(path)) return [];
  const text = await readFile(path, "utf8");
  const locked = readLock(text);
  const now = new Map((await sourcesOf(catalog)).map(({table, hash}) => [table, hash]));
  return [...new Set([...now.keys(), ...Object.keys(locked)])].map((table) => ({
    rule: "locked",
    name: table,
    place: {file: `data/${DATA_LOCK}`, line: lineOf(table, text)},
    isWarning: false,
    problem: problemOf(table, locked[table], now.get(table))
  }));
}

function problemOf(table: string, locked: string | undefined, now: string | undefined): string | null {
  if (locked === now) return null;
  if (locked === undefined) return `table "${table}" is not locked; ${AGAIN}`;
  if (now === undefined) return `table "${table}" is locked, but read from no file; ${AGAIN}`;
  return `the files of table "${table}" are not those that were locked; ${AGAIN}`;
}

/** Locks a workspace's data as it is. @returns how many tables it has. */
export async function lockData({catalog}: Pick<Loaded, "catalog">, {data}: Workspace): Promise<number> {
  const tables = (await sourcesOf(catalog)).map(({table, hash}) => [table, hash] as const);
  const lock = {format: 1, tables: Object.fromEntries(tables.toSorted(([a], [b]) => (a < b ? -1 : 1)))};
  await replaceFile(join(data, DATA_LOCK), `${JSON.stringify(lock, null, 2)}\n`);
  return tables.length;
}

function readLock(text: string): Readonly<Record<string, string>> {
  try {
    return lockSchema.parse(JSON.parse(text)).tables;
  } catch {
    throw new ReportError(
      "the lock of the data cannot be read",
      {file: `data/${DATA_LOCK}`, line: 1},
      "restore it, or delete it: without it nothing is locked"
    );
  }
}

/** The line that names the table, from 1; the first where none does. */
function lineOf(table: string, text: string): number {
  return (
    Math.max(
      0,
      text.split("\n").findIndex((line) => line.includes(JSON.stringify(table)))
    ) + 1
  );
}
