import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {latestAnswerWithin} from "./attitude.ts";
import type {Facts, Frozen, Reduction, Workbench} from "./metric.ts";
import {dayOf, monthsBefore} from "./period.ts";

/** Months after an answer that count. */
const AFTER = 12;
/** Spend in the year before is cut into so many classes. */
const DECILES = 10;
/** Days since the first order at which classes of tenure end. */
const TENURES = [90, 365];
/** From this answer on, a customer is satisfied. */
const SATISFIED = 4;

/** `customer`, `day` of the answer, `score`, `spend` in the year before (minor units) and `tenure` in days; only answers whose 12 months are over, of customers with an order before. */
function answered(measure: string, facts: Facts): Query {
  const until = dayOf(monthsBefore(facts.asOf, AFTER));
  const at = dayIndex(raw('o."at"'));
  return sql`
    select a.customer, a.day, a.score,
      sum(case when ${at} > a.day - 365 then ${minorUnits(raw("o.revenue"), facts.digits)} else 0 end) as spend,
      a.day - min(case when not o.refund then ${at} end) as tenure
    from (${latestAnswerWithin(measure, {after: null, until}, facts)}) a
    join "all".orders o on o.customer = a.customer and ${at} <= a.day
    group by a.customer, a.day, a.score
    having min(case when not o.refund then ${at} end) is not null`;
}

/** Cut-offs of the deciles of earlier spend, over all who answered. */
export async function spendCuts(measure: string, facts: Facts, workbench: Workbench): Promise<readonly number[]> {
  const columns = Array.from(
    {length: DECILES - 1},
    (_, i) =>
      sql`percentile_cont(${literal((i + 1) / DECILES)}) within group (order by spend) as ${raw(`cut_${i + 1}`)}`
  );
  const rows = await workbench.ask(sql`select ${columns} from (${answered(measure, facts)}) a`);
  const cuts = Array.from({length: DECILES - 1}, (_, i) => rows.columns[`cut_${i + 1}`]![0]);
  return cuts[0] == null ? [] : [...new Set(cuts.map(Number))];
}

/** How many of the bounds a value is above. */
function above(value: Query, bounds: readonly number[]): Query {
  return sql`(0 ${joined(
    bounds.map((bound) => sql`+ case when ${value} > ${literal(bound)} then 1 else 0 end`),
    " "
  )})`;
}

/** Per answer: what was ordered in the 12 months after. */
function followed(measure: string, facts: Facts): Query {
  return sql`
    select a.customer, a.score, a.spend, a.tenure, coalesce(sum(o.margin), 0) as margin, case when count(case when not o.refund then 1 end) > 0 then 1 else 0 end as retained
    from (${answered(measure, facts)}) a
    left join (select customer, refund, ${dayIndex(raw('"at"'))} as day, ${minorUnits(raw("margin"), facts.digits)} as margin from "all".orders) o
      on o.customer = a.customer and o.day > a.day and o.day <= a.day + 365
    group by a.customer, a.score, a.spend, a.tenure`;
}

/** Answers by score and stratum of earlier spend and tenure; and of the satisfied, who never came back. */
export function loyaltyValueReductions(
  measure: string,
  facts: Facts,
  frozen: Frozen
): Readonly<Record<string, Reduction>> {
  const stratum = sql`${above(raw("spend"), frozen["cuts"] as readonly number[])} * ${literal(TENURES.length + 1)} + ${above(raw("tenure"), TENURES)}`;
  const counts = {customers: raw("count(*)"), retained: raw("sum(r.retained)")};
  const gone: Record<string, Reduction> = facts.tables.get("surveys")?.has("csat")
    ? {
        gone: {
          level1: followed("csat", facts),
          keys: [],
          statistics: {
            satisfied: sql`sum(case when r.score >= ${literal(SATISFIED)} then 1 else 0 end)`,
            gone: sql`sum(case when r.score >= ${literal(SATISFIED)} and r.retained = 0 then 1 else 0 end)`
          }
        }
      }
    : {};
  return {
    answers: {
      level1: sql`select customer, score, ${stratum} as stratum, margin, retained from (${followed(measure, facts)}) f`,
      keys: ["score", "stratum"],
      statistics: {...counts, value: raw("sum(r.margin)"), squares: productSum(raw("r.margin"), raw("r.margin"))}
    },
    ...gone
  };
}
