import {createHash} from "node:crypto";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {insideHtml} from "../export/inside-html.ts";
import {filesIn} from "../output.ts";
import {POLICY} from "../policy.ts";
import {lockedPage, notFoundPage} from "./locked-page.ts";
import type {Seal} from "./seal.ts";

/** How a site is protected. */
export interface Protection {
  readonly seal: Seal;
  /** The script of {@link ./unlock.ts}, from the site's root. */
  readonly script: string;
  /** From the folder's root to where shared scripts are: "" but for a snapshot. */
  readonly base: string;
  /** Where the pages will be, from the root of what the passphrase opens: "" but for a snapshot, "snapshots/ID/". */
  readonly place: string;
  /** Pages' code by the path of their page: it is theirs alone, and stands inside them. */
  readonly codes: ReadonlyMap<string, string>;
  /** Files that an author has the site hand out as they are, and that the build wrote nothing over. */
  readonly clear: readonly string[];
}

/**
 * Encrypts a written site in its place: of each page stays a form that asks for the passphrase, data files and JSON become what only the key opens.
 * Scripts, the database and public files stay as they are; so do paths. The page for addresses that are none, which would not know where its script is, is one without a name.
 */
export async function protectFolder(folder: string, protection: Protection): Promise<void> {
  const {seal, place} = protection;
  const clear = new Set(protection.clear);
  for (const path of (await filesIn(folder)).filter((one) => isLocked(one) && !clear.has(one))) {
    const file = join(folder, path);
    const bytes = await readFile(file);
    if (path === "404.html") await writeFile(file, notFoundPage(bytes.toString("utf8")));
    else if (path.endsWith(".html"))
      await writeFile(file, await lockedReport(bytes.toString("utf8"), path, protection));
    else await writeFile(file, seal.bytes(bytes, path.startsWith("_data/") ? path : `${place}${path}`));
  }
}

/** Whether a file of the site is encrypted, unless it is a public one: pages, what they say as JSON, and the data beside them. */
export function isLocked(path: string): boolean {
  return path.endsWith(".html") || isFetched(path);
}

/** Whether pages take a file of the site for an encrypted one, unless they are told. */
function isFetched(path: string): boolean {
  return path.endsWith(".json") || path.startsWith("_data/");
}

function lockedReport(
  html: string,
  path: string,
  {seal, place, base, script, codes, clear}: Protection
): Promise<string> {
  const code = codes.get(path.replace(/(^|\/)index\.html$/, ""));
  const policy = code === undefined ? POLICY : `${POLICY}; script-src 'self' ${hashOf(insideHtml(code))}`;
  const page = code === undefined ? html : withCode(html, insideHtml(code)).replace(POLICY, policy);
  const root = `${"../".repeat(path.split("/").length - 1)}${base}`;
  return lockedPage(page, {
    seal,
    path: `${place}${path}`,
    policy,
    script: {src: `./${root}${script}`},
    clear: clear.filter(isFetched).map((one) => `${place}${one}`)
  });
}

function withCode(html: string, code: string): string {
  const end = html.lastIndexOf("</body>");
  return `${html.slice(0, end)}<script type="module">${code}</script>${html.slice(end)}`;
}

/** How a policy names a script's text. */
export function hashOf(script: string): string {
  return `'sha256-${createHash("sha256").update(script).digest("base64")}'`;
}
