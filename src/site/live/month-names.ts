import type {Months} from "../../metrics/metric.ts";
import type {FilterWords} from "../words/filter-words.ts";
import {monthText} from "./selection.ts";

/** Names of months, counted since 1970-01, and of ranges of them, in a language. */
export interface MonthNames {
  /** "Mar 2025". */
  month(month: number): string;
  /** "Mar 2025", "2025" for a whole year, "Mar 2025 to Jun 2026". */
  range(months: Months): string;
}

/** {@link MonthNames} of the page's language. */
export function monthNames(lang: string, {range}: Pick<FilterWords, "range">): MonthNames {
  const names = new Intl.DateTimeFormat(lang, {year: "numeric", month: "short", timeZone: "UTC"});
  const years = new Intl.DateTimeFormat(lang, {year: "numeric", timeZone: "UTC"});
  const write = (format: Intl.DateTimeFormat) => (month: number) =>
    format.format(new Date(`${monthText(month)}-01T00:00:00Z`));
  const [month, year] = [write(names), write(years)];
  return {
    month,
    range([from, to]) {
      const isWhole = from % 12 === 0 && to % 12 === 11;
      const [start, end] = isWhole ? [year(from), year(to)] : [month(from), month(to)];
      return start === end ? start : range.replace("{from}", () => start).replace("{to}", () => end);
    }
  };
}
