import type {Format, Unit} from "../../charts/format.ts";
import type {Words} from "../words/words.ts";
import {element} from "./element.ts";
import type {Child} from "./element.ts";

/** How a change is meant: a share of the previous value (0.042 → +4.2%), a difference of two rates in points (0.021 → +2.1), or a difference in the figure's own unit. */
export type ChangeUnit = "percent" | "points" | "value";

/** One headline figure. Null is "not known", never zero. */
export interface Kpi {
  /** The name of loyalty.md, for example `crr`; it tells which direction is good. */
  readonly name: string;
  /** Plain text, in the report's language. */
  readonly label: string;
  readonly value: number | null;
  readonly unit: Unit;
  readonly previous: number | null;
  /** Plain text: what `previous` is, for example "September 2026"; null says nothing. */
  readonly previousLabel: string | null;
  readonly change: number | null;
  readonly changeUnit: ChangeUnit;
  /** Whether the change is smaller than what chance gives: then it has no arrow and no verdict. Null where that was not tested: then it has an arrow, but is called neither better nor worse. */
  readonly isNoise: boolean | null;
  readonly target: number | null;
  /** A small line of the figure's history. */
  readonly spark: Element | null;
  /** Plain text beside the label: what it is of, "October 2026". */
  readonly note: string | null;
  /** Bounds of the interval. */
  readonly low: number | null;
  readonly high: number | null;
  /** Customers or answers behind the value; null for plain counts and sums. */
  readonly n: number | null;
}

/** What {@link kpiView} needs besides the figures. */
export interface ViewOptions {
  readonly document: Document;
  readonly format: Format;
  readonly words: Words;
}

const LOWER_IS_BETTER = new Set(["churn", "payback"]);
/** Below this many customers or answers a figure has a "low base" mark, and no arrow. */
const LOW_BASE = 30;
/** From this many characters on, a figure in full is too long for its place. */
const LONG = 10;

/** A row of headline figures as a `<dl class="k-kpis">`: value, change in words, arrow and colour, target, interval, note and spark line of each. */
export function kpiView(kpis: readonly Kpi[], options: ViewOptions): Element {
  const {document} = options;
  return element(
    document,
    "dl",
    {class: "k-kpis"},
    kpis.map((kpi) => kpiItem(kpi, options))
  );
}

function kpiItem(kpi: Kpi, options: ViewOptions): Element {
  const {document, words} = options;
  const part = (name: string, children: readonly Child[]): Element =>
    element(document, "dd", {class: `k-kpi-${name}`}, children);
  const base = baseLine(kpi, options);
  const low = isLowBase(kpi) ? element(document, "span", {class: "k-mark-low"}, [words.kpi.lowBase]) : null;
  return element(document, "div", {class: "k-kpi", "data-kpi": kpi.name}, [
    element(document, "dt", {}, [
      kpi.label,
      ...(kpi.note === null ? [] : [" ", element(document, "span", {class: "k-kpi-when"}, [kpi.note])])
    ]),
    part("value", [figure(kpi.value, kpi.unit, options.format), ...(low ? [" ", low] : [])]),
    changeLine(kpi, options),
    targetLine(kpi, options),
    base ? part("note", [base]) : null,
    kpi.spark && part("spark", [kpi.spark])
  ]);
}

/** The value in full, or short where that would be too long. */
function figure(value: number | null, unit: Unit, format: Format): string {
  const full = format.value(value, unit);
  return full.length < LONG ? full : format.short(value, unit);
}

/** "▲ +2.1 pt better than 82.0%"; without a change, or on a low base, only the previous value; null where nothing is known. */
function changeLine(kpi: Kpi, {document, format, words}: ViewOptions): Element | null {
  if (kpi.value === null || kpi.previous === null) return null;
  const previous = figure(kpi.previous, kpi.unit, format);
  const when = kpi.previousLabel;
  const plain = (text: string): Element => element(document, "dd", {class: "k-kpi-change"}, [text]);
  if (kpi.change === null || isLowBase(kpi)) return plain(words.kpi.previously(previous, when));
  if (kpi.change === 0) return plain(words.kpi.unchanged(previous, when));
  if (kpi.isNoise) return plain(words.kpi.withinNoise(changeAmount(kpi, format, words), previous, when));
  const amount = element(document, "b", {}, [`${kpi.change > 0 ? "▲" : "▼"} ${changeAmount(kpi, format, words)}`]);
  if (kpi.isNoise === null)
    return element(document, "dd", {class: "k-kpi-change"}, [amount, words.kpi.against(previous, when)]);
  const good = isBetter(kpi.name, kpi.change);
  const verdict = good ? words.kpi.better(previous, when) : words.kpi.worse(previous, when);
  return element(document, "dd", {class: `k-kpi-change ${good ? "k-good" : "k-bad"}`}, [amount, ` ${verdict}`]);
}

/** The change with its sign, in its own unit: "+4.2%", "−2.1 pts". */
export function changeAmount(
  {change, changeUnit, unit}: Pick<Kpi, "change" | "changeUnit" | "unit">,
  format: Format,
  words: Words
): string {
  const size = Math.abs(change ?? 0);
  const text =
    changeUnit === "percent"
      ? format.value(size, "ratio")
      : changeUnit === "points"
        ? words.kpi.points(size * 100)
        : unit === "nps" // a difference of scores, which has its own sign here
          ? words.kpi.points(size)
          : format.value(Number(size.toPrecision(2)), unit);
  return `${(change ?? 0) > 0 ? "+" : "−"}${text}`;
}

function targetLine(kpi: Kpi, {document, format, words}: ViewOptions): Element | null {
  if (kpi.target === null) return null;
  const target = figure(kpi.target, kpi.unit, format);
  if (kpi.value === null) return element(document, "dd", {class: "k-kpi-target"}, [words.kpi.target(target)]);
  const reached = LOWER_IS_BETTER.has(kpi.name) ? kpi.value <= kpi.target : kpi.value >= kpi.target;
  return element(document, "dd", {class: `k-kpi-target ${reached ? "k-reached" : "k-missed"}`}, [
    reached ? words.kpi.reached(target) : words.kpi.missed(target)
  ]);
}

function baseLine({low, high, n, unit}: Kpi, {format, words}: ViewOptions): string | null {
  const parts = [
    low !== null && high !== null ? words.interval(figure(low, unit, format), figure(high, unit, format)) : null,
    n === null ? null : words.n(format.value(n, "count"))
  ];
  return parts.filter((part) => part !== null).join(words.comma) || null;
}

function isLowBase({n}: Kpi): boolean {
  return n !== null && n < LOW_BASE;
}

/** Whether a change of this figure is for the better. */
export function isBetter(name: string, change: number): boolean {
  return change > 0 !== LOWER_IS_BETTER.has(name);
}
