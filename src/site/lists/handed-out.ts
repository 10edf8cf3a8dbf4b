import {open, readdir, stat} from "node:fs/promises";
import {extname, join} from "node:path";
import {MAIL_MARK} from "../paper/email.ts";

/** What stands in the first bytes of files that are written to be handed out: exported reports, PDFs, mails and their pages. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  ".html": ["default-src 'none'; script-src 'sha256-", `content="${MAIL_MARK}"`],
  // A system's browser without windows, and the one that comes along; a reader's own prints neither.
  ".pdf": ["HeadlessChrome", "/Creator (Chromium)"],
  ".eml": ["X-Unsent: 1"]
};

/** More than enough of a file for its sign. */
const FIRST_BYTES = 4096;

/** The name of a file in a folder that Kizuna wrote to be handed out; null if there is none, or no such folder. */
export async function handedOut(folder: string): Promise<string | null> {
  for (const name of (await readdir(folder).catch(() => [])).sort()) {
    const signs = SIGNS[extname(name)];
    if (!signs) continue;
    const start = await startOf(join(folder, name));
    if (signs.some((sign) => start.includes(sign))) return name;
  }
  return null;
}

async function startOf(path: string): Promise<string> {
  if (!(await stat(path).catch(() => null))?.isFile()) return "";
  await using file = await open(path);
  const {buffer, bytesRead} = await file.read(Buffer.alloc(FIRST_BYTES), 0, FIRST_BYTES, 0);
  return buffer.toString("latin1", 0, bytesRead);
}
