import type {Format} from "./format.ts";

/** The calendar period that an age or a cohort counts in. */
export type Period = "week" | "month" | "quarter" | "half" | "year" | "fiscal-year";

/** The period that starts on that day (UTC), as a row label: Mar 2025 · Q1 2025 · H1 2025 · 2025 · FY 2025/26 · 2025年第1四半期 · 2025年度. A week is its first day. */
export function periodLabel(start: Date, period: Period, format: Format): string {
  const ja = format.lang === "ja";
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth(); // 0–11
  switch (period) {
    case "week":
      return format.value(start, "date");
    case "month":
      return format.value(start, "month");
    case "quarter":
      return ja ? `${year}年第${Math.floor(month / 3) + 1}四半期` : `Q${Math.floor(month / 3) + 1} ${year}`;
    case "half":
      return ja ? `${year}年${month < 6 ? "上" : "下"}半期` : `H${month < 6 ? 1 : 2} ${year}`;
    case "year":
      return ja ? `${year}年` : String(year);
    case "fiscal-year":
      return ja ? `${year}年度` : `FY ${year}${month > 0 ? `/${String((year + 1) % 100).padStart(2, "0")}` : ""}`;
  }
}
