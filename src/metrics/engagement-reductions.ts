import {periodIndex, productSum, secondsBetween} from "../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Period, Reduction, Workbench} from "./metric.ts";
import {lastClosed} from "./period.ts";
import {RESOLVED, lowerMedian, timeClass} from "./resolution-times.ts";

/** Rates in whole millionths, moods in ten-thousandths: sums of integers do not depend on the rows' order. */
export const MICRO = 1_000_000;
export const MOOD = 10_000;
/** Kinds that stand alone; the rarest of more are one. */
const MOST_KINDS = 12;
export const OTHER = "(other)";

/** What of its options decides which customers and periods count. */
export interface Base {
  readonly period: Period;
  /** Periods within which a customer has ordered to count as active. */
  readonly active: number;
}

/** What is fixed at build: the kinds by their number, and the relations that say so. */
export interface Kinds {
  readonly names: readonly string[];
  readonly relation: string;
  /** Holds `stratum` and `expected`, the share that came back of all active customers of that stratum, in millionths. */
  readonly expected: string;
}

function column(name: string, {tables}: Facts): boolean {
  return tables.get("contacts")?.has(name) ?? false;
}

/** The kind of a contact, "(none)" without. */
function kindOf(facts: Facts): Query {
  return column("kind", facts) ? raw("coalesce(kind, '(none)')") : raw("'(none)'");
}

/** One row per customer and closed period in which the customer is active: `recency` in periods since the last order, `stratum`, `followed` (1: the next period is closed too), `retained` (1: ordered in it). */
function present({period, active}: Base, facts: Facts): Query {
  const last = literal(lastClosed(facts.asOf, period, facts.calendar));
  const lags = joined(
    Array.from({length: active}, (_, lag) => sql`select ${literal(lag)} as lag`),
    " union all "
  );
  const orders = sql`
    select customer, period, n, sum(n) over (partition by customer order by period) as so_far
    from (select customer, ${periodIndex(raw('"at"'), period, facts.calendar)} as period, count(*) as n from "all".orders where not refund group by 1, 2) counts`;
  const level = (value: Query, bounds: readonly number[]) =>
    sql`(${joined(
      bounds.map((bound) => sql`case when ${value} >= ${literal(bound)} then 1 else 0 end`),
      " + "
    )})`;
  return sql`
    select p.customer, p.period, case when p.period < ${last} then 1 else 0 end as followed,
      case when p.period < ${last} and n.customer is not null then 1 else 0 end as retained,
      p.recency * 16 + ${level(raw("p.recent"), [2, 3, 5])} * 4 + ${level(raw("p.so_far"), [2, 4, 8])} as stratum
    from (
      select o.customer, o.period + l.lag as period, min(l.lag) as recency, sum(o.n) as recent, max(o.so_far) as so_far
      from (${orders}) o cross join (${lags}) l
      where o.period + l.lag <= ${last}
      group by 1, 2
    ) p left join (select distinct customer, period from (${orders}) o) n on n.customer = p.customer and n.period = p.period + 1`;
}

/** The kinds, most frequent first, and how often active customers come back, by how recently, how often lately and how often in all they have ordered. */
export async function kindsOf(base: Base, facts: Facts, workbench: Workbench): Promise<Kinds> {
  const {columns} = await workbench.ask(
    sql`select kind, count(*) as n from (select ${kindOf(facts)} as kind from "all".contacts) k group by kind order by n desc, kind`
  );
  const all = Array.from(columns["kind"]!, String);
  const names = all.length <= MOST_KINDS ? all : [...all.slice(0, MOST_KINDS - 1), OTHER];
  const relation = await workbench.keep({
    name: all,
    kind: all.map((_, i) => Math.min(i, names.length - 1))
  });
  const rates = await workbench.ask(
    sql`select stratum, avg(retained) as rate from (${present(base, facts)}) p where followed = 1 group by stratum order by stratum`
  );
  const expected = await workbench.keep({
    stratum: Array.from(rates.columns["stratum"]!, Number),
    expected: Array.from(rates.columns["rate"]!, (rate) => Math.round(Number(rate) * MICRO))
  });
  return {names, relation, expected};
}

/** `customer`, `period` and, in millionths, `expected`, of {@link present}, with what it says. */
function expectedPeriods(base: Base, {expected}: Kinds, facts: Facts): Query {
  return sql`
    select p.*, case when p.followed = 1 then cast(coalesce(x.expected, 0) as bigint) else 0 end as expected
    from (${present(base, facts)}) p left join ${raw(expected)} x on x.stratum = p.stratum`;
}

/** Per customer: `months` active, `n` of them followed, `y` in which the customer came back, `e` in which that was expected. */
function whole(base: Base, kinds: Kinds, facts: Facts): Query {
  return sql`
    select customer, count(*) as months, sum(followed) as n, sum(retained) as y, cast(sum(expected) as bigint) as e
    from (${expectedPeriods(base, kinds, facts)}) p group by customer`;
}

/** Contacts in closed periods, with the number of their kind. */
function contacts({period}: Base, {relation}: Kinds, facts: Facts): Query {
  const index = periodIndex(raw('c."at"'), period, facts.calendar);
  const mood = column("sentiment", facts)
    ? sql`cast(round(c.sentiment * ${literal(MOOD)}) as bigint)`
    : raw("cast(null as bigint)");
  const seconds = column("resolved", facts)
    ? sql`case when ${RESOLVED} then ${secondsBetween(raw('c."at"'), raw("c.resolved"))} end`
    : raw("cast(null as bigint)");
  return sql`
    select c.customer, cast(k.kind as bigint) as kind, ${index} as period, ${mood} as mood, ${seconds} as seconds
    from (select *, ${kindOf(facts)} as kind_name from "all".contacts) c join ${raw(relation)} k on k.name = c.kind_name
    where ${index} <= ${literal(lastClosed(facts.asOf, period, facts.calendar))}`;
}

/** Names of a product's sums: `productOf("y", "all_e")`. */
export function productOf(a: string, b: string): string {
  return `${a}_x_${b}`;
}

const OWN = ["y", "e"] as const;
const ALL = ["all_y", "all_e"] as const;
/** Pairs of a kind's own sums and of those of all periods, whose products make the intervals. */
const PRODUCTS: readonly (readonly [string, string])[] = [
  ["y", "y"],
  ["y", "e"],
  ["e", "e"],
  ...OWN.flatMap((own) => ALL.map((all) => [own, all] as const)),
  ["own", "own"],
  ["own", "months"],
  ["mood", "mood"],
  ["mood", "rated"],
  ["rated", "rated"]
];

/**
 * The sums of `engagement`. `whole`: active customers, their periods and how often they came back. `kinds` (key `kind`): contacts, moods, and the same of the periods with a contact of that kind. `times` (keys `kind`, `time`): resolved contacts by class of time;
 * with `isTrend` also `trend` (keys `kind`, `period`): contacts of active customers, and, under kind −1, these customers.
 */
export function engagementReductions(
  base: Base,
  kinds: Kinds,
  {facts, isTrend}: {facts: Facts; isTrend: boolean}
): Readonly<Record<string, Reduction>> {
  const all = whole(base, kinds, facts);
  const own = contacts(base, kinds, facts);
  const active = expectedPeriods(base, kinds, facts);
  const product = ([a, b]: readonly [string, string]) => [productOf(a, b), productSum(raw(`r.${a}`), raw(`r.${b}`))];
  return {
    whole: {
      level1: all,
      keys: [],
      statistics: {
        customers: raw("count(*)"),
        followed: raw("sum(case when r.n > 0 then 1 else 0 end)"),
        months: raw("sum(r.months)"),
        n: raw("sum(r.n)"),
        y: raw("sum(r.y)"),
        e: raw("sum(r.e)"),
        ...Object.fromEntries(
          (
            [
              ["y", "y"],
              ["y", "e"],
              ["e", "e"],
              ["months", "months"]
            ] as const
          ).map(product)
        )
      }
    },
    kinds: {
      level1: sql`
        select c.customer, c.kind, sum(c.contacts) as contacts, sum(c.rated) as rated, coalesce(sum(c.mood), 0) as mood, sum(c.resolved) as resolved,
          sum(case when p.customer is null then 0 else c.contacts end) as own,
          coalesce(sum(p.followed), 0) as n, coalesce(sum(p.retained), 0) as y, cast(coalesce(sum(p.expected), 0) as bigint) as e,
          coalesce(max(w.months), 0) as months, coalesce(max(w.n), 0) as all_n, coalesce(max(w.y), 0) as all_y, coalesce(max(w.e), 0) as all_e
        from (
          select customer, kind, period, count(*) as contacts, count(mood) as rated, sum(mood) as mood, count(seconds) as resolved
          from (${own}) o group by 1, 2, 3
        ) c
        left join (${active}) p on p.customer = c.customer and p.period = c.period
        left join (${all}) w on w.customer = c.customer
        group by c.customer, c.kind`,
      keys: ["kind"],
      statistics: {
        ...Object.fromEntries(
          ["contacts", "rated", "mood", "resolved", "own", "n", "y", "e"].map((name) => [name, raw(`sum(r.${name})`)])
        ),
        people: raw("count(*)"),
        raters: raw("sum(case when r.rated > 0 then 1 else 0 end)"),
        answered: raw("sum(case when r.resolved > 0 then 1 else 0 end)"),
        exposed: raw("sum(case when r.n > 0 then 1 else 0 end)"),
        always: raw("sum(case when r.n > 0 and r.n = r.all_n then 1 else 0 end)"),
        ...Object.fromEntries(PRODUCTS.map(product))
      }
    },
    times: {
      level1: sql`select customer, kind, ${timeClass(raw("seconds"))} as time, seconds from (${own}) o where seconds is not null`,
      keys: ["kind", "time"],
      statistics: {resolved: raw("count(*)"), seconds: raw("sum(r.seconds)")}
    },
    ...(isTrend
      ? {
          trend: {
            level1: sql`
              select o.customer, o.kind, o.period, count(*) as n from (${own}) o join (${active}) p on p.customer = o.customer and p.period = o.period group by 1, 2, 3
              union all select customer, -1, period, 1 from (${active}) p`,
            keys: ["kind", "period"],
            statistics: {n: raw("sum(r.n)")}
          }
        }
      : {})
  };
}

/** The exact medians, in days, over all customers, and of each group of `by`, of contacts of at least ten customers: the page has them, whatever is filtered; with what they are of, so that a filter's sums can be told from these. */
export async function exactTimes(
  base: Base,
  kinds: Kinds,
  {by, facts, workbench}: {by: string | undefined; facts: Facts; workbench: Workbench}
): Promise<readonly ExactTime[]> {
  if (!column("resolved", facts)) return [];
  const own = contacts(base, kinds, facts);
  const ask = async (group: Query, from: Query): Promise<readonly ExactTime[]> => {
    const {columns, length} = await workbench.ask(
      sql`select ${group} as grp, o.kind, count(*) as n, sum(o.seconds) as seconds, ${lowerMedian(raw("o.seconds"))} as median from (${own}) o ${from} where o.seconds is not null group by 1, 2 having count(distinct o.customer) >= ${literal(LEAST)} order by 1, 2`
    );
    return Array.from({length}, (_, i) => ({
      group: columns["grp"]![i] == null ? null : String(columns["grp"]![i]),
      kind: Number(columns["kind"]![i]),
      resolved: Number(columns["n"]![i]),
      seconds: Number(columns["seconds"]![i]),
      days: Number(columns["median"]![i]) / 86_400
    }));
  };
  const everybody = await ask(raw("cast(null as varchar)"), raw(""));
  if (by === undefined) return everybody;
  const groups = await ask(
    sql`coalesce(cast(p.${identifier(by)} as varchar), '(none)')`,
    raw('join "all".customers p on p.customer = o.customer')
  );
  return [...everybody, ...groups];
}

/** A median time of all contacts of a kind, and of a group. */
export interface ExactTime {
  readonly group: string | null;
  readonly kind: number;
  readonly resolved: number;
  readonly seconds: number;
  readonly days: number;
}
