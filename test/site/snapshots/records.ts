import type {Headline} from "../../../src/site/headlines.ts";
import type {SnapshotRecord} from "../../../src/site/snapshots/record.ts";

/** A count without an interval. */
export function countOf(name: string, value: number | null): SnapshotRecord["headlines"][number] {
  return {name, value, unit: "count", low: null, high: null, n: null, target: null};
}

/** A rate with its bounds. */
export function rateOf(
  name: string,
  value: number,
  [low, high]: readonly [number, number]
): Headline & {unit: "ratio"} {
  return {name, value, unit: "ratio", low, high, n: 100, target: null};
}

/** A snapshot's record with nothing in it but what is given. */
export function recordOf(given: Partial<SnapshotRecord> & Pick<SnapshotRecord, "id" | "number">): SnapshotRecord {
  return {
    format: 1,
    title: "Shop",
    lang: "en",
    currency: "EUR",
    asOf: "2025-03-31",
    joinedTo: null,
    builtAt: "2025-04-01T08:00:00.000Z",
    commit: null,
    headlines: [],
    tables: [],
    definitions: {program: "p1", settings: {}, cells: {}},
    since: null,
    reports: [{path: "", title: "First", lang: "en"}],
    files: [],
    rows: [],
    ...given
  };
}
