import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {afterEach, beforeEach, expect, it} from "vitest";
import type {Lock} from "../../../src/site/protect/locked-page.ts";
import {passphraseOf} from "../../../src/cli/command.ts";
import {protectFolder} from "../../../src/site/protect/protect.ts";
import {ROUNDS, masterOf, sealOf, unsealed} from "../../../src/site/protect/seal.ts";

const PHRASE = "snow waits for nobody in May";
const PAGE =
  '<!doctype html><html lang="ja"><head><title>秘密の表題 Secret title</title></head><body>42 customers</body></html>';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-protect-"));
  for (const part of ["a/b", "_data", "_assets"]) mkdirSync(join(folder, part), {recursive: true});
  writeFileSync(join(folder, "index.html"), PAGE);
  writeFileSync(join(folder, "a/b/index.html"), PAGE);
  writeFileSync(join(folder, "a/b/index.json"), '{"title":"Secret title"}');
  writeFileSync(join(folder, "_data/x.arrow.gz"), "Secret title");
  writeFileSync(join(folder, "_assets/tools.js"), "export {}");
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

it("a passphrase file may begin with a mark and end its line, and has one line", async () => {
  const of = (text: string) => {
    writeFileSync(join(folder, "phrase.txt"), text);
    return passphraseOf({values: {"passphrase-file": join(folder, "phrase.txt")}, words: []});
  };
  expect(await of(PHRASE)).toBe(PHRASE);
  expect(await of(`\uFEFF${PHRASE}\r\n`)).toBe(PHRASE);
  await expect(of(`${PHRASE}\nand a second line\n`)).rejects.toThrow("several lines in the passphrase file");
  await expect(of("short")).rejects.toThrow("the passphrase has 5 letters");
});

async function protect(
  place = "",
  {codes = new Map(), clear = []}: {codes?: ReadonlyMap<string, string>; clear?: readonly string[]} = {}
): Promise<void> {
  const seal = await sealOf(await masterOf(PHRASE));
  await protectFolder(folder, {seal, script: "_assets/unlock.js", base: "", place, codes, clear});
}

const read = (path: string) => readFileSync(join(folder, path));
const lockOf = (path: string) => JSON.parse(/id="k-lock">(.*?)<\/script>/.exec(read(path).toString())![1]!) as Lock;

/** As a browser does it. */
async function opened(
  sealed: Uint8Array,
  {path, salt, phrase = PHRASE}: {path: string; salt: string; phrase?: string}
) {
  const text = new TextEncoder().encode(phrase);
  const material = await crypto.subtle.importKey("raw", text, "PBKDF2", false, ["deriveBits"]);
  const how = {name: "PBKDF2", hash: "SHA-256", salt: Buffer.from(salt, "base64"), iterations: ROUNDS};
  const secret = await crypto.subtle.importKey(
    "raw",
    await crypto.subtle.deriveBits(how, material, 256),
    "HKDF",
    false,
    ["deriveKey"]
  );
  const own = {name: "HKDF", hash: "SHA-256", salt: sealed.slice(0, 16), info: new Uint8Array()};
  const key = await crypto.subtle.deriveKey(own, secret, {name: "AES-GCM", length: 256}, false, ["decrypt"]);
  const parts = {name: "AES-GCM", iv: sealed.slice(16, 28), additionalData: new TextEncoder().encode(path)};
  return Buffer.from(await crypto.subtle.decrypt(parts, key, sealed.slice(28)));
}

it("nothing of pages, JSON and data is left in clear text, titles included; scripts stay", async () => {
  await protect();
  for (const path of ["index.html", "a/b/index.html", "a/b/index.json", "_data/x.arrow.gz"])
    expect(read(path).toString(), path).not.toMatch(/Secret|秘密|42 customers/);
  expect(read("_assets/tools.js").toString()).toBe("export {}");
  expect(read("a/b/index.html").toString()).toContain('src="./../../_assets/unlock.js"');
  expect(read("index.html").toString()).toContain("パスフレーズ");
});

it("public files stay as they are, and pages know which of them they would take for sealed", async () => {
  const files = {"vercel.json": '{"headers":[]}', "docs/terms.html": "<h1>Terms</h1>", "logo.svg": "<svg/>"};
  mkdirSync(join(folder, "docs"));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  await protect("snapshots/x/", {clear: Object.keys(files)});
  for (const [path, text] of Object.entries(files)) expect(read(path).toString(), path).toBe(text);
  expect(read("index.html").toString()).not.toMatch(/Secret|秘密|42 customers/);
  expect(lockOf("a/b/index.html").clear).toEqual(["snapshots/x/vercel.json"]);
});

it("the page for addresses that are none is open, and tells nothing but its language", async () => {
  writeFileSync(join(folder, "404.html"), PAGE);
  await protect();
  const text = read("404.html").toString();
  expect(text).toContain("ページが見つかりません");
  expect(text).not.toMatch(/Secret|秘密|42 customers|<script|href=/);
});

it("the passphrase opens every file under its own path; another phrase, or path, does not", async () => {
  await protect();
  const lock = lockOf("a/b/index.html");
  const page = Buffer.from(lock.page, "base64");
  expect(gunzipSync(await opened(page, lock)).toString()).toBe(PAGE);
  const {salt} = lock;
  expect((await opened(read("_data/x.arrow.gz"), {salt, path: "_data/x.arrow.gz"})).toString()).toBe("Secret title");
  await expect(opened(page, {...lock, phrase: `${PHRASE}!`})).rejects.toThrow();
  await expect(opened(page, {salt, path: "index.html"})).rejects.toThrow();
});

it("files of a snapshot are sealed for their place in the folder, shared ones for theirs; a page's code stands inside it", async () => {
  await protect("snapshots/x/", {codes: new Map([["a/b", "globalThis.secretCell = 1;"]])});
  const {salt, path, page} = lockOf("a/b/index.html");
  expect(path).toBe("snapshots/x/a/b/index.html");
  const html = gunzipSync(await opened(Buffer.from(page, "base64"), {salt, path})).toString();
  expect(html).toContain('<script type="module">globalThis.secretCell = 1;</script></body>');
  const master = await masterOf(PHRASE, Buffer.from(salt, "base64"));
  const json = read("a/b/index.json");
  expect((await unsealed(json, "snapshots/x/a/b/index.json", master))!.toString()).toContain("Secret title");
  expect(await unsealed(json, "a/b/index.json", master)).toBeNull();
  expect(await unsealed(json.subarray(0, 20), "snapshots/x/a/b/index.json", master)).toBeNull();
  expect((await unsealed(read("_data/x.arrow.gz"), "_data/x.arrow.gz", master))!.toString()).toBe("Secret title");
});

it("salts and nonces are new each time: equal pages are not told by their bytes", async () => {
  await protect();
  const [first, other] = [lockOf("index.html"), lockOf("a/b/index.html")];
  expect(Buffer.from(first.salt, "base64")).toHaveLength(16);
  expect(first.salt).toBe(other.salt);
  const start = ({page}: Lock) => Buffer.from(page, "base64").toString("hex").slice(0, 56);
  // One salt of the edition, a nonce for each file.
  expect(start(first).slice(0, 32)).toBe(start(other).slice(0, 32));
  expect(start(first)).not.toBe(start(other));
  writeFileSync(join(folder, "index.html"), PAGE);
  await protect();
  expect(lockOf("index.html").salt).not.toBe(first.salt);
});
