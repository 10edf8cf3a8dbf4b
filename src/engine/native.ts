import * as duckdb from "@duckdb/node-api";
import type {DuckDBConnection, DuckDBType, DuckDBValue} from "@duckdb/node-api";
import type {Engine, Parameter, Statement, Table, Value} from "./engine.ts";
import {nativeReader} from "./native-values.ts";
import {registerSource} from "./native-register.ts";
import {Scratch} from "./native-files.ts";
import {queryError} from "./query-error.ts";
import {QueryError} from "../errors.ts";
import {lineAt, parameterType, requireSingle, toStatement} from "./statement.ts";
import {findTableNames} from "./table-names.ts";
import {scanTableNames} from "./table-scan.ts";
import {NO_ANSWER, maybeRead, tableOf} from "./values.ts";

export interface NativeOptions {
  /** The database file; defaults to one in memory. */
  readonly path?: string;
  /** That run what is {@link Statement.isParallel}; defaults to all cores. */
  readonly threads?: number;
  /** As DuckDB writes it: `4GB`; defaults to 80 % of the machine's. */
  readonly memoryLimit?: string;
}

/** An engine over native DuckDB, for the build. Nothing in it depends on the machine's zone or cores, and nothing is downloaded. Close it. */
export async function openNative(options: NativeOptions = {}): Promise<Engine> {
  const instance = await duckdb.DuckDBInstance.create(options.path ?? ":memory:", {
    autoinstall_known_extensions: "false",
    preserve_insertion_order: "true",
    ...(options.threads === undefined ? {} : {threads: String(options.threads)}),
    ...(options.memoryLimit === undefined ? {} : {memory_limit: options.memoryLimit})
  });
  const connection = await instance.connect();
  await connection.run("set global TimeZone = 'UTC'"); // not an option above: ICU is not loaded yet there
  // Registering has a connection of its own, so that its transactions and reject tables never meet a query.
  const loader = await instance.connect();
  const scratch = new Scratch();
  const parts = {connection: loader, scratch, query: (sql: string) => query(loader, {text: sql, values: []})};
  const all = options.threads ?? (await threadsOf(connection));
  let running = all;
  // The threads are the whole database's: what needs one, and what may have all, never run at once.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(wanted: number, work: () => Promise<T>): Promise<T> => {
    const done = last.then(async () => {
      if (running !== wanted) await connection.run(`set threads = ${wanted}`);
      running = wanted;
      return work();
    });
    last = done.catch(() => undefined);
    return done;
  };
  return {
    name: "duckdb-native",
    register: (name, source) => inTurn(1, () => registerSource(parts, name, source)),
    async query(statement) {
      const asked = toStatement(statement);
      return inTurn(asked.isParallel ? all : 1, () => query(connection, asked));
    },
    tableNames: (sql) => tableNames(connection, sql),
    async close() {
      await last;
      loader.closeSync();
      connection.closeSync();
      instance.closeSync();
      scratch.close();
    }
  };
}

async function threadsOf(connection: DuckDBConnection): Promise<number> {
  const answer = await query(connection, {text: "select current_setting('threads') as threads", values: []});
  return Number(answer.columns["threads"]![0]);
}

async function query(
  connection: DuckDBConnection,
  {text, values}: Pick<Required<Statement>, "text" | "values">
): Promise<Table> {
  try {
    const result =
      values.length === 0
        ? await connection.run(text)
        : await connection.run(text, values.map(bind), values.map(typeOf));
    if (result.returnType !== duckdb.ResultReturnType.QUERY_RESULT || result.columnCount === 0) return NO_ANSWER;
    const names = result.columnNames();
    const readers = names.map((name, i) => nativeReader(result.columnType(i), name));
    const columns: Value[][] = names.map(() => []);
    for (const chunk of await result.fetchAllChunks())
      for (const [i, reader] of readers.entries())
        for (const raw of chunk.getColumnValues(i)) columns[i]!.push(maybeRead(raw, reader));
    const fields = names.map((name, i) => ({name, type: readers[i]!.type}));
    return tableOf(fields, columns);
  } catch (error) {
    throw queryError(error, text);
  }
}

function bind(value: Parameter): DuckDBValue {
  if (value instanceof Date) return new duckdb.DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
  return parameterType(value) === "BIGINT" ? BigInt(value as number) : value;
}

function typeOf(value: Parameter): DuckDBType {
  const type = parameterType(value);
  return type === "NULL" ? duckdb.SQLNULL : duckdb[type];
}

async function tableNames(connection: DuckDBConnection, sql: string): Promise<readonly string[]> {
  requireSingle(sql);
  const answer = await query(connection, {text: "select json_serialize_sql($1::varchar) as tree", values: [sql]});
  const tree = JSON.parse(String(answer.columns["tree"]![0])) as SerializedSql;
  if (!tree.error) return findTableNames(tree);
  if (tree.error_type === "not implemented") return scanTableNames(sql); // a statement other than select
  const line = tree.position === undefined ? null : lineAt(sql, Number(tree.position));
  throw new QueryError(tree.error_message.split("\n")[0]!, {sql, line});
}

type SerializedSql = {error: false} | {error: true; error_type: string; error_message: string; position?: string};
