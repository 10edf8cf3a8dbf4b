import type {ColumnTable} from "arquero";
import type {ActionRow, ActionSeriesRow} from "../metrics/action-rows.ts";
import {headOf} from "./action-head.ts";
import {actionPanel, plotHeight} from "./action-panel.ts";
import {drawing} from "./drawing.ts";
import {element} from "./element.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {termOf} from "./terms.ts";
import {ACCENT, MUTED, TARGET, emptyChart, fontSize, isNarrow} from "./theme.ts";

/** {@link ChartOptions} of the measures. */
export interface ActionsChartOptions extends ChartOptions {
  /** `tables.series` of the metric. */
  readonly series: ColumnTable;
  readonly period: Period;
}

const COLUMNS = ["group", "id", "action", "owner", "metric", "segment", "for_list", "listed", "held_out", "started", "ended", "status", "unit", "before", "before_low", "before_high", "after", "after_low", "after_high", "target", "reached", "design", "level", "level_low", "level_high", "slope", "slope_low", "slope_high", "effect", "low", "high"] as const; // prettier-ignore
const SERIES = ["group", "id", "period", "value", "expected", "goal", "phase"] as const;
/** What there is to say comes first. */
const ORDER = ["worked", "worse", "changed", "no effect", "not changed", "too early", "running", "planned", "not measured"]; // prettier-ignore
const GAP = 32;

/**
 * Small multiples, everybody: a panel for each measure with its status in words, its metric's line, the mean before and after with their intervals as bands, start and end, what would have been without it (dashed) and the target (dotted). Judged ones come first.
 *
 * @throws {InputError} if a column is missing.
 */
export function actionsChart(result: ColumnTable, options: ActionsChartOptions): Element {
  const rows = requireRows<ActionRow>(result, COLUMNS)
    .filter(({group}) => group === null)
    .toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.id - b.id);
  if (rows.length === 0) return emptyChart(options);
  const series = requireRows<ActionSeriesRow>(options.series, SERIES).filter(
    ({group, phase}) => group === null && phase !== "earlier"
  );
  const {document, width} = options;
  const columns = isNarrow(options) || rows.length === 1 ? 1 : 2;
  const room = (width - GAP * (columns - 1)) / columns;
  const names = legend(
    [
      {name: termOf(options, "the metric"), colour: ACCENT, dash: null},
      {name: termOf(options, "without the measure"), colour: MUTED, dash: "5 3"},
      {name: termOf(options, "target"), colour: TARGET, dash: "2 3"}
    ],
    {document, isLine: true, width, size: fontSize(options)}
  );
  const panels = rows.map((row) => ({
    row,
    own: series.filter(({id}) => id === row.id),
    head: headOf(row, room, options)
  }));
  const lines = Array.from({length: Math.ceil(panels.length / columns)}, (_, i) =>
    panels.slice(i * columns, (i + 1) * columns)
  );
  let y = names.height + 6;
  const nodes = lines.flatMap((line) => {
    const head = Math.max(...line.map((panel) => panel.head.height));
    const isDrawn = line.some(({own}) => own.length > 1);
    const drawn = line.map(({row, own, head: texts}, i) =>
      actionPanel({row, series: own, texts, head}, {x: i * (room + GAP), y, width: room}, options)
    );
    y += head + (isDrawn ? plotHeight(options) : 0) + 18;
    return drawn;
  });
  return drawing(options, y, [element(document, "g", {}, names.node), ...nodes]);
}
