import type {Format} from "../../charts/format.ts";
import type {Term} from "../../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of the segments and forecasts, and their values; amounts are in the currency:
 * - `rfm`: champions' `share_customers`, `share_value`; `at_risk` customers and their `at_risk_value`;
 * - `ltv-predictive`: `observed`, `expected`, `value` per customer, `low`, `high`, `level`; `horizon` in months, `discount` a year; `groups` ranked; where they differ, `best`, `worst` with `best_value`, `worst_value`;
 * - `forecast`: `expected` purchases in `ahead` periods with `low`, `high`; `held` expected and `actual` ones in the last `holdout` periods, their `bias`;
 * - `at-risk`: `customers` below an even chance, `at_stake`; of them the `top` fifth and `top_at_stake`;
 * - `lifecycle`: `customers` in the month of `at`; `share_loyal`, `share_at_risk`, `share_lapsed`; `lapsed` and `won_back` in that month;
 * - `payback`: `cac`, `ltv`, `ratio`, `months` (null: not reached within `observed` months); where channels differ, `best`, `worst` with `best_ratio`, `worst_ratio`;
 * - `what-if`: `points` of retention more, `margin` that five years change by, with `low`, `high`; `base` margin; `break_even` spend per customer.
 */
export type ModelFindingKey = "rfm" | "ltv-predictive" | "forecast" | "at-risk" | "lifecycle" | "payback" | "what-if";

/** The value without which a sentence is not said. */
export const MODEL_MAIN: Readonly<Record<ModelFindingKey, string>> = {
  rfm: "share_customers",
  "ltv-predictive": "observed",
  forecast: "expected",
  "at-risk": "customers",
  lifecycle: "customers",
  payback: "cac",
  "what-if": "margin"
};

/** The words of segments and forecasts in one language. */
export interface ModelWords {
  readonly findings: Readonly<Record<ModelFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<Term, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
}
