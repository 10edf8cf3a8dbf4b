import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {gzipSync} from "node:zlib";
import {packSnapshots} from "../../../src/site/snapshots/pack/pack.ts";
import type {PackOptions, Packing} from "../../../src/site/snapshots/pack/pack.ts";
import {publishedBytes} from "../../../src/site/snapshots/pack/packed-folder.ts";
import {standInPage} from "../../../src/site/snapshots/pack/stand-in-page.ts";
import type {SnapshotRecord} from "../../../src/site/snapshots/record.ts";
import {recordOf} from "./records.ts";

/** The script of pages that stand in for packed ones. */
export const SCRIPT = "_assets/unpack-abcd1234.js";

/** Rows that a later snapshot appends to: numbers that no compression guesses. */
function rowsOf(count: number): string {
  return Array.from({length: count}, (_, i) => createHash("sha256").update(`${i}`).digest("hex").slice(0, 12)).join(
    "\n"
  );
}

/** Writes a snapshot of a shop into a folder, as a build leaves it. @param week whose figures and data it has; defaults to its number */
export function writeShop(folder: string, number: number, week = number): SnapshotRecord {
  const id = `2026-01-${String(number).padStart(2, "0")}-x`;
  const write = (path: string, content: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), content);
  };
  const data = (name: string, text: string, level: number) => {
    const bytes = gzipSync(text, {level});
    const file = `_data/${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.${name}.gz`;
    write(file, bytes);
    return file;
  };
  const rows = data("arrow", `${rowsOf(400 + week)}\nonly in ${week}`, 6);
  const cubes = data("cubes", `cubes ${rowsOf(300 + week)}`, 9);
  const months = data("cubes", `months ${rowsOf(200)}`, 9);
  const published = [
    {file: cubes, kind: "cube", columns: ["region", "customers"], rows: 1},
    {file: months, kind: "cube", columns: ["month"], rows: 1},
    {file: rows, kind: "rows", table: "orders", columns: ["customer"], rows: 1}
  ];
  const html = (title: string) =>
    `<!doctype html><html lang="en"><head><title>${title} – Shop</title><meta property="og:title" content="${title} > all"></head><body>${`<p>Week ${week} of ${title}.</p>\n`.repeat(400)}${rowsOf(100)}</body></html>`;
  const json = (title: string) => JSON.stringify({title, cells: {rows: rowsOf(150).split("\n"), week}});
  for (const [path, title] of [
    ["", "First"],
    ["value/deep/", "Deep"],
    ["search/en/", "Search"]
  ] as const)
    write(`snapshots/${id}/${path}index.html`, html(title));
  for (const [path, title] of [
    ["index", "First"],
    ["value/deep/index", "Deep"],
    ["search/en", "Search"]
  ] as const)
    write(`snapshots/${id}/${path}.json`, json(title));
  write(`snapshots/${id}/manifest.json`, JSON.stringify({snapshot: id, published}));
  write(`snapshots/${id}/terms.json`, rowsOf(100));
  const record = recordOf({
    id,
    number,
    asOf: id.slice(0, 10),
    reports: [
      {path: "", title: "First", lang: "en"},
      {path: "value/deep", title: "Deep", lang: "en"}
    ],
    files: [cubes, months, rows],
    rows: [rows]
  });
  write(`snapshots/${id}/snapshot.json`, JSON.stringify(record));
  return record;
}

/** Packs the snapshots of a folder; the last is the latest. */
export function pack(
  folder: string,
  snapshots: readonly SnapshotRecord[],
  given: Partial<PackOptions> = {}
): Promise<Packing> {
  return packSnapshots(folder, {
    snapshots,
    latest: snapshots.at(-1)!.id,
    standInOf: (html, path, record) => standInPage(html, path, {record, script: SCRIPT}),
    check: () => Promise.resolve(),
    ...given
  });
}

/** Paths of all files in a folder, sorted. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

/** Hashes of what a folder's files say, whether or not they are packed, by their paths. */
export async function contentsOf(folder: string, paths: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const hashes = paths.map(async (path) => {
    const bytes = await publishedBytes(folder, path);
    return [path, createHash("sha256").update(bytes).digest("hex")] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}

/** The text of a folder's file as it stands there; null where there is none. */
export function textOf(folder: string, path: string): string | null {
  return existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null;
}
