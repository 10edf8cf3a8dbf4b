import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {replaceFolder, requireApart} from "../../src/site/output.ts";

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-output-"));
  out = join(folder, "dist");
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

const site = (text: string) => (to: string) => {
  mkdirSync(to, {recursive: true});
  writeFileSync(join(to, "manifest.json"), JSON.stringify({snapshot: text}));
  return Promise.resolve();
};
const shown = () =>
  (JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as {readonly snapshot: string}).snapshot;

it("a write that fails at any step leaves the old folder, and nothing beside it", async () => {
  await replaceFolder(out, site("old"));
  for (const code of ["ENOSPC", "EIO", "EACCES"]) {
    const full = async (to: string) => {
      await site("half")(to);
      throw Object.assign(new Error(code), {code});
    };
    await expect(replaceFolder(out, full)).rejects.toThrow();
    expect([shown(), readdirSync(folder)]).toEqual(["old", ["dist"]]);
  }
});

it("what a run that was killed between the renames had moved away is put back", async () => {
  await replaceFolder(out, site("old"));
  mkdirSync(join(folder, ".dist.tmp-killed"));
  const {renameSync} = await import("node:fs");
  renameSync(out, join(folder, ".dist.tmp-killed/old"));
  const failing = () => Promise.reject(new Error("unreadable source"));
  await expect(replaceFolder(out, failing)).rejects.toThrow("unreadable source");
  expect(shown()).toBe("old");
});

it("what killed runs left goes after a day; that of a run at work stays", async () => {
  for (const name of [".dist.tmp-old", ".dist.tmp-now"]) mkdirSync(join(folder, name, "new"), {recursive: true});
  const before = new Date(Date.now() - 25 * 3600 * 1000);
  utimesSync(join(folder, ".dist.tmp-old"), before, before);
  await replaceFolder(out, site("new"));
  expect(existsSync(join(folder, ".dist.tmp-old"))).toBe(false);
  expect(existsSync(join(folder, ".dist.tmp-now"))).toBe(true);
});

it("a folder with another program's manifest is never replaced; a protected site is", async () => {
  mkdirSync(out);
  writeFileSync(join(out, "manifest.json"), '{"name": "My app", "start_url": "/"}');
  await expect(replaceFolder(out, site("new"))).rejects.toThrow(
    "the output folder holds files that are no report site"
  );
  writeFileSync(join(out, "index.html"), '<script type="application/json" id="k-lock">{}</script>');
  await replaceFolder(out, site("new"));
  expect(shown()).toBe("new");
});

it("no output stands among a workspace's own files, also by a link", async () => {
  for (const name of ["public", "data", "reports", "publications"]) mkdirSync(join(folder, name));
  symlinkSync(join(folder, "public"), join(folder, "link"));
  const refused = (path: string) => expect(requireApart(join(folder, path), {root: folder}, "--out")).rejects;
  await refused("public").toThrow("the workspace's public/, whose files are copied to the site as they are; choose another folder with --out"); // prettier-ignore
  await refused("link/new/site").toThrow("public/");
  await refused("data/site").toThrow("data/, which builds read");
  await refused("reports").toThrow("reports/, which builds read");
  for (const path of ["dist", "publications/a"]) await requireApart(join(folder, path), {root: folder}, "--out");
});
