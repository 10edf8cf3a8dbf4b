import {checkSite} from "../site/build.ts";
import {readPublished} from "../site/snapshots/folder.ts";
import {WORKSPACE_OPTIONS, countReports, fromHere, runCommand, workspaceOf} from "./command.ts";
import {GATE_OPTIONS, judged} from "./gates.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  ...GATE_OPTIONS,
  into: {type: "string", help: "folder of snapshots, for gates that look at the last one"},
  "allow-unknown-cells": {type: "boolean", help: "passes over cells whose metric is not there yet"}
} as const;

await runCommand(
  "npm run check -- [options]: checks catalog, data and reports without writing a site",
  options,
  async (call) => {
    const workspace = workspaceOf(call);
    const {into} = call.values;
    const before = typeof into === "string" ? (await readPublished(fromHere(into))).snapshots.at(-1) : null;
    const {done, code} = await judged(
      {call, workspace},
      () => checkSite(workspace, {allowUnknown: call.values["allow-unknown-cells"] === true, before: before ?? null}),
      (built) => built
    );
    if (code === 0) console.log(`${countReports(done.site)}: no mistakes`);
    return code;
  }
);
