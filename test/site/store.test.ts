import {mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {openMemory} from "../../src/site/memory.ts";
import {inThreads} from "../../src/site/resampling.ts";
import {keyOf, openStore, tidyStore} from "../../src/site/store.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "kizuna-store-"))));
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const KEY = keyOf("a", 1);
const files = () =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

it("a store gives back plain values as they were: dates, bytes, typed arrays, undefined, NaN", async () => {
  const value = {
    at: new Date(5),
    bytes: Uint8Array.of(1, 2),
    x: Float64Array.of(NaN, -0),
    no: undefined,
    of: new Map([["a", [1]]])
  };
  await openStore(folder).keep(KEY, value);
  expect(await openStore(folder).recall(KEY)).toEqual(value);
  expect(await openStore(folder).recall(keyOf("a", 2))).toBeUndefined();
});

it("what rests on chance is not kept: nobody could find it again", async () => {
  const memory = openMemory(() => openNative({threads: 1}), {
    store: openStore(folder),
    origin: "1",
    resample: inThreads
  });
  try {
    memory.settle("catalog");
    for (const [sql, kept] of [
      ["select random() as x", 0],
      ["select 1 as x", 2] // the answer, and what was made of it
    ] as const) {
      memory.begin();
      await memory.engine.query(sql);
      expect(await memory.remember("rows", () => Promise.resolve("bytes"))).toBe("bytes");
      expect(files()).toHaveLength(kept);
    }
  } finally {
    await memory.engine.close();
  }
});

it("an entry that is cut, changed, or another's is none, and is made anew", async () => {
  const store = openStore(folder);
  const damages: readonly ((file: string) => void)[] = [
    (file) => truncateSync(file, 40),
    (file) => truncateSync(file, 0),
    (file) => {
      const bytes = readFileSync(file);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(file, bytes);
    }
  ];
  for (const damage of damages) {
    await store.keep(KEY, {a: "text"});
    damage(files()[0]!);
    expect(await store.recall(KEY)).toBeUndefined();
    await store.keep(KEY, {a: "text"});
    expect(await store.recall(KEY)).toEqual({a: "text"});
  }
  await store.keep(keyOf("b"), {b: 1});
  writeFileSync(
    files().find((file) => file.endsWith(KEY.slice(2)))!,
    readFileSync(files().find((file) => file.endsWith(keyOf("b").slice(2)))!)
  );
  expect(await store.recall(KEY)).toBeUndefined();
});

it("what is no plain data is not kept: a copy of it would not be the same", async () => {
  class Point {
    readonly x = 1;
  }
  const store = openStore(folder);
  for (const value of [{f: () => 1}, [new Point()], new Map([["a", new Point()]])]) {
    await store.keep(KEY, value);
    expect(await store.recall(KEY)).toBeUndefined();
  }
});

it("a folder that cannot be written keeps nothing, and is no mistake", async () => {
  writeFileSync(join(folder, "file"), "");
  const store = openStore(join(folder, "file"));
  await store.keep(KEY, 1);
  expect(await store.recall(KEY)).toBeUndefined();
});

it("what no build has used for 30 days goes; what was used stays", async () => {
  const store = openStore(folder);
  const [old, used] = [keyOf("old"), keyOf("used")];
  for (const key of [old, used]) await store.keep(key, 1);
  const now = Date.now();
  const long = new Date(now - 31 * 24 * 3600 * 1000);
  for (const file of files()) utimesSync(file, long, long);
  expect(await store.recall(used)).toBe(1);
  await tidyStore(folder, now);
  expect([await store.recall(old), await store.recall(used)]).toEqual([undefined, 1]);
});
