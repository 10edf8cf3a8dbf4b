import type {Rolled} from "../cube/cube.ts";
import {WHOLE} from "./answers.ts";
import {ACTIVE_DAYS, stateOf} from "./customer-states.ts";
import type {Answers, Flow, Kept, Moment, Standing} from "./kpi-figures.ts";
import {paybackOn} from "./kpi-payback.ts";
import type {Acquired} from "./kpi-payback.ts";
import type {Facts, Months, Period} from "./metric.ts";
import {sumsIn} from "./window.ts";
import {dateOf, dayOf, lastClosed, monthsBefore, periodBefore, periodsPerYear, startOf} from "./period.ts";

/** The days on which a `kpi` cell looks at the customers, and the number of each in {@link customerStates}. */
export interface Days {
  readonly all: readonly number[];
  readonly now: number;
  readonly previous: number;
  readonly lastYear: number;
  /** Start of the last closed year, and of the one before it; the year's end is the next number. */
  readonly year: number;
  readonly yearBefore: number;
}

/** The days of a `kpi` cell: the ends of the last three closed years, a year and a period before the as-of date (without a period both are a year before), and that date. */
export function daysOf({asOf, calendar}: Facts, period: Period | undefined): Days {
  const closed = lastClosed(asOf, "year", calendar);
  const yearEnd = (back: number) => dayOf(startOf(closed - back + 1, "year", calendar)) - 1;
  const lastYear = monthsBefore(asOf, 12);
  const previous = period === undefined ? lastYear : periodBefore(asOf, period, calendar);
  return {
    all: [yearEnd(2), yearEnd(1), yearEnd(0), dayOf(lastYear), dayOf(previous), dayOf(asOf)],
    yearBefore: 0,
    year: 1,
    lastYear: 3,
    previous: 4,
    now: 5
  };
}

/** The sums of a `kpi` cell's reductions, read as {@link Moment}s. */
export class Moments {
  readonly #rolled: Readonly<Record<string, Rolled>>;
  readonly #facts: Facts;
  readonly #days: Days;
  readonly #acquired: readonly Acquired[];

  /** @param acquired what customers have cost, by month; empty where no figure asks for it. */
  constructor(
    rolled: Readonly<Record<string, Rolled>>,
    facts: Facts,
    {days, acquired}: {days: Days; acquired: readonly Acquired[]}
  ) {
    this.#acquired = acquired;
    this.#rolled = rolled;
    this.#facts = facts;
    this.#days = days;
  }

  /** Number of the first period with an order or a refund; null without any. */
  get firstFlow(): number | null {
    const rolled = this.#rolled["flows"];
    return rolled ? firstOf(rolled) : null;
  }

  /** Number of the first period with an answer; null without any. */
  get firstAnswer(): number | null {
    return least(this.#rolled["answers"]?.keys["period"]?.filter((period) => period !== WHOLE) ?? []);
  }

  /** Flows of the period with this number, of the whole history for null; null before the first order. */
  flow(period: number | null): Flow | null {
    const rolled = this.#rolled["flows"];
    const first = this.firstFlow;
    if (!rolled || first === null || (period !== null && period < first)) return null;
    return this.#flow(rolled, (index) => period === null || index === period);
  }

  /** Flows of a run of months; null before the first order, and of a run that begins before it unless it is `anyway` the one that is asked for. */
  flowIn([from, to]: Months, anyway = false): Flow | null {
    const rolled = this.#rolled["flows_by_month"] ?? this.#rolled["flows"];
    const first = rolled ? firstOf(rolled) : null;
    if (!rolled || first === null || (anyway ? to : from) < first) return null;
    return this.#flow(rolled, (index) => index >= from && index <= to);
  }

  /** The latest answers of a run of months, likewise. */
  answersIn(run: Months, anyway = false): Answers | null {
    const rolled = this.#rolled["answers_by_month"];
    const first = rolled ? least(rolled.keys["month"]!) : null;
    if (!rolled || first === null || run[anyway ? 1 : 0] < first) return null;
    const {statistics} = sumsIn(rolled, run, Object.keys(rolled.statistics));
    return answersOf((name) => statistics[name]?.[0]?.[0] ?? 0);
  }

  #flow(rolled: Rolled, isIn: (index: number) => boolean): Flow {
    const money = 10 ** this.#facts.digits;
    const flow = {newCustomers: 0, orders: 0, revenue: 0, margin: 0};
    for (const k of [...rowsByPeriod(rolled)].flatMap(([index, rows]) => (isIn(index) ? rows : []))) {
      // Amounts that no figure shows are not reduced.
      const sum = (name: string) => rolled.statistics[name]?.[0]![k] ?? 0;
      if (rolled.keys["age"]![k] === 0) flow.newCustomers += sum("active");
      flow.orders += sum("orders");
      flow.revenue += sum("revenue") / money;
      flow.margin += sum("margin") / money;
    }
    return flow;
  }

  /** Answers of the period with this number, the latest of the whole history for null; null before the first answer. */
  answers(period: number | null): Answers | null {
    const rolled = this.#rolled["answers"];
    const first = this.firstAnswer;
    if (!rolled || first === null || (period !== null && period < first)) return null;
    const k = rolled.keys["period"]!.indexOf(period ?? WHOLE);
    return answersOf((name) => (k < 0 ? 0 : (rolled.statistics[name]?.[0]?.[k] ?? 0)));
  }

  /** How customers stood on the day with this number; null before the first order. */
  standing(day: number): Standing | null {
    const at = (state: Parameters<typeof stateOf>[0]) => this.#state(stateOf(state, day));
    if (!this.#rolled["states"]?.statistics[stateOf("buyers", day)] || at("buyers") === 0) return null;
    return {
      buyers: at("buyers"),
      repeaters: at("repeaters"),
      active: at("active"),
      orders: at("orders"),
      days: at("days"),
      observed: at("observed"),
      second: at("second")
    };
  }

  /** Customers known by the day with this number, all of them now; null where no dates are known. */
  customers(day: number): number | null {
    if (day === this.#days.now) return this.#state("customers");
    return this.#rolled["states"]?.statistics[stateOf("customers", day)]
      ? this.#state(stateOf("customers", day))
      : null;
  }

  /** Of the customers active at the start of a closed year, those active at its end; null while the log is younger than the window. */
  kept(start: number): Kept | null {
    const {firstOrder} = this.#facts;
    if (!firstOrder || dayOf(firstOrder) > this.#days.all[start]! + 1 - ACTIVE_DAYS) return null;
    return {start: this.#state(stateOf("active", start)), stayed: this.#state(`stayed_${start}`)};
  }

  /** Margin per customer up to age 12 in months, each age over the cohorts that have completed it by `day`; null before any has completed age 12. */
  ltv(day: number): number | null {
    const rolled = this.#rolled["months"] ?? null;
    if (!rolled) return null;
    const closed = lastClosed(dateOf(day), "month", this.#facts.calendar);
    const margin = new Float64Array(13);
    const size = new Float64Array(13);
    for (let k = 0; k < rolled.size; ++k) {
      const cohort = rolled.keys["cohort"]![k]!;
      const age = rolled.keys["age"]![k]!;
      if (age <= 12 && cohort + age <= closed) margin[age]! += rolled.statistics["margin"]![0]![k]!;
      if (age === 0)
        for (let reached = 0; reached <= 12 && cohort + reached <= closed; ++reached)
          size[reached]! += rolled.statistics["active"]![0]![k]!;
    }
    if (size[12] === 0) return null;
    return margin.reduce((sum, amount, age) => sum + amount / size[age]!, 0) / 10 ** this.#facts.digits;
  }

  /** Months until margin per customer reached what acquiring one had cost by `day`; null where it had not. */
  payback(day: number): number | null {
    const rolled = this.#rolled["months"];
    if (!rolled || this.#acquired.length === 0) return null;
    const {calendar, digits} = this.#facts;
    const months = Array.from({length: rolled.size}, (_, k) => ({
      cohort: rolled.keys["cohort"]![k]!,
      age: rolled.keys["age"]![k]!,
      customers: rolled.statistics["active"]![0]![k]!,
      margin: rolled.statistics["margin"]![0]![k]! / 10 ** digits
    }));
    return paybackOn(months, this.#acquired, lastClosed(dateOf(day), "month", calendar));
  }

  #state(name: string): number {
    return this.#rolled["states"]!.statistics[name]?.[0]![0] ?? 0; // what no figure reads is not reduced
  }
}

function answersOf(sum: (name: string) => number): Answers {
  return {
    npsAnswers: sum("nps_answers"),
    promoters: sum("promoters"),
    detractors: sum("detractors"),
    csatAnswers: sum("csat_answers"),
    satisfied: sum("satisfied"),
    dwbAnswers: sum("dwb_answers"),
    definite: sum("definite")
  };
}

function firstOf(rolled: Rolled): number | null {
  return least([...rowsByPeriod(rolled).keys()]);
}

/** Rows of flows by the number of their period. A history of figures reads each period in turn. */
function rowsByPeriod(flows: Rolled): ReadonlyMap<number, readonly number[]> {
  const known = periods.get(flows);
  if (known) return known;
  const rows = new Map<number, number[]>();
  for (let k = 0; k < flows.size; ++k) {
    const period = flows.keys["cohort"]![k]! + flows.keys["age"]![k]!;
    const own = rows.get(period);
    if (own) own.push(k);
    else rows.set(period, [k]);
  }
  periods.set(flows, rows);
  return rows;
}

const periods = new WeakMap<Rolled, ReadonlyMap<number, readonly number[]>>();

function least(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : Array.from(values).reduce((a, b) => Math.min(a, b));
}

/** The moments that a figure is shown at: now, one period before, one year before. Without a period flows are those of the whole history, and have none before. */
export function momentsOf(
  moments: Moments,
  period: Period | undefined,
  facts: Facts,
  days: Days
): {now: Moment; previous: Moment; lastYear: Moment} {
  const closed = period === undefined ? null : lastClosed(facts.asOf, period, facts.calendar);
  const moment = (day: number, back: number, keptFrom: number): Moment => {
    const isFlowKnown = closed !== null || back === 0;
    const of = closed === null ? null : closed - back;
    return {
      customers: moments.customers(day),
      flow: isFlowKnown ? moments.flow(of) : null,
      answers: isFlowKnown ? moments.answers(of) : null,
      standing: moments.standing(day),
      kept: moments.kept(keptFrom),
      ltv: moments.ltv(days.all[day]!),
      payback: moments.payback(days.all[day]!)
    };
  };
  const year = period === undefined ? 1 : periodsPerYear(period, facts.calendar);
  return {
    now: moment(days.now, 0, days.year),
    previous: moment(days.previous, 1, days.yearBefore),
    lastYear: moment(days.lastYear, year, days.yearBefore)
  };
}
