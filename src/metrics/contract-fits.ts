import {bdwSurvival, fitBdw} from "../models/bdw.ts";
import {finiteHorizonValue} from "../models/closed-form-clv.ts";
import type {Renewals} from "../models/renewals.ts";
import {fitSbg, sbgSurvival} from "../models/sbg.ts";
import type {Unit} from "../models/time.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {LtvOptions} from "./ltv-options.ts";
import type {Workbench} from "./metric.ts";
import type {SurvivalSum} from "./survival-sum.ts";

/** A survival model of one group, fitted over all its customers; without parameters where it could not be. Plain JSON. */
export interface ContractFit {
  readonly group: string | null;
  readonly parameters: Readonly<Record<string, number>> | null;
  /** Of the parameters' logarithms, row by row, in the order of `parameters`. */
  readonly covariance: readonly number[] | null;
  readonly logLikelihood: number | null;
}

/** Which survival a cell sums, and the fits that it takes. */
export interface ContractFits {
  readonly survival: "km" | "sbg" | "bdw";
  readonly fits: readonly ContractFit[];
}

const UNITS: Readonly<Record<LtvOptions["period"], Unit>> = {
  week: "week",
  month: "month",
  quarter: "quarter",
  half: "quarter",
  year: "year",
  "fiscal-year": "year"
};

/** The survival of the cell: as its options say, else observed where the longest duration reaches the horizon, else sBG; models fitted for everybody and per group of `by`. */
export async function contractFits(
  lives: Query,
  {
    options,
    periods,
    workbench
  }: {options: Pick<LtvOptions, "by" | "period" | "survival">; periods: number; workbench: Workbench}
): Promise<ContractFits> {
  const {by, period} = options;
  const group = by === undefined ? raw("cast(null as varchar)") : sql`c.${identifier(by)}`;
  const rows = await workbench.ask(
    sql`select ${group} as dimension, l.duration, l.ended, count(*) as customers from (${lives}) l join "all".customers c on c.customer = l.customer group by 1, 2, 3`
  );
  const [dimensions, durations, ended, customers] = ["dimension", "duration", "ended", "customers"].map(
    (name) => rows.columns[name]!
  ) as [unknown[], unknown[], unknown[], unknown[]];
  const longest = durations.reduce<number>((last, duration) => Math.max(last, Number(duration)), 0);
  const survival = options.survival ?? (longest >= periods - 1 ? "km" : "sbg");
  if (survival === "km") return {survival, fits: []};
  const groups = [null, ...(by === undefined ? [] : [...new Set(dimensions.map(String))].sort())];
  const fits = groups.map((name) => {
    const length = Math.max(1, longest);
    const [lost, censored] = [new Float64Array(length), new Float64Array(length)];
    for (let i = 0; i < rows.length; ++i) {
      if (name !== null && String(dimensions[i]) !== name) continue;
      const [duration, hasEnded, n] = [Number(durations[i]), Number(ended[i]) === 1, Number(customers[i])];
      // Who ended in the period of the start was lost at the first renewal; who has just begun says nothing yet.
      if (hasEnded) lost[Math.max(1, duration) - 1]! += n;
      else if (duration > 0) censored[duration - 1]! += n;
    }
    return fitted(name, survival, {unit: UNITS[period], lost, censored});
  });
  return {survival, fits};
}

function fitted(group: string | null, survival: "sbg" | "bdw", renewals: Renewals): ContractFit {
  const fit = survival === "sbg" ? fitSbg(renewals) : fitBdw(renewals);
  if (!fit.converged) return {group, parameters: null, covariance: null, logLikelihood: null};
  const {unit: _, ...parameters} = fit.parameters;
  return {
    group,
    parameters: {...parameters},
    covariance: fit.covariance && [...fit.covariance],
    logLikelihood: fit.logLikelihood
  };
}

/** The fit of a group; of one that the build did not know, everybody's. */
export function fitOf(fits: readonly ContractFit[], group: string | null): ContractFit | undefined {
  return fits.find((fit) => fit.group === group) ?? fits[0];
}

/** The model's curve over the horizon, with the variance of its discounted sum by the delta method in the parameters' logarithms. */
export function modelledSurvival(
  kind: "sbg" | "bdw",
  {parameters, covariance}: ContractFit,
  {periods, rate}: {periods: number; rate: number}
): SurvivalSum {
  const names = Object.keys(parameters!);
  const curve = (at: Readonly<Record<string, number>>) =>
    Float64Array.from({length: periods}, (_, t) => survivalOf(kind, at, t));
  const shifted = (name: string, by: number) =>
    finiteHorizonValue(curve({...parameters, [name]: parameters![name]! * Math.exp(by)}), 1, rate);
  const STEP = 1e-4;
  const slopes = names.map((name) => (shifted(name, STEP) - shifted(name, -STEP)) / (2 * STEP));
  const variance = covariance
    ? slopes.reduce(
        (sum, a, i) => sum + slopes.reduce((row, b, j) => row + a * b * covariance[i * names.length + j]!, 0),
        0
      )
    : 0;
  return {survival: curve(parameters!), variance: Math.max(0, variance), influence: () => 0};
}

function survivalOf(kind: "sbg" | "bdw", parameters: Readonly<Record<string, number>>, t: number): number {
  const unit = "month"; // either side of the curve is on the same clock
  return kind === "sbg"
    ? sbgSurvival({unit, alpha: parameters["alpha"]!, beta: parameters["beta"]!}, t)
    : bdwSurvival({unit, gamma: parameters["gamma"]!, delta: parameters["delta"]!, c: parameters["c"]!}, t);
}
