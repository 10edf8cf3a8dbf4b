import type {Format} from "../../charts/format.ts";
import type {ActionWords} from "./action-words.ts";
import {distanceOf, effectOf, namesOf} from "./action-words.ts";
import type {FindingValues} from "./words.ts";

const PERIODS: Readonly<Record<string, string>> = {
  week: "week",
  month: "month",
  quarter: "quarter",
  half: "half-year",
  year: "year",
  "fiscal-year": "fiscal year"
};

/** The name of a kind in a sentence; itself where it is none of ours. */
const KINDS: Readonly<Record<string, string>> = {
  inquiry: "an inquiry",
  complaint: "a complaint",
  review: "a review",
  social: "a social post",
  email_open: "opening an e-mail",
  call: "a call",
  chat: "a chat",
  visit: "a visit"
};

/** A kind of contact as a sentence names it: "opening an e-mail"; one that is none of ours as it is written. */
export function kindOf(value: FindingValues[string] | undefined): string {
  return KINDS[String(value)] ?? `“${String(value)}”`;
}

function engagement(values: FindingValues, format: Format): string {
  const period = PERIODS[String(values["period"])] ?? "month";
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const show = (name: string) => format.value(values[name], "ratio");
  const tested = Number(values["tested"]);
  if (tested === 0) return "Too few customers were in touch to say who came back afterwards.";
  const said = (side: "worst" | "best") => {
    if (values[side] == null) return null;
    const [low, high] = [values[`${side}_low`], values[`${side}_high`]];
    const bounds = side === "worst" ? [high, low] : [low, high];
    return `after ${kindOf(values[side])} ${distanceOf(values[`${side}_lift`], format)} ${side === "worst" ? "fewer" : "more"} (${level}% interval ${bounds.map((bound) => distanceOf(bound, format)).join(" to ")})`;
  };
  const parts = [said("worst"), said("best")].filter((part) => part !== null);
  const of = `${format.value(tested, "count")} kinds of contact`;
  if (parts.length === 0)
    return `After none of ${of} did customers come back in the following ${period} more or less often than others of their rhythm, beyond the noise.`;
  const plain =
    values["worst"] == null
      ? ""
      : `; as they are, ${show("worst_retained")} came back after ${kindOf(values["worst"])}, ${show("worst_others")} without`;
  return `Of customers with an equal rhythm of orders, ${parts.join(", ")} came back in the following ${period} than without${plain}. ${format.value(values["differing"], "count")} of ${of} differ beyond the noise.`;
}

/** "“A”, “B” and “C”". */
function quotedNames(names: readonly string[]): string {
  const quoted = names.map((one) => `“${one}”`);
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}

/** "2 worked (“A” and “B”)"; null of none. */
function said(values: FindingValues, name: string, verb: string): string | null {
  const names = namesOf(values[`${name}_names`]);
  if (names.length === 0) return null;
  return `${names.length} ${verb} (${quotedNames(names)})`;
}

function actions(values: FindingValues, format: Format): string {
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const effect = (name: string) => effectOf(values[name], values["best_unit"], {format, points: " points"});
  const best =
    values["best"] == null
      ? ""
      : `; ${Number(values["worked"]) > 1 ? `most clearly “${values["best"]}”, with ` : "it brought "}${effect("best_effect")} (${level}% interval ${effect("best_low")} to ${effect("best_high")}) against ${values["best_design"] === "randomised comparison" ? "its control, drawn at random" : "customers it was not for"}`;
  const parts = [
    said(values, "worked", "worked"),
    said(values, "none", "had no effect beyond the noise"),
    said(values, "worse", "made things worse"),
    said(values, "changed", "saw their line change, without a comparison that could say why"),
    said(values, "unchanged", "saw no change, without a comparison")
  ].filter((part) => part !== null);
  const open = Number(values["open"]);
  const drawn = namesOf(values["randomised_names"]).filter((name) => name !== values["best"]);
  const randomised =
    drawn.length === 0
      ? ""
      : ` ${quotedNames(drawn)} ${drawn.length === 1 ? "was" : "were"} compared with a control drawn at random.`;
  const later = open === 0 ? "" : `${open} cannot be judged yet`;
  const all = [...parts.map((part, i) => (i === 0 ? part + best : part)), ...(later ? [later] : [])];
  return `Of ${format.value(values["actions"], "count")} measures, ${all.length === 0 ? "none can be measured" : all.join("; ")}.${randomised}`;
}

/** Words of contacts and measures, in English. */
export const actionWordsEn: ActionWords = {
  findings: {engagement, actions},
  notes: {
    "engagement-none": "No customer was in touch.",
    "engagement-lift":
      "Active customers with such a contact are compared with those without, by whether they ordered in the period after. Both are measured against what is usual for customers who last ordered as recently, as often lately and as often in all; what is usual is fixed at build over all customers. Tests are corrected for their number (Holm).",
    "engagement-rate":
      "Contacts are counted per active customer and closed period; active is who ordered in it or shortly before.",
    "engagement-times":
      "The median time is of contacts that were resolved; under a filter it is read from classes, at most 5% off.",
    "actions-none": "The catalog’s table of measures is empty.",
    "actions-nobody": "None of the customers on screen stands on a measure’s line.",
    "actions-randomised":
      "Where a measure is for a list whose control was drawn at random, those treated are held against this control, all as they were drawn, whether they were reached or not: what differs beyond chance, the measure did.",
    "actions-compared":
      "Where a measure is for some customers only, its line is held against that of the others whom no measure on this metric is for (difference-in-differences); dashed is what would have been, had they moved alike.",
    "actions-alone":
      "Where there is nobody to compare with, only the line itself can be read (interrupted time series: level and slope): it says whether something changed, never why. Dashed is the trend from before.",
    "actions-apart":
      "Where the others’ trend was another one already before the start, they are no fair comparison, and the line is read by itself.",
    "actions-counts":
      "Counts are compared by their sums before and after, with a half added to each, so that nobody is compared, too.",
    "actions-periods":
      "Bands are means before and after with their intervals, over closed periods, at most a year’s before the start unless the cell says otherwise. A period is of neither side where its value also rests on days of the other one: repeat rates look 180 days ahead, kept and active customers 90 days back. Below 8 closed periods before or 3 after it is too early to judge. Intervals and tests allow for autocorrelation (Newey–West), those of a comparison for who happens to be a customer too; seasons are taken out only where there is a comparison.",
    "actions-holm":
      "Tests are corrected for the number of measures in the catalog (Holm). A target counts as reached, or missed, where the whole interval says so.",
    "actions-most": "Only the 40 measures that began last are judged.",
    "actions-unmeasured":
      "“Not measured”: the metric has no line by period, the data for it is missing, the segment names no dimension of the catalog, its list has nobody in one of the arms, fewer than ten of the customers on screen are in it, or it ended before a whole period was over, or before its metric could look that far: repeat rates take 180 days after a period, kept and active customers 90 days of the measure."
  },
  terms: {
    "per 100: {0} week": "{0} per 100 a week",
    "per 100: {0} month": "{0} per 100 a month",
    "per 100: {0} quarter": "{0} per 100 a quarter",
    "per 100: {0} half": "{0} per 100 a half-year",
    "per 100: {0} year": "{0} per 100 a year",
    "per 100: {0} fiscal-year": "{0} per 100 a fiscal year",
    "came back week": "Came back in the week after, against others of their rhythm",
    "came back month": "Came back in the month after, against others of their rhythm",
    "came back quarter": "Came back in the quarter after, against others of their rhythm",
    "came back half": "Came back in the half-year after, against others of their rhythm",
    "came back year": "Came back in the year after, against others of their rhythm",
    "came back fiscal-year": "Came back in the fiscal year after, against others of their rhythm",
    "mood {0}": "mood {0}",
    "resolved in {0}": "resolved in {0}",
    "contacts per 100": "Contacts per 100 active customers",
    planned: "Planned",
    running: "Running",
    "too early": "Too early to say",
    "not measured": "Not measured",
    worked: "Worked",
    "no effect": "No effect",
    worse: "Worse",
    changed: "Changed (no comparison)",
    "not changed": "Not changed (no comparison)",
    "the metric": "The measure’s metric, with means before and after",
    "without the measure": "Without the measure",
    target: "Target",
    "target reached": "target reached",
    "target not reached": "target not reached",
    "all customers": "all customers",
    "{0} against the untargeted": "{0} against the others",
    "{0} points against the untargeted": "{0} points against the others",
    "{0} against the control": "{0} against the control drawn at random",
    "{0} points against the control": "{0} points against the control drawn at random",
    "list of {0}": "list of {0} customers",
    "a list of few": "a list of few customers",
    "list of {0}, {1} of them control": "list of {0} customers, {1} of them control",
    "level {0}, slope {1}": "Level {0}; slope per period {1}",
    "from {0}": "from {0}",
    "begins {0}": "Begins {0}",
    "began {0}": "Began {0}; too few closed periods before or since",
    "began {0}, nothing closed since": "Began {0}; no whole period to measure yet",
    "randomised comparison": "Randomised comparison",
    "difference-in-differences": "Difference-in-differences",
    "interrupted time series": "Interrupted time series",
    "line orders": "Orders per customer",
    "line revenue": "Revenue per customer",
    "line margin": "Margin per customer",
    "line average_order_value": "Average order value",
    "line new_customers": "New customers",
    "line active_customers": "Active customers",
    "line repeat_rate": "Second order within 180 days",
    "line crr": "Customers kept, from period to period",
    "line churn": "Customers lost, from period to period",
    "line nps": "NPS",
    "line csat": "Satisfied answers",
    "line dwb": "“Would definitely buy” answers",
    inquiry: "Inquiry",
    complaint: "Complaint",
    review: "Review",
    social: "Social post",
    email_open: "E-mail opened",
    call: "Call",
    chat: "Chat",
    visit: "Visit"
  },
  columns: {
    kind: "Kind",
    contacts: "Contacts",
    sentiment: "Mood",
    sentiment_low: "Mood, low",
    sentiment_high: "Mood, high",
    resolved: "Resolved",
    median_days: "Median time to resolution",
    plain: "Ratio as it is",
    lift: "Ratio, like with like",
    p_holm: "p (Holm)",
    action: "Measure",
    owner: "Owner",
    for_list: "For a list",
    listed: "Customers of its list",
    held_out: "Control among them",
    metric: "Metric",
    started: "Started",
    ended: "Ended",
    status: "Status",
    periods_before: "Periods before",
    before_low: "Before, low",
    before_high: "Before, high",
    periods_after: "Periods after",
    after_low: "After, low",
    after_high: "After, high",
    design: "Compared by",
    level_low: "Level, low",
    level_high: "Level, high",
    slope: "Slope",
    slope_low: "Slope, low",
    slope_high: "Slope, high",
    reached: "Target reached",
    trend_p: "p of equal trends before",
    effect: "Effect"
  },
  columnsOf: {
    engagement: {
      rate: "Per active customer and period",
      rate_low: "Per customer, low",
      rate_high: "Per customer, high",
      months: "Customer-periods followed",
      retained: "Came back",
      others: "Others came back"
    },
    actions: {id: "No.", before: "Before", after: "After", level: "Level"}
  }
};
