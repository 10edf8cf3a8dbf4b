import {cpSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const PROJECT = join(import.meta.dirname, "..");

/** Makes a copy of the demo that publishes no rows, and whose queries are none that only add up: sums of metrics alone answer, and figures of queries stay as they are. @param reports all of them, unless some are named. @returns its root. */
export function demoOfSums(root: string, reports: readonly string[] | null = null): string {
  const parts = ["data", ...(reports?.map((report) => `reports/${report}.md`) ?? ["reports"])];
  for (const part of parts) cpSync(join(PROJECT, part), join(root, part), {recursive: true});
  change(join(root, "data/catalog.yaml"), "rows: pruned", "rows: none");
  for (const report of ["index", "ja/index"])
    change(join(root, `reports/${report}.md`), /\bfrom (orders|surveys)\b/g, "from (from $1) $1");
  return root;
}

function change(file: string, found: string | RegExp, by: string): void {
  const text = readFileSync(file, "utf8");
  const changed = text.replace(found, by);
  if (changed === text) throw new Error(`${file} has no ${String(found)}`);
  writeFileSync(file, changed);
}
