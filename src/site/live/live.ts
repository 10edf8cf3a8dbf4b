import {createFormat} from "../../charts/format.ts";
import type {Cube, Rolled} from "../../cube/cube.ts";
import {rollup} from "../../cube/cube.ts";
import {decodeCube} from "../../cube/ipc.ts";
import {unpackCubes} from "../../cube/pack.ts";
import type {Parameter, Table} from "../../engine/engine.ts";
import type {Facts, Metric, MetricOptions, Result} from "../../metrics/metric.ts";
import {JOINED} from "../../metrics/reduce.ts";
import {datasetOf} from "../../notebook/dataset.ts";
import type {Dataset} from "../../notebook/dataset.ts";
import {inputInScope} from "../../notebook/input.ts";
import type {Input, InputValue} from "../../notebook/input.ts";
import {inlineText} from "../../notebook/inline-text.ts";
import {kpiValue, metricValue, scalarAt} from "../../notebook/metric-value.ts";
import {Quantity} from "../../notebook/quantity.ts";
import {changesOf, judgedResult} from "../changes.ts";
import type {Changes} from "../changes.ts";
import type {DataFigure} from "../data-figure.ts";
import {coarseCubesOf} from "./coarse-cubes.ts";
import {inflated} from "./inflate.ts";
import {loadDrawings, loadMetrics} from "./load-kinds.ts";
import type {AskedAnswer} from "./live-messages.ts";
import {factsFromJson} from "./live-page.ts";
import type {LiveCell, LivePage, LiveShown} from "./live-page.ts";
import {metricFigure, sayFinding} from "../metric-figure.ts";
import type {MetricFigure, Style} from "../metric-figure.ts";
import {comparedFigure} from "./compared-figure.ts";
import type {besideOther} from "./compared-data.ts";
import type {Sides} from "./comparison.ts";
import {monthNames} from "./month-names.ts";
import {filesOfOnly, onlyFilter} from "./only-filter.ts";
import {comparedWith} from "./selection.ts";
import type {Selection} from "./selection.ts";
import {siteFile} from "./site-file.ts";
import {loadWords} from "../words/load-words.ts";

/** A page's cubes, loaded: answers any selection without asking the host again. */
export interface LiveReport {
  /** Customers of the selection. */
  customers(selection: Selection): number;
  /** Ends when {@link draws} is true of all cells. @throws {Error} if what draws does not come. */
  readonly drawing: Promise<void>;
  /** Whether what draws a cell is there: sums and sentences do not wait for it. */
  draws(cell: LiveCell): boolean;
  /** What a cell shows of the selection; its drawings are made when asked for. */
  figure(cell: LiveCell, selection: Selection): MetricFigure;
  /** What changed since the period before; null where nothing can be told of the selection. */
  changes(selection: Selection): Changes | null;
  /** Value of a path into the cells, as SQL binds it. */
  parameter(path: readonly string[], selection: Selection): Parameter;
  /** What a cell shows of a query's answer, and whether beside what the query gives of those that a selection is compared with, where the cell has room for that. */
  shown(
    cell: LiveShown,
    answer: Table,
    compared: (NonNullable<AskedAnswer["other"]> & {readonly besideOther: typeof besideOther}) | null
  ): {readonly figure: DataFigure; readonly isCompared: boolean};
  /** What code sees under the name of a metric's cell. */
  value(name: string, selection: Selection): unknown;
  /** Text of a path into the cells' values, `kpis.customers`; "–" where the cell cannot be finished, of which its figure says why. */
  inline(path: readonly string[], selection: Selection): string;
}

/** Where a page's cubes are: below the site's root, an address, but for those that the page has itself. */
export interface CubeFiles {
  readonly root: string;
  readonly own?: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** The only selection that the page's report has to answer, by one dimension alone; null or absent: any. */
  readonly only?: Selection | null;
  /** What was asked for already, by its address. */
  readonly begun?: ReadonlyMap<string, Promise<Response>>;
}

/** Loads a page's cubes, and the scripts that its cells need; what draws comes after. @throws {Error} if a file is missing or cannot be read. */
export async function openReport(page: LivePage, files: CubeFiles, document: Document): Promise<LiveReport> {
  const drawings = loadDrawings(page);
  const [cubes, metrics, words] = await Promise.all([
    loadCubes(page, files),
    loadMetrics(page.cells),
    loadWords(page.lang)
  ]);
  const style: Style = {
    document,
    format: createFormat({lang: page.lang, currency: page.currency}),
    words,
    asOf: page.asOf,
    names: page.names
  };
  const inputOf = (name: string): Input => page.inputs.find((input) => input.name === name)!;
  const inputWords = (input: Input, value: InputValue): string =>
    inlineText(inputInScope(input, value), style.format, {expression: input.name, place: {file: "", line: 0}});
  const facts = factsFromJson(page.facts);
  const results = new ResultCache(cubes, metrics, facts);
  const others = new ResultCache(cubes, metrics, facts);
  const otherOf = once((selection: Selection) => comparedWith(selection, page));
  const moving = once((selection: Selection) =>
    page.cells.map((cell) => ({...cell, result: results.of(cell, selection)}))
  );
  const judgedOf = (cell: LiveCell, selection: Selection): Result => {
    const result = results.of(cell, selection);
    return cell.metric === "kpi" ? judgedResult({...cell, result}, moving(selection), facts) : result;
  };
  const valueAt = (path: readonly string[], selection: Selection): unknown => {
    const cell = page.cells.find(({name}) => name === path[0])!;
    return follow(valueOf(cell, results.of(cell, selection), style), path.slice(1));
  };
  return {
    drawing: drawings.loaded,
    draws: ({metric}) => drawings.charts.has(metric),
    customers: (selection) =>
      rolledOf(cubes[page.customersCube]!, {by: null, keys: []}, selection).statistics["customers"]![0]![0]!,
    figure(cell, selection) {
      const measured = {...cell, result: judgedOf(cell, selection), draw: drawings.charts.get(cell.metric) ?? null};
      const other = otherOf(selection);
      // The months before are another figure only of what a window bounds.
      if (!other || (selection.compare === "previous" && !cell.windowReductions)) return metricFigure(measured, style);
      const compared = {result: others.of(cell, other), ...namesOf(selection, other, {page, style})};
      return comparedFigure(measured, compared, {style, words: page.words});
    },
    changes(selection) {
      return changesOf(moving(selection), facts, {...style, words: words.changes});
    },
    parameter(path, selection) {
      const value = valueAt(path, selection);
      const plain = value instanceof Quantity ? value.value : (value ?? null);
      if (plain === null || plain instanceof Date || ["string", "number", "boolean"].includes(typeof plain))
        return plain as Parameter;
      throw new Error(`${path.join(".")} is no single value`);
    },
    shown(cell, answer, compared) {
      const {data} = drawings;
      if (data === null) throw new Error("the page has no query");
      const plain = {...cell, dataset: datasetIn(cell, answer)};
      const other = compared && otherOf(compared.selection);
      const beside =
        other &&
        compared.besideOther(
          plain,
          datasetIn(cell, compared.answer),
          {...namesOf(compared.selection, other, {page, style}), words: page.words},
          style
        );
      return {figure: data.dataFigure(beside ?? plain, style), isCompared: beside !== null};
    },
    value: (name, selection) => valueAt([name], selection),
    inline(path, selection) {
      const [name] = path;
      if (path.length === 1) {
        const input = inputOf(name!);
        return inputWords(input, selection.inputs?.[name!] ?? input.value);
      }
      let value: unknown = null;
      try {
        const cell = page.cells.find((one) => one.name === name)!;
        const {units} = results.of(cell, selection);
        value = scalarAt(path, valueAt(path, selection), {metric: cell.metric, units});
      } catch {
        // The figure of the cell fails likewise, and says why.
      }
      return inlineText(value, style.format, {expression: path.join("."), place: {file: "", line: 0}});
    }
  };
}

/** What a query gives, its columns' units those of the cell. */
function datasetIn({units}: LiveShown, answer: Table): Dataset {
  const {table, columns} = datasetOf(answer);
  return {table, columns: columns.map((column) => ({...column, unit: units[column.name] ?? column.unit}))};
}

/** What a figure and the one that it is compared with are called. */
function namesOf({compare, period}: Selection, other: Selection, {page, style}: {page: LivePage; style: Style}): Sides {
  if (compare !== "previous" || !period || !other.period)
    return {compare: "all", own: page.words.chosen, other: style.words.chart.all};
  const {range} = monthNames(page.lang, page.words);
  return {compare, own: range(period), other: range(other.period)};
}

/** The function, called once for each argument. */
function once<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const made = new WeakMap<From, {readonly value: To}>();
  return (from) => {
    const known = made.get(from) ?? {value: make(from)};
    made.set(from, known);
    return known.value;
  };
}

async function loadCubes(page: LivePage, {root, own = {}, only = null, begun}: CubeFiles): Promise<readonly Cube[]> {
  const load = async (path: string): Promise<Uint8Array> => {
    const fetched = (url: URL) => siteFile(url, begun?.get(url.href));
    const answer = own[path] ? new Response(own[path]) : await fetched(new URL(path, root));
    return inflated(answer, page.words.tooOld);
  };
  const files = only && filesOfOnly(page, only);
  if (!files) return Promise.all(page.cubes.map(async (path) => decodeCube(await load(path))));
  const parts = await Promise.all(files.map(async (path) => unpackCubes(await load(path))));
  return coarseCubesOf(parts, onlyFilter(only)!.dimension);
}

/** The cube's sums over the customers of a selection, by `keys`, per value of `by`. */
export function rolledOf(
  cube: Cube,
  {by, keys}: {by: string | null; keys: readonly string[]},
  {values, joined}: Selection
): Rolled {
  const chosen = Object.entries(values).filter(([, kept]) => kept.length > 0);
  const months = cube.keys[JOINED];
  return rollup(cube, by, {
    keys,
    values: Object.fromEntries(chosen.map(([name, kept]) => [name, (value: string) => kept.includes(value)])),
    ...(joined && months ? {row: (row) => months[row]! >= joined[0] && months[row]! <= joined[1]} : {})
  });
}

/** What is known of one selection. */
interface Kept {
  readonly selection: Selection;
  readonly results: Map<LiveCell, Result>;
  /** Cells that add up the same cube by the same keys share the sums. */
  readonly sums: Map<string, Rolled>;
}

/** As many selections as a menu has made ahead, with the one that is on screen and the one that the reader points at. */
const KEPT = 10;

/** Results of the selection that is on screen, and of those that may be next: a cell is finished once, however often it is read. */
export class ResultCache {
  readonly #cubes: readonly Cube[];
  readonly #metrics: ReadonlyMap<string, Metric<MetricOptions>>;
  readonly #facts: Facts;
  /** The last selections, the last one first. */
  #kept: readonly Kept[] = [];

  constructor(cubes: readonly Cube[], metrics: ReadonlyMap<string, Metric<MetricOptions>>, facts: Facts) {
    this.#cubes = cubes;
    this.#metrics = metrics;
    this.#facts = facts;
  }

  of(cell: LiveCell, selection: Selection): Result {
    const kept = this.#keptOf(selection);
    const known = kept.results.get(cell);
    if (known) return known;
    const {by} = cell;
    // Only a metric that declares what a window does to it is told of one.
    const window = cell.windowReductions ? (selection.period ?? null) : null;
    const reductions = {...cell.reductions, ...(window ? cell.windowReductions : {})};
    const own = followedBy(cell, selection);
    const rolled = Object.fromEntries(
      Object.entries(reductions).map(([name, {cube, keys}]) => [
        name,
        this.#rolled({cube, by, keys}, {selection: own, sums: kept.sums})
      ])
    );
    const metric = this.#metrics.get(cell.metric)!;
    const facts = window ? {...this.#facts, window} : this.#facts;
    const result = metric.finish(rolled, cell.options, facts, cell.frozen);
    kept.results.set(cell, result);
    return result;
  }

  #keptOf(selection: Selection): Kept {
    const [first] = this.#kept;
    if (first?.selection === selection) return first;
    const kept = this.#kept.find((one) => one.selection === selection) ?? {
      selection,
      results: new Map<LiveCell, Result>(),
      sums: new Map<string, Rolled>()
    };
    this.#kept = [kept, ...this.#kept.filter((one) => one !== kept)].slice(0, KEPT);
    return kept;
  }

  #rolled(
    {cube, ...parts}: {cube: number; by: string | null; keys: readonly string[]},
    {selection, sums}: Pick<Kept, "selection" | "sums">
  ): Rolled {
    const key = JSON.stringify([cube, parts.by, parts.keys, Object.keys(selection.values)]);
    const made = sums.get(key) ?? rolledOf(this.#cubes[cube]!, parts, selection);
    sums.set(key, made);
    return made;
  }
}

/** What a cell follows of a selection. All its sums are of the same customers: a dimension that one of its cubes lost is let be by the others too. */
export function followedBy({unfollowed = {}}: LiveCell, selection: Selection): Selection {
  const values = Object.entries(selection.values).filter(([name]) => !Object.hasOwn(unfollowed, name));
  return {...selection, values: Object.fromEntries(values)};
}

/** What expressions see under a cell's name. */
function valueOf({metric, options}: LiveCell, result: Result, style: Style): unknown {
  return metric === "kpi"
    ? kpiValue(result)
    : metricValue(result, options, (finding, own) => sayFinding(finding, own, style));
}

function follow(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) =>
      part !== null && typeof part === "object" && Object.hasOwn(part, name)
        ? (part as Record<string, unknown>)[name]
        : null,
    value
  );
}
