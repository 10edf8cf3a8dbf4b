import type {Rows} from "../cube/cube.ts";
import {minorUnits, monthIndex} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {customerPeriods} from "./customer-periods.ts";
import type {Facts, Workbench} from "./metric.ts";

/** Marketing cost in minor units, by calendar month (months since 1970-01) and channel; null where the spend names none. */
export interface Spend {
  readonly month: number;
  readonly channel: string | null;
  readonly acquisition: number;
  readonly retention: number;
}

/** The dimension that says how customers were acquired, where a cell names no other. */
export const CHANNEL = "channel";

/**
 * The spend table summed; a row without a kind is acquisition. To an audience, of what all customers cost, its own share is allotted.
 * @param channel the dimension of customers that the channels are values of; defaults to "channel".
 */
export async function readSpend(facts: Facts, workbench: Workbench, channel = CHANNEL): Promise<readonly Spend[]> {
  const spend = await sumSpend(facts, workbench);
  if (!facts.isNarrowed) return spend;
  const dimension = facts.dimensions.includes(channel) ? channel : "";
  const counted = await workbench.ask(
    sql`select month, channel, acquired, retained, own_acquired, own_retained from spending.months where dimension = ${dimension} order by month, channel`
  );
  return allottedSpend(spend, {
    shown: monthsOf(counted, ["own_acquired", "own_retained"]),
    everybody: monthsOf(counted, ["acquired", "retained"])
  });
}

async function sumSpend({digits, tables}: Facts, workbench: Workbench): Promise<readonly Spend[]> {
  const has = (column: string) => tables.get("spend")?.has(column) ?? false;
  const channel = has("channel") ? raw("channel") : raw("cast(null as varchar)");
  const isRetention = has("kind") ? raw("coalesce(kind, '') = 'retention'") : raw("false");
  const rows = await workbench.ask(sql`
    select month, channel, sum(case when retention then 0 else amount end) as acquisition, sum(case when retention then amount else 0 end) as retained
    from (select cast(${monthIndex(raw("month"))} as bigint) as month, ${channel} as channel, ${isRetention} as retention, ${minorUnits(raw("amount"), digits)} as amount from "all".spend) costs
    group by 1, 2 order by 1, 2`);
  return rows.columns["month"]!.map((month, i) => {
    const name = rows.columns["channel"]![i];
    return {
      month: Number(month),
      channel: name == null ? null : String(name),
      acquisition: Number(rows.columns["acquisition"]![i]),
      retention: Number(rows.columns["retained"]![i])
    };
  });
}

/** Customers of a channel in a month: `acquired` first ordered in it, `retained` did so earlier and ordered again. */
export interface MonthCustomers {
  readonly month: number;
  readonly channel: string | null;
  readonly acquired: number;
  readonly retained: number;
}

/** All customers by month and by `channel`, a column of the customers `c`. */
export async function customersByMonth(
  channel: Query,
  facts: Facts,
  workbench: Workbench
): Promise<readonly MonthCustomers[]> {
  const rows = await workbench.ask(sql`
    select p.period as month, ${channel} as channel, sum(case when p.age = 0 then 1 else 0 end) as acquired, sum(case when p.age > 0 and p.orders > 0 then 1 else 0 end) as retained
    from (${customerPeriods("month", facts)}) p join "all".customers c on c.customer = p.customer
    group by 1, 2 order by 1, 2`);
  return monthsOf(rows, ["acquired", "retained"]);
}

function monthsOf({columns}: Rows, [acquired, retained]: readonly [string, string]): readonly MonthCustomers[] {
  return columns["month"]!.map((month, i) => {
    const name = columns["channel"]![i];
    return {
      month: Number(month),
      channel: name == null ? null : String(name),
      acquired: Number(columns[acquired]![i]),
      retained: Number(columns[retained]![i])
    };
  });
}

/**
 * The part of the spend that goes with the customers shown: their share of everybody acquired (of retention spend: retained) by the same channel in the same month; where that channel had nobody then, of all in the month, else of the channel's, else of all.
 */
export function allottedSpend(
  spend: readonly Spend[],
  {shown, everybody}: {shown: readonly MonthCustomers[]; everybody: readonly MonthCustomers[]}
): readonly Spend[] {
  const shares = (["acquired", "retained"] as const).map((of) => {
    const [own, all] = [new Totals(shown, of), new Totals(everybody, of)];
    return ({month, channel}: Spend): number => {
      const keys = [keyOf(month, channel), keyOf(month, undefined), keyOf(undefined, channel), keyOf(undefined, undefined)]; // prettier-ignore
      const key = keys.find((one) => all.at(one) > 0);
      return key === undefined ? 1 : own.at(key) / all.at(key);
    };
  });
  return spend.map((one) => ({
    ...one,
    acquisition: one.acquisition * shares[0]!(one),
    retention: one.retention * shares[1]!(one)
  }));
}

/** Of a month and a channel; undefined stands for all of them. */
function keyOf(month: number | undefined, channel: string | null | undefined): string {
  return JSON.stringify([month ?? "all", channel === undefined ? ["all"] : channel]);
}

/** Sums by month and channel, by each of the two, and of everybody. */
class Totals {
  readonly #sums = new Map<string, number>();

  constructor(customers: readonly MonthCustomers[], of: "acquired" | "retained") {
    for (const {month, channel, [of]: n} of customers) {
      if (n === 0) continue;
      for (const key of [
        keyOf(month, channel),
        keyOf(month, undefined),
        keyOf(undefined, channel),
        keyOf(undefined, undefined)
      ])
        // prettier-ignore
        this.#sums.set(key, this.at(key) + n);
    }
  }

  at(key: string): number {
    return this.#sums.get(key) ?? 0;
  }
}
