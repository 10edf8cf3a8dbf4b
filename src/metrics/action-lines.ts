import {dayIndex, minorUnits, periodIndex} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {latestAnswers} from "./answers.ts";
import {ACTIVE_DAYS, SECOND_ORDER_DAYS} from "./customer-states.ts";
import type {Facts, Period, Unit} from "./metric.ts";
import {dayOf, lastClosed, periodOf, startOf} from "./period.ts";

/** How a metric's line is read: `value` = sum of y / sum of x, or where it is a `count` the sum of y. */
export interface Line {
  /** A `ratio` to what would have been is its effect; else a difference in points. */
  readonly isRelative: boolean;
  readonly isCount: boolean;
  readonly isLowerBetter: boolean;
  readonly unit: Unit;
  /** Days before a period's end that its value looks back to, where that is more than the period; and days after its end that it looks ahead to. */
  readonly behind: number;
  readonly ahead: number;
  /** What of the data it needs, as `table.column`. */
  readonly needs: string;
}

const plain = {isCount: false, isLowerBetter: false, behind: 0, ahead: 0, needs: "orders.at"} as const;
const rate = {...plain, isRelative: true} as const;
const share = {...plain, isRelative: false, unit: "ratio"} as const;

/** The lines that a measure can be judged on, by the metric's name. */
export const LINES = {
  orders: {...rate, unit: "number"},
  revenue: {...rate, unit: "money"},
  margin: {...rate, unit: "money"},
  average_order_value: {...rate, unit: "money"},
  new_customers: {...rate, isCount: true, unit: "count"},
  active_customers: {...rate, isCount: true, unit: "count", behind: ACTIVE_DAYS},
  repeat_rate: {...share, ahead: SECOND_ORDER_DAYS},
  crr: {...share, behind: ACTIVE_DAYS},
  churn: {...share, isLowerBetter: true, behind: ACTIVE_DAYS},
  nps: {...share, unit: "nps", needs: "surveys.nps"},
  csat: {...share, needs: "surveys.csat"},
  dwb: {...share, needs: "surveys.dwb"}
} as const satisfies Readonly<Record<string, Line>>;

export type LineName = keyof typeof LINES;

/** Whether a metric has a line, and the data for it. */
export function isLine(name: string, {tables}: Facts): name is LineName {
  if (!Object.hasOwn(LINES, name)) return false;
  const [table = "", column = ""] = LINES[name as LineName].needs.split(".");
  return tables.get(table)?.has(column) ?? false;
}

/** The last period whose value is final: it is over, and for repeat rates its customers have had the time to come back. */
export function lastOf(line: LineName, period: Period, {asOf, calendar}: Facts): number {
  const closed = lastClosed(asOf, period, calendar);
  if (line !== "repeat_rate") return closed;
  let last = closed;
  while (dayOf(startOf(last + 1, period, calendar)) - 1 + SECOND_ORDER_DAYS > dayOf(asOf)) --last;
  return last;
}

/** `customer`, `period`, `y`, `x` of a line, in final periods; integers, money in minor units. */
export function lineRows(line: LineName, period: Period, facts: Facts): Query {
  const last = literal(lastOf(line, period, facts));
  return sql`select customer, period, y, x from (${ROWS[line](period, facts)}) line where period <= ${last}`;
}

const ROWS: Readonly<Record<LineName, (period: Period, facts: Facts) => Query>> = {
  orders: (period, facts) => known(raw("case when refund then 0 else 1 end"), period, facts),
  revenue: (period, facts) => known(minorUnits(raw("revenue"), facts.digits), period, facts),
  margin: (period, facts) => known(minorUnits(raw("margin"), facts.digits), period, facts),
  average_order_value: (period, facts) => sql`
    select customer, ${indexOf(period, facts)} as period, sum(${minorUnits(raw("revenue"), facts.digits)}) as y, sum(case when refund then 0 else 1 end) as x
    from "all".orders group by 1, 2`,
  new_customers: (period, facts) =>
    sql`select customer, first as period, 1 as y, 1 as x from (${firsts(period, facts)}) f`,
  active_customers: (period, facts) =>
    sql`select customer, period, ends as y, 1 as x from (${states(period, facts)}) s where ends = 1`,
  crr: (period, facts) =>
    sql`select customer, period, ends as y, 1 as x from (${states(period, facts)}) s where starts = 1 and ${isOldEnough(facts)}`,
  churn: (period, facts) =>
    sql`select customer, period, 1 - ends as y, 1 as x from (${states(period, facts)}) s where starts = 1 and ${isOldEnough(facts)}`,
  repeat_rate: (period, facts) => sql`
    select customer, min(case when n = 1 then period end) as period, max(case when n = 2 and day <= first_day + ${literal(SECOND_ORDER_DAYS)} then 1 else 0 end) as y, 1 as x
    from (
      select customer, ${indexOf(period, facts)} as period, ${dayIndex(raw('"at"'))} as day, min(${dayIndex(raw('"at"'))}) over (partition by customer) as first_day,
        row_number() over (partition by customer order by "at") as n
      from "all".orders where not refund
    ) o where n <= 2 group by customer`,
  nps: (period, facts) =>
    answered("nps", raw("case when score >= 9 then 100 when score <= 6 then -100 else 0 end"), {period, facts}),
  csat: (period, facts) => answered("csat", raw("case when score >= 4 then 1 else 0 end"), {period, facts}),
  dwb: (period, facts) => answered("dwb", raw("case when score = 5 then 1 else 0 end"), {period, facts})
};

function indexOf(period: Period, {calendar}: Facts): Query {
  return periodIndex(raw('"at"'), period, calendar);
}

function firsts(period: Period, facts: Facts): Query {
  return sql`select customer, min(${indexOf(period, facts)}) as first from "all".orders where not refund group by customer`;
}

/** Numbers of the periods from the first order's to the last closed one. */
function calendarOf(period: Period, facts: Facts): Query {
  const last = lastClosed(facts.asOf, period, facts.calendar);
  const first = facts.firstOrder ? periodOf(facts.firstOrder, period, facts.calendar) : last;
  const periods = Array.from({length: Math.max(1, last - first + 1)}, (_, i) => {
    const index = first + i;
    const [from, to] = [
      dayOf(startOf(index, period, facts.calendar)),
      dayOf(startOf(index + 1, period, facts.calendar))
    ];
    return raw(`(${index}, ${from}, ${to})`);
  });
  return sql`select * from (values ${periods}) p(period, from_day, to_day)`;
}

/** An amount of orders per customer and period after that of the first order: of all who were customers when it began, those who order nothing too. */
function known(amount: Query, period: Period, facts: Facts): Query {
  return sql`
    select f.customer, p.period, coalesce(o.y, 0) as y, 1 as x
    from (${firsts(period, facts)}) f join (${calendarOf(period, facts)}) p on p.period > f.first
    left join (select customer, ${indexOf(period, facts)} as period, sum(${amount}) as y from "all".orders group by 1, 2) o on o.customer = f.customer and o.period = p.period`;
}

/** Whether customers were active (an order in the last 90 days) when a period started, and when it ended. */
function states(period: Period, facts: Facts): Query {
  return sql`
    select o.customer, p.period, p.from_day, max(case when o.day < p.from_day then 1 else 0 end) as starts, max(case when o.day >= p.to_day - ${literal(ACTIVE_DAYS)} then 1 else 0 end) as ends
    from (select customer, ${dayIndex(raw('"at"'))} as day from "all".orders where not refund) o
    join (${calendarOf(period, facts)}) p on o.day >= p.from_day - ${literal(ACTIVE_DAYS)} and o.day < p.to_day
    group by 1, 2, 3`;
}

/** Whether the log was as old as the window when the period began. */
function isOldEnough({firstOrder}: Facts): Query {
  return firstOrder ? sql`from_day >= ${literal(dayOf(firstOrder) + ACTIVE_DAYS)}` : raw("false");
}

function answered(measure: string, y: Query, {period, facts}: {period: Period; facts: Facts}): Query {
  return sql`select customer, period, ${y} as y, 1 as x from (${latestAnswers(measure, indexOf(period, facts), facts)}) a`;
}
