import type {Rolled} from "../cube/cube.ts";
import {periodIndex} from "../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {isAnswer, latestAnswers} from "./answers.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Frozen, Period, Reduction, Workbench} from "./metric.ts";
import {lastClosed} from "./period.ts";
import {countOf, scoreStatistics, scoresOf} from "./score-counts.ts";
import type {Question} from "./score-counts.ts";
import type {Scores} from "./score-series.ts";
import {TOUCHPOINT, touchpointAnswers} from "./touchpoints.ts";

/** Which answers are compared, and between which values. */
export interface Asked {
  readonly measure: "nps" | "csat";
  readonly period: Period;
  /** Absent: all, and touchpoints. */
  readonly dimensions?: readonly string[] | undefined;
}

export const QUESTIONS: Readonly<Record<Asked["measure"], Question>> = {
  nps: {measure: "nps", from: 0, to: 10},
  csat: {measure: "csat", from: 1, to: 5}
};
/** Values of the key `time`. */
export const [WHOLE, BEFORE, AFTER] = [0, 1, 2];

/** A value of a dimension whose answers are compared with the others'. */
export interface Lot {
  readonly dimension: string;
  readonly value: string;
}

/** The lots, kept as a relation, and the last two closed periods in which enough answered; null where there are none. */
export async function freezeLots(options: Asked, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const {measure, period} = options;
  const wanted = options.dimensions ?? [TOUCHPOINT, ...facts.dimensions];
  const lots: Lot[] = [];
  const valuesOf = async (dimension: string, query: Query) => {
    const {columns} = await workbench.ask(query);
    for (const value of columns["value"]!) lots.push({dimension, value: String(value)});
  };
  const given = sql`${identifier(measure)} is not null`;
  if (wanted.includes(TOUCHPOINT) && facts.tables.get("surveys")?.has(TOUCHPOINT))
    await valuesOf(
      TOUCHPOINT,
      sql`select distinct touchpoint as value from "all".surveys where ${given} and touchpoint is not null order by 1`
    );
  for (const dimension of facts.dimensions.filter((name) => wanted.includes(name)))
    await valuesOf(dimension, sql`select distinct ${identifier(dimension)} as value from "all".customers order by 1`);
  const index = periodIndex(raw('"at"'), period, facts.calendar);
  const {columns} = await workbench.ask(
    sql`select period from (select ${index} as period, count(*) as n from "all".surveys where ${isAnswer(measure, facts)} group by 1) p
      where n >= ${literal(LEAST)} and period <= ${literal(lastClosed(facts.asOf, period, facts.calendar))} order by period desc limit 2`
  );
  const [after, before] = Array.from(columns["period"]!, Number);
  const relation = await workbench.keep({
    dimension: lots.map((lot) => lot.dimension),
    value: lots.map((lot) => lot.value),
    lot: lots.map((_, i) => i)
  });
  return {relation, lots, periods: before === undefined || after === undefined ? null : [before, after]};
}

/** Answers by score, per lot and time: of the whole window, and of the two periods. */
export function driversReduction({measure, period}: Asked, facts: Facts, frozen: Frozen): Reduction {
  const lots = raw(String(frozen["relation"]));
  const periods = frozen["periods"] as readonly [number, number] | null;
  const dimensions = new Set((frozen["lots"] as readonly Lot[]).map(({dimension}) => dimension));
  const index = periodIndex(raw('"at"'), period, facts.calendar);
  const times: readonly {at: Query; time: Query; where: Query}[] = [
    {at: raw("0"), time: literal(WHOLE), where: raw("true")},
    ...(periods
      ? [
          {
            at: index,
            time: sql`case when period = ${literal(periods[0])} then ${literal(BEFORE)} else ${literal(AFTER)} end`,
            where: sql`period in (${literal(periods[0])}, ${literal(periods[1])})`
          }
        ]
      : [])
  ];
  const relations = times.flatMap(({at, time, where}) =>
    [...dimensions].map((dimension) => {
      const isTouchpoint = dimension === TOUCHPOINT;
      const answers = isTouchpoint ? touchpointAnswers(measure, at) : latestAnswers(measure, at, facts);
      const value = isTouchpoint ? raw("a.touchpoint") : sql`c.${identifier(dimension)}`;
      const customers = isTouchpoint ? raw("") : raw(' join "all".customers c on c.customer = a.customer');
      return sql`
        select a.customer, cast(l.lot as bigint) as lot, ${time} as time, a.score
        from (${answers}) a${customers} join ${lots} l on l.dimension = ${dimension} and l.value = ${value}
        where ${where}`;
    })
  );
  return {
    level1:
      relations.length === 0
        ? raw('select customer, 0 as lot, 0 as time, 0 as score from "all".customers where false')
        : joined(relations, " union all "),
    keys: ["lot", "time"],
    statistics: scoreStatistics(QUESTIONS[measure])
  };
}

/** Reads the counts of a group's lot at a time. */
export function reader({keys, size, statistics}: Rolled, question: Question, lots: number) {
  const names = scoresOf(question).map(countOf);
  const places = new Map(
    Array.from({length: size}, (_, k) => [keys["lot"]![k]! + keys["time"]![k]! * lots, k] as const)
  );
  return (g: number, lot: number, time: number): Scores => {
    const k = places.get(lot + time * lots);
    return names.map((name) => (k === undefined ? 0 : statistics[name]![g]![k]!));
  };
}
