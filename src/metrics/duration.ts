import {z} from "zod";

const DURATION = /^(\d+)\s*(days?|weeks?|months?|quarters?|years?)$/;
const MONTHS: Readonly<Record<string, number>> = {month: 1, quarter: 3, year: 12};

/** Whole calendar months from a text such as "12 months", "1 year" or "2 quarters". */
export function monthsOption(name: string) {
  return z
    .union([
      z.number().int().min(1).max(120),
      z.string().transform((text, context) => {
        const [, count, unit = ""] = DURATION.exec(text.trim()) ?? [];
        const months = Number(count) * (MONTHS[unit.replace(/s$/, "")] ?? NaN);
        if (months >= 1 && months <= 120) return months;
        context.addIssue({code: "custom", message: `is no ${name} such as 12 months`});
        return z.NEVER;
      })
    ])
    .describe(`Whole months: "12 months", "1 year" or a number of months.`);
}

/** A fraction from a text such as "12%" or a number such as 0.12, at least 0. */
export function percentOption(name: string) {
  return z.union(
    [
      z.number().min(0).lt(10),
      z
        .string()
        .regex(/^\d{1,3}(\.\d+)?\s*%$/)
        .transform((text) => Number.parseFloat(text) / 100)
    ],
    {error: `is no ${name} such as 12%`}
  );
}

/** Whole days from a text such as "90 days" or a number of days. */
export function daysOption(name: string) {
  return z.union(
    [
      z.number().int().min(1).max(3660),
      z
        .string()
        .regex(/^[1-9]\d{0,3}\s*days?$/)
        .transform((text) => Number.parseInt(text, 10))
    ],
    {error: `is no ${name} such as 90 days`}
  );
}
