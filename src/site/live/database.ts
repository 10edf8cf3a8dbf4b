import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import type {Engine} from "../../engine/engine.ts";
import {asyncBindings} from "../../engine/wasm-bindings.ts";
import type {DuckDBWasm} from "../../engine/wasm-bindings.ts";
import {wasmEngine} from "../../engine/wasm.ts";
import type {DatabaseFiles, LiveSql} from "./live-page.ts";
import type {Selection} from "./selection.ts";
import {joinedBytes} from "../joined-bytes.ts";
import {siteFile} from "./site-file.ts";
import {snapshotWords} from "../words/snapshot-words.ts";
import {purgedOn} from "../snapshots/purged.ts";
import {answerQueries, loadTables} from "./sql-tables.ts";
import type {Answers, Asking, Given} from "./sql-tables.ts";

/** A page's rows in a database of the reader's own browser. */
export interface Database {
  /** What the page's SQL cells give over the selection's customers, by name; null as soon as nobody waits for it. @throws {Error} if the database has ended. */
  answer(selection: Selection, asking: Asking): Promise<Answers | null>;
  close(): void;
}

/** Starts the database and loads the page's row files, all from the site's `root`. @throws {Error} if a file is missing, or the browser runs no such thing. */
export async function openDatabase(sql: LiveSql, root: string): Promise<Database> {
  const files = new Map(sql.tables.map(({file}) => [file, loadFile(new URL(file, root))]));
  // They come while the database starts; a failure is told in its turn.
  for (const file of files.values()) file.catch(() => undefined);
  let isStale = (): boolean => false;
  const {engine, alive, close} = await startEngine(sql.database!, {root, isStale: () => isStale()});
  try {
    await loadTables(sql, engine, (file) => files.get(file)!);
  } catch (error) {
    close();
    throw error;
  }
  const given: Given = new Map();
  return {
    close,
    answer(selection, asking) {
      isStale = asking.isStale;
      return alive(answerQueries(sql, engine, {...asking, selection, given}));
    }
  };
}

async function loadFile(url: URL): Promise<Uint8Array> {
  const answer = await siteFile(url);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const day = purgedOn(bytes);
  if (day === null) return bytes;
  const {lang} = document.documentElement;
  const date = new Intl.DateTimeFormat(lang, {dateStyle: "long", timeZone: "UTC"}).format(new Date(day));
  throw new Error(snapshotWords(lang).purged(date));
}

/** DuckDB-WASM in a worker. A worker that dies fails whatever waits for it, which DuckDB's own client would leave waiting. */
async function startEngine(
  {worker: script, module}: DatabaseFiles,
  {root, isStale}: {root: string; isStale: () => boolean}
): Promise<{engine: Engine; alive: Guard; close: () => void}> {
  const worker = new Worker(new URL(script, root));
  const ended = new Promise<never>((_, fail) => {
    worker.addEventListener("error", (event) => {
      event.stopImmediatePropagation();
      fail(
        new Error(
          (event.message as string | undefined)?.replace(/^Uncaught (\w*Error: )?/, "") ||
            `${new URL(script, root).pathname} does not run`
        )
      );
    });
  });
  ended.catch(() => undefined);
  const alive = <T>(work: T | Promise<T>): Promise<T> => Promise.race([Promise.resolve(work), ended]);
  const database = new AsyncDuckDB(new VoidLogger(), worker);
  const close = () => worker.terminate();
  try {
    await alive(database.instantiate(new URL(module, root).href));
    await alive(database.open({}));
    const bindings = await alive(asyncBindings(guarded(database, {alive, isStale})));
    return {engine: await wasmEngine(bindings, {extensions: new URL("_assets/extensions", root).href}), alive, close};
  } catch (error) {
    close();
    throw error;
  }
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
