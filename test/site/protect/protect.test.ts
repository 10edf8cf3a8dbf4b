import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {afterEach, beforeEach, expect, it} from "vitest";
import {ROUNDS, protectFolder} from "../../../src/site/protect/protect.ts";
import type {Lock} from "../../../src/site/protect/protect.ts";

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

const read = (path: string) => readFileSync(join(folder, path));
const lockOf = (path: string) => JSON.parse(/id="k-lock">(.*?)<\/script>/.exec(read(path).toString())![1]!) as Lock;

/** As a browser does it. */
async function opened(
  sealed: Uint8Array,
  {path, salt, phrase = PHRASE}: {path: string; salt: string; phrase?: string}
) {
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(phrase), "PBKDF2", false, [
    "deriveKey"
  ]);
  const how = {name: "PBKDF2", hash: "SHA-256", salt: Buffer.from(salt, "base64"), iterations: ROUNDS};
  const key = await crypto.subtle.deriveKey(how, material, {name: "AES-GCM", length: 256}, false, ["decrypt"]);
  const parts = {name: "AES-GCM", iv: sealed.slice(0, 12), additionalData: new TextEncoder().encode(path)};
  return Buffer.from(await crypto.subtle.decrypt(parts, key, sealed.slice(12)));
}

it("nothing of pages, JSON and data is left in clear text, titles included; scripts stay", async () => {
  await protectFolder(folder, PHRASE, "_assets/unlock.js");
  for (const path of ["index.html", "a/b/index.html", "a/b/index.json", "_data/x.arrow.gz"])
    expect(read(path).toString(), path).not.toMatch(/Secret|秘密|42 customers/);
  expect(read("_assets/tools.js").toString()).toBe("export {}");
  expect(read("a/b/index.html").toString()).toContain('src="./../../_assets/unlock.js"');
  expect(read("index.html").toString()).toContain("パスフレーズ");
});

it("the passphrase opens every file under its own path; another phrase, or path, does not", async () => {
  await protectFolder(folder, PHRASE, "_assets/unlock.js");
  const lock = lockOf("a/b/index.html");
  const page = Buffer.from(lock.page, "base64");
  expect(gunzipSync(await opened(page, lock)).toString()).toBe(PAGE);
  const {salt} = lock;
  expect((await opened(read("_data/x.arrow.gz"), {salt, path: "_data/x.arrow.gz"})).toString()).toBe("Secret title");
  await expect(opened(page, {...lock, phrase: `${PHRASE}!`})).rejects.toThrow();
  await expect(opened(page, {salt, path: "index.html"})).rejects.toThrow();
});

it("salt and nonces are new each time: equal pages are not told by their bytes", async () => {
  await protectFolder(folder, PHRASE, "_assets/unlock.js");
  const [first, other] = [lockOf("index.html"), lockOf("a/b/index.html")];
  expect(Buffer.from(first.salt, "base64")).toHaveLength(16);
  expect(first.salt).toBe(other.salt);
  expect(first.page.slice(0, 16)).not.toBe(other.page.slice(0, 16));
  writeFileSync(join(folder, "index.html"), PAGE);
  await protectFolder(folder, PHRASE, "_assets/unlock.js");
  expect(lockOf("index.html").salt).not.toBe(first.salt);
});
