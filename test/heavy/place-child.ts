// Places a built site into a folder of snapshots, in a process of its own that a test can kill: node place-child.ts JSON.
import {readPublished} from "../../src/site/snapshots/folder.ts";
import {inFolder, placeSnapshot} from "../../src/site/snapshots/place.ts";
import type {BuiltSnapshot, SnapshotOptions} from "../../src/site/snapshots/place.ts";

const {built, options} = JSON.parse(process.argv[2]!) as {built: BuiltSnapshot; options: SnapshotOptions};
await inFolder(options, async (held) => {
  process.send!("placing");
  const {record} = await placeSnapshot(built, await readPublished(options.into), {...options, ...held});
  process.send!(record.id);
});
process.disconnect();
