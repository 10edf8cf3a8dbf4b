import {createHash} from "node:crypto";
import {mkdir, readFile, rename, rm, writeFile} from "node:fs/promises";
import {readdirSync, readFileSync} from "node:fs";
import {availableParallelism} from "node:os";
import {join} from "node:path";
import {serialize} from "node:v8";
import {Worker} from "node:worker_threads";
import type {Resample, ValueJob} from "../metrics/value-resamples.ts";
import {resampleHere} from "../metrics/value-resamples.ts";

type Rows = Awaited<ReturnType<Resample>>;

/** Below so many draws (customers times resamples) starting threads costs more than they save. */
const FEW_DRAWS = 100_000;
const MOST_THREADS = 8;
/** What resamples depend on, besides their job. */
const SOURCES = [join(import.meta.dirname, "../models"), join(import.meta.dirname, "../metrics")];

/**
 * Makes resamples in worker threads, and keeps them in `folder` by the content of their job and of the models' sources: the same data gives them at once. An entry that cannot be read, or is not what it should be, is made anew;
 * a folder that cannot be written costs time, and nothing else.
 */
export function openResampling(folder: string): Resample {
  return async (job, replicates) => {
    const file = join(folder, `${keyOf(job, replicates)}.json`);
    const known = await readRows(file, job, replicates);
    if (known) return known;
    const rows = await inThreads(job, replicates);
    await keepRows(file, rows);
    return rows;
  };
}

/** {@link Resample} by several threads; the numbers are those of one. */
export const inThreads: Resample = async (job, replicates) => {
  const threads = Math.min(availableParallelism(), MOST_THREADS, replicates);
  if (threads < 2 || job.place.length * replicates < FEW_DRAWS) return resampleHere(job, replicates);
  const bounds = Array.from({length: threads + 1}, (_, i) => Math.round((i * replicates) / threads));
  const shares = await Promise.all(
    Array.from({length: threads}, (_, i) => inThread(job, [bounds[i]!, bounds[i + 1]!]))
  );
  return shares.flat();
};

function inThread(job: ValueJob, range: readonly [number, number]): Promise<Rows> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL("./resample-worker.ts", import.meta.url), {workerData: {job, range}});
    worker.once("message", done);
    worker.once("error", fail);
    worker.once("exit", () => fail(new Error("a worker thread ended without its resamples")));
  });
}

let sources: string | null = null;

function keyOf(job: ValueJob, replicates: number): string {
  sources ??= sourcesHash();
  return createHash("sha256")
    .update(sources)
    .update(`${replicates} `)
    .update(serialize(job))
    .digest("hex")
    .slice(0, 32);
}

function sourcesHash(): string {
  const hash = createHash("sha256");
  for (const folder of SOURCES)
    for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest("hex");
}

async function readRows(file: string, {groups}: ValueJob, replicates: number): Promise<Rows | null> {
  try {
    const rows = JSON.parse(await readFile(file, "utf8")) as unknown;
    const isRow = (row: unknown) =>
      row === null || (Array.isArray(row) && row.length === groups && row.every(Number.isFinite));
    return Array.isArray(rows) && rows.length === replicates && rows.every(isRow) ? (rows as Rows) : null;
  } catch {
    return null; // not there, or broken off: it is made anew
  }
}

/** Writes beside, then renames: a reader never sees half of it. */
async function keepRows(file: string, rows: Rows): Promise<void> {
  const temporary = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}.tmp`;
  try {
    await mkdir(join(file, ".."), {recursive: true});
    await writeFile(temporary, JSON.stringify(rows));
    await rename(temporary, file);
  } catch {
    await rm(temporary, {force: true}).catch(() => undefined); // see openResampling
  }
}
