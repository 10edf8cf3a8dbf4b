// Prints what a year of weekly snapshots of the demo takes in bytes, where each week is packed: an hour where no week was built before.
import {readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {readPublished} from "../../src/site/snapshots/folder.ts";
import {cutDemo} from "../heavy/cut-demo.ts";
import {bytesOf, changedIn, hashesOf} from "../heavy/published.ts";
import {measure} from "./measure.ts";

const PROJECT = join(import.meta.dirname, "../..");
const WEEKS = 52;
/** Weeks whose files are looked at again at the end, byte for byte. */
const CHECKED = [1, 9, 30];
const DAY = 24 * 3600 * 1000;

/** Publishes the demo as it stood at the end of each week of a year, one after the other, into one folder. @param kept folder for what can be made again @throws if a file of an old week says something else than it did */
export async function benchYear(kept: string): Promise<void> {
  const into = join(kept, "year/site");
  rmSync(into, {recursive: true, force: true});
  const sizes: number[] = [];
  const hashes = new Map<string, string>();
  for (const [i, day] of weekEnds().entries()) {
    const root = join(kept, "year", day);
    await cutDemo(day, root);
    const options = ["--workspace", root, "--cache", join(kept, "year/cache"), "--into", into, "--pack"];
    const {seconds} = await measure(join(PROJECT, "src/cli/snapshot.ts"), options);
    sizes.push(bytesOf(into));
    if (CHECKED.includes(i + 1))
      for (const [path, hash] of hashesOf(into, (await readPublished(into)).snapshots.at(-1)!)) hashes.set(path, hash);
    console.log(`week ${i + 1}, to ${day}: ${bytesSaid(sizes)}, in ${seconds.toFixed(0)} s`);
  }
  const changed = await changedIn(into, hashes);
  if (changed.length > 0) throw new Error(`not as they were published: ${changed.join(", ")}`);
  console.log(`a year of ${WEEKS} weeks: ${timesFirst(sizes)} (bound 3 times); ${hashes.size} files of weeks ${CHECKED.join(", ")} are restored byte for byte`); // prettier-ignore
}

/** ISO dates, the last one the day that the demo's data goes to. */
function weekEnds(): readonly string[] {
  const [, last] = /^asOf: (.*)$/m.exec(readFileSync(join(PROJECT, "data/catalog.yaml"), "utf8"))!;
  const dayOf = (weeksAgo: number) => new Date(Date.parse(last!) - weeksAgo * 7 * DAY).toISOString().slice(0, 10);
  return Array.from({length: WEEKS}, (_, i) => dayOf(WEEKS - 1 - i));
}

function bytesSaid(sizes: readonly number[]): string {
  return `${sizes.at(-1)!} bytes, ${sizes.at(-1)! - (sizes.at(-2) ?? 0)} more, ${timesFirst(sizes)}`;
}

function timesFirst(sizes: readonly number[]): string {
  return `${(sizes.at(-1)! / sizes[0]!).toFixed(3)} times the first`;
}
