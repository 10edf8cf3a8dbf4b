import {ReportError} from "../../errors.ts";
import type {Headline} from "../headlines.ts";
import {RECOMPUTABLE, changedSettings} from "./settings.ts";
import type {Definitions, Since, SnapshotRecord, SnapshotTable, Split} from "./record.ts";

/** A workspace's headlines and tables, as of one day and by one catalog's settings. */
export interface Standing {
  readonly headlines: readonly Headline[];
  readonly tables: readonly SnapshotTable[];
}

/** What is about to be published. */
export interface Now extends Standing {
  readonly asOf: string;
  readonly definitions: Definitions;
}

/** Computes today's data again as of an earlier day; by the settings given, where they are not null. @throws {ReportError} where they do not fit the data. */
export type Recompute = (
  asOf: string,
  joinedTo: string | null,
  settings: Readonly<Record<string, string>> | null
) => Promise<Standing>;

/**
 * What is new since the snapshot before, told apart by computing today's data again as of that snapshot's day: by today's definitions, and by its own. What today's definitions give on that day leaves the new period;
 * what the two give there, the definition; what its own definitions now give and gave then, the restated past. Where its definitions cannot be had again (SQL tables, Kizuna's own code) and the data of that time is another,
 * the last two are one part.
 */
export async function sinceSnapshot(before: SnapshotRecord, now: Now, recompute: Recompute): Promise<Since> {
  const changed = changedSettings(before.definitions.settings, now.definitions.settings, {isComputing: true});
  const canRedo = changed.every((path) => RECOMPUTABLE.test(path));
  const then = now.asOf === before.asOf ? now : await recompute(before.asOf, before.joinedTo, null);
  const old = !changed.some((path) => RECOMPUTABLE.test(path))
    ? then
    : await attempt(() => recompute(before.asOf, before.joinedTo, before.definitions.settings));
  const isOldCode = before.definitions.program === now.definitions.program && canRedo;
  const isSameData = old !== null && hasSameContent(before.tables, old.tables);
  const rest = isSameData ? "definition" : old !== null && isOldCode ? "restated" : "mixed";
  const splits = now.headlines.flatMap((headline): [string, Split][] => {
    const value = (standing: Pick<Standing, "headlines"> | null) =>
      standing?.headlines.find(({name}) => name === headline.name)?.value ?? null;
    const [first, last, newRule, oldRule] = [value(before), headline.value, value(then), value(old ?? then)];
    if (first === null || last === null || newRule === null || oldRule === null) return [];
    const part = (amount: number) => (Math.abs(amount) < 1e-9 * Math.max(1, Math.abs(first)) ? 0 : amount);
    const parts = {period: part(last - newRule), restated: 0, definition: part(newRule - oldRule), mixed: 0};
    return [[headline.name, {...parts, [rest]: parts[rest] + part(oldRule - first)}]];
  });
  return {
    snapshot: before.id,
    asOf: before.asOf,
    splits: Object.fromEntries(splits),
    past: old === null ? null : [...old.tables]
  };
}

async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReportError) return null;
    throw error;
  }
}

function hasSameContent(before: readonly SnapshotTable[], after: readonly SnapshotTable[]): boolean {
  const contents = new Map(after.map(({table, content}) => [table, content]));
  return before.length === after.length && before.every(({table, content}) => contents.get(table) === content);
}
