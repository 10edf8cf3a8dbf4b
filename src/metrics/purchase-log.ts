import {dayIndex, minorUnits} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import {groupHistories} from "../models/grouping.ts";
import type {Grouping} from "../models/grouping.ts";
import type {Facts, Workbench} from "./metric.ts";

/**
 * Purchase histories of all customers with an order up to a day, one element per customer, by customer id. Orders of one day are one purchase, a refund is none; money is in major units.
 */
export interface PurchaseLog {
  /** The last day observed, in whole days from 1970-01-01. */
  readonly until: number;
  readonly customers: readonly string[];
  /** Day of the first purchase. */
  readonly first: Float64Array;
  /** Purchase days after the first. */
  readonly x: Float64Array;
  /** Mean amount of those; 0 without any. */
  readonly mean: Float64Array;
  /** Everything so far, net of refunds, in minor units. */
  readonly observed: Float64Array;
  /** Amount of all purchases, refunds not taken off, in minor units. */
  readonly bought: Float64Array;
  /** Net amount of all rows as a share of that of purchases: 1 without refunds; null where nothing was spent. */
  readonly kept: number | null;
  /** Amount of an average purchase; null without any. */
  readonly average: number | null;
  /** (x, t_x, T) in weeks of seven days, not rounded. */
  readonly grouping: Grouping;
}

/** The part of a log that holds these customers, by their places in it. @param digits decimal places of the currency */
export function partOf(log: PurchaseLog, places: readonly number[], digits: number): PurchaseLog {
  const pick = (values: Float64Array) => Float64Array.from(places, (i) => values[i]!);
  const {group, histories} = log.grouping;
  const of = (values: Float64Array) => Float64Array.from(places, (i) => values[group[i]!]!);
  const [x, observed, bought] = [pick(log.x), pick(log.observed), pick(log.bought)];
  return {
    until: log.until,
    customers: places.map((i) => log.customers[i]!),
    first: pick(log.first),
    x,
    mean: pick(log.mean),
    observed,
    bought,
    ...averages({x, observed, bought}, digits),
    grouping: groupHistories({unit: histories.unit, x, recency: of(histories.recency), age: of(histories.age)})
  };
}

/** The log up to the end of `until`, read once per day. Amounts are margin, or revenue where the data has no margin. */
export function purchaseLog(until: number, facts: Facts, workbench: Workbench): Promise<PurchaseLog> {
  return workbench.once(`purchase log ${until}`, () => readLog(until, facts, workbench));
}

function averages({x, observed, bought}: Pick<PurchaseLog, "x" | "observed" | "bought">, digits: number) {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const [spent, purchases] = [sum(bought), sum(x) + x.length];
  return {
    kept: spent > 0 ? Math.max(0, sum(observed) / spent) : null,
    average: purchases > 0 ? spent / purchases / 10 ** digits : null
  };
}

async function readLog(until: number, {digits}: Facts, workbench: Workbench): Promise<PurchaseLog> {
  const rows = await workbench.ask(sql`
    select customer, min(first_day) as first_day, max(case when purchases > 0 then day end) as last_day, sum(case when purchases > 0 then 1 else 0 end) as purchase_days,
      sum(case when day > first_day then bought else 0 end) as repeat_amount, sum(bought) as bought, sum(net) as net
    from (
      select *, min(case when purchases > 0 then day end) over (partition by customer) as first_day
      from (
        select customer, day, sum(case when refund then 0 else 1 end) as purchases, sum(case when refund then 0 else amount end) as bought, sum(amount) as net
        from (select customer, refund, ${dayIndex(raw('"at"'))} as day, ${minorUnits(raw("margin"), digits)} as amount from "all".orders) lines
        where day <= ${literal(until)}
        group by 1, 2
      ) days
    ) dated
    where first_day is not null
    group by customer
    order by customer`);
  const column = (name: string) => Float64Array.from(rows.columns[name]!, Number);
  const [first, last, days] = [column("first_day"), column("last_day"), column("purchase_days")];
  const [repeat, bought, net] = [column("repeat_amount"), column("bought"), column("net")];
  const money = 10 ** digits;
  const x = days.map((n) => n - 1);
  return {
    until,
    customers: rows.columns["customer"]!.map(String),
    first,
    x,
    mean: repeat.map((amount, i) => (x[i]! > 0 ? amount / x[i]! / money : 0)),
    observed: net,
    bought,
    ...averages({x, observed: net, bought}, digits),
    grouping: groupHistories({
      unit: "week",
      x,
      recency: last.map((day, i) => (day - first[i]!) / 7),
      age: first.map((day) => (until - day) / 7)
    })
  };
}
