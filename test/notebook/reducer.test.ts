import {expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {openReducer} from "../../src/notebook/reducer.ts";
import type {Recollection} from "../../src/notebook/reducer.ts";
import {raw, sql} from "../../src/sql/sql.ts";

// A build is killed after it has kept scores, and before it has kept what it asks of them: 2 + 3 = 5.
it("ask finds what an earlier run has kept, and this one has not made", async () => {
  const kept = new Map<string, unknown>();
  const recollection: Recollection = {
    recall: (key) => Promise.resolve(kept.get(key)),
    keep: (key, value) => Promise.resolve(void kept.set(key, value)),
    nameOf: () => "abc"
  };
  const sums: unknown[] = [];
  for (const run of ["killed", "next"]) {
    const engine = await openNative();
    const reducer = await openReducer(engine, {recollection});
    const name = await reducer.once("scores", () => reducer.keep({score: [2, 3]}));
    if (run === "next") {
      const {columns} = await reducer.ask(sql`select sum(score) as sum from ${raw(name)}`);
      sums.push(...columns["sum"]!);
    }
    await engine.close();
  }
  expect(sums).toEqual([5]);
});
