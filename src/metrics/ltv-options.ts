import {z} from "zod";
import {daysOption, monthsOption, percentOption} from "./duration.ts";
import {commonOptions} from "./metric.ts";
import type {Metric} from "./metric.ts";

/** What an `ltv` cell may say, whatever its method; each method reads its own part. */
export const ltvSchema = z.strictObject({
  ...commonOptions,
  method: z
    .enum(["cohort", "formula", "predictive", "contract"])
    .default("cohort")
    .describe(
      "cohort: what cohorts have brought by each age; formula: lifetime × margin a year; predictive: orders so far and those a model expects; contract: survival × amount."
    ),
  age: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe("cohort: the age at which groups are compared; defaults to the latest that all of them have completed."),
  ages: z.number().int().min(1).optional().describe("cohort: only the first so many ages after 0 are shown."),
  active: daysOption("active")
    .default(90)
    .describe(
      "formula: an order within so many days makes a customer active; churn is of a year, among the active ones."
    ),
  amount: z.string().optional().describe("contract: the column of customers with what one pays in a period."),
  survival: z
    .enum(["km", "sbg", "bdw"])
    .optional()
    .describe(
      "contract: observed (Kaplan–Meier), or a model; defaults to km where the horizon is within the history, else sbg."
    ),
  horizon: monthsOption("horizon")
    .default(12)
    .describe('contract, predictive: how far ahead, in whole months: "36 months", "3 years".'),
  discount: percentOption("discount")
    .default(0)
    .describe("formula, contract, predictive: annual effective rate, for example 15%."),
  model: z.enum(["bgnbd", "mbgnbd", "paretonbd"]).default("bgnbd").describe("predictive: the model of purchases."),
  fit: z
    .enum(["all", "groups"])
    .default("all")
    .describe("predictive: one model for all customers, or with `by` one for each group.")
});

export type LtvOptions = z.output<typeof ltvSchema>;

/** One way to say what a customer is worth. */
export type Method = Pick<Metric<LtvOptions>, "requires" | "freeze" | "reductions" | "finish">;
