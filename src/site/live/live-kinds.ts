import type {MetricKind} from "../kinds/kind.ts";

type Load = () => Promise<{readonly kind: MetricKind}>;

/** Loads what finishes and draws a metric, by its kind: a page loads only those of its own cells. */
export const LIVE_KINDS: Readonly<Record<string, Load>> = {
  retention: () => import("../kinds/retention.ts"),
  kpi: () => import("../kinds/kpi.ts"),
  "retention-rate": () => import("../kinds/retention-rate.ts"),
  churn: () => import("../kinds/churn.ts"),
  repeat: () => import("../kinds/repeat.ts"),
  ltv: () => import("../kinds/ltv.ts"),
  concentration: () => import("../kinds/concentration.ts"),
  rfm: () => import("../kinds/rfm.ts"),
  forecast: () => import("../kinds/forecast.ts"),
  "at-risk": () => import("../kinds/at-risk.ts"),
  lifecycle: () => import("../kinds/lifecycle.ts"),
  payback: () => import("../kinds/payback.ts"),
  "what-if": () => import("../kinds/what-if.ts"),
  nps: () => import("../kinds/nps.ts"),
  csat: () => import("../kinds/csat.ts"),
  dwb: () => import("../kinds/dwb.ts"),
  "loyalty-matrix": () => import("../kinds/loyalty-matrix.ts"),
  "loyalty-value": () => import("../kinds/loyalty-value.ts"),
  programme: () => import("../kinds/programme.ts"),
  referral: () => import("../kinds/referral.ts"),
  claims: () => import("../kinds/claims.ts"),
  drivers: () => import("../kinds/drivers.ts"),
  engagement: () => import("../kinds/engagement.ts"),
  actions: () => import("../kinds/actions.ts"),
  gap: () => import("../kinds/gap.ts"),
  voice: () => import("../kinds/voice.ts")
};
