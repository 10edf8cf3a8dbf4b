import {periodLabel} from "../../charts/period.ts";
import type {Period} from "../../charts/period.ts";
import type {DriverWords} from "./driver-words.ts";
import {pointsOf} from "./driver-words.ts";

const SUBJECT: Readonly<Record<string, string>> = {nps: "The NPS", csat: "The share of satisfied answers"};

/** Words of drivers, in English. */
export const driverWordsEn: DriverWords = {
  findings: {
    drivers(values, format) {
      const subject = SUBJECT[String(values["measure"])] ?? "The score";
      const when = (date: Date) => periodLabel(date, String(values["period"] ?? "month") as Period, format);
      const points = (name: string) => pointsOf(values[name], values, format);
      const level = Math.round(Number(values["level"] ?? 0.95) * 100);
      const [low, high] = [Number(values["worst_low"]), Number(values["worst_high"])];
      const worst =
        values["worst"] == null
          ? null
          : `lies ${points("worst_difference")} points below the rest at “${values["worst"]}” (${values["worst_dimension"]}; ${level}% interval ${high < 0 ? `${points("worst_high")} to ${points("worst_low")}` : `${low < 0 ? "−" : ""}${points("worst_low")} to ${points("worst_high")}`})`;
      const best =
        values["best"] == null
          ? null
          : `${points("best_difference")} points above it at “${values["best"]}” (${values["best_dimension"]})`;
      const change =
        values["from"] instanceof Date && values["to"] instanceof Date && values["change"] != null
          ? `; from ${when(values["from"])} to ${when(values["to"])} it ${Number(values["change"]) > 0 ? "rose" : "fell"} by ${points("change")} points`
          : "";
      const of = `${format.value(values["tested"], "count")} touchpoints and groups compared`;
      if (worst === null && best === null) return `${subject} differs nowhere beyond the noise (${of})${change}.`;
      const said =
        worst === null
          ? `lies ${best!.replace("above it", "above the rest")}`
          : best === null
            ? worst
            : `${worst}, and ${best}`;
      return `${subject} ${said}; ${format.value(values["differing"], "count")} of ${of} differ beyond the noise${change}.`;
    },
    gap(values, format) {
      const show = (name: string) => format.value(Math.abs(Number(values[name])), "score");
      const level = Math.round(Number(values["level"] ?? 0.95) * 100);
      const name = (key: string) => (values[key] === "(shop)" ? "the shop as a whole" : `“${values[key]}”`);
      const worst =
        values["worst"] == null
          ? `At none of ${format.value(values["touchpoints"], "count")} touchpoints is satisfaction below expectation beyond the noise`
          : `Satisfaction is furthest below expectation at ${name("worst")}: by ${show("worst_gap")} of 5 points (${level}% interval ${show("worst_high")} to ${show("worst_low")})`;
      const first =
        values["first"] == null
          ? ""
          : values["first"] === values["worst"]
            ? "; it is also among those that matter most for recommending us"
            : `; of those below, ${name("first")} matters most for recommending us`;
      const best = values["best"] == null ? "" : `; it is furthest above at ${name("best")}, by ${show("best_gap")}`;
      return `${worst}${first}${best}.`;
    }
  },
  notes: {
    "gap-latest":
      "Of each customer and touchpoint the latest answer counts, where it says both what was expected and how it was.",
    "gap-importance":
      "Importance is the correlation of satisfaction with the likelihood to recommend us; the dashed line is the touchpoints’ mean. It is no proof that mending a touchpoint moves the score.",
    "drivers-latest":
      "Of each customer the latest answer counts; at touchpoints the latest of each customer and touchpoint.",
    "drivers-rest":
      "A value is compared with the other values of its dimension, a touchpoint with the other touchpoints; tests are corrected for their number (Holm). What differs stands first, in colour; the others are not ranked.",
    "drivers-mix":
      "Mix: who answers has changed. Within: the same customers’ groups answer otherwise. Both together are the change (Shapley)."
  },
  terms: {
    "nps against the rest": "NPS against the rest, points",
    "csat against the rest": "Satisfied answers against the rest, points",
    "of the change": "Change of the score, points",
    "change of the score": "change of the score",
    "mix of {0}": "Mix of {0}",
    "within: {0}": "within: {0}",
    "{0} to {1}": "{0} to {1}",
    "act first": "Act first",
    "keep up": "Keep up",
    watch: "Watch",
    enough: "Enough",
    unclear: "Unclear",
    "(shop)": "Shop as a whole",
    importance: "Importance (correlation with recommending)",
    "satisfaction less expectation": "Satisfaction less expectation, points of 5",
    touchpoint: "touchpoint",
    segment: "segment",
    channel: "channel",
    region: "region",
    plan: "plan"
  },
  columns: {
    region: "Region",
    plan: "Plan",
    gap: "Gap",
    importance: "Importance",
    importance_low: "Importance, low",
    importance_high: "Importance, high",
    pairs: "Answers on both",
    dimension: "Dimension",
    rest: "The rest",
    differs: "Beyond the noise",
    p: "p",
    share_before: "Share before",
    share_after: "Share after",
    mix: "Mix"
  },
  columnsOf: {
    gap: {csat: "Satisfaction", expected: "Expectation", quadrant: "What to do"},
    drivers: {rate: "Within", value: "Value", score: "Score", share: "Share of answers"}
  }
};
