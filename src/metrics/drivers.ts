import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {netPromoterScore} from "../models/adjusted-wald.ts";
import {holm} from "../models/holm.ts";
import {mixAndRate} from "../models/mix-rate.ts";
import {LEAST} from "./contrast.ts";
import {AFTER, BEFORE, QUESTIONS, WHOLE, driversReduction, freezeLots, reader} from "./driver-sums.ts";
import type {Lot} from "./driver-sums.ts";
import {groupOrder, isRest} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Result} from "./metric.ts";
import {startOf} from "./period.ts";
import {npsCounts, npsJudge, topBoxJudge} from "./score-judges.ts";
import {sizeOf} from "./score-series.ts";
import type {Scores} from "./score-series.ts";
import {tableOf} from "./table-of.ts";
import {TOUCHPOINT} from "./touchpoints.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  period: commonOptions.period.removeDefault().default("quarter"),
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  measure: z.enum(["nps", "csat"]).default("nps").describe("The question whose answers are compared."),
  dimensions: z
    .array(z.string())
    .min(1)
    .optional()
    .describe("Which dimensions, and touchpoint, are compared. Defaults to all.")
});

export type DriversOptions = z.output<typeof schema>;

/**
 * Where a score differs: the answers of each value of each dimension against those of its other values, and of each touchpoint against the other touchpoints; and of the change between two periods, what is mix and what is rate.
 *
 * Result: one row per `group` (null: everybody, first), `dimension` and `value`: `answers` (the latest of each customer; at touchpoints of each customer and touchpoint), `share` of the dimension's answers; `score` (NPS −100…100, or the satisfied share), `rest`, that of the other values, `difference`; `low`, `high` and `p` of the
 * adjusted difference, `p_holm` corrected over all rows of the group; `differs`: beyond the noise. Those come first, lowest first; others by size, unranked. Null of fewer than 10 answers on either side.
 * `tables.change`: per `group`, `dimension`, `value`: `share_before`, `share_after`, `before`, `after`, and what it adds to the change as `mix` and as `rate`; `tables.mix`: their sums per `group` and `dimension` with `from`, `to`, `before`, `after`, `change` = `mix` + `rate`; `low`, `high` of the change.
 * The periods are the last two closed ones in which at least ten answered, the same ones whatever is filtered.
 */
export const drivers: Metric<DriversOptions> = {
  kind: "drivers",
  schema,
  requires: ({measure}) => [`surveys.${measure}`],
  freeze: freezeLots,
  reductions: (options, facts, frozen) => ({scores: driversReduction(options, facts, frozen)}),
  finish
};

interface Row extends Lot {
  readonly group: string | null;
  readonly answers: number;
  readonly share: number;
  readonly score: number | null;
  readonly rest: number | null;
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly p_holm: number | null;
  readonly differs: boolean;
}

interface MixRow {
  readonly group: string | null;
  readonly dimension: string;
  readonly from: Date;
  readonly to: Date;
  readonly before: number;
  readonly after: number;
  readonly change: number;
  readonly low: number;
  readonly high: number;
  readonly p: number | null;
  readonly mix: number;
  readonly rate: number;
}

const COLUMNS = ["group", "dimension", "value", "answers", "share", "score", "rest", "difference", "low", "high", "p", "p_holm", "differs"] as const; // prettier-ignore
const CHANGE = ["group", "dimension", "value", "share_before", "share_after", "before", "after", "mix", "rate"] as const; // prettier-ignore
const MIX = ["group", "dimension", "from", "to", "before", "after", "change", "low", "high", "p", "mix", "rate"] as const; // prettier-ignore

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: DriversOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const {interval, measure, period} = options;
  const lots = frozen["lots"] as readonly Lot[];
  const read = reader(rolled["scores"]!, QUESTIONS[measure], lots.length);
  const all = groupOrder(
    rolled["scores"]!.groups.map((group, g) => ({group, g, n: answersOf(lots, (lot) => read(g, lot, WHOLE!))})),
    ({n}) => n
  ).filter(({group, n}) => group === null || n > 0);
  const n = all[0]!.n;
  const judge = measure === "nps" ? npsJudge(interval) : topBoxJudge({...QUESTIONS.csat, positive: 4}, interval);
  const rows = all.flatMap(({group, g}) =>
    rowsOf(lots, (lot) => read(g, lot, WHOLE!), {group, compare: judge.compare, value: judge.value, interval})
  );
  const periods = frozen["periods"] as readonly [number, number] | null;
  const changes = periods
    ? all.map(({group, g}) =>
        changesOf(lots, (lot, time) => read(g, lot, time), {
          group,
          compare: judge.compare,
          mean: meanOf(measure),
          from: startOf(periods[0], period, facts.calendar),
          to: startOf(periods[1], period, facts.calendar)
        })
      )
    : [];
  const mix = changes.flatMap((one) => one.mix);
  const unit = measure === "nps" ? "nps" : "ratio";
  const time = period === "month" ? "month" : "date";
  const tested = rows.filter(({group, p_holm}) => group === null && p_holm !== null);
  return {
    table: tableOf(n === 0 ? [] : rows, COLUMNS),
    units: {
      group: "text",
      dimension: "text",
      value: "text",
      answers: "count",
      share: "ratio",
      score: unit,
      rest: unit,
      difference: unit,
      low: unit,
      high: unit,
      p: "number",
      p_holm: "number",
      differs: "boolean",
      share_before: "ratio",
      share_after: "ratio",
      before: unit,
      after: unit,
      change: unit,
      mix: unit,
      rate: unit,
      from: time,
      to: time
    },
    tables: {
      change: tableOf(
        changes.flatMap((one) => one.parts),
        CHANGE
      ),
      mix: tableOf(mix, MIX)
    },
    summary: {
      measure,
      tested: tested.length,
      differing: tested.filter(({differs}) => differs).length,
      change: mix.find(({dimension, group}) => group === null && dimension !== TOUCHPOINT)?.change ?? null
    },
    n,
    of: "answers",
    finding: finding(tested, mix, options),
    notes:
      n === 0
        ? ["no-answers"]
        : ["drivers-latest", "drivers-rest", ...(mix.length > 0 ? ["drivers-mix"] : []), "answers-few", "loyalty-cause"]
  };
}

/** Answers of the first dimension that is none of touchpoints, of which each answer has one value; of touchpoints where there is no other. */
function answersOf(lots: readonly Lot[], read: (lot: number) => Scores): number {
  const first = lots.find(({dimension}) => dimension !== TOUCHPOINT)?.dimension ?? TOUCHPOINT;
  return lots.reduce((sum, {dimension}, i) => sum + (dimension === first ? sizeOf(read(i)) : 0), 0);
}

function rowsOf(
  lots: readonly Lot[],
  read: (lot: number) => Scores,
  {group, compare, value, interval}: {group: string | null; interval: number} & Pick<ReturnType<typeof npsJudge>, "compare" | "value"> // prettier-ignore
): Row[] {
  const totals = totalsOf(lots, read);
  const rows = lots.flatMap((lot, i): Omit<Row, "p_holm" | "differs">[] => {
    const scores = read(i);
    const answers = sizeOf(scores);
    if (answers === 0) return [];
    const total = totals.get(lot.dimension)!;
    const others = total.map((count, k) => count - scores[k]!);
    const [score, rest] = [value(scores), value(others)];
    const compared = score === null || rest === null ? null : compare(scores, others);
    return [
      {
        group,
        ...lot,
        answers,
        share: answers / sizeOf(total),
        score,
        rest,
        difference: score === null || rest === null ? null : score - rest,
        low: compared?.low ?? null,
        high: compared?.high ?? null,
        p: compared?.p ?? null
      }
    ];
  });
  const tested = rows.filter(({p, value: name}) => p !== null && !isRest(name));
  const corrected = holm(tested.map(({p}) => p!));
  const holmOf = new Map(tested.map((row, i) => [row, corrected[i]!]));
  return rows
    .map((row) => {
      const p_holm = holmOf.get(row) ?? null;
      return {...row, p_holm, differs: p_holm !== null && p_holm < 1 - interval};
    })
    .sort(
      (a, b) =>
        Number(b.differs) - Number(a.differs) ||
        (a.differs ? a.difference! - b.difference! : Number(isRest(a.value)) - Number(isRest(b.value)) || b.answers - a.answers) // prettier-ignore
    );
}

function totalsOf(lots: readonly Lot[], read: (lot: number) => Scores): ReadonlyMap<string, Scores> {
  const totals = new Map<string, number[]>();
  lots.forEach(({dimension}, i) => {
    const scores = read(i);
    totals.set(
      dimension,
      scores.map((count, k) => count + (totals.get(dimension)?.[k] ?? 0))
    );
  });
  return totals;
}

/** The mean that a score is: of promoters less detractors × 100, of satisfied ones. Null of nobody. */
function meanOf(measure: DriversOptions["measure"]): (scores: Scores) => number | null {
  if (measure === "nps") return (scores) => netPromoterScore(npsCounts(scores))?.score ?? null;
  return (scores) => (sizeOf(scores) === 0 ? null : sizeOf(scores.slice(3)) / sizeOf(scores));
}

function changesOf(
  lots: readonly Lot[],
  read: (lot: number, time: number) => Scores,
  {group, compare, from, mean, to}: {group: string | null; from: Date; to: Date; mean: (scores: Scores) => number | null} & Pick<ReturnType<typeof npsJudge>, "compare"> // prettier-ignore
) {
  const [before, after] = [BEFORE!, AFTER!].map((time) => totalsOf(lots, (lot) => read(lot, time)));
  return {
    ...[...new Set(lots.map(({dimension}) => dimension))].reduce<{parts: object[]; mix: MixRow[]}>(
      (all, dimension) => {
        const [first, last] = [before!.get(dimension)!, after!.get(dimension)!];
        const compared = compare(last, first);
        if (sizeOf(first) < LEAST || sizeOf(last) < LEAST || !compared) return all;
        const own = lots.flatMap((lot, i) => (lot.dimension === dimension ? [{lot, i}] : []));
        const of = (i: number, time: number, total: Scores) => {
          const scores = read(i, time);
          return {share: sizeOf(scores) / sizeOf(total), mean: mean(scores), n: sizeOf(scores)};
        };
        const parts = own.map(({i}) => ({before: of(i, BEFORE!, first), after: of(i, AFTER!, last)}));
        const split = mixAndRate(parts);
        const shown = ({mean: value, n}: {mean: number | null; n: number}) => (n < LEAST ? null : value);
        const rows = own.map(({lot}, k) => ({
          group,
          ...lot,
          share_before: parts[k]!.before.share,
          share_after: parts[k]!.after.share,
          before: shown(parts[k]!.before),
          after: shown(parts[k]!.after),
          ...split[k]!
        }));
        const [was, is] = [mean(first)!, mean(last)!];
        const sum = (name: "mix" | "rate") => split.reduce((total, one) => total + one[name], 0);
        const {low, high, p} = compared;
        return {
          parts: [...all.parts, ...rows],
          mix: [
            ...all.mix,
            {group, dimension, from, to, before: was, after: is, change: is - was, low, high, p, mix: sum("mix"), rate: sum("rate")} // prettier-ignore
          ]
        };
      },
      {parts: [], mix: []}
    )
  } as {parts: Record<(typeof CHANGE)[number], unknown>[]; mix: MixRow[]};
}

/** Where the score is lowest and highest against the rest, where that is beyond the noise; and the change between the periods, where it is. */
function finding(
  tested: readonly Row[],
  mix: readonly MixRow[],
  {interval, measure, period}: DriversOptions
): Finding | null {
  if (tested.length === 0) return null;
  const apart = tested.filter(({differs}) => differs);
  const [worst, best] = [apart[0], apart.at(-1)];
  const low = worst && worst.difference! < 0 ? worst : null;
  const high = best && best.difference! > 0 ? best : null;
  const change = mix.find(({dimension, group, p}) => group === null && dimension !== TOUCHPOINT && p !== null && p < 1 - interval); // prettier-ignore
  return {
    key: "drivers",
    values: {
      measure,
      period,
      level: interval,
      tested: tested.length,
      differing: apart.length,
      worst: low?.value ?? null,
      worst_dimension: low?.dimension ?? null,
      worst_difference: low?.difference ?? null,
      worst_low: low?.low ?? null,
      worst_high: low?.high ?? null,
      best: high?.value ?? null,
      best_dimension: high?.dimension ?? null,
      best_difference: high?.difference ?? null,
      from: change?.from ?? null,
      to: change?.to ?? null,
      change: change?.change ?? null
    }
  };
}
