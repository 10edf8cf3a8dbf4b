import type {Facts, Months} from "../../metrics/metric.ts";
import {lastClosed} from "../../metrics/period.ts";
import type {Preset} from "../words/filter-words.ts";
import {rangeWithin} from "./selection.ts";

/** The ready-made ranges that say something of the months there are: each within them, none of them all, none twice. They end with the last month that the as-of date closes. */
export function presetsOf(
  months: Months,
  {asOf, calendar}: Pick<Facts, "asOf" | "calendar">
): readonly {readonly name: Preset; readonly months: Months}[] {
  const end = lastClosed(asOf, "month", calendar);
  const year = (name: Preset, start: number, back: number) => {
    const first = end - ((((end - (start - 1)) % 12) + 12) % 12) - 12 * back;
    return {name, range: [first, Math.min(end, first + 11)] as const};
  };
  const {fiscalYearStart} = calendar;
  const named: readonly {name: Preset; range: Months}[] = [
    {name: "last3", range: [end - 2, end]},
    {name: "last12", range: [end - 11, end]},
    ...(fiscalYearStart === 1
      ? []
      : [year("thisFiscalYear", fiscalYearStart, 0), year("lastFiscalYear", fiscalYearStart, 1)]),
    year("thisYear", 1, 0),
    year("lastYear", 1, 1)
  ];
  const seen = new Set<string>();
  return named.flatMap(({name, range}) => {
    const within = rangeWithin(range, months);
    if (!within || seen.has(within.join())) return [];
    seen.add(within.join());
    return [{name, months: within}];
  });
}
