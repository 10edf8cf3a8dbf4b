import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Unit} from "./format.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf} from "./terms.ts";
import {widest} from "./text-width.ts";
import {ACCENT, LINE, MUTED, emptyChart, fontSize, isNarrow} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

interface Row {
  readonly group: string | null;
  readonly answer: number;
  readonly answers: number;
  readonly retention: number | null;
  readonly adjusted_retention: number | null;
  readonly adjusted_retention_low: number | null;
  readonly adjusted_retention_high: number | null;
  readonly value: number | null;
  readonly adjusted: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const COLUMNS = [
  "group",
  "answer",
  "answers",
  "retention",
  "adjusted_retention",
  "adjusted_retention_low",
  "adjusted_retention_high",
  "value",
  "adjusted",
  "low",
  "high"
];

/** One figure of an answer: as it is, and adjusted with its interval. */
interface Point {
  readonly answer: number;
  readonly plain: number | null;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * By answer, everybody: above the margin of the 12 months after it, below the share who ordered in them; adjusted with interval as a dot, as it is as a grey ring; the answers' number under each. The first and the last adjusted figures are written out.
 *
 * @throws {InputError} if a column is missing.
 */
export function loyaltyValueChart(result: ColumnTable, options: ChartOptions): Element {
  const rows = requireRows<Row>(result, COLUMNS).filter(({group}) => group === null);
  if (rows.length === 0) return emptyChart(options);
  const {document, format, width} = options;
  const size = fontSize(options);
  const key = legend(
    [
      {name: termOf(options, "adjusted for spend and tenure"), colour: ACCENT, dash: null, mark: "dot"},
      {name: termOf(options, "as it is"), colour: MUTED, dash: null, mark: "ring"}
    ],
    {document, isLine: false, width, size}
  );
  const worth = rows.map(({answer, value, adjusted, low, high}) => ({
    answer,
    plain: value,
    value: adjusted,
    low,
    high
  }));
  const stay = rows.map(
    ({answer, retention, adjusted_retention: value, adjusted_retention_low: low, adjusted_retention_high: high}) => ({
      answer,
      plain: retention,
      value,
      low,
      high
    })
  );
  const left =
    8 +
    Math.max(
      ...(
        [
          [worth, "money"],
          [stay, "ratio"]
        ] as const
      ).map(([points, unit]) => widest(format.ticks(scaleOf(points).ticks, unit), size - 1))
    );
  const step = (width - left) / rows.length;
  const x = (answer: number) => left + (answer - rows[0]!.answer + 0.5) * step;
  const place = {left, x, options};
  const upper = panel(worth, {
    ...place,
    top: key.height + 6,
    unit: "money",
    heading: termOf(options, "margin in 12 months")
  });
  const lower = panel(stay, {
    ...place,
    top: upper.height + 16,
    unit: "ratio",
    heading: termOf(options, "ordered again in 12 months")
  });
  const bottom = lower.height + 4;
  const every =
    widest(
      rows.map(({answers}) => format.short(answers, "count")),
      size - 1
    ) +
      3 >
    step
      ? 2
      : 1;
  return drawing(options, bottom + 3 * size + 18, [
    key.node,
    upper.node,
    lower.node,
    ...rows.map(({answer}) =>
      label(document, format.value(answer, "count"), {
        x: x(answer),
        y: bottom + size / 2,
        size,
        anchor: "middle",
        bold: true
      })
    ),
    ...rows.map(({answer, answers}, i) =>
      (rows.length - 1 - i) % every === 0
        ? label(document, format.short(answers, "count"), {
            x: x(answer),
            y: bottom + 1.5 * size + 5,
            size: size - 1,
            anchor: "middle",
            fill: MUTED
          })
        : null
    ),
    label(document, termOf(options, "answer"), {
      x: left + (width - left) / 2,
      y: bottom + 2.5 * size + 11,
      size: size - 1,
      anchor: "middle",
      fill: MUTED,
      room: width - left
    })
  ]);
}

interface Panel {
  readonly left: number;
  readonly top: number;
  readonly unit: Unit;
  readonly heading: string;
  readonly x: (answer: number) => number;
  readonly options: ChartOptions;
}

function scaleOf(points: readonly Point[]) {
  const values = points.flatMap(({plain, value, low, high}) => [plain, value, low, high].filter((one) => one !== null));
  return valueScale(values, {isFromZero: true, count: 4});
}

function panel(points: readonly Point[], {left, top, unit, heading, x, options}: Panel) {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const {domain, ticks} = scaleOf(points);
  const from = top + size + 20;
  const bottom = from + (narrow ? 130 : 150);
  const y = (value: number) => bottom - ((value - domain[0]) / (domain[1] - domain[0] || 1)) * (bottom - from);
  const texts = format.ticks(ticks, unit);
  const known = points.filter(({value}) => value !== null);
  const ends = [known[0], known.at(-1)].filter((point, i, all) => point !== undefined && all.indexOf(point) === i);
  const node = element(
    document,
    "g",
    {class: "k-panel"},
    label(document, heading, {x: 0, y: top + size / 2, size: size - 1, fill: MUTED, room: width}),
    ...ticks.flatMap((tick, i) => [
      element(document, "path", {
        d: `M${rounded(left)} ${rounded(y(tick))}H${width}`,
        stroke: tick === 0 ? MUTED : LINE
      }),
      label(document, texts[i]!, {x: left - 6, y: y(tick), size: size - 1, anchor: "end", fill: MUTED})
    ]),
    ...points.flatMap(({answer, plain, value, low, high}) => {
      if (plain === null) return [];
      const title = `${format.value(answer, "count")}: ${format.value(value, unit)}${low === null ? "" : ` (${format.value(low, unit)} – ${format.value(high, unit)})`}; ${termOf(options, "as it is")} ${format.value(plain, unit)}`;
      return [
        element(
          document,
          "g",
          {class: "k-answer"},
          element(document, "title", {}, title),
          element(document, "circle", {
            cx: x(answer),
            cy: y(plain),
            r: 4.5,
            fill: "none",
            stroke: MUTED,
            "stroke-width": 1.5
          }),
          ...(value === null || low === null || high === null
            ? []
            : [
                element(document, "path", {
                  class: "k-interval",
                  d: `M${rounded(x(answer))} ${rounded(y(low))}V${rounded(y(high))}`,
                  stroke: ACCENT,
                  "stroke-width": 2
                }),
                element(document, "circle", {cx: x(answer), cy: y(value), r: 4.5, fill: ACCENT})
              ])
        )
      ];
    }),
    ...ends.map((point) => {
      const text = format.short(point!.value, unit);
      const half = widest([text], size) / 2 + 2;
      return label(document, text, {
        x: Math.min(Math.max(x(point!.answer), half), width - half),
        y: y(Math.max(point!.high ?? point!.value!, point!.plain!)) - 10,
        size,
        anchor: "middle",
        bold: true
      });
    })
  );
  return {node, height: bottom};
}
