import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {adjustedMeans} from "../models/adjusted-means.ts";
import type {AdjustedMeans, LevelSums} from "../models/adjusted-means.ts";
import {normalTwoSided} from "../models/normal.ts";
import {meanOfSums, normalInterval} from "../models/ratio-of-sums.ts";
import type {RatioEstimate} from "../models/ratio-of-sums.ts";
import {wilson} from "../models/wilson.ts";
import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {latestAnswerWithin} from "./attitude.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Unit, Workbench} from "./metric.ts";
import {dayOf, monthsBefore} from "./period.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  measure: z
    .enum(["nps", "csat", "dwb", "effort", "trust"])
    .default("nps")
    .describe("The question whose answers are followed.")
});

export type LoyaltyValueOptions = z.output<typeof schema>;

/** The scores of a question, and where its bands begin: the lowest band holds the first of `bands` up to the next one. */
export const SCALES: Readonly<
  Record<
    LoyaltyValueOptions["measure"],
    {readonly from: number; readonly to: number; readonly bands: readonly number[]}
  >
> = {
  nps: {from: 0, to: 10, bands: [0, 7, 9]},
  csat: {from: 1, to: 5, bands: [1, 4]},
  dwb: {from: 1, to: 5, bands: [1, 5]},
  trust: {from: 1, to: 5, bands: [1, 4]},
  effort: {from: 1, to: 7, bands: [1, 5]}
};

/** Months after an answer that count. */
const AFTER = 12;
/** Spend in the year before is cut into so many classes. */
const DECILES = 10;
/** Days since the first order at which classes of tenure end. */
const TENURES = [90, 365];
/** From this answer on, a customer is satisfied. */
const SATISFIED = 4;

/**
 * What customers brought in the 12 months after they answered, by their answer; each customer's latest answer that is at least 12 months old.
 *
 * Result: one row per `group` and `answer`, ascending: `answers`; `retained`, those with an order in these months, `retention` with `retention_low`, `retention_high` (Wilson); `value`, their margin per customer, with `value_low`, `value_high`;
 * `adjusted_retention` and `adjusted` value, the means if all answers came from customers of the same decile of spend in the year before and the same tenure (least squares over strata), each with its interval, that of the value last.
 * Fewer than 10 answers: counts only. `tables.bands`: the same by band of answers (detractors, passives, promoters; negative, positive), `band` its lowest answer. `tables.gone`: of those satisfied (csat 4–5), how many never ordered in the 12 months. Cut-offs of deciles are those of all customers.
 */
export const loyaltyValue: Metric<LoyaltyValueOptions> = {
  kind: "loyalty-value",
  schema,
  requires: ({measure}) => ["orders.at", "orders.revenue", `surveys.${measure}`],
  freeze,
  reductions,
  finish
};

/** `customer`, `day` of the answer, `score`, `spend` in the year before (minor units) and `tenure` in days; only answers whose 12 months are over, of customers with an order before. */
function answered(measure: string, facts: Facts): Query {
  const until = dayOf(monthsBefore(facts.asOf, AFTER));
  const at = dayIndex(raw('o."at"'));
  return sql`
    select a.customer, a.day, a.score,
      sum(case when ${at} > a.day - 365 then ${minorUnits(raw("o.revenue"), facts.digits)} else 0 end) as spend,
      a.day - min(case when not o.refund then ${at} end) as tenure
    from (${latestAnswerWithin(measure, {after: null, until}, facts)}) a
    join "all".orders o on o.customer = a.customer and ${at} <= a.day
    group by a.customer, a.day, a.score
    having min(case when not o.refund then ${at} end) is not null`;
}

async function freeze({measure}: LoyaltyValueOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const columns = Array.from(
    {length: DECILES - 1},
    (_, i) =>
      sql`percentile_cont(${literal((i + 1) / DECILES)}) within group (order by spend) as ${raw(`cut_${i + 1}`)}`
  );
  const rows = await workbench.ask(sql`select ${columns} from (${answered(measure, facts)}) a`);
  const cuts = Array.from({length: DECILES - 1}, (_, i) => rows.columns[`cut_${i + 1}`]![0]);
  return {cuts: cuts[0] == null ? [] : [...new Set(cuts.map(Number))]};
}

/** How many of the bounds a value is above. */
function above(value: Query, bounds: readonly number[]): Query {
  return sql`(0 ${joined(
    bounds.map((bound) => sql`+ case when ${value} > ${literal(bound)} then 1 else 0 end`),
    " "
  )})`;
}

/** Per answer: what was ordered in the 12 months after. */
function followed(measure: string, facts: Facts): Query {
  return sql`
    select a.customer, a.score, a.spend, a.tenure, coalesce(sum(o.margin), 0) as margin, case when count(case when not o.refund then 1 end) > 0 then 1 else 0 end as retained
    from (${answered(measure, facts)}) a
    left join (select customer, refund, ${dayIndex(raw('"at"'))} as day, ${minorUnits(raw("margin"), facts.digits)} as margin from "all".orders) o
      on o.customer = a.customer and o.day > a.day and o.day <= a.day + 365
    group by a.customer, a.score, a.spend, a.tenure`;
}

function reductions({measure}: LoyaltyValueOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const stratum = sql`${above(raw("spend"), frozen["cuts"] as readonly number[])} * ${literal(TENURES.length + 1)} + ${above(raw("tenure"), TENURES)}`;
  const counts = {customers: raw("count(*)"), retained: raw("sum(r.retained)")};
  const gone: Record<string, Reduction> = facts.tables.get("surveys")?.has("csat")
    ? {
        gone: {
          level1: followed("csat", facts),
          keys: [],
          statistics: {
            satisfied: sql`sum(case when r.score >= ${literal(SATISFIED)} then 1 else 0 end)`,
            gone: sql`sum(case when r.score >= ${literal(SATISFIED)} and r.retained = 0 then 1 else 0 end)`
          }
        }
      }
    : {};
  return {
    answers: {
      level1: sql`select customer, score, ${stratum} as stratum, margin, retained from (${followed(measure, facts)}) f`,
      keys: ["score", "stratum"],
      statistics: {...counts, value: raw("sum(r.margin)"), squares: productSum(raw("r.margin"), raw("r.margin"))}
    },
    ...gone
  };
}

/** Sums of the answers of one score within a stratum. */
interface Cell {
  readonly score: number;
  readonly stratum: number;
  readonly customers: number;
  readonly retained: number;
  readonly value: number;
  readonly squares: number;
}

/** The adjusted means of both outcomes; null where nothing can be adjusted. */
interface Adjusted {
  readonly value: AdjustedMeans | null;
  readonly retention: AdjustedMeans | null;
}

interface Row {
  readonly group: string | null;
  readonly answer: number;
  readonly answers: number;
  readonly retained: number;
  readonly retention: number | null;
  readonly retention_low: number | null;
  readonly retention_high: number | null;
  readonly adjusted_retention: number | null;
  readonly adjusted_retention_low: number | null;
  readonly adjusted_retention_high: number | null;
  readonly value: number | null;
  readonly value_low: number | null;
  readonly value_high: number | null;
  readonly adjusted: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const COLUMNS = [
  "group",
  "answer",
  "answers",
  "retained",
  "retention",
  "retention_low",
  "retention_high",
  "adjusted_retention",
  "adjusted_retention_low",
  "adjusted_retention_high",
  "value",
  "value_low",
  "value_high",
  "adjusted",
  "low",
  "high"
] as const;

const UNITS: Readonly<Record<string, Unit>> = {
  group: "text",
  answer: "count",
  band: "count",
  answers: "count",
  retained: "count",
  retention: "ratio",
  retention_low: "ratio",
  retention_high: "ratio",
  adjusted_retention: "ratio",
  adjusted_retention_low: "ratio",
  adjusted_retention_high: "ratio",
  value: "money",
  value_low: "money",
  value_high: "money",
  adjusted: "money",
  low: "money",
  high: "money",
  satisfied: "count",
  gone: "count",
  rate: "ratio",
  rate_low: "ratio",
  rate_high: "ratio"
};

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  {interval, measure}: LoyaltyValueOptions,
  facts: Facts
): Result {
  const answers = rolled["answers"]!;
  const {bands, from, to} = SCALES[measure];
  const bandOf = (score: number) => bands.findLastIndex((lowest) => score >= lowest);
  const context = {level: interval, money: 10 ** facts.digits};
  const groups = answers.groups.map((group, g) => {
    const cells = cellsOf(answers, g);
    const scores = adjustedOf(cells, ({score}) => score);
    const banded = adjustedOf(cells, ({score}) => bandOf(score));
    const row = (own: readonly Cell[], key: number, answer: number, adjusted: Adjusted) =>
      rowOf(own, {...context, group, answer, key, adjusted});
    return {
      group,
      banded,
      n: cells.reduce((sum, {customers}) => sum + customers, 0),
      rows: Array.from({length: to - from + 1}, (_, i) => from + i).map((score) =>
        row(
          cells.filter((cell) => cell.score === score),
          score,
          score,
          scores
        )
      ),
      bands: bands.map((lowest, band) =>
        row(
          cells.filter(({score}) => bandOf(score) === band),
          band,
          lowest,
          banded
        )
      )
    };
  });
  const shown = groupOrder(groups, ({n}) => n);
  const all = groups[0]!;
  const gone = rolled["gone"] ? goneRows(rolled["gone"], interval) : [];
  const ends = endsOf(all, bands.length - 1, context);
  return {
    table: tableOf(all.n === 0 ? [] : shown.flatMap(({rows}) => rows), COLUMNS),
    units: UNITS,
    tables: {
      bands: tableOf(all.n === 0 ? [] : shown.flatMap((one) => one.bands.map((row) => ({...row, band: row.answer}))), [
        "band",
        ...COLUMNS.filter((name) => name !== "answer")
      ]),
      gone: tableOf(gone, ["group", "satisfied", "gone", "rate", "rate_low", "rate_high"])
    },
    summary: {
      measure,
      ...ends,
      satisfied: gone[0]?.satisfied ?? null,
      gone: gone[0]?.gone ?? null,
      gone_rate: gone[0]?.rate ?? null
    },
    n: all.n,
    of: "answers",
    finding: all.n === 0 ? null : finding(all.bands, {ends, gone: gone[0] ?? null, measure, level: interval}),
    notes:
      all.n === 0
        ? ["loyalty-value-none"]
        : [
            "loyalty-value-when",
            "loyalty-value-adjusted",
            "loyalty-cause",
            ...(all.rows.some((row) => row.answers > 0 && row.answers < LEAST) ? ["answers-few"] : []),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

function cellsOf({keys, size, statistics}: Rolled, g: number): readonly Cell[] {
  return Array.from({length: size}, (_, k) => ({
    score: keys["score"]![k]!,
    stratum: keys["stratum"]![k]!,
    customers: statistics["customers"]![g]![k]!,
    retained: statistics["retained"]![g]![k]!,
    value: statistics["value"]![g]![k]!,
    squares: statistics["squares"]![g]![k]!
  })).filter(({customers}) => customers > 0);
}

function adjustedOf(cells: readonly Cell[], levelOf: (cell: Cell) => number): Adjusted {
  const merged = [...Map.groupBy(cells, (cell) => `${levelOf(cell)} ${cell.stratum}`).values()];
  const sums = (sum: (cell: Cell) => number, squares: (cell: Cell) => number): LevelSums[] =>
    merged.map((own) => ({
      level: levelOf(own[0]!),
      stratum: own[0]!.stratum,
      n: own.reduce((total, {customers}) => total + customers, 0),
      sum: own.reduce((total, cell) => total + sum(cell), 0),
      squares: own.reduce((total, cell) => total + squares(cell), 0)
    }));
  return {
    value: adjustedMeans(
      sums(
        ({value}) => value,
        ({squares}) => squares
      )
    ),
    retention: adjustedMeans(
      sums(
        ({retained}) => retained,
        ({retained}) => retained
      )
    )
  };
}

interface Context {
  readonly level: number;
  readonly money: number;
}

function rowOf(
  cells: readonly Cell[],
  {
    group,
    answer,
    key,
    adjusted,
    level,
    money
  }: Context & {group: string | null; answer: number; key: number; adjusted: Adjusted}
): Row {
  const sum = (name: "customers" | "retained" | "value" | "squares") =>
    cells.reduce((total, cell) => total + cell[name], 0);
  const [answers, retained] = [sum("customers"), sum("retained")];
  const isShown = answers >= LEAST;
  const kept = isShown ? wilson(retained, answers, level) : null;
  const mean = isShown ? meanOfSums({n: answers, y: sum("value"), yy: sum("squares")}) : null;
  const [worth, stay] = isShown ? [adjusted.value?.mean(key), adjusted.retention?.mean(key)] : [null, null];
  const bounds = (estimate: RatioEstimate | null | undefined) => estimate && normalInterval(estimate, level);
  const [raw, value, retention] = [bounds(mean), bounds(worth), bounds(stay)];
  return {
    group,
    answer,
    answers,
    retained,
    retention: kept && retained / answers,
    retention_low: kept?.low ?? null,
    retention_high: kept?.high ?? null,
    adjusted_retention: stay?.value ?? null,
    adjusted_retention_low: retention?.low ?? null,
    adjusted_retention_high: retention?.high ?? null,
    value: mean && mean.value / money,
    value_low: raw ? raw.low / money : null,
    value_high: raw ? raw.high / money : null,
    adjusted: worth ? worth.value / money : null,
    low: value ? value.low / money : null,
    high: value ? value.high / money : null
  };
}

/** How the highest band differs from the lowest, adjusted. */
interface Ends {
  readonly difference: number | null;
  readonly difference_low: number | null;
  readonly difference_high: number | null;
  readonly difference_p: number | null;
  readonly retention_difference: number | null;
  readonly retention_difference_low: number | null;
  readonly retention_difference_high: number | null;
  readonly retention_difference_p: number | null;
}

function endsOf(
  {banded, bands}: {banded: Adjusted; bands: readonly Row[]},
  top: number,
  {level, money}: Context
): Ends {
  const isShown = bands[0]!.answers >= LEAST && bands[top]!.answers >= LEAST;
  const of = (means: AdjustedMeans | null, unit: number) => {
    const found = isShown ? (means?.difference(top, 0) ?? null) : null;
    const bounds = found && normalInterval(found, level);
    const error = found && Math.sqrt(found.variance);
    return {
      value: found && found.value / unit,
      low: bounds && bounds.low / unit,
      high: bounds && bounds.high / unit,
      p: found && (error! > 0 ? normalTwoSided(found.value / error!) : found.value === 0 ? 1 : 0)
    };
  };
  const [worth, stay] = [of(banded.value, money), of(banded.retention, 1)];
  return {
    difference: worth.value,
    difference_low: worth.low,
    difference_high: worth.high,
    difference_p: worth.p,
    retention_difference: stay.value,
    retention_difference_low: stay.low,
    retention_difference_high: stay.high,
    retention_difference_p: stay.p
  };
}

interface Gone {
  readonly group: string | null;
  readonly satisfied: number;
  readonly gone: number;
  readonly rate: number | null;
  readonly rate_low: number | null;
  readonly rate_high: number | null;
}

function goneRows({groups, statistics}: Rolled, level: number): readonly Gone[] {
  return groups.map((group, g) => {
    const [satisfied, gone] = [statistics["satisfied"]![g]![0] ?? 0, statistics["gone"]![g]![0] ?? 0];
    const bounds = satisfied < LEAST ? null : wilson(gone, satisfied, level);
    return {
      group,
      satisfied,
      gone,
      rate: bounds && gone / satisfied,
      rate_low: bounds?.low ?? null,
      rate_high: bounds?.high ?? null
    };
  });
}

/** What the highest band brought against the lowest, as it is and adjusted; whether that is beyond the noise is said of each. */
function finding(
  bands: readonly Row[],
  {ends, gone, measure, level}: {ends: Ends; gone: Gone | null; measure: string; level: number}
): Finding | null {
  const [bottom, top] = [bands[0]!, bands.at(-1)!];
  if (top.value === null || bottom.value === null) return null;
  const beyond = (p: number | null) => (p === null ? null : p < 1 - level ? 1 : 0);
  return {
    key: "loyalty-value",
    values: {
      measure,
      top: top.value,
      bottom: bottom.value,
      top_retention: top.retention,
      bottom_retention: bottom.retention,
      difference: ends.difference,
      low: ends.difference_low,
      high: ends.difference_high,
      differs: beyond(ends.difference_p),
      retention_difference: ends.retention_difference,
      retention_low: ends.retention_difference_low,
      retention_high: ends.retention_difference_high,
      retention_differs: beyond(ends.retention_difference_p),
      level,
      gone_rate: measure === "csat" ? (gone?.rate ?? null) : null
    }
  };
}
