import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import {monthsOption, percentOption} from "./duration.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Model, Result, Workbench} from "./metric.ts";
import {LIST_UNITS, keepList, listReduction, listTable} from "./customer-list.ts";
import type {CustomerList} from "./customer-list.ts";
import {dayOf} from "./period.ts";
import {fitPurchases, modelOf} from "./purchase-fit.ts";
import {MICRO, keepPredictions} from "./purchase-predictions.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  model: z.enum(["bgnbd", "mbgnbd", "paretonbd"]).default("bgnbd").describe("The model of purchases."),
  horizon: monthsOption("horizon")
    .default(12)
    .describe('How far ahead value is expected, in whole months: "12 months".'),
  discount: percentOption("discount").default(0).describe("Annual effective discount rate, for example 12%."),
  list: z
    .int()
    .min(0)
    .max(1000)
    .default(100)
    .describe(
      "How many customers are listed by name, those with most at stake; only where the catalog publishes all rows."
    )
});

export type AtRiskOptions = z.output<typeof schema>;

/** Bands of the chance that a customer is still one, from sure to lost; the last is for those of whom the model cannot tell. */
export const ALIVE_BANDS = ["80% and more", "50% to 80%", "20% to 50%", "under 20%", "not identifiable"] as const;
const ALIVE_BOUNDS = [0.8, 0.5, 0.2];
/** Bands of what customers have brought so far, over all customers. */
export const WORTH_BANDS = ["top 20%", "next 30%", "other 50%"] as const;
const WORTH_SHARES = [0.8, 0.5];

/**
 * Customers with an order, by the chance that they are still customers and by what they have brought so far.
 *
 * Result: one row per `group` (null: everybody, first), `alive` band and `worth` band, empty ones too: `customers`, `share_customers` of the group's; amounts in the currency: `observed` so far, `expected` within the horizon given all that is known,
 * `at_stake`, how much more it would be if they were surely still customers; null where the chance cannot be told (one-time buyers under BG/NBD) or without a fit. Worth bands are cut at quantiles over all customers.
 *
 * Only where the catalog says `publish: {rows: all}`, `tables.list` names the `list` customers with most at stake, of those whom a filter keeps: `group`, `customer`, chance `alive` (a fraction), `orders` (days with one), `last_order`, `observed`, `expected`, `at_stake`.
 */
export const atRisk: Metric<AtRiskOptions> = {
  kind: "at-risk",
  schema,
  listsCustomers: true,
  requires: () => ["orders.at", "orders.revenue"],
  freeze,
  reductions(_options, facts, frozen) {
    const bounds = frozen["bounds"] as readonly number[];
    const chance = ALIVE_BOUNDS.map(
      (bound) => sql`+ case when alive < ${literal(bound * MICRO)} then 1 else 0 end`
    ).reduce((all, one) => sql`${all} ${one}`);
    const worth = bounds
      .map((bound) => sql`+ case when observed <= ${literal(bound)} then 1 else 0 end`)
      .reduce((all, one) => sql`${all} ${one}`, raw(""));
    return {
      customers: {
        level1: sql`
          select customer, case when alive is null then ${literal(ALIVE_BANDS.length - 1)} else 0 ${chance} end as chance, 0 ${worth} as worth, cast(observed as bigint) as observed, cast(expected as bigint) as expected,
            case when alive > 0 then cast(round(cast(expected as double precision) * (${literal(MICRO)} - alive) / alive) as bigint) else 0 end as at_stake
          from ${raw(String(frozen["relation"]))}`,
        keys: ["chance", "worth"],
        statistics: {
          customers: raw("count(*)"),
          observed: raw("sum(r.observed)"),
          expected: raw("sum(r.expected)"),
          at_stake: raw("sum(r.at_stake)")
        }
      },
      ...(facts.publishesCustomers ? {list: listReduction((frozen["list"] as CustomerList).relation)} : {})
    };
  },
  finish
};

async function freeze(
  {discount, horizon, list, model}: AtRiskOptions,
  facts: Facts,
  workbench: Workbench
): Promise<Frozen> {
  const fitted = await fitPurchases(model, dayOf(facts.asOf), {facts, workbench});
  const relation = await keepPredictions(fitted, {months: horizon, annual: discount}, {workbench, facts});
  const shares = WORTH_SHARES.map(
    (share, i) => sql`percentile_cont(${literal(share)}) within group (order by observed) as ${raw(`q${i}`)}`
  );
  const rows = await workbench.ask(sql`select ${shares} from ${raw(relation)}`);
  const bounds = fitted.log.customers.length === 0 ? [] : WORTH_SHARES.map((_, i) => Number(rows.columns[`q${i}`]![0]));
  return {
    relation,
    bounds,
    model: modelOf(fitted),
    notes: fitted.notes,
    ...(facts.publishesCustomers ? {list: await keepList(relation, list, workbench)} : {})
  };
}

interface Sums {
  readonly customers: number;
  readonly observed: number;
  readonly expected: number;
  readonly at_stake: number;
}

interface Row {
  readonly group: string | null;
  readonly alive: string;
  readonly worth: string;
  readonly customers: number;
  readonly share_customers: number;
  readonly observed: number;
  readonly expected: number | null;
  readonly at_stake: number | null;
}

function finish(
  {customers: rolled, list}: Readonly<Record<string, Rolled>>,
  _options: AtRiskOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const money = 10 ** facts.digits;
  const model = frozen["model"] as Model | null;
  const groups = rolled!.groups.map((group, g) => ({group, g, n: total(rolled!, g)}));
  const n = groups[0]!.n;
  const rows = groupOrder(groups, (one) => one.n)
    .filter((one) => one.n > 0)
    .flatMap(({group, g, n: size}) => bands(rolled!, g, {group, size, money, fitted: model !== null}));
  const unknown = ALIVE_BANDS.length - 1;
  const notIdentifiable = WORTH_BANDS.reduce(
    (sum, _, worth) => sum + sumsAt(rolled!, 0, {chance: unknown, worth}).customers,
    0
  );
  return {
    table: tableOf(rows, [
      "group",
      "alive",
      "worth",
      "customers",
      "share_customers",
      "observed",
      "expected",
      "at_stake"
    ]),
    units: {
      group: "text",
      alive: "text",
      worth: "text",
      customers: "count",
      share_customers: "ratio",
      observed: "money",
      expected: "money",
      at_stake: "money",
      ...(list ? LIST_UNITS : {})
    },
    ...(list && model ? {tables: {list: listTable(list, frozen["list"] as CustomerList, facts)}} : {}),
    ...(model ? {model} : {}),
    summary: summary(rows, notIdentifiable),
    n,
    of: "customers",
    finding: n < LEAST || model === null ? null : finding(rows),
    notes:
      n === 0
        ? ["no-orders"]
        : [
            ...(frozen["notes"] as string[]),
            "cut-offs-from-all",
            ...(model && notIdentifiable > 0 ? ["alive-not-identifiable"] : []),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

function total({size, statistics}: Rolled, g: number): number {
  let n = 0;
  for (let k = 0; k < size; ++k) n += statistics["customers"]![g]![k]!;
  return n;
}

function bands(
  rolled: Rolled,
  g: number,
  {group, size, money, fitted}: {group: string | null; size: number; money: number; fitted: boolean}
): Row[] {
  return ALIVE_BANDS.flatMap((alive, chance) =>
    WORTH_BANDS.map((worth, w) => {
      const {customers, observed, expected, at_stake} = sumsAt(rolled, g, {chance, worth: w});
      const isTold = fitted && chance < ALIVE_BANDS.length - 1;
      return {
        group,
        alive,
        worth,
        customers,
        share_customers: customers / size,
        observed: observed / money,
        expected: fitted ? expected / money : null,
        at_stake: isTold ? at_stake / money : null
      };
    })
  );
}

function sumsAt({keys, size, statistics}: Rolled, g: number, {chance, worth}: {chance: number; worth: number}): Sums {
  for (let k = 0; k < size; ++k) {
    if (keys["chance"]![k] !== chance || keys["worth"]![k] !== worth) continue;
    const read = (name: string) => statistics[name]![g]![k]!;
    return {
      customers: read("customers"),
      observed: read("observed"),
      expected: read("expected"),
      at_stake: read("at_stake")
    };
  }
  return {customers: 0, observed: 0, expected: 0, at_stake: 0};
}

/** Everybody's customers below an even chance, and what is at stake with them and with all. */
function summary(rows: readonly Row[], notIdentifiable: number) {
  const everybody = rows.filter(({group}) => group === null);
  const below = everybody.filter(({alive}) => alive === "20% to 50%" || alive === "under 20%");
  const sum = (of: readonly Row[], name: "customers" | "at_stake" | "expected") =>
    of.reduce((all, row) => all + (row[name] ?? 0), 0);
  return {
    customers_below_half: sum(below, "customers"),
    at_stake_below_half: sum(below, "at_stake"),
    at_stake: sum(everybody, "at_stake"),
    expected: sum(everybody, "expected"),
    not_identifiable: notIdentifiable
  };
}

/** How many are more likely gone than not, and how much of what is at stake lies with the most valuable of them. */
function finding(rows: readonly Row[]): Finding {
  const {customers_below_half, at_stake_below_half} = summary(rows, 0);
  const top = rows.filter(
    ({group, alive, worth}) =>
      group === null && worth === WORTH_BANDS[0] && (alive === "20% to 50%" || alive === "under 20%")
  );
  return {
    key: "at-risk",
    values: {
      customers: customers_below_half,
      at_stake: at_stake_below_half,
      top: top.reduce((sum, row) => sum + row.customers, 0),
      top_at_stake: top.reduce((sum, row) => sum + (row.at_stake ?? 0), 0)
    }
  };
}
