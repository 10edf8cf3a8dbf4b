import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {roundTicks} from "./round-ticks.ts";
import {termOf} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, LINE, MUTED, TARGET, emptyChart, fontSize, isNarrow} from "./theme.ts";

interface PaybackRow {
  readonly channel: string | null;
  readonly cohort: Date | null;
  readonly cac: number | null;
  readonly ltv: number | null;
  readonly ratio: number | null;
  readonly months: number | null;
}

const COLUMNS = ["channel", "cohort", "cac", "ltv", "ratio", "months"] as const;
const BAR = 20;

/**
 * Bars of `payback`: what a customer of each channel has brought so far, a mark at what acquiring one has cost, and the ratio with the months to payback as text; all channels first, then by ratio. Channels without known cost come last.
 *
 * @throws {InputError} if a column is missing.
 */
export function paybackChart(values: ColumnTable, options: ChartOptions): Element {
  const rows = requireRows<PaybackRow>(values, COLUMNS).filter(({cohort, ltv}) => cohort === null && ltv !== null);
  if (rows.length === 0) return emptyChart(options);
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const ordered = rows.toSorted(
    (a, b) => Number(b.channel === null) - Number(a.channel === null) || (b.ratio ?? -Infinity) - (a.ratio ?? -Infinity)
  );
  const nameOf = ({channel}: PaybackRow) => channel ?? termOf(options, "all channels");
  const verdict = ({ratio, months}: PaybackRow) =>
    ratio === null
      ? "–"
      : `×${format.value(ratio, "score")} · ${months === null ? termOf(options, "not reached") : format.value(months, "months")}`;
  const left = narrow ? 0 : Math.min(0.3 * width, widest(ordered.map(nameOf), size) + 10);
  const right = widest(ordered.map(verdict), size) + 12;
  const ends = ordered.flatMap(({ltv, cac}) => [ltv!, cac ?? 0]);
  const ticks = roundTicks(Math.min(0, ...ends), Math.max(0, ...ends), {count: narrow ? 3 : 5});
  const [from, to] = [ticks[0]!, ticks.at(-1)!];
  const x = (value: number) => left + ((value - from) / (to - from)) * (width - left - right);
  const key = 2 * size + 6;
  const rowHeight = narrow ? BAR + size + 18 : BAR + 12;
  const bottom = key + ordered.length * rowHeight;
  const tickTexts = format.ticks(ticks, "money");
  const every = widest(tickTexts, size - 1) + 8 > x(ticks[1] ?? to) - x(from) ? 2 : 1;
  const second = 18 + textWidth(termOf(options, "ltv"), size) + 18;
  return drawing(options, bottom + size + 12, [
    element(document, "rect", {x: 0, y: size / 2 - 4, width: 12, height: 12, fill: ACCENT}),
    label(document, termOf(options, "ltv"), {x: 18, y: size / 2 + 2, size}),
    element(document, "path", {d: `M${second + 4} ${size / 2 - 5}v14`, stroke: TARGET, "stroke-width": 3}),
    label(document, termOf(options, "cac"), {x: second + 12, y: size / 2 + 2, size}),
    ...ticks.map((tick) =>
      element(document, "path", {d: `M${x(tick)} ${key}V${bottom}`, stroke: tick === 0 ? MUTED : LINE})
    ),
    ...ticks.map((tick, i) =>
      i % every === 0
        ? label(document, tickTexts[i]!, {
            x: x(tick),
            y: bottom + size,
            size: size - 1,
            anchor: i === 0 && left === 0 ? "start" : "middle",
            fill: MUTED
          })
        : null
    ),
    ...ordered.flatMap((row, i) => {
      const top = key + i * rowHeight + (narrow ? size + 12 : 6);
      const name = narrow ? {x: 0, y: top - size / 2 - 4, room: width} : {x: 0, y: top + BAR / 2, room: left - 8};
      const [a, b] = [Math.min(x(0), x(row.ltv!)), Math.max(x(0), x(row.ltv!))];
      const tooltip = `${nameOf(row)}: ${termOf(options, "ltv")} ${format.value(row.ltv, "money")}, ${termOf(options, "cac")} ${format.value(row.cac, "money")}`;
      return [
        label(document, nameOf(row), {...name, size, bold: row.channel === null}),
        element(
          document,
          "rect",
          {class: "k-bar", x: a, y: top, width: b - a, height: BAR, fill: ACCENT},
          element(document, "title", {}, tooltip)
        ),
        row.cac === null
          ? null
          : element(document, "path", {
              class: "k-cac",
              d: `M${x(row.cac)} ${top - 3}v${BAR + 6}`,
              stroke: TARGET,
              "stroke-width": 3
            }),
        label(document, verdict(row), {x: Math.max(b, x(row.cac ?? 0)) + 8, y: top + BAR / 2, size})
      ];
    })
  ]);
}
