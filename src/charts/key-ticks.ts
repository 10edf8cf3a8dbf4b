import type {Format} from "./format.ts";
import type {Key, KeyAxis} from "./key-axis.ts";
import {datePart} from "./date-text.ts";
import {roundTicks} from "./round-ticks.ts";
import {textWidth, truncate, widest} from "./text-width.ts";

/** A label of the axis of keys, of one or two lines. */
export interface Tick {
  readonly key: Key;
  readonly text: string;
}

/** How keys become pixels, and how labels are written. */
export interface TickOptions {
  /** Centre of a key in pixels from the start of the axis. */
  readonly at: (key: Key) => number;
  /** Length of the axis in pixels. */
  readonly length: number;
  /** Has every key a band of its own? Then labels are at keys only. */
  readonly isBand: boolean;
  readonly size: number;
  readonly format: Format;
}

const GAP = 10;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240];

/** As many labels as stand side by side without touching. Names are all labelled where they fit on one or two lines; else every second, third, …. */
export function keyTicks(axis: KeyAxis, options: TickOptions): Tick[] {
  if (axis.kind === "date") return dateTicks(axis, options);
  if (axis.kind === "category") return categoryTicks(axis, options);
  return options.isBand
    ? everyNth(
        axis.keys.map((key) => ({key, text: numberText(axis, key, options)})),
        options
      )
    : numberTicks(axis, options);
}

/** Do all names fit below their bands, on one or two lines? */
export function doLabelsFit(keys: readonly Key[], band: number, size: number): boolean {
  return keys.every((key) => wrap(String(key), band - 6, size) !== null);
}

function categoryTicks({keys}: KeyAxis, options: TickOptions): Tick[] {
  const band = options.length / keys.length;
  if (doLabelsFit(keys, band, options.size))
    return keys.map((key) => ({key, text: wrap(String(key), band - 6, options.size)!}));
  return everyNth(
    keys.map((key) => ({key, text: truncate(String(key), 0.3 * options.length, options.size)})),
    options
  );
}

/** The text on one or two lines no longer than `width`; null where it takes more. */
function wrap(text: string, width: number, size: number): string | null {
  if (textWidth(text, size) <= width) return text;
  for (let space = text.lastIndexOf(" "); space > 0; space = text.lastIndexOf(" ", space - 1)) {
    const lines = [text.slice(0, space), text.slice(space + 1)];
    if (lines.every((line) => textWidth(line, size) <= width)) return lines.join("\n");
  }
  return null;
}

function everyNth(ticks: readonly Tick[], {at, size}: TickOptions): Tick[] {
  for (const n of [1, 2, 5, 10, 20, 50, 100, 200, 500]) {
    const shown = ticks.filter((_, i) => i % n === 0);
    if (areApart(shown, at, size)) return shown;
  }
  return ticks.slice(0, 1);
}

function areApart(ticks: readonly Tick[], at: (key: Key) => number, size: number): boolean {
  return ticks.every(({key, text}, i) => {
    const next = ticks[i + 1];
    const half = (label: string): number => widest(label.split("\n").slice(0, 1), size) / 2;
    return !next || at(next.key) - at(key) >= half(text) + half(next.text) + (text.includes("\n") ? GAP - 2 : GAP);
  });
}

function numberText({unit, text}: KeyAxis, key: Key, {format}: TickOptions): string {
  return unit === "text" ? text(key) : format.ticks([Number(key)], unit)[0]!;
}

function numberTicks(axis: KeyAxis, options: TickOptions): Tick[] {
  const [low, high] = [Number(axis.keys[0]), Number(axis.keys.at(-1))];
  if (low === high) return [{key: low, text: axis.text(low)}];
  if (axis.steps) return periodTicks(axis, axis.steps, options);
  const whole = axis.keys.every(Number.isInteger);
  for (let count = Math.max(1, Math.floor(options.length / 60)); count > 0; --count) {
    const keys = roundTicks(low, high, {count, whole}).filter((key) => key >= low && key <= high);
    const texts = axis.unit === "text" ? keys.map(String) : options.format.ticks(keys, axis.unit);
    const ticks = keys.map((key, i) => ({key, text: texts[i]!}));
    if (areApart(ticks, options.at, options.size)) return ticks;
  }
  return [low, high].map((key) => ({key, text: axis.text(key)}));
}

/** Multiples of the least step that leaves labels apart. */
function periodTicks({keys, text}: KeyAxis, steps: readonly number[], options: TickOptions): Tick[] {
  const candidates = steps.map((step) =>
    keys.filter((key) => Number(key) % step === 0).map((key) => ({key, text: text(key)}))
  );
  return candidates.find((ticks) => areApart(ticks, options.at, options.size)) ?? candidates.at(-1)!;
}

function dateTicks(axis: KeyAxis, options: TickOptions): Tick[] {
  if (!axis.isMonthly) {
    const days = fitting(axis.keys as number[], dayText, options);
    if (days && axis.keys.length <= 62) return days;
  }
  const least = isQuarterly(axis.keys as number[]) ? 3 : 1;
  for (const step of MONTH_STEPS.filter((months) => months % least === 0)) {
    const keys = monthStarts(axis, step, options.isBand);
    const text = step >= 12 ? yearName : least === 3 ? quarterName : monthName;
    const ticks = withYears(keys, text, {...options, hasYears: step < 12});
    if (ticks.length > 0 && areApart(ticks, options.at, options.size)) return ticks;
  }
  return [axis.keys[0]!].map((key) => ({key, text: axis.text(key)}));
}

/** Does every key begin a quarter, and do some follow each other by one? Two alone may do so by chance; halves and years do not. */
function isQuarterly(times: readonly number[]): boolean {
  return (
    times.length > 2 &&
    times.every((time) => monthOf(time) % 3 === 0 && new Date(time).getUTCDate() === 1) &&
    times.some((time, i) => i > 0 && monthOf(time) - monthOf(times[i - 1]!) === 3)
  );
}

/** Every n-th of a few days, as "Mar 3". */
function fitting(keys: readonly number[], text: DateText, options: TickOptions): Tick[] | null {
  for (const n of [1, 2, 4, 7, 14]) {
    const ticks = withYears(
      keys.filter((_, i) => i % n === 0),
      text,
      {...options, hasYears: true}
    );
    if (areApart(ticks, options.at, options.size)) return ticks;
  }
  return null;
}

/** First days of every `step`-th month of the calendar; on bands, the first key of each such stretch. */
function monthStarts({keys}: KeyAxis, step: number, isBand: boolean): number[] {
  const times = keys as number[];
  if (isBand)
    return times.filter((time, i) =>
      i === 0
        ? monthOf(time) % step === 0
        : Math.floor(monthOf(time) / step) > Math.floor(monthOf(times[i - 1]!) / step)
    );
  const first = Math.ceil((monthOf(times[0]! - 1) + 1) / step) * step; // the first month that begins on or after the first key
  const count = Math.max(0, Math.floor((monthOf(times.at(-1)!) - first) / step) + 1);
  return Array.from({length: count}, (_, i) => Date.UTC(1970, first + i * step));
}

/** Whole months since 1970-01; 1970 is a multiple of none of the longer steps, but years begin at multiples of 12. */
function monthOf(time: number): number {
  const date = new Date(time);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

type DateText = (date: Date, format: Format) => string;

function dayText(date: Date, {lang}: Format): string {
  return datePart(date, {locale: lang}, {month: "short", day: "numeric"});
}

function monthName(date: Date, {lang}: Format): string {
  return datePart(date, {locale: lang}, {month: "short"});
}

/** "Q1"; in Japanese, where a first quarter may as well begin in April, by its months: 1–3月. */
function quarterName(date: Date, {lang}: Format): string {
  const month = date.getUTCMonth();
  return lang === "ja" ? `${month + 1}–${month + 3}月` : `Q${Math.floor(month / 3) + 1}`;
}

function yearName(date: Date, {lang}: Format): string {
  return datePart(date, {locale: lang}, {year: "numeric"});
}

/** The labels, with the year below the first of each year; a first label whose year would touch the next year's has none. */
function withYears(
  keys: readonly number[],
  text: DateText,
  {at, size, format, hasYears}: TickOptions & {hasYears: boolean}
): Tick[] {
  const year = (key: number): string => yearName(new Date(key), format);
  const heads = hasYears ? keys.filter((key, i) => i === 0 || year(key) !== year(keys[i - 1]!)) : [];
  const first = heads[0];
  const second = heads[1];
  const room =
    first === undefined || second === undefined || at(second) - at(first) >= textWidth(year(first), size) + GAP;
  const headed = new Set(room ? heads : heads.slice(1));
  return keys.map((key) => ({key, text: text(new Date(key), format) + (headed.has(key) ? `\n${year(key)}` : "")}));
}
