import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {CurveWords} from "./curve-words.ts";
import type {FindingValues} from "./words.ts";

const PERIODS: Readonly<Record<string, string>> = {half: "half-year", "fiscal-year": "fiscal year"};

/** "month", "12 months". */
function unitOf(values: FindingValues, n = 1): string {
  const word = PERIODS[String(values["period"])] ?? String(values["period"] ?? "month");
  return n === 1 ? word : `${word}s`;
}

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** " (95% interval 1% to 2%, 120 customers)", or as much of it as is known. */
function ground(values: FindingValues, format: Format, unit: Unit): string {
  const show = writer(values, format);
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const parts = [
    ...(values["low"] == null || values["high"] == null
      ? []
      : [`${level}% interval ${show("low", unit)} to ${show("high", unit)}`]),
    ...(values["size"] == null ? [] : [`${show("size", "count")} customers`]),
    ...(values["cohorts"] == null
      ? []
      : [`${show("cohorts", "count")} ${values["cohorts"] === 1 ? "cohort" : "cohorts"}`])
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}

/** "; “Gold” stands highest at 60.0%, “Basic” lowest at 20.0%", where groups differ. */
export function ends(values: FindingValues, format: Format, {name, unit}: {name: string; unit: Unit}): string {
  if (values["best"] == null || values["worst"] == null) return "";
  const show = writer(values, format);
  return `; “${values["best"]}” stands highest at ${show(`best_${name}`, unit)}, “${values["worst"]}” lowest at ${show(`worst_${name}`, unit)}`;
}

function when(values: FindingValues, format: Format): string {
  const at = values["when"];
  return at instanceof Date ? periodLabel(at, String(values["period"] ?? "month") as Period, format) : "";
}

const findings: CurveWords["findings"] = {
  "retention-rate"(values, format) {
    const show = writer(values, format);
    const [rate, size] = [show("rate", "ratio"), show("size", "count")];
    const bounds = ground({...values, size: null}, format, "ratio");
    const sentence = {
      days: `${rate} of the ${size} customers active at the start of ${when(values, format)} (an order within ${values["days"]} days) were still active at its end${bounds}`,
      period: `${rate} of the ${size} customers who ordered in the ${unitOf(values)} before ordered again in ${when(values, format)}${bounds}`,
      contract: `${rate} of the ${size} customers under contract at the start of ${when(values, format)} were so at its end${bounds}`
    }[String(values["basis"])];
    const pooled =
      Number(values["periods"] ?? 0) > 1 && values["pooled"] != null
        ? `; over all ${show("periods", "count")} closed ${unitOf(values, 2)} together the rate was ${show("pooled", "ratio")}`
        : "";
    return `${sentence}${ends(values, format, {name: "rate", unit: "ratio"})}${pooled}.`;
  },
  churn(values, format) {
    const show = writer(values, format);
    const isContract = values["basis"] === "contract";
    const age = Number(values["age"]);
    const there = isContract
      ? `${show("rate", "ratio")} of customers are still there after ${age} ${unitOf(values, age)}`
      : `${show("rate", "ratio")} of customers have not lapsed (no order for ${values["after"]} days) by ${age} ${unitOf(values, age)} after their first order`;
    const half =
      values["median"] == null
        ? `; more than half of those observed are there at ${show("last_age", "count")} ${unitOf(values, Number(values["last_age"]))}`
        : `; half have ${isContract ? "left" : "lapsed"} by ${unitOf(values)} ${show("median", "count")}`;
    const returned =
      Number(values["returned"] ?? 0) > 0 ? `; ${show("returned", "count")} came back after their lapse` : "";
    const p =
      values["best"] != null && values["p"] != null
        ? ` (log-rank test, p ${Number(values["p"]) < 0.001 ? "< 0.001" : `= ${Number(values["p"]).toFixed(3)}`})`
        : "";
    return `${there}${ground(values, format, "ratio")}${half}${returned}${ends(values, format, {name: "rate", unit: "ratio"})}${p}.`;
  },
  repeat(values, format) {
    const show = writer(values, format);
    const within =
      values["days_rate"] == null
        ? ""
        : `; of those observed for ${values["days"]} days, ${show("days_rate", "ratio")} did so within them`;
    const median = values["median"] == null ? "" : `; the median gap between order days is ${show("median", "days")}`;
    return `${show("rate", "ratio")} of customers have ordered again${ground(values, format, "ratio")}${within}${median}${ends(values, format, {name: "rate", unit: "ratio"})}.`;
  },
  ltv(values, format) {
    const show = writer(values, format);
    const bounds = ground(values, format, "money");
    const groups = ends(values, format, {name: "value", unit: "money"});
    switch (values["method"]) {
      case "formula":
        return `By the formula a customer is worth ${show("value", "money")}${bounds}: a lifetime of ${show("lifetime", "number")} years, as ${show("churn", "ratio")} left in the last twelve months${groups}.`;
      case "contract": {
        const rate =
          Number(values["discount"] ?? 0) > 0 ? `discounted at ${show("discount", "ratio")} a year` : "not discounted";
        return `Over ${show("horizon", "count")} ${unitOf(values, Number(values["horizon"]))} a new contract is worth ${show("value", "money")}, ${rate}${bounds}${groups}.`;
      }
      default: {
        const first =
          Number(values["age"] ?? 0) > 0 && values["first"] != null
            ? `, ${show("first", "money")} of it in ${unitOf(values)} 0`
            : "";
        return `By ${unitOf(values)} ${show("age", "count")} a customer has brought ${show("value", "money")} on average${bounds}${first}${groups}.`;
      }
    }
  },
  concentration(values, format) {
    const show = writer(values, format);
    const most =
      values["customers_for_80"] == null
        ? ""
        : `; ${show("customers_for_80", "count")} of ${show("customers", "count")} customers (${show("share_for_80", "ratio")}) bring 80%`;
    const gini = values["gini"] == null ? "" : `; the Gini is ${show("gini", "score")}`;
    const stay =
      values["persistence"] == null
        ? ""
        : `; of one ${unitOf(values)}’s top 20%, ${show("persistence", "ratio")} were in the next one’s too`;
    return `The top 20% of customers bring ${show("top_20", "ratio")} of the ${values["of"]}${most}${gini}${stay}.`;
  }
};

/** Words of rates, curves and values, in English. */
export const curveWordsEn: CurveWords = {
  findings,
  notes: {
    "low-base": "Fewer than ten customers: counts only.",
    "no-contracts": "There are no contracts to compute it from.",
    "current-dimension": "Groups are those of today; they may be a result of spending, not a cause.",
    "incomplete-not-drawn": "A period that is not over yet stands in the table; it is not drawn, and in no average.",
    "crr-window":
      "S and E count customers with an order in the window before a period’s start and end, N those of E whose first order lies in the period.",
    "crr-period":
      "Period retention: S and E count customers who ordered in the period before and in this one, N those whose first order lies in it.",
    "crr-contract": "S and E count running contracts at a period’s start and end, N those of E that began in it.",
    "crr-reactivated":
      "(E − N) / S counts customers who came back, so that it can pass 100%; the retained share does not.",
    "crr-young": "Blank while the log is younger than the window, as nobody can have lapsed yet.",
    "crr-goal-period": "A target or benchmark of a period of another length is not drawn.",
    "churn-contract":
      "Age is counted in calendar periods from the start; contracts that still run are censored, not lost.",
    "churn-lapse":
      "First lapse: a life ends when the first silence of that length is over. Who has been silent for less is censored, not lost.",
    "churn-returned":
      "Customers who ordered again after their lapse are counted as returned; the curve shows first lapses.",
    "churn-none": "Nobody has left so far.",
    "churn-everybody": "Everybody has left.",
    "repeat-none": "Nobody has ordered twice so far.",
    "repeat-censoring":
      "The overall rate counts the newest customers too, who have had little time; rates within so many days count only customers observed that long.",
    "ltv-cohort":
      "Each age rests on the cohorts that have completed it. Intervals are normal approximations over customers.",
    "ltv-formula":
      "A textbook value: it takes churn and spending as constant, and averages spending over all years since the first order, silent ones too.",
    "ltv-lifetime-beyond-history":
      "The lifetime that churn implies is longer than the history observed: the value is an extrapolation.",
    "ltv-young": "The log is younger than a year and the window, so that annual churn is not known yet.",
    "ltv-nobody-left": "Nobody has left in the last twelve months: there is no lifetime to multiply with.",
    "ltv-negative": "Margin is negative: the longer customers stay, the more they cost.",
    "ltv-discounted": "Discounted at an effective annual rate; the first payment falls at once.",
    "ltv-contract": "Survival is the observed one (Kaplan–Meier) within the history. The first payment falls at once.",
    "ltv-contract-sbg":
      "Survival is that of a shifted beta-geometric model, fitted to all contracts up to the as-of date: an extrapolation where the horizon is beyond the history.",
    "ltv-contract-bdw":
      "Survival is that of a beta-discrete-Weibull model, fitted to all contracts up to the as-of date: an extrapolation where the horizon is beyond the history.",
    "ltv-contract-no-fit": "A group whose data do not determine the model has no value.",
    "ltv-horizon-beyond-history":
      "A group whose history is shorter than the horizon has no value; a model (survival: sbg or bdw) would extrapolate.",
    "concentration-negative": "Some customers’ totals are negative, by refunds: the Gini is undefined.",
    "concentration-no-value": "The total is not positive: shares of it have no meaning.",
    "concentration-bins": "Under a filter the curve and the Gini are approximate, from bins of customers.",
    "concentration-persistence": "The top 20% of a period are those among all customers who ordered in it."
  },
  terms: {
    "retained share": "Retained share",
    "(E − N) / S": "(E − N) / S",
    "period retention": "Period retention",
    "target {0}": "Target {0}",
    "benchmark {0} ({1})": "Benchmark {0} ({1})",
    "weeks of contract": "Weeks since the start",
    "months of contract": "Months since the start",
    "quarters of contract": "Quarters since the start",
    "half-years of contract": "Half-years since the start",
    "years of contract": "Years since the start",
    "still customers": "Still customers",
    "not lapsed yet": "Not lapsed yet (first lapse)",
    "leave at this age": "Leave at this age",
    "customers at risk": "Customers observed",
    "half left by {0}": "half by {0}",
    cohorts: "Cohorts behind",
    "ordered again": "Have ordered again",
    "days since first order": "Days since first order",
    "{0} → {1}": "{0} → {1}",
    "{0} (n {1})": "{0} (n {1})",
    "next order within {0}": "From one order to the next, within {0}",
    "customers, least value first": "Customers, least valuable first",
    "share of value": "Share of the total",
    "equal shares": "equal shares",
    "top 20%: {0}": "Top 20% bring {0}",
    "Gini {0}": "Gini {0}",
    "value per customer": "Per customer"
  },
  columns: {
    cohorts: "Cohorts",
    increment: "In this period",
    hazard: "Leave at this age",
    censored: "Not observed longer",
    return_rate: "Return rate",
    second_product: "Second product",
    churn: "Annual churn",
    lifetime_years: "Lifetime, years",
    margin_per_order: "Margin per order",
    amount: "Amount per period",
    periods: "Periods expected",
    returned: "Came back",
    step: "Order",
    climbed: "Ordered again in time",
    gini: "Gini",
    top_1: "Top 1%",
    top_10: "Top 10%",
    top_20: "Top 20%",
    customers_for_80: "Customers for 80%"
  }
};
