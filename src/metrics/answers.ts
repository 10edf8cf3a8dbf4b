import {periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {identifier, joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Reduction} from "./metric.ts";

/** Scores of a survey that a customer can give, with what of them is counted. */
const MEASURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nps: {nps_answers: "nps is not null", promoters: "nps >= 9", detractors: "nps <= 6"},
  csat: {csat_answers: "csat is not null", satisfied: "csat >= 4"},
  dwb: {dwb_answers: "dwb is not null", definite: "dwb = 5"}
};

/** Number of the period that stands for the whole history. */
export const WHOLE = -1_000_000;

/**
 * Answers per calendar period, one of each customer and measure: the latest, of several at that moment the highest. Key `period`, and {@link WHOLE} for the latest of all.
 * Statistics per measure: how many answered, how many of them count; none where surveys have no score. Of a measure that has relational answers only those; else the
 * transactional ones (with a touchpoint).
 */
export function answers(period: Period, {calendar, tables}: Facts): Reduction {
  const columns = tables.get("surveys");
  const measures = Object.keys(MEASURES).filter((measure) => columns?.has(measure));
  const hasTouchpoint = columns?.has("touchpoint") ?? false;
  const latest = (measure: string, index: Query) => {
    const given = sql`${identifier(measure)} is not null`;
    const relational = hasTouchpoint
      ? sql` and (touchpoint is null or not exists (select 1 from "all".surveys where touchpoint is null and ${given}))`
      : raw("");
    return sql`
    select customer, period, ${measures.map((one) => (one === measure ? identifier(one) : sql`null as ${identifier(one)}`))}
    from (
      select customer, ${index} as period, ${identifier(measure)},
        row_number() over (partition by customer, ${index} order by "at" desc, ${identifier(measure)} desc) as n
      from "all".surveys where ${given}${relational}
    ) ranked where n = 1`;
  };
  const index = periodIndex(raw('"at"'), period, calendar);
  const relations = measures.flatMap((measure) => [latest(measure, index), latest(measure, raw(String(WHOLE)))]);
  const counts = measures.flatMap((measure) => Object.entries(MEASURES[measure]!));
  return {
    level1:
      relations.length === 0
        ? raw('select customer, 0 as period from "all".surveys where false')
        : joined(relations, " union all "),
    keys: ["period"],
    statistics: Object.fromEntries(
      counts.map(([name, test]) => [name, sql`sum(case when ${raw(test)} then 1 else 0 end)`])
    )
  };
}
