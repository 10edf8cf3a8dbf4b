import {columnLabel} from "../words/words.ts";
import {element} from "../views/element.ts";
import type {Child} from "../views/element.ts";
import {isBetter} from "../views/kpi.ts";
import type {Comparison, HeadlineChange, TableChange} from "./comparison.ts";
import type {Changed, Key, Moved} from "./figures.ts";
import {isWithinNoise, labelOf} from "./headline-kpis.ts";
import type {Split} from "./record.ts";
import {signed} from "./style.ts";
import type {SnapshotStyle} from "./style.ts";

/** A report whose figures were compared. `page` is its address in the later snapshot, from the page that shows it. */
export interface ComparedReport {
  readonly title: string;
  readonly page: string;
  readonly moved: readonly Moved[];
  readonly compared: number;
  readonly changed: readonly Changed[];
}

/** Most lines of moved figures that are shown at once. */
const SHOWN = 40;
const PARTS = ["period", "restated", "definition", "mixed"] as const;

/** Two snapshots side by side but for their figures: headlines, data, definitions. `figures` stands between them. */
export function comparisonView(comparison: Comparison, figures: Element, style: SnapshotStyle): readonly Element[] {
  const {document, text} = style;
  return [
    section("k-headlines", text.comparison.headlines, [headlineTable(comparison.headlines, style)], style),
    section("k-figures", text.comparison.figures, [figures], style),
    section("k-tables", text.comparison.data, [dataTable(comparison.tables, style)], style),
    section(
      "k-definitions",
      text.comparison.definitions,
      comparison.settings.length + comparison.cells.length === 0 && !comparison.isOtherProgram
        ? [element(document, "p", {}, [text.comparison.definitionsNone])]
        : definitions(comparison, style),
      style
    )
  ];
}

function section(id: string, title: string, children: readonly Child[], {document}: SnapshotStyle): Element {
  return element(document, "section", {"aria-labelledby": id, class: "k-section"}, [
    element(document, "h2", {id}, [title]),
    ...children
  ]);
}

interface Head {
  readonly label: string;
  readonly isNumber?: boolean;
}

function table(
  heads: readonly Head[],
  rows: readonly Element[],
  {label, style}: {label: string; style: SnapshotStyle}
): Element {
  const {document} = style;
  const head = ({label: name, isNumber}: Head) =>
    element(document, "th", {scope: "col", class: isNumber ? "k-num" : null}, [name]);
  return element(document, "div", {class: "k-table"}, [
    element(document, "div", {class: "k-scroll", tabindex: "0", role: "region", "aria-label": label}, [
      element(document, "table", {}, [
        element(document, "thead", {}, [element(document, "tr", {}, heads.map(head))]),
        element(document, "tbody", {}, rows)
      ])
    ])
  ]);
}

function headlineTable(headlines: readonly HeadlineChange[], style: SnapshotStyle): Element {
  const {document, text} = style;
  const {comparison: t} = text;
  const parts = PARTS.filter((part) => part === "period" || headlines.some(({split}) => split && split[part] !== 0));
  const shown = headlines.filter(({after, before}) => after.value !== null || before?.value != null);
  const heads = [
    {label: t.figure},
    {label: t.before, isNumber: true},
    {label: t.after, isNumber: true},
    {label: t.change, isNumber: true},
    {label: t.madeOf},
    ...parts.map((part) => ({label: t.parts[part], isNumber: true}))
  ];
  const notes = parts.includes("mixed") ? [t.partsNote, t.mixedNote] : [t.partsNote];
  return element(document, "div", {}, [
    table(
      heads,
      shown.map((headline) => headlineRow(headline, parts, style)),
      {label: t.headlines, style}
    ),
    element(
      document,
      "p",
      {class: "k-legend"},
      parts.map((part) => element(document, "span", {class: `k-part-${part}`}, [t.parts[part]]))
    ),
    ...notes.map((note) => element(document, "p", {class: "k-note"}, [note]))
  ]);
}

function headlineRow(
  {before, after, split}: HeadlineChange,
  parts: readonly (keyof Split)[],
  style: SnapshotStyle
): Element {
  const {document, format, text} = style;
  const {name, unit} = after;
  const change = before === null || before.value === null || after.value === null ? null : after.value - before.value;
  const isNoise = before !== null && change !== null && isWithinNoise(before, after);
  const verdict = !change || isNoise ? null : isBetter(name, change) ? "k-good" : "k-bad";
  const number = (children: readonly Child[], kind: string | null = null) =>
    element(document, "td", {class: kind === null ? "k-num" : `k-num ${kind}`}, children);
  return element(document, "tr", {}, [
    element(document, "th", {scope: "row"}, [labelOf(name, style)]),
    number([format.value(before?.value ?? null, unit)]),
    number([format.value(after.value, unit)]),
    number(
      [
        change === null
          ? "–"
          : element(document, "b", {}, [change === 0 ? text.unchanged : signed(change, unit, style)]),
        isNoise && change !== 0 ? element(document, "small", {}, [text.noise]) : null
      ],
      verdict
    ),
    element(document, "td", {}, [
      split
        ? splitBar(split, style)
        : change === null
          ? null
          : element(document, "small", {}, [text.comparison.unknownSplit])
    ]),
    ...parts.map((part) => number([split ? (split[part] === 0 ? "0" : signed(split[part], unit, style)) : "–"]))
  ]);
}

/** The parts of a change as a bar from the middle: what raised the figure to the right, what lowered it to the left. */
function splitBar(split: Split, {document, text}: SnapshotStyle): Element {
  const sum = (sign: number) => PARTS.reduce((all, part) => all + Math.max(0, sign * split[part]), 0);
  const widest = Math.max(sum(1), sum(-1));
  const side = (sign: number) =>
    element(
      document,
      "span",
      {},
      PARTS.filter((part) => sign * split[part] > 0).map((part) =>
        element(document, "i", {
          class: `k-part-${part}`,
          style: `width:${((100 * sign * split[part]) / widest).toFixed(1)}%`
        })
      )
    );
  const label = PARTS.filter((part) => split[part] !== 0).map((part) => text.comparison.parts[part]);
  return element(document, "span", {class: "k-split", role: "img", "aria-label": label.join(", ") || text.unchanged}, [
    side(-1),
    side(1)
  ]);
}

/** What of the reports' figures moved: one table over all of them, and where rows differ without one being able to say whether by chance. */
export function figuresView(reports: readonly ComparedReport[], style: SnapshotStyle): Element {
  const {document, format, text} = style;
  const {comparison: t} = text;
  if (reports.length === 0) return element(document, "p", {}, [t.noFigures]);
  const count = (n: number) => format.value(n, "count");
  const compared = reports.reduce((sum, one) => sum + one.compared, 0);
  const moved = reports.flatMap((report) => report.moved.map((one) => ({report, one})));
  const far = ({one}: (typeof moved)[number]) => Math.abs(one.after - one.before) / (one.noise || 1e-12);
  const sorted = moved.toSorted((a, b) => far(b) - far(a));
  const changed = reports.flatMap((report) => report.changed.map((one) => ({report, one})));
  const heads = [
    {label: t.figure},
    {label: t.row},
    {label: t.before, isNumber: true},
    {label: t.after, isNumber: true},
    {label: t.change, isNumber: true},
    {label: t.noise, isNumber: true}
  ];
  const rest = sorted.length - SHOWN;
  return element(document, "div", {}, [
    element(document, "p", {}, [
      moved.length === 0 ? t.movedNone(count(compared)) : t.moved(count(moved.length), count(compared))
    ]),
    ...(moved.length === 0
      ? []
      : [
          table(
            heads,
            sorted.slice(0, SHOWN).map(({report, one}) => movedRow(report, one, style)),
            {label: t.figures, style}
          ),
          rest > 0 ? element(document, "p", {class: "k-more"}, [t.more(count(rest))]) : null
        ]),
    ...(changed.length === 0
      ? []
      : [
          element(document, "h3", {}, [t.exact]),
          element(
            document,
            "ul",
            {class: "k-plain"},
            changed.map(({report, one}) =>
              element(document, "li", {}, [
                figureLink(report, one, style),
                ` ${t.exactRow(count(one.changed), count(one.rows))}`
              ])
            )
          )
        ])
  ]);
}

function figureLink(
  {title, page}: ComparedReport,
  {cell, figure}: Pick<Changed, "cell" | "figure">,
  {document}: SnapshotStyle
): Element {
  return element(document, "span", {}, [
    element(document, "a", {href: `${page}#${encodeURIComponent(figure)}`}, [cell]),
    " ",
    element(document, "small", {}, [title])
  ]);
}

function movedRow(
  report: ComparedReport,
  {cell, kind, row, column, unit, before, after, noise}: Moved,
  style: SnapshotStyle
): Element {
  const {document, format, text, words} = style;
  const number = (content: string) => element(document, "td", {class: "k-num"}, [content]);
  const names = row.map((key) => rowName(key, kind, style)).filter((name) => name !== "");
  return element(document, "tr", {}, [
    element(document, "th", {scope: "row"}, [figureLink(report, {cell, figure: cell}, style)]),
    element(document, "td", {}, [
      names.join(words.comma) || text.comparison.everybody,
      element(document, "small", {}, [columnLabel(words, kind, column)])
    ]),
    number(format.value(before, unit)),
    number(format.value(after, unit)),
    number(signed(after - before, unit, style)),
    number(`±${signed(noise, unit, style).slice(1)}`)
  ]);
}

/** "Gold", "May 2025", "age 3"; nothing for the row of everybody. */
function rowName({column, value, unit}: Key, kind: string, {format, words}: SnapshotStyle): string {
  if (value === null) return "";
  if (typeof value === "number") return `${columnLabel(words, kind, column)} ${format.value(value, "count")}`;
  const labels: Readonly<Record<string, string>> = words.kpis;
  const text = String(value);
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
    ? format.value(text, unit === "month" ? "month" : "date")
    : (labels[text] ?? text);
}

function dataTable(tables: readonly TableChange[], style: SnapshotStyle): Element {
  const {document, format, text} = style;
  const {comparison: t} = text;
  const count = (n: number | undefined) => format.value(n ?? null, "count");
  const number = (children: readonly Child[]) => element(document, "td", {class: "k-num"}, children);
  const past = ({restated, isRestated}: TableChange) =>
    isRestated === null
      ? t.none
      : !isRestated
        ? t.pastSame
        : restated === 0
          ? t.pastOther
          : signed(restated ?? 0, "count", style);
  const rows = tables.map((one) =>
    element(document, "tr", {}, [
      element(document, "th", {scope: "row"}, [one.table]),
      number([count(one.before?.rows)]),
      number([count(one.after?.rows)]),
      number([one.before && one.after ? signed(one.after.rows - one.before.rows, "count", style) : t.none]),
      number([past(one)]),
      number([`${count(one.before?.rejected)} → ${count(one.after?.rejected)}`])
    ])
  );
  const heads = [
    {label: t.table},
    {label: t.before, isNumber: true},
    {label: t.after, isNumber: true},
    {label: t.change, isNumber: true},
    {label: t.past, isNumber: true},
    {label: t.rejected, isNumber: true}
  ];
  return table(heads, rows, {label: t.data, style});
}

function definitions({settings, cells, isOtherProgram}: Comparison, style: SnapshotStyle): readonly Child[] {
  const {document, text} = style;
  const {comparison: t} = text;
  const rows = settings.map(({path, before, after}) =>
    element(document, "tr", {}, [
      element(document, "th", {scope: "row"}, [element(document, "code", {}, [path])]),
      element(document, "td", {}, [before ?? t.none]),
      element(document, "td", {}, [after ?? t.none])
    ])
  );
  return [
    rows.length === 0
      ? null
      : table([{label: t.setting}, {label: t.before}, {label: t.after}], rows, {label: t.definitions, style}),
    cells.length === 0 ? null : element(document, "h3", {}, [t.cells]),
    cells.length === 0
      ? null
      : element(
          document,
          "ul",
          {class: "k-plain"},
          cells.map((cell) => element(document, "li", {}, [element(document, "code", {}, [cell])]))
        ),
    isOtherProgram ? element(document, "p", {class: "k-note"}, [t.program]) : null
  ];
}
