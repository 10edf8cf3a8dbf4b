import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, expect, it} from "vitest";
import {markVault, openVault, shutText} from "../../../src/site/snapshots/vault.ts";

const PHRASE = "five words make a phrase";
const OTHER = "five words make no phrase";
const WRONG = "that is not the passphrase of the folder's snapshots; name the file that they were published with";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-vault-"));
});
afterEach(() => rmSync(folder, {recursive: true, force: true}));

it("a folder that is marked, and has nothing else yet, takes its own passphrase alone", async () => {
  const vault = await openVault(folder, PHRASE);
  await markVault(folder, vault);
  await expect(openVault(folder, OTHER)).rejects.toThrow(WRONG);
  const again = await openVault(folder, PHRASE);
  expect(Buffer.from(again!.master.secret).equals(vault!.master.secret)).toBe(true);
});

it("in a folder of an earlier version, latest.json tells a wrong passphrase", async () => {
  const vault = await openVault(folder, PHRASE);
  await markVault(folder, vault);
  const mark = join(folder, "protected.json");
  const {check, ...rest} = JSON.parse(readFileSync(mark, "utf8")) as Record<string, unknown>;
  expect(check).toMatch(/^[\w+/=]+$/);
  writeFileSync(mark, JSON.stringify(rest));
  writeFileSync(join(folder, "latest.json"), shutText("{}", "latest.json", vault));
  await expect(openVault(folder, OTHER)).rejects.toThrow(WRONG);
  expect(await openVault(folder, PHRASE)).not.toBeNull();
});

it("a mark that is cut off, or no mark of ours, says so on its line", async () => {
  const file = join(folder, "protected.json");
  for (const text of ['{"format": 1, "sa', "null", '{"format": 1, "salt": "AAAA", "rounds": 600000}']) {
    writeFileSync(file, text);
    await expect(openVault(folder, PHRASE)).rejects.toThrow(
      `${file}:1: the file is damaged, or of another version of Kizuna: without it the folder's snapshots cannot be opened; restore it`
    );
  }
});
