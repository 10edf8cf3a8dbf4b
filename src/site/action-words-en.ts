import type {Format} from "../charts/format.ts";
import type {ActionWords} from "./action-words.ts";
import {distanceOf} from "./action-words.ts";
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

function kindOf(value: FindingValues[string] | undefined): string {
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

/** Words of contacts, in English. */
export const actionWordsEn: ActionWords = {
  findings: {engagement},
  notes: {
    "engagement-none": "No customer was in touch.",
    "engagement-lift":
      "Active customers with such a contact are compared with those without, by whether they ordered in the period after. Both are measured against what is usual for customers who last ordered as recently, as often lately and as often in all; what is usual is fixed at build over all customers. Tests are corrected for their number (Holm).",
    "engagement-rate":
      "Contacts are counted per active customer and closed period; active is who ordered in it or shortly before.",
    "engagement-times":
      "The median time is of contacts that were resolved; under a filter it is read from classes, at most 5% off."
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
    p_holm: "p (Holm)"
  },
  columnsOf: {
    engagement: {
      rate: "Per active customer and period",
      rate_low: "Per customer, low",
      rate_high: "Per customer, high",
      months: "Customer-periods followed",
      retained: "Came back",
      others: "Others came back"
    }
  }
};
