import type {ColumnTable} from "arquero";
import type {Rolled} from "../cube/cube.ts";
import {dayIndex} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Facts, Reduction, Workbench} from "./metric.ts";
import {dayOf, monthsBefore} from "./period.ts";
import {tableOf} from "./table-of.ts";

/** Months between the two dates that tiers are compared at. */
const SPAN = 12;

/** The tiers that customers have been in, by name; the relation holds `tier` and its `number`. */
export interface Tiers {
  readonly names: readonly string[];
  readonly relation: string;
}

/** The tiers of the catalog's table `tiers`, which has a row for each change; null without one. A dimension alone says only what customers are today. */
export async function tiersOf({tables}: Facts, {ask, keep}: Workbench): Promise<Tiers | null> {
  if (!tables.get("tiers")?.has("tier")) return null;
  const {columns} = await ask(
    sql`select distinct cast(tier as varchar) as tier from "all".tiers where tier is not null order by 1`
  );
  const names = Array.from(columns["tier"]!, String);
  return {names, relation: await keep({tier: names, number: names.map((_, i) => i)})};
}

/** Customers by the tier they were in 12 months before the as-of date (`start`) and on it (`finish`); −1: in none yet. Of several changes at one moment the tier whose name is last counts, for which is highest nobody says. */
export function tiersReduction({relation}: Tiers, facts: Facts): Reduction {
  const at = (date: Date, name: string) => sql`
    coalesce(max_by(t.number, (t."at", t.number)) filter (where ${dayIndex(raw('t."at"'))} <= ${literal(dayOf(date))}), -1) as ${raw(name)}`;
  return {
    level1: sql`
      select t.customer, ${at(monthsBefore(facts.asOf, SPAN), "start")}, ${at(facts.asOf, "finish")}
      from (select c.customer, c."at", cast(k.number as bigint) as number from "all".tiers c join ${raw(relation)} k on k.tier = c.tier) t
      group by t.customer`,
    keys: ["start", "finish"],
    statistics: {customers: raw("count(*)")}
  };
}

/** What became of the tiers: `from`, `to`, `customers`, as long as anybody was in one on either date; "(none)" is no tier yet. And of those who were in one, how many are in another now. */
export function tierMoves(
  {keys, size, statistics}: Rolled,
  {names}: Tiers
): {readonly table: ColumnTable; readonly of: number; readonly moved: number} {
  const name = (i: number) => names[i] ?? "(none)";
  const rows = Array.from({length: size}, (_, k) => ({
    start: keys["start"]![k]!,
    finish: keys["finish"]![k]!,
    customers: statistics["customers"]![0]![k]!
  })).filter(({finish, customers}) => finish >= 0 && customers > 0);
  const known = rows.filter(({start}) => start >= 0);
  const sum = (some: typeof rows) => some.reduce((total, {customers}) => total + customers, 0);
  return {
    table: tableOf(
      rows.map(({start, finish, customers}) => ({from: name(start), to: name(finish), customers})),
      ["from", "to", "customers"]
    ),
    of: sum(known),
    moved: sum(known.filter(({start, finish}) => start !== finish))
  };
}
