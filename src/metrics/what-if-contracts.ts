import {contractRetention, factorForContracts, paymentsAhead} from "../models/contract-shift.ts";
import type {Running} from "../models/contract-shift.ts";
import {deltaVariance} from "../models/delta.ts";
import {effectiveRate} from "../models/discount.ts";
import type {SbgParameters} from "../models/sbg.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import {contractFits} from "./contract-fits.ts";
import type {ContractFit} from "./contract-fits.ts";
import {contractLives} from "./contract-lives.ts";
import type {Facts, Model, Workbench} from "./metric.ts";
import {MICRO} from "./purchase-predictions.ts";

/** Months of a year: contracts are counted in months. */
const YEAR = 12;

/** A shift of yearly retention that some scaling of the dropout gives. */
export interface Shift {
  readonly points: number;
  readonly retention: number;
  readonly factor: number;
}

/** What {@link contractShifts} bakes: names of relations, the shifts, the relative error of the change, what a customer has brought, the model; notes. */
export interface BakedShifts {
  readonly people: string;
  readonly purchases: string;
  readonly shifts: readonly Shift[];
  readonly error: number | null;
  readonly brought: number;
  readonly customers: number;
  readonly model: Model | null;
  readonly notes: readonly string[];
}

/**
 * Running contracts with an amount, and what they bring within `years` at each shift of yearly retention, by a shifted beta-geometric fitted to all contracts in months. The hazard of ending is scaled from now on, alike for all.
 *
 * @param shown the shift, in points, whose relative error all shifts share.
 */
export async function contractShifts(
  {
    amount,
    years,
    discount,
    points,
    shown
  }: {
    amount: string;
    years: number;
    discount: number;
    points: readonly number[];
    shown: number;
  },
  facts: Facts,
  workbench: Workbench
): Promise<BakedShifts> {
  const lives = contractLives(
    "month",
    facts,
    sql`, cast(round(try_cast(${identifier(amount)} as double) * ${raw(String(10 ** facts.digits))}) as bigint) as amount`
  );
  const {fits} = await contractFits(lives, {options: {period: "month", survival: "sbg"}, periods: 1, workbench});
  const {columns} = await workbench.ask(
    sql`select customer, duration, amount from (${lives}) l where ended = 0 and amount is not null order by customer`
  );
  const place = Float64Array.from(columns["duration"]!, Number);
  const spend = Float64Array.from(columns["amount"]!, Number);
  const running = runningOf(place);
  const fit = fits[0]!;
  const parameters = parametersOf(fit);
  const setting = {periods: YEAR * years, rate: effectiveRate(discount, "month")};
  const shifts = parameters && place.length > 0 ? shiftsOf(parameters, running, points) : [];
  const paid = {place: [] as number[], shift: [] as number[], purchases: [] as number[]};
  for (const {points: shift, factor} of shifts)
    paymentsAhead(parameters!, running, {...setting, factor}).forEach((payments, i) => {
      paid.place.push(running.duration[i]!);
      paid.shift.push(shift);
      paid.purchases.push(Math.round(payments * MICRO));
    });
  const customers = Array.from(columns["customer"]!, String);
  return {
    people: await workbench.keep({customer: customers, place, spend}),
    purchases: await workbench.keep(paid),
    shifts,
    error: shifts.length > 0 ? relativeError(fit, running, {...setting, shown}) : null,
    brought:
      spend.reduce((sum, value, i) => sum + value * place[i]!, 0) / Math.max(1, spend.length) / 10 ** facts.digits,
    customers: customers.length,
    model: parameters && {
      kind: "sbg",
      parameters: {alpha: parameters.alpha, beta: parameters.beta},
      log_likelihood: fit.logLikelihood,
      unit: "month"
    },
    notes: parameters ? ["what-if-contracts"] : ["ltv-contract-no-fit"]
  };
}

function runningOf(durations: Float64Array): Running {
  const counts = new Map<number, number>();
  for (const duration of durations) counts.set(duration, (counts.get(duration) ?? 0) + 1);
  const duration = Float64Array.from(counts.keys()).sort();
  return {duration, count: duration.map((d) => counts.get(d)!)};
}

function parametersOf({parameters}: ContractFit): SbgParameters | null {
  return parameters && {unit: "month", alpha: parameters["alpha"]!, beta: parameters["beta"]!};
}

function shiftsOf(parameters: SbgParameters, running: Running, points: readonly number[]): Shift[] {
  const base = contractRetention(parameters, running, {periods: YEAR, factor: 1});
  return points.flatMap((by) => {
    const retention = base + by / 100;
    const factor = by === 0 ? 1 : factorForContracts(parameters, running, {periods: YEAR, share: retention});
    return factor === null ? [] : [{points: by, retention, factor}];
  });
}

/** Standard error of the change at the shift `shown` over the change: the delta method over the logarithms of the parameters. Null where it cannot be told. */
function relativeError(
  fit: ContractFit,
  running: Running,
  {periods, rate, shown}: {periods: number; rate: number; shown: number}
): number | null {
  if (!fit.covariance) return null;
  const change = (parameters: SbgParameters): number => {
    const share = contractRetention(parameters, running, {periods: YEAR, factor: 1}) + shown / 100;
    const factor = factorForContracts(parameters, running, {periods: YEAR, share});
    if (factor === null) return NaN;
    const total = (of: number) =>
      paymentsAhead(parameters, running, {periods, rate, factor: of}).reduce(
        (sum, payments, i) => sum + payments * running.count[i]!,
        0
      );
    return total(factor) - total(1);
  };
  const parameters = parametersOf(fit)!;
  const step = 1e-3;
  const slopes = (["alpha", "beta"] as const).map((name) => {
    const at = (by: number) => change({...parameters, [name]: parameters[name] * Math.exp(by)});
    return (at(step) - at(-step)) / (2 * step);
  });
  const error =
    Math.sqrt(Math.max(0, deltaVariance(Float64Array.from(fit.covariance), slopes))) / Math.abs(change(parameters));
  return Number.isFinite(error) ? error : null;
}
