import {kind as actions} from "./kinds/actions.ts";
import {kind as atRisk} from "./kinds/at-risk.ts";
import {kind as churn} from "./kinds/churn.ts";
import {kind as claims} from "./kinds/claims.ts";
import {kind as concentration} from "./kinds/concentration.ts";
import {kind as csat} from "./kinds/csat.ts";
import {kind as drivers} from "./kinds/drivers.ts";
import {kind as dwb} from "./kinds/dwb.ts";
import {kind as engagement} from "./kinds/engagement.ts";
import {kind as forecast} from "./kinds/forecast.ts";
import {kind as gap} from "./kinds/gap.ts";
import {kind as kpi} from "./kinds/kpi.ts";
import {kind as lifecycle} from "./kinds/lifecycle.ts";
import {kind as loyaltyMatrix} from "./kinds/loyalty-matrix.ts";
import {kind as loyaltyValue} from "./kinds/loyalty-value.ts";
import {kind as ltv} from "./kinds/ltv.ts";
import {kind as nps} from "./kinds/nps.ts";
import {kind as payback} from "./kinds/payback.ts";
import {kind as programme} from "./kinds/programme.ts";
import {kind as referral} from "./kinds/referral.ts";
import {kind as repeat} from "./kinds/repeat.ts";
import {kind as retention} from "./kinds/retention.ts";
import {kind as retentionRate} from "./kinds/retention-rate.ts";
import {kind as rfm} from "./kinds/rfm.ts";
import {kind as voice} from "./kinds/voice.ts";
import {kind as whatIf} from "./kinds/what-if.ts";
import type {MetricChart, MetricKind} from "./kinds/kind.ts";

const ALL: readonly MetricKind[] = [
  retention,
  kpi,
  retentionRate,
  churn,
  repeat,
  ltv,
  concentration,
  rfm,
  forecast,
  atRisk,
  lifecycle,
  payback,
  whatIf,
  nps,
  csat,
  dwb,
  loyaltyMatrix,
  loyaltyValue,
  programme,
  referral,
  claims,
  drivers,
  engagement,
  actions,
  gap,
  voice
];

/** How each metric is drawn, by its kind; null for a row of KPIs. */
export const METRIC_CHARTS: ReadonlyMap<string, MetricChart | null> = new Map(
  ALL.map(({metric, chart}) => [metric.kind, chart])
);
