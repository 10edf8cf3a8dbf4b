import {relative} from "node:path";
import {ReportError} from "../errors.ts";
import {LockedError} from "../site/snapshots/lock.ts";
import type {Packing} from "../site/snapshots/pack/pack.ts";
import type {SnapshotOptions} from "../site/snapshots/place.ts";
import {publishSnapshot, purgeSnapshots, switchLatest, unpackSnapshots} from "../site/snapshots/publish.ts";
import {PROJECT, fromHere, passphraseOf, printBuilt, runCommand, urlOf, workspaceOf} from "./command.ts";
import type {Call} from "./command.ts";
import {judged} from "./gates.ts";
import {WEB_OPTIONS, webSiteOf} from "./site-options.ts";

const options = {
  ...WEB_OPTIONS,
  into: {type: "string", help: "folder of snapshots; made where there is none"},
  keep: {type: "string", help: "how many snapshots to keep, the newest; defaults to all"},
  pack: {type: "boolean", help: "keeps the older snapshots as differences, which pages restore in the browser"},
  unpack: {type: "string", help: "builds nothing: restores the files of this packed snapshot, or of --all"},
  latest: {type: "string", help: "builds nothing: latest/ leads to this snapshot from now on"},
  "purge-rows": {type: "string", help: "builds nothing: deletes the published rows of this snapshot, or of --all"}
} as const;

// "--purge-rows --all" reads like an option without its value.
const OF_ALL = ["--purge-rows", "--unpack"];
process.argv = process.argv.map((word, i, all) => (word === "--all" && OF_ALL.includes(all[i - 1]!) ? "all" : word));

await runCommand(
  "npm run snapshot -- --into DIR [options]: builds the site and publishes it as a snapshot beside the older ones",
  options,
  async (call) => {
    const into = folderOf(call);
    const keep = keepOf(call);
    const folderOptions = async () => ({
      project: PROJECT,
      into,
      keep,
      pack: call.values["pack"] === true,
      passphrase: await passphraseOf(call),
      url: urlOf(call)
    });
    const {latest, unpack, "purge-rows": purge} = call.values;
    try {
      if (typeof purge === "string") return await purgeRows(purge, await folderOptions());
      if (typeof unpack === "string") {
        for (const id of await unpackSnapshots(unpack === "all" ? null : unpack, await folderOptions()))
          console.log(`whole: ${id}`);
        return 0;
      }
      if (typeof latest === "string") {
        const {id, asOf} = await switchLatest(latest, await folderOptions());
        console.log(`latest/ leads to ${id}, with data to ${asOf}`);
        return 0;
      }
      return await publish(call, into, folderOptions);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      console.error(error.message);
      return 3;
    }
  }
);

async function publish(call: Call, into: string, folderOptions: () => Promise<SnapshotOptions>): Promise<number> {
  const started = performance.now();
  const workspace = workspaceOf(call);
  const {done, code} = await judged(
    {call, workspace},
    async () =>
      publishSnapshot(workspace, {
        ...(await folderOptions()),
        ...webSiteOf(call)
      }),
    ({built}) => built
  );
  const {built, record, isKnown, removed, packing, purged} = done;
  if (record === null) return code;
  printBuilt(built, workspace);
  for (const file of purged)
    console.log(`note: the rows of ${file} were deleted, and stay so; remove the file to publish them again`);
  for (const id of removed) console.log(`no longer kept: ${id}`);
  if (packing) printPacking(packing);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const what = isKnown ? "is there already, nothing differs" : "published";
  console.log(`snapshot ${record.id} ${what} in ${seconds} s: ${relative(fromHere("."), into) || into}`);
  return 0;
}

function printPacking({packed, left, broken}: Packing): void {
  for (const id of packed) console.log(`packed: ${id}`);
  if (left.length > 0)
    console.log(`note: not packed, as their pages are not in this copy of the folder: ${left.join(", ")}`);
  for (const [path, ids] of broken)
    console.log(`note: ${path} is missing or damaged, and ${ids.join(", ")} cannot be restored without it`);
}

async function purgeRows(wanted: string, folder: SnapshotOptions): Promise<number> {
  const {files, sharing} = await purgeSnapshots(wanted === "all" ? null : wanted, folder, new Date());
  for (const file of files) console.log(`rows deleted: ${file}`);
  if (files.length === 0) console.log("there are no rows to delete");
  for (const id of sharing) console.log(`note: ${id} shared some of these files; its SQL cells stay as built, too`);
  return 0;
}

function folderOf({values}: Call): string {
  if (typeof values["into"] === "string" && values["into"] !== "") return fromHere(values["into"]);
  throw new ReportError("no folder for snapshots", {file: "--into", line: 1}, "npm run snapshot -- --into DIR");
}

function keepOf({values}: Call): number | null {
  const {keep} = values;
  if (keep === undefined) return null;
  const number = Number(keep);
  if (Number.isInteger(number) && number > 0) return number;
  throw new ReportError(`--keep cannot be "${String(keep)}"`, {file: "--keep", line: 1}, "a whole number from 1");
}
