import {label} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import type {Legend} from "./legend.ts";
import {legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {termOf, termWith} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {ACCENT, LINE, MUTED, fontSize, isNarrow} from "./theme.ts";
import {heading, themeName} from "./voice-drawn.ts";
import type {DrawnShare, DrawnTheme, Sides} from "./voice-drawn.ts";

/** What {@link voiceThemes} draws. */
export interface ThemesSpec {
  readonly themes: readonly DrawnTheme[];
  readonly trend: readonly DrawnShare[];
  readonly sides: Sides;
}

const SPARK = {width: 84, height: 20};
const BAR = {wide: 16, narrow: 14};
/** Opacity of a theme whose sides do not differ beyond the noise. */
const FAINT = 0.4;

/**
 * A row per theme: its name, how many speak of it and their mean score; bars of how many of each side do, about one zero; a small line of its share by period. Themes whose sides differ beyond the noise come first, the one that leans most to the left first; the others are pale.
 */
export function voiceThemes({sides, themes, trend}: ThemesSpec, options: ChartOptions): Legend {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const rows = themes.toSorted(
    (a, b) =>
      Number(b.differs) - Number(a.differs) ||
      (a.differs ? a.difference! - b.difference! : Number(a.source === "cluster") - Number(b.source === "cluster") || (b.customers ?? 0) - (a.customers ?? 0)) // prettier-ignore
  );
  const names = rows.map((row) => themeName(row, options));
  const details = rows.map(({customers, mean}) =>
    [
      ...(customers === null ? [] : [termWith(options, "n = {0}", format.value(customers, "count"))]),
      ...(mean === null ? [] : [termWith(options, "mean {0}", format.value(mean, "score"))])
    ].join(", ")
  );
  const left = narrow ? 0 : Math.min(0.32 * width, widest([...names, ...details], size)) + 14;
  const right = width - (narrow ? 0 : SPARK.width + 16);
  const shares = rows.flatMap(({share_against: against, share_for: own}) => [own ?? 0, against ?? 0]);
  const textRoom = Math.max(...shares.map((share) => textWidth(format.short(share, "ratio"), size))) + 6;
  const most = shares.reduce((a, b) => Math.max(a, b), 0.001);
  const middle = (left + right) / 2;
  const scale = ((right - left) / 2 - textRoom) / most;
  const items = [
    {name: sides.other.name, colour: sides.other.colour, dash: null},
    {name: sides.own.name, colour: sides.own.colour, dash: null}
  ];
  const names2 = legend(items, {document, isLine: false, width, size});
  const top = size + 10 + names2.height + (narrow ? 0 : 4);
  const [bar, rowHeight] = narrow ? [BAR.narrow, size + BAR.narrow + 18] : [BAR.wide, 2 * size + 14];
  const bottom = top + rows.length * rowHeight;
  const node = element(
    document,
    "g",
    {class: "k-themes"},
    heading(termOf(options, "themes"), 0, options),
    element(document, "g", {transform: `translate(0 ${size + 10})`}, names2.node),
    label(document, termOf(options, "share by period"), {
      x: width,
      y: narrow ? size / 2 : top - size + 2,
      size: size - 1,
      anchor: "end",
      fill: MUTED
    }),
    ...rows.map((row, i) => {
      const y = top + i * rowHeight;
      const at = narrow ? y + size + 6 + bar / 2 : y + rowHeight / 2;
      const side = (share: number | null, sign: -1 | 1) => {
        if (share === null) return [];
        const long = share * scale;
        const {colour} = sign < 0 ? sides.other : sides.own;
        return [
          element(document, "rect", {
            x: sign < 0 ? middle - long : middle,
            y: at - bar / 2,
            width: long,
            height: bar,
            fill: colour,
            "fill-opacity": row.differs ? null : FAINT
          }),
          label(document, format.short(share, "ratio"), {
            x: middle + sign * (long + 4),
            y: at,
            size,
            anchor: sign < 0 ? "end" : "start",
            bold: row.differs
          })
        ];
      };
      const line = size * 0.62 + 1;
      const spark = {x: width - SPARK.width, y: narrow ? y - 3 : at - SPARK.height / 2};
      const room = narrow ? width - SPARK.width - textWidth(details[i]!, size - 1) - 20 : left - 10;
      const texts = narrow
        ? [
            label(document, names[i]!, {x: 0, y: y + size / 2, size, bold: row.source === "catalog", room}),
            label(document, details[i]!, {
              x: width - SPARK.width - 10,
              y: y + size / 2,
              size: size - 1,
              anchor: "end",
              fill: MUTED
            })
          ]
        : [
            label(document, names[i]!, {x: 0, y: at - line, size, bold: row.source === "catalog", room}),
            label(document, details[i]!, {x: 0, y: at + line, size: size - 1, fill: MUTED, room})
          ];
      const said = `${names[i]!}: ${sides.other.name} ${format.value(row.share_against, "ratio")}, ${sides.own.name} ${format.value(row.share_for, "ratio")}; ${details[i]!}`; // prettier-ignore
      const own = trend.filter(({theme}) => theme === row.theme).map(({share}) => share);
      return element(
        document,
        "g",
        {class: "k-row"},
        element(document, "title", {}, said),
        ...texts,
        ...(row.share_for === null
          ? [label(document, termOf(options, "too few to compare"), {x: middle + 8, y: at, size, fill: MUTED})] // prettier-ignore
          : [...side(row.share_against, -1), ...side(row.share_for, 1)]),
        ...sparkMarks(own, spark, document)
      );
    }),
    element(document, "path", {
      d: narrow
        ? rows.map((_, i) => `M${rounded(middle)} ${rounded(top + i * rowHeight + size + 4)}v${bar + 4}`).join("")
        : `M${rounded(middle)} ${rounded(top)}V${rounded(bottom)}`,
      stroke: MUTED,
      fill: "none"
    })
  );
  return {node, height: bottom};
}

/** The shares as a line over a hairline at zero, the last known one marked; a gap where one is not known. */
function sparkMarks(
  values: readonly (number | null)[],
  {x, y}: {x: number; y: number},
  document: Document
): readonly SVGElement[] {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return [];
  const most = Math.max(...known, 0.001);
  const px = (i: number) => x + 3 + (i / (values.length - 1)) * (SPARK.width - 6);
  const py = (value: number) => y + SPARK.height - 2 - (value / most) * (SPARK.height - 5);
  const last = values.findLastIndex((value) => value !== null);
  const d = values
    .map((value, i) =>
      value === null ? "" : `${(values[i - 1] ?? null) === null ? "M" : "L"}${rounded(px(i))} ${rounded(py(value))}`
    ) // prettier-ignore
    .join("");
  return [
    element(document, "path", {d: `M${rounded(x)} ${rounded(y + SPARK.height - 1)}h${SPARK.width}`, stroke: LINE, fill: "none"}), // prettier-ignore
    element(document, "path", {d, stroke: ACCENT, "stroke-width": 1.5, fill: "none", "stroke-linejoin": "round"}),
    element(document, "circle", {cx: px(last), cy: py(values[last]!), r: 2.5, fill: ACCENT})
  ];
}
