import {npsAdjustedWald} from "../models/adjusted-wald.ts";
import {wilson} from "../models/wilson.ts";
import type {Unit} from "./metric.ts";

/** Sums of one calendar period, or of a run of them. Money in the currency's major units. */
export interface Flow {
  readonly newCustomers: number;
  readonly orders: number;
  readonly revenue: number;
  readonly margin: number;
}

/** How the customers stood on a day; the fields are those of {@link customerStates}. */
export interface Standing {
  readonly buyers: number;
  readonly repeaters: number;
  readonly active: number;
  readonly orders: number;
  readonly days: number;
  readonly observed: number;
  readonly second: number;
}

/** Latest answers of customers, and how many of them count. */
export interface Answers {
  readonly npsAnswers: number;
  readonly promoters: number;
  readonly detractors: number;
  readonly csatAnswers: number;
  readonly satisfied: number;
  readonly dwbAnswers: number;
  readonly definite: number;
}

/** Of the customers active at a year's start, how many were at its end. */
export interface Kept {
  readonly start: number;
  readonly stayed: number;
}

/** Everything that a headline figure is computed from, at one time. What is null is not known then. */
export interface Moment {
  readonly customers: number | null;
  readonly flow: Flow | null;
  readonly standing: Standing | null;
  readonly kept: Kept | null;
  readonly answers: Answers | null;
  /** Margin of the first twelve months per customer. */
  readonly ltv: number | null;
  /** Months until margin per customer reaches what acquiring one has cost; null while it has not. */
  readonly payback: number | null;
}

/** A headline figure at one time; `n` customers or answers behind a rate or score, else null. */
export interface Figure {
  readonly value: number | null;
  readonly n: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface FigureDefinition {
  readonly unit: Unit;
  /** `table.column` that it needs. */
  readonly needs: string;
  /** Whether more of it is better, or less. */
  readonly better: "more" | "less";
  /** flow: of a period; state: on a day; year: of the last closed year. */
  readonly time: "flow" | "state" | "year";
  /** Whether parts of the customers, or of the time, have parts of it: a count or an amount, and no mean of them. */
  readonly isSum?: boolean;
  at(moment: Moment, level: number): Figure;
}

const NOTHING: Figure = {value: null, n: null, low: null, high: null};
/** Rates and scores of fewer customers or answers are not printed. */
const LEAST = 10;

function plain(value: number | null | undefined): Figure {
  return {...NOTHING, value: value ?? null};
}

function quotient(sum: number | undefined, count: number | undefined): Figure {
  return plain(sum === undefined || !count ? null : sum / count);
}

function share(part: number | undefined, n: number | undefined, level: number): Figure {
  if (part === undefined || !n) return NOTHING;
  if (n < LEAST) return {...NOTHING, n};
  return {value: part / n, n, ...wilson(part, n, level)!};
}

function score(answers: Answers | null, level: number): Figure {
  if (!answers || answers.npsAnswers === 0) return NOTHING;
  const {npsAnswers: n, promoters, detractors} = answers;
  if (n < LEAST) return {...NOTHING, n};
  const bounds = npsAdjustedWald({promoters, passives: n - promoters - detractors, detractors}, level)!;
  return {value: (100 * (promoters - detractors)) / n, n, low: bounds.low, high: bounds.high};
}

const more = {better: "more"} as const;
const orders = {...more, needs: "orders.at"} as const;

/** The censoring-safe companion of `repeat_rate`: of the customers whose first order is at least 180 days ago, the share whose second one came within 180 days. */
export function secondOrderRate({standing}: Moment, level: number): Figure {
  return share(standing?.second, standing?.observed, level);
}

/** The headline figures that a `kpi` cell can show, by name. */
export const FIGURES: Readonly<Record<string, FigureDefinition>> = {
  customers: {
    ...more,
    isSum: true,
    unit: "count",
    needs: "customers.customer",
    time: "state",
    at: ({customers}) => plain(customers)
  },
  new_customers: {...orders, isSum: true, unit: "count", time: "flow", at: ({flow}) => plain(flow?.newCustomers)},
  active_customers: {...orders, isSum: true, unit: "count", time: "state", at: ({standing}) => plain(standing?.active)},
  orders: {...orders, isSum: true, unit: "count", time: "flow", at: ({flow}) => plain(flow?.orders)},
  revenue: {
    ...orders,
    isSum: true,
    needs: "orders.revenue",
    unit: "money",
    time: "flow",
    at: ({flow}) => plain(flow?.revenue)
  },
  margin: {
    ...orders,
    isSum: true,
    needs: "orders.revenue",
    unit: "money",
    time: "flow",
    at: ({flow}) => plain(flow?.margin)
  },
  average_order_value: {
    ...orders,
    needs: "orders.revenue",
    unit: "money",
    time: "flow",
    at: ({flow}) => quotient(flow?.revenue, flow?.orders)
  },
  orders_per_year: {
    ...orders,
    unit: "number",
    time: "state",
    at: ({standing}) => quotient(standing?.orders, standing ? standing.days / 365.25 : undefined)
  },
  repeat_rate: {
    ...orders,
    unit: "ratio",
    time: "state",
    at: ({standing}, level) => share(standing?.repeaters, standing?.buyers, level)
  },
  crr: {...orders, unit: "ratio", time: "year", at: ({kept}, level) => share(kept?.stayed, kept?.start, level)},
  churn: {
    ...orders,
    better: "less",
    unit: "ratio",
    time: "year",
    at: ({kept}, level) => share(kept ? kept.start - kept.stayed : undefined, kept?.start, level)
  },
  ltv: {...orders, needs: "orders.revenue", unit: "money", time: "state", at: ({ltv}) => plain(ltv)},
  payback: {
    ...orders,
    better: "less",
    needs: "spend.amount",
    unit: "months",
    time: "state",
    at: ({payback}) => plain(payback)
  },
  nps: {...more, needs: "surveys.nps", unit: "nps", time: "flow", at: ({answers}, level) => score(answers, level)},
  csat: {
    ...more,
    needs: "surveys.csat",
    unit: "ratio",
    time: "flow",
    at: ({answers}, level) => share(answers?.satisfied, answers?.csatAnswers, level)
  },
  dwb: {
    ...more,
    needs: "surveys.dwb",
    unit: "ratio",
    time: "flow",
    at: ({answers}, level) => share(answers?.definite, answers?.dwbAnswers, level)
  },
  answers: {
    ...more,
    isSum: true,
    needs: "surveys.at",
    unit: "count",
    time: "flow",
    at: ({answers}) => plain(answers && Math.max(answers.npsAnswers, answers.csatAnswers, answers.dwbAnswers))
  }
};
