import {checkSite} from "../site/build.ts";
import {EVERY_AUDIENCE} from "../site/site.ts";
import {readPublished} from "../site/snapshots/folder.ts";
import type {SnapshotRecord} from "../site/snapshots/record.ts";
import {openVault} from "../site/snapshots/vault.ts";
import {audienceOf, countReports, fromHere, passphraseOf, runCommand, workspaceOf} from "./command.ts";
import type {Call} from "./command.ts";
import {judged} from "./gates.ts";
import {SITE_OPTIONS, allowsUnknown} from "./site-options.ts";

const options = {
  ...SITE_OPTIONS,
  into: {type: "string", help: "folder of snapshots, for gates that look at the last one"},
  lock: {type: "boolean", help: "writes data/sources.lock.json: builds stop where a table's files are others"}
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
          allowUnknown: allowsUnknown(call),
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
