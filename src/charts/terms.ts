import type {ChartOptions} from "./options.ts";
import type {Period} from "./period.ts";

/** Words of the charts of segments and forecasts, and the names that their tables use. Each language has all of them. */
export type Term =
  | (
      | "champions"
      | "loyal"
      | "potential loyalists"
      | "new customers"
      | "promising"
      | "need attention"
      | "about to sleep"
    )
  | ("at risk" | "cannot lose them" | "hibernating" | "lost" | "not yet a customer")
  | ("80% and more" | "50% to 80%" | "20% to 50%" | "under 20%" | "not identifiable")
  | ("top 20%" | "next 30%" | "other 50%")
  | ("first-time" | "repeat" | "lapsed" | "won back")
  | ("recency" | "frequency" | "value" | "of customers" | "of value" | "worth")
  | (
      | "observed"
      | "expected"
      | "not ranked"
      | "actual"
      | "fitted"
      | "holdout"
      | "to come"
      | "with newcomers"
      | "purchases"
    )
  | ("alive" | "value so far" | "customers" | "at stake")
  | ("cac" | "ltv" | "not reached" | "months to payback" | "all channels")
  | ("change in retention" | "margin in five years" | "rule of thumb");

/** Words of the charts of curves; {0}, {1} stand for values. Each language has all of them. */
export type CurveTerm =
  | ("retained share" | "(E − N) / S" | "period retention" | "target {0}" | "benchmark {0} ({1})")
  | (
      | "weeks of contract"
      | "months of contract"
      | "quarters of contract"
      | "half-years of contract"
      | "years of contract"
    )
  | ("still customers" | "not lapsed yet" | "leave at this age" | "customers at risk" | "half left by {0}" | "cohorts")
  | ("ordered again" | "days since first order" | "{0} → {1}" | "{0} (n {1})" | "next order within {0}")
  | (
      | "customers, least value first"
      | "share of value"
      | "equal shares"
      | "top 20%: {0}"
      | "Gini {0}"
      | "value per customer"
    );

/** Words of the charts of answers; {0} stands for a value. Each language has all of them. */
export type VoiceTerm =
  | ("detractors" | "passives" | "promoters" | "NPS")
  | ("n = {0}" | "low base" | "fewer than 10 answers" | "share of answers" | "number of answers")
  | ("csat" | "dwb" | "effort" | "trust" | "all touchpoints")
  | ("NPS, {0}" | "interval {0} to {1}" | "{0} answered; all asked: {1} to {2}");

/** Words of the charts of loyalty, the programme and the claims, and the names that their tables use; {0} … stand for values. Each language has all of them. */
export type LoyaltyTerm =
  | ("truly loyal" | "latently loyal" | "spuriously loyal" | "not loyal" | "attitude unknown")
  | ("attached: {0} {1} and more" | "not attached: {0} below {1}" | "{0} orders and more" | "fewer than {0} orders")
  | ("champions and loyal" | "other segments")
  | ("{0} of customers ({1})" | "{0} of the margin after" | "{0} per customer" | "ordered again: {0}")
  | ("how {0} customers moved between tiers" | "12 months ago" | "today" | "in no tier")
  | ("of the {0} whose attitude is known" | "attitude unknown: {0} ({1}), {2} per customer, {3} ordered again")
  | ("how {0} customers moved" | "answer" | "margin in 12 months" | "ordered again in 12 months")
  | ("as it is" | "adjusted for spend and tenure")
  | ("raw" | "adjusted" | "before joining" | "members {0}, others {1}" | "break-even: {0}" | "no difference")
  | (
      | "enrolled {0} ({1}), active {2}"
      | "points redeemed {0}, outstanding {1}"
      | "breakage {0} ({1})"
      | "liability {0}"
      | "tiers changed: {0} of {1}"
      | "points cost {0}, a member and year {1}"
    )
  | ("apart: {0} by points per order above {1}" | "apart: {0} by more than {1} returns" | "apart: {0} by both")
  | ("question dwb" | "question csat" | "question trust")
  | ("members against the others" | "ltv ratio" | "retention ratio" | "referred against the others")
  | ("referrals per 100 customers" | "not asked")
  | ("points per order" | "returns after earning" | "both" | "referred" | "others")
  | ("claim acquisition" | "claim retention-points" | "claim defections")
  | ("claim referral" | "claim programme" | "claim concentration")
  | ("consistent" | "not consistent" | "cannot tell" | "needs {0}" | "published" | "ours");

/** Words of the chart of drivers, and dimensions that shops commonly have; {0}, {1} stand for values. Each language has all of them. */
export type DriverTerm =
  | ("nps against the rest" | "csat against the rest" | "of the change" | "change of the score")
  | ("mix of {0}" | "within: {0}" | "{0} to {1}")
  | ("act first" | "keep up" | "watch" | "enough" | "unclear" | "(shop)")
  | ("importance" | "satisfaction less expectation")
  | ("touchpoint" | "segment" | "channel" | "region" | "plan");

/** Words of the charts of contacts and measures, and kinds of contact that are common; {0} stands for a value. Each language has all of them. */
export type ActionTerm =
  | `per 100: {0} ${Period}`
  | `came back ${Period}`
  | ("mood {0}" | "resolved in {0}" | "contacts per 100")
  | ("planned" | "running" | "too early" | "not measured")
  | ("worked" | "no effect" | "worse" | "changed" | "not changed")
  | ("the metric" | "without the measure" | "target" | "target reached" | "target not reached" | "all customers")
  | ("{0} against the untargeted" | "{0} points against the untargeted" | "level {0}, slope {1}")
  | ("{0} against the control" | "{0} points against the control" | "list of {0}, {1} of them control")
  | ("list of {0}" | "a list of few")
  | ("from {0}" | "begins {0}" | "began {0}" | "began {0}, nothing closed since")
  | ("randomised comparison" | "difference-in-differences" | "interrupted time series")
  | ("line orders" | "line revenue" | "line margin" | "line average_order_value" | "line new_customers")
  | ("line active_customers" | "line repeat_rate" | "line crr" | "line churn" | "line nps" | "line csat" | "line dwb")
  | ("inquiry" | "complaint" | "review" | "social" | "email_open" | "call" | "chat" | "visit");

/** Words of the chart of comments; {0} stands for a value. Each language has all of them. */
export type CommentTerm =
  | ("side praise" | "side complaint" | "praise: terms" | "complaint: terms")
  | ("side said now" | "side said before" | "said now: terms" | "said before: terms")
  | ("themes" | "themes by group" | "share by period" | "mean {0}" | "too few to compare")
  | ("no term beyond the noise" | "no group's terms beyond the noise" | "times the odds" | "{0}×")
  | ("n > {0}" | "said more in {0} (log-odds)");

/** A term in the chart's language; itself where the words lack it. */
export function termOf({words}: Pick<ChartOptions, "words">, term: string): string {
  return words.terms?.[term] ?? term;
}

/** "region=Kansai, Kyushu; channel=Search", whom a measure is for, in the chart's language: "Region: Kansai, Kyushu; …". */
export function segmentText(segment: string, options: Pick<ChartOptions, "words">): string {
  return segment
    .split(";")
    .map((clause) =>
      clause.trim().replace(/^([^=]+?)\s*=\s*/, (_, dimension: string) => `${termOf(options, dimension)}: `)
    )
    .join("; ");
}

/** What a measure is judged by, in the chart's language: "orders per customer"; a name of the author's own as it is. */
export function lineName(metric: string, options: Pick<ChartOptions, "words">): string {
  return termOf(options, `line ${metric}`).replace(/^line /, "");
}

/** A term whose places {0}, {1} are taken by `values`. */
export function termWith(
  options: Pick<ChartOptions, "words">,
  term: CurveTerm | VoiceTerm | LoyaltyTerm | DriverTerm | ActionTerm | CommentTerm,
  ...values: readonly string[]
): string {
  return termOf(options, term).replace(/\{(\d)\}/g, (_, i: string) => values[Number(i)] ?? "");
}
