import {kpi} from "../../metrics/kpi.ts";
import type {MetricKind} from "./kind.ts";

/** Headline figures. */
export const kind: MetricKind = {metric: kpi, chart: null};
