import {gap} from "./gap.ts";
import {actions} from "./actions.ts";
import {engagement} from "./engagement.ts";
import {drivers} from "./drivers.ts";
import {claims} from "./claims.ts";
import {loyaltyMatrix} from "./loyalty-matrix.ts";
import {loyaltyValue} from "./loyalty-value.ts";
import {programme} from "./programme.ts";
import {referral} from "./referral.ts";
import {atRisk} from "./at-risk.ts";
import {csat} from "./csat.ts";
import {dwb} from "./dwb.ts";
import {forecast} from "./forecast.ts";
import {churn} from "./churn.ts";
import {concentration} from "./concentration.ts";
import {kpi} from "./kpi.ts";
import {ltv} from "./ltv.ts";
import {lifecycle} from "./lifecycle.ts";
import {payback} from "./payback.ts";
import {whatIf} from "./what-if.ts";
import type {Metric, MetricOptions} from "./metric.ts";
import {nps} from "./nps.ts";
import {repeat} from "./repeat.ts";
import {retentionRate} from "./retention-rate.ts";
import {retention} from "./retention.ts";
import {rfm} from "./rfm.ts";
import {voice} from "./voice.ts";

const ALL: readonly Metric<MetricOptions>[] = [
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

/** The metrics that reports can use, by the kind of their cell. */
export const METRICS: ReadonlyMap<string, Metric<MetricOptions>> = new Map(ALL.map((metric) => [metric.kind, metric]));
