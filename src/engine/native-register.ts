import type {DuckDBConnection} from "@duckdb/node-api";
import {InputError} from "../errors.ts";
import {loadArrow} from "./native-arrow.ts";
import {loadCsv} from "./csv.ts";
import type {Format, Source, Table, UnreadableRow} from "./engine.ts";
import {type Scratch, chunksOf, compressionEnding, contentOf, headOf, requireFile} from "./native-files.ts";
import {registerError} from "./query-error.ts";
import {quoteLiteral, quoteTable} from "./quote.ts";
import {replaceTable} from "./replace.ts";

/** What registering works with: a connection of its own, and a place for temporary files. */
export interface Loader {
  readonly connection: DuckDBConnection;
  readonly scratch: Scratch;
  readonly query: (sql: string) => Promise<Table>;
}

/** Does what {@link Engine.register} says. */
export async function registerSource(loader: Loader, name: string, source: Source): Promise<readonly UnreadableRow[]> {
  const stored =
    source.bytes && (await loader.scratch.store(source.bytes, `.${source.format}${compressionEnding(source.bytes)}`));
  const paths = stored === undefined ? (source.paths ?? []) : [stored];
  if (paths.length === 0) throw new InputError(`nothing to register as "${name}"; give paths or bytes`);
  const kept = source.format === "parquet"; // a view reads its file at every query
  try {
    for (const path of paths) await requireFile(path);
    const rows = await READERS[source.format](loader, name, paths);
    return stored === undefined ? rows : rows.map((row) => ({...row, file: name}));
  } catch (error) {
    throw registerError(error, name, stored);
  } finally {
    if (stored !== undefined && !kept) await loader.scratch.discard(stored);
  }
}

type Read = (loader: Loader, name: string, paths: readonly string[]) => Promise<readonly UnreadableRow[]>;

const READERS: Record<Format, Read> = {
  csv: (loader, name, paths) => readCsv(loader, name, {paths, delimiter: null}),
  tsv: (loader, name, paths) => readCsv(loader, name, {paths, delimiter: "\t"}),
  json: (loader, name, paths) => readJson(loader, name, {paths, format: "auto"}),
  jsonl: (loader, name, paths) => readJson(loader, name, {paths, format: "newline_delimited"}),
  parquet: readParquet,
  arrow: (loader, name, paths) =>
    replace(loader, {name, kind: "table"}, () => loadArrow(loader.connection, name, paths))
};

function readCsv(
  loader: Loader,
  name: string,
  {paths, delimiter}: {paths: readonly string[]; delimiter: string | null}
) {
  const host = {
    query: loader.query,
    head: headOf,
    read: contentOf,
    chunks: chunksOf,
    store: (bytes: Uint8Array) => loader.scratch.store(bytes, ".csv"),
    discard: (path: string) => loader.scratch.discard(path),
    literal
  };
  const create = (query: string) =>
    replace(loader, {name, kind: "table"}, () =>
      loader.query(`create or replace table ${quoteTable(name)} as ${query}`)
    );
  return loadCsv(host, paths, {delimiter, create});
}

async function readJson(loader: Loader, name: string, {paths, format}: {paths: readonly string[]; format: string}) {
  const options = `format='${format}', sample_size=-1, union_by_name=true, map_inference_threshold=-1`;
  const sql = `create or replace table ${quoteTable(name)} as from read_json(${listOf(paths)}, ${options})`;
  return replace(loader, {name, kind: "table"}, () => loader.query(sql));
}

async function readParquet(loader: Loader, name: string, paths: readonly string[]) {
  const sql = `create or replace view ${quoteTable(name)} as from read_parquet(${listOf(paths)}, union_by_name=true)`;
  return replace(loader, {name, kind: "view"}, () => loader.query(sql));
}

function listOf(paths: readonly string[]): string {
  return `[${paths.map((path) => quoteLiteral(literal(path))).join(", ")}]`;
}

/** The path so that DuckDB's glob takes its marks literally. */
function literal(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

async function replace(loader: Loader, what: {name: string; kind: "table" | "view"}, create: () => Promise<unknown>) {
  await replaceTable(loader.query, what, create);
  return [];
}
