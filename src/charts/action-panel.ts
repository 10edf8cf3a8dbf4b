import type {ActionRow, ActionSeriesRow} from "../metrics/action-rows.ts";
import {headNodes, lineValue} from "./action-head.ts";
import type {Head, Place} from "./action-head.ts";
import type {ActionsChartOptions} from "./actions.ts";
import {label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import {periodLabel} from "./period.ts";
import {pointsElement} from "./points.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, INK, LINE, MUTED, TARGET, fontSize, isNarrow} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

const DAY = 86_400_000;

/** Height of a panel's axes with what stands below them. */
export function plotHeight(options: ActionsChartOptions): number {
  return (isNarrow(options) ? 150 : 160) + 2 * fontSize(options) + 8;
}

/** What {@link actionPanel} draws; `head` is the room above the axes, the same for panels side by side. */
export interface PanelSpec {
  readonly row: ActionRow;
  readonly series: readonly ActionSeriesRow[];
  readonly texts: Head;
  readonly head: number;
}

/** One measure: its name, whom it is for, what came of it, and its line. */
export function actionPanel(spec: PanelSpec, place: Place, options: ActionsChartOptions): SVGElement {
  const {document} = options;
  return element(
    document,
    "g",
    {class: "k-action"},
    ...headNodes(spec, place, options),
    ...(spec.series.length > 1 ? plotNodes(spec, {...place, y: place.y + spec.head}, options) : [])
  );
}

function plotNodes({row, series}: PanelSpec, {x: left, y: top, width}: Place, options: ActionsChartOptions): Element[] {
  const {document, format, period} = options;
  const size = fontSize(options);
  const {unit} = row;
  const known = series.flatMap(({value, expected, goal}) => [value, expected, goal]);
  const bounds = [row.before_low, row.before_high, row.after_low, row.after_high];
  const values = [...known, ...bounds].filter((value) => value !== null);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const scale = valueScale(values, {isFromZero: lowest >= 0 && lowest < 0.4 * highest, count: 3});
  const tickTexts = format.ticks(scale.ticks, unit === "number" || unit === null ? "number" : unit);
  const gutter = widest(tickTexts, size - 1) + 8;
  const [bottom, first, last] = [top + plotHeight(options) - 2 * size - 8, series[0]!.period, series.at(-1)!.period];
  const shown = last.getTime() - first.getTime() || 1;
  const half = shown / (series.length - 1) / 2;
  // A start that is still to come, or that nothing has been measured since, is part of the axis where it is not far off.
  const end = Math.max(last.getTime(), Math.min(row.started.getTime() + half, last.getTime() + shown / 2));
  const span = end - first.getTime();
  const x = (time: number) => left + gutter + ((time - first.getTime()) / span) * (width - gutter - 6);
  const y = (value: number) =>
    bottom - ((value - scale.domain[0]) / (scale.domain[1] - scale.domain[0] || 1)) * (bottom - top - size - 6);
  const line = (own: readonly (readonly [number, number])[]) =>
    own.map(([time, value], i) => `${i === 0 ? "M" : "L"}${rounded(x(time))} ${rounded(y(value))}`).join("");
  const pick = (name: "value" | "expected" | "goal") =>
    series.flatMap((point) => (point[name] === null ? [] : [[point.period.getTime(), point[name]] as const]));
  const mean = (phase: "before" | "after", value: number | null, [low, high]: readonly (number | null)[]) => {
    const own = series.filter((point) => point.phase === phase);
    if (own.length < 2 || value === null) return [];
    const [from, to] = [x(own[0]!.period.getTime()), x(own.at(-1)!.period.getTime())];
    return [
      ...(low == null || high == null
        ? []
        : [
            element(document, "rect", {class: "k-band", x: from, y: y(high), width: to - from, height: y(low) - y(high), fill: ACCENT, "fill-opacity": 0.14}) // prettier-ignore
          ]),
      element(document, "path", {
        class: "k-mean",
        d: `M${rounded(from)} ${rounded(y(value))}H${rounded(to)}`,
        stroke: ACCENT,
        "stroke-opacity": 0.65,
        "stroke-width": 1.25,
        fill: "none"
      })
    ];
  };
  const mark = (date: Date, isEnd: boolean) => {
    // Points stand at the beginning of their periods, and a boundary half a period before that; an end is over when its day is.
    const at = x(date.getTime() + (isEnd ? DAY : 0) - half);
    if (at < left + gutter || date.getTime() > end + half) return [];
    const text = termWith(options, "from {0}", format.value(date, "month"));
    const anchor = at + textWidth(text, size - 1) + 4 > left + width ? "end" : "start";
    return [
      element(document, "path", {
        class: isEnd ? "k-end" : "k-start",
        d: `M${rounded(at)} ${rounded(top + (isEnd ? size + 4 : 0))}V${rounded(bottom)}`,
        stroke: INK,
        "stroke-opacity": 0.55,
        "stroke-width": 1,
        fill: "none"
      }),
      ...(isEnd
        ? []
        : [label(document, text, {x: at + (anchor === "end" ? -4 : 4), y: top + size / 2, size: size - 1, anchor})])
    ];
  };
  const said = series.map(({period: start, value, expected}) => ({
    x: x(start.getTime()),
    y: y(value),
    text: `${periodLabel(start, period, format)}: ${lineValue(value, unit, options)}${expected === null ? "" : `; ${termOf(options, "without the measure")}: ${lineValue(expected, unit, options)}`}`
  }));
  const dateLabel = (date: Date, anchor: "start" | "end", at: number) =>
    label(document, periodLabel(date, period, format), {
      x: at,
      y: bottom + size / 2 + 6,
      size: size - 1,
      anchor,
      fill: MUTED
    });
  return [
    element(document, "path", {
      d: scale.ticks.map((tick) => `M${rounded(left + gutter)} ${rounded(y(tick))}H${rounded(left + width)}`).join(""),
      stroke: LINE,
      fill: "none"
    }),
    ...scale.ticks.map((tick, i) =>
      label(document, tickTexts[i]!, {x: left + gutter - 6, y: y(tick), size: size - 1, anchor: "end", fill: MUTED})
    ),
    ...mean("before", row.before, [row.before_low, row.before_high]),
    ...mean("after", row.after, [row.after_low, row.after_high]),
    ...mark(row.started, false),
    ...(row.ended ? mark(row.ended, true) : []),
    path(pick("goal"), {class: "k-target", stroke: TARGET, "stroke-width": 1.75, "stroke-dasharray": "2 3"}),
    path(pick("expected"), {class: "k-expected", stroke: MUTED, "stroke-width": 1.75, "stroke-dasharray": "5 3"}),
    path(pick("value"), {class: "k-line", stroke: ACCENT, "stroke-width": 2}),
    dateLabel(first, "start", left + gutter),
    dateLabel(last, "end", Math.min(left + width, x(last.getTime()) + 6)),
    pointsElement(document, said)
  ];

  function path(own: readonly (readonly [number, number])[], attributes: Readonly<Record<string, string | number>>) {
    return element(document, "path", {d: line(own), fill: "none", ...attributes});
  }
}
