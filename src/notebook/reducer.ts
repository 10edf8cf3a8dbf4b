import {tableFromArrays, tableToIPC, utf8} from "@uwdata/flechette";
import {cubeOf} from "../cube/cube.ts";
import type {Cube} from "../cube/cube.ts";
import type {Engine, Statement} from "../engine/engine.ts";
import type {Reduction, Workbench} from "../metrics/metric.ts";
import {JOINED, dimensionColumn, reduceQuery} from "../metrics/reduce.ts";
import {identifier, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";

/** What was computed before over the same tables, and what it is called by. */
export interface Recollection {
  /** Undefined where nothing is known under the key. */
  recall(key: string): Promise<unknown>;
  keep(key: string, value: unknown): Promise<void>;
  /** A short name of this content, and of no other. */
  nameOf(content: string | Uint8Array): string;
}

/** Runs reductions; what two of them share, a first level or a whole cube, is computed once. */
export interface Reducer extends Workbench {
  /** What `make` gave for this key, in this run or an earlier one over the same tables. */
  remember<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** @param joined keeps the statistics apart by the month of joining as well. */
  reduce(reduction: Reduction, dimensions: readonly string[], joined?: Query | null): Promise<Cube>;
}

/** Relations of {@link Reducer.keep} that a text names. */
const KEPT = /\bkept_[0-9a-f]+\b/g;

/**
 * A reducer over the catalog's tables in `engine`. Its first levels stand in the schema `level1`, and are made when something that is not remembered needs them.
 * @param options `resample`: see {@link Workbench}; `recollection`: what earlier runs over the same tables computed; defaults to nothing.
 */
export async function openReducer(
  engine: Engine,
  {resample, recollection = forgetful()}: {resample?: Workbench["resample"]; recollection?: Recollection} = {}
): Promise<Reducer> {
  const levels = new Map<string, Promise<Query>>();
  const cubes = new Map<string, Promise<Cube>>();
  const made = new Map<string, Promise<unknown>>();
  const registered = new Map<string, Promise<void>>();
  const schemas = new Map<string, Promise<unknown>>();
  const schema = () => once(schemas, "level1", () => engine.query("create schema if not exists level1"));

  const level1 = (query: Query): Promise<Query> =>
    once(levels, keyOf(query), async () => {
      await schema();
      for (const name of relationsIn(query.text)) await available(name);
      const name = identifier("level1", `relation_${recollection.nameOf(keyOf(query))}`);
      await engine.query(inParallel(sql`create or replace table ${name} as ${query}`));
      return name;
    });

  const register = (name: string, bytes: Uint8Array): Promise<void> =>
    once(registered, name, async () => {
      await schema();
      await engine.register(`level1.${name}`, {format: "arrow", bytes});
    });

  /** The relation, from an earlier run where this one has not made it. */
  async function available(name: string): Promise<void> {
    const bytes = registered.has(name) ? null : ((await recollection.recall(name)) as Uint8Array | undefined);
    if (bytes) await register(name, bytes);
    else await registered.get(name);
  }

  async function isWhole(value: unknown): Promise<boolean> {
    for (const name of relationsIn(value))
      if (!registered.has(name) && (await recollection.recall(name)) === undefined) return false;
    return true;
  }

  async function remember<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = (await recollection.recall(key)) as {readonly value: T} | undefined;
    if (known && (await isWhole(known.value))) return known.value;
    const value = await make();
    await recollection.keep(key, {value});
    return value;
  }

  return {
    resample,
    remember,
    async ask(query) {
      for (const name of relationsIn(query.text)) await available(name);
      return engine.query(query);
    },
    async keep(columns) {
      const arrays = Object.entries(columns).map(
        ([column, values]) =>
          [
            column,
            Array.from<unknown>(values).map((value) =>
              typeof value === "number" && Number.isNaN(value) ? null : value
            )
          ] as [string, unknown[]]
      );
      // Texts are ids: a dictionary of them, the default, would only cost time.
      const texts = arrays.filter(([, values]) => values.some((value) => typeof value === "string"));
      const types = Object.fromEntries(texts.map(([column]) => [column, utf8()]));
      const bytes = tableToIPC(tableFromArrays(arrays, {types}), {format: "stream"})!;
      const name = `kept_${recollection.nameOf(bytes)}`;
      await recollection.keep(name, bytes);
      await register(name, bytes);
      return identifier("level1", name).text;
    },
    once: (key, make) => once(made, key, () => remember(`once ${key}`, make)) as ReturnType<typeof make>,
    reduce(reduction, dimensions, joined = null) {
      const statistics = Object.entries(reduction.statistics).map(([name, query]) => [name, keyOf(query)]);
      const key = JSON.stringify([
        keyOf(reduction.level1),
        reduction.keys,
        statistics,
        dimensions,
        joined && keyOf(joined)
      ]);
      return once(cubes, key, () =>
        remember(`cube ${key}`, async () => {
          const months = joined && (await level1(joined));
          const relation = await level1(reduction.level1);
          const asked = reduceQuery(reduction, relation, {dimensions, joined: months});
          for (const name of relationsIn(asked.text)) await available(name);
          const cube = cubeOf(await engine.query(inParallel(asked)), {
            dimensions: dimensions.map(dimensionColumn),
            keys: [...(months ? [JOINED] : []), ...reduction.keys],
            statistics: Object.keys(reduction.statistics)
          });
          return {...cube, dimensions: cube.dimensions.map((axis, i) => ({...axis, name: dimensions[i]!}))};
        })
      );
    }
  };
}

/** A statement that all threads run: what reductions add up are whole numbers, and a cube sorts its cells. */
function inParallel({text, values}: Query): Statement {
  return {text, values, isParallel: true};
}

/** Remembers nothing; names are numbers. */
function forgetful(): Recollection {
  let names = 0;
  return {recall: () => Promise.resolve(undefined), keep: () => Promise.resolve(), nameOf: () => String(names++)};
}

/** Names of kept relations in all texts of a value. */
function relationsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [...new Set(value.match(KEPT) ?? [])];
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(relationsIn);
}

function keyOf({text, values}: Query): string {
  return JSON.stringify([text, values]);
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  let value = made.get(key);
  if (!value) {
    value = make();
    made.set(key, value);
  }
  return value;
}
