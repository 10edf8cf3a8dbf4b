import type {ColumnTable} from "arquero";
import {dodge} from "./dodge.ts";
import {drawing, label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf} from "./terms.ts";
import {textWidth} from "./text-width.ts";
import {ACCENT, BAD, GOOD, INK, LINE, MUTED, emptyChart, fontSize, isNarrow} from "./theme.ts";
import {valueScale} from "./value-scale.ts";

interface GapRow {
  readonly group: string | null;
  readonly touchpoint: string;
  readonly gap: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly importance: number | null;
  readonly importance_low: number | null;
  readonly importance_high: number | null;
  readonly quadrant: string | null;
}

type Known = {[Key in keyof GapRow]: NonNullable<GapRow[Key]>};

const COLUMNS = ["group", "touchpoint", "gap", "low", "high", "importance", "importance_low", "importance_high", "quadrant"] as const; // prettier-ignore
const COLOURS: Readonly<Record<string, string>> = {"act first": BAD, "keep up": GOOD, watch: ACCENT, enough: ACCENT};

/**
 * Importance–performance map, everybody: each touchpoint by its gap (across, below expectation on the left) and its importance (up), both with their intervals; lines at no gap and at the mean importance part the quadrants, which are named in their corners.
 *
 * @throws {InputError} if a column is missing.
 */
export function gapChart(gaps: ColumnTable, options: ChartOptions): Element {
  const rows = requireRows<GapRow>(gaps, COLUMNS).filter(
    (row): row is GapRow & Omit<Known, "group"> => row.group === null && row.gap !== null && row.importance !== null
  );
  if (rows.length === 0) return emptyChart(options);
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const across = valueScale(
    rows.flatMap(({low, high}) => [low, high]),
    {isFromZero: true, count: narrow ? 4 : 6}
  );
  const up = valueScale(
    rows.flatMap(({importance, importance_low: low, importance_high: high}) => [low ?? importance, high ?? importance]),
    {isFromZero: false, count: 4}
  );
  const acrossTexts = format.ticks(across.ticks, "score");
  const upTexts = format.ticks(up.ticks, "score");
  const left = Math.max(...upTexts.map((text) => textWidth(text, size - 1))) + 10;
  const [top, height] = [2 * size + 16, narrow ? 280 : 330];
  const bottom = top + height;
  const x = (value: number) => left + 6 + ((value - across.domain[0]) / (across.domain[1] - across.domain[0])) * (width - left - 12); // prettier-ignore
  const y = (value: number) => bottom - ((value - up.domain[0]) / (up.domain[1] - up.domain[0])) * height;
  const mean = rows.reduce((sum, {importance}) => sum + importance, 0) / rows.length;
  const names = rows.map(({touchpoint}) => termOf(options, touchpoint));
  // A name stands right of its point, or left of it where there is no room; names that would meet move apart.
  const sides = rows.map(({gap}, i) => (x(gap) + 14 + textWidth(names[i]!, size) > width ? -1 : 1));
  const places = dodge(
    rows.map(({importance}) => y(importance) - size * 0.75),
    {gap: size + 5, low: top + size, high: bottom - size}
  );
  const corner = (term: string, isRight: boolean, isTop: boolean) =>
    label(document, termOf(options, term), {
      x: isRight ? width - 8 : left + 10,
      y: isTop ? top - size * 0.8 : bottom - size * 0.8,
      size: size - 1,
      anchor: isRight ? "end" : "start",
      fill: MUTED,
      room: (width - left) / 2
    });
  const line = (d: string, dash: string | null) => element(document, "path", {d, stroke: MUTED, fill: "none", "stroke-dasharray": dash}); // prettier-ignore
  return drawing(options, bottom + 2 * size + 22, [
    label(document, termOf(options, "importance"), {x: 0, y: size / 2 + 1, size: size - 1, fill: MUTED, room: width}),
    ...up.ticks.map((tick, i) =>
      label(document, upTexts[i]!, {x: left - 6, y: y(tick), size: size - 1, anchor: "end", fill: MUTED})
    ),
    element(document, "path", {
      d: [...up.ticks.map((tick) => `M${left} ${rounded(y(tick))}H${width}`), ...across.ticks.map((tick) => `M${rounded(x(tick))} ${top}V${bottom}`)].join(""), // prettier-ignore
      stroke: LINE,
      fill: "none"
    }),
    ...across.ticks.map((tick, i) => {
      const text = `${tick > 0 ? "+" : ""}${acrossTexts[i]!}`;
      return label(document, text, {
        x: Math.min(x(tick), width - textWidth(text, size - 1) / 2),
        y: bottom + size / 2 + 5,
        size: size - 1,
        anchor: "middle",
        fill: MUTED
      });
    }),
    line(`M${rounded(x(0))} ${top}V${bottom}`, null),
    line(`M${left} ${rounded(y(mean))}H${width}`, "4 3"),
    corner("act first", false, true),
    corner("keep up", true, true),
    corner("watch", false, false),
    corner("enough", true, false),
    label(document, termOf(options, "satisfaction less expectation"), {
      x: left,
      y: bottom + 2 * size + 10,
      size: size - 1,
      fill: MUTED,
      room: width - left
    }),
    ...rows.map((row, i) => {
      const colour = COLOURS[row.quadrant] ?? INK;
      const [cx, cy] = [x(row.gap), y(row.importance)];
      const said = `${names[i]!}: ${format.value(row.gap, "score")} (${format.value(row.low, "score")} – ${format.value(row.high, "score")}); ${termOf(options, "importance")} ${format.value(row.importance, "score")}`; // prettier-ignore
      return element(
        document,
        "g",
        {class: "k-point"},
        element(document, "title", {}, said),
        element(document, "path", {
          class: "k-interval",
          d: `M${rounded(x(row.low))} ${rounded(cy)}H${rounded(x(row.high))}${row.importance_low === null ? "" : `M${rounded(cx)} ${rounded(y(row.importance_low))}V${rounded(y(row.importance_high))}`}`, // prettier-ignore
          stroke: colour,
          "stroke-width": 1.75,
          "stroke-opacity": 0.7,
          fill: "none"
        }),
        element(document, "circle", {cx: rounded(cx), cy: rounded(cy), r: 5, fill: colour}),
        label(document, names[i]!, {
          x: cx + sides[i]! * 10,
          y: places[i]!,
          size,
          anchor: sides[i]! > 0 ? "start" : "end",
          bold: true
        })
      );
    })
  ]);
}
