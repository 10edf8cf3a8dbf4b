import {programmeChart} from "../../charts/programme.ts";
import {programme} from "../../metrics/programme.ts";
import {claimOf, numberOf} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Members of the loyalty programme against the others. */
export const kind: MetricKind = {
  metric: programme,
  chart: ({table, tables = {}, summary}, _cell, options) =>
    programmeChart(table, {
      ...options,
      claim: claimOf(summary),
      breakEven: numberOf(summary, "break_even"),
      tiers: tables["tiers"] ?? null,
      facts: (name) => numberOf(summary, name)
    })
};
