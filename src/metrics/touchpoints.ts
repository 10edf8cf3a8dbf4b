import type {Rolled} from "../cube/cube.ts";
import {periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {WHOLE} from "./answers.ts";
import {NEVER, nextMonth} from "./window.ts";
import type {Facts, Frozen, MetricOptions, Reduction, Workbench} from "./metric.ts";
import {scoreStatistics} from "./score-counts.ts";
import type {Counted, Question} from "./score-counts.ts";

/** What `by` says where answers are grouped by what they are about, and not by who gave them. */
export const TOUCHPOINT = "touchpoint";

/** Groups of answers that scores keep apart themselves. */
export const SCORE_GROUPS = {[TOUCHPOINT]: "surveys.touchpoint"};

/** Whether a cell asks for its answers by touchpoint: a dimension of that name comes first. */
export function isByTouchpoint({by}: MetricOptions, {dimensions}: Pick<Facts, "dimensions">): boolean {
  return by === TOUCHPOINT && !dimensions.includes(TOUCHPOINT);
}

/** Fixes the touchpoints that have an answer to a question. */
export async function freezeTouchpoints({measure}: Pick<Question, "measure">, workbench: Workbench): Promise<Frozen> {
  const {columns} = await workbench.ask(
    sql`select distinct touchpoint as value from "all".surveys where touchpoint is not null and ${identifier(measure)} is not null order by 1`
  );
  const touchpoints = Array.from(columns["value"]!, String);
  const relation = await workbench.keep({value: touchpoints, place: touchpoints.map((_, i) => i)});
  return {relational: false, touchpoints, touchpointRelation: relation};
}

/** `customer`, `touchpoint`, `period` and `score` of the latest answer of each customer at each touchpoint and `index`; of several at that moment the highest. */
export function touchpointAnswers(measure: string, index: Query): Query {
  const score = identifier(measure);
  return sql`
    select customer, touchpoint, period, score
    from (
      select customer, touchpoint, ${index} as period, ${score} as score,
        row_number() over (partition by customer, touchpoint, ${index} order by "at" desc, ${score} desc) as n
      from "all".surveys where ${score} is not null and touchpoint is not null
    ) ranked where n = 1`;
}

/** How many answers at each touchpoint have each score, as {@link scoreStatistics} counts them, by the keys `touchpoint` (its place) and `period`. */
export function touchpointScores(
  question: Question,
  {period, answers}: {readonly period: Period; readonly answers: Counted},
  {facts, frozen}: {facts: Facts; frozen: Frozen}
): Reduction {
  const relation = (at: Query) => scoresAt(question, {at, answers});
  const both = [relation(periodIndex(raw('"at"'), period, facts.calendar)), relation(raw(String(WHOLE)))];
  const places = raw(String(frozen["touchpointRelation"]));
  return {
    level1: sql`
      select a.customer, cast(t.place as bigint) as touchpoint, a.period, a.score
      from (${joined(both, " union all ")}) a join ${places} t on t.value = a.touchpoint`,
    keys: ["touchpoint", "period"],
    statistics: scoreStatistics(question)
  };
}

/** The {@link touchpointScores} by `month`, and by `next`, the month of the customer's next answer at that touchpoint (where all answers count, never): those of any window of months follow from them. */
export function touchpointScoresByMonth(
  question: Question,
  answers: Counted,
  {facts, frozen}: {facts: Facts; frozen: Frozen}
): Reduction {
  const months = scoresAt(question, {at: periodIndex(raw('"at"'), "month", facts.calendar), answers});
  const next = answers === "latest" ? nextMonth("customer, touchpoint") : sql`${literal(NEVER)} as next`;
  return {
    level1: sql`
      select m.customer, cast(t.place as bigint) as touchpoint, m.month, m.next, m.score
      from (select customer, touchpoint, month, ${next}, score from (select customer, touchpoint, period as month, score from (${months}) answers) monthly) m
      join ${raw(String(frozen["touchpointRelation"]))} t on t.value = m.touchpoint`,
    keys: ["touchpoint", "month", "next"],
    statistics: scoreStatistics(question)
  };
}

/** `customer`, `touchpoint`, `period` (as `at` says) and `score` of the answers that count. */
function scoresAt({measure}: Question, {at, answers}: {at: Query; answers: Counted}): Query {
  const score = identifier(measure);
  return answers === "latest"
    ? touchpointAnswers(measure, at)
    : sql`select customer, touchpoint, ${at} as period, ${score} as score from "all".surveys where ${score} is not null and touchpoint is not null`;
}

/** Rolled-up sums by touchpoint, and by other keys, as if the touchpoints were groups of customers: everybody's are the answers at all of them together. */
export function touchpointsAsGroups({keys, size, statistics}: Rolled, {touchpoints}: Frozen): Rolled {
  const names = touchpoints as readonly string[];
  const {touchpoint, ...others} = keys;
  const idOf = (k: number) => Object.values(others).map((values) => values[k]!).join(" "); // prettier-ignore
  const firsts = new Map<string, number>();
  for (let k = 0; k < size; ++k) if (!firsts.has(idOf(k))) firsts.set(idOf(k), k);
  const places = new Map([...firsts.keys()].map((id, place) => [id, place]));
  const grouped = (sums: Float64Array) => {
    const groups = Array.from({length: names.length + 1}, () => new Float64Array(firsts.size));
    for (let k = 0; k < size; ++k) {
      const place = places.get(idOf(k))!;
      groups[0]![place]! += sums[k]!;
      groups[touchpoint![k]! + 1]![place]! += sums[k]!;
    }
    return groups;
  };
  return {
    groups: [null, ...names],
    keys: Object.fromEntries(
      Object.entries(others).map(([name, values]) => [name, Float64Array.from(firsts.values(), (k) => values[k]!)])
    ),
    size: firsts.size,
    statistics: Object.fromEntries(Object.entries(statistics).map(([name, sums]) => [name, grouped(sums[0]!)]))
  };
}
