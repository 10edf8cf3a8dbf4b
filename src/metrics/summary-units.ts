import type {Unit} from "./metric.ts";

/** The unit itself, or that of a column of the metric's table. */
type SummaryUnit = Unit | {readonly column: string};

const all = <const U extends SummaryUnit>(unit: U, ...names: readonly string[]): Readonly<Record<string, U>> =>
  Object.fromEntries(names.map((name) => [name, unit]));

/** What the scalars of each metric's summary are, where they are not called like a column of its table. */
const UNITS: Readonly<Record<string, Readonly<Record<string, SummaryUnit>>>> = {
  repeat: all("ratio", "rate_30", "rate_60", "rate_90", "rate_180", "rate_365"),
  "retention-rate": all("ratio", "nrr", "grr", "target", "benchmark"),
  churn: {...all("number", "chi2", "p", "median", "mean"), ...all("ratio", "survival_year", "survival_year_low", "survival_year_high")}, // prettier-ignore
  lifecycle: {median_gap_days: "days", ...all("number", "risk", "lapse", "loyal")},
  ltv: {
    ...all("ratio", "churn", "discount", "discount_per_period", "alive_of_one_time_buyers", "kept_after_refunds"),
    ...all("number", "lifetime_years", "history_years", "spend_log_likelihood", "spend_frequency_correlation"),
    ...all("count", "expected_active_repeaters"),
    horizon_months: "months"
  },
  forecast: {
    ...all("count", "expected_active", "holdout_expected", "ahead_expected", "ahead_low", "ahead_high"),
    holdout_bias: "ratio",
    holdout_rmse: "number"
  },
  "at-risk": all("money", "at_stake_below_half"),
  "what-if": {
    ...all("money", "amount", "change", "break_even", "retention_spend", "net", "acquisition_spend"),
    retention: "ratio",
    kept: "count"
  },
  concentration: {
    ...all("score", "gini", "gini_low", "gini_high"),
    ...all("ratio", "top_1", "top_10", "top_20", "share_for_80"),
    customers_for_80: "count"
  },
  nps: {
    ...all("nps", "bound_low", "bound_high", "weighted_score", "weighted_error", "weighted_linear_error", "weighted_low", "weighted_high"), // prettier-ignore
    ...all("ratio", "response_rate", "bound_rate")
  },
  csat: {response_rate: "ratio"},
  dwb: {response_rate: "ratio"},
  drivers: {change: {column: "difference"}},
  gap: {importance: "score"},
  "loyalty-matrix": {median_orders: "number"},
  "loyalty-value": {
    ...all("money", "difference", "difference_low", "difference_high"),
    ...all("ratio", "retention_difference", "retention_difference_low", "retention_difference_high", "gone_rate"),
    ...all("number", "difference_p", "retention_difference_p")
  },
  programme: {
    ...all("ratio", "uplift", "raw_uplift", "low", "high", "enrolment", "active", "redemption", "breakage_rate", "break_even", "covered", "claim_low", "claim_high"), // prettier-ignore
    ...all("money", "liability", "cost", "cost_per_year", "net_per_year"),
    ...all("number", "apart_points_above", "apart_returns_above")
  },
  referral: {
    ...all("ratio", "uplift", "low", "high", "retention_uplift", "retention_low", "retention_high", "referral_rate", "claim_low", "claim_high"), // prettier-ignore
    age_months: "months"
  }
};

/** The unit of a scalar in a metric's summary; null where it is a plain number. @param columns units of the metric's table. */
export function summaryUnit(kind: string, name: string, columns: Readonly<Record<string, Unit>>): Unit | null {
  const own = Object.hasOwn(UNITS, kind) && Object.hasOwn(UNITS[kind]!, name) ? UNITS[kind]![name]! : null;
  if (typeof own === "string") return own;
  const column = own?.column ?? name;
  return Object.hasOwn(columns, column) ? columns[column]! : null;
}
