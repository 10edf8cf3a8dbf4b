import type {Format} from "../../charts/format.ts";
import type {LoyaltyTerm} from "../../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of loyalty, the programme, referrals and claims, and their values; `differs` is 1 where a difference is beyond the noise, 0 where it is not, null where it is not known:
 * - `loyalty-matrix`: `known` customers whose attitude is known at the date `at`; of them the shares `truly`, `spuriously`; what these brought, `ltv_truly`, `ltv_spuriously` (only where it differs beyond the noise), and `retention_truly`, `retention_spuriously`;
 * - `loyalty-value`: of a `measure`, margin per customer of the highest band `top` and the lowest `bottom`, `top_retention`, `bottom_retention`; their adjusted `difference` with `low`, `high`, `level`, and `retention_difference` likewise; `gone_rate` of the satisfied;
 * - `programme`: `raw` uplift, the adjusted `uplift` with `low`, `high`, `level`; `before` where members already differed; `break_even`; `cost` of points per member and year;
 * - `referral`: `uplift` of value within `age` months with `low`, `high`, `level`; `retention_uplift`; `referred` share; referrals per customer of `promoters`, `detractors`;
 * - `claims`: how many `claims`; names of the `consistent`, of those that are `not`, of the `open` ones, with spaces between them.
 */
export type LoyaltyFindingKey = "loyalty-matrix" | "loyalty-value" | "programme" | "referral" | "claims";

/** The value without which a sentence is not said. */
export const LOYALTY_MAIN: Readonly<Record<LoyaltyFindingKey, string>> = {
  "loyalty-matrix": "truly",
  "loyalty-value": "top",
  programme: "raw",
  referral: "uplift",
  claims: "claims"
};

/** The words of loyalty in one language. */
export interface LoyaltyWords {
  readonly findings: Readonly<Record<LoyaltyFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<LoyaltyTerm, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
  /** Heads of columns that mean something else in these metrics, by kind. */
  readonly columnsOf: Readonly<Partial<Record<LoyaltyFindingKey, Readonly<Record<string, string>>>>>;
}
