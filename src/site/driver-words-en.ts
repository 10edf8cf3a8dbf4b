import {periodLabel} from "../charts/period.ts";
import type {Period} from "../charts/period.ts";
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
    }
  },
  notes: {
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
    touchpoint: "touchpoint",
    segment: "segment",
    channel: "channel",
    region: "region",
    plan: "plan"
  },
  columns: {
    dimension: "Dimension",
    rest: "The rest",
    differs: "Beyond the noise",
    p: "p",
    share_before: "Share before",
    share_after: "Share after",
    mix: "Mix"
  },
  columnsOf: {drivers: {rate: "Within", value: "Value", score: "Score", share: "Share of answers"}}
};
