import type {Format} from "../../charts/format.ts";
import type {CurveTerm} from "../../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of rates, curves and values, and their values; `low`, `high`, `level` bound the first number, `best`, `worst` are groups that differ beyond the noise, with `best_rate` or `best_value`, …:
 * - `retention-rate`: the retained share `rate` in the period `when`, of `size` customers; `basis` (days, period, contract), `days`; `pooled` over `periods` closed ones; `reactivated`;
 * - `churn`: the share `rate` still there at `age`, of `size`; `basis` (contract, lapse), `after` days; `median` age, null while more than half are there at `last_age`; `returned`; `p` of the log-rank test;
 * - `repeat`: `rate`, of `size`; `days_rate` within `days`; `median` days between orders;
 * - `ltv`: `value` per customer, of `size`, by `method`: cohort (`age`, `cohorts`, `first` at age 0), formula (`lifetime` in years, `churn`, `history`), contract (`horizon` in periods, `discount`, `survival`);
 * - `concentration`: share `top_20` of the amount `of`; `gini`; `customers_for_80`, `share_for_80`; `persistence` of the top 20% from one `period` to the next.
 */
export type CurveFindingKey = "retention-rate" | "churn" | "repeat" | "ltv" | "concentration";

/** The value without which a sentence is not said. */
export const CURVE_MAIN: Readonly<Record<CurveFindingKey, string>> = {
  "retention-rate": "rate",
  churn: "rate",
  repeat: "rate",
  ltv: "value",
  concentration: "top_20"
};

/** The words of rates, curves and values in one language. */
export interface CurveWords {
  readonly findings: Readonly<Record<CurveFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<CurveTerm, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
}
