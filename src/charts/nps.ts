import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element} from "./element.ts";
import {legend} from "./legend.ts";
import type {Legend, LegendItem} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {npsGauge} from "./nps-gauge.ts";
import type {Response} from "./nps-gauge.ts";
import {requireRows} from "./rows.ts";
import {drawnScores} from "./score-form.ts";
import type {ScoreForm} from "./score-form.ts";
import {scoreRows} from "./score-rows.ts";
import type {ScorePart, ScoreRow} from "./score-rows.ts";
import {scoreTrend} from "./score-trend.ts";
import {termOf} from "./terms.ts";
import {textWidth} from "./text-width.ts";
import {BAD, GOOD, MUTED, SURFACE, emptyChart, fontSize, isNarrow, rampColour, rampInk} from "./theme.ts";

/** {@link ChartOptions} of {@link npsChart}. */
export interface NpsChartOptions extends ChartOptions {
  /** Defaults to what {@link drawnScores} finds fit. */
  readonly form?: ScoreForm | undefined;
  /** How many of those asked answered; null where it is not known. */
  readonly response?: Response | null | undefined;
  /** `tables.distribution` of the metric. */
  readonly distribution: ColumnTable;
}

interface Row {
  readonly group: string | null;
  readonly period: Date | null;
  readonly answers: number;
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
  readonly score: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly low_base: boolean;
  readonly complete: boolean;
}

const COLUMNS = ["group", "period", "answers", "promoters", "passives", "detractors", "score", "low", "high", "low_base", "complete"]; // prettier-ignore
const COLOURS = [
  {colour: BAD, ink: SURFACE},
  {colour: rampColour(1), ink: rampInk(1)},
  {colour: GOOD, ink: SURFACE}
] as const;
const BAR = 22;

/**
 * The Net Promoter Score: everybody's as a big number on a scale; below it per group a bar of detractors, passives and promoters about a common zero with the score and its interval beside it; or everybody's bar, and below it the score by period with its interval as a band, or the answers 0 to 10.
 *
 * @throws {InputError} if a column is missing.
 */
export function npsChart(result: ColumnTable, options: NpsChartOptions): Element {
  const {form, wholes, trend} = drawnScores(requireRows<Row>(result, COLUMNS), "score", options.form);
  if (wholes.length === 0) return emptyChart(options);
  const head = headed(wholes, options);
  if (form === "groups") return drawing(options, head.height, [head.node]);
  if (form === "distribution") return distributionChart(head, options);
  const rows = trend.map(({group, period, score, low, high}) => ({group, period: period!, value: score, low, high}));
  return scoreTrend({rows, unit: "nps", heading: termOf(options, "NPS"), head}, options);
}

/** Everybody's score as a gauge, where there is one, and below it the rows of groups, or everybody's bar alone. */
function headed(rows: readonly Row[], options: NpsChartOptions): Legend {
  const all = rows.find(({group}) => group === null);
  if (!all || all.score === null || all.low === null || all.high === null) return bars(rows, options);
  const {answers, high, low, low_base: isLowBase, score} = all;
  const above = npsGauge({name: options.words.all, answers, score, low, high, isLowBase}, options.response ?? null, options); // prettier-ignore
  const below = rows.length > 1 ? bars(rows, options) : wholeBar(all, options);
  const {document} = options;
  const moved = element(document, "g", {transform: `translate(0 ${Math.round(above.height)})`}, below.node);
  return {node: element(document, "g", {}, above.node, moved), height: Math.round(above.height) + below.height};
}

/** Everybody's detractors, passives and promoters as one bar over the whole width, and above it their names. */
function wholeBar(row: Row, options: ChartOptions): Legend {
  const {document, format, width} = options;
  const size = fontSize(options);
  const items = itemsOf(options);
  const head = legend(items, {document, isLine: false, width, size});
  const middle = head.height + BAR / 2;
  let x = 0;
  const marks = [row.detractors, row.passives, row.promoters].flatMap((count, i) => {
    const {colour, ink} = COLOURS[i]!;
    const share = count / row.answers;
    const [from, wide] = [x, share * width];
    x += wide;
    const text = format.short(share, "ratio");
    const title = `${items[i]!.name}: ${format.value(count, "count")} (${format.value(share, "ratio")})`;
    const box = {x: from, y: head.height, width: wide, height: BAR, fill: colour};
    return [
      element(document, "rect", box, element(document, "title", {}, title)),
      ...(textWidth(text, size) + 6 <= wide
        ? [label(document, text, {x: from + wide / 2, y: middle, size, anchor: "middle", fill: ink})]
        : [])
    ];
  });
  return {node: element(document, "g", {}, head.node, element(document, "g", {class: "k-row"}, ...marks)), height: head.height + BAR + 14}; // prettier-ignore
}

function itemsOf(options: ChartOptions): LegendItem[] {
  return (["detractors", "passives", "promoters"] as const).map((name, i) => ({
    name: termOf(options, name),
    colour: COLOURS[i]!.colour,
    dash: null
  }));
}

/** The rows of bars, and above them the names of their parts. */
function bars(rows: readonly Row[], options: ChartOptions): Legend {
  const items = itemsOf(options);
  const names = items.map(({name}) => name);
  return scoreRows(
    {rows: rows.map((row) => scoreRow(row, names, options)), unit: "nps", heading: termOf(options, "NPS"), items},
    options
  );
}

function scoreRow(row: Row, names: readonly string[], {format, words}: ChartOptions): ScoreRow {
  const {group, answers, promoters, passives, detractors, score, low, high, low_base: isLowBase} = row;
  const name = group ?? words.all;
  const counts = [detractors, passives, promoters];
  const part = (i: 0 | 1 | 2): ScorePart => ({...COLOURS[i], share: counts[i]! / answers});
  const bounds = low === null || high === null ? "" : ` (${format.value(low, "nps")}–${format.value(high, "nps")})`;
  const shares = names.map((part, i) => `${part} ${format.value(counts[i], "count")}`).join(", ");
  return {
    name,
    answers,
    value: score,
    low,
    high,
    isLowBase,
    isAll: group === null,
    ...(score === null ? {} : {parts: [part(0), part(1), part(2)]}),
    title: `${name}: ${format.value(score, "nps")}${bounds}; ${shares}`
  };
}

interface AnswerRow {
  readonly group: string | null;
  readonly answer: number;
  readonly answers: number;
  readonly share: number | null;
}

/** A column per answer 0 to 10, in the colour of its group, with its share above it; with its number where there are too few answers for shares. */
function distributionChart(head: Legend, options: NpsChartOptions): Element {
  const {document, format, width} = options;
  const size = fontSize(options);
  const rows = requireRows<AnswerRow>(options.distribution, ["group", "answer", "answers", "share"]).filter(
    ({group}) => group === null
  );
  const most = rows.reduce((a, {answers}) => Math.max(a, answers), 1);
  const [tall, step] = [isNarrow(options) ? 120 : 160, width / rows.length];
  const top = head.height + 3 * size + 14;
  const bottom = top + tall;
  const isFew = rows.every(({share}) => share === null);
  const columns = rows.flatMap(({answer, answers, share}, i) => {
    const [x, height] = [(i + 0.5) * step, (answers / most) * tall];
    const {colour} = COLOURS[answer >= 9 ? 2 : answer >= 7 ? 1 : 0];
    const count = format.value(answers, "count");
    return [
      element(
        document,
        "rect",
        {x: x - 0.4 * step, y: bottom - height, width: 0.8 * step, height, fill: colour},
        element(document, "title", {}, `${answer}: ${count}${isFew ? "" : ` (${format.value(share, "ratio")})`}`)
      ),
      label(document, isFew ? count : format.short(share, "ratio"), {
        x,
        y: bottom - height - size / 2 - 4,
        size,
        anchor: "middle"
      }),
      label(document, format.value(answer, "count"), {x, y: bottom + size + 2, size, anchor: "middle", fill: MUTED})
    ];
  });
  return drawing(options, bottom + 2 * size, [
    head.node,
    label(document, termOf(options, isFew ? "number of answers" : "share of answers"), {
      x: 0,
      y: head.height + size + 4,
      size,
      fill: MUTED
    }),
    element(document, "g", {class: "k-distribution"}, ...columns),
    element(document, "path", {d: `M0 ${bottom}H${width}`, stroke: MUTED, fill: "none"})
  ]);
}
