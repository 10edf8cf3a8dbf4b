import {element} from "../views/element.ts";
import {changeAmount, isBetter, kpiView} from "../views/kpi.ts";
import {folderOf} from "../views/link.ts";
import {changeOf, headlineKpis, isWithinNoise, labelOf} from "./headline-kpis.ts";
import type {SnapshotRecord} from "./record.ts";
import {longDate} from "./style.ts";
import type {SnapshotStyle} from "./style.ts";

/** The list of snapshots: the latest one's figures with what changed, then all of them, newest first, with the change of each figure. @param snapshots in the order of their publication; at least one. */
export function indexView(
  snapshots: readonly SnapshotRecord[],
  latest: string,
  style: SnapshotStyle
): readonly Element[] {
  const {document, text} = style;
  const at = snapshots.findIndex(({id}) => id === latest);
  const shown = snapshots[at]!;
  const newest = snapshots.at(-1)!;
  return [
    element(document, "header", {class: "k-head"}, [
      element(document, "p", {class: "k-asof"}, [text.dataTo(longDate(shown.asOf, style))]),
      element(document, "h1", {}, [text.title]),
      element(document, "p", {class: "k-lead"}, [text.lead]),
      element(document, "p", {class: "k-actions"}, [
        element(document, "a", {class: "k-action", href: firstPage(shown)}, [text.open]),
        ...(snapshots.length > 1
          ? [element(document, "a", {class: "k-action k-second", href: "./compare/index.html"}, [text.compare])]
          : [])
      ])
    ]),
    latestSection(snapshots, at, style),
    ...(newest === shown
      ? []
      : [element(document, "p", {class: "k-note"}, [text.rolledBack(longDate(newest.asOf, style))])]),
    reportList(shown, style),
    listSection(snapshots, latest, style)
  ];
}

/** The address of a snapshot's first page, from the folder's root. */
function firstPage(record: SnapshotRecord, path = ""): string {
  const isThere = record.reports.some((report) => report.path === path);
  const page = isThere ? path : (record.reports[0]?.path ?? "");
  return `./snapshots/${record.id}/${folderOf(page)}index.html`;
}

function latestSection(snapshots: readonly SnapshotRecord[], at: number, style: SnapshotStyle): Element {
  const {document, text} = style;
  const shown = snapshots[at]!;
  const before = snapshots[at - 1];
  const history = (name: string) =>
    snapshots
      .slice(0, at + 1)
      .slice(-26)
      .map(({headlines}) => headlines.find((one) => one.name === name)?.value ?? null);
  const known = shown.headlines.filter(({value}) => value !== null);
  const kpis = headlineKpis(known, before?.headlines ?? [], {history, style});
  return element(document, "section", {class: "k-figure"}, [
    element(document, "p", {class: "k-title"}, [text.latest]),
    element(document, "p", {class: "k-subtitle"}, [before ? text.since(longDate(before.asOf, style)) : text.first]),
    element(document, "div", {class: "k-body k-latest"}, [kpiView(kpis, style)])
  ]);
}

function reportList(record: SnapshotRecord, {document, text}: SnapshotStyle): Element {
  return element(document, "section", {"aria-labelledby": "k-list"}, [
    element(document, "h2", {id: "k-list"}, [text.reports]),
    element(
      document,
      "ul",
      {class: "k-open"},
      record.reports.map(({path, title, lang}) =>
        element(document, "li", {}, [
          element(document, "a", {href: firstPage(record, path), lang: lang === text.lang ? null : lang}, [title])
        ])
      )
    )
  ]);
}

function listSection(snapshots: readonly SnapshotRecord[], latest: string, style: SnapshotStyle): Element {
  const {document, text} = style;
  const names = [
    ...new Set(
      snapshots
        .toReversed()
        .flatMap(({headlines}) => headlines.filter(({value}) => value !== null).map(({name}) => name))
    )
  ];
  const heads = [
    element(document, "th", {scope: "col"}, [text.columns.snapshot]),
    element(document, "th", {scope: "col"}, [text.columns.changes]),
    ...names.map((name) => element(document, "th", {scope: "col", class: "k-num"}, [labelOf(name, style)])),
    element(document, "th", {scope: "col", class: "k-num"}, [text.columns.rows]),
    element(document, "th", {scope: "col"}, [text.columns.published])
  ];
  const rows = snapshots.map((record, i) => row(record, snapshots[i - 1] ?? null, {latest, names, style})).reverse();
  const scroll = {class: "k-scroll", tabindex: "0", role: "region", "aria-labelledby": "k-all"};
  return element(document, "section", {"aria-labelledby": "k-all"}, [
    element(document, "h2", {id: "k-all"}, [text.all]),
    element(document, "div", {class: "k-table k-snapshots"}, [
      element(document, "div", scroll, [
        element(document, "table", {}, [
          element(document, "thead", {}, [element(document, "tr", {}, heads)]),
          element(document, "tbody", {}, rows)
        ])
      ])
    ])
  ]);
}

function row(
  record: SnapshotRecord,
  before: SnapshotRecord | null,
  {latest, names, style}: {latest: string; names: readonly string[]; style: SnapshotStyle}
): Element {
  const {document, format, text} = style;
  const isLatest = record.id === latest;
  return element(document, "tr", {id: record.id, "aria-current": isLatest ? "true" : null}, [
    element(document, "th", {scope: "row", class: "k-date"}, [
      element(document, "a", {href: firstPage(record)}, [format.value(record.asOf, "date")]),
      isLatest ? element(document, "small", {class: "k-mark"}, [text.latest]) : null
    ]),
    element(document, "td", {}, [
      before
        ? element(document, "a", {href: `./compare/index.html?from=${before.id}&to=${record.id}`}, [
            text.comparison.title
          ])
        : null
    ]),
    ...names.map((name) => headlineCell(record, before, {name, style})),
    element(document, "td", {class: "k-num"}, [
      format.value(
        record.tables.reduce((sum, {rows}) => sum + rows, 0),
        "count"
      )
    ]),
    element(document, "td", {class: "k-date"}, [format.value(record.builtAt.slice(0, 10), "date")])
  ]);
}

function headlineCell(
  record: SnapshotRecord,
  before: SnapshotRecord | null,
  {name, style}: {name: string; style: SnapshotStyle}
): Element {
  const {document, format, words, text} = style;
  const now = record.headlines.find((one) => one.name === name);
  if (!now) return element(document, "td", {class: "k-num k-empty"}, ["–"]);
  const then = before?.headlines.find((one) => one.name === name) ?? null;
  const {change, changeUnit} = changeOf(then?.value ?? null, now.value, now.unit);
  const small = (content: string, kind: string | null) => element(document, "small", {class: kind}, [content]);
  const line =
    change === null
      ? null
      : change === 0
        ? small(text.unchanged, null)
        : then && isWithinNoise(then, now)
          ? small(`${changeAmount({change, changeUnit, unit: now.unit}, format, words)}, ${text.noise}`, null)
          : small(
              `${change > 0 ? "▲" : "▼"} ${changeAmount({change, changeUnit, unit: now.unit}, format, words)}`,
              isBetter(name, change) ? "k-good" : "k-bad"
            );
  const full = format.value(now.value, now.unit);
  return element(document, "td", {class: "k-num"}, [full.length < 10 ? full : format.short(now.value, now.unit), line]);
}
