import {join} from "node:path";
import {preview} from "astro";
import {astroConfig} from "../site/astro.ts";
import {buildSite} from "../site/build.ts";
import {gateLine} from "../site/gates/gate.ts";
import {publicFolder} from "../site/workspace.ts";
import {PROJECT, WORKSPACE_OPTIONS, fromHere, printErrors, runCommand, workspaceOf} from "./command.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  out: {type: "string", help: "folder to write; defaults to dist"},
  port: {type: "string", help: "defaults to 4321"}
} as const;

await runCommand("npm start -- [options]: builds the site, serves it and prints its address", options, async (call) => {
  const workspace = workspaceOf(call);
  const out = typeof call.values["out"] === "string" ? fromHere(call.values["out"]) : join(PROJECT, "dist");
  console.log("building …");
  const {errors, gates} = await buildSite(workspace, {project: PROJECT, out, allowUnknown: false, warnOnly: true});
  if (errors.length > 0) return printErrors(errors);
  for (const gate of gates) if (gate.problem !== null) console.warn(`warning: ${gateLine(gate)}`);
  const folders = {project: PROJECT, public: publicFolder(workspace), cache: join(workspace.cache, "astro"), out};
  const server = await preview({
    ...astroConfig(folders),
    server: {host: "localhost", port: Number(call.values["port"] ?? 4321)}
  });
  console.log(`http://localhost:${server.port}/ (Ctrl+C ends it)`);
  return 0;
});
