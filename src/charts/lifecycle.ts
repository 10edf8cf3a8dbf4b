import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element} from "./element.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {periodLabel} from "./period.ts";
import type {Period} from "./period.ts";
import {requireRows} from "./rows.ts";
import {roundTicks} from "./round-ticks.ts";
import {termOf} from "./terms.ts";
import {widest} from "./text-width.ts";
import {LINE, MUTED, TARGET, emptyChart, fontSize, isNarrow, rampColour, seriesColour} from "./theme.ts";

/** {@link ChartOptions} of the phases. */
export interface LifecycleChartOptions extends ChartOptions {
  readonly period?: Period;
}

interface PhaseRow {
  readonly period: Date;
  readonly phase: string;
  readonly customers: number;
  readonly group?: string | null;
}

/** Darker the firmer the bond; then those who came back, who are slipping, who are gone. */
const COLOURS = [rampColour(2), rampColour(4), rampColour(7), seriesColour(4), TARGET, LINE];
const COLUMNS = ["period", "phase", "customers"] as const;

/**
 * Stacked bars of `lifecycle`, everybody: customers by phase at the end of each period, those who buy at the bottom, those who are gone on top.
 *
 * @throws {InputError} if a column is missing.
 */
export function lifecycleChart(phases: ColumnTable, options: LifecycleChartOptions): Element {
  const names = phases.columnNames().includes("group") ? [...COLUMNS, "group"] : COLUMNS;
  const rows = requireRows<PhaseRow>(phases, names).filter(({group = null}) => group === null);
  if (rows.length === 0) return emptyChart(options);
  const {document, format, width, period = "month"} = options;
  const size = fontSize(options);
  const order = [...new Set(rows.map(({phase}) => phase))];
  const periods = [...new Set(rows.map((row) => row.period.getTime()))];
  const totals = periods.map((time) =>
    rows.reduce((sum, row) => sum + (row.period.getTime() === time ? row.customers : 0), 0)
  );
  const ticks = roundTicks(0, Math.max(1, ...totals), {count: 4, whole: true});
  const tickTexts = format.ticks(ticks, "count");
  const left = Math.ceil(widest(tickTexts, size - 1) + 8);
  const key = legend(
    order.map((phase, p) => ({name: termOf(options, phase), colour: COLOURS[p % COLOURS.length]!, dash: null})),
    {document, isLine: false, width, size}
  );
  const top = key.height + 10;
  const height = isNarrow(options) ? 200 : 260;
  const bottom = top + height;
  const step = (width - left) / periods.length;
  const y = (value: number) => bottom - (value / ticks.at(-1)!) * height;
  const labels = periods.map((time) => periodLabel(new Date(time), period, format));
  const room = widest(labels, size - 1);
  const every = [1, 2, 3, 4, 6, 12, 24, 52].find((n) => n * step > room + 8) ?? 104;
  const bars = periods.flatMap((time, i) => {
    let from = 0;
    return order.map((phase, p) => {
      const customers = rows.find((row) => row.period.getTime() === time && row.phase === phase)?.customers ?? 0;
      const [low, high] = [from, from + customers];
      from = high;
      if (customers === 0) return null;
      const box = {
        x: left + i * step + step * 0.08,
        y: y(high),
        width: step * 0.84,
        height: Math.max(0.5, y(low) - y(high) - 0.5),
        fill: COLOURS[p % COLOURS.length]!
      };
      return element(
        document,
        "rect",
        {class: "k-bar", ...box},
        element(document, "title", {}, `${labels[i]!}, ${termOf(options, phase)}: ${format.value(customers, "count")}`)
      );
    });
  });
  return drawing(options, bottom + size + 16, [
    key.node,
    ...ticks.map((tick, i) =>
      element(
        document,
        "g",
        {},
        element(document, "path", {d: `M${left} ${y(tick)}H${width}`, stroke: tick === 0 ? MUTED : LINE}),
        label(document, tickTexts[i]!, {x: left - 6, y: y(tick), size: size - 1, anchor: "end", fill: MUTED})
      )
    ),
    ...bars,
    ...labels.map((text, i) => {
      const middle = left + (i + 0.5) * step;
      return i % every === 0 && middle + room / 2 <= width + 2
        ? label(document, text, {
            x: Math.max(middle, room / 2),
            y: bottom + size,
            size: size - 1,
            anchor: "middle",
            fill: MUTED
          })
        : null;
    })
  ]);
}
