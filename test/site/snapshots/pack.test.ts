import {appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {randomBytes} from "node:crypto";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {readPublished} from "../../../src/site/snapshots/folder.ts";
import {contentOf} from "../../../src/site/snapshots/pack/content.ts";
import {baseOf, wholeOf} from "../../../src/site/snapshots/pack/order.ts";
import {folderSite, patchHead, stateOf} from "../../../src/site/snapshots/pack/packed-folder.ts";
import {PATCH, dataOfPatch, patchOf} from "../../../src/site/snapshots/pack/patch-file.ts";
import {partnersOf} from "../../../src/site/snapshots/pack/partners.ts";
import {unpackSnapshot} from "../../../src/site/snapshots/pack/unpack.ts";
import {purgedOn} from "../../../src/site/snapshots/purged.ts";
import type {SnapshotRecord} from "../../../src/site/snapshots/record.ts";
import {keptOf, purgeRows, removeSnapshots} from "../../../src/site/snapshots/retention.ts";
import {SCRIPT, contentsOf, filesIn, pack, textOf, writeShop} from "./packed-shop.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-pack-"));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

/** Publishes shops 1 to `count`. */
function shops(count: number): readonly SnapshotRecord[] {
  return Array.from({length: count}, (_, i) => writeShop(folder, i + 1));
}

/** The snapshot with a report in another language, whose JSON has figures that no other week has. */
function translated(record: SnapshotRecord): SnapshotRecord {
  const place = (path: string) => join(folder, "snapshots", record.id, path);
  const figures = randomBytes(3000).toString("hex");
  cpSync(place("value/deep"), place("ja/value/deep"), {recursive: true});
  writeFileSync(place("value/deep/index.json"), JSON.stringify({title: "Deep", figures}));
  writeFileSync(place("ja/value/deep/index.json"), JSON.stringify({title: "深い", figures}));
  return {...record, reports: [...record.reports, {path: "ja/value/deep", title: "深い", lang: "ja"}]};
}

/** The snapshot with a report of half a megabyte, whose JSON has the figures of another one, which no other week has. */
function withGallery(record: SnapshotRecord): SnapshotRecord {
  const place = (path: string) => join(folder, "snapshots", record.id, path);
  const figures = randomBytes(3000).toString("hex");
  const filler = "Revenue was 12. ".repeat(32_000);
  cpSync(place("value/deep"), place("gallery"), {recursive: true});
  writeFileSync(place("value/deep/index.json"), JSON.stringify({title: "Deep", figures}));
  writeFileSync(place("gallery/index.json"), JSON.stringify({title: "Gallery", filler, figures}));
  writeFileSync(place("gallery/index.html"), `<html lang="en">${filler}${randomBytes(3000).toString("hex")}</html>`);
  return {...record, reports: [...record.reports, {path: "gallery", title: "Gallery", lang: "en"}]};
}

const DAY = 24 * 3600 * 1000;
const NOW = new Date("2026-11-01T12:00Z");
const later = (days: number) => new Date(NOW.getTime() + days * DAY);

describe("baseOf", () => {
  const numbered = (numbers: readonly number[]) => numbers.map((number) => ({id: `s${number}`, number}));
  const steps = (number: number, all: ReturnType<typeof numbered>) => {
    const path = [];
    for (let at = all.find((one) => one.number === number) ?? null; at; at = baseOf(at, all)) path.push(at.number);
    return path;
  };

  it("is the next newer one, and from every sixteenth the sixteenth after it", () => {
    const all = numbered(Array.from({length: 52}, (_, i) => i + 1));
    expect(steps(14, all).slice(0, 5)).toEqual([14, 15, 16, 32, 48]);
    // 15 to the first sixteenth, 2 from there to the last, 4 to the newest.
    expect(steps(1, all)).toHaveLength(1 + 15 + 2 + 4);
    expect(steps(52, all)).toEqual([52]);
  });

  it("is a newer one where numbers are missing, or come twice", () => {
    expect(steps(1, numbered([1, 4, 8, 15, 17]))).toEqual([1, 4, 8, 15, 17]);
    const twice = [
      {id: "a", number: 16},
      {id: "b", number: 16},
      {id: "c", number: 17}
    ];
    expect(baseOf(twice[0]!, twice)!.id).toBe("b");
    expect(wholeOf(twice, "a").map(({id}) => id)).toEqual(["a", "c"]);
  });
});

it("partnersOf takes the file of the same columns, in its turn, or the one that shares most", () => {
  const manifest = (files: readonly (readonly [string, readonly string[], string?])[]) =>
    JSON.stringify({
      published: files.map(([file, columns, table]) => ({
        file,
        columns,
        kind: table ? "rows" : "cube",
        ...(table ? {table} : {})
      }))
    });
  const own = manifest([
    ["a", ["x"]],
    ["b", ["x"]],
    ["c", ["x", "y", "z"]],
    ["d", ["x"], "orders"],
    ["e", ["q"], "people"]
  ]);
  const other = manifest([
    ["A", ["x"]],
    ["C", ["x", "y"]],
    ["B", ["x"]],
    ["D", ["x", "y"], "orders"]
  ]);
  expect([...partnersOf(own, other)]).toEqual([
    ["a", "A"],
    ["b", "B"],
    ["c", "C"],
    ["d", "D"]
  ]);
  expect([...partnersOf("{}", other)]).toEqual([]);
});

describe("a packed folder", () => {
  it("says the same, byte for byte, in a fraction of the bytes; the newest and the latest stay whole", async () => {
    const snapshots = shops(4);
    const before = filesIn(folder);
    const contents = await contentsOf(folder, before);
    const {packed, left, broken} = await pack(folder, snapshots, {latest: snapshots[1]!.id});
    expect([packed, left, broken.size]).toEqual([[snapshots[2]!.id, snapshots[0]!.id], [], 0]);
    expect(await contentsOf(folder, before)).toEqual(contents);
    for (const path of before.filter((one) => one.startsWith("snapshots/"))) {
      const isWhole = /-(02|04)-x/.test(path) || /terms\.json$/.test(path);
      expect([path, await stateOf(folder, path)]).toEqual([path, isWhole ? "whole" : "packed"]);
    }
    const page = `snapshots/${snapshots[0]!.id}/value/deep/index.html`;
    expect(await patchHead(folder, page)).toMatchObject({bases: [page.replace("-01-x", "-02-x")], gzip: null});
    expect(readFileSync(join(folder, patchOf(page))).length).toBeLessThan(600);
    // Packed again, nothing is written.
    expect((await pack(folder, snapshots, {latest: snapshots[1]!.id})).packed).toEqual([]);
  });

  it("has in the place of a page one that names it, leads on, and loads one script", async () => {
    const [first] = shops(2) as [SnapshotRecord];
    await pack(folder, [first, writeShop(folder, 2)]);
    const html = textOf(folder, `snapshots/${first.id}/value/deep/index.html`)!;
    expect(html).toContain("<h1>Deep</h1>");
    expect(html).toContain("<title>Deep – Shop</title>");
    expect(html).toContain('<meta property="og:title" content="Deep > all">');
    expect(html).toContain('href="../../../../index.html"');
    expect(html).toContain('href="../../../../latest/value/deep/index.html"');
    expect(html).toContain(`src="../../../../${SCRIPT}"`);
    expect(html).toContain("takes JavaScript");
  });

  it("data goes at once, unless a whole snapshot needs it; scripts of its pages stay", async () => {
    const snapshots = shops(3);
    const [cubes, months, rows] = snapshots[0]!.files as [string, string, string];
    writeFileSync(join(folder, "_data/readme.txt"), "mine");
    const script = join(folder, SCRIPT);
    cpSync(join(folder, "_data/readme.txt"), script);
    await pack(folder, snapshots);
    const tidy = (days: number) => removeSnapshots(folder, [], {snapshots, files: [], now: later(days)});
    await tidy(0);
    expect(filesIn(folder)).not.toContain("unnamed.json");
    expect(existsSync(join(folder, cubes))).toBe(false);
    await tidy(2);
    await tidy(4);
    for (const file of [cubes, rows])
      expect([textOf(folder, file), existsSync(join(folder, patchOf(file)))]).toEqual([null, true]);
    // All three have the same.
    expect([existsSync(join(folder, months)), existsSync(join(folder, patchOf(months)))]).toEqual([true, false]);
    expect([existsSync(script), existsSync(join(folder, "_data/readme.txt"))]).toEqual([true, true]);
    const site = folderSite(folder);
    expect(Buffer.from(await contentOf(cubes, site)).toString()).toMatch(/^cubes /);
    expect(filesIn(folder)).not.toContain("unnamed.json");
  });

  it("goes on from where a run was stopped, at whichever file", async () => {
    const snapshots = shops(3);
    const paths = filesIn(folder);
    const contents = await contentsOf(folder, paths);
    const copy = mkdtempSync(join(tmpdir(), "kizuna-pack-"));
    for (let stop = 1; stop < 9; ++stop) {
      rmSync(copy, {recursive: true});
      cpSync(folder, copy, {recursive: true});
      let pages = 0;
      const stopped = pack(copy, snapshots, {
        standInOf: () => {
          if (++pages === stop) throw new Error("killed");
          return '<html id="k-packed">';
        }
      });
      if (stop <= 6) await expect(stopped).rejects.toThrow("killed");
      await stopped.catch(() => undefined);
      expect(await contentsOf(copy, paths)).toEqual(contents);
      await removeSnapshots(copy, [], {snapshots, files: [], now: later(0)});
      await removeSnapshots(copy, [], {snapshots, files: [], now: later(2)});
      expect(await contentsOf(copy, paths)).toEqual(contents);
      await pack(copy, snapshots);
      expect(await contentsOf(copy, paths)).toEqual(contents);
    }
    rmSync(copy, {recursive: true});
  });

  it("grows: what was the newest is packed, and a sixteenth moves to the sixteenth after it", async () => {
    let snapshots: readonly SnapshotRecord[] = [];
    const contents: Record<string, string> = {};
    for (let number = 15; number <= 33; ++number) {
      snapshots = [...snapshots, writeShop(folder, number)];
      const own = filesIn(folder).filter(
        (path) => path.includes(snapshots.at(-1)!.id) || snapshots.at(-1)!.files.includes(path)
      );
      Object.assign(contents, await contentsOf(folder, own));
      await pack(folder, snapshots);
      await removeSnapshots(folder, [], {snapshots, files: [], now: later(7 * number)});
    }
    const page = (number: number) => `snapshots/${snapshots[number - 15]!.id}/index.html`;
    expect((await patchHead(folder, page(16)))!.bases).toEqual([page(32)]);
    expect((await patchHead(folder, page(15)))!.bases).toEqual([page(16)]);
    const [rows, next] = [1, 2].map((i) => snapshots[i]!.rows[0]!);
    expect((await patchHead(folder, rows!))!.bases).toEqual([next]);
    expect(await contentsOf(folder, Object.keys(contents))).toEqual(contents);
  });

  it("restores a translation from the same file of the newer snapshot, and from what it translates", async () => {
    const snapshots = shops(2).map((one) => translated(one));
    const paths = filesIn(folder);
    const contents = await contentsOf(folder, paths);
    await pack(folder, snapshots);
    const [ja, deep] = ["ja/value/deep", "value/deep"].map((path) => `snapshots/${snapshots[0]!.id}/${path}`);
    const newer = ja!.replace("-01-x", "-02-x");
    for (const name of ["index.html", "index.json"])
      expect((await patchHead(folder, `${ja!}/${name}`))!.bases).toEqual([`${newer}/${name}`, `${deep!}/${name}`]);
    // The 6,000 letters of the week's figures, which the newer one has not, are in one of the two.
    const [own, other] = [deep!, ja!].map((path) => readFileSync(join(folder, `${path}/index_json.patch`)).length);
    expect(own).toBeGreaterThan(3000);
    expect(other).toBeLessThan(300);
    expect(await contentsOf(folder, paths)).toEqual(contents);
    // Packed again, nothing is written; unpacked, in whatever order, all is there.
    expect((await pack(folder, snapshots)).packed).toEqual([]);
    await unpackSnapshot(folder, snapshots[0]!);
    expect(await contentsOf(folder, paths)).toEqual(contents);
  });

  it("restores a large page also from those whose figures it has once more", async () => {
    const snapshots = shops(2).map((one) => withGallery(one));
    const paths = filesIn(folder);
    const contents = await contentsOf(folder, paths);
    await pack(folder, snapshots);
    const place = (name: string, week = 0) => `snapshots/${snapshots[week]!.id}/${name}`;
    const basesOf = async (name: string) => (await patchHead(folder, place(name)))!.bases;
    expect(await basesOf("gallery/index.json")).toEqual([
      place("gallery/index.json", 1),
      place("index.json"),
      place("value/deep/index.json")
    ]);
    expect(readFileSync(join(folder, place("gallery/index_json.patch"))).length).toBeLessThan(400);
    // Of the others its page has nothing.
    expect(await basesOf("gallery/index.html")).toEqual([place("gallery/index.html", 1)]);
    expect(await contentsOf(folder, paths)).toEqual(contents);
    expect((await pack(folder, snapshots)).packed).toEqual([]);
    await unpackSnapshot(folder, snapshots[0]!);
    expect(await contentsOf(folder, paths)).toEqual(contents);
  });

  it("can be read where the data of a week comes back, and was restored from what is now restored from it", async () => {
    let snapshots: readonly SnapshotRecord[] = [];
    for (const [i, week] of [1, 2, 1, 2, 3, 1].entries()) {
      snapshots = [...snapshots, writeShop(folder, i + 1, week)];
      await pack(folder, snapshots);
      const {read} = folderSite(folder);
      for (const file of snapshots.flatMap(({files}) => files)) await contentOf(file, {read, isPatchFirst: () => true});
    }
  });

  it("can be read what each snapshot says of itself, whatever becomes of the others", async () => {
    const snapshots = shops(3);
    await pack(folder, snapshots);
    expect(await stateOf(folder, `snapshots/${snapshots[0]!.id}/snapshot.json`)).toBe("packed");
    expect((await readPublished(folder)).snapshots).toEqual(snapshots);
    for (const {id} of snapshots.slice(1)) rmSync(join(folder, "snapshots", id), {recursive: true});
    expect((await readPublished(folder)).snapshots).toEqual([snapshots[0]]);
    appendFileSync(join(folder, `snapshots/${snapshots[0]!.id}/snapshot_json.patch`), "x");
    await expect(readPublished(folder)).rejects.toThrow("its snapshot.json is no record that this version");
  });

  it("drops the oldest with their patches, and keeps what others are restored from", async () => {
    const snapshots = shops(5);
    await pack(folder, snapshots);
    const kept = keptOf(snapshots, 3, snapshots[4]!.id);
    const paths = kept.flatMap((one) => [`snapshots/${one.id}/index.html`, ...one.files]);
    const contents = await contentsOf(folder, paths);
    const tidy = (days: number, removed: readonly SnapshotRecord[]) =>
      removeSnapshots(folder, removed, {snapshots: kept, files: [], now: later(days)});
    await tidy(0, snapshots.slice(0, 2));
    await tidy(2, []);
    expect(await contentsOf(folder, paths)).toEqual(contents);
    const [cubes] = snapshots[0]!.files;
    expect(
      filesIn(folder).filter(
        (path) => path.includes(snapshots[0]!.id) || path.startsWith(cubes!.slice(0, -".cubes.gz".length))
      )
    ).toEqual([]);
  });

  it("is whole again once it is unpacked, byte for byte and nothing more", async () => {
    const snapshots = shops(4);
    const paths = filesIn(folder);
    const before = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
    await pack(folder, snapshots);
    for (const days of [0, 2]) await removeSnapshots(folder, [], {snapshots, files: [], now: later(days)});
    expect(filesIn(folder)).not.toEqual(paths);
    for (const one of [...snapshots].reverse()) await unpackSnapshot(folder, one);
    expect(
      Object.fromEntries(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), "latin1")]))
    ).toEqual(before);
  });

  it("says which snapshot is missing that others are restored from; a copy without pages is left as it is", async () => {
    const snapshots = shops(4);
    await pack(folder, snapshots);
    rmSync(join(folder, "snapshots", snapshots[1]!.id), {recursive: true});
    const rest = snapshots.filter((one) => one !== snapshots[1]);
    expect([...(await pack(folder, rest)).broken]).toEqual([[`snapshots/${snapshots[1]!.id}`, [snapshots[0]!.id]]]);
    await expect(unpackSnapshot(folder, snapshots[0]!)).rejects.toThrow(
      `snapshot ${snapshots[0]!.id} cannot be unpacked: snapshots/${snapshots[1]!.id}/index.json is missing; put the file back`
    );
    const records = mkdtempSync(join(tmpdir(), "kizuna-pack-"));
    const ids = snapshots.slice(0, 2).map(({id}) => id);
    for (const id of ids)
      cpSync(
        join(folder, `snapshots/${snapshots[3]!.id}/snapshot.json`),
        join(records, `snapshots/${id}/snapshot.json`)
      );
    cpSync(join(folder, "snapshots", snapshots[3]!.id), join(records, "snapshots", snapshots[3]!.id), {
      recursive: true
    });
    const {left, packed, broken} = await pack(records, [...snapshots.slice(0, 2), snapshots[3]!]);
    expect([left, packed, broken.size]).toEqual([[...ids].reverse(), [], 0]);
    rmSync(records, {recursive: true});
  });

  it("a patch that was damaged is told, and what is based on it is not written over", async () => {
    const snapshots = shops(3);
    await pack(folder, snapshots);
    const path = `snapshots/${snapshots[1]!.id}/index.html`;
    appendFileSync(join(folder, patchOf(path)), "x");
    await expect(contentOf(path, folderSite(folder))).rejects.toThrow(`${path} is damaged`);
    await expect(unpackSnapshot(folder, snapshots[1]!)).rejects.toThrow(`${path} is damaged`);
    expect(await stateOf(folder, path)).toBe("packed");
  });
});

describe("purging a packed folder", () => {
  it("leaves no patch from which deleted rows come back, and other snapshots theirs", async () => {
    const snapshots = shops(4);
    const rows = snapshots.map((one) => one.rows[0]!);
    const contents = await contentsOf(folder, rows);
    const stays = snapshots.filter((_, i) => i !== 1).flatMap(({files}) => files);
    const others = await contentsOf(folder, stays);
    await pack(folder, snapshots);
    for (const days of [0, 2]) await removeSnapshots(folder, [], {snapshots, files: [], now: later(days)});
    expect(await patchHead(folder, rows[0]!)).toMatchObject({bases: [rows[1]]});
    const purge = await purgeRows(folder, [snapshots[1]!], {snapshots, day: "2026-11-26"});
    expect(purge).toEqual({files: [rows[1]], sharing: []});
    expect(purgedOn(readFileSync(join(folder, rows[1]!)))).toBe("2026-11-26");
    expect(existsSync(join(folder, patchOf(rows[1]!)))).toBe(false);
    // Of the first snapshot's rows: whole, as they were.
    expect(existsSync(join(folder, patchOf(rows[0]!)))).toBe(false);
    expect(await contentsOf(folder, stays)).toEqual(others);
    expect(contents[rows[0]!]).toBe(others[rows[0]!]);
    // Packed again they are restored from no deleted rows, and these stay deleted.
    await pack(folder, snapshots);
    await removeSnapshots(folder, [], {snapshots, files: [], now: later(9)});
    expect(purgedOn(readFileSync(join(folder, rows[1]!)))).toBe("2026-11-26");
    expect(await contentsOf(folder, stays)).toEqual(others);
    const data = filesIn(folder).filter((path) => path.startsWith("_data/"));
    const site = folderSite(folder);
    const all = await Promise.all(data.map((path) => contentOf(path.endsWith(PATCH) ? dataOfPatch(path) : path, site)));
    expect(all.filter((bytes) => Buffer.from(bytes).includes("only in 2"))).toEqual([]);
    expect(all.filter((bytes) => Buffer.from(bytes).includes("only in 1"))).not.toEqual([]);
  });

  it("of all deletes each file and each patch of rows", async () => {
    const snapshots = shops(3);
    await pack(folder, snapshots);
    const rows = snapshots.map((one) => one.rows[0]!);
    expect((await purgeRows(folder, snapshots, {snapshots, day: "2026-11-26"})).files).toEqual([...rows].sort());
    for (const file of rows) {
      expect(purgedOn(readFileSync(join(folder, file)))).toBe("2026-11-26");
      expect(existsSync(join(folder, patchOf(file)))).toBe(false);
    }
    // Killed before the patch was gone, the next run takes it away.
    writeFileSync(join(folder, patchOf(rows[0]!)), "rows");
    expect((await purgeRows(folder, snapshots, {snapshots, day: "2026-11-27"})).files).toEqual([]);
    expect(existsSync(join(folder, patchOf(rows[0]!)))).toBe(false);
  });
});
