import {describe, expect, it, vi} from "vitest";
import {ReportError} from "../../../src/errors.ts";
import {sinceSnapshot} from "../../../src/site/snapshots/since.ts";
import type {Now, Standing} from "../../../src/site/snapshots/since.ts";
import {countOf, recordOf} from "./records.ts";

const table = (content: string, rows = 10) => ({table: "orders", rows, rejected: 0, content});
const definitions = (settings: Record<string, string> = {}, program = "p1") => ({program, settings, cells: {}});

const MAPPED = {"tables.orders.columns.revenue": "amount"};
const NET = {"tables.orders.columns.revenue": "= amount - tax"};

/** March had 100; April, with today's data, has 150. */
const before = recordOf({
  id: "march",
  number: 1,
  asOf: "2025-03-31",
  joinedTo: "2025-03-30",
  headlines: [countOf("revenue", 100), countOf("gone", 1)],
  tables: [table("old")],
  definitions: definitions(MAPPED)
});
const now: Now = {
  asOf: "2025-04-30",
  headlines: [countOf("revenue", 150), countOf("fresh", 7)],
  tables: [table("new", 15)],
  definitions: definitions(MAPPED)
};
const then = (revenue: number, content: string): Standing => ({
  headlines: [countOf("revenue", revenue)],
  tables: [table(content)]
});

describe("sinceSnapshot", () => {
  it("tells the new period from the restated past: 150 − 110 and 110 − 100", async () => {
    const recompute = vi.fn(async () => then(110, "other"));
    const since = await sinceSnapshot(before, now, recompute);
    expect(recompute.mock.calls).toEqual([["2025-03-31", "2025-03-30", null]]);
    expect(since).toEqual({
      snapshot: "march",
      asOf: "2025-03-31",
      splits: {revenue: {period: 40, restated: 10, definition: 0, mixed: 0}},
      past: [table("other")]
    });
  });

  it("tells a changed mapping from the restated past by computing both: 150 − 90, 90 − 110, 110 − 100", async () => {
    const recompute = async (_day: string, _joined: string | null, settings: unknown) =>
      settings === null ? then(90, "x") : then(110, "other");
    const since = await sinceSnapshot(before, {...now, definitions: definitions(NET)}, recompute);
    expect(since.splits["revenue"]).toEqual({period: 60, restated: 10, definition: -20, mixed: 0});
  });

  it("calls what other code makes of the same data a definition", async () => {
    const since = await sinceSnapshot(before, {...now, definitions: definitions(MAPPED, "p2")}, async () =>
      then(110, "old")
    );
    expect(since.splits["revenue"]).toEqual({period: 40, restated: 0, definition: 10, mixed: 0});
  });

  it("leaves together what other code makes of other data, and what the old mapping no longer fits", async () => {
    const code = await sinceSnapshot(before, {...now, definitions: definitions(MAPPED, "p2")}, async () =>
      then(110, "other")
    );
    expect(code.splits["revenue"]).toEqual({period: 40, restated: 0, definition: 0, mixed: 10});
    const unfit = await sinceSnapshot(before, {...now, definitions: definitions(NET)}, async (_d, _j, settings) => {
      if (settings === null) return then(90, "x");
      throw new ReportError('table "orders" has no column "amount"', {file: "data/catalog.yaml", line: 1});
    });
    expect(unfit.splits["revenue"]).toEqual({period: 60, restated: 0, definition: 0, mixed: -10});
    expect(unfit.past).toBeNull();
  });

  it("reads nothing again where neither the day nor a mapping is another: all of the change is the past's", async () => {
    const recompute = vi.fn();
    const since = await sinceSnapshot(before, {...now, asOf: "2025-03-31"}, recompute);
    expect(recompute).not.toHaveBeenCalled();
    expect(since.splits["revenue"]).toEqual({period: 0, restated: 50, definition: 0, mixed: 0});
  });
});
