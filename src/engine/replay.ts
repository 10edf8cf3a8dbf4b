import {createHash, randomUUID} from "node:crypto";
import {createReadStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import type {Engine, Source, Statement, Table, UnreadableRow} from "./engine.ts";
import {hasAnswer, toStatement} from "./statement.ts";
import {readTokens, wordOf} from "./tokens.ts";
import {NO_ANSWER} from "./values.ts";
import {isVolatile as isVolatileSql} from "./volatile.ts";

/** What an engine answered before, by key. */
export interface Memory {
  /** Undefined where nothing is known. */
  recall(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
}

/**
 * An engine that knows what it was asked before. Each statement has a key that says everything it was asked over: all statements before it, and the bytes of all files that were registered. What is known is answered from memory; statements that
 * change the database wait until something is asked that is not, and then run in their order. So the answers are those of the engine itself.
 */
export interface ReplayEngine extends Engine {
  /** The database itself, with everything done that it was told so far, for work that is remembered elsewhere. What it makes must not be read by statements of this engine. */
  readonly direct: Engine;
  /** Says everything that the next answer rests on. */
  readonly state: string;
  /** Whether an answer since the last {@link begin} cannot be given again: of a clock, of chance, of a file outside the catalog. */
  readonly isVolatile: boolean;
  /** Work that begins here depends on nothing since {@link settle}: it makes what it reads anew. */
  begin(): void;
  /** What was done up to here all later work rests on. */
  settle(): void;
}

/** Answers with more values than this are not kept: what is made of them is smaller. */
const MOST_VALUES = 100_000;

/** @param open opens the engine; it is opened when it is needed. @param origin says what the answers depend on besides: versions. */
export function openReplay(
  open: () => Promise<Engine>,
  {memory, origin}: {memory: Memory; origin: string}
): ReplayEngine {
  let opened: Promise<Engine> | null = null;
  let state = keyOf("origin", origin);
  let base = state;
  let isVolatile = false;
  let waiting: ((engine: Engine) => Promise<unknown>)[] = [];
  let turn: Promise<unknown> = Promise.resolve();
  const engine = () => (opened ??= open());

  /** One after the other, as the database itself does. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };
  const caughtUp = async (): Promise<Engine> => {
    const database = await engine();
    const work = waiting;
    waiting = [];
    for (const one of work) await one(database);
    return database;
  };

  async function change<T>(key: string, run: (database: Engine) => Promise<T>): Promise<T> {
    const known = isVolatile ? undefined : ((await memory.recall(key)) as {readonly answer: T} | undefined);
    if (known) waiting.push(run);
    const answer = known ? known.answer : await run(await caughtUp());
    if (!known && !isVolatile) await memory.keep(key, {answer});
    // Of what cannot be made again, nothing later can be known either.
    state = isVolatile ? keyOf(key, randomUUID()) : key;
    return answer;
  }

  async function answer(key: string, statement: Required<Statement>): Promise<Table> {
    const known = isVolatile ? undefined : ((await memory.recall(key)) as Table | undefined);
    if (known) return known;
    const table = await (await caughtUp()).query(statement);
    if (!isVolatile && table.length * table.fields.length <= MOST_VALUES) await memory.keep(key, table);
    return table;
  }

  const direct: Engine = {
    name: "duckdb-native",
    register: (name, source) => inTurn(async () => (await caughtUp()).register(name, source)),
    query: (statement) => inTurn(async () => (await caughtUp()).query(statement)),
    tableNames: async (sql) => (await engine()).tableNames(sql),
    close: () => Promise.resolve()
  };

  return {
    name: "duckdb-native",
    direct,
    get state() {
      return state;
    },
    get isVolatile() {
      return isVolatile;
    },
    begin() {
      state = base;
      isVolatile = false;
    },
    settle() {
      base = state;
    },
    register: (name, source) =>
      inTurn(async (): Promise<readonly UnreadableRow[]> => {
        const key = keyOf(state, "register", name, source.format, ...(await hashesOf(source)));
        return change(key, (database) => database.register(name, source));
      }),
    query: (given) =>
      inTurn(async () => {
        const statement = toStatement(given);
        isVolatile ||= isVolatileSql(statement.text);
        const key = keyOf(state, statement.text, ...statement.values);
        if (writesFile(statement.text)) return (await caughtUp()).query(statement);
        if (hasAnswer(statement.text)) return answer(key, statement);
        await change(key, async (database) => void (await database.query(statement)));
        return NO_ANSWER;
      }),
    tableNames: async (sql) => (await engine()).tableNames(sql),
    close: () =>
      inTurn(async () => {
        if (opened) await (await opened).close();
      })
  };
}

function keyOf(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

function writesFile(text: string): boolean {
  return wordOf(readTokens(text)[0]) === "copy";
}

/** Of each file, with its path, or of the bytes. */
async function hashesOf({paths, bytes}: Source): Promise<readonly string[]> {
  if (bytes) return [createHash("sha256").update(bytes).digest("hex")];
  return Promise.all(
    (paths ?? []).map(async (path) => {
      const hash = createHash("sha256");
      await pipeline(createReadStream(path), hash);
      return `${path} ${hash.digest("hex")}`;
    })
  );
}
