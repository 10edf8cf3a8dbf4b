import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {Format, Unit} from "../../charts/format.ts";
import {kindOf} from "./action-words-en.ts";
import {distanceOf, effectOf, namesOf} from "./action-words.ts";
import {pointsOf} from "./driver-words.ts";
import {amountOf, has} from "./headline-words.ts";
import type {HeadlineWords} from "./headline-words.ts";
import type {FindingValues} from "./words.ts";

const UNITS: Readonly<Record<string, string>> = {half: "half-year", "fiscal-year": "fiscal year"};
const TOP: Readonly<Record<string, readonly [top: string, bottom: string]>> = {
  nps: ["Promoters", "detractors"],
  csat: ["The satisfied", "the others"],
  dwb: ["Those who would definitely buy", "the others"],
  trust: ["Those who trust us", "the others"],
  effort: ["Those who found it easy", "the others"]
};
const POSITIVE: Readonly<Record<string, string>> = {
  csat: "are satisfied",
  dwb: "would definitely buy again",
  effort: "find us easy to deal with",
  trust: "trust us"
};

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** "month", "6 months". */
function spanOf(values: FindingValues, n: FindingValues[string] | undefined): string {
  const unit = UNITS[String(values["period"])] ?? String(values["period"] ?? "month");
  return Number(n) === 1 ? unit : `${Number(n)} ${unit}s`;
}

function when(values: FindingValues, at: string, format: Format): string {
  const date = values[at];
  return date instanceof Date ? periodLabel(date, String(values["period"] ?? "month") as Period, format) : String(date);
}

/** "; most of “A”, fewest of “B”", where groups differ. */
function ends(values: FindingValues, [most, least]: readonly [string, string]): string {
  return has(values, "best", "worst") ? `; ${most} “${values["best"]}”, ${least} “${values["worst"]}”` : "";
}

/** "; most of “A” (30%), fewest of “B” (10%)", where groups differ. */
function shareEnds(values: FindingValues, format: Format): string {
  if (!has(values, "best", "worst")) return "";
  const show = writer(values, format);
  return `: most of “${values["best"]}” (${show("best_rate", "ratio")}), fewest of “${values["worst"]}” (${show("worst_rate", "ratio")})`;
}

function more(value: FindingValues[string] | undefined, format: Format): string {
  return `${format.value(Math.abs(Number(value)), "ratio")} ${Number(value) < 0 ? "less" : "more"}`;
}

/** "1 of 5 measures worked, 1 had no effect". */
function measures(values: FindingValues): string {
  const counts = (
    [
      ["worked", "worked"],
      ["none", "had no effect"],
      ["worse", "made things worse"],
      ["changed", "saw a change that nothing can be compared with"],
      ["unchanged", "saw no change"]
    ] as const
  ).map(([name, verb]) => ({verb, n: namesOf(values[`${name}_names`]).length}));
  const [first, second] = counts.filter(({n}) => n > 0);
  if (!first) return "No measure can be judged yet";
  const all = Number(values["actions"]);
  return `${first.n} of ${all} ${all === 1 ? "measure" : "measures"} ${first.verb}${second ? `, ${second.n} ${second.verb}` : ""}`;
}

/** Heads of figures, in English. */
export const headlineWordsEn: HeadlineWords = {
  retention(values, format) {
    const unit = UNITS[String(values["period"])] ?? String(values["period"] ?? "month");
    const show = writer(values, format);
    const age = Number(values["age"] ?? 1) === 1 ? `in the ${unit} after` : `in ${unit} ${values["age"]} after`;
    const later = `${age} their first order${values["kind"] === "rolling" ? ", or later" : ""}`;
    if (values["kind"] === "revenue")
      return `A cohort’s second ${unit} brings ${show("rate", "ratio")} of the revenue of its first`;
    const least = values["worst_group"] == null ? null : `“${values["worst_group"]}” customers come back least`;
    const cohort = values["worst"] == null ? null : `The customers of ${when(values, "worst", format)} came back least`;
    const from = least ?? cohort;
    if (from !== null) return `${from}: ${show("worst_rate", "ratio")} ${later}`;
    return `${show("rate", "ratio")} order again ${later}`;
  },
  "retention-rate"(values, format) {
    const rate = format.value(values["rate"], "ratio");
    const of = values["basis"] === "contract" ? "contracts" : "customers";
    return `${rate} of ${of} were kept in ${when(values, "when", format)}${shareEnds(values, format)}`;
  },
  churn(values, format) {
    const left = values["basis"] === "contract" ? "left" : "lapsed";
    const unit = UNITS[String(values["period"])] ?? String(values["period"] ?? "month");
    const half =
      values["median"] == null
        ? `${format.value(values["rate"], "ratio")} have not ${left} after ${spanOf(values, values["age"])}`
        : `Half have ${left} by ${unit} ${values["median"]}`;
    return `${half}${ends(values, ["most stay of", "fewest of"])}`;
  },
  repeat: (values, format) =>
    `${format.value(values["rate"], "ratio")} of customers have ordered again${ends(values, ["most of", "fewest of"])}`,
  ltv(values, format) {
    const value = amountOf(values["value"], format);
    const groups = ends(values, ["most with", "least with"]);
    if (values["method"] === "formula") return `By the formula a customer is worth ${value}${groups}`;
    if (values["method"] === "contract")
      return `A new contract is worth ${value} over ${spanOf(values, values["horizon"])}${groups}`;
    return `A customer has brought ${value} by ${UNITS[String(values["period"])] ?? String(values["period"] ?? "month")} ${values["age"]}${groups}`;
  },
  concentration: (values, format) =>
    `The top 20% of customers bring ${format.value(values["top_20"], "ratio")} of the ${values["of"]}`,
  rfm: (values, format) =>
    values["share_value"] == null
      ? `Champions are ${format.value(values["share_customers"], "ratio")} of customers`
      : `Champions, ${format.value(values["share_customers"], "ratio")} of customers, bring ${format.value(values["share_value"], "ratio")} of the value`,
  "ltv-predictive": (values, format) =>
    values["value"] == null
      ? `A customer has brought ${amountOf(values["observed"], format)} so far`
      : `A customer is expected to bring ${amountOf(values["expected"], format)} in the next ${values["horizon"]} months${ends(values, ["in all most from", "least from"])}`,
  forecast: (values, format) =>
    `${format.value(Math.round(Number(values["expected"])), "count")} further purchases are expected in ${spanOf(values, values["ahead"])}`,
  "at-risk": (values, format) =>
    `${amountOf(values["at_stake"], format)} is at stake with ${format.value(values["customers"], "count")} customers who are likelier gone than not`,
  lifecycle: (values, format) =>
    `${format.value(values["share_loyal"], "ratio")} of customers are loyal, ${format.value(values["share_at_risk"], "ratio")} at risk, ${format.value(values["share_lapsed"], "ratio")} have lapsed`,
  payback: (values, format) =>
    `A customer costs ${amountOf(values["cac"], format)} to acquire, ${values["months"] == null ? "and has not paid it back yet" : `paid back after ${format.value(values["months"], "months")}`}`,
  "what-if"(values, format) {
    const years = Number(values["years"] ?? 5);
    const span = years === 1 ? "a year" : `${years} years`;
    const points = Number(values["points"]);
    if (points === 0) return `As things are, ${span} bring ${amountOf(values["base"], format)}`;
    const margin = Number(values["margin"]);
    const n = Math.abs(points);
    return `${n} ${n === 1 ? "point" : "points"} ${points > 0 ? "more" : "less"} retention would ${margin < 0 ? "cost" : "bring"} ${amountOf(Math.abs(margin), format)} in ${span}`;
  },
  nps(values, format) {
    const show = (name: string) => format.value(values[name], "nps");
    if (has(values, "best", "worst"))
      return `The NPS is highest with “${values["best"]}” (${show("best_score")}), lowest with “${values["worst"]}” (${show("worst_score")})`;
    if (values["from"] instanceof Date && values["to"] instanceof Date && has(values, "before", "after"))
      return `The Net Promoter Score ${Number(values["after"]) > Number(values["before"]) ? "rose" : "fell"} to ${show("after")} in ${when(values, "to", format)}, from ${show("before")}`;
    return `${values["over"] === "touchpoints" ? "After a contact, the" : "The"} Net Promoter Score is ${show("score")}`;
  },
  "top-box": (values, format) =>
    `${format.value(values["rate"], "ratio")} ${POSITIVE[String(values["measure"])] ?? "answer positively"}${shareEnds(values, format)}`,
  "loyalty-matrix"(values, format) {
    const show = (name: string) => format.value(values[name], "ratio");
    if (values["differs"] === 1)
      return `${show("retention_truly")} of the truly loyal ordered again, ${show("retention_spuriously")} of those only in the habit`;
    if (values["differs"] === 0) return "Attached or only in the habit, they ordered again alike";
    return `${show("truly")} were truly loyal, ${show("spuriously")} only in the habit`;
  },
  "loyalty-value"(values, format) {
    const [top, bottom] = TOP[String(values["measure"])] ?? ["The highest answers", "the lowest"];
    const brought = `${top} brought ${amountOf(values["top"], format)} in the year after, ${bottom} ${amountOf(values["bottom"], format)}`;
    return values["difference"] != null && values["differs"] !== 1
      ? `${brought}; like for like it is within the noise`
      : brought;
  },
  programme: (values, format) =>
    values["uplift"] == null
      ? values["raw_differs"] === 0
        ? "Members and others do not differ beyond the noise"
        : `Members bring ${more(values["raw"], format)} than others; like cannot be compared with like`
      : values["differs"] === 1
        ? `Like for like, members bring ${more(values["uplift"], format)} margin a year`
        : "Like for like, members do not differ beyond the noise",
  referral: (values, format) =>
    values["differs"] === 1
      ? `Referred customers bring ${more(values["uplift"], format)} in their first ${format.value(values["age"], "months")}`
      : "Referred customers do not differ from others beyond the noise",
  claims(values) {
    const not = String(values["not"] ?? "")
      .split(" ")
      .filter((claim) => claim !== "").length;
    return not === 0
      ? `None of ${values["claims"]} rules of thumb contradicts our data`
      : `${not} of ${values["claims"]} rules of thumb ${not === 1 ? "does" : "do"} not fit our data`;
  },
  drivers(values, format) {
    const subject = values["measure"] === "csat" ? "Satisfaction" : "The NPS";
    const points = (name: string) => pointsOf(values[name], values, format);
    if (values["worst"] != null)
      return `${subject} is lowest with “${values["worst"]}”: ${points("worst_difference")} points below the rest`;
    if (values["best"] != null)
      return `${subject} is highest with “${values["best"]}”: ${points("best_difference")} points above the rest`;
    return `${subject} differs nowhere beyond the noise`;
  },
  gap: (values) =>
    values["worst"] == null
      ? "Nowhere is satisfaction below expectation beyond the noise"
      : `${values["worst"] === "(shop)" ? "The shop as a whole" : `“${values["worst"]}”`} falls furthest short of what was expected`,
  engagement(values, format) {
    const side = values["best"] == null ? "worst" : "best";
    if (Number(values["tested"]) === 0) return "Too few customers were in touch to compare";
    if (values[side] == null) return "No kind of contact tells who comes back, beyond the noise";
    const kind = kindOf(values[side]);
    return `Like for like, ${distanceOf(values[`${side}_lift`], format)} ${side === "best" ? "more" : "fewer"} come back after ${kind}`;
  },
  actions(values, format) {
    const effect = () => effectOf(values["best_effect"], values["best_unit"], {format, points: " points"});
    return values["best"] != null && Number(values["worked"]) === 1
      ? `1 of ${Number(values["actions"])} measures worked: “${values["best"]}”, with ${effect()}`
      : measures(values);
  },
  voice(values) {
    const isOfTime = values["compare"] === "period";
    if (values["compare"] === "group")
      return values["group"] == null
        ? "No group speaks otherwise than the rest, beyond the noise"
        : `“${values["group"]}” stands apart most, by ${values["group_term"]}`;
    const theme = (name: string) => (values[name] == null ? null : `“${values[name]}”`);
    const hasTheme = values["praised"] != null || values["theme"] != null;
    const [first, second] = hasTheme ? [theme("praised"), theme("theme")] : [values["most"], values["least"]];
    if (first == null && second == null)
      return isOfTime
        ? "Nothing is said more or less than before, beyond the noise"
        : "Nothing sets praise apart from complaint, beyond the noise";
    if (isOfTime)
      return second == null
        ? `More is said now of ${first}`
        : first == null
          ? `Less is said now of ${second}`
          : `More is said now of ${first}, less of ${second}`;
    if (first == null) return `${second} stands out in complaint`;
    return `${first} stands out in praise${second == null ? "" : `, ${second} in complaint`}`;
  }
};
