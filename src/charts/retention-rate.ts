import type {ColumnTable} from "arquero";
import type {ChartData, Point, Reference} from "./chart-data.ts";
import {isNamedAtEnds} from "./end-names.ts";
import {placePanels} from "./grid.ts";
import {keyAxis} from "./key-axis.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {chartScale, panelSegments, seriesItems, tickCount} from "./panel.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import {emptyChart, fontSize, isNarrow} from "./theme.ts";
import {verticalPanel} from "./vertical-panel.ts";

/** {@link ChartOptions} of {@link retentionRateChart}. */
export interface RetentionRateChartOptions extends ChartOptions {
  /** Of the retained share; null for none. */
  readonly target?: number | null;
  readonly benchmark?: {readonly value: number; readonly source: string} | null;
}

interface Row {
  readonly group: string | null;
  readonly period: Date | null;
  readonly rate: number | null;
  readonly retained: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly complete: boolean;
}

const COLUMNS = ["group", "period", "rate", "retained", "low", "high", "complete"] as const;

/**
 * The retained share per closed period with its interval as a band, and as a grey dashed line (E − N) / S, which counts who came back; with target and benchmark. With groups one line of retained share each, everybody's grey.
 *
 * @throws {InputError} if a column is missing.
 */
export function retentionRateChart(result: ColumnTable, options: RetentionRateChartOptions): Element {
  const {document, width} = options;
  const rows = requireRows<Row>(result, COLUMNS).filter(
    ({complete, period, retained}) => period !== null && complete && retained !== null
  );
  if (rows.length === 0) return emptyChart(options);
  const data = rateData(rows, options);
  const height = isNarrow(options) ? 190 : 260;
  const segments = panelSegments(data.points, data, "line");
  const scale = chartScale(segments, data, {mark: "line", count: tickCount(height, options)});
  const isDirect = isNamedAtEnds(data, "line", {height, options});
  const draw = (panelWidth: number): Element[] => [
    verticalPanel({
      data,
      mark: "line",
      points: data.points,
      segments,
      scale,
      width: panelWidth,
      height,
      heading: null,
      isDirect,
      options
    })
  ];
  const head =
    data.series.length > 1 && !isDirect
      ? legend(seriesItems(data), {document, isLine: true, width, size: fontSize(options)})
      : null;
  return placePanels(draw, {count: 1, head, isWide: false, options});
}

function rateData(rows: readonly Row[], options: RetentionRateChartOptions): ChartData {
  const {format, words} = options;
  const groups = [...new Set(rows.map(({group}) => group))];
  const isAlone = groups.length === 1;
  const [share, rate] = [termOf(options, "retained share"), termOf(options, "(E − N) / S")];
  const hasRate = isAlone && rows.some((row) => row.rate !== row.retained);
  const points = rows.flatMap(({group, period, rate: crr, retained, low, high}): Point[] => {
    const at = {key: period!.getTime(), facet: ""};
    const own = {...at, value: retained, low, high, series: isAlone ? share : (group ?? words.all)};
    return hasRate ? [own, {...at, value: crr, low: null, high: null, series: rate}] : [own];
  });
  const named = groups.filter((group) => group !== null);
  const series = isAlone ? [share, ...(hasRate ? [rate] : [])] : [...named, words.all];
  const rank = new Map(series.map((name, i) => [name, i]));
  points.sort((a, b) => Number(a.key) - Number(b.key) || rank.get(a.series)! - rank.get(b.series)!);
  return {
    points,
    series,
    quiet: isAlone ? (hasRate ? rate : null) : words.all,
    facets: [""],
    key: keyAxis(points, {
      column: "period",
      unit: undefined,
      isTime: true,
      label: null,
      sort: undefined,
      isFilled: false,
      format
    }),
    unit: "ratio",
    axisUnit: "ratio",
    valueLabel: null,
    stack: false,
    isKeyColoured: false,
    isHorizontal: false,
    hasInterval: true,
    references: references(options)
  };
}

function references(options: RetentionRateChartOptions): readonly Reference[] {
  const {benchmark = null, format, target = null} = options;
  return [
    ...(target === null
      ? []
      : [{axis: "value" as const, at: target, label: termWith(options, "target {0}", format.value(target, "ratio"))}]),
    ...(benchmark === null
      ? []
      : [
          {
            axis: "value" as const,
            at: benchmark.value,
            label: termWith(options, "benchmark {0} ({1})", format.value(benchmark.value, "ratio"), benchmark.source)
          }
        ])
  ];
}
