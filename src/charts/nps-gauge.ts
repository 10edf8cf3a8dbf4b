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

/** Where the parts of the gauge stand: the texts beside the number, and the scale, whose track is from `top` to `bottom`. */
interface Places {
  readonly big: number;
  readonly beside: number;
  readonly room: number;
  readonly top: number;
  readonly bottom: number;
  /** Of what is said of the response. */
  readonly under: number;
  x(score: number): number;
}

/** The score as a big number beside a scale from −100 to 100: a mark at the score, its interval as a band, and below the scale a line between the scores that all who were asked can have. */
export function npsGauge(gauge: GaugeScore, response: Response | null, options: ChartOptions): Legend {
  const {document, format, width} = options;
  const size = fontSize(options);
  const number = format.value(gauge.score, "nps");
  const texts = textsOf(gauge, options);
  const places = placesOf({number, texts}, options);
  const said = response ? responseText(response, options) : null;
  const lines = said === null ? [] : wrapped(said, width, size - 1);
  const node = element(
    document,
    "g",
    {class: "k-gauge"},
    element(document, "title", {}, titleOf(gauge, said, options)),
    label(document, number, {x: 0, y: places.big / 2 + 4, size: places.big, bold: true}),
    ...texts.map((text, i) =>
      label(document, text, {
        x: places.beside,
        y: 8 + i * (size + 4),
        size,
        bold: i === 0,
        ...(i === 0 ? {} : {fill: MUTED}),
        room: places.room
      })
    ),
    ...scaleNodes(gauge, places, options),
    ...(response ? responseNodes({response, lines}, places, options) : [])
  );
  const height = response ? places.under + 8 + lines.length * (size + 4) : places.bottom + size + 12;
  return {node, height: height + 14};
}

function points(score: number, {format}: ChartOptions): string {
  return format.value(score, "nps");
}

function titleOf({name, score, low, high}: GaugeScore, said: string | null, options: ChartOptions): string {
  const own = `${name}: ${points(score, options)} (${points(low, options)} – ${points(high, options)})`;
  return said === null ? own : `${own}; ${said}`;
}

/** What stands beside the number: its name, its interval, its answers. */
function textsOf({answers, high, isLowBase, low, name}: GaugeScore, options: ChartOptions): readonly string[] {
  const n = termWith(options, "n = {0}", options.format.value(answers, "count"));
  return [
    termWith(options, "NPS, {0}", name),
    termWith(options, "interval {0} to {1}", points(low, options), points(high, options)),
    isLowBase ? `${n}, ${termOf(options, "low base")}` : n
  ];
}

function responseText({rate, low, high}: Response, options: ChartOptions): string {
  const share = options.format.value(rate, "ratio");
  return termWith(options, "{0} answered; all asked: {1} to {2}", share, points(low, options), points(high, options));
}

function placesOf({number, texts}: {number: string; texts: readonly string[]}, options: ChartOptions): Places {
  const {width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const big = narrow ? 36 : 44;
  const beside = textWidth(number, big) + 12;
  const from = narrow ? 0 : Math.max(0.42 * width, beside + widest(texts, size) + 24);
  const inset = textWidth("−100", size) / 2;
  const top = narrow ? 3 * (size + 4) + 14 : 8;
  const bottom = top + TRACK;
  return {
    big,
    beside,
    room: (narrow ? width : from) - beside - 8,
    top,
    bottom,
    under: bottom + 2 * size + 12,
    x: (score) => from + inset + ((score + 100) / 200) * (width - from - 2 * inset)
  };
}

/** The scale, with the score and its interval on it. */
function scaleNodes(
  {high, low, score}: GaugeScore,
  {top, bottom, x}: Places,
  options: ChartOptions
): readonly SVGElement[] {
  const {document, format} = options;
  const size = fontSize(options);
  const part = (start: number, end: number, fill: string) =>
    element(document, "rect", {x: x(start), y: top, width: x(end) - x(start), height: TRACK, fill, "fill-opacity": 0.22}); // prettier-ignore
  return [
    part(-100, 0, BAD),
    part(0, 100, GOOD),
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
    })
  ];
}

/** A line between the scores that all who were asked can have, and below it what it is. */
function responseNodes(
  {response: {low, high}, lines}: {response: Response; lines: readonly string[]},
  {under, x}: Places,
  options: ChartOptions
): readonly SVGElement[] {
  const {document, width} = options;
  const size = fontSize(options);
  const half = widest(lines, size - 1) / 2;
  const middle = Math.min(Math.max((x(low) + x(high)) / 2, half), width - half);
  return [
    element(document, "path", {
      class: "k-bounds",
      d: `M${rounded(x(low))} ${rounded(under - 4)}v4H${rounded(x(high))}v-4`,
      stroke: MUTED,
      fill: "none"
    }),
    ...lines.map(
      (text, i) =>
      label(document, text, {x: middle, y: under + size / 2 + 4 + i * (size + 4), size: size - 1, anchor: "middle", fill: MUTED}) // prettier-ignore
    )
  ];
}
