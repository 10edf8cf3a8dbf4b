import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {FOLLOWED_COLUMNS, adjustedOf, cellsOf, endsOf, followedRow, goneRows} from "./loyalty-value-rows.ts";
import type {Adjusted, Ends, FollowedRow, Gone, ScoreSums} from "./loyalty-value-rows.ts";
import {loyaltyValueReductions, spendCuts} from "./loyalty-value-sums.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Metric, Result, Unit} from "./metric.ts";
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
  freeze: async ({measure}, facts, workbench) => ({cuts: await spendCuts(measure, facts, workbench)}),
  reductions: ({measure}, facts, frozen) => loyaltyValueReductions(measure, facts, frozen),
  finish
};

/** The scores of a question, and where its bands begin: the lowest band holds the first of `bands` up to the next one. */
const SCALES: Readonly<
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
    const row = (own: readonly ScoreSums[], key: number, answer: number, adjusted: Adjusted) =>
      followedRow(own, {...context, group, answer, key, adjusted});
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
    table: tableOf(all.n === 0 ? [] : shown.flatMap(({rows}) => rows), FOLLOWED_COLUMNS),
    units: UNITS,
    tables: {
      bands: tableOf(all.n === 0 ? [] : shown.flatMap((one) => one.bands.map((row) => ({...row, band: row.answer}))), [
        "band",
        ...FOLLOWED_COLUMNS.filter((name) => name !== "answer")
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

/** What the highest band brought against the lowest, as it is and adjusted; whether that is beyond the noise is said of each. */
function finding(
  bands: readonly FollowedRow[],
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
