import {table} from "arquero";
import {requireRows} from "../charts/rows.ts";
import {drawnScores} from "../charts/score-form.ts";
import type {ScoredRow, ScoreForm} from "../charts/score-form.ts";
import type {Result} from "../metrics/metric.ts";
import {metricDataset} from "../notebook/dataset.ts";
import {metricColumns} from "./metric-columns.ts";
import type {Style} from "./metric-figure.ts";
import type {Origin} from "./names.ts";
import {inWords} from "./term-values.ts";
import {element} from "./views/element.ts";
import {tableView} from "./views/table.ts";
import {claimWords, furtherWords} from "./words/further-words.ts";
import type {FurtherTable} from "./words/further-words.ts";

/** The tables behind a picture that draws more than the metric's own one, each below its title: nothing is in the picture alone. */
export function furtherTables(result: Result, origin: Origin, style: Style): readonly Element[] {
  const {metric} = origin;
  const drawn = Object.entries(furtherWords(style.words.lang, metric)).flatMap(([name, words]) => {
    if (!isDrawn(result, origin)) return [];
    const further = result.tables?.[name];
    if (!further || further.numRows() === 0) return [];
    return [furtherTable(result, {name, words}, {origin, style})];
  });
  return [...drawn, ...claimTable(result, style)];
}

/** Whether a picture draws more than its table: of an NPS the single scores, where it is of their shares. */
function isDrawn({table: rows}: Result, {metric, options}: Origin): boolean {
  if (metric !== "nps") return true;
  const scored = requireRows<ScoredRow>(rows, ["group", "period", "answers", "score", "complete"]);
  return drawnScores(scored, "score", options["chart"] as ScoreForm | undefined).form === "distribution";
}

/** The published figure that is drawn beside ours, where there is one. */
function claimTable({summary = {}}: Result, style: Style): readonly Element[] {
  const {claim_source: source, claim_low: low, claim_high: high} = summary;
  if (source == null) return [];
  const {title, ...heads} = claimWords(style.words.lang);
  const columns = (["source", "low", "high"] as const).map(
    (name) => ({name, label: heads[name], unit: name === "source" ? "text" : "ratio"}) as const
  );
  return [
    further(
      tableView(table({source: [source], low: [low], high: [high]}), {...style, label: title, columns}),
      title,
      style
    )
  ];
}

function furtherTable(
  result: Result,
  {name, words}: {name: string; words: FurtherTable},
  {origin: {metric, options}, style}: {origin: Origin; style: Style}
): Element {
  const dataset = inWords(metricDataset(result, result.tables![name]!), style.words, metric);
  const values = (column: string): unknown[] => [...(dataset.table.array(column) as Iterable<unknown>)];
  const isShown = (column: string) => !words.isPart || Object.hasOwn(words.columns, column);
  const isPerHundred = (column: string) => words.perHundred?.includes(column) ?? false;
  const columns = metricColumns(dataset, {kind: metric, options}, style.words).filter(({name: column}) => isShown(column)); // prettier-ignore
  const named = table(
    Object.fromEntries(
      columns.map((column) => [
        column.name,
        values(column.name).map((value) =>
          typeof value === "string"
            ? (words.keys[value] ?? value)
            : isPerHundred(column.name) && typeof value === "number"
              ? 100 * value
              : value
        )
      ])
    )
  );
  const view = tableView(named, {
    ...style,
    label: words.title,
    columns: columns.map((column) => ({
      ...column,
      unit: isPerHundred(column.name) ? "score" : column.unit,
      label: words.columns[column.name] ?? column.label
    }))
  });
  return further(view, words.title, style);
}

/** A table below its title, without what a table of its own has about it. */
function further(view: Element, title: string, {document}: Style): Element {
  return element(document, "div", {class: "k-further"}, [element(document, "p", {}, [title]), view.children[0]!]);
}
