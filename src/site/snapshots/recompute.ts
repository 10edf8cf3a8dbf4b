import {readFile} from "node:fs/promises";
import {parseDocument} from "yaml";
import {loadCatalog} from "../assemble.ts";
import type {Loaded} from "../assemble.ts";
import {headlinesOf} from "../headlines.ts";
import {catalogPath, sourceFiles} from "../workspace.ts";
import type {Workspace} from "../workspace.ts";
import {RECOMPUTABLE} from "./settings.ts";
import type {Recompute} from "./since.ts";
import {forgetJoinedAfter, tablesOf} from "./tables.ts";

/** What computes a workspace's headlines again in the engine of `loaded`, whose tables it replaces. */
export function recomputeWorkspace(
  workspace: Workspace,
  {engine, audience}: Pick<Loaded, "engine" | "audience">
): Recompute {
  return async (asOf, joinedTo, settings) => {
    const text = catalogAt(await readFile(catalogPath(workspace), "utf8"), asOf, settings);
    const loaded = await loadCatalog(text, workspace, {
      engine,
      audience,
      files: sourceFiles(workspace),
      tidy: (catalog) => (joinedTo === null ? Promise.resolve(0) : forgetJoinedAfter(joinedTo, {catalog, engine}))
    });
    return {headlines: await headlinesOf(loaded), tables: await tablesOf(loaded)};
  };
}

/** A catalog's text as of another day, without its checks; with the mappings and calendar of `settings`, where these are given. */
export function catalogAt(text: string, asOf: string, settings: Readonly<Record<string, string>> | null): string {
  const document = parseDocument(text);
  document.set("asOf", asOf);
  document.delete("checks");
  if (settings === null) return document.toString();
  const tables = (document.toJS() as {tables?: Record<string, unknown>}).tables ?? {};
  for (const path of ["timeZone", "fiscalYearStart", "weekStart"])
    if (settings[path] !== undefined)
      document.set(path, path === "fiscalYearStart" ? Number(settings[path]) : settings[path]);
  for (const table of Object.keys(tables)) {
    const prefix = `tables.${table}.columns.`;
    const columns = Object.entries(settings).flatMap(([path, column]) =>
      RECOMPUTABLE.test(path) && path.startsWith(prefix) ? [[path.slice(prefix.length), column]] : []
    );
    document.setIn(["tables", table, "columns"], Object.fromEntries(columns));
  }
  return document.toString();
}
