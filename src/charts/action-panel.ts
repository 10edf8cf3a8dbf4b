import {label, wrapped} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Unit} from "./format.ts";
import type {ActionsChartOptions} from "./actions.ts";
import {periodLabel} from "./period.ts";
import {pointsElement} from "./points.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, BAD, GOOD, INK, LINE, MUTED, TARGET, fontSize, isNarrow} from "./theme.ts";
import {signed} from "./uplift-rows.ts";
import {valueScale} from "./value-scale.ts";

/** A measure, as the metric's table has it. */
export interface ActionRow {
  readonly group: string | null;
  readonly id: number;
  readonly action: string;
  readonly owner: string | null;
  readonly metric: string | null;
  readonly segment: string | null;
  readonly started: Date;
  readonly ended: Date | null;
  readonly status: string;
  readonly unit: Unit | null;
  readonly before: number | null;
  readonly before_low: number | null;
  readonly before_high: number | null;
  readonly after: number | null;
  readonly after_low: number | null;
  readonly after_high: number | null;
  readonly target: number | null;
  readonly reached: boolean | null;
  readonly design: string | null;
  readonly level: number | null;
  readonly level_low: number | null;
  readonly level_high: number | null;
  readonly slope: number | null;
  readonly slope_low: number | null;
  readonly slope_high: number | null;
  readonly effect: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A point of a measure's line. */
export interface SeriesRow {
  readonly group: string | null;
  readonly id: number;
  readonly period: Date;
  readonly value: number;
  readonly expected: number | null;
  readonly goal: number | null;
  readonly phase: "earlier" | "before" | "after" | "between";
}

/** A status: its symbol and colour. */
const SIGNS: Readonly<Record<string, readonly [symbol: string, colour: string]>> = {
  worked: ["✓", GOOD],
  worse: ["✕", BAD],
  "no effect": ["=", INK],
  changed: ["≠", ACCENT],
  "not changed": ["≈", INK],
  "too early": ["…", MUTED],
  running: ["▸", MUTED],
  planned: ["○", MUTED],
  "not measured": ["–", MUTED]
};

/** Lines where an effect is a share of what would have been. */
const RELATIVE = ["number", "money", "count"];
const DISC = 9;

/** The texts above a panel, and the room that they take. */
export interface Head {
  readonly name: readonly string[];
  readonly detail: readonly string[];
  readonly effect: readonly string[];
  readonly height: number;
}

/** Height of a panel's axes with what stands below them. */
export function plotHeight(options: ActionsChartOptions): number {
  return (isNarrow(options) ? 150 : 160) + 2 * fontSize(options) + 8;
}

/** A value on the line's axis: of rates two decimals. */
function show(value: number | null, unit: Unit | null, {format}: ActionsChartOptions): string {
  return format.value(value, unit === "number" ? "score" : (unit ?? "number"));
}

/** A difference of the line's values: of shares and scores in points, with its sign. */
function points(value: number | null, unit: Unit | null, options: ActionsChartOptions): string {
  if (value === null) return "–";
  if (unit === "ratio") return signed(100 * value, options, "nps");
  if (unit === "nps") return signed(value, options, "nps");
  return `${value > 0 ? "+" : ""}${show(value, unit, options)}`;
}

/** What came of a measure, or when it begins; null where nothing can be said. */
function effectText(row: ActionRow, options: ActionsChartOptions): string | null {
  const {format} = options;
  const {unit} = row;
  if (row.effect !== null) {
    const isShare = RELATIVE.includes(unit ?? "");
    const write = (value: number | null) => (isShare ? signed(value, options) : points(value, unit, options));
    const text = `${write(row.effect)} (${write(row.low)} – ${write(row.high)})`;
    return termWith(options, isShare ? "{0} against the untargeted" : "{0} points against the untargeted", text);
  }
  if (row.level !== null) {
    const span = (value: number | null, low: number | null, high: number | null) =>
      `${points(value, unit, options)} (${points(low, unit, options)} – ${points(high, unit, options)})`;
    return termWith(
      options,
      "level {0}, slope {1}",
      span(row.level, row.level_low, row.level_high),
      span(row.slope, row.slope_low, row.slope_high)
    );
  }
  const begun = format.value(row.started, "date");
  if (row.status === "planned") return termWith(options, "begins {0}", begun);
  if (row.status === "running") return termWith(options, "began {0}, nothing closed since", begun);
  return row.status === "too early" ? termWith(options, "began {0}", begun) : null;
}

/** The texts of a panel of that width. */
export function headOf(row: ActionRow, width: number, options: ActionsChartOptions): Head {
  const size = fontSize(options);
  const name = wrapped(row.action, width, size + 1).slice(0, 3);
  const about = [
    row.metric === null ? null : termOf(options, `line ${row.metric}`).replace(/^line /, ""),
    row.segment ?? termOf(options, "all customers"),
    row.owner
  ].filter((text) => text !== null);
  const detail = wrapped(about.join(" · "), width, size - 1);
  const said = effectText(row, options);
  const effect = said === null ? [] : wrapped(said, width, size);
  const height = name.length * (size + 5) + detail.length * (size + 3) + 2 * DISC + 8 + effect.length * (size + 4) + 6;
  return {name, detail, effect, height};
}

/** What {@link actionPanel} draws; `head` is the room above the axes, the same for panels side by side. */
export interface PanelSpec {
  readonly row: ActionRow;
  readonly series: readonly SeriesRow[];
  readonly texts: Head;
  readonly head: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
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

function headNodes({row, texts}: PanelSpec, {x, y, width}: Place, options: ActionsChartOptions): Element[] {
  const {document} = options;
  const size = fontSize(options);
  const [symbol, colour] = SIGNS[row.status] ?? ["–", MUTED];
  const nodes: Element[] = [];
  let top = y;
  for (const text of texts.name) {
    nodes.push(label(document, text, {x, y: top + size / 2 + 1, size: size + 1, bold: true}));
    top += size + 5;
  }
  for (const text of texts.detail) {
    nodes.push(label(document, text, {x, y: top + size / 2 + 1, size: size - 1, fill: MUTED}));
    top += size + 3;
  }
  const middle = top + DISC + 4;
  const reached =
    row.reached === null || !["worked", "worse", "no effect", "changed", "not changed"].includes(row.status)
      ? null
      : termOf(options, row.reached ? "target reached" : "target not reached");
  const word = termOf(options, row.status);
  nodes.push(
    element(document, "circle", {class: "k-status", cx: x + DISC + 1, cy: middle, r: DISC, fill: "none", stroke: colour, "stroke-width": 1.75}), // prettier-ignore
    label(document, symbol, {x: x + DISC + 1, y: middle, size, anchor: "middle", fill: colour, bold: true}),
    label(document, word, {x: x + 2 * DISC + 9, y: middle, size: size + 1, fill: colour, bold: true}),
    ...(reached
      ? [
          label(document, reached, {
            x: x + 2 * DISC + 9 + textWidth(word, (size + 1) * 1.06) + 10,
            y: middle,
            size: size - 1,
            fill: MUTED,
            room: width - 2 * DISC - 19 - textWidth(word, (size + 1) * 1.06)
          })
        ]
      : [])
  );
  top += 2 * DISC + 8;
  for (const text of texts.effect) {
    nodes.push(label(document, text, {x, y: top + size / 2 + 1, size}));
    top += size + 4;
  }
  return nodes;
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
    const at = x(date.getTime() - (isEnd ? 0 : half));
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
    text: `${periodLabel(start, period, format)}: ${show(value, unit, options)}${expected === null ? "" : `; ${termOf(options, "without the measure")}: ${show(expected, unit, options)}`}`
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
