// Prints how long the models take, beside what other packages took on another machine on another day (../shared/reference/timing_baseline.csv). Not a test: nothing fails on time.
import {existsSync, readFileSync, rmSync, mkdtempSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {openNative} from "../../src/engine/native.ts";
import type {Facts, Metric, MetricOptions} from "../../src/metrics/metric.ts";
import {ltv} from "../../src/metrics/ltv.ts";
import {dayOf} from "../../src/metrics/period.ts";
import {fitLog} from "../../src/metrics/purchase-fit.ts";
import {predictions} from "../../src/metrics/purchase-predictions.ts";
import {purchaseLog} from "../../src/metrics/purchase-log.ts";
import type {PurchaseLog} from "../../src/metrics/purchase-log.ts";
import {withoutNames} from "../../src/metrics/value-resamples.ts";
import {seededRandom} from "../../src/models/random.ts";
import {fitGammaGamma, groupSpending} from "../../src/models/gamma-gamma.ts";
import {PURCHASE_MODELS} from "../../src/models/purchase-models.ts";
import {computeMetric} from "../../src/notebook/metric-cell.ts";
import {openReducer} from "../../src/notebook/reducer.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import {inThreads} from "../../src/site/resampling.ts";
import {openWorkspace} from "../../src/site/workspace.ts";

const SHARED = join(import.meta.dirname, "../../../shared");

/** The least of several runs, in milliseconds, after one that is not counted. */
function least(times: number, run: () => unknown): number {
  run();
  return Math.min(
    ...Array.from({length: times}, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    })
  );
}

function say(name: string, milliseconds: number, more: string): void {
  console.log(`${name.padEnd(58)} ${milliseconds.toFixed(1).padStart(9)} ms  (${more})`);
}

/** What another package took, as the reference has it. */
function elsewhere(task: string): string {
  const file = join(SHARED, "reference/timing_baseline.csv");
  if (!existsSync(file)) return "";
  const line = readFileSync(file, "utf8")
    .split("\n")
    .find((one) => one.includes(task));
  const seconds = /([\d.]+),[\d.]+,\d+\s*$/.exec(line ?? "")?.[1];
  return seconds === undefined ? "" : `; ${(Number(seconds) * 1000).toFixed(0)} ms by lifetimes, another day`;
}

/** The models on a log; `customers` takes every tenth of CDNOW as the literature does. */
async function models(): Promise<void> {
  const cache = mkdtempSync(join(tmpdir(), "kizuna-bench-models-"));
  const engine = await openNative();
  try {
    const {facts, reducer} = await loadWorkspace(openWorkspace(join(SHARED, "workspaces/cdnow"), cache), engine);
    const log = await purchaseLog(dayOf(facts.asOf), facts, reducer);
    const tenth = await purchaseLog(dayOf(facts.asOf), facts, {
      ...reducer,
      once: (_, make) => make(),
      ask: async (query) => thinned(await reducer.ask(query))
    });
    for (const [name, one, bounds] of [
      ["every tenth customer", tenth, {bgnbd: "≤ 30 ms", mbgnbd: "", paretonbd: "≤ 150 ms"}],
      ["all customers", log, {bgnbd: "≤ 100 ms", mbgnbd: "", paretonbd: ""}]
    ] as const) {
      const {histories} = one.grouping;
      const about = `${one.customers.length} customers, ${histories.x.length} distinct`;
      const baseline = name === "all customers" ? "BG/NBD fit, 23570" : "";
      for (const kind of ["bgnbd", "mbgnbd", "paretonbd"] as const) {
        const task =
          baseline || {bgnbd: "BG/NBD fit, 2357", mbgnbd: "MBG/NBD fit, 2357", paretonbd: "Pareto/NBD fit, 2357"}[kind];
        say(
          `${kind}, ${name}`,
          least(3, () => PURCHASE_MODELS[kind].fit(histories)),
          [bounds[kind], about].filter(Boolean).join(", ") + (baseline && kind !== "bgnbd" ? "" : elsewhere(task))
        );
      }
      const {spending} = groupSpending(one.x, one.mean);
      say(
        `Gamma-Gamma, ${name}`,
        least(5, () => fitGammaGamma(spending)),
        `≤ 10 ms on the tenth${elsewhere("Gamma-Gamma fit, 946")}`
      );
    }
    const job = {
      fitted: withoutNames(fitLog("bgnbd", tenth)),
      ahead: {months: 12, annual: 0},
      place: new Int32Array(tenth.x.length).fill(-1),
      groups: 1,
      money: 100,
      seed: 1
    };
    const started = performance.now();
    const rows = await inThreads(job, 400);
    say(
      "400 refits of both models, values predicted",
      performance.now() - started,
      `≤ 4 s, ${rows.filter((row) => row === null).length} failed`
    );
  } finally {
    await engine.close();
    rmSync(cache, {recursive: true, force: true});
  }
}

/** Every tenth row of an answer. */
function thinned<T extends {columns: Readonly<Record<string, readonly unknown[]>>; length: number}>(rows: T): T {
  const columns = Object.fromEntries(
    Object.entries(rows.columns).map(([name, values]) => [name, Array.from(values).filter((_, i) => i % 10 === 0)])
  );
  return {...rows, columns, length: Math.ceil(rows.length / 10)};
}

/** Orders over three years as BG/NBD and Gamma-Gamma have them: rates and dropout differ from customer to customer as at CDNOW. */
function simulated(customers: number) {
  const random = seededRandom(3);
  const exponential = () => -Math.log(1 - random());
  // Marsaglia and Tsang's method; shapes below 1 by a power of a uniform number.
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * random() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const z = Math.sqrt(2 * exponential()) * Math.cos(2 * Math.PI * random());
      const v = (1 + z / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - random()) < z ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const days = 1096;
  const columns = {customer: [] as string[], day: [] as number[], amount: [] as number[]};
  for (let i = 0; i < customers; ++i) {
    const [rate, one, other, scale] = [gamma(0.24) / (4.41 * 7), gamma(0.79), gamma(2.43), 15 / gamma(3.7)];
    const dropout = one / (one + other);
    let day = Math.floor(random() * (days - 1));
    do {
      columns.customer.push(`C${i}`);
      columns.day.push(Math.floor(day));
      columns.amount.push(Math.round(100 * gamma(6.25) * scale) / 100);
      day += exponential() / rate;
    } while (day < days && (columns.customer.at(-2) !== `C${i}` || random() > dropout));
  }
  return columns;
}

/** A million made-up customers: rows to a fitted, predicted, cubed value, without resamples. */
async function million(): Promise<void> {
  const engine = await openNative();
  try {
    await engine.query('create schema "all"');
    const rows = await (await openReducer(engine)).keep(simulated(1_000_000));
    await engine.query(
      `create table "all".orders as select customer, timestamp '2023-01-01' + to_days(cast(day as integer)) as "at", cast(amount as decimal(18, 2)) as revenue, cast(amount / 2 as decimal(18, 2)) as margin, false as refund from ${rows}`
    );
    await engine.query(
      `create table "all".customers as select customer, case hash(customer) % 3 when 0 then 'a' when 1 then 'b' else 'c' end as plan from (select distinct customer from "all".orders) c`
    );
    const facts: Facts = {
      asOf: new Date("2025-12-31T00:00:00Z"),
      firstOrder: new Date("2023-01-01T00:00:00Z"),
      calendar: {weekStart: "monday", fiscalYearStart: 4},
      digits: 2,
      marginIs: "margin",
      dimensions: ["plan"],
      tables: new Map([
        ["orders", new Set(["customer", "at", "revenue", "margin", "refund"])],
        ["customers", new Set(["customer", "plan"])]
      ]),
      targets: new Map()
    };
    const reducer = await openReducer(engine, {resample: async () => []});
    let started = performance.now();
    const log: PurchaseLog = await purchaseLog(dayOf(facts.asOf), facts, reducer);
    const lap = (name: string, more: string) => {
      say(name, performance.now() - started, more);
      started = performance.now();
    };
    lap("a million customers: SQL and grouping", `${log.grouping.histories.x.length} distinct histories`);
    const fit = fitLog("bgnbd", log);
    lap(
      "a million customers: both models fitted",
      fit.fit ? `${fit.kind} converged, ${fit.fit.evaluations} evaluations` : "no fit"
    );
    predictions(fit, {months: 12, annual: 0}, facts);
    lap("a million customers: predicted", "every customer, twelve months");
    const metric = ltv as unknown as Metric<MetricOptions>;
    const options = metric.schema.parse({method: "predictive", by: "plan"});
    started = performance.now();
    const result = await computeMetric(metric, options, {
      facts,
      reducer: await openReducer(engine, {resample: async () => []})
    });
    lap("a million customers: ltv cell from rows to table", `≤ 10 s after the SQL; n ${result.n}`);
  } finally {
    await engine.close();
  }
}

if (process.argv[2] !== "million" && existsSync(join(SHARED, "workspaces/cdnow"))) await models();
else console.log("cdnow: no ../shared, models not timed");
await million();
