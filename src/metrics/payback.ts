import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {normalQuantile} from "../models/normal.ts";
import {meanOfSums} from "../models/ratio-of-sums.ts";
import {productSum} from "../sql/dialect.ts";
import {identifier, literal, raw, sql} from "../sql/sql.ts";
import {CHANNEL, allottedSpend, customersByMonth, readSpend} from "./acquisition-spend.ts";
import type {MonthCustomers, Spend} from "./acquisition-spend.ts";
import {LEAST, extremes} from "./contrast.ts";
import {customerPeriods} from "./customer-periods.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Workbench} from "./metric.ts";
import {lastClosed, periodOf, startOf} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  channel: z
    .string()
    .default(CHANNEL)
    .describe("The dimension of customers that the channels of the spend table are values of.")
});

export type PaybackOptions = z.output<typeof schema>;

/**
 * What it costs to acquire a customer, by channel and month of the first order, and how long it takes to earn that back.
 *
 * Result: one row per `channel` (null: all) and `cohort` (first day of the month; null: all months that the spend covers), the pooled row first: `customers` acquired; acquisition `spend` (null: none is known); `cac` = spend / customers; `ltv`, margin so far per
 * customer, pooled over the cohorts that completed each age; `ratio` = ltv / cac; `months`, the age at which margin per customer has reached cac (0: within the first month; null: not reached), `low`, `high` the ages at which the bounds of its
 * interval do, null where customers are all alike; under a filter, and to an audience, spend is allotted to the customers on screen by their share of those acquired (or retained) in the month and channel; `roas`, revenue so far / spend. Closed months only. Fewer than 10 customers: counts and spend only. `tables.retention`: per month retention spend, customers who ordered again, cost per such customer and its ratio to cac.
 */
export const payback: Metric<PaybackOptions> = {
  kind: "payback",
  schema,
  requires: () => ["orders.at", "orders.revenue", "spend.month", "spend.amount"],
  freeze,
  reductions,
  finish
};

async function freeze({channel}: PaybackOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const spend = await readSpend(facts, workbench, channel);
  const hasChannel = facts.dimensions.includes(channel);
  const column = hasChannel ? sql`c.${identifier(channel)}` : raw("null");
  const rows = await workbench.ask(
    sql`select distinct ${column} as channel from "all".customers c where ${column} is not null order by 1`
  );
  return {
    spend,
    channels: rows.columns["channel"]!.map(String),
    customers: await customersByMonth(column, facts, workbench)
  };
}

/** Per channel, cohort and age that the cohort has completed: customers, who ordered, and margin up to that age, and its square. */
function reductions({channel}: PaybackOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const channels = frozen["channels"] as readonly string[];
  const closed = lastClosed(facts.asOf, "month", facts.calendar);
  const oldest = facts.firstOrder ? periodOf(facts.firstOrder, "month", facts.calendar) : closed + 1;
  const ages = Array.from({length: Math.max(1, closed - oldest + 1)}, (_, age) => sql`(${literal(age)})`);
  const months = customerPeriods("month", facts);
  const column = raw(`c."${channel.replaceAll('"', '""')}"`);
  const place = channels.reduce((all, name, i) => sql`${all} when ${name} then ${literal(i)}`, sql`case ${column}`);
  const index = channels.length === 0 ? raw("0") : sql`${place} end`;
  return {
    cohorts: {
      level1: sql`
        select f.customer, ${index} as channel, f.cohort, g.age, case when coalesce(p.orders, 0) > 0 then 1 else 0 end as active, coalesce(p.revenue, 0) as revenue,
          sum(coalesce(p.margin, 0)) over (partition by f.customer order by g.age) as margin
        from (select distinct customer, cohort from (${months}) m) f
        join (values ${ages}) g(age) on f.cohort + g.age <= ${literal(closed)}
        join "all".customers c on c.customer = f.customer
        left join (${months}) p on p.customer = f.customer and p.age = g.age`,
      keys: ["channel", "cohort", "age"],
      statistics: {
        customers: raw("count(*)"),
        active: raw("sum(r.active)"),
        revenue: raw("sum(r.revenue)"),
        margin: raw("sum(r.margin)"),
        squares: productSum(raw("r.margin"), raw("r.margin"))
      }
    }
  };
}

/** Sums of one cohort, by age. */
interface Cohort {
  readonly month: number;
  readonly customers: number;
  readonly active: readonly number[];
  readonly revenue: number;
  /** Margin up to each age, and the sum of its squares over customers. */
  readonly margin: readonly number[];
  readonly squares: readonly number[];
}

interface Row {
  readonly channel: string | null;
  readonly cohort: Date | null;
  readonly customers: number;
  readonly spend: number | null;
  readonly cac: number | null;
  readonly ltv: number | null;
  readonly ratio: number | null;
  readonly months: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly roas: number | null;
  readonly standardError: number | null;
}

function finish(
  {cohorts: rolled}: Readonly<Record<string, Rolled>>,
  {interval}: PaybackOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const channels = frozen["channels"] as readonly string[];
  const everybody = frozen["customers"] as readonly MonthCustomers[];
  const shown = customersShown(rolled!, channels);
  const spend = allottedSpend(frozen["spend"] as readonly Spend[], {shown, everybody});
  const parts: readonly (string | null)[] = [null, ...channels];
  const reader = new Reader(rolled!, {facts, spend, channels, level: interval});
  const rows = parts
    .flatMap((channel) => reader.rows(channel))
    .filter(({customers, spend: cost}) => customers > 0 || (cost ?? 0) > 0);
  const pooled = rows.filter(({cohort}) => cohort === null);
  const all = pooled.find(({channel}) => channel === null);
  const hasKind = facts.tables.get("spend")?.has("kind") ?? false;
  return {
    table: tableOf(rows, [
      "channel",
      "cohort",
      "customers",
      "spend",
      "cac",
      "ltv",
      "ratio",
      "months",
      "low",
      "high",
      "roas"
    ]),
    units: {
      channel: "text",
      cohort: "month",
      customers: "count",
      spend: "money",
      cac: "money",
      ltv: "money",
      ratio: "number",
      months: "months",
      low: "months",
      high: "months",
      roas: "number",
      month: "month",
      retention_spend: "money",
      retained: "count",
      cost_per_retained: "money",
      retention_to_cac: "number"
    },
    tables: {retention: retentionTable(reader, all?.cac ?? null)},
    summary: {
      cac: all?.cac ?? null,
      ltv: all?.ltv ?? null,
      ratio: all?.ratio ?? null,
      months: all?.months ?? null,
      roas: all?.roas ?? null
    },
    n: all?.customers ?? 0,
    of: "customers",
    finding: all?.cac == null ? null : finding(all, pooled, interval),
    notes:
      all === undefined
        ? ["no-orders"]
        : [
            "payback-observed",
            ...(facts.isNarrowed || shownOf(shown) < shownOf(everybody) ? ["payback-allotted"] : []),
            ...(channels.length === 0 ? ["payback-no-channel"] : []),
            ...(hasKind ? [] : ["payback-no-kind"]),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

/** Customers on screen by channel and month, who came in it and who came back. */
function customersShown({keys, size, statistics}: Rolled, channels: readonly string[]): readonly MonthCustomers[] {
  const found = new Map<string, MonthCustomers>();
  for (let k = 0; k < size; ++k) {
    const [cohort, age, at] = [keys["cohort"]![k]!, keys["age"]![k]!, keys["channel"]![k]!];
    const read = (name: string) => statistics[name]![0]![k]!;
    const key = `${at} ${cohort + age}`;
    const {acquired = 0, retained = 0} = found.get(key) ?? {};
    found.set(key, {
      month: cohort + age,
      channel: channels[at] ?? null,
      acquired: acquired + (age === 0 ? read("customers") : 0),
      retained: retained + (age === 0 ? 0 : read("active"))
    });
  }
  return [...found.values()];
}

function shownOf(customers: readonly MonthCustomers[]): number {
  return customers.reduce((n, {acquired}) => n + acquired, 0);
}

/** Reads sums and spend as rows. */
class Reader {
  readonly #rolled: Rolled;
  readonly #facts: Facts;
  readonly #spend: readonly Spend[];
  readonly #channels: readonly string[];
  readonly #z: number;
  readonly #cohorts = new Map<string | null, readonly Cohort[]>();

  constructor(
    rolled: Rolled,
    {facts, spend, channels, level}: {facts: Facts; spend: readonly Spend[]; channels: readonly string[]; level: number}
  ) {
    this.#rolled = rolled;
    this.#facts = facts;
    this.#spend = spend;
    this.#channels = channels;
    this.#z = normalQuantile((1 + level) / 2);
  }

  /** The pooled row and those of the months, oldest first. */
  rows(channel: string | null): Row[] {
    const cohorts = this.cohorts(channel);
    const months = cohorts.map(({month}) => month);
    const covered = cohorts.filter(({month}) => this.#cost(channel, month) !== null);
    const spend = this.#total(channel);
    const pooled = this.#row({channel, cohort: null, spend, cohorts: spend === null ? cohorts : covered});
    return [
      pooled,
      ...months.map((month, i) =>
        this.#row({channel, cohort: month, spend: this.#cost(channel, month), cohorts: [cohorts[i]!]})
      )
    ];
  }

  cohorts(channel: string | null): readonly Cohort[] {
    const known = this.#cohorts.get(channel) ?? this.#read(channel);
    this.#cohorts.set(channel, known);
    return known;
  }

  #read(channel: string | null): readonly Cohort[] {
    const {keys, size, statistics} = this.#rolled;
    const wanted = channel === null ? null : this.#channels.indexOf(channel);
    const found = new Map<
      number,
      {customers: number; active: number[]; revenue: number; margin: number[]; squares: number[]}
    >();
    for (let k = 0; k < size; ++k) {
      if (wanted !== null && keys["channel"]![k] !== wanted) continue;
      const [month, age] = [keys["cohort"]![k]!, keys["age"]![k]!];
      const cohort = found.get(month) ?? {customers: 0, active: [], revenue: 0, margin: [], squares: []};
      found.set(month, cohort);
      const read = (name: string) => statistics[name]![0]![k]!;
      if (age === 0) cohort.customers += read("customers");
      cohort.revenue += read("revenue");
      for (const name of ["active", "margin", "squares"] as const)
        cohort[name][age] = (cohort[name][age] ?? 0) + read(name);
    }
    return [...found]
      .map(([month, cohort]) => ({month, ...cohort}))
      .filter(({customers}) => customers > 0)
      .sort((a, b) => a.month - b.month);
  }

  /** Retention spend by month, with the customers who ordered in it after their first month. */
  retention(): readonly {month: Date; spend: number; retained: number}[] {
    const cohorts = this.cohorts(null);
    const months = [...new Set(this.#spend.filter(({retention}) => retention > 0).map(({month}) => month))];
    const closed = lastClosed(this.#facts.asOf, "month", this.#facts.calendar);
    return months
      .filter((month) => month <= closed)
      .map((month) => ({
        month: startOf(month, "month", this.#facts.calendar),
        spend: this.#spend.reduce((sum, one) => sum + (one.month === month ? one.retention : 0), 0) / this.#money,
        retained: cohorts.reduce(
          (sum, cohort) => sum + (cohort.month < month ? (cohort.active[month - cohort.month] ?? 0) : 0),
          0
        )
      }));
  }

  get #money(): number {
    return 10 ** this.#facts.digits;
  }

  /** Acquisition spend of a month; null where the spend does not cover it, or knows nothing of the channel. */
  #cost(channel: string | null, month: number): number | null {
    const own = this.#spend.filter((one) => channel === null || one.channel === channel);
    const months = own.map((one) => one.month);
    if (own.length === 0 || month < Math.min(...months) || month > Math.max(...months)) return null;
    return own.reduce((sum, one) => sum + (one.month === month ? one.acquisition : 0), 0);
  }

  /** Acquisition spend of all closed months since the first customer. */
  #total(channel: string | null): number | null {
    const closed = lastClosed(this.#facts.asOf, "month", this.#facts.calendar);
    const first = this.cohorts(null)[0]?.month ?? closed + 1;
    const own = this.#spend.filter(
      (one) => (channel === null || one.channel === channel) && one.month >= first && one.month <= closed
    );
    return own.length === 0 ? null : own.reduce((sum, one) => sum + one.acquisition, 0);
  }

  #row({
    channel,
    cohort,
    spend,
    cohorts
  }: {
    channel: string | null;
    cohort: number | null;
    spend: number | null;
    cohorts: readonly Cohort[];
  }): Row {
    const customers = cohorts.reduce((sum, one) => sum + one.customers, 0);
    const isShown = customers >= LEAST;
    const cac = spend === null || !isShown ? null : spend / this.#money / customers;
    const curve = isShown ? this.#curve(cohorts) : [];
    const last = curve.at(-1) ?? null;
    // Where customers are all alike no noise is known of them.
    const isAlike = curve.every(({error}) => error === 0);
    const reach = (value: (at: {ltv: number; error: number}) => number) => {
      const age = cac === null ? -1 : curve.findIndex((at) => value(at) >= cac);
      return age < 0 ? null : age;
    };
    const revenue = cohorts.reduce((sum, one) => sum + one.revenue, 0);
    return {
      channel,
      cohort: cohort === null ? null : startOf(cohort, "month", this.#facts.calendar),
      customers,
      spend: spend === null ? null : spend / this.#money,
      cac,
      ltv: last?.ltv ?? null,
      ratio: last && cac !== null && cac > 0 ? last.ltv / cac : null,
      months: reach(({ltv}) => ltv),
      low: isAlike ? null : reach(({ltv, error}) => ltv + this.#z * error),
      high: isAlike ? null : reach(({ltv, error}) => ltv - this.#z * error),
      roas: spend !== null && spend > 0 && isShown ? revenue / spend : null,
      standardError: last && cac !== null && cac > 0 ? last.error / cac : null
    };
  }

  /** Margin per customer up to each age, over the cohorts that completed the age, with its standard error; ages that fewer than ten customers have completed are left out. */
  #curve(cohorts: readonly Cohort[]): {ltv: number; error: number}[] {
    const curve: {ltv: number; error: number}[] = [];
    let ltv = 0;
    for (let age = 0; ; ++age) {
      const reached = cohorts.filter(({margin}) => margin.length > age);
      const n = reached.reduce((sum, one) => sum + one.customers, 0);
      if (n < LEAST) return curve;
      const sum = (value: (one: Cohort) => number) => reached.reduce((total, one) => total + value(one), 0);
      ltv += sum(({margin}) => margin[age]! - (age > 0 ? margin[age - 1]! : 0)) / this.#money / n;
      const y = sum(({margin}) => margin[age]!) / this.#money;
      const yy = sum(({squares}) => squares[age]!) / this.#money ** 2;
      curve.push({ltv, error: Math.sqrt(meanOfSums({n, y, yy})!.variance)});
    }
  }
}

function retentionTable(reader: Reader, cac: number | null) {
  const rows = reader.retention().map(({month, spend, retained}) => {
    const cost = retained > 0 ? spend / retained : null;
    return {
      month,
      retention_spend: spend,
      retained,
      cost_per_retained: cost,
      retention_to_cac: cost !== null && cac !== null && cac > 0 ? cost / cac : null
    };
  });
  return tableOf(rows, ["month", "retention_spend", "retained", "cost_per_retained", "retention_to_cac"]);
}

function finding({cac, ltv, months, ratio}: Row, pooled: readonly Row[], level: number): Finding {
  const apart = extremes(
    pooled.filter(({channel}) => channel !== "(other)").map((row) => ({...row, group: row.channel, value: row.ratio})),
    level
  );
  return {
    key: "payback",
    values: {
      cac,
      ltv,
      ratio,
      months,
      best: apart?.best.group ?? null,
      best_ratio: apart?.best.value ?? null,
      worst: apart?.worst.group ?? null,
      worst_ratio: apart?.worst.value ?? null
    }
  };
}
