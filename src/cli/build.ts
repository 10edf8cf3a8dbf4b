import {join} from "node:path";
import {buildSite} from "../site/build.ts";
import {
  PROJECT,
  WORKSPACE_OPTIONS,
  countReports,
  fromHere,
  printErrors,
  runCommand,
  urlOf,
  workspaceOf
} from "./command.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  out: {type: "string", help: "folder to write; defaults to dist"},
  url: {type: "string", help: "where the site will be, for pictures of links to it: https://reports.example.com/"},
  "allow-unknown-cells": {type: "boolean", help: "passes over cells whose metric is not there yet"}
} as const;

await runCommand("npm run build -- [options]: writes the static site", options, async (call) => {
  const started = performance.now();
  const workspace = workspaceOf(call);
  const out = typeof call.values["out"] === "string" ? fromHere(call.values["out"]) : join(PROJECT, "dist");
  const {errors, files, site, warnings} = await buildSite(workspace, {
    project: PROJECT,
    out,
    url: urlOf(call),
    allowUnknown: call.values["allow-unknown-cells"] === true
  });
  if (errors.length > 0) return printErrors(errors);
  for (const source of site.pages[0]!.sources)
    for (const {reason, rows} of source.rejected)
      console.log(
        `set aside: ${rows} of ${source.table}: ${reason} (kept in ${join(workspace.cache, "_rejected", `${source.table}.csv`)})`
      );
  for (const warning of site.pages[0]!.warnings) console.log(`note: ${warning}`);
  for (const warning of warnings) console.warn(warning);
  for (const file of files) console.log(`  ${file}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${countReports(site)} in ${seconds} s: ${out}`);
  return 0;
});
