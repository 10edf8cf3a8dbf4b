import {label, wrapped} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {BAD, GOOD, INK, LINE, MUTED, fontSize, isNarrow} from "./theme.ts";

/** What of those who were asked answered, and between which scores all of them can lie. */
export interface Response {
  readonly rate: number;
  /** Were all others detractors. */
  readonly low: number;
  /** Were all others promoters. */
  readonly high: number;
}

/** A score with its interval. */
export interface GaugeScore {
  readonly name: string;
  readonly answers: number;
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly isLowBase: boolean;
}

const TICKS = [-100, -50, 0, 50, 100];
const TRACK = 14;

/** The score as a big number beside a scale from −100 to 100: a mark at the score, its interval as a band, and below the scale a line between the scores that all who were asked can have. */
export function npsGauge(
  {answers, high, isLowBase, low, name, score}: GaugeScore,
  response: Response | null,
  options: ChartOptions
): Legend {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const big = narrow ? 36 : 44;
  const number = format.value(score, "nps");
  const numberWidth = textWidth(number, big) + 12;
  const points = (value: number) => format.value(value, "nps");
  const n = termWith(options, "n = {0}", format.value(answers, "count"));
  const texts = [
    termWith(options, "NPS, {0}", name),
    termWith(options, "interval {0} to {1}", points(low), points(high)),
    isLowBase ? `${n}, ${termOf(options, "low base")}` : n
  ];
  const line = size + 4;
  const textsWidth = widest(texts, size) + 24;
  const from = narrow ? 0 : Math.max(0.42 * width, numberWidth + textsWidth);
  const inset = textWidth("−100", size) / 2;
  const x = (value: number) => from + inset + ((value + 100) / 200) * (width - from - 2 * inset);
  const top = narrow ? 3 * line + 14 : 8;
  const bottom = top + TRACK;
  const part = (start: number, end: number, fill: string, opacity: number) =>
    element(document, "rect", {x: x(start), y: top, width: x(end) - x(start), height: TRACK, fill, "fill-opacity": opacity}); // prettier-ignore
  const said = response
    ? termWith(options, "{0} answered; all asked: {1} to {2}", format.value(response.rate, "ratio"), points(response.low), points(response.high)) // prettier-ignore
    : "";
  const lines = wrapped(said, width, size - 1);
  const saidWidth = widest(lines, size - 1);
  const under = bottom + 2 * size + 12;
  const node = element(
    document,
    "g",
    {class: "k-gauge"},
    element(document, "title", {}, `${name}: ${number} (${points(low)} – ${points(high)})${said === "" ? "" : `; ${said}`}`), // prettier-ignore
    label(document, number, {x: 0, y: big / 2 + 4, size: big, bold: true}),
    ...texts.map((text, i) =>
      label(document, text, {
        x: numberWidth,
        y: 8 + i * line,
        size,
        bold: i === 0,
        ...(i === 0 ? {} : {fill: MUTED}),
        room: (narrow ? width : from) - numberWidth - 8
      })
    ),
    part(-100, 0, BAD, 0.22),
    part(0, 100, GOOD, 0.22),
    element(document, "path", {
      d: TICKS.map((tick) => `M${rounded(x(tick))} ${rounded(top)}v${TRACK + 4}`).join(""),
      stroke: LINE,
      fill: "none"
    }),
    ...TICKS.map(
      (tick) =>
      label(document, format.short(tick, "nps"), {x: x(tick), y: bottom + size / 2 + 6, size: size - 1, anchor: "middle", fill: MUTED}) // prettier-ignore
    ),
    element(document, "rect", {
      class: "k-interval",
      x: x(low),
      y: top,
      width: Math.max(2, x(high) - x(low)),
      height: TRACK,
      fill: score < 0 ? BAD : GOOD,
      "fill-opacity": 0.55
    }),
    element(document, "path", {
      class: "k-score",
      d: `M${rounded(x(score))} ${rounded(top - 4)}v${TRACK + 8}`,
      stroke: INK,
      "stroke-width": 3,
      "stroke-linecap": "round"
    }),
    ...(response
      ? [
          element(document, "path", {
            class: "k-bounds",
            d: `M${rounded(x(response.low))} ${rounded(under - 4)}v4H${rounded(x(response.high))}v-4`,
            stroke: MUTED,
            fill: "none"
          }),
          ...lines.map((text, i) =>
            label(document, text, {
              x: Math.min(Math.max((x(response.low) + x(response.high)) / 2, saidWidth / 2), width - saidWidth / 2),
              y: under + size / 2 + 4 + i * line,
              size: size - 1,
              anchor: "middle",
              fill: MUTED
            })
          )
        ]
      : [])
  );
  return {node, height: (response ? under + 8 + lines.length * line : bottom + size + 12) + 14};
}
