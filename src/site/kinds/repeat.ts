import {repeatCurve, repeatLadder} from "../../charts/repeat.ts";
import {STEP_DAYS, repeat} from "../../metrics/repeat.ts";
import type {RepeatOptions} from "../../metrics/repeat.ts";
import type {MetricKind} from "./kind.ts";

/** Repeat purchases, as a ladder or as curves. */
export const kind: MetricKind = {
  metric: repeat,
  chart: ({tables = {}}, {by, chart = by === undefined ? "ladder" : "curve"}: RepeatOptions, options) =>
    chart === "curve"
      ? repeatCurve(tables["second"]!, options)
      : repeatLadder(tables["ladder"]!, {...options, days: STEP_DAYS})
};
