import type {Format} from "../charts/format.ts";
import type {ChartOptions} from "../charts/options.ts";
import type {Finding, Result} from "../metrics/metric.ts";
import {comparedBy} from "../metrics/compared-by.ts";
import {metricDataset} from "../notebook/dataset.ts";
import type {Dataset} from "../notebook/dataset.ts";
import {furtherTables} from "./further-tables.ts";
import {kpiRow} from "./kpi-row.ts";
import type {MetricChart} from "./kinds/kind.ts";
import {withoutSmallRest} from "./small-rest.ts";
import {definitionOf} from "./words/how-words.ts";
import {lowBase} from "./low-base.ts";
import {metricColumns, rowUnits} from "./metric-columns.ts";
import {isMethod} from "./note-places.ts";
import {OWN_NAMES, namedFinding, namedResult} from "./names.ts";
import type {Names} from "./names.ts";
import {inWords} from "./term-values.ts";
import {tableView} from "./views/table.ts";
import type {Column} from "./views/table.ts";
import {columnLabel, findingText, headlineText} from "./words/words.ts";
import type {Kind, Words} from "./words/words.ts";

/** The language of a page, the day its data ends, and what makes its elements: linkedom's document at build, the page's own in a browser. */
export interface Style {
  readonly document: Document;
  readonly format: Format;
  readonly words: Words;
  /** ISO date. */
  readonly asOf: string;
  /** Whether amounts have tax in them; undefined where the catalog does not say. */
  readonly taxIncluded?: boolean | undefined;
  /** What values of the data are called; absent: each is its own name. */
  readonly names?: Names | undefined;
}

/** A chart's two drawings: CSS shows the first one in wide columns, the second one in narrow ones. */
export const WIDTHS = {wide: 720, narrow: 343} as const;
export type Width = keyof typeof WIDTHS;

/** A metric's result, to be shown. The same in Node and in a browser. */
export interface Measured {
  readonly name: string;
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result: Result;
  /** Draws the result; null for a row of KPIs. */
  readonly draw: MetricChart | null;
}

/** What a metric's cell shows: its words, and its pictures, which are drawn when asked for. */
export interface MetricFigure {
  /** The author's, else what the finding says first, else what kind of figure it is. */
  readonly title: string | null;
  readonly subtitle: string | null;
  readonly finding: string | null;
  /** Sentences that say how far it can be trusted; null where there is nothing to say. */
  readonly note: string | null;
  /** Sentences that say how it is computed. */
  readonly methods: readonly string[];
  /** What it shows, as data. */
  readonly data: Dataset;
  /** Customers by name, where the metric lists some; null for anything else. */
  readonly listed: Dataset | null;
  /** The chart at a width; null for a row of KPIs. */
  chart(width: Width): Element | null;
  /** The row of KPIs; null for a chart. */
  body(): Element | null;
  /** The table behind the chart, and further ones below it where it draws them, too; null for a row of KPIs. */
  table(): Element | null;
  /** Those customers as a table. */
  list(): Element | null;
}

/** A finding as a sentence in the page's language. @param options of the cell. */
export function sayFinding(
  finding: Finding,
  options: {readonly by?: unknown},
  {words, format, names = OWN_NAMES}: Pick<Style, "words" | "format" | "names">
): string | null {
  return findingText(words, namedFinding(finding, options, names), format);
}

/** A metric's figure in the page's language. */
export function metricFigure({name, metric, options, result, draw}: Measured, style: Style): MetricFigure {
  const {words, names = OWN_NAMES} = style;
  const isKpi = metric === "kpi";
  const subject = subjectOf(metric, options);
  const said = result.finding && options["finding"] !== false ? namedFinding(result.finding, options, names) : null;
  const finding = said && findingText(words, said, style.format);
  const headline = said && headlineText(words, said, style.format);
  const title =
    typeof options["title"] === "string" ? options["title"] : isKpi ? null : (headline ?? words.kinds[subject as Kind]);
  const label = finding ?? title ?? name;
  const named = (one: Result) => namedResult(one, {metric, options}, names);
  const listed = () => (result.tables?.["list"] ? metricDataset(result, result.tables["list"]) : null);
  const listTable = (list: Dataset | null) =>
    list && tableView(list.table, {...style, columns: metricColumns(list, {kind: subject, options}, words)});
  const drawn = isKpi ? result : withoutSmallRest(result);
  const definition = definitionOf(words.how, metric, options);
  const sentence = (key: string): string => words.notes[key] ?? key;
  const own = typeof options["note"] === "string" ? [options["note"]] : [];
  const few = lowBase(named(drawn), {options}, style);
  const caveats = [
    ...drawn.notes.filter((key) => !isMethod(key)).map(sentence),
    ...(few.drawn === null ? [] : [few.drawn]),
    ...own
  ];
  return {
    title,
    subtitle: isKpi
      ? null
      : words.figure.measure({
          measure: definition?.measure ?? null,
          n: result.n,
          of: result.of,
          level: hasIntervals(result) ? Number(options["interval"] ?? 0.95) : null
        }),
    finding,
    note: caveats.length === 0 ? null : words.figure.sentences(caveats),
    methods: [
      ...(definition ? [definition.text] : []),
      ...drawn.notes.filter(isMethod).map(sentence),
      ...(few.tabled === null ? [] : [few.tabled])
    ],
    get data() {
      return metricDataset(result, result.table);
    },
    get listed() {
      return listed();
    },
    list: () => listTable(listed()),
    chart: (width) =>
      draw && draw(named(drawn), options as never, chartOptions(`${name}-${width}`, {label, width}, style)),
    body: () => (isKpi ? kpiRow({result, options}, style) : null),
    table() {
      if (isKpi) return null;
      const all = named(result);
      const keyed = metricDataset(result, all.table);
      const dataset = inWords(keyed, words, metric);
      const shown = {kind: headsOf(subject, options), options, units: rowUnits(metric, keyed)};
      const view = tableView(dataset.table, {...style, columns: metricColumns(dataset, shown, words), limit: BEHIND});
      return withFurther(view, furtherTables(all, {metric, options}, style));
    }
  };
}

function withFurther(table: Element, further: readonly Element[]): Element {
  table.append(...further);
  return table;
}

function hasIntervals({table}: Result): boolean {
  return table.columnNames().includes("low") && [...table.array("low")].some((low) => low !== null);
}

/** What a cell's title and columns are named after: the question, where a `csat` cell is about another one. */
function subjectOf(metric: string, {measure}: Readonly<Record<string, unknown>>): string {
  return metric === "csat" && typeof measure === "string" ? measure : metric;
}

/** Whose heads the table has: the sides of a `voice` cell are not always praise and complaint. */
function headsOf(subject: string, options: Readonly<Record<string, unknown>>): string {
  return subject === "voice" ? `voice-${comparedBy(options)}` : subject;
}

/** What a chart is given of the page's style. */
export function chartOptions(
  id: string,
  {label, width}: {label: string; width: Width},
  {document, format, words}: Style
): ChartOptions {
  return {document, width: WIDTHS[width], id, label, format, words: words.chart};
}

/** Most rows of a table behind a chart; the download has every row. */
export const BEHIND = 50;

/** All columns of a dataset, their heads in the page's language, those of `quiet` as it says, and in grey; of its rows the first `limit`, which defaults to 100. */
export function plainTable(
  dataset: Dataset,
  style: Style,
  {limit = 100, quiet = {}}: {limit?: number; quiet?: Readonly<Record<string, string>>} = {}
): Element {
  const columns: Column[] = dataset.columns.map(({name, unit}) => ({
    name,
    unit,
    label: quiet[name] ?? columnLabel(style.words, "sql", name),
    quiet: Object.hasOwn(quiet, name)
  }));
  return tableView(dataset.table, {...style, columns, limit});
}
