import {dayIndex, minorUnits} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Reduction, Workbench} from "./metric.ts";
import {dayOf} from "./period.ts";
import {buyers} from "./programme-pairs.ts";

/** Points are counted in hundredths. */
export const POINT = 100;
/** Days without an order after which a member is not active. */
export const ACTIVE = 365;
/** Deviations from the median, in median absolute deviations, beyond which an account is set apart. */
const FAR = 3;

/** From where on an account is set apart, in hundredths of a point per order and in returned orders; null where nobody uses points, or returns. */
export interface Limits {
  readonly points: number | null;
  readonly returns: number | null;
}

/** One row per member: `orders` since joining, `active` (1: ordered in the last 12 months), `earned` and `used` points (hundredths), `returns`, orders sent back that points were earned with. */
function accounts(facts: Facts): Query {
  const has = (column: string) => facts.tables.get("orders")?.has(column) ?? false;
  const points = (column: string) => (has(column) ? minorUnits(sql`coalesce(o.${raw(column)}, 0)`, 2) : raw("0"));
  const at = dayIndex(raw('o."at"'));
  const own = sql`${at} >= b.since`;
  const earning = has("points_earned") ? raw("o.points_earned > 0") : own;
  return sql`
    select b.customer,
      sum(case when ${own} and not o.refund then 1 else 0 end) as orders,
      max(case when not o.refund and ${at} > ${literal(dayOf(facts.asOf) - ACTIVE)} then 1 else 0 end) as active,
      sum(${points("points_earned")}) as earned,
      sum(${points("points_used")}) as used,
      sum(case when ${earning} and ${has("returned") ? raw("o.returned") : raw("false")} then 1 else 0 end) as returns
    from (${buyers(facts)}) b join "all".orders o on o.customer = b.customer
    where b.since is not null group by b.customer`;
}

/** The limits over all members: median and three median absolute deviations, of those who use points at all, or return at all; a deviation is at least one point, one return. */
export async function limitsOf(facts: Facts, workbench: Workbench): Promise<Limits> {
  const far = async (value: Query, where: Query, least: number) => {
    const values = sql`select ${value} as value from (${accounts(facts)}) a where ${where}`;
    const rows = await workbench.ask(sql`
      select percentile_cont(0.5) within group (order by value) as middle, percentile_cont(0.5) within group (order by abs(value - centre)) as deviation
      from (select value, centre from (${values}) v cross join (select percentile_cont(0.5) within group (order by value) as centre from (${values}) w) m) d`);
    const [middle, deviation] = [rows.columns["middle"]![0], rows.columns["deviation"]![0]];
    return middle == null ? null : Number(middle) + FAR * Math.max(least, Number(deviation));
  };
  return {
    points: await far(raw("cast(used as double precision) / orders"), raw("orders > 0 and used > 0"), POINT),
    returns: await far(raw("returns"), raw("returns > 0"), 1)
  };
}

/** Members, their points (`dormant`: left over of members who have not ordered in the last 12 months), and how many are beyond the limits: `by_points`, `by_returns`, `by_both`. */
export function membersReduction({points, returns}: Limits, facts: Facts): Reduction {
  const many =
    points === null
      ? raw("false")
      : sql`(r.orders > 0 and cast(r.used as double precision) / r.orders > ${literal(points)})`;
  const back = returns === null ? raw("false") : sql`(r.returns > ${literal(returns)})`;
  const count = (test: Query) => sql`sum(case when ${test} then 1 else 0 end)`;
  return {
    level1: accounts(facts),
    keys: [],
    statistics: {
      members: raw("count(*)"),
      active: raw("sum(r.active)"),
      redeemers: raw("sum(case when r.used > 0 then 1 else 0 end)"),
      earned: raw("sum(r.earned)"),
      used: raw("sum(r.used)"),
      dormant: raw("sum(case when r.active = 0 and r.earned > r.used then r.earned - r.used else 0 end)"),
      users: raw("sum(case when r.orders > 0 and r.used > 0 then 1 else 0 end)"),
      returners: raw("sum(case when r.returns > 0 then 1 else 0 end)"),
      by_points: count(sql`${many} and not ${back}`),
      by_returns: count(sql`${back} and not ${many}`),
      by_both: count(sql`${many} and ${back}`)
    }
  };
}
