import {z} from "zod";
import {commonOptions} from "./metric.ts";

/** What a `voice` cell may say. */
export const voiceOptions = z.strictObject({
  by: commonOptions.by,
  period: commonOptions.period.removeDefault().default("quarter"),
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  compare: z
    .enum(["score", "group", "period"])
    .optional()
    .describe(
      "score: comments of praise against those of complaint; group: those of each group of `by` against the others'; period: those of the last closed period against the earlier ones. Defaults to group with `by`, else to score."
    ),
  measure: z
    .enum(["nps", "csat"])
    .default("nps")
    .describe("Which answer makes a comment praise (nps 9–10, csat 4–5) or complaint (0–6, 1–2)."),
  language: z.enum(["en", "ja"]).optional().describe("Only comments in that language. Defaults to all."),
  prior: z
    .number()
    .gt(0)
    .default(500)
    .describe(
      "As how many uses of terms the prior counts: the larger, the more it takes for a rare term to stand out."
    ),
  show: z.int().min(1).max(30).default(8).describe("Most terms that the chart shows of a side.")
});

/** {@link voiceOptions}, read. */
export type VoiceOptions = z.output<typeof voiceOptions>;
