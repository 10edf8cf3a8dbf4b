import {periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {identifier, joined, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Reduction} from "./metric.ts";
import {nextMonth} from "./window.ts";

/** Scores of a survey that a customer can give, with what of them is counted. */
const MEASURES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nps: {nps_answers: "nps is not null", promoters: "nps >= 9", detractors: "nps <= 6"},
  csat: {csat_answers: "csat is not null", satisfied: "csat >= 4"},
  dwb: {dwb_answers: "dwb is not null", definite: "dwb = 5"}
};

/** Number of the period that stands for the whole history. */
export const WHOLE = -1_000_000;

/** Which rows of the surveys answer a measure: of one that has relational answers only those, else the transactional ones (with a touchpoint). */
export function isAnswer(measure: string, {tables}: Pick<Facts, "tables">): Query {
  const given = sql`${identifier(measure)} is not null`;
  return tables.get("surveys")?.has("touchpoint")
    ? sql`${given} and (touchpoint is null or not exists (select 1 from "all".surveys where touchpoint is null and ${given}))`
    : given;
}

/** `customer`, `period` and `score` of the latest answer to a measure per customer and `index`; of several at that moment the highest. */
export function latestAnswers(measure: string, index: Query, facts: Pick<Facts, "tables">): Query {
  const score = identifier(measure);
  return sql`
    select customer, period, score
    from (
      select customer, ${index} as period, ${score} as score,
        row_number() over (partition by customer, ${index} order by "at" desc, ${score} desc) as n
      from "all".surveys where ${isAnswer(measure, facts)}
    ) ranked where n = 1`;
}

/**
 * Answers per calendar period, one of each customer and measure: the latest, of several at that moment the highest. Key `period`, and {@link WHOLE} for the latest of all.
 * Statistics per measure: how many answered, how many of them count; none where surveys have no score. Of a measure that has relational answers only those; else the
 * transactional ones (with a touchpoint).
 */
export function answers(period: Period, facts: Facts): Reduction {
  const index = periodIndex(raw('"at"'), period, facts.calendar);
  const latest = (measure: string, at: Query) => sql`
    select customer, period, ${scoreColumns(measure, facts)}
    from (${latestAnswers(measure, at, facts)}) latest`;
  return counted(["period"], facts, (measure) => [latest(measure, index), latest(measure, raw(String(WHOLE)))]);
}

/** The {@link answers} by `month`, and by `next`, the month in which the customer answers again: the sums of any window of months follow from them. */
export function answersByMonth(facts: Facts): Reduction {
  const index = periodIndex(raw('"at"'), "month", facts.calendar);
  return counted(["month", "next"], facts, (measure) => [
    sql`
    select customer, month, ${nextMonth()}, ${scoreColumns(measure, facts)}
    from (select customer, period as month, score from (${latestAnswers(measure, index, facts)}) latest) monthly`
  ]);
}

function measuresOf({tables}: Facts): readonly string[] {
  const columns = tables.get("surveys");
  return Object.keys(MEASURES).filter((measure) => columns?.has(measure));
}

/** A column a measure: `score` for this one, null for the others. */
function scoreColumns(measure: string, facts: Facts): readonly Query[] {
  return measuresOf(facts).map((one) =>
    one === measure ? sql`score as ${identifier(one)}` : sql`null as ${identifier(one)}`
  );
}

/** How many answered, and how many of them count, of the relations of each measure. */
function counted(keys: readonly string[], facts: Facts, relationsOf: (measure: string) => readonly Query[]): Reduction {
  const measures = measuresOf(facts);
  const relations = measures.flatMap(relationsOf);
  const counts = measures.flatMap((measure) => Object.entries(MEASURES[measure]!));
  const none = joined(
    keys.map((key) => sql`0 as ${identifier(key)}`),
    ", "
  );
  return {
    level1:
      relations.length === 0
        ? sql`select customer, ${none} from "all".surveys where false`
        : joined(relations, " union all "),
    keys,
    statistics: Object.fromEntries(
      counts.map(([name, test]) => [name, sql`sum(case when ${raw(test)} then 1 else 0 end)`])
    )
  };
}
