import {referralChart} from "../../charts/referral.ts";
import {referral} from "../../metrics/referral.ts";
import {claimOf} from "./kind.ts";
import type {MetricKind} from "./kind.ts";

/** Referred customers against the others, and who refers. */
export const kind: MetricKind = {
  metric: referral,
  chart: ({tables = {}, summary}, _cell, options) =>
    referralChart(tables["ratios"]!, {...options, claim: claimOf(summary), referrers: tables["referrers"]!})
};
