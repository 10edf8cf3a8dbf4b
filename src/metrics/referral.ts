import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {knownInterval, logRatio, meanOfSums, normalInterval} from "../models/ratio-of-sums.ts";
import type {RatioEstimate} from "../models/ratio-of-sums.ts";
import {wilson} from "../models/wilson.ts";
import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {latestAnswerWithin} from "./attitude.ts";
import {claimOf} from "./claim-texts.ts";
import {LEAST} from "./contrast.ts";
import {monthsOption} from "./duration.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Unit} from "./metric.ts";
import {dayOf} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  age: monthsOption("age").default(12).describe('The age at which values are compared, such as "12 months".')
});

export type ReferralOptions = z.output<typeof schema>;

/** Where a customer came from, in the order of the table; their place is their key. */
export const SOURCES = ["others", "referred"] as const;
/** What those who may refer have answered, in the order of the table; their place is their key. */
export const VOICES = ["not asked", "detractors", "passives", "promoters"] as const;

const MONTH = 365.25 / 12;

/**
 * Are referred customers better, and who refers?
 *
 * Result: per `group` two rows, `source` "referred" (a referrer is known) and "others": `customers` with an order, of them `observed` for at least `age` months since the first; of these `ltv`, margin per customer within that age, with `ltv_low`, `ltv_high`;
 * `retention`, the share with another order after the first day within that age, with `low`, `high`. Fewer than 10: counts only. `tables.ratios`: referred / others, per group and `measure` (ltv, retention), as `uplift` = ratio − 1 with `low`, `high` by the delta method on the logarithm.
 * `tables.referrers`: by what customers with an order last answered (promoters, passives, detractors, not asked): `customers`, `referrers`, `referrals`, `rate` = referrals per customer with `rate_low`, `rate_high`. `summary`: referral rate (share of buyers who were referred), the published claim.
 */
export const referral: Metric<ReferralOptions> = {
  kind: "referral",
  schema,
  requires: () => ["orders.at", "orders.revenue", "customers.referrer"],
  reductions,
  finish
};

/** `customer`, `day` of each order that is no refund, or of a refund, with its margin in minor units. */
function orders(facts: Facts): Query {
  return sql`select customer, refund, ${dayIndex(raw('"at"'))} as day, ${minorUnits(raw("margin"), facts.digits)} as margin from "all".orders`;
}

function reductions({age}: ReferralOptions, facts: Facts): Readonly<Record<string, Reduction>> {
  const days = literal(Math.round(age * MONTH));
  const last = dayOf(facts.asOf);
  const firsts = sql`select customer, min(day) as first from (${orders(facts)}) o where not refund group by customer`;
  const hasNps = facts.tables.get("surveys")?.has("nps") ?? false;
  const voice = hasNps
    ? sql`select customer, case when score >= 9 then 3 when score >= 7 then 2 else 1 end as voice from (${latestAnswerWithin("nps", {after: null, until: last}, facts)}) a`
    : raw('select customer, 0 as voice from "all".customers where false');
  return {
    sources: {
      level1: sql`
        select f.customer, case when c.referrer is null then 0 else 1 end as source, case when f.first + ${days} <= ${literal(last)} then 1 else 0 end as observed,
          sum(case when f.first + ${days} <= ${literal(last)} and o.day <= f.first + ${days} then o.margin else 0 end) as margin,
          max(case when f.first + ${days} <= ${literal(last)} and not o.refund and o.day > f.first and o.day <= f.first + ${days} then 1 else 0 end) as retained
        from (${firsts}) f join "all".customers c on c.customer = f.customer join (${orders(facts)}) o on o.customer = f.customer
        group by f.customer, f.first, c.referrer`,
      keys: ["source"],
      statistics: {
        customers: raw("count(*)"),
        observed: raw("sum(r.observed)"),
        margin: raw("sum(r.margin)"),
        squares: productSum(raw("r.margin"), raw("r.margin")),
        retained: raw("sum(r.retained)")
      }
    },
    referrers: {
      level1: sql`
        select f.customer, coalesce(v.voice, 0) as voice, coalesce(n.referrals, 0) as referrals
        from (${firsts}) f left join (${voice}) v on v.customer = f.customer
        left join (select referrer, count(*) as referrals from "all".customers where referrer is not null group by referrer) n on n.referrer = f.customer`,
      keys: ["voice"],
      statistics: {
        customers: raw("count(*)"),
        referrers: raw("sum(case when r.referrals > 0 then 1 else 0 end)"),
        referrals: raw("sum(r.referrals)"),
        squares: raw("sum(r.referrals * r.referrals)")
      }
    }
  };
}

interface Row {
  readonly group: string | null;
  readonly source: (typeof SOURCES)[number];
  readonly customers: number;
  readonly observed: number;
  readonly ltv: number | null;
  readonly ltv_low: number | null;
  readonly ltv_high: number | null;
  readonly retention: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: RatioEstimate | null;
  readonly share: RatioEstimate | null;
}

const COLUMNS = [
  "group",
  "source",
  "customers",
  "observed",
  "ltv",
  "ltv_low",
  "ltv_high",
  "retention",
  "low",
  "high"
] as const;

const UNITS: Readonly<Record<string, Unit>> = {
  group: "text",
  source: "text",
  customers: "count",
  observed: "count",
  ltv: "money",
  ltv_low: "money",
  ltv_high: "money",
  retention: "ratio",
  low: "ratio",
  high: "ratio",
  measure: "text",
  referred: "count",
  others: "count",
  uplift: "ratio",
  voice: "text",
  referrers: "count",
  referrals: "count",
  rate: "number",
  rate_low: "number",
  rate_high: "number"
};

interface Ratio {
  readonly group: string | null;
  readonly measure: "ltv" | "retention";
  readonly referred: number;
  readonly others: number;
  readonly uplift: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  {age, interval}: ReferralOptions,
  facts: Facts,
  _frozen: Frozen
): Result {
  const found = rolled["sources"]!;
  const groups = found.groups.map((group, g) => {
    const rows = ([1, 0] as const).map((source) => rowOf(found, {g, source}, {level: interval, facts}));
    return {
      group,
      rows,
      n: rows.reduce((sum, {customers}) => sum + customers, 0),
      ratios: (["ltv", "retention"] as const).map((measure) => ratioOf(rows, measure, {group, level: interval}))
    };
  });
  const all = groups[0]!;
  const shown = all.n === 0 ? [] : groupOrder(groups, ({n}) => n);
  const [worth, stay] = all.ratios as [Ratio, Ratio];
  const referrers = referrersOf(rolled["referrers"]!, interval);
  const claim = claimOf("referral", facts);
  return {
    table: tableOf(
      shown.flatMap(({rows}) => rows),
      COLUMNS
    ),
    units: UNITS,
    tables: {
      ratios: tableOf(
        shown.flatMap(({ratios}) => ratios),
        ["group", "measure", "referred", "others", "uplift", "low", "high"]
      ),
      referrers: tableOf(all.n === 0 ? [] : referrers, [
        "voice",
        "customers",
        "referrers",
        "referrals",
        "rate",
        "rate_low",
        "rate_high"
      ])
    },
    summary: {
      uplift: worth.uplift,
      low: worth.low,
      high: worth.high,
      retention_uplift: stay.uplift,
      retention_low: stay.low,
      retention_high: stay.high,
      referral_rate: all.n < LEAST ? null : all.rows[0]!.customers / all.n,
      age_months: age,
      claim_low: claim.low,
      claim_high: claim.high,
      claim_source: claim.source
    },
    n: all.n,
    of: "customers",
    finding: all.n === 0 ? null : finding(all, {age, referrers, level: interval}),
    notes:
      all.n === 0
        ? ["no-orders"]
        : [
            "referral-age",
            "referral-interval",
            "referral-claim",
            "referral-who",
            ...(all.rows.some(({observed}) => observed > 0 && observed < LEAST) ? ["loyalty-few"] : []),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

function rowOf(
  {groups, keys, size, statistics}: Rolled,
  {g, source}: {g: number; source: 0 | 1},
  {level, facts}: {level: number; facts: Facts}
): Row {
  const k = Array.from({length: size}, (_, i) => i).find((i) => keys["source"]![i] === source);
  const read = (name: string) => (k === undefined ? 0 : statistics[name]![g]![k]!);
  const money = 10 ** facts.digits;
  const [observed, retained] = [read("observed"), read("retained")];
  const mean = observed < LEAST ? null : meanOfSums({n: observed, y: read("margin"), yy: read("squares")});
  const share = observed < LEAST ? null : meanOfSums({n: observed, y: retained, yy: retained});
  const worth = knownInterval(mean, level);
  const stay = share && wilson(retained, observed, level);
  return {
    group: groups[g]!,
    source: SOURCES[source],
    customers: read("customers"),
    observed,
    ltv: mean && mean.value / money,
    ltv_low: worth && worth.low / money,
    ltv_high: worth && worth.high / money,
    retention: share && share.value,
    low: stay?.low ?? null,
    high: stay?.high ?? null,
    mean,
    share
  };
}

function ratioOf(
  rows: readonly Row[],
  measure: Ratio["measure"],
  {group, level}: {group: string | null; level: number}
): Ratio {
  const [one, other] = rows.map(({mean, share}) => (measure === "ltv" ? mean : share));
  const ratio = one && other ? logRatio(one, other, level) : null;
  return {
    group,
    measure,
    referred: rows[0]!.observed,
    others: rows[1]!.observed,
    uplift: ratio && ratio.value - 1,
    low: ratio && ratio.low - 1,
    high: ratio && ratio.high - 1
  };
}

interface Referrers {
  readonly voice: (typeof VOICES)[number];
  readonly customers: number;
  readonly referrers: number;
  readonly referrals: number;
  readonly rate: number | null;
  readonly rate_low: number | null;
  readonly rate_high: number | null;
  readonly mean: RatioEstimate | null;
}

function referrersOf({keys, size, statistics}: Rolled, level: number): readonly Referrers[] {
  return [3, 2, 1, 0].map((voice) => {
    const k = Array.from({length: size}, (_, i) => i).find((i) => keys["voice"]![i] === voice);
    const read = (name: string) => (k === undefined ? 0 : statistics[name]![0]![k]!);
    const customers = read("customers");
    const mean = customers < LEAST ? null : meanOfSums({n: customers, y: read("referrals"), yy: read("squares")});
    const bounds = knownInterval(mean, level);
    return {
      voice: VOICES[voice]!,
      customers,
      referrers: read("referrers"),
      referrals: read("referrals"),
      rate: mean && mean.value,
      rate_low: bounds && Math.max(0, bounds.low),
      rate_high: bounds && bounds.high,
      mean
    };
  });
}

function finding(
  {n, rows, ratios}: {n: number; rows: readonly Row[]; ratios: readonly Ratio[]},
  {age, referrers, level}: {age: number; referrers: readonly Referrers[]; level: number}
): Finding | null {
  const [worth, stay] = ratios as [Ratio, Ratio];
  const beyond = ({low, high}: Ratio) => (low === null || high === null ? null : low > 0 || high < 0 ? 1 : 0);
  const [promoters, , detractors] = referrers as [Referrers, Referrers, Referrers];
  const gap =
    promoters.mean && detractors.mean
      ? normalInterval(
          {
            value: promoters.mean.value - detractors.mean.value,
            variance: promoters.mean.variance + detractors.mean.variance
          },
          level
        )
      : null;
  return {
    key: "referral",
    values: {
      uplift: worth.uplift,
      low: worth.low,
      high: worth.high,
      differs: beyond(worth),
      retention_uplift: stay.uplift,
      retention_differs: beyond(stay),
      referred: n < LEAST ? null : rows[0]!.customers / n,
      age,
      promoters: gap ? promoters.rate : null,
      detractors: gap ? detractors.rate : null,
      who_differs: gap ? (gap.low > 0 || gap.high < 0 ? 1 : 0) : null,
      level
    }
  };
}
