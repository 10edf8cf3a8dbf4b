import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {deltaVariance} from "../models/delta.ts";
import {effectiveRate} from "../models/discount.ts";
import {factorForRetention, retentionAhead, shiftedPurchases} from "../models/dropout-shift.ts";
import type {Histories} from "../models/grouping.ts";
import {normalQuantile} from "../models/normal.ts";
import type {PurchaseParameters} from "../models/purchase-models.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import {readSpend} from "./acquisition-spend.ts";
import {LEAST} from "./contrast.ts";
import {percentOption} from "./duration.ts";
import {spendOf} from "./forecast-accuracy.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Control, Facts, Finding, Frozen, Metric, Model, Result, Workbench} from "./metric.ts";
import {dayOf} from "./period.ts";
import {fitPurchases, modelOf} from "./purchase-fit.ts";
import type {PurchaseFit} from "./purchase-fit.ts";
import {MICRO, WEEKS_PER_MONTH} from "./purchase-predictions.ts";
import {contractShifts} from "./what-if-contracts.ts";
import type {Shift} from "./what-if-contracts.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  model: z.enum(["bgnbd", "mbgnbd", "paretonbd"]).default("bgnbd").describe("The model of purchases."),
  amount: z
    .string()
    .min(1)
    .optional()
    .describe(
      "A column of customers: what a contract pays a month. With it the cell is about contracts, without it about purchases."
    ),
  years: z.number().int().min(1).max(10).default(5).describe("How many years ahead amounts are counted."),
  discount: percentOption("discount").default(0).describe("Annual effective discount rate, for example 12%."),
  points: z
    .number()
    .int()
    .min(-10)
    .max(10)
    .default(5)
    .describe("Points that yearly retention moves by; a reader can move it."),
  retention_cost: z
    .number()
    .min(0)
    .default(0)
    .describe("What a measure to keep customers costs per customer of today, once; a reader can move it."),
  acquisition_cost: z
    .number()
    .min(0)
    .optional()
    .describe(
      "What winning a customer costs; defaults to what it has cost, where spend is known. A reader can move it."
    )
});

export type WhatIfOptions = z.output<typeof schema>;

/** Shifts of retention, in points. */
export const POINTS: readonly number[] = Array.from({length: 21}, (_, i) => i - 10);
/** The shift whose relative error all shifts share. */
const SHOWN = 5;
const YEAR = 12 * WEEKS_PER_MONTH;
/** The factor is found on so many histories, evenly picked: retention is a mean over all. */
const SAMPLE = 500;
const QUARTERS = 4;

/**
 * What the customers of today would bring if more, or fewer, of them stayed and all else stayed the same.
 *
 * Result: one row per `group` (null: everybody first) and `points` (−10 … 10) that yearly retention moves by: `retention`, share of today's customers who would still be so in a year; `amount` within `years`, discounted;
 * `change` from no shift; `break_even`, change per customer: what may be spent for it on each; `low`, `high` of the change, from the parameters alone. Shifts that no dropout gives are absent.
 * `summary` is of the shift `points`: `change`, `break_even`, `retention_spend` = retention cost × customers, `net` = change − that; `kept`, customers more in a year, and `acquisition_spend`, what winning as many would cost.
 * With `amount` it is about running contracts, by a shifted beta-geometric in months: payments of the next `years`, the first in a month.
 * Dropout from now on is scaled, chances of being a customer today, purchase rates and spend are not. `tables.rule_of_thumb`: 25–95% more for 5 points (Reichheld & Schefter 2000), as a claim to compare with.
 */
export const whatIf: Metric<WhatIfOptions> = {
  kind: "what-if",
  schema,
  requires: ({amount}) =>
    amount === undefined
      ? ["orders.at", "orders.revenue"]
      : ["customers.joined", "customers.ended", `customers.${amount}`],
  freeze,
  controls,
  reductions: (_options, _facts, frozen) => ({
    shifts: {
      level1: sql`
        select p.customer, cast(e.shift as bigint) as shift, cast(round(cast(e.purchases as double precision) * p.spend / ${literal(MICRO)}) as bigint) as amount
        from ${raw(String(frozen["people"]))} p join ${raw(String(frozen["purchases"]))} e on e.place = p.place`,
      keys: ["shift"],
      statistics: {customers: raw("count(*)"), amount: raw("sum(r.amount)")}
    },
    customers: {
      level1: sql`select customer from ${raw(String(frozen["people"]))}`,
      keys: [],
      statistics: {customers: raw("count(*)")}
    }
  }),
  finish
};

async function freeze(options: WhatIfOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const {amount, discount, model, years} = options;
  if (amount !== undefined) {
    const contracts = {amount, discount, years, points: POINTS, shown: SHOWN};
    const baked = await contractShifts(contracts, facts, workbench);
    return {...baked, acquisition: await acquisitionOf(baked.customers, facts, workbench)};
  }
  const fitted = await fitPurchases(model, dayOf(facts.asOf), {facts, workbench});
  const baked = await workbench.once(`what if ${model} ${years} ${discount}`, async () => {
    const {fit, kind, log} = fitted;
    const shifts = fit ? shiftsOf({kind, parameters: fit.parameters}, thinned(log.grouping.histories)) : [];
    const columns = {place: [] as number[], shift: [] as number[], purchases: [] as number[]};
    for (const {points, factor} of shifts) {
      const purchases = shiftedPurchases({kind, parameters: fit!.parameters}, log.grouping.histories, {
        horizon: horizonOf(years, discount, QUARTERS),
        factor
      });
      purchases.forEach((value, g) => {
        columns.place.push(g);
        columns.shift.push(points);
        columns.purchases.push(Math.round(value * MICRO));
      });
    }
    const people = await workbench.keep({
      customer: log.customers,
      place: Array.from(log.grouping.group),
      spend: spendOf(fitted, 10 ** facts.digits)
    });
    return {
      people,
      purchases: await workbench.keep(columns),
      shifts,
      error: shifts.length > 0 ? relativeError(fitted, {years, discount}) : null
    };
  });
  return {...baked, ...(await costsOf(fitted, facts, workbench)), model: modelOf(fitted), notes: fitted.notes};
}

/** What a customer has brought and cost so far: the measure of the sliders. */
async function costsOf({log}: PurchaseFit, facts: Facts, workbench: Workbench) {
  const customers = Math.max(1, log.customers.length);
  const brought = log.observed.reduce((sum, amount) => sum + amount, 0) / customers / 10 ** facts.digits;
  return {brought, acquisition: await acquisitionOf(customers, facts, workbench)};
}

/** What winning a customer has cost, to two digits; 0 where it is not known. */
async function acquisitionOf(customers: number, facts: Facts, workbench: Workbench): Promise<number> {
  const spend = facts.tables.get("spend")?.has("amount") ? await readSpend(facts, workbench) : [];
  const cost = spend.reduce((sum, {acquisition}) => sum + acquisition, 0) / Math.max(1, customers) / 10 ** facts.digits;
  return cost > 0 ? Number(cost.toPrecision(2)) : 0;
}

function controls(options: WhatIfOptions, frozen: Frozen): readonly Control[] {
  const shifts = frozen["shifts"] as readonly Shift[];
  if (shifts.length === 0) return [];
  const {points, retention_cost} = options;
  const acquisition = acquisitionCost(options, frozen);
  const money = (name: string, value: number, typical: number): Control => {
    const step = 10 ** Math.floor(Math.log10(Math.max(typical, 1e-9))) / 10;
    return {
      name,
      min: 0,
      max: step * Math.ceil((Math.max(typical, 1.5 * value) || 1) / step),
      step,
      unit: "money",
      value
    };
  };
  const brought = Math.max(1, frozen["brought"] as number);
  return [
    {name: "points", min: shifts[0]!.points, max: shifts.at(-1)!.points, step: 1, unit: "number", value: points},
    money("retention_cost", retention_cost, brought / 4),
    money("acquisition_cost", acquisition, brought)
  ];
}

function acquisitionCost({acquisition_cost: given}: WhatIfOptions, frozen: Frozen): number {
  return given ?? (frozen["acquisition"] as number);
}

function horizonOf(years: number, annual: number, perYear: number) {
  const step = {unit: "week", length: YEAR / perYear} as const;
  return {periods: years * perYear, step, rate: Math.expm1(Math.log1p(effectiveRate(annual, "year")) / perYear)};
}

function shiftsOf(fit: {kind: PurchaseFit["kind"]; parameters: PurchaseParameters}, histories: Histories): Shift[] {
  const base = retentionAhead(fit, histories, {weeks: YEAR, factor: 1});
  return POINTS.flatMap((points) => {
    const retention = base + points / 100;
    const factor =
      points === 0
        ? 1
        : retention > 0 && retention < 1
          ? factorForRetention(fit, histories, {weeks: YEAR, share: retention})
          : null;
    return factor === null ? [] : [{points, retention, factor}];
  });
}

/** Every n-th history, so that about {@link SAMPLE} are left. */
function thinned(histories: Histories): Histories {
  const every = Math.ceil(histories.x.length / SAMPLE);
  const pick = (values: Float64Array) => values.filter((_, i) => i % every === 0);
  return {
    unit: histories.unit,
    x: pick(histories.x),
    recency: pick(histories.recency),
    age: pick(histories.age),
    count: pick(histories.count)
  };
}

/** Standard error of the change at {@link SHOWN} points over the change: the delta method over the parameters of purchases. Null where it cannot be told. */
function relativeError(
  {fit, kind, log}: PurchaseFit,
  {years, discount}: {years: number; discount: number}
): number | null {
  if (!fit?.covariance) return null;
  const histories = thinned(log.grouping.histories);
  const change = (parameters: PurchaseParameters): number => {
    const shifted = {kind, parameters};
    const share = retentionAhead(shifted, histories, {weeks: YEAR, factor: 1}) + SHOWN / 100;
    const factor = share < 1 ? factorForRetention(shifted, histories, {weeks: YEAR, share}) : null;
    if (factor === null) return NaN;
    const total = (of: number) =>
      shiftedPurchases(shifted, histories, {horizon: horizonOf(years, discount, 1), factor: of}).reduce(
        (sum, value, g) => sum + value * histories.count[g]!,
        0
      );
    return total(factor) - total(1);
  };
  const {unit, ...values} = fit.parameters;
  const step = 1e-3;
  const slopes = Object.entries(values).map(([name, value]) => {
    const at = (by: number) => change({...values, [name]: value * Math.exp(by), unit} as PurchaseParameters);
    return (at(step) - at(-step)) / (2 * step);
  });
  const error = Math.sqrt(Math.max(0, deltaVariance(fit.covariance, slopes))) / Math.abs(change(fit.parameters));
  return Number.isFinite(error) ? error : null;
}

interface Row {
  readonly group: string | null;
  readonly points: number;
  readonly retention: number;
  readonly amount: number;
  readonly change: number;
  readonly break_even: number;
  readonly low: number | null;
  readonly high: number | null;
}

function finish(
  {shifts: rolled, customers}: Readonly<Record<string, Rolled>>,
  options: WhatIfOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const {interval, points, years} = options;
  const money = 10 ** facts.digits;
  const model = frozen["model"] as Model | null;
  const shifts = frozen["shifts"] as readonly Shift[];
  const error = frozen["error"] as number | null;
  const z = normalQuantile((1 + interval) / 2);
  const sizes = new Map(customers!.groups.map((group, g) => [group, customers!.statistics["customers"]![g]![0]!]));
  const amountAt = (g: number, points: number) => {
    const k = rolled!.keys["shift"]?.indexOf(points) ?? -1;
    return k < 0 ? 0 : rolled!.statistics["amount"]![g]![k]! / money;
  };
  const groups = groupOrder(
    rolled!.groups.map((group, g) => ({group, g})),
    ({group}) => sizes.get(group) ?? 0
  ).filter(({group}) => (sizes.get(group) ?? 0) >= LEAST);
  const rows = groups.flatMap(({group, g}) =>
    shifts.map(({points, retention}): Row => {
      const [amount, base] = [amountAt(g, points), amountAt(g, 0)];
      const half = error === null ? null : z * error * Math.abs(amount - base);
      const change = amount - base;
      return {
        group,
        points,
        retention,
        amount,
        change,
        break_even: change / sizes.get(group)!,
        low: half === null ? null : change - half,
        high: half === null ? null : change + half
      };
    })
  );
  const n = sizes.get(null) ?? 0;
  const base = amountAt(0, 0);
  const shown = rows.find((row) => row.group === null && row.points === points);
  const outcome = outcomeOf(shown, n, {...options, acquisition_cost: acquisitionCost(options, frozen)});
  const thumb = POINTS.filter((points) => points >= 0 && base > 0);
  return {
    table: tableOf(rows, ["group", "points", "retention", "amount", "change", "break_even", "low", "high"]),
    units: {
      group: "text",
      points: "number",
      retention: "ratio",
      amount: "money",
      change: "money",
      break_even: "money",
      low: "money",
      high: "money"
    },
    ...(model ? {model} : {}),
    tables: {
      rule_of_thumb: tableOf(
        thumb.map((points) => ({points, low: (0.25 * base * points) / 5, high: (0.95 * base * points) / 5})),
        ["points", "low", "high"]
      )
    },
    summary: {
      years,
      retention: shifts.find(({points}) => points === 0)?.retention ?? null,
      amount: model ? base : null,
      ...outcome
    },
    n,
    of: "customers",
    finding: shown ? finding(shown, outcome, {base, years}) : null,
    notes:
      n === 0
        ? [options.amount === undefined ? "no-orders" : "no-contracts"]
        : [
            ...(frozen["notes"] as string[]),
            ...(model && options.amount === undefined ? ["what-if-assumption"] : []),
            ...(model ? ["what-if-folklore"] : []),
            ...(model?.kind === "bgnbd" ? ["alive-not-identifiable"] : []),
            ...(facts.marginIs === "revenue" && options.amount === undefined ? ["revenue-for-margin"] : [])
          ]
  };
}

/** What the shift shown comes to with its costs. */
function outcomeOf(
  shown: Row | undefined,
  customers: number,
  {points, retention_cost, acquisition_cost}: {points: number; retention_cost: number; acquisition_cost: number}
) {
  const spend = retention_cost * customers;
  const kept = (points / 100) * customers;
  return {
    points,
    change: shown?.change ?? null,
    break_even: shown?.break_even ?? null,
    retention_spend: spend,
    net: shown ? shown.change - spend : null,
    kept,
    acquisition_spend: Math.max(0, kept) * acquisition_cost
  };
}

function finding(
  {change, low, high, break_even, points}: Row,
  {acquisition_spend, kept, net, retention_spend}: ReturnType<typeof outcomeOf>,
  {base, years}: {base: number; years: number}
): Finding {
  return {
    key: "what-if",
    values: {
      points,
      years,
      margin: change,
      low,
      high,
      base,
      break_even,
      net: retention_spend > 0 ? net : null,
      retention_spend,
      kept: kept > 0 ? kept : null,
      acquisition_spend: acquisition_spend > 0 ? acquisition_spend : null
    }
  };
}
