import type {ColumnTable} from "arquero";
import type {ChartData, Point} from "./chart-data.ts";
import type {RetentionOptions, RetentionRow} from "./retention-rows.ts";
import * as Plot from "@observablehq/plot";
import {isNamedAtEnds} from "./end-names.ts";
import {placePanels} from "./grid.ts";
import {keyAxis} from "./key-axis.ts";
import {legend} from "./legend.ts";
import {panelSegments, seriesItems, tickCount} from "./panel.ts";
import {createRamp} from "./ramp.ts";
import {RETENTION_COLUMNS} from "./retention-rows.ts";
import {
  SIZE_GAP,
  headMark,
  keyMark,
  pooledMark,
  shownAges,
  triangleLayout,
  triangleMark
} from "./retention-triangle.ts";
import {requireRows} from "./rows.ts";
import {INK, MUTED, emptyChart, finish, fontSize, isNarrow, plotDefaults} from "./theme.ts";
import {valueScale} from "./value-scale.ts";
import {verticalPanel} from "./vertical-panel.ts";

const AGE_STEPS = [1, 2, 3, 6, 12, 24, 52];
const HIGH = 0.5; // rates from here on leave age 0 on the axis

/**
 * Heat map of the `retention` metric: cohorts down with their sizes, ages across, the rate as colour in at most nine steps, and as a
 * number where cells are wide enough. Age 0 is 100% by definition and stays neutral, so that the colours are left to the ages that say
 * something. Incomplete periods are hatched; the pooled row stands apart at the bottom; a cell that is absent or null is empty.
 *
 * @param rates rows of one or more groups, in any order; those of `options.group` are drawn.
 * @throws {InputError} if a column is missing.
 */
export function retentionChart(rates: ColumnTable, options: RetentionOptions): Element {
  const {group = null} = options;
  const own = ["group", (value: unknown) => value === group] as const;
  const rows = requireRows<RetentionRow>(rates, RETENTION_COLUMNS, own).filter(({rate}) => rate !== null);
  const triangle = rows.filter((row) => row.cohort !== null);
  if (triangle.length === 0) return emptyChart(options);
  // A triangle of the latest cohorts is narrower than the pooled row, which holds the older ones too.
  const lastAge = Math.max(...triangle.map(({age}) => age));
  const pooled = rows.filter((row) => row.cohort === null && row.complete && row.age <= lastAge);
  const ramp = createRamp(rows.filter((row) => row.age > 0).map((row) => row.rate!)) ?? createRamp([1])!;
  const layout = triangleLayout(triangle, pooled, options);
  const {cohorts, ages, marginLeft, marginTop, rowHeight, cellWidth, size} = layout;
  const bodyHeight = cohorts.length * rowHeight;
  const marginBottom = layout.pooledHeight + layout.keyHeight;
  const marginRight = options.width - marginLeft - cellWidth * ages.length;
  const svg = Plot.plot({
    ...plotDefaults(options),
    height: marginTop + bodyHeight + marginBottom,
    marginLeft,
    marginTop,
    marginBottom,
    marginRight,
    x: {type: "band", domain: ages, padding: 0, round: false, axis: null, label: null},
    y: {type: "band", domain: cohorts.map(({key}) => key), padding: 0, round: false, axis: null, label: null},
    marks: [
      Plot.axisX(shownAges(ages, cellWidth, size), {
        anchor: "top",
        tickSize: 0,
        tickPadding: 6,
        fill: MUTED,
        fontSize: size,
        label: null
      }),
      Plot.text(cohorts, {
        y: "key",
        text: "label",
        frameAnchor: "left",
        textAnchor: "start",
        dx: -marginLeft,
        fill: INK,
        fontSize: size
      }),
      Plot.text(cohorts, {
        y: "key",
        text: "size",
        frameAnchor: "left",
        textAnchor: "end",
        dx: -SIZE_GAP,
        fill: MUTED,
        fontSize: size
      }),
      triangleMark(triangle, ramp, {layout, options}),
      pooled.length > 0 ? pooledMark(pooled, ramp, {layout, options}) : null,
      headMark(layout, options),
      keyMark(
        ramp,
        triangle.some((row) => !row.complete),
        {layout, options}
      )
    ]
  });
  return finish(svg, options);
}

/**
 * Pooled rate by age, one line per group with its interval as a band, from zero. With groups, everybody is the grey dashed line.
 *
 * Age 0 is 100% by definition. It is left out where no rate reaches 50%, as it would press all that can be read into the lowest part;
 * else it is drawn, since it costs nothing there and shows the first loss. Incomplete periods are never drawn.
 *
 * @throws {InputError} if a column is missing.
 */
export function retentionCurve(rates: ColumnTable, options: RetentionOptions): Element {
  const {document, width, words, period = "month"} = options;
  const pooled = ["cohort", (value: unknown) => value === null] as const;
  const rows = requireRows<RetentionRow>(rates, RETENTION_COLUMNS, pooled).filter(
    ({complete, rate}) => complete && rate !== null
  );
  const later = rows.filter(({age}) => age > 0);
  if (later.length === 0) return emptyChart(options);
  const hasStart = later.some(({rate}) => rate! >= HIGH);
  const data = curveData(hasStart ? rows : later, words.age(period), options);
  const highest = data.points.reduce((most, {value, high}) => Math.max(most, value ?? 0, high ?? 0), 0);
  const height = isNarrow(options) ? 190 : 260;
  const scale = valueScale([highest], {isFromZero: true, count: tickCount(height, options)});
  const isDirect = isNamedAtEnds(data, "line", {height, options});
  const segments = panelSegments(data.points, data, "line");
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

/** The pooled rows as lines; groups in the order of the rows, everybody last. */
function curveData(rows: readonly RetentionRow[], label: string, {words, format}: RetentionOptions): ChartData {
  const groups = [...new Set(rows.map(({group}) => group))].sort((a, b) => Number(a === null) - Number(b === null));
  const points = rows
    .map(({group, age, rate, low, high}): Point => ({
      key: age,
      value: rate,
      series: group ?? words.all,
      facet: "",
      low,
      high
    }))
    .sort((a, b) => Number(a.key) - Number(b.key));
  return {
    points,
    series: groups.map((group) => group ?? words.all),
    quiet: groups.length > 1 && groups.includes(null) ? words.all : null,
    facets: [""],
    key: keyAxis(points, {
      column: "age",
      unit: "count",
      isTime: false,
      label,
      sort: undefined,
      isFilled: false,
      steps: AGE_STEPS,
      format
    }),
    unit: "ratio",
    axisUnit: "ratio",
    valueLabel: null,
    stack: false,
    isKeyColoured: false,
    isHorizontal: false,
    hasInterval: points.some(({low, high}) => low !== null && high !== null),
    references: []
  };
}
