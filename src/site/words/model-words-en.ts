import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {Format, Unit} from "../../charts/format.ts";
import type {ModelWords} from "./model-words.ts";
import type {FindingValues} from "./words.ts";

const PERIODS: Readonly<Record<string, string>> = {half: "half-year", "fiscal-year": "fiscal year"};

/** "month", "12 months". */
function periods(values: FindingValues, name: string): string {
  const [n, unit] = [Number(values[name]), String(values["period"] ?? "month")];
  const word = PERIODS[unit] ?? unit;
  return n === 1 ? word : `${n} ${word}s`;
}

function years(values: FindingValues): string {
  const words = ["", "", "two ", "three ", "four ", "five ", "six ", "seven ", "eight ", "nine ", "ten "];
  const n = Number(values["years"] ?? 5);
  return n === 1 ? "year" : `${words[n] ?? `${n} `}years`;
}

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** " (95% interval $1 to $2)" where both bounds are known. */
function interval(values: FindingValues, format: Format, unit: Unit): string {
  if (values["low"] == null || values["high"] == null) return "";
  const show = writer(values, format);
  return ` (${Math.round(Number(values["level"] ?? 0.95) * 100)}% interval ${show("low", unit)} to ${show("high", unit)})`;
}

const findings: ModelWords["findings"] = {
  rfm(values, format) {
    const show = writer(values, format);
    const value = values["share_value"] == null ? "" : ` and bring ${show("share_value", "ratio")} of the value`;
    return `Champions are ${show("share_customers", "ratio")} of customers${value}; the ${show("at_risk", "count")} customers at risk, or not to be lost, have been worth ${show("at_risk_value", "money")}.`;
  },
  "ltv-predictive"(values, format) {
    const show = writer(values, format);
    const observed = `A customer has brought ${show("observed", "money")} so far`;
    if (values["value"] == null) return `${observed}; what is to come cannot be estimated.`;
    const rate =
      Number(values["discount"] ?? 0) > 0 ? `, discounted at ${show("discount", "ratio")} a year` : ", not discounted";
    const groups =
      values["best"] != null
        ? `; “${values["best"]}” stands highest at ${show("best_value", "money")}, “${values["worst"]}” lowest at ${show("worst_value", "money")}`
        : Number(values["groups"] ?? 0) > 1
          ? "; the groups do not differ beyond the noise"
          : "";
    return `${observed} and is expected to bring ${show("expected", "money")} in the next ${values["horizon"]} months${rate}: ${show("value", "money")} in all${interval(values, format, "money")}${groups}.`;
  },
  forecast(values, format) {
    const whole = (name: string) => format.value(Math.round(Number(values[name])), "count");
    const rounded = {
      ...values,
      low: values["low"] == null ? null : Math.round(Number(values["low"])),
      high: values["high"] == null ? null : Math.round(Number(values["high"]))
    };
    const bias = Number(values["bias"] ?? 0);
    const off = `${format.value(Math.abs(bias), "ratio")} too ${bias < 0 ? "few" : "many"}`;
    const check =
      values["held"] == null || values["actual"] == null
        ? ""
        : `; over the last ${periods(values, "holdout")}, which the check did not see, it expected ${whole("held")} where ${whole("actual")} came (${off})`;
    return `In the next ${periods(values, "ahead")} the model expects ${whole("expected")} further purchases of the customers acquired so far${interval(rounded, format, "count")}${check}.`;
  },
  "at-risk"(values, format) {
    const show = writer(values, format);
    return `${show("customers", "count")} customers are more likely gone than not, with ${show("at_stake", "money")} at stake; ${show("top", "count")} of them belong to the most valuable fifth, with ${show("top_at_stake", "money")}.`;
  },
  lifecycle(values, format) {
    const show = writer(values, format);
    const at =
      values["at"] instanceof Date ? periodLabel(values["at"], String(values["period"]) as Period, format) : "";
    return `At the end of ${at}, ${show("share_loyal", "ratio")} of ${show("customers", "count")} customers were loyal, ${show("share_at_risk", "ratio")} at risk and ${show("share_lapsed", "ratio")} lapsed; in that ${String(values["period"]).replace("-", " ")} ${show("lapsed", "count")} lapsed and ${show("won_back", "count")} were won back.`;
  },
  payback(values, format) {
    const show = writer(values, format);
    const months =
      values["months"] == null
        ? "is not paid back yet"
        : `is paid back ${values["months"] === 0 ? "within the first month" : `after ${show("months", "months")}`}`;
    const value =
      values["ratio"] == null
        ? ""
        : `, and customers have brought ${format.value(values["ratio"], "number")} times that so far`;
    const channels =
      values["best"] == null
        ? ""
        : `; “${values["best"]}” brings most for its cost (${format.value(values["best_ratio"], "number")} times it), “${values["worst"]}” least (${format.value(values["worst_ratio"], "number")} times)`;
    return `Acquiring a customer has cost ${show("cac", "money")}; that ${months}${value}${channels}.`;
  },
  "what-if"(values, format) {
    const show = writer(values, format);
    const share =
      values["base"] == null || Number(values["base"]) <= 0
        ? ""
        : `, ${format.value(Math.abs(Number(values["margin"])) / Number(values["base"]), "ratio")} of what is expected`;
    const points = Number(values["points"]);
    if (points === 0)
      return `If retention stayed as it is, the next ${years(values)} would bring ${show("base", "money")}.`;
    const n = Math.abs(points);
    const bounds =
      points < 0 && values["low"] != null && values["high"] != null
        ? {...values, low: -Number(values["high"]), high: -Number(values["low"])}
        : values;
    const change = format.value(Math.abs(Number(values["margin"])), "money");
    const moved = `If retention ${points > 0 ? "rose" : "fell"} by ${n} ${n === 1 ? "point" : "points"} and all else stayed, the next ${years(values)} would bring ${change} ${Number(values["margin"]) < 0 ? "less" : "more"}${interval(bounds, format, "money")}${share}`;
    if (points < 0) return `${moved}.`;
    const net =
      values["net"] == null
        ? ""
        : `, and ${show("net", "money")} after the ${show("retention_spend", "money")} that the measure costs`;
    const instead =
      values["acquisition_spend"] == null || values["kept"] == null
        ? ""
        : `; winning as many customers anew (${format.value(Math.round(Number(values["kept"])), "count")}) would cost ${show("acquisition_spend", "money")}`;
    return `${moved}; that is worth up to ${show("break_even", "money")} per customer${net}${instead}.`;
  }
};

/** Words of segments and forecasts, in English. */
export const modelWordsEn: ModelWords = {
  findings,
  notes: {
    "no-orders": "There are no orders to compute it from.",
    "cut-offs-from-all": "Cut-offs are those of all customers, whatever is filtered.",
    "rfm-quintiles":
      "Scores are fifths by value: customers of equal value share a score, so that some scores may not occur. Segments join recency with the mean of the frequency and monetary scores.",
    "rfm-ntile":
      "Scores are fifths of equal size; customers of equal value are split by their id. Segments join recency with the mean of the frequency and monetary scores.",
    "rfm-few": "Fewer than ten customers: fifths of so few say little.",
    "model-empty": "There are no purchases to fit a model to.",
    "model-no-repeaters":
      "No customer has bought again, so that no model can tell how often or how long they will: only what was observed is shown.",
    "model-too-few":
      "Fewer than two customers have bought again: too few for a model. Only what was observed is shown.",
    "model-not-identified": "The data do not determine any of the purchase models: only what was observed is shown.",
    "model-not-converged": "None of the purchase models could be fitted: only what was observed is shown.",
    "model-fell-back-bgnbd": "The model asked for could not be fitted; BG/NBD stands in its place.",
    "model-fell-back-mbgnbd": "The model asked for could not be fitted; MBG/NBD stands in its place.",
    "model-fell-back-paretonbd": "The model asked for could not be fitted; Pareto/NBD stands in its place.",
    "spend-average": "Spend per purchase could not be modelled: every future purchase counts as an average one.",
    "spend-excluded": "Repeat customers whose mean spend is zero or less are left out of the spend model.",
    "spend-correlated":
      "Spend per purchase goes together with how often customers buy; the spend model assumes that it does not, so that frequent customers may be valued wrongly.",
    "refunds-kept": "Expected amounts are reduced by the share of purchases that has been refunded so far.",
    "alive-not-identifiable":
      "Whether a one-time buyer is still a customer is not identifiable under BG/NBD; such customers are counted apart.",
    "fewer-resamples":
      "Intervals are from fewer than 400 resamples of customers, by their standard deviation, as there are more than 5,000 customers.",
    "resamples-failed": "More than one resample in twenty could not be fitted: the interval is rough.",
    "ltv-fits-by-group":
      "Each group’s expectation is by models fitted to its own customers; the parameters of all customers are in the assumptions.",
    "ltv-group-unfitted":
      "A group to which no models can be fitted has those of all customers; its interval holds the chance among its customers only.",
    "interval-for-all-only": "Intervals are known for all customers only, not under a filter.",
    "forecast-known-customers":
      "Purchases after the first, of customers acquired so far; who is yet to come is not in it.",
    "forecast-interval":
      "The interval holds chance and the uncertainty of the parameters (delta method), not seasons or campaigns.",
    "forecast-open-period":
      "The period that is not over yet holds what has come so far and what its rest is expected to bring.",
    "holdout-too-short": "The history is too short to hold periods out, so that the forecast is unchecked.",
    "holdout-not-fitted":
      "The history before the held-out periods is too thin for a model, so that the forecast is unchecked.",
    "lifecycle-no-rhythm": "No customer has bought again: a rhythm of 90 days is assumed.",
    "lifecycle-rhythm":
      "Phases follow each customer’s own rhythm: silence in multiples of the median gap between purchases, or of all customers’ where there are fewer than three purchases.",
    "payback-observed":
      "LTV is the margin observed so far, over months that the cohorts have completed; the newest cohorts have had little time.",
    "payback-no-channel": "Customers have no channel, so that all acquisition spend is set against all customers.",
    "payback-no-kind": "The spend has no kind: all of it counts as acquisition.",
    "what-if-assumption":
      "If retention moved and all else stayed: the fitted dropout is scaled, purchase rate and spend are not. Nothing says that a measure can do that.",
    "what-if-contracts":
      "If retention moved and all else stayed: the chance that a running contract ends (shifted beta-geometric, in months) is scaled alike for all from now on, amounts are not. Nothing says that a measure can do that.",
    "what-if-folklore":
      "The grey band is the rule of thumb of Reichheld and Schefter (2000), that 5 points of retention raise profit by 25–95%; it is a claim to compare with, not an assumption."
  },
  terms: {
    champions: "Champions",
    loyal: "Loyal",
    "potential loyalists": "Potential loyalists",
    "new customers": "New customers",
    promising: "Promising",
    "need attention": "Need attention",
    "about to sleep": "About to sleep",
    "at risk": "At risk",
    "cannot lose them": "Cannot lose them",
    hibernating: "Hibernating",
    lost: "Lost",
    "not yet a customer": "Not yet a customer",
    "80% and more": "80% and more",
    "50% to 80%": "50% to 80%",
    "20% to 50%": "20% to 50%",
    "under 20%": "Under 20%",
    "not identifiable": "Not identifiable",
    "top 20%": "Top 20%",
    "next 30%": "Next 30%",
    "other 50%": "Other 50%",
    "first-time": "First-time",
    repeat: "Repeat",
    lapsed: "Lapsed",
    "won back": "Won back",
    recency: "Days since last order",
    frequency: "Orders",
    value: "Value",
    "of customers": "of customers",
    "of value": "of value",
    worth: "Value so far",
    observed: "Observed so far",
    expected: "Expected",
    "not ranked": "not ranked",
    actual: "Actual",
    fitted: "Fitted",
    holdout: "Held out",
    "with newcomers": "with new customers",
    "to come": "To come",
    purchases: "Repeat purchases",
    alive: "Still a customer",
    "value so far": "Customers by value so far",
    customers: "Customers",
    "at stake": "Expected amount at stake",
    cac: "Acquisition cost",
    ltv: "Lifetime value so far",
    "not reached": "not reached",
    "months to payback": "Months to payback",
    "all channels": "All channels",
    "change in retention": "Change in retention, points",
    "margin in five years": "Change of five years’ amount",
    "rule of thumb": "Reichheld & Schefter 2000"
  },
  columns: {
    rank: "Rank",
    alive: "Still a customer",
    worth: "Value so far",
    at_stake: "At stake",
    chance: "Still a customer",
    last_order: "Last order",
    actual_amount: "Amount",
    newcomers: "Of newer customers",
    expected_amount: "Expected amount",
    roas: "Return on ad spend",
    retention_spend: "Retention spend",
    retained: "Retained",
    cost_per_retained: "Cost per retained customer",
    retention_to_cac: "Retention to acquisition cost",
    points: "Points"
  }
};
