import {InputError} from "../errors.ts";

type Maybe<T> = T | Promise<T>;

/** A table's name, unquoted, and its schema's. */
export interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** What {@link wasmEngine} needs of DuckDB-WASM: one connection, bytes in and out. */
export interface WasmBindings {
  /** The answer as an Arrow IPC stream. */
  readonly query: (sql: string) => Maybe<Uint8Array>;
  /** Runs a statement with `$1` bound. */
  readonly bind: (sql: string, value: string | boolean | null) => Promise<void>;
  readonly tableNames: (sql: string) => Maybe<readonly string[]>;
  /** Makes a new table of an Arrow IPC stream, whose buffer it takes away. */
  readonly insertArrow: (table: TableName, stream: Uint8Array) => Maybe<unknown>;
  readonly addFile: (name: string, bytes: Uint8Array) => Maybe<unknown>;
  readonly dropFile: (name: string) => Maybe<unknown>;
  readonly close: () => Promise<void>;
}

/** The part of DuckDB-WASM's own bindings that is used; `AsyncDuckDB` and the blocking ones both have it. */
export interface DuckDBWasm {
  connect(): Maybe<{useUnsafe<R>(callback: (bindings: unknown, connection: number) => R): R; close(): Maybe<unknown>}>;
  runQuery(connection: number, sql: string): Maybe<Uint8Array>;
  createPrepared(connection: number, sql: string): Maybe<number>;
  runPrepared(connection: number, statement: number, values: unknown[]): Maybe<Uint8Array>;
  closePrepared(connection: number, statement: number): Maybe<unknown>;
  getTableNames(connection: number, sql: string): Maybe<string[]>;
  insertArrowFromIPCStream(
    connection: number,
    stream: Uint8Array,
    options: TableName & {create: boolean}
  ): Maybe<unknown>;
  registerFileBuffer(name: string, bytes: Uint8Array): Maybe<unknown>;
  dropFile(name: string): Maybe<unknown>;
}

/** Bindings over the blocking DuckDB-WASM, which Node's tests use; instantiated and opened. */
export async function blockingBindings(database: DuckDBWasm & {reset(): void}): Promise<WasmBindings> {
  return bindings(database, async () => database.reset());
}

/** Bindings over `AsyncDuckDB`, which the browser uses; instantiated. Closing them ends its worker. */
export async function asyncBindings(database: DuckDBWasm & {terminate(): Promise<void>}): Promise<WasmBindings> {
  return bindings(database, () => database.terminate());
}

async function bindings(database: DuckDBWasm, end: () => Promise<void>): Promise<WasmBindings> {
  const connection = await database.connect();
  const id = connection.useUnsafe((_, number) => number);
  if (typeof id !== "number") throw new InputError("no connection to DuckDB-WASM");
  return {
    query: (sql) => database.runQuery(id, sql),
    async bind(sql, value) {
      const statement = await database.createPrepared(id, sql);
      try {
        await database.runPrepared(id, statement, [value]);
      } finally {
        await database.closePrepared(id, statement);
      }
    },
    tableNames: (sql) => database.getTableNames(id, sql),
    insertArrow: (table, stream) => database.insertArrowFromIPCStream(id, stream, {...table, create: true}),
    addFile: (name, bytes) => database.registerFileBuffer(name, bytes),
    dropFile: (name) => database.dropFile(name),
    async close() {
      await connection.close();
      await end();
    }
  };
}
