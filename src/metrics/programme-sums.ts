import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Facts, Frozen, Reduction, Workbench} from "./metric.ts";
import {dayOf} from "./period.ts";
import {resampled} from "./programme-bootstrap.ts";
import {buyers, followed, strataOf} from "./programme-pairs.ts";
import {limitsOf, membersReduction} from "./programme-points.ts";
import type {Limits} from "./programme-points.ts";
import {tiersReduction} from "./programme-tiers.ts";
import type {Tiers} from "./programme-tiers.ts";

/** Columns of those who are compared, besides the customer. */
const PEOPLE = ["member", "stratum", "margin", "before", "days"];

/** Members and those they are compared with, with their strata, kept as a relation; what they are in all, resampled; and who stands out among members. */
export async function peopleOf(facts: Facts, workbench: Workbench) {
  const {columns} = await workbench.ask(
    sql`select customer, member, tenure, spend, margin, before, days from (${followed(facts)}) f order by customer, member`
  );
  const numbers = (name: string) => Float64Array.from(columns[name]!, Number);
  const rows = {
    customer: columns["customer"]!.map(String),
    member: numbers("member"),
    stratum: strataOf(numbers("tenure"), numbers("spend")),
    margin: numbers("margin"),
    before: numbers("before"),
    days: numbers("days")
  };
  return {
    people: await workbench.keep(rows),
    whole: {rows: rows.customer.length, margin: rows.margin.reduce((sum, margin) => sum + margin, 0)},
    limits: await limitsOf(facts, workbench),
    replicates: resampled(rows).values
  };
}

/** Names of the sums of an amount and of what it is per. */
function ratioSums(amount: string, per: string): Readonly<Record<string, Query>> {
  const [y, x] = [raw(`r.${amount}`), raw(`r.${per}`)];
  return {
    [amount]: sql`sum(${y})`,
    [per]: sql`sum(${x})`,
    [`${amount}_squares`]: productSum(y, y),
    [`${amount}_products`]: productSum(y, x),
    [`${per}_squares`]: productSum(x, x)
  };
}

/** The sums of `programme`: everybody (`raw`), those who are compared by stratum (`pairs`), members' points, and moves between tiers. */
export function programmeReductions(facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const last = literal(dayOf(facts.asOf));
  return {
    raw: {
      level1: sql`
        select b.customer, case when b.since is null then 0 else 1 end as member, ${last} + 1 - b.first as days, o.margin
        from (${buyers(facts)}) b
        join (select customer, sum(${minorUnits(raw("margin"), facts.digits)}) as margin from "all".orders where ${dayIndex(raw('"at"'))} <= ${last} group by customer) o on o.customer = b.customer`,
      keys: ["member"],
      statistics: {customers: raw("count(*)"), ...ratioSums("margin", "days")}
    },
    pairs: {
      level1: sql`select customer, ${PEOPLE.map((name) => sql`cast(${raw(name)} as bigint) as ${raw(name)}`)} from ${raw(String(frozen["people"]))}`,
      keys: ["stratum", "member"],
      statistics: {
        customers: raw("count(*)"),
        ...ratioSums("margin", "days"),
        before: raw("sum(r.before)"),
        before_squares: productSum(raw("r.before"), raw("r.before"))
      }
    },
    members: membersReduction(frozen["limits"] as Limits, facts),
    ...(frozen["tiers"] ? {tiers: tiersReduction(frozen["tiers"] as Tiers, facts)} : {})
  };
}
