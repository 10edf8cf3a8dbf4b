import {checkSite} from "../site/build.ts";
import {EVERY_AUDIENCE} from "../site/site.ts";
import {readPublished} from "../site/snapshots/folder.ts";
import type {SnapshotRecord} from "../site/snapshots/record.ts";
import {openVault} from "../site/snapshots/vault.ts";
import {
  AUDIENCE_OPTION,
  PASSPHRASE_OPTION,
  WORKSPACE_OPTIONS,
  audienceOf,
  countReports,
  fromHere,
  passphraseOf,
  runCommand,
  workspaceOf
} from "./command.ts";
import type {Call} from "./command.ts";
import {GATE_OPTIONS, judged} from "./gates.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  ...GATE_OPTIONS,
  ...PASSPHRASE_OPTION,
  ...AUDIENCE_OPTION,
  into: {type: "string", help: "folder of snapshots, for gates that look at the last one"},
  lock: {type: "boolean", help: "writes data/sources.lock.json: builds stop where a table's files are others"},
  "allow-unknown-cells": {type: "boolean", help: "passes over cells whose metric is not there yet"}
} as const;

await runCommand(
  "npm run check -- [options]: checks catalog, data and reports without writing a site",
  options,
  async (call) => {
    const workspace = workspaceOf(call);
    const {into} = call.values;
    const folder = typeof into === "string" ? fromHere(into) : null;
    const {done, code} = await judged(
      {call, workspace},
      async () =>
        checkSite(workspace, {
          allowUnknown: call.values["allow-unknown-cells"] === true,
          before: folder === null ? null : await lastSnapshot(folder, call),
          lock: call.values["lock"] === true,
          audience: audienceOf(call) ?? EVERY_AUDIENCE
        }),
      (built) => built
    );
    if (code === 0) console.log(`${countReports(done.site)}: no mistakes`);
    return code;
  }
);

async function lastSnapshot(folder: string, call: Call): Promise<SnapshotRecord | null> {
  const {snapshots} = await readPublished(folder, await openVault(folder, await passphraseOf(call)));
  return snapshots.at(-1) ?? null;
}
