import {InputError} from "../errors.ts";
import type {Rolled} from "../cube/cube.ts";
import {finiteHorizonValue} from "../models/closed-form-clv.ts";
import {kaplanMeier} from "../models/kaplan-meier.ts";
import {criticalValue} from "../models/wilson.ts";
import {productSum} from "../sql/dialect.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {contractFits, fitOf, modelledSurvival} from "./contract-fits.ts";
import type {ContractFit} from "./contract-fits.ts";
import {contractLives} from "./contract-lives.ts";
import {extremes, LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {ranked, WORTH_UNITS, worthTable} from "./ltv-groups.ts";
import {currentNote} from "./ltv-groups.ts";
import type {Worth} from "./ltv-groups.ts";
import type {LtvOptions, Method} from "./ltv-options.ts";
import type {Facts, Finding, Frozen, Model, Result} from "./metric.ts";
import {periodsPerYear} from "./period.ts";
import {observedSurvival} from "./survival-sum.ts";
import type {LifeCell, SurvivalSum} from "./survival-sum.ts";

/**
 * The value of a contract over a finite horizon: mean amount × Σ S(t) / (1 + i)^t over the periods t = 0 … H − 1, the first payment at once.
 *
 * S is the observed survival where the horizon is within the history, else a model's, fitted over all customers of the group up to the as-of date. Result: one row per `group` (null: everybody, then the most valuable first): `customers` with a contract; `observed` amounts of whole periods so far, per customer;
 * `expected`, not discounted; `value`; `low`, `high` by the delta method over customers (amounts and survival together); shares; `amount` mean per period, `periods` Σ S(t).
 * Null for fewer than 10 customers, where the observed curve ends before the horizon, where the model cannot be fitted.
 */
export const contract: Method = {
  requires: ({amount}) => [
    "customers.joined",
    "customers.ended",
    ...(amount === undefined ? [] : [`customers.${amount}`])
  ],
  freeze: async (options, facts, workbench) => ({
    ...(await contractFits(lives(options, facts), {options, periods: horizonOf(options, facts), workbench}))
  }),
  reductions: (options, facts) => ({
    lives: {
      level1: lives(options, facts),
      keys: ["duration", "ended"],
      statistics: {
        customers: raw("count(*)"),
        payers: raw("count(r.amount)"),
        amount: raw("sum(r.amount)"),
        squares: productSum(raw("r.amount"), raw("r.amount"))
      }
    }
  }),
  finish: ({lives: rolled}, options, facts, frozen) => finish(rolled!, options, {facts, frozen})
};

function lives({amount, period}: LtvOptions, facts: Facts): Query {
  if (amount === undefined) throw new InputError("a contract's value needs an amount");
  return contractLives(
    period,
    facts,
    sql`, cast(round(try_cast(${identifier(amount)} as double) * ${raw(String(10 ** facts.digits))}) as bigint) as amount`
  );
}

/** The horizon, given in months, in periods of the cell; at least one. */
function horizonOf({horizon, period}: LtvOptions, {calendar}: Facts): number {
  return Math.max(1, Math.round((horizon * periodsPerYear(period, calendar)) / 12));
}

interface ContractWorth extends Worth {
  readonly amount: number | null;
  readonly periods: number | null;
  /** Why there is no value; null where there is one. */
  readonly reason: string | null;
}

interface Setting {
  readonly periods: number;
  /** Effective rate per period. */
  readonly rate: number;
  readonly level: number;
  readonly digits: number;
  readonly survival: "km" | "sbg" | "bdw";
  readonly fits: readonly ContractFit[];
}

function finish(rolled: Rolled, options: LtvOptions, {facts, frozen}: {facts: Facts; frozen: Frozen}): Result {
  const setting: Setting = {
    periods: horizonOf(options, facts),
    rate: Math.expm1(Math.log1p(options.discount) / periodsPerYear(options.period, facts.calendar)),
    level: options.interval,
    digits: facts.digits,
    survival: frozen["survival"] as Setting["survival"],
    fits: frozen["fits"] as readonly ContractFit[]
  };
  const groups = groupOrder(
    rolled.groups.map((group, g) => worthOf(group, cellsOf(rolled, g), setting)),
    ({customers}) => customers
  ).filter(({group, customers}) => group === null || customers > 0);
  const rows = ranked(groups);
  const all = rows[0]!;
  const model = modelOf(setting, options.period);
  const reasons = [...new Set(rows.flatMap(({reason}) => (reason === null ? [] : [reason])))];
  return {
    table: worthTable(all.customers === 0 ? [] : rows, ["amount", "periods"]),
    units: {...WORTH_UNITS, amount: "money", periods: "number"},
    summary: {
      value: all.value,
      survival: setting.survival,
      horizon: setting.periods,
      discount: options.discount,
      discount_per_period: setting.rate
    },
    ...(model ? {model} : {}),
    n: all.customers,
    of: "customers",
    finding: finding(all, rows, {options, setting}),
    notes: [
      ...(all.customers === 0
        ? ["no-contracts"]
        : [setting.survival === "km" ? "ltv-contract" : `ltv-contract-${setting.survival}`]),
      ...(options.discount > 0 ? ["ltv-discounted"] : []),
      ...reasons,
      ...currentNote(options.by, facts)
    ]
  };
}

function cellsOf({keys, size, statistics}: Rolled, g: number): readonly LifeCell[] {
  const read = (name: string, k: number) => statistics[name]![g]![k]!;
  return Array.from({length: size}, (_, k) => ({
    duration: keys["duration"]![k]!,
    ended: keys["ended"]![k]! === 1,
    customers: read("customers", k),
    payers: read("payers", k),
    amount: read("amount", k),
    squares: read("squares", k)
  })).filter(({customers}) => customers > 0);
}

function worthOf(group: string | null, cells: readonly LifeCell[], setting: Setting): ContractWorth {
  const {digits, rate, level} = setting;
  const money = 10 ** digits;
  const total = (of: (cell: LifeCell) => number) => cells.reduce((sum, cell) => sum + of(cell), 0);
  const [customers, payers] = [total((cell) => cell.customers), total((cell) => cell.payers)];
  const blank = {
    group,
    customers,
    observed: null,
    expected: null,
    value: null,
    low: null,
    high: null,
    standardError: null,
    amount: null,
    periods: null
  };
  if (payers < LEAST) return {...blank, reason: customers === 0 ? null : "low-base"};
  const amount = total((cell) => cell.amount) / payers;
  const known = {
    ...blank,
    amount: amount / money,
    observed: total((cell) => cell.amount * cell.duration) / payers / money
  };
  const sums = survivalSum(group, cells, setting);
  if (typeof sums === "string") return {...known, reason: sums};
  const {survival, variance, influence} = sums;
  const discounted = finiteHorizonValue(survival, 1, rate);
  // A customer's influence on amount × Σ S(t) v^t is its own share of the amount's deviation, and what its life does to the curve.
  const spread = total((cell) => cell.squares) - payers * amount ** 2;
  const covariance = total((cell) => influence(cell) * (cell.amount - cell.payers * amount));
  const error =
    Math.sqrt(
      Math.max(
        0,
        discounted ** 2 * (spread / payers ** 2) +
          (2 * discounted * amount * covariance) / payers +
          amount ** 2 * variance
      )
    ) / money;
  const value = (amount * discounted) / money;
  const z = criticalValue(level);
  return {
    ...known,
    expected: finiteHorizonValue(survival, amount, 0) / money,
    value,
    low: value - z * error,
    high: value + z * error,
    standardError: error,
    periods: finiteHorizonValue(survival, 1, 0),
    reason: null
  };
}

/** The curve to sum, or the note that says why there is none. */
function survivalSum(
  group: string | null,
  cells: readonly LifeCell[],
  {survival, periods, rate, fits}: Setting
): SurvivalSum | string {
  if (survival === "km")
    return observedSurvival(cells, {periods, rate, curve: kaplanMeier}) ?? "ltv-horizon-beyond-history";
  const fit = fitOf(fits, group);
  return fit?.parameters ? modelledSurvival(survival, fit, {periods, rate}) : "ltv-contract-no-fit";
}

function modelOf({survival, fits}: Setting, period: string): Model | null {
  const fit = fitOf(fits, null);
  if (survival === "km" || !fit?.parameters) return null;
  return {kind: survival, parameters: fit.parameters, log_likelihood: fit.logLikelihood, unit: period};
}

function finding(
  all: ContractWorth,
  rows: readonly ContractWorth[],
  {options, setting}: {options: LtvOptions; setting: Setting}
): Finding | null {
  if (all.value === null) return null;
  const ends = extremes(rows, options.interval);
  return {
    key: "ltv",
    values: {
      method: "contract",
      period: options.period,
      horizon: setting.periods,
      discount: options.discount,
      survival: setting.survival,
      value: all.value,
      low: all.low,
      high: all.high,
      level: options.interval,
      size: all.customers,
      best: ends?.best.group ?? null,
      best_value: ends?.best.value ?? null,
      worst: ends?.worst.group ?? null,
      worst_value: ends?.worst.value ?? null
    }
  };
}
