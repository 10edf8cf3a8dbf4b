import {join} from "node:path";
import {buildSite} from "../site/build.ts";
import {
  PROJECT,
  WORKSPACE_OPTIONS,
  countReports,
  fromHere,
  printBuilt,
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
  const built = await buildSite(workspace, {
    project: PROJECT,
    out,
    url: urlOf(call),
    allowUnknown: call.values["allow-unknown-cells"] === true
  });
  if (built.errors.length > 0) return printErrors(built.errors);
  printBuilt(built, workspace);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${countReports(built.site)} in ${seconds} s: ${out}`);
  return 0;
});
