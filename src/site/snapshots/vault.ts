import {existsSync} from "node:fs";
import {mkdir, readFile, readdir} from "node:fs/promises";
import {join} from "node:path";
import {z} from "zod";
import {ReportError} from "../../errors.ts";
import {POLICY} from "../policy.ts";
import {lockedPage} from "../protect/locked-page.ts";
import {ROUNDS, SALT, masterOf, sealOf, unsealed} from "../protect/seal.ts";
import type {Master, Seal} from "../protect/seal.ts";
import {replaceFile} from "../replace-file.ts";
import {parseJson} from "./json.ts";

/** The file that says that a folder's snapshots are encrypted: the salt of their passphrase, and what tells it from others. */
const MARK = "protected.json";

/** Contents of {@link MARK}. */
const markSchema = z.object({
  format: z.literal(1),
  salt: z.base64().refine((text) => Buffer.from(text, "base64").length === SALT),
  rounds: z.literal(ROUNDS),
  check: z.base64().optional().describe("The word, sealed; folders of earlier versions have none.")
});

type Mark = z.output<typeof markSchema>;

/** What a folder's passphrase opens from its first moment on. */
const WORD = "Kizuna";

/** What reads and writes a folder whose snapshots are encrypted by one passphrase; null stands for one in clear text. */
export interface Vault {
  readonly master: Master;
  /** Of this run: each snapshot has a key of its own. */
  readonly seal: Seal;
}

/**
 * The vault of a folder that is protected, or of a new one that shall be; null for one in clear text.
 * @throws {ReportError} if the passphrase is missing or another one, or the folder's snapshots stand in clear text.
 */
export async function openVault(folder: string, passphrase: string | null): Promise<Vault | null> {
  const mark = join(folder, MARK);
  const isProtected = existsSync(mark);
  const fail = (problem: string, hint: string) => new ReportError(problem, {file: folder, line: 1}, hint);
  if (passphrase === null) {
    if (!isProtected) return null;
    throw fail("the folder's snapshots are protected", "name the file of their passphrase with --passphrase-file");
  }
  if (!isProtected && (await hasSnapshots(folder)))
    throw fail("the folder's snapshots stand in clear text", "choose another folder with --into");
  const known = isProtected ? await readMark(mark) : null;
  const master = await masterOf(passphrase, ...(known === null ? [] : [Buffer.from(known.salt, "base64")]));
  if (known !== null && !(await isPassphrase(folder, known, master)))
    throw fail("that is not the passphrase of the folder's snapshots", "name the file that they were published with");
  return {master, seal: await sealOf(master)};
}

async function readMark(file: string): Promise<Mark> {
  const parsed = markSchema.safeParse(parseJson(await readFile(file, "utf8")));
  if (parsed.success) return parsed.data;
  throw new ReportError(
    "the file is damaged, or of another version of Kizuna: without it the folder's snapshots cannot be opened",
    {file, line: 1},
    "restore it from the web or a copy of the folder, or choose another folder with --into"
  );
}

async function isPassphrase(folder: string, {check}: Mark, master: Master): Promise<boolean> {
  if (check !== undefined) return (await unsealed(Buffer.from(check, "base64"), MARK, master)) !== null;
  const latest = join(folder, "latest.json");
  return !existsSync(latest) || (await unsealed(await readFile(latest), "latest.json", master)) !== null;
}

async function hasSnapshots(folder: string): Promise<boolean> {
  if (existsSync(join(folder, "latest.json"))) return true;
  const names = await readdir(join(folder, "snapshots")).catch(() => []);
  return names.some((name) => !name.startsWith("."));
}

/** Marks a folder as protected before the first of its snapshots is in it. */
export async function markVault(folder: string, vault: Vault | null): Promise<void> {
  if (vault === null || existsSync(join(folder, MARK))) return;
  await mkdir(folder, {recursive: true});
  const check = vault.seal.bytes(Buffer.from(WORD), MARK).toString("base64");
  const mark: Mark = {format: 1, salt: vault.seal.salt, rounds: ROUNDS, check};
  await replaceFile(join(folder, MARK), `${JSON.stringify(mark)}\n`);
}

/** The text of a folder's file; null where it cannot be opened. */
export async function openedText(folder: string, path: string, vault: Vault | null): Promise<string | null> {
  const bytes = await readFile(join(folder, path));
  return ((vault ? await unsealed(bytes, path, vault.master) : bytes) ?? null)?.toString("utf8") ?? null;
}

/** What stands in the folder for a text. */
export function shutText(text: string, path: string, vault: Vault | null): string | Uint8Array {
  return vault ? vault.seal.bytes(Buffer.from(text), path) : text;
}

/** What stands in the folder for a page. @param unlock the script that opens it, from the folder's root; @param meta what is said of it in clear text. */
export async function shutPage(
  html: string,
  path: string,
  {vault, unlock, meta = ""}: {vault: Vault | null; unlock: string; meta?: string}
): Promise<string> {
  if (!vault) return html;
  const src = `./${"../".repeat(path.split("/").length - 1)}${unlock}`;
  return lockedPage(html, {seal: vault.seal, path, policy: POLICY, script: {src}, meta});
}
