import type {Rolled} from "../cube/cube.ts";
import {readSpend} from "./acquisition-spend.ts";
import {acquisitionReduction, costRatio} from "./claim-costs.ts";
import {topReduction, topShare} from "./claim-top.ts";
import type {ClaimName} from "./claim-texts.ts";
import {concentration} from "./concentration.ts";
import type {ConcentrationOptions} from "./concentration.ts";
import type {Facts, Frozen, MetricOptions, Metric, Reduction, Result, Workbench} from "./metric.ts";
import {programme} from "./programme.ts";
import {referral} from "./referral.ts";
import {POINTS, whatIf} from "./what-if.ts";
import type {WhatIfOptions} from "./what-if.ts";

/** Our figure for a claim, with its interval and the customers behind it. */
export interface Measurement {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
}

/** Options that the figures depend on. */
export interface SourceOptions {
  readonly interval: number;
  readonly discount: number;
}

/** How some claims are measured: like a metric's cell, with the claims' figures taken from its result. */
export interface Source {
  readonly name: string;
  readonly claims: readonly ClaimName[];
  readonly requires: readonly string[];
  freeze?(options: SourceOptions, facts: Facts, workbench: Workbench): Promise<Frozen>;
  reductions(options: SourceOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>>;
  measure(
    rolled: Readonly<Record<string, Rolled>>,
    context: {readonly options: SourceOptions; readonly facts: Facts; readonly frozen: Frozen}
  ): Readonly<Partial<Record<ClaimName, Measurement>>>;
}

/** Whether the catalog has all that a source needs. */
export function isReady({requires}: Source, {tables}: Facts): boolean {
  return requires.every((name) => {
    const [table = "", column = ""] = name.split(".");
    return tables.get(table)?.has(column) ?? false;
  });
}

/** The figures of a metric's cell; `given` are all of its options, as read: a page's script has nothing to read them with. */
function metricSource<Options extends MetricOptions>(
  metric: Metric<Options>,
  {
    claims,
    requires,
    given,
    read
  }: {
    readonly claims: readonly ClaimName[];
    readonly requires: readonly string[];
    given(options: SourceOptions): Options;
    read(result: Result): Readonly<Partial<Record<ClaimName, Measurement>>>;
  }
): Source {
  return {
    name: metric.kind,
    claims,
    requires,
    freeze: async (options, facts, workbench) => (await metric.freeze?.(given(options), facts, workbench)) ?? {},
    reductions: (options, facts, frozen) => metric.reductions(given(options), facts, frozen),
    measure: (rolled, {options, facts, frozen}) => read(metric.finish(rolled, given(options), facts, frozen))
  };
}

function numberAt(summary: Result["summary"], name: string): number | null {
  const value = summary?.[name];
  return typeof value === "number" ? value : null;
}

/** `uplift` with its bounds, as the summaries of `programme` and `referral` have it. */
function uplift({summary, n}: Result): Measurement {
  const [value, low, high] = ["uplift", "low", "high"].map((name) => numberAt(summary, name));
  return {value: value!, low: low!, high: high!, n};
}

/** The changes of `what-if` by points of retention, as shares of what is expected without any; straight lines between whole points. */
function shifts({
  table,
  summary,
  n
}: Result): Pick<Readonly<Record<ClaimName, Measurement>>, "retention-points" | "defections"> {
  const column = (name: string) => [...(table.array(name) as Iterable<number | string | null>)];
  const [groups, points, change, low, high] = ["group", "points", "change", "low", "high"].map(column);
  const [base, retention] = [numberAt(summary, "amount"), numberAt(summary, "retention")];
  const at = (of: readonly unknown[], wanted: number): number | null => {
    const place = groups!.findIndex((group, i) => group === null && points![i] === wanted);
    const value = place < 0 ? null : of[place];
    return typeof value === "number" && base !== null && base > 0 ? value / base : null;
  };
  const between = (of: readonly unknown[], wanted: number): number | null => {
    const [from, to] = [at(of, Math.floor(wanted)), at(of, Math.ceil(wanted))];
    return from === null || to === null ? null : from + (wanted - Math.floor(wanted)) * (to - from);
  };
  const measured = (wanted: number | null): Measurement =>
    wanted === null || wanted > POINTS.at(-1)!
      ? {value: null, low: null, high: null, n}
      : {value: between(change!, wanted), low: between(low!, wanted), high: between(high!, wanted), n};
  return {
    "retention-points": measured(5),
    defections: measured(retention === null ? null : 5 * (1 - retention))
  };
}

const ORDERS = ["orders.at", "orders.revenue"];

const ofMargin = ({interval}: SourceOptions): ConcentrationOptions => ({
  interval,
  finding: true,
  period: "quarter",
  of: "margin"
});

/** Where the claims' figures come from, in the order of the claims. */
export const SOURCES: readonly Source[] = [
  {
    name: "costs",
    claims: ["acquisition"],
    requires: ["spend.month", "spend.amount", "spend.kind"],
    freeze: async (_options, facts, workbench) => ({spend: await readSpend(facts, workbench)}),
    reductions: (_options, facts) => ({customers: acquisitionReduction(facts)}),
    measure: (rolled, {options: {interval}, facts, frozen}) => ({
      acquisition: costRatio(rolled["customers"]!, frozen, {facts, level: interval})
    })
  },
  metricSource(whatIf, {
    claims: ["retention-points", "defections"],
    requires: ORDERS,
    given: ({interval, discount}): WhatIfOptions => ({
      interval,
      discount,
      finding: true,
      model: "bgnbd",
      years: 5,
      points: 5,
      retention_cost: 0
    }),
    read: shifts
  }),
  metricSource(referral, {
    claims: ["referral"],
    requires: [...ORDERS, "customers.referrer"],
    given: ({interval}) => ({interval, finding: true, age: 12}),
    read: (result) => ({referral: uplift(result)})
  }),
  metricSource(programme, {
    claims: ["programme"],
    requires: [...ORDERS, "customers.member_since"],
    given: ({interval}) => ({interval, finding: true}),
    read: (result) => ({programme: uplift(result)})
  }),
  {
    name: "top",
    claims: ["concentration"],
    requires: ORDERS,
    freeze: (options, facts, workbench) => concentration.freeze!(ofMargin(options), facts, workbench),
    reductions: (options, facts, frozen) => ({
      bins: topReduction(concentration.reductions(ofMargin(options), facts, frozen)["bins"]!, facts)
    }),
    measure: (rolled, {options: {interval}, frozen, facts}) => ({
      concentration: topShare(rolled["bins"]!, frozen["edges"] as readonly number[], {facts, level: interval})
    })
  }
];
