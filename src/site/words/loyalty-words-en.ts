import type {Format, Unit} from "../../charts/format.ts";
import type {LoyaltyWords} from "./loyalty-words.ts";
import type {FindingValues} from "./words.ts";

const TOP: Readonly<Record<string, readonly [top: string, bottom: string]>> = {
  nps: ["promoters (9–10)", "detractors (0–6)"],
  csat: ["satisfied customers (4–5)", "the others (1–3)"],
  dwb: ["customers who would definitely buy (5)", "the others (1–4)"],
  trust: ["customers who trust us (4–5)", "the others (1–3)"],
  effort: ["customers who found it easy (5–7)", "the others (1–4)"]
};

const CLAIMS: Readonly<Record<string, string>> = {
  acquisition: "acquiring costs 5–25 times keeping",
  "retention-points": "5 points of retention bring 25–95%",
  defections: "5% fewer defections bring 25%",
  referral: "referred customers are worth 16% more",
  programme: "members bring 12–18% more",
  concentration: "20% of customers bring 80%"
};

function writer(values: FindingValues, format: Format): (name: string, unit: Unit) => string {
  return (name, unit) => format.value(values[name], unit);
}

/** "7.5% more", "2.0% less". */
function more(value: FindingValues[string] | undefined, format: Format): string {
  const share = Number(value);
  return `${format.value(Math.abs(share), "ratio")} ${share < 0 ? "less" : "more"}`;
}

/** "95% interval −2.0% to 7.5%". */
function interval(
  values: FindingValues,
  format: Format,
  {unit, low = "low", high = "high"}: {unit: Unit; low?: string; high?: string}
): string {
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  return `${level}% interval ${format.value(values[low], unit)} to ${format.value(values[high], unit)}`;
}

function points(value: FindingValues[string] | undefined, format: Format): string {
  return `${format.value(Math.abs(100 * Number(value)), "nps")} points`;
}

const findings: LoyaltyWords["findings"] = {
  "loyalty-matrix"(values, format) {
    const show = writer(values, format);
    const first = `Of ${show("known", "count")} customers whose attitude was known on ${show("at", "date")}, ${show("truly", "ratio")} were truly loyal and ${show("spuriously", "ratio")} bought as often without being attached`;
    if (values["differs"] == null) return `${first}.`;
    const worth =
      values["ltv_truly"] == null
        ? ""
        : `; the first brought ${show("ltv_truly", "money")} each in them, the second ${show("ltv_spuriously", "money")}`;
    if (values["differs"] === 0)
      return `${first}; whether they ordered again in the months after does not differ beyond the noise (${show("retention_truly", "ratio")} and ${show("retention_spuriously", "ratio")})${worth}.`;
    return `${first}; in the months after, ${show("retention_truly", "ratio")} of the first ordered again and ${show("retention_spuriously", "ratio")} of the second${worth}.`;
  },
  "loyalty-value"(values, format) {
    const show = writer(values, format);
    const [top, bottom] = TOP[String(values["measure"])] ?? ["the highest answers", "the lowest"];
    const first = `In the 12 months after their answer, ${top} brought ${show("top", "money")} each, ${bottom} ${show("bottom", "money")}`;
    const adjusted =
      values["difference"] == null
        ? ""
        : values["differs"] === 1
          ? `; among customers of equal earlier spend and tenure the difference is ${show("difference", "money")} (${interval(values, format, {unit: "money"})})`
          : `; among customers of equal earlier spend and tenure the difference is within the noise (${interval(values, format, {unit: "money"})})`;
    const stay =
      values["retention_difference"] == null
        ? ""
        : values["retention_differs"] === 1
          ? `, and ${points(values["retention_difference"], format)} ${Number(values["retention_difference"]) < 0 ? "fewer" : "more"} of them ordered again`
          : ", and whether they ordered again does not differ beyond the noise";
    const gone =
      values["gone_rate"] == null
        ? ""
        : `. Satisfied but gone: ${show("gone_rate", "ratio")} of those satisfied never ordered in these months`;
    return `${first}${adjusted}${stay}${gone}.`;
  },
  programme(values, format) {
    const show = writer(values, format);
    const first =
      values["raw_differs"] === 0
        ? `What members bring a year does not differ from others beyond the noise (${more(values["raw"], format)})`
        : `Members bring ${more(values["raw"], format)} margin a year than others`;
    if (values["uplift"] == null) return `${first}; like cannot be compared with like.`;
    const adjusted =
      values["differs"] === 1
        ? `; against non-members of equal earlier spend and tenure it is ${more(values["uplift"], format)} (${interval(values, format, {unit: "ratio"})})`
        : `; against non-members of equal earlier spend and tenure the difference is within the noise (${more(values["uplift"], format)}, ${interval(values, format, {unit: "ratio"})})`;
    const before =
      values["before"] == null ? "" : `; they already brought ${more(values["before"], format)} before joining`;
    const cost =
      values["break_even"] == null
        ? ""
        : `; points cost ${show("cost", "money")} a member and year, which ${show("break_even", "ratio")} more would pay`;
    return `${first}${adjusted}${before}${cost}.`;
  },
  referral(values, format) {
    const show = writer(values, format);
    const within = `in their first ${format.value(values["age"], "months")}`;
    const first =
      values["differs"] === 1
        ? `Referred customers bring ${more(values["uplift"], format)} than others ${within} (${interval(values, format, {unit: "ratio"})})`
        : `What referred customers bring ${within} does not differ from others beyond the noise (${more(values["uplift"], format)}, ${interval(values, format, {unit: "ratio"})})`;
    const share = values["referred"] == null ? "" : `; ${show("referred", "ratio")} of buyers were referred`;
    const per100 = (name: string) => format.value(100 * Number(values[name]), "nps");
    const who =
      values["who_differs"] == null
        ? ""
        : values["who_differs"] === 1
          ? `; 100 promoters have brought ${per100("promoters")} others, 100 detractors ${per100("detractors")}`
          : "; promoters do not refer more than detractors beyond the noise";
    return `${first}${share}${who}.`;
  },
  claims(values) {
    const named = (name: string) =>
      String(values[name] ?? "")
        .split(" ")
        .filter((claim) => claim !== "")
        .map((claim) => CLAIMS[claim] ?? claim);
    const parts = [
      ["consistent with our data", named("consistent")],
      ["not consistent with it", named("not")],
      ["cannot be told", named("open")]
    ] as const;
    const said = parts.flatMap(([verdict, list]) => (list.length === 0 ? [] : [`${verdict}: ${list.join(", ")}`]));
    return `Of ${values["claims"]} rules of thumb – ${said.join("; ")}.`;
  }
};

/** Words of loyalty, the programme, referrals and claims, in English. */
export const loyaltyWordsEn: LoyaltyWords = {
  findings,
  notes: {
    "loyalty-few": "Of fewer than ten customers there are counts only.",
    "loyalty-cause": "This is a difference between customers, and no proof of what caused it.",
    "matrix-no-answers": "Nobody had answered by that date: every attitude is unknown.",
    "matrix-attitude-nps":
      "Attached are those whose latest answer on recommending us, up to the date, reaches the threshold.",
    "matrix-attitude-dwb":
      "Attached are those whose latest answer on buying again, up to the date, reaches the threshold.",
    "matrix-attitude-csat": "“Attached” here is satisfaction (CSAT), which is not the same as loyalty.",
    "matrix-attitude-trust": "“Attached” here is trust, by the latest answer up to the date.",
    "matrix-orders":
      "Loyal in behaviour are those with at least as many orders in the 12 months before as the median buyer, and no fewer than two, unless the cell says otherwise.",
    "matrix-rfm": "Loyal in behaviour are the RFM segments champions and loyal, by scores of that date.",
    "matrix-after":
      "Margin and ordering again are of the 12 months after the date, so that nobody is called loyal for what is then counted.",
    "matrix-fixed": "Thresholds are those of all customers, whatever is filtered.",
    "loyalty-value-none": "No answer is 12 months old yet.",
    "loyalty-value-when":
      "Of each customer the latest answer that is at least 12 months old counts, with the 12 months after it.",
    "loyalty-value-adjusted":
      "Adjusted: by least squares over strata of equal spend in the year before (tenths) and equal tenure, with variances that allow for unequal spread.",
    "programme-no-members": "Nobody has joined the programme yet.",
    "programme-adjusted":
      "Adjusted: from the day of joining, against non-members of the same tenth of earlier spend and class of tenure, followed from an equal day on; who joins later counts as a non-member until then.",
    "programme-bootstrap": "The adjusted interval is from 300 resamples of customers; the others are by linearisation.",
    "programme-linearised":
      "Under a filter and by group, intervals are by linearisation within strata (delta method); for all customers the adjusted one is from resamples of customers.",
    "programme-before":
      "Members differed already in the 90 days before joining: a part of the adjusted difference may not be the programme’s.",
    "programme-no-value": "Without the catalog’s pointValue, points have no cost.",
    "programme-no-points": "Without points in the orders, neither cost nor break-even is known.",
    "programme-cost":
      "The cost is that of points used so far; margin is before points. The break-even is the difference from which on they are earned back.",
    "programme-breakage":
      "No date of expiry is known: points of members who have not ordered for a year are those that may never be used.",
    "programme-claim": "The grey band is a published claim with its source, not an expectation.",
    "referral-age":
      "Compared at one age: only customers whose first order is at least that old, with what they brought up to it.",
    "referral-interval": "Intervals of ratios are by the delta method on the logarithm.",
    "referral-claim": "The grey line is a published claim with its source, not an expectation.",
    "referral-who": "Who refers goes by each customer’s latest answer, which may have come after the referral.",
    "claims-verdict":
      "Consistent: our interval meets the published figure. Not consistent: it lies outside. Cannot tell: there is no figure, or the interval holds no effect as well.",
    "claims-how":
      "Acquisition over retention cost: the last twelve closed months, per customer acquired and per customer kept. Retention: five years of margin by the model of purchases, with the uncertainty of its parameters alone; 5% fewer defections is a twentieth less of those who leave in a year. Referral and programme as their own figures; concentration by margin so far.",
    "claims-needs": "A claim that says “needs” lacks these columns in the catalog."
  },
  terms: {
    "truly loyal": "Truly loyal",
    "latently loyal": "Latently loyal",
    "spuriously loyal": "Spuriously loyal",
    "not loyal": "Not loyal",
    "attitude unknown": "Attitude unknown",
    "attached: {0} {1} and more": "Attached: {0} {1} and more",
    "not attached: {0} below {1}": "Not attached: {0} below {1}",
    "{0} orders and more": "{0} orders and more a year",
    "fewer than {0} orders": "Fewer than {0} orders a year",
    "champions and loyal": "RFM: champions and loyal",
    "other segments": "RFM: other segments",
    "{0} of customers ({1})": "{0} of customers ({1})",
    "{0} of the margin after": "{0} of the margin after",
    "{0} per customer": "{0} each",
    "ordered again: {0}": "Ordered again: {0}",
    "of the {0} whose attitude is known": "Shares of the {0} customers whose attitude is known",
    "attitude unknown: {0} ({1}), {2} per customer, {3} ordered again":
      "Attitude unknown: {0} customers ({1} of all), {2} each, {3} ordered again",
    "how {0} customers moved between tiers": "How {0} customers moved between tiers",
    "12 months ago": "12 months ago",
    today: "today",
    "in no tier": "in no tier",
    "how {0} customers moved": "How {0} customers moved whose attitude is known at both dates",
    answer: "Answer, and how many gave it",
    "margin in 12 months": "Margin per customer in the 12 months after",
    "ordered again in 12 months": "Ordered again in the 12 months after",
    "as it is": "As it is",
    "adjusted for spend and tenure": "Adjusted for earlier spend and tenure",
    raw: "All members, all others",
    adjusted: "Like against like",
    "before joining": "The same before joining",
    "members {0}, others {1}": "{0} against {1}",
    "break-even: {0}": "Points are paid from {0} on",
    "no difference": "No difference",
    "enrolled {0} ({1}), active {2}": "Enrolled: {0} members, {1} of buyers; {2} of them ordered in the last 12 months",
    "points redeemed {0}, outstanding {1}": "Points: {0} of those earned are used, {1} outstanding",
    "breakage {0} ({1})": "Of these {0} are of members who have not ordered for a year ({1} of those earned)",
    "liability {0}": "Outstanding points are worth {0}",
    "tiers changed: {0} of {1}": "In another tier than 12 months ago: {0} of {1} customers",
    "points cost {0}, a member and year {1}": "Cost of points so far: {0}, or {1} a member and year",
    "apart: {0} by points per order above {1}": "Standing out, accounts with more than {1} points used per order: {0}",
    "apart: {0} by more than {1} returns":
      "Standing out, accounts with more than {1} returns of orders that earned points: {0}",
    "apart: {0} by both": "Standing out by both: {0}",
    "question dwb": "would buy again",
    "question csat": "satisfaction",
    "question trust": "trust",
    "members against the others": "Margin of members against the others",
    "ltv ratio": "Margin in that time",
    "retention ratio": "Share who order again",
    "referred against the others": "Referred customers against the others",
    "referrals per 100 customers": "Customers brought per 100, by what they last answered",
    "not asked": "No answer",
    "points per order": "Points per order",
    "returns after earning": "Returns after earning",
    both: "Both",
    referred: "Referred",
    others: "Others",
    "claim acquisition": "Acquiring a customer costs 5 to 25 times keeping one",
    "claim retention-points": "5 points more retention bring 25–95% more profit",
    "claim defections": "5% fewer defections bring 25% more margin",
    "claim referral": "Referred customers are worth 16% more",
    "claim programme": "Members of a programme bring 12–18% more",
    "claim concentration": "20% of customers bring 80% of sales",
    consistent: "consistent",
    "not consistent": "not consistent",
    "cannot tell": "cannot tell",
    "needs {0}": "cannot tell: needs {0}",
    published: "Published",
    ours: "Ours, with interval"
  },
  columns: {
    full_price: "At full price",
    ltv_low: "Value, low",
    ltv_high: "Value, high",
    retention_low: "Retention, low",
    retention_high: "Retention, high",
    adjusted: "Value, adjusted",
    adjusted_retention: "Retention, adjusted",
    adjusted_retention_low: "Adjusted, low",
    adjusted_retention_high: "Adjusted, high",
    value_low: "Value, low",
    value_high: "Value, high",
    comparison: "Comparison",
    members: "Members",
    others: "Others",
    value_members: "Members, a year",
    value_others: "Others, a year",
    difference_low: "Difference, low",
    difference_high: "Difference, high",
    uplift: "Difference in percent",
    source: "Came by",
    claim: "Claim",
    published_low: "Published from",
    published_high: "Published to",
    verdict: "Verdict",
    needs: "Needs",
    n: "Customers"
  },
  columnsOf: {
    "loyalty-matrix": {value: "Margin after", ltv: "Per customer", retention: "Ordered again"},
    "loyalty-value": {retained: "Ordered again", retention: "Share", value: "Margin per customer"},
    referral: {ltv: "Margin in that time", retention: "Ordered again", observed: "Old enough"},
    claims: {value: "Ours", source: "Source"}
  }
};
