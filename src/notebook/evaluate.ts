import {QueryError, ReportError, refused} from "../errors.ts";
import {suggestion} from "../text/suggest.ts";
import {KINDS} from "./cell.ts";
import type {Cell, Inline} from "./cell.ts";
import {prepareChart, prepareTable} from "./data-cells.ts";
import {isTable} from "./dataset.ts";
import type {Dataset} from "./dataset.ts";
import {datasetOfTable} from "./js-table.ts";
import type {Content, Environment, Prepared} from "./environment.ts";
import {cellNames, evaluateExpression} from "./evaluate-expression.ts";
import {pathOf} from "./expression.ts";
import {inlineText} from "./inline-text.ts";
import {scalarAt} from "./metric-value.ts";
import {quoted} from "./quoted.ts";
import {prepareInput} from "./input-cell.ts";
import {prepareJs} from "./js-cell.ts";
import {givenNames} from "./js-syntax.ts";
import {prepareKpi} from "./kpi-cell.ts";
import {prepareMetric} from "./metric-cell.ts";
import {doubleNames, runOrder} from "./order.ts";
import type {Report} from "./report.ts";
import {prepareSql} from "./sql-cell.ts";

/** What became of a cell: its content (with the catalog's tables behind it, and whether another cell or prose reads it), its mistake, or nothing yet because no metric of its kind is there. */
export type Output =
  | {
      readonly cell: Cell;
      readonly state: "done";
      readonly content: Content;
      readonly isRead: boolean;
      readonly tables: readonly string[];
    }
  | {readonly cell: Cell; readonly state: "failed"; readonly error: ReportError}
  | {readonly cell: Cell; readonly state: "unavailable"};

/** A report, run. */
export interface Evaluated {
  readonly report: Report;
  /** In the order of the page. */
  readonly outputs: readonly Output[];
  /** Text of each inline expression; a failed one has its mistake among `errors` and shows "–". */
  readonly inlines: readonly string[];
  /** Every mistake, cells' and expressions', in the order found. */
  readonly errors: readonly ReportError[];
}

/**
 * Runs a report's cells in the order of their references, then the expressions in its prose. A cell's mistake is its own and of those that need it: the rest of the page stands.
 *
 * @param options `allowUnknown`: a cell of a kind that is not there yet is no mistake, nor is an expression that reads it.
 */
export async function evaluateReport(
  report: Report,
  env: Environment,
  {allowUnknown = false} = {}
): Promise<Evaluated> {
  const run = new Run(report, env, allowUnknown);
  await env.engine.query(`drop schema if exists cells cascade`);
  await env.engine.query(`create schema cells`);
  await env.engine.query(`set search_path = 'cells,main'`);
  try {
    return await run.evaluate();
  } finally {
    await env.engine.query(`set search_path = 'main'`);
  }
}

class Run {
  readonly #report: Report;
  readonly #env: Environment;
  readonly #allowUnknown: boolean;
  /** The cell behind each name: its own, or one that it defines. */
  readonly #givers: ReadonlyMap<string, Cell>;
  readonly #names: ReadonlySet<string>;
  readonly #outputs = new Map<Cell, Output>();
  readonly #errors: ReportError[] = [];
  readonly #datasets = new Map<string, Dataset>();
  // Without a prototype: a cell may be named like one of its members.
  readonly #scope: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  readonly #narrow: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  readonly #tables = new Map<string, readonly string[]>();

  constructor(report: Report, env: Environment, allowUnknown: boolean) {
    this.#report = report;
    this.#env = env;
    this.#allowUnknown = allowUnknown;
    // The first cell of a name keeps it.
    this.#givers = new Map(report.cells.toReversed().flatMap((cell) => givenNames(cell).map((name) => [name, cell])));
    this.#names = new Set(this.#givers.keys());
  }

  async evaluate(): Promise<Evaluated> {
    const {cells, inlines} = this.#report;
    this.#checkFilters();
    const prepared = await this.#prepare();
    const {order, failed} = runOrder(prepared, this.#names);
    for (const error of new Set(failed.values())) this.#errors.push(error);
    for (const [cell, error] of failed) this.#outputs.set(cell, {cell, state: "failed", error});
    const used = new Set(prepared.flatMap(({references}) => references.map(({name}) => this.#givers.get(name)?.name)));
    const shown = this.#shown(prepared);
    for (const one of order) await this.#run(one, {isRead: shown.has(one.cell.name), isUsed: used.has(one.cell.name)});
    const texts = [];
    for (const inline of inlines) texts.push(await this.#inline(inline));
    return {
      report: this.#report,
      outputs: cells.map((cell) => this.#outputs.get(cell)!),
      inlines: texts,
      errors: this.#errors
    };
  }

  #checkFilters(): void {
    const {matter, matterPlace} = this.#report;
    const known = [...this.#env.facts.dimensions, "joined", "period"];
    for (const [i, name] of matter.filters.entries())
      if (!known.includes(name))
        this.#errors.push(
          new ReportError(`unknown filter "${name}"`, matterPlace("filters", i), suggestion(name, known))
        );
  }

  async #prepare(): Promise<readonly Prepared[]> {
    const doubles = doubleNames(this.#report.cells, new Set(this.#env.catalog.tables.keys()));
    const prepared: Prepared[] = [];
    for (const cell of this.#report.cells) {
      const double = doubles.get(cell);
      if (double) this.#fail(cell, double);
      else if (!this.#isAvailable(cell)) this.#unavailable(cell);
      else
        try {
          prepared.push(await this.#read(cell));
        } catch (error) {
          this.#fail(cell, error);
        }
    }
    return prepared;
  }

  #isAvailable({kind}: Cell): boolean {
    return ["sql", "chart", "table", "kpi", "input", "js"].includes(kind) || this.#env.metrics.has(kind);
  }

  #unavailable(cell: Cell): void {
    if (this.#allowUnknown) this.#outputs.set(cell, {cell, state: "unavailable"});
    else {
      const there = KINDS.filter((kind) => this.#isAvailable({...cell, kind})).join(", ");
      this.#fail(
        cell,
        new ReportError(
          `cells of kind "${cell.kind}" are not yet available`,
          cell.place,
          `there are ${there}; --allow-unknown-cells passes over it`
        )
      );
    }
  }

  async #read(cell: Cell): Promise<Prepared> {
    switch (cell.kind) {
      case "sql":
        return prepareSql(cell, this.#report.cells, this.#env);
      case "chart":
        return prepareChart(cell);
      case "table":
        return prepareTable(cell);
      case "kpi":
        return prepareKpi(cell, this.#env);
      case "input":
        return prepareInput(cell, this.#env);
      case "js":
        return prepareJs(cell, this.#names, this.#env);
      default:
        return prepareMetric(cell, this.#env);
    }
  }

  /** Names of the cells whose rows something other than SQL's tables reads: charts, tables, `${…}` in SQL or prose. */
  #shown(prepared: readonly Prepared[]): ReadonlySet<string> {
    const names = prepared.flatMap(({references}) => references.filter(({isTable}) => !isTable).map(({name}) => name));
    const read = this.#report.inlines.flatMap(({expression}) => cellNames(expression, this.#names));
    return new Set([...names, ...read].map((name) => this.#givers.get(name)?.name ?? name));
  }

  async #run(one: Prepared, {isRead, isUsed}: {isRead: boolean; isUsed: boolean}): Promise<void> {
    const {cell, references} = one;
    const missing = references.find(({name}) => this.#stateOf(name) !== "done");
    if (missing) {
      const isUnavailable = this.#stateOf(missing.name) === "unavailable";
      const error = new ReportError(
        `the ${cell.kind} cell "${cell.name}" needs the cell "${missing.name}", which failed`,
        missing.place
      );
      this.#outputs.set(cell, isUnavailable ? {cell, state: "unavailable"} : {cell, state: "failed", error});
      return;
    }
    try {
      const content = await one.run({
        scope: this.#scope,
        narrow: this.#narrow,
        datasets: this.#datasets,
        isShown: isRead || !isUsed
      });
      const behind = references.flatMap(({name}) => this.#tables.get(this.#givers.get(name)!.name) ?? []);
      const tables = [...new Set([...one.tables, ...behind])].sort();
      this.#tables.set(cell.name, tables);
      this.#outputs.set(cell, {cell, state: "done", content, isRead: isRead || isUsed, tables});
      this.#scope[cell.name] = content.value;
      Object.assign(this.#scope, content.js?.values);
      if (content.js?.narrow)
        Object.assign(this.#narrow, {[cell.name]: content.js.narrow.value}, content.js.narrow.values);
      if (content.dataset && isData(content)) this.#datasets.set(cell.name, content.dataset);
      for (const [name, value] of Object.entries(content.js?.values ?? {}))
        if (isTable(value)) this.#datasets.set(name, datasetOfTable(value));
    } catch (error) {
      this.#fail(cell, error);
    }
  }

  /** What became of the cell of this name; of the first one, where two share it. */
  #stateOf(name: string): Output["state"] | undefined {
    const cell = this.#givers.get(name);
    return cell && this.#outputs.get(cell)?.state;
  }

  async #inline({expression, place}: Inline): Promise<string> {
    const {format} = this.#env;
    const dash = format.value(null, "text");
    const names = cellNames(expression, this.#names);
    try {
      const unknown = names.find((name) => !this.#names.has(name));
      if (unknown !== undefined)
        throw new ReportError(
          `${quoted(expression)} needs "${unknown}", which no cell is named`,
          place,
          suggestion(unknown, this.#names)
        );
      if (names.some((name) => this.#stateOf(name) !== "done")) return dash;
      const value = await evaluateExpression(expression, this.#scope, place);
      return inlineText(this.#withUnit(expression, value), format, {expression, place});
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      this.#errors.push(error);
      return dash;
    }
  }

  /** The value of an expression in prose, with its unit where it is a path into a metric. */
  #withUnit(expression: string, value: unknown): unknown {
    const path = pathOf(expression);
    const cell = path && this.#givers.get(path[0]!);
    const output = cell && this.#outputs.get(cell);
    const computed = output?.state === "done" ? output.content.computed : undefined;
    return path && computed ? scalarAt(path, value, {metric: computed.metric, units: computed.result.units}) : value;
  }

  #fail(cell: Cell, thrown: unknown): void {
    // What the database refuses to a metric is in the data that the cell names.
    const error =
      thrown instanceof QueryError ? refused(thrown, `the ${cell.kind} cell "${cell.name}"`, cell.place) : thrown;
    if (!(error instanceof ReportError)) throw error;
    this.#errors.push(error);
    this.#outputs.set(cell, {cell, state: "failed", error});
  }
}

/** Whether other cells can show the content's table: a chart's and a table's are another cell's, and so is a kpi's over a query. */
function isData({type, result}: Content): boolean {
  return type === "sql" || type === "js" || type === "metric" || result !== undefined;
}
