import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {glob} from "tinyglobby";

/** What pages and everything in them are made of. */
export const WHOLE = "src/**/*.{ts,astro,css}";
/** What scripts of pages are made of. */
export const SCRIPTS = "src/**/*.ts";
/** What figures are computed by. */
export const DEFINITIONS = "src/{catalog,cube,metrics,models,notebook,sql}/**/*.ts";

/** 16 hexadecimal digits that tell this state of Kizuna's own files (one of the patterns above), and of the versions of its libraries, from any other. */
export async function programState(project: string, pattern: string): Promise<string> {
  const hash = createHash("sha256");
  const files = (await glob(pattern, {cwd: project})).sort();
  for (const file of [...files, "package.json", "package-lock.json"])
    hash.update(file).update(await readFile(join(project, file)));
  return hash.digest("hex").slice(0, 16);
}
