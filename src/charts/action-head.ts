import type {ActionRow} from "../metrics/action-rows.ts";
import type {ActionsChartOptions} from "./actions.ts";
import {label, wrapped} from "./drawing.ts";
import {element} from "./element.ts";
import type {Unit} from "./format.ts";
import {lineName, segmentText, termOf, termWith} from "./terms.ts";
import {textWidth} from "./text-width.ts";
import {ACCENT, BAD, GOOD, INK, MUTED, fontSize} from "./theme.ts";
import {signed} from "./uplift-rows.ts";

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

/** A value on the line's axis: of rates two decimals. */
export function lineValue(value: number | null, unit: Unit | null, {format}: ActionsChartOptions): string {
  return format.value(value, unit === "number" ? "score" : (unit ?? "number"));
}

/** A difference of the line's values: of shares and scores in points, with its sign. */
function points(value: number | null, unit: Unit | null, options: ActionsChartOptions): string {
  if (value === null) return "–";
  if (unit === "ratio") return signed(100 * value, options, "nps");
  if (unit === "nps") return signed(value, options, "nps");
  return `${value > 0 ? "+" : ""}${lineValue(value, unit, options)}`;
}

/** What came of a measure, or when it begins; null where nothing can be said. */
function effectText(row: ActionRow, options: ActionsChartOptions): string | null {
  const {format} = options;
  const {unit} = row;
  if (row.effect !== null) {
    const isShare = RELATIVE.includes(unit ?? "");
    const write = (value: number | null) => (isShare ? signed(value, options) : points(value, unit, options));
    const text = `${write(row.effect)} (${write(row.low)} – ${write(row.high)})`;
    const others = row.design === "randomised comparison" ? "control" : "untargeted";
    return termWith(options, isShare ? `{0} against the ${others}` : `{0} points against the ${others}`, text);
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

/** The customers that a measure is for. */
function forWhom(
  {segment, for_list: isForList, listed, held_out: control}: ActionRow,
  options: ActionsChartOptions
): string {
  if (segment !== null) return segmentText(segment, options);
  if (!isForList) return termOf(options, "all customers");
  if (listed === null) return termOf(options, "a list of few");
  const all = options.format.value(listed, "count");
  if (control === null) return termWith(options, "list of {0}", all);
  return termWith(options, "list of {0}, {1} of them control", all, options.format.value(control, "count"));
}

/** The texts of a panel of that width. */
export function headOf(row: ActionRow, width: number, options: ActionsChartOptions): Head {
  const size = fontSize(options);
  const name = wrapped(row.action, width, size + 1).slice(0, 3);
  const about = [row.metric === null ? null : lineName(row.metric, options), forWhom(row, options), row.owner].filter(
    (text) => text !== null
  );
  const detail = wrapped(about.join(" · "), width, size - 1);
  const said = effectText(row, options);
  const effect = said === null ? [] : wrapped(said, width, size);
  const height = name.length * (size + 5) + detail.length * (size + 3) + 2 * DISC + 8 + effect.length * (size + 4) + 6;
  return {name, detail, effect, height};
}

/** A part of the drawing. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** A measure's name, whom it is for, its status and what came of it. */
export function headNodes(
  {row, texts}: {row: ActionRow; texts: Head},
  {x, y, width}: Place,
  options: ActionsChartOptions
): Element[] {
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
