import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import {hostname, tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {replaceFile} from "../../../src/site/replace-file.ts";
import {findSnapshot, readPublished, removeUnfinished} from "../../../src/site/snapshots/folder.ts";
import {LOCK, lockFolder} from "../../../src/site/snapshots/lock.ts";
import {purgedOn} from "../../../src/site/snapshots/purged.ts";
import {keptOf, purgeRows, removeSnapshots} from "../../../src/site/snapshots/retention.ts";
import {recordOf} from "./records.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-test-"));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

function write(path: string, text = path): void {
  mkdirSync(dirname(join(folder, path)), {recursive: true});
  writeFileSync(join(folder, path), text);
}

const all = (): readonly string[] =>
  readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe("lockFolder", () => {
  const lockOf = (given: object) =>
    write(LOCK, JSON.stringify({token: "t", host: hostname(), process: process.pid, since: "2026-01-01", ...given}));

  it("is held until it is given back, and says by whom", async () => {
    {
      await using lock = await lockFolder(folder);
      await lock.check();
      await expect(lockFolder(folder)).rejects.toThrow(
        new RegExp(
          `another run is publishing into this folder \\(process ${process.pid} on .*\\); wait until it has ended`
        )
      );
    }
    await using again = await lockFolder(folder);
    await again.check();
    expect(all()).toEqual([LOCK]);
  });

  it("is taken over from a process of this machine that is gone, not from one that is there", async () => {
    // No system has so many processes.
    lockOf({process: 2 ** 30});
    {
      await using lock = await lockFolder(folder);
      await lock.check();
    }
    lockOf({});
    await expect(lockFolder(folder)).rejects.toThrow("another run");
  });

  it("is taken over from another machine that has been silent for two minutes", async () => {
    lockOf({host: "elsewhere"});
    await expect(lockFolder(folder)).rejects.toThrow("on elsewhere");
    const old = new Date(Date.now() - 121_000);
    utimesSync(join(folder, LOCK), old, old);
    await using lock = await lockFolder(folder);
    await lock.check();
  });

  it("notices that another run has taken it over", async () => {
    await using lock = await lockFolder(folder);
    lockOf({token: "somebody"});
    await expect(lock.check()).rejects.toThrow("another run");
  });
});

describe("a folder of snapshots", () => {
  it("is read in the order of publication", async () => {
    for (const [id, number] of [
      ["2025-02-01-b", 2],
      ["2025-03-01-a", 1]
    ] as const)
      write(`snapshots/${id}/snapshot.json`, JSON.stringify(recordOf({id, number})));
    write("latest.json", JSON.stringify({snapshot: "2025-03-01-a"}));
    const published = await readPublished(folder);
    expect(published.snapshots.map(({id}) => id)).toEqual(["2025-03-01-a", "2025-02-01-b"]);
    expect(published.latest).toBe("2025-03-01-a");
    expect(findSnapshot("2025-02", published, folder).number).toBe(2);
    expect(() => findSnapshot("2025", published, folder)).toThrow('several snapshots begin with "2025"');
    expect(() => findSnapshot("2024-01-01-b", published, folder)).toThrow('unknown snapshot "2024-01-01-b"');
  });

  it("is never somebody else's site, and never one with a snapshot that cannot be read", async () => {
    write("index.html", "<h1>My diary</h1>");
    await expect(readPublished(folder)).rejects.toThrow(
      "a site that is none of ours; choose another folder with --into"
    );
    rmSync(join(folder, "index.html"));
    for (const page of ["404.html", "compare/index.html", "latest/value/index.html"]) {
      write(page, "<h1>My diary</h1>");
      await expect(readPublished(folder)).rejects.toThrow(
        `${folder}:1: the folder holds a page that is none of ours: ${page}; choose another folder with --into`
      );
      rmSync(join(folder, page));
    }
    // What a run left that was killed before it wrote the list.
    write("latest/index.html", '<meta name="generator" content="Kizuna snapshots">');
    expect((await readPublished(folder)).latest).toBe(null);
    write("snapshots/x/snapshot.json", "{");
    await expect(readPublished(folder)).rejects.toThrow(
      `${join(folder, "snapshots/x/snapshot.json")}:1: unreadable snapshot: its snapshot.json is no record that this version of Kizuna reads`
    );
  });

  it("loses what a killed run left", async () => {
    await replaceFile(join(folder, "latest/index.html"), "x");
    for (const path of ["_data/.unfinished-a-1", "snapshots/.unfinished-b-2/index.html", ".unfinished-index.html-3"])
      write(path);
    // A lock that somebody is about to take, and one whose run was killed over it.
    for (const path of [`${LOCK}.a`, `${LOCK}.b`, `${LOCK}.c.dead`]) write(path);
    const old = new Date(Date.now() - 121_000);
    for (const path of [`${LOCK}.b`, `${LOCK}.c.dead`]) utimesSync(join(folder, path), old, old);
    await removeUnfinished(folder);
    expect(all()).toEqual([`${LOCK}.a`, "latest/index.html"]);
  });
});

describe("retention", () => {
  const one = recordOf({id: "one", number: 1, files: ["_data/a", "_data/b"], rows: ["_data/a"]});
  const two = recordOf({id: "two", number: 2, files: ["_data/b", "_data/c"], rows: ["_data/b"]});
  const three = recordOf({id: "three", number: 3, files: ["_data/b", "_data/d"], rows: ["_data/b", "_data/d"]});

  it("keeps the newest, and the one that latest/ leads to", () => {
    const kept = (keep: number, latest: string | null) => keptOf([one, two, three], keep, latest).map(({id}) => id);
    expect(kept(2, "three")).toEqual(["two", "three"]);
    expect(kept(1, "one")).toEqual(["one", "three"]);
    expect(kept(9, null)).toEqual(["one", "two", "three"]);
  });

  it("removes snapshots with their data at once, and scripts a day after nothing names them any more", async () => {
    for (const path of ["snapshots/one/index.html", "snapshots/two/index.html"]) write(path);
    for (const path of [
      "_data/a",
      "_data/b",
      "_data/c",
      "_assets/c-old-0a1b2c3d4e5f6789.js",
      "_assets/new.js",
      "_assets/customer-analytics.js",
      "_data/warehouse.arrow.gz"
    ])
      write(path);
    // Written weeks ago, and named until now: somebody may have the page open that asks for it.
    const weeks = new Date(Date.now() - 21 * 86_400_000);
    utimesSync(join(folder, "_assets/c-old-0a1b2c3d4e5f6789.js"), weeks, weeks);
    const at = (day: string) => ({snapshots: [two], files: ["_assets/new.js"], now: new Date(`${day}Z`)});
    await removeSnapshots(folder, [one], at("2026-11-01T12:00"));
    // What is not called by what is in it, is somebody's.
    const kept = [
      "_assets/customer-analytics.js",
      "_assets/new.js",
      "_data/b",
      "_data/c",
      "_data/warehouse.arrow.gz",
      "snapshots/two/index.html"
    ];
    expect(all()).toEqual(["_assets/c-old-0a1b2c3d4e5f6789.js", ...kept, "unnamed.json"]);
    // A checkout has no other times than its own.
    const now = new Date();
    utimesSync(join(folder, "_assets/c-old-0a1b2c3d4e5f6789.js"), now, now);
    await removeSnapshots(folder, [], at("2026-11-02T11:00"));
    expect(all()).toContain("_assets/c-old-0a1b2c3d4e5f6789.js");
    await removeSnapshots(folder, [], at("2026-11-02T13:00"));
    expect(all()).toEqual(kept);
    // What is named again in the meantime begins anew.
    write("_assets/c-old-0a1b2c3d4e5f6789.js");
    await removeSnapshots(folder, [], at("2026-11-08T12:00"));
    await removeSnapshots(folder, [], {
      ...at("2026-11-15T12:00"),
      files: ["_assets/new.js", "_assets/c-old-0a1b2c3d4e5f6789.js"]
    });
    await removeSnapshots(folder, [], at("2026-11-22T12:00"));
    expect(all()).toContain("_assets/c-old-0a1b2c3d4e5f6789.js");
  });

  it("deletes rows, says when in their place, and names snapshots that shared them", async () => {
    for (const name of ["a", "b", "c", "d"]) write(`_data/${name}`);
    const given = {snapshots: [one, two, three], day: "2026-11-26"};
    expect(await purgeRows(folder, [two], given)).toEqual({files: ["_data/b"], sharing: ["three"]});
    expect(purgedOn(readFileSync(join(folder, "_data/b")))).toBe("2026-11-26");
    expect(purgedOn(readFileSync(join(folder, "_data/c")))).toBeNull();
    expect(await purgeRows(folder, [one, two, three], given)).toEqual({files: ["_data/a", "_data/d"], sharing: []});
    expect(existsSync(join(folder, "_data/d"))).toBe(true);
    expect(await purgeRows(folder, [one], given)).toEqual({files: [], sharing: []});
  });
});
