import {covarianceAt, maximise} from "./optimise.ts";
import type {Objective, Optimum} from "./optimise.ts";
import type {Square} from "./matrix.ts";

/** Why there is no fit: a word to switch on, so that pages can say it in their own language. */
export type FitFailure =
  | "empty" // no customers
  | "no-repeaters" // nobody bought again
  | "no-spend" // no repeater spent more than nothing
  | "too-few" // fewer than two customers carry information
  | "too-few-periods" // fewer periods than parameters
  | "no-events" // nobody left
  | "not-identified" // the data do not bound a parameter: it ran to 0 or infinity, or the likelihood is flat
  | "not-converged"; // the search stopped before the top

/** Parameters at the maximum of the likelihood. */
export interface Fitted<P> {
  readonly converged: true;
  readonly parameters: P;
  /** From the observed information, by the delta method; in the units of the parameters. */
  readonly standardErrors: P | null;
  readonly logLikelihood: number;
  /** Largest slope of the log-likelihood in log parameters: 0 at the maximum. */
  readonly gradientNorm: number;
  /** Covariance of the log parameters, row by row; null if not asked for. It starts a similar fit. */
  readonly covariance: Square | null;
  readonly evaluations: number;
  /** Customers that the likelihood is over. */
  readonly customers: number;
}

/** No maximum: say `reason`, show nothing. */
export interface Unfitted<P> {
  readonly converged: false;
  readonly reason: FitFailure;
  /** One English sentence without full stop. */
  readonly message: string;
  /** Where the search stopped, for diagnosis only; null where there was nothing to search. */
  readonly parameters: P | null;
  readonly customers: number;
}

/** The outcome of a fit. It is a value: no fit throws because of the data. */
export type Fit<P> = Fitted<P> | Unfitted<P>;

/** Options of every fit. */
export interface FitOptions<P> {
  /** A fit to similar data, such as the one that a bootstrap resamples: the search starts there. */
  readonly from?: Fitted<P>;
  /** False for a quicker, rougher fit (slopes below 1e-3, no standard errors). Defaults to true. */
  readonly errors?: boolean;
}

/** A likelihood of positive parameters, and how to name them. */
export interface Likelihood<P> {
  /** Log-likelihood at parameters θ > 0; writes its slopes by θ into `gradient`. */
  readonly logLikelihood: Objective;
  readonly start: readonly number[];
  readonly customers: number;
  readonly toVector: (parameters: P) => readonly number[];
  readonly toParameters: (vector: ArrayLike<number>) => P;
}

const ROUGH = 1e-3;
const WIDEST = 30; // a standard error of a log parameter beyond this is no information at all

/** The maximum of a likelihood over positive parameters, searched in their logarithms. */
export function fitLikelihood<P>(likelihood: Likelihood<P>, options: FitOptions<P> = {}): Fit<P> {
  const {from, errors = true} = options;
  const objective = inLogarithms(likelihood.logLikelihood);
  const start = Float64Array.from(from ? likelihood.toVector(from.parameters) : likelihood.start, Math.log);
  const covariance = from?.covariance ? {covariance: from.covariance} : {};
  const optimum = maximise(objective, start, errors ? covariance : {...covariance, tolerance: ROUGH});
  const {customers, toParameters} = likelihood;
  const parameters = toParameters(optimum.x.map(Math.exp));
  const found = errors && optimum.status === "converged" ? covarianceAt(objective, optimum.x) : null;
  const failure = failureOf(optimum, errors, found);
  if (failure) return {converged: false, reason: failure, message: MESSAGES[failure], parameters, customers};
  return {
    converged: true,
    parameters,
    standardErrors: found && toParameters(optimum.x.map((x, i) => Math.exp(x) * logError(found, i))),
    logLikelihood: optimum.value,
    gradientNorm: optimum.gradientNorm,
    covariance: found,
    evaluations: optimum.evaluations,
    customers
  };
}

/** The outcome for data that cannot be fitted, worded. */
export function unfitted<P>(reason: FitFailure, customers: number): Unfitted<P> {
  return {converged: false, reason, message: MESSAGES[reason], parameters: null, customers};
}

const MESSAGES: Readonly<Record<FitFailure, string>> = {
  empty: "no customers to fit the model to",
  "no-repeaters": "no customer bought again, so purchase rate and dropout cannot be told apart",
  "no-spend": "no repeat customer spent more than zero",
  "too-few": "fewer than two customers carry information",
  "too-few-periods": "fewer observed periods than the model has parameters",
  "no-events": "no customer left, so dropout cannot be estimated",
  "not-identified": "the data do not determine every parameter; more customers or a longer history may",
  "not-converged": "the search for the maximum likelihood stopped before it got there"
};

function inLogarithms(logLikelihood: Objective): Objective {
  let theta = new Float64Array(0);
  return (x, gradient) => {
    theta = theta.length === x.length ? theta : new Float64Array(x.length);
    for (let i = 0; i < x.length; ++i) theta[i] = Math.exp(x[i]!);
    const value = logLikelihood(theta, gradient);
    for (let i = 0; i < x.length; ++i) gradient[i]! *= theta[i]!;
    return value;
  };
}

function failureOf({status, x}: Optimum, errors: boolean, covariance: Square | null): FitFailure | null {
  if (status === "ran-away") return "not-identified";
  if (status !== "converged") return "not-converged";
  if (!errors) return null;
  const known = covariance !== null && x.every((_, i) => logError(covariance, i) < WIDEST);
  return known ? null : "not-identified";
}

function logError(covariance: Square, i: number): number {
  return Math.sqrt(covariance[i * (Math.sqrt(covariance.length) + 1)]!);
}
