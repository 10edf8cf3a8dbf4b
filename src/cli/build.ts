import {join} from "node:path";
import {buildSite} from "../site/build.ts";
import {masterOf, sealOf} from "../site/protect/seal.ts";
import {
  AUDIENCE_OPTION,
  PASSPHRASE_OPTION,
  PROJECT,
  WORKSPACE_OPTIONS,
  audienceOf,
  countReports,
  fromHere,
  passphraseOf,
  printBuilt,
  runCommand,
  urlOf,
  workspaceOf
} from "./command.ts";
import {GATE_OPTIONS, judged, warnsOnly} from "./gates.ts";
import {HOST_OPTION, hostFilesOf} from "./hosts.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  ...GATE_OPTIONS,
  ...HOST_OPTION,
  out: {type: "string", help: "folder to write; defaults to dist"},
  url: {type: "string", help: "where the site will be, for pictures of links to it: https://reports.example.com/"},
  ...PASSPHRASE_OPTION,
  ...AUDIENCE_OPTION,
  "allow-unknown-cells": {type: "boolean", help: "passes over cells whose metric is not there yet"}
} as const;

await runCommand("npm run build -- [options]: writes the static site", options, async (call) => {
  const started = performance.now();
  const workspace = workspaceOf(call);
  const out = typeof call.values["out"] === "string" ? fromHere(call.values["out"]) : join(PROJECT, "dist");
  const {done: built, code} = await judged(
    {call, workspace},
    async () => {
      const passphrase = await passphraseOf(call);
      return buildSite(workspace, {
        project: PROJECT,
        out,
        url: urlOf(call),
        hostFiles: hostFilesOf(call),
        seal: passphrase === null ? null : await sealOf(await masterOf(passphrase)),
        audience: audienceOf(call),
        allowUnknown: call.values["allow-unknown-cells"] === true,
        warnOnly: warnsOnly(call)
      });
    },
    (done) => done
  );
  if (code > 0) return code;
  printBuilt(built, workspace);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${countReports(built.site)} in ${seconds} s: ${out}`);
  return 0;
});
