import {columnFromArray, tableFromColumns, tableFromIPC, tableToIPC} from "@uwdata/flechette";
import {InputError, QueryError} from "../errors.ts";
import {RAW, arrowReader, openArrow} from "./arrow-values.ts";
import {loadCsv} from "./csv.ts";
import type {Engine, Parameter, Source, Statement, Table, UnreadableRow} from "./engine.ts";
import {queryError, registerError} from "./query-error.ts";
import {quoteIdentifier, quoteTable} from "./quote.ts";
import {replaceTable} from "./replace.ts";
import {hasAnswer, parameterType, requireSingle, toStatement} from "./statement.ts";
import {scanTableNames} from "./table-scan.ts";
import {readTokens} from "./tokens.ts";
import {NO_ANSWER, readAll, tableOf} from "./values.ts";
import type {WasmBindings} from "./wasm-bindings.ts";

export interface WasmOptions {
  /** An absolute URL on the page's own origin. Nothing need be there: a 404 makes a missing extension a clean error, anything else breaks the engine. */
  readonly extensions: string;
}

/** An engine over DuckDB-WASM, for the browser. It reads CSV, TSV and Arrow; it never asks another origin for an extension. */
export async function wasmEngine(bindings: WasmBindings, options: WasmOptions): Promise<Engine> {
  const run = (sql: string) => query(bindings, {text: sql, values: []});
  await run(`set custom_extension_repository = '${options.extensions.replaceAll("'", "''")}'`);
  await run("set autoload_known_extensions = false");
  await run("set autoinstall_known_extensions = false");
  await run("set preserve_insertion_order = true");
  // One connection for all: what comes while a source is registered waits, so that it never stands inside its transaction.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
  return {
    name: "duckdb-wasm",
    register: (name, source) => inTurn(() => register({bindings, run}, name, source)),
    query: (statement) => inTurn(async () => query(bindings, toStatement(statement))),
    tableNames: (sql) => inTurn(() => tableNames(bindings, sql)),
    close: () => inTurn(() => bindings.close())
  };
}

async function query(
  bindings: WasmBindings,
  {text, values}: Pick<Required<Statement>, "text" | "values">
): Promise<Table> {
  try {
    for (const [i, value] of values.entries())
      await bindings.bind(`set variable ${variable(i + 1)} = cast($1 as ${typeOf(value)})`, toText(value));
    const bytes = await bindings.query(values.length === 0 ? text : withVariables(text, values));
    return hasAnswer(text) ? readAnswer(bytes) : NO_ANSWER;
  } catch (error) {
    throw queryError(error instanceof Error ? Object.assign(error, {message: ownName(error.message)}) : error, text);
  }
}

function readAnswer(bytes: Uint8Array): Table {
  const arrow = tableFromIPC(bytes, RAW);
  const readers = arrow.schema.fields.map((field) => arrowReader(field.type, field.name));
  const fields = arrow.schema.fields.map((field, i) => ({name: ownName(field.name), type: readers[i]!.type}));
  return tableOf(
    fields,
    readers.map((reader, i) => readAll(arrow.getChildAt(i), reader))
  );
}

/** The variable that holds the value of `$n`. */
function variable(n: number): string {
  return `kizuna_${n}`;
}

/** The bindings know texts and truth values only. */
function typeOf(value: Parameter): string {
  return quoteIdentifier(parameterType(value));
}

/** The SQL with a variable for each `$1`: a prepared statement would run to its end, whether or not anybody still waits for it. A variable that is null has forgotten its type. */
function withVariables(sql: string, values: readonly Parameter[]): string {
  let out = "";
  let from = 0;
  for (const {kind, text, start} of readTokens(sql)) {
    if (kind !== "parameter") continue;
    const n = Number(text.slice(1));
    const name = `getvariable('${variable(n)}')`;
    out += `${sql.slice(from, start)}${values[n - 1] === null ? `cast(${name} as ${typeOf(null)})` : name}`;
    from = start + text.length;
  }
  return out + sql.slice(from);
}

/** The name that a column would have without {@link withVariables}. */
function ownName(name: string): string {
  return name
    .replace(/CAST\((getvariable\('kizuna_\d+'\)) AS "NULL"\)/g, "$1")
    .replace(/getvariable\('kizuna_(\d+)'\)/g, (_, n: string) => `$${n}`);
}

function toText(value: Parameter): string | boolean | null {
  if (value instanceof Date) return value.toISOString().replace("T", " ").replace("Z", "");
  return typeof value === "number" ? String(value) : value;
}

async function tableNames(bindings: WasmBindings, sql: string): Promise<readonly string[]> {
  requireSingle(sql);
  try {
    await bindings.tableNames(sql);
  } catch (error) {
    // It binds what it parsed, and so fails over tables that do not exist yet; only a text that does not parse is the author's fault.
    if (/"exception_type":"Parser"|^Parser Error/.test(String(error instanceof Error ? error.message : error)))
      throw queryError(error, sql);
  }
  return scanTableNames(sql);
}

interface Host {
  readonly bindings: WasmBindings;
  readonly run: (sql: string) => Promise<Table>;
}

let stores = 0; // names files and tables of one load

async function register(host: Host, name: string, source: Source): Promise<readonly UnreadableRow[]> {
  const {format} = source;
  if (format !== "csv" && format !== "tsv" && format !== "arrow")
    throw new InputError(
      `${format} cannot be read in the browser; save it as CSV or Arrow, or put it into data/ and build`
    );
  if (source.bytes === undefined) throw new InputError("paths cannot be read in the browser; give bytes");
  try {
    const bytes = await inflate(source.bytes);
    if (format === "arrow") return await loadArrow(host, name, bytes);
    return await readCsv(host, name, {bytes, delimiter: format === "tsv" ? "\t" : null});
  } catch (error) {
    throw registerError(error, name, undefined);
  }
}

async function readCsv(
  {bindings, run}: Host,
  name: string,
  {bytes, delimiter}: {bytes: Uint8Array; delimiter: string | null}
) {
  const store = async (content: Uint8Array) => {
    const file = `kizuna_${++stores}.csv`;
    // The bindings take the bytes' buffer away.
    await bindings.addFile(file, content.slice());
    return file;
  };
  const discard = async (file: string) => {
    await bindings.dropFile(file);
  };
  const file = await store(bytes);
  const host = {
    query: run,
    head: async () => bytes,
    read: async () => bytes,
    chunks: () => [bytes],
    store,
    discard,
    literal: (path: string) => path
  };
  const create = (rows: string) =>
    replaceTable(run, {name, kind: "table"}, () => run(`create or replace table ${quoteTable(name)} as ${rows}`));
  try {
    const rows = await loadCsv(host, [file], {delimiter, create});
    return rows.map((row) => ({...row, file: name}));
  } catch (error) {
    throw registerError(error, name, file);
  } finally {
    await discard(file);
  }
}

// DuckDB-WASM's own insert replaces nothing, and makes no table of a stream without rows.
async function loadArrow(host: Host, name: string, bytes: Uint8Array): Promise<readonly UnreadableRow[]> {
  const arrow = openArrow(bytes, name);
  const isEmpty = arrow.numRows === 0;
  const stream = isEmpty ? rowOfNulls(arrow) : isFile(bytes) ? tableToIPC(arrow, {format: "stream"}) : bytes;
  if (stream === null) throw new QueryError("cannot read the Arrow bytes", {sql: ""});
  if (isEmpty || !(await isNew(host, name, stream))) await replaceByArrow(host, name, {stream, isEmpty});
  return [];
}

/** Makes a table of the stream, if none has its name. @returns whether it did. */
async function isNew({bindings}: Host, name: string, stream: Uint8Array): Promise<boolean> {
  const dot = name.indexOf(".");
  // Where a name without a schema belongs, the search path says.
  if (dot < 0) return false;
  try {
    await bindings.insertArrow({schema: name.slice(0, dot), name: name.slice(dot + 1)}, stream.slice());
    return true;
  } catch {
    // Who replaces what has the name hears of anything else, too.
    return false;
  }
}

async function replaceByArrow(
  {bindings, run}: Host,
  name: string,
  {stream, isEmpty}: {stream: Uint8Array; isEmpty: boolean}
): Promise<void> {
  const stored = `kizuna_${++stores}`;
  await bindings.insertArrow({schema: "main", name: stored}, stream.slice());
  try {
    const rows = `from main.${stored}${isEmpty ? " limit 0" : ""}`;
    await replaceTable(run, {name, kind: "table"}, () => run(`create or replace table ${quoteTable(name)} as ${rows}`));
  } finally {
    await run(`drop table if exists main.${stored}`);
  }
}

function isFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 6)) === "ARROW1";
}

/** A stream of the table's columns, and one row. */
function rowOfNulls({schema}: ReturnType<typeof openArrow>): Uint8Array | null {
  const columns = schema.fields.map(({name, type}): [string, ReturnType<typeof columnFromArray>] => [
    name,
    columnFromArray([null], type)
  ]);
  return tableToIPC(tableFromColumns(columns), {format: "stream"});
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes[0] === 0x28 && bytes[1] === 0xb5) throw new InputError("zstd cannot be read in the browser; use gzip");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes.slice()]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
