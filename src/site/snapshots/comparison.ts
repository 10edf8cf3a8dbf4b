import {changedSettings} from "./settings.ts";
import type {SnapshotRecord, Split} from "./record.ts";

/** One snapshot of those between two: what it follows, and what made its headlines change. */
export interface Step {
  readonly id: string;
  readonly number: number;
  readonly asOf: string;
  readonly builtAt: string;
  readonly since: {readonly snapshot: string; readonly splits: Readonly<Record<string, Split>>} | null;
}

/** A headline in two snapshots. */
export interface HeadlineChange {
  readonly before: SnapshotRecord["headlines"][number] | null;
  readonly after: SnapshotRecord["headlines"][number];
  /** Null where it is not known: a value is missing, or a snapshot between the two. */
  readonly split: Split | null;
}

/** A table in two snapshots. */
export interface TableChange {
  readonly table: string;
  readonly before: {readonly rows: number; readonly rejected: number} | null;
  readonly after: {readonly rows: number; readonly rejected: number} | null;
  /** Rows that came or went among the days that the earlier one knew; null where that is not known, or not of two that follow each other. */
  readonly restated: number | null;
  /** Whether rows of those days are other ones; null where that is not known. */
  readonly isRestated: boolean | null;
}

/** A part of the catalog that says something else. */
export interface SettingChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Two snapshots side by side. */
export interface Comparison {
  readonly headlines: readonly HeadlineChange[];
  readonly tables: readonly TableChange[];
  readonly settings: readonly SettingChange[];
  /** Cells whose text is another, as `reports/value.md#clv`; new and removed ones with them. */
  readonly cells: readonly string[];
  /** Whether Kizuna itself computes in another way. */
  readonly isOtherProgram: boolean;
}

/** Compares two snapshots; `steps` are all of the folder. The earlier one may be the later one in time: then everything is the other way round. */
export function compareSnapshots(before: SnapshotRecord, after: SnapshotRecord, steps: readonly Step[]): Comparison {
  const splits = splitsBetween(before, after, steps);
  const past = after.since?.snapshot === before.id ? after.since.past : null;
  const settings = changedSettings(before.definitions.settings, after.definitions.settings);
  return {
    headlines: after.headlines.map((headline) => ({
      before: before.headlines.find(({name}) => name === headline.name) ?? null,
      after: headline,
      split: splits?.get(headline.name) ?? null
    })),
    tables: [...new Set([...after.tables, ...before.tables].map(({table}) => table))].map((table) => {
      const find = (tables: readonly SnapshotRecord["tables"][number][]) =>
        tables.find((one) => one.table === table) ?? null;
      const [was, is, then] = [find(before.tables), find(after.tables), past && find(past)];
      return {
        table,
        before: was,
        after: is,
        restated: was && then ? then.rows - was.rows : null,
        isRestated: was && then ? then.content !== was.content : null
      };
    }),
    settings: settings.map((path) => ({
      path,
      before: before.definitions.settings[path] ?? null,
      after: after.definitions.settings[path] ?? null
    })),
    cells: changedSettings(before.definitions.cells, after.definitions.cells),
    isOtherProgram: before.definitions.program !== after.definitions.program
  };
}

/** What made each headline change between two snapshots: the sums over all those between; null where one of them is missing. */
function splitsBetween(
  before: Pick<SnapshotRecord, "id" | "number">,
  after: Pick<SnapshotRecord, "id" | "number">,
  steps: readonly Step[]
): ReadonlyMap<string, Split> | null {
  const [first, last, sign] = before.number <= after.number ? [before, after, 1] : [after, before, -1];
  const byId = new Map(steps.map((step) => [step.id, step]));
  const chain: Readonly<Record<string, Split>>[] = [];
  for (let id = last.id; id !== first.id;) {
    const since = byId.get(id)?.since;
    if (!since) return null;
    chain.push(since.splits);
    id = since.snapshot;
  }
  const names = Object.keys(chain[0] ?? {}).filter((name) => chain.every((splits) => splits[name]));
  const sum = (name: string, part: keyof Split) =>
    sign * chain.reduce((total, splits) => total + splits[name]![part], 0) + 0;
  return new Map(
    names.map((name) => [
      name,
      {
        period: sum(name, "period"),
        restated: sum(name, "restated"),
        definition: sum(name, "definition"),
        mixed: sum(name, "mixed")
      }
    ])
  );
}
