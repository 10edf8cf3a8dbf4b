import {createHash, randomBytes} from "node:crypto";
import {describe, expect, it} from "vitest";
import {PackedError, contentOf} from "../../../src/site/snapshots/pack/content.ts";
import {makePatch} from "../../../src/site/snapshots/pack/make-patch.ts";
import {dataOfPatch, parsePatch, patchBytes, patchOf} from "../../../src/site/snapshots/pack/patch-file.ts";
import {ownSha256, sha256} from "../../../src/site/snapshots/pack/sha256.ts";

const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const PAGE = "<!doctype html><title>A</title>".padEnd(40_000, "Revenue was 12. ");

/** A site with these files. */
const siteOf = (files: Readonly<Record<string, Uint8Array>>, isPatchFirst = true) => ({
  read: (path: string) => Promise.resolve(files[path] ? new Uint8Array(files[path]) : null),
  isPatchFirst: () => isPatchFirst
});

async function patched(target: Uint8Array, base: Uint8Array, ...bases: readonly string[]): Promise<Uint8Array> {
  return patchBytes((await makePatch(target, base, {bases: bases.length > 0 ? bases : ["base"], gzip: null}))!);
}

describe("a patch", () => {
  it("restores text, random bytes, nothing; over text, random bytes, nothing", async () => {
    const kinds = [
      bytes(PAGE),
      bytes(PAGE.replaceAll("12", "13")),
      new Uint8Array(randomBytes(140_000)),
      new Uint8Array(),
      bytes("x")
    ];
    for (const target of kinds)
      for (const base of kinds) {
        const site = siteOf({"file.patch": await patched(target, base), base});
        expect(Buffer.from(await contentOf("file", site)).equals(target)).toBe(true);
      }
  });

  it("of a page in which one number is another takes fewer than 200 bytes", async () => {
    const target = bytes(PAGE.replace("12", "13"));
    expect((await patched(target, bytes(PAGE))).length).toBeLessThan(200 + 64);
  });

  it("restores over a base of more than one block, and from further back than one", async () => {
    const base = new Uint8Array(randomBytes(700_000));
    const target = new Uint8Array([...base.subarray(500_000), ...base.subarray(0, 300_000), 1]);
    const patch = await patched(target, base);
    expect(patch.length).toBeLessThan(1000);
    expect(Buffer.from(await contentOf("file", siteOf({"file.patch": patch, base}))).equals(target)).toBe(true);
  });

  it("is followed from patch to patch, either first", async () => {
    const [one, two, three] = [PAGE, PAGE.replace("12", "13"), PAGE.replaceAll("12", "14")].map(bytes) as [
      Uint8Array,
      Uint8Array,
      Uint8Array
    ];
    const files = {
      "c.gz": three,
      "b_gz.patch": await patched(two, three, "c.gz"),
      "a_gz.patch": await patched(one, two, "b.gz")
    };
    for (const isPatchFirst of [true, false])
      expect(Buffer.from(await contentOf("a.gz", siteOf(files, isPatchFirst))).toString()).toBe(PAGE);
  });

  it("has several bases, which may have one in common", async () => {
    const [newest, newer, japanese, wanted] = [PAGE, ...["13", "14", "15"].map((one) => PAGE.replace("12", one))].map(bytes) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]; // prettier-ignore
    const files = {
      newest,
      "newer.patch": await patched(newer, newest, "newest"),
      "japanese.patch": await patched(japanese, new Uint8Array([...newest, ...newer]), "newest", "newer"),
      "wanted.patch": await patched(wanted, new Uint8Array([...newer, ...japanese]), "newer", "japanese")
    };
    expect(Buffer.from(await contentOf("wanted", siteOf(files))).equals(wanted)).toBe(true);
    const round = {...files, "newer.patch": await patched(newer, wanted, "wanted")};
    await expect(contentOf("wanted", siteOf(round))).rejects.toThrow("wanted is damaged");
  });

  it("that is cut off, changed anywhere, over another base, or without one is told, and never shown", async () => {
    const base = bytes(PAGE);
    const patch = await patched(bytes(`${PAGE.replaceAll("Revenue", "Margin")}!`), base);
    const content = (files: Readonly<Record<string, Uint8Array>>) => contentOf("file", siteOf(files));
    for (let end = 0; end < patch.length; end += 7) {
      const cut = patch.slice(0, end);
      await expect(content({"file.patch": cut, base})).rejects.toThrow(PackedError);
    }
    const start = patch.indexOf(10) + 1;
    for (let at = start; at < patch.length; ++at) {
      const changed = patch.slice();
      changed[at]! ^= 1 << (at % 8);
      await expect(content({"file.patch": changed, base})).rejects.toThrow("file is damaged");
    }
    await expect(content({"file.patch": patch, base: bytes(PAGE.replaceAll("12", "13"))})).rejects.toThrow(
      "file is damaged"
    );
    await expect(content({"file.patch": patch})).rejects.toThrow("base is missing");
    await expect(content({"file.patch": bytes("<!doctype html>\nNot found")})).rejects.toThrow("file is missing");
    await expect(content({[patchOf("base")]: await patched(base, base), "file.patch": patch})).rejects.toThrow(
      "file is damaged"
    );
  });

  it("stands beside its file, under a name that no host takes for that of a page or of gzipped bytes", () => {
    const names = ["snapshots/a.b/index.html", "_data/0123456789abcdef.cubes.gz"];
    expect(names.map(patchOf)).toEqual(["snapshots/a.b/index_html.patch", "_data/0123456789abcdef_cubes_gz.patch"]);
    expect(dataOfPatch(patchOf(names[1]!))).toBe(names[1]);
  });

  it("says what it is in its first line", async () => {
    const patch = parsePatch(await patched(bytes("abc"), bytes("ab"), "snapshots/x/index.html"))!;
    expect(patch).toMatchObject({bases: ["snapshots/x/index.html"], size: 3, gzip: null});
    for (const other of ['{"patch":2}\n', "[1]\n", '"2"\n', "2\n"]) expect(parsePatch(bytes(other))).toBeNull();
    expect(parsePatch(bytes(""))).toBeNull();
  });
});

it("sha256 is SHA-256, also where the browser has none", async () => {
  // FIPS 180-4's own example.
  expect(ownSha256(bytes("abc"))).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  for (const length of [0, 1, 55, 56, 63, 64, 65, 100_001]) {
    const some = new Uint8Array(randomBytes(length));
    const expected = createHash("sha256").update(some).digest("hex");
    expect([await sha256(some), ownSha256(some)]).toEqual([expected, expected]);
  }
});
