import type {Format, Unit} from "../../charts/format.ts";
import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import {ends} from "./curve-words-en.ts";
import type {VoiceWords} from "./voice-words.ts";
import type {FindingValues} from "./words.ts";

const POSITIVE: Readonly<Record<string, string>> = {
  csat: "of answers are satisfied (4–5 of 5)",
  dwb: "of answers are “definitely would buy” (5 of 5)",
  effort: "of answers found it easy (5–7 of 7)",
  trust: "of answers trust us (4–5 of 5)"
};

/** " (95% interval 52.3 to 54.5, 13,612 answers, mean 8.70)". */
function ground(values: FindingValues, format: Format, unit: Unit): string {
  const show = (name: string, as: Unit) => format.value(values[name], as);
  const level = Math.round(Number(values["level"] ?? 0.95) * 100);
  const answers = values["size"] === 1 ? "answer" : "answers";
  const mean = values["mean"] == null ? "" : `, mean ${show("mean", "score")}`;
  return ` (${level}% interval ${show("low", unit)} to ${show("high", unit)}, ${show("size", "count")} ${answers}${mean})`;
}

/** "; from August to September 2026 it rose from 20.0 to 25.0", where the change is beyond the noise. */
function change(values: FindingValues, format: Format, unit: Unit): string {
  const {from, to, before, after, period} = values;
  if (!(from instanceof Date) || !(to instanceof Date) || before == null || after == null) return "";
  const when = (date: Date) => periodLabel(date, String(period ?? "month") as Period, format);
  const verb = Number(after) > Number(before) ? "rose" : "fell";
  return `; from ${when(from)} to ${when(to)} it ${verb} from ${format.value(before, unit)} to ${format.value(after, unit)}`;
}

const findings: VoiceWords["findings"] = {
  nps(values, format) {
    const bounds =
      values["bound_low"] == null
        ? ""
        : `, so that the score of all who were asked can be anything from ${format.value(values["bound_low"], "nps")} (the silent all detractors) to ${format.value(values["bound_high"], "nps")} (all promoters)`;
    const rate =
      values["response_rate"] == null
        ? ""
        : `; ${values["bound_rate"] == null ? `${format.value(values["response_rate"], "ratio")} of invitations were answered` : `${format.value(values["bound_rate"], "ratio")} of ${values["answers"] === "all" ? "invitations were answered" : "the customers who were asked answered"}`}${bounds}`;
    const weighted =
      values["weighted"] == null
        ? ""
        : `; weighted to all customers by ${values["weight"]} it is ${format.value(values["weighted"], "nps")} (${format.value(values["weighted_low"], "nps")} to ${format.value(values["weighted_high"], "nps")})`;
    return `${values["over"] === "touchpoints" ? "After a contact, over all touchpoints, the Net Promoter Score is" : "The Net Promoter Score is"} ${format.value(values["score"], "nps")}${ground(values, format, "nps")}${weighted}${change(values, format, "nps")}${ends(values, format, {name: "score", unit: "nps"})}${rate}.`;
  },
  "top-box"(values, format) {
    const top2 = values["top2"] == null ? "" : `; with “probably” (4) it is ${format.value(values["top2"], "ratio")}`;
    return `${format.value(values["rate"], "ratio")} ${POSITIVE[String(values["measure"])] ?? "of answers are positive"}${ground(values, format, "ratio")}${top2}${change(values, format, "ratio")}${ends(values, format, {name: "rate", unit: "ratio"})}.`;
  }
};

const AND = new Intl.ListFormat("en");

function fewAnswers(isScore: boolean): string {
  return isScore ? "fewer than 30 answers, or an interval wider than ±10 points" : "fewer than 30 answers";
}

/** Words of answers, in English. */
export const voiceWordsEn: VoiceWords = {
  findings,
  notes: {
    "no-answers": "Nobody has answered this question yet.",
    "answers-latest": "One answer of each customer counts in a period, the latest; over the whole window likewise.",
    "answers-touchpoints":
      "Of each customer and touchpoint the latest answer in a period counts; over the whole window likewise. “All” are those of all touchpoints together.",
    "answers-all": "Every answer counts, also several of one customer: the intervals take them as independent.",
    "answers-transactional":
      "The answers were given at touchpoints, about one contact, and not about the shop as a whole.",
    "nps-comparable": "Scores compare only within one country and one form of the survey.",
    "answers-few": "Of fewer than ten answers there are counts only.",
    "nps-weighted":
      "Weighted: each answer counts so that the groups have the weight that they have among all customers (post-stratification). It mends who answered more often, not who of a group did.",
    "nps-weight-empty": "The score cannot be weighted: there are too few answers, or a group of customers has none.",
    "answers-open":
      "A period that is not over yet stands in the table and is not drawn; the whole window counts its answers."
  },
  lowBase: {
    drawn({isWhole, groups, points, isScore}) {
      const named = (names: readonly string[]) => AND.format(names.map((name) => `“${name}”`));
      const parts = [
        groups.count === 0
          ? []
          : [groups.names.length > 0 ? `of ${named(groups.names)}` : `of ${groups.count} of ${groups.of} groups`],
        points.count === 0
          ? []
          : [
              points.names.length > 0
                ? `in ${AND.format(points.names)}`
                : `at ${points.count} of ${points.of} points of the line`
            ]
      ];
      return `Low base${isWhole ? "" : ` ${AND.format(parts.flat())}`}: ${fewAnswers(isScore)}.`;
    },
    point: (group, period) => `${period} (“${group}”)`,
    tabled: (isScore) => `Rows of the table say where they are on a low base: ${fewAnswers(isScore)}.`
  },
  terms: {
    detractors: "Detractors (0–6)",
    passives: "Passives (7–8)",
    promoters: "Promoters (9–10)",
    NPS: "NPS",
    "n = {0}": "n = {0}",
    "low base": "low base",
    "fewer than 10 answers": "fewer than 10 answers",
    "share of answers": "Share of answers, 0 to 10",
    "number of answers": "Number of answers, 0 to 10: fewer than 10 in all",
    csat: "Satisfied (4–5 of 5)",
    dwb: "Definitely would buy (5 of 5)",
    effort: "Easy (5–7 of 7)",
    trust: "Trust us (4–5 of 5)",
    "all touchpoints": "All touchpoints",
    "NPS, {0}": "NPS, {0}",
    "interval {0} to {1}": "interval {0} to {1}",
    "{0} answered; all asked: {1} to {2}": "{0} of those asked answered; the score of all who were asked: {1} to {2}"
  },
  columns: {
    low_base: "Low base",
    response_rate: "Response rate",
    bound_low: "All asked, low",
    bound_high: "All asked, high",
    stratum: "Group",
    weight: "Weight of an answer",
    answer: "Answer",
    before: "Before",
    after: "After",
    other: "Other group",
    p_holm: "p, corrected"
  },
  measures: {effort: "How easy we are to deal with", trust: "Trust"},
  measureColumns: {
    effort: {rate: "Easy", positive: "Easy (5–7)"},
    trust: {rate: "Trust us", positive: "Trust us (4–5)"}
  }
};
