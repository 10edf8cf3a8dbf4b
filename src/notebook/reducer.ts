import {tableFromArrays, tableToIPC, utf8} from "@uwdata/flechette";
import {cubeOf} from "../cube/cube.ts";
import type {Cube} from "../cube/cube.ts";
import type {Engine} from "../engine/engine.ts";
import type {Reduction, Workbench} from "../metrics/metric.ts";
import {JOINED, dimensionColumn, reduceQuery} from "../metrics/reduce.ts";
import {identifier, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";

/** Runs reductions; what two of them share, a first level or a whole cube, is computed once. */
export interface Reducer extends Workbench {
  /** @param joined keeps the statistics apart by the month of joining as well. */
  reduce(reduction: Reduction, dimensions: readonly string[], joined?: Query | null): Promise<Cube>;
}

/** A reducer over the catalog's tables in `engine`. Its first levels stand in the schema `level1`. @param resample see {@link Workbench} */
export async function openReducer(engine: Engine, resample?: Workbench["resample"]): Promise<Reducer> {
  await engine.query("create schema if not exists level1");
  const levels = new Map<string, Promise<Query>>();
  const cubes = new Map<string, Promise<Cube>>();
  const level1 = (query: Query): Promise<Query> =>
    once(levels, keyOf(query), async (n) => {
      const name = identifier("level1", `relation_${n}`);
      await engine.query(sql`create or replace table ${name} as ${query}`);
      return name;
    });
  const made = new Map<string, Promise<unknown>>();
  let kept = 0;
  return {
    resample,
    ask: (query) => engine.query(query),
    async keep(columns) {
      const name = `kept_${kept++}`;
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
      const bytes = tableToIPC(tableFromArrays(arrays, {types}), {format: "stream"});
      await engine.register(`level1.${name}`, {format: "arrow", bytes: bytes!});
      return identifier("level1", name).text;
    },
    once: (key, make) => once(made, key, make) as ReturnType<typeof make>,
    reduce(reduction, dimensions, joined = null) {
      const statistics = Object.entries(reduction.statistics).map(([name, query]) => [name, keyOf(query)]);
      const key = JSON.stringify([
        keyOf(reduction.level1),
        reduction.keys,
        statistics,
        dimensions,
        joined && keyOf(joined)
      ]);
      return once(cubes, key, async () => {
        const months = joined && (await level1(joined));
        const rows = await engine.query(
          reduceQuery(reduction, await level1(reduction.level1), {dimensions, joined: months})
        );
        const cube = cubeOf(rows, {
          dimensions: dimensions.map(dimensionColumn),
          keys: [...(months ? [JOINED] : []), ...reduction.keys],
          statistics: Object.keys(reduction.statistics)
        });
        return {...cube, dimensions: cube.dimensions.map((axis, i) => ({...axis, name: dimensions[i]!}))};
      });
    }
  };
}

function keyOf({text, values}: Query): string {
  return JSON.stringify([text, values]);
}

function once<T>(made: Map<string, Promise<T>>, key: string, make: (n: number) => Promise<T>): Promise<T> {
  let value = made.get(key);
  if (!value) {
    value = make(made.size);
    made.set(key, value);
  }
  return value;
}
