import {createHash} from "node:crypto";
import type {Engine} from "../engine/engine.ts";
import {openReplay} from "../engine/replay.ts";
import type {Resample} from "../metrics/value-resamples.ts";
import type {Recollection} from "../notebook/reducer.ts";
import {keyOf} from "./store.ts";
import type {Store} from "./store.ts";

/** What earlier builds of a workspace made, as far as it still holds: everything is found by what it was made of. */
export interface Memory {
  /** Answers what it was asked before without running it. */
  readonly engine: Engine;
  /** The database itself. */
  readonly direct: Engine;
  readonly resample: Resample;
  /** The catalog is loaded, which has this text: all that follows rests on it. @returns what reductions over it gave. */
  settle(catalog: string): Recollection;
  /** What `make` gives over the database as it is now. */
  remember<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** What a report of this key gave, made of nothing but the settled data; `keep` must follow {@link begin} and all queries of the report. */
  recallReport(key: readonly unknown[]): Promise<unknown>;
  begin(): void;
  keepReport(key: readonly unknown[], value: unknown): Promise<void>;
}

/** @param origin says what everything depends on besides the workspace: the versions of the code. */
export function openMemory(
  open: () => Promise<Engine>,
  {store, origin, resample}: {store: Store; origin: string; resample: Resample}
): Memory {
  const engine = openReplay(open, {memory: store, origin});
  let base = "";
  const recollection: Recollection = {
    recall: (key) => store.recall(keyOf(base, "reduction", key)),
    keep: (key, value) => store.keep(keyOf(base, "reduction", key), value),
    nameOf: (content) => createHash("sha256").update(content).digest("hex").slice(0, 24)
  };
  return {
    engine,
    direct: engine.direct,
    resample,
    settle(catalog) {
      engine.settle();
      base = keyOf(engine.state, catalog);
      return recollection;
    },
    async remember(key, make) {
      const full = keyOf(engine.state, base, "made", key);
      const known = (await store.recall(full)) as {readonly value: Awaited<ReturnType<typeof make>>} | undefined;
      if (known) return known.value;
      const value = await make();
      // What rests on chance or a clock has a key that never comes again.
      if (!engine.isVolatile) await store.keep(full, {value});
      return value;
    },
    recallReport: (key) => store.recall(keyOf(base, "report", ...key)),
    begin: () => engine.begin(),
    async keepReport(key, value) {
      if (!engine.isVolatile) await store.keep(keyOf(base, "report", ...key), value);
    }
  };
}
