import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import type {Engine} from "../../engine/engine.ts";
import {asyncBindings} from "../../engine/wasm-bindings.ts";
import type {DuckDBWasm} from "../../engine/wasm-bindings.ts";
import {wasmEngine} from "../../engine/wasm.ts";
import type {BegunDatabase} from "./begin-database.ts";
import {inflated} from "./inflate.ts";
import type {DatabaseFiles, LivePage, LiveSql} from "./live-page.ts";
import {joinedBytes} from "../joined-bytes.ts";
import {siteFile} from "./site-file.ts";
import {snapshotWords} from "../words/snapshot-words.ts";
import {purgedOn} from "../snapshots/purged.ts";
import {SqlAnswers} from "./sql-answers.ts";
import type {AskQueries} from "./sql-answers.ts";
import {answerQueries, loadTables} from "./sql-tables.ts";
import type {Given} from "./sql-tables.ts";
import type {States} from "./states.ts";

/** A page's rows in a database of the reader's own browser. */
export interface Database {
  readonly answers: SqlAnswers;
  close(): void;
}

/** What it is opened with. */
interface Opening {
  /** The site's root. */
  readonly root: string;
  readonly page: LivePage;
  readonly states: States;
  /** Is handed what it takes when nothing more has to come. */
  urgent<T>(work: Promise<T>): Promise<T>;
}

/**
 * Loads a page's row files into a database whose worker has started, all from the site's `root`.
 * @throws {Error} if a file is missing, or the browser runs no such thing: it is for who has started the worker to end it.
 */
export async function openDatabase(
  sql: LiveSql,
  {worker, ended, rows}: BegunDatabase,
  {root, page, states, urgent}: Opening
): Promise<Database> {
  const alive = <T>(work: T | Promise<T>): Promise<T> => Promise.race([Promise.resolve(work), ended]);
  let isStale = (): boolean => false;
  const loaded = [...rows].map(async ([file, asked]) => [file, await loadFile(new URL(file), asked)] as const);
  const files = Promise.all(loaded);
  // They come while the database starts; a failure is told in its turn.
  files.catch(() => undefined);
  const engine = await startEngine(sql.database!, worker, {root, alive, isStale: () => isStale()});
  const bytes = new Map(await alive(files));
  await urgent(loadTables(sql, engine, async (file) => bytes.get(new URL(file, root).href)!));
  const given: Given = new Map();
  const ask: AskQueries = (selection, asking) => {
    isStale = asking.isStale;
    return urgent(alive(answerQueries(sql, engine, {...asking, selection, given})));
  };
  return {answers: new SqlAnswers(page, sql, {states, ask}), close: () => worker.terminate()};
}

/** The file's bytes, inflated. */
async function loadFile(url: URL, asked: Promise<Response>): Promise<Uint8Array> {
  const answer = await siteFile(url, asked);
  const bytes = await inflated(answer);
  const day = purgedOn(bytes);
  if (day === null) return bytes;
  const {lang} = document.documentElement;
  const date = new Intl.DateTimeFormat(lang, {dateStyle: "long", timeZone: "UTC"}).format(new Date(day));
  throw new Error(snapshotWords(lang).purged(date));
}

/** DuckDB-WASM in its worker. One that dies fails whatever waits for it, which DuckDB's own client would leave waiting. */
async function startEngine(
  {module}: DatabaseFiles,
  worker: Worker,
  {root, alive, isStale}: {root: string; alive: Guard; isStale: () => boolean}
): Promise<Engine> {
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  await alive(database.instantiate(new URL(module, root).href));
  await alive(database.open({}));
  const bindings = await alive(asyncBindings(guarded(database, {alive, isStale})));
  return wasmEngine(bindings, {extensions: new URL("_assets/extensions", root).href});
}

type Guard = <T>(work: T | Promise<T>) => Promise<T>;

/** The database's own methods, each ended by its worker's end; queries by that nobody waits for them, too. */
function guarded(
  database: AsyncDuckDB,
  {alive, isStale}: {alive: Guard; isStale: () => boolean}
): DuckDBWasm & {terminate(): Promise<void>} {
  const host: DuckDBWasm = database;
  return {
    connect: () => alive(host.connect()),
    runQuery: (connection, text) => alive(runInSlices(database, {connection, text, isStale})),
    createPrepared: (...given) => alive(host.createPrepared(...given)),
    runPrepared: (...given) => alive(host.runPrepared(...given)),
    closePrepared: (...given) => alive(host.closePrepared(...given)),
    getTableNames: (...given) => alive(host.getTableNames(...given)),
    insertArrowFromIPCStream: (...given) => alive(host.insertArrowFromIPCStream(...given)),
    registerFileBuffer: (...given) => alive(host.registerFileBuffer(...given)),
    dropFile: (...given) => alive(host.dropFile(...given)),
    terminate: () => database.terminate()
  };
}

/** The query's answer as an Arrow stream. It runs in slices of a tenth of a second, between which it can be given up. */
async function runInSlices(
  database: AsyncDuckDB,
  {connection, text, isStale}: {connection: number; text: string; isStale: () => boolean}
): Promise<Uint8Array> {
  let head = await database.startPendingQuery(connection, text);
  while (!head) {
    if (isStale()) {
      await database.cancelPendingQuery(connection);
      throw new Error("given up");
    }
    head = await database.pollPendingQuery(connection);
  }
  const parts = [head];
  for (;;) {
    const part = await database.fetchQueryResults(connection);
    if (part?.length === 0) break;
    if (part) parts.push(part);
  }
  return joinedBytes(parts);
}
