import {label} from "./drawing.ts";
import {element} from "./element.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {createRamp} from "./ramp.ts";
import {termOf, termWith} from "./terms.ts";
import {truncate, widest} from "./text-width.ts";
import {MUTED, fontSize, isNarrow, rampColour, rampInk} from "./theme.ts";
import {upliftRows} from "./uplift-rows.ts";
import {heading, sizeText, themeName} from "./voice-drawn.ts";
import type {DrawnTerm, DrawnTheme} from "./voice-drawn.ts";

/** What {@link voiceGroups} draws. */
export interface GroupsSpec {
  readonly terms: readonly DrawnTerm[];
  readonly themes: readonly DrawnTheme[];
}

/** Most groups that have a column; the table has all. */
const MOST = 8;

/**
 * The share of each group that speaks of each theme, darker the more, with an arrow where it differs from the other groups beyond the noise; below, per group the terms that it uses more than the others, as log-odds with their interval.
 */
export function voiceGroups(
  {terms, themes}: GroupsSpec,
  options: ChartOptions & {readonly show: number}
): readonly Legend[] {
  const apart = terms.filter(({differs, group, log_odds: odds}) => group !== null && differs && odds! > 0);
  const groups = [...new Set(apart.map(({group}) => group!))].slice(0, MOST);
  return [
    ...(themes.length > 0 ? [grid(themes, options)] : []),
    ...groups.map((group) => termsOf(group, apart, options)),
    ...(groups.length === 0 ? [nothing(options)] : [])
  ];
}

function nothing(options: ChartOptions): Legend {
  const size = fontSize(options);
  const text = termOf(options, "no group's terms beyond the noise");
  return {node: label(options.document, text, {x: 0, y: size, size, fill: MUTED, room: options.width}), height: 2 * size}; // prettier-ignore
}

function grid(themes: readonly DrawnTheme[], options: ChartOptions): Legend {
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const groups = [...new Set(themes.flatMap(({group}) => group ?? []))].slice(0, MOST);
  const rows = themes.filter(({group}) => group === null);
  const names = rows.map((row) => themeName(row, options));
  const left = Math.min((narrow ? 0.3 : 0.3) * width, widest(names, size)) + 8;
  const step = (width - left) / Math.max(1, groups.length + 1);
  const drawn = themes.flatMap((row) => (row.share === null ? [] : [{...row, share: row.share}]));
  const ramp = createRamp(drawn.map(({share}) => share));
  // Names of groups that would meet stand slanted: a column is narrower than most of them.
  const isSlanted = widest([...groups, options.words.all], size) > step - 6;
  const slant = isSlanted ? Math.min(90, widest([...groups, options.words.all], size) * 0.72 + 8) : size + 6;
  const top = size + 12 + slant;
  const rowHeight = size + 16;
  const columns: readonly (string | null)[] = [null, ...groups];
  const cells = rows.flatMap((row, i) =>
    columns.flatMap((group, k) => {
      const cell = drawn.find((one) => one.group === group && one.theme === row.theme);
      const [x, y] = [left + k * step, top + i * rowHeight];
      if (!cell) return [label(document, "–", {x: x + step / 2, y: y + rowHeight / 2, size, anchor: "middle", fill: MUTED})]; // prettier-ignore
      const fill = ramp!.step(cell.share);
      const arrow = !cell.differs ? "" : cell.difference! > 0 ? "▲" : "▼";
      const name = group ?? options.words.all;
      const said = `${name}, ${names[i]!}: ${format.value(cell.share, "ratio")} (${termWith(options, "n = {0}", format.value(cell.customers, "count"))})`; // prettier-ignore
      return [
        element(
          document,
          "g",
          {class: "k-row"},
          element(document, "title", {}, said),
          element(document, "rect", {x: x + 1, y: y + 1, width: step - 2, height: rowHeight - 2, rx: 2, fill: rampColour(fill)}), // prettier-ignore
          label(document, `${format.short(cell.share, "ratio")}${arrow}`, {
            x: x + step / 2,
            y: y + rowHeight / 2,
            size: narrow ? size - 1 : size,
            anchor: "middle",
            fill: rampInk(fill),
            bold: cell.differs
          })
        )
      ];
    })
  );
  const heads = columns.map((group, k) => {
    const text = truncate(group ?? options.words.all, isSlanted ? 115 : step, size);
    const [x, y] = [left + (k + 0.5) * step, top - 8];
    const attributes = {
      "font-size": size,
      "font-weight": group === null ? "600" : null,
      ...(isSlanted ? {transform: `translate(${Math.round(x - 4)} ${y}) rotate(-45)`} : {x, y, "text-anchor": "middle"})
    };
    return element(document, "text", attributes, text);
  });
  const node = element(
    document,
    "g",
    {class: "k-themes"},
    heading(termOf(options, "themes by group"), 0, options),
    ...heads,
    ...rows.map((row, i) =>
      label(document, names[i]!, {
        x: 0,
        y: top + (i + 0.5) * rowHeight,
        size,
        bold: row.source === "catalog",
        room: left - 8
      })
    ),
    ...cells
  );
  return {node, height: top + rows.length * rowHeight};
}

function termsOf(group: string, apart: readonly DrawnTerm[], options: ChartOptions & {readonly show: number}): Legend {
  const rows = apart.filter((row) => row.group === group).slice(0, options.show);
  return upliftRows(
    {
      rows: rows.map((row) => ({
        name: row.term,
        detail: sizeText(row, options),
        value: row.log_odds,
        low: row.low,
        high: row.high,
        isMain: true
      })),
      heading: termWith(options, "said more in {0} (log-odds)", group),
      claim: null,
      unit: "nps"
    },
    options
  );
}
