import type {ColumnTable} from "arquero";
import type {ChartData} from "./chart-data.ts";
import type {ChartSpec, GenericOptions} from "./chart-spec.ts";
import type {Legend} from "./legend.ts";
import {chartData, chartRows} from "./chart-data.ts";
import {isNamedAtEnds} from "./end-names.ts";
import {placePanels, type Drawing} from "./grid.ts";
import {heatmap} from "./heatmap.ts";
import {histogram} from "./histogram.ts";
import {horizontalPanel} from "./horizontal-panel.ts";
import {doLabelsFit} from "./key-ticks.ts";
import {legend} from "./legend.ts";
import {panelSegments, seriesItems, tickCount, chartScale} from "./panel.ts";
import {emptyChart, fontSize, isNarrow} from "./theme.ts";
import {verticalPanel} from "./vertical-panel.ts";

/**
 * The chart of a `chart` cell: lines, bars, areas, dots, a heat map or a histogram of the table's columns, as the specification says.
 * Bars and areas start at zero; null is a gap; every row is drawn, so that many names make a high chart. A row whose number or date on the
 * axis is missing has no place and is left out. Bars of names that do not fit side by side lie down.
 *
 * @throws {InputError} if a column is missing, or is not a number where it must be.
 */
export function chart(table: ColumnTable, spec: ChartSpec, options: GenericOptions): Element {
  const rows = chartRows(table, spec);
  if (rows.length === 0) return emptyChart(options);
  if (spec.mark === "heatmap") return heatmap(rows, spec, options);
  if (spec.mark === "histogram") return histogram(rows, spec, options);
  const data = chartData(rows, spec, options);
  if (data.points.every(({value}) => value === null)) return emptyChart(options);
  return drawPanels(data, spec, options);
}

function drawPanels(data: ChartData, {mark}: ChartSpec, options: GenericOptions): Element {
  const size = fontSize(options);
  const isSplit = data.facets.length > 1;
  const facets = data.facets.map((name) => ({name, points: data.points.filter(({facet}) => facet === name)}));
  const parts = facets.map(({name, points}) => ({name, points, segments: panelSegments(points, data, mark)}));
  const height = isSplit ? (isNarrow(options) ? 110 : 130) : isNarrow(options) ? 190 : 260;
  const scale = chartScale(
    parts.flatMap((part) => part.segments),
    data,
    {mark, count: tickCount(data.isHorizontal ? 0.6 * options.width : height, options)}
  );
  const isDirect = !isSplit && isNamedAtEnds(data, mark, {height, options});
  const key: Legend | null =
    data.series.length > 1 && !isDirect && !data.isKeyColoured && !isSameAs(data.series, data.facets)
      ? legend(seriesItems(data, mark), {
          document: options.document,
          isLine: mark === "line",
          width: options.width,
          size
        })
      : null;
  const drawings = (width: number): Drawing[] => {
    const turned = turnedIfCrowded(data, mark, {width, size});
    return parts.map(({name, points, segments}) => {
      const panel = {
        data: turned,
        mark,
        points,
        segments,
        scale,
        width,
        height,
        heading: isSplit ? name : null,
        isDirect,
        options
      };
      return turned.isHorizontal ? horizontalPanel(panel) : verticalPanel(panel);
    });
  };
  return placePanels(drawings, {count: parts.length, head: key, isWide: data.isHorizontal, options});
}

/** The data with its values across, where upright bars would have no room for their names. */
function turnedIfCrowded(
  data: ChartData,
  mark: ChartSpec["mark"],
  {width, size}: {width: number; size: number}
): ChartData {
  if (mark !== "bar" || data.isHorizontal || data.key.kind !== "category") return data;
  return doLabelsFit(data.key.keys, (width - 40) / data.key.keys.length, size) ? data : {...data, isHorizontal: true};
}

function isSameAs(series: readonly string[], facets: readonly string[]): boolean {
  return series.length === facets.length && series.every((name) => facets.includes(name));
}
