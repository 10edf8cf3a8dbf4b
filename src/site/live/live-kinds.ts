import type {Metric, MetricOptions} from "../../metrics/metric.ts";
import type {MetricChart} from "../kinds/kind.ts";

/** Loads the two halves of a metric: what finishes its sums, and what draws the result, which is much more; null for a row of KPIs. */
export interface LiveKind {
  readonly metric: () => Promise<Metric<MetricOptions>>;
  readonly chart: (() => Promise<MetricChart | null>) | null;
}

/** Metrics by their kind: a page loads only those of its own cells. */
export const LIVE_KINDS: Readonly<Record<string, LiveKind>> = {
  retention: {
    metric: async () => (await import("../../metrics/retention.ts")).retention,
    chart: async () => (await import("../kinds/retention.ts")).kind.chart
  },
  kpi: {
    metric: async () => (await import("../../metrics/kpi.ts")).kpi,
    chart: null
  },
  "retention-rate": {
    metric: async () => (await import("../../metrics/retention-rate.ts")).retentionRate,
    chart: async () => (await import("../kinds/retention-rate.ts")).kind.chart
  },
  churn: {
    metric: async () => (await import("../../metrics/churn.ts")).churn,
    chart: async () => (await import("../kinds/churn.ts")).kind.chart
  },
  repeat: {
    metric: async () => (await import("../../metrics/repeat.ts")).repeat,
    chart: async () => (await import("../kinds/repeat.ts")).kind.chart
  },
  ltv: {
    metric: async () => (await import("../../metrics/ltv.ts")).ltv,
    chart: async () => (await import("../kinds/ltv.ts")).kind.chart
  },
  concentration: {
    metric: async () => (await import("../../metrics/concentration.ts")).concentration,
    chart: async () => (await import("../kinds/concentration.ts")).kind.chart
  },
  rfm: {
    metric: async () => (await import("../../metrics/rfm.ts")).rfm,
    chart: async () => (await import("../kinds/rfm.ts")).kind.chart
  },
  forecast: {
    metric: async () => (await import("../../metrics/forecast.ts")).forecast,
    chart: async () => (await import("../kinds/forecast.ts")).kind.chart
  },
  "at-risk": {
    metric: async () => (await import("../../metrics/at-risk.ts")).atRisk,
    chart: async () => (await import("../kinds/at-risk.ts")).kind.chart
  },
  lifecycle: {
    metric: async () => (await import("../../metrics/lifecycle.ts")).lifecycle,
    chart: async () => (await import("../kinds/lifecycle.ts")).kind.chart
  },
  payback: {
    metric: async () => (await import("../../metrics/payback.ts")).payback,
    chart: async () => (await import("../kinds/payback.ts")).kind.chart
  },
  "what-if": {
    metric: async () => (await import("../../metrics/what-if.ts")).whatIf,
    chart: async () => (await import("../kinds/what-if.ts")).kind.chart
  },
  nps: {
    metric: async () => (await import("../../metrics/nps.ts")).nps,
    chart: async () => (await import("../kinds/nps.ts")).kind.chart
  },
  csat: {
    metric: async () => (await import("../../metrics/csat.ts")).csat,
    chart: async () => (await import("../kinds/csat.ts")).kind.chart
  },
  dwb: {
    metric: async () => (await import("../../metrics/dwb.ts")).dwb,
    chart: async () => (await import("../kinds/dwb.ts")).kind.chart
  },
  "loyalty-matrix": {
    metric: async () => (await import("../../metrics/loyalty-matrix.ts")).loyaltyMatrix,
    chart: async () => (await import("../kinds/loyalty-matrix.ts")).kind.chart
  },
  "loyalty-value": {
    metric: async () => (await import("../../metrics/loyalty-value.ts")).loyaltyValue,
    chart: async () => (await import("../kinds/loyalty-value.ts")).kind.chart
  },
  programme: {
    metric: async () => (await import("../../metrics/programme.ts")).programme,
    chart: async () => (await import("../kinds/programme.ts")).kind.chart
  },
  referral: {
    metric: async () => (await import("../../metrics/referral.ts")).referral,
    chart: async () => (await import("../kinds/referral.ts")).kind.chart
  },
  claims: {
    metric: async () => (await import("../../metrics/claims.ts")).claims,
    chart: async () => (await import("../kinds/claims.ts")).kind.chart
  },
  drivers: {
    metric: async () => (await import("../../metrics/drivers.ts")).drivers,
    chart: async () => (await import("../kinds/drivers.ts")).kind.chart
  },
  engagement: {
    metric: async () => (await import("../../metrics/engagement.ts")).engagement,
    chart: async () => (await import("../kinds/engagement.ts")).kind.chart
  },
  actions: {
    metric: async () => (await import("../../metrics/actions.ts")).actions,
    chart: async () => (await import("../kinds/actions.ts")).kind.chart
  },
  gap: {
    metric: async () => (await import("../../metrics/gap.ts")).gap,
    chart: async () => (await import("../kinds/gap.ts")).kind.chart
  },
  voice: {
    metric: async () => (await import("../../metrics/voice.ts")).voice,
    chart: async () => (await import("../kinds/voice.ts")).kind.chart
  }
};
