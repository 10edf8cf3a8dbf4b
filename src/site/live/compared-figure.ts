import {metricDataset} from "../../notebook/dataset.ts";
import {isDrawn, settledForm, together} from "./comparison.ts";
import type {Compared} from "./comparison.ts";
import type {LiveWords} from "../words/filter-words.ts";
import {kpiRow} from "../kpi-row.ts";
import {metricFigure} from "../metric-figure.ts";
import type {Measured, MetricFigure, Style} from "../metric-figure.ts";

/**
 * A metric's figure beside what the reader compares it with: KPIs have their change against it, charts whose form allows it a grey line, dot or bar of it, tables its rows, and the sentence is followed by the other one's.
 */
export function comparedFigure(
  measured: Measured,
  compared: Compared,
  {style, words}: {style: Style; words: LiveWords}
): MetricFigure {
  const {metric, options, result} = measured;
  const plain = metricFigure(measured, style);
  const finding = findingOf(plain, metricFigure({...measured, result: compared.result, draw: null}, style), {
    compared,
    words
  });
  if (metric === "kpi") {
    const isOfTime = compared.compare === "previous";
    return {
      ...plain,
      finding: isOfTime ? plain.finding : null,
      body: () => kpiRow({result, options, compared, shareOf: words.shareOf}, style)
    };
  }
  if (!isDrawn(metric, options)) return {...plain, finding};
  const inGrey = metricFigure(
    {
      ...measured,
      options: settledForm(metric, options, result),
      result: {...result, table: together(result, compared, null)}
    },
    {...style, words: {...style.words, chart: {...style.words.chart, all: compared.other}}}
  );
  const named = {...result, table: together(result, compared, compared.other)};
  return {
    ...plain,
    finding,
    data: metricDataset(named, named.table),
    chart: inGrey.chart,
    table: metricFigure({...measured, result: named}, style).table
  };
}

/** The figure's sentence, and that of what it is compared with. */
function findingOf(
  {finding}: MetricFigure,
  {finding: beside}: MetricFigure,
  {compared, words}: {compared: Compared; words: LiveWords}
): string | null {
  if (finding === null || beside === null) return finding;
  const other = words.comparedFinding.replace(/\{(other|finding)\}/g, (_, part) => (part === "other" ? compared.other : beside)); // prettier-ignore
  return `${finding} ${other}`;
}
