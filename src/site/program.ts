import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {glob} from "tinyglobby";

/** A part of Kizuna: a pattern of its own files, and what of its libraries it rests on. */
export interface Part {
  readonly files: string;
  /** Every byte of the lockfile, or the versions of those that the program itself names. */
  readonly libraries: "locked" | "named";
}

/** What pages and everything in them are made of. */
export const WHOLE: Part = {files: "{src/**/*.{ts,astro,css,js},public/mark.svg}", libraries: "locked"};
/** What scripts of pages are made of. */
export const SCRIPTS: Part = {files: "src/**/*.{ts,js}", libraries: "locked"};
/** What figures are computed by. Tools that only develop it are none of it. */
export const DEFINITIONS: Part = {
  files: "src/{{catalog,cube,engine,metrics,models,notebook,sql}/**/*,site/{facts,headlines}}.ts",
  libraries: "named"
};

/** 16 hexadecimal digits that tell this state of a part of Kizuna, and of its libraries, from any other. */
export async function programState(project: string, {files, libraries}: Part): Promise<string> {
  const hash = createHash("sha256");
  const text = (file: string) => readFile(join(project, file));
  for (const file of (await glob(files, {cwd: project})).sort()) hash.update(file).update(await text(file));
  if (libraries === "locked") hash.update(await text("package.json")).update(await text("package-lock.json"));
  else {
    const {dependencies, overrides} = JSON.parse((await text("package.json")).toString()) as Record<string, unknown>;
    hash.update(JSON.stringify([dependencies, overrides]));
  }
  return hash.digest("hex").slice(0, 16);
}
