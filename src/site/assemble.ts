import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {openCatalog} from "../catalog/catalog.ts";
import type {Catalog} from "../catalog/catalog.ts";
import type {Files} from "../catalog/loading.ts";
import {createFormat} from "../charts/format.ts";
import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import type {Facts} from "../metrics/metric.ts";
import {METRICS} from "../metrics/registry.ts";
import {metricDataset} from "../notebook/dataset.ts";
import type {Environment} from "../notebook/environment.ts";
import type {Cell} from "../notebook/cell.ts";
import {evaluateReport} from "../notebook/evaluate.ts";
import type {Evaluated, Output} from "../notebook/evaluate.ts";
import {openReducer} from "../notebook/reducer.ts";
import type {Reducer} from "../notebook/reducer.ts";
import {pathOf, readReport} from "../notebook/report.ts";
import type {Report} from "../notebook/report.ts";
import {bodyOf} from "./blocks.ts";
import type {Memory} from "./memory.ts";
import {changesOf, judgedResult} from "./changes.ts";
import type {MovingCell} from "./changes.ts";
import {factsOf} from "./facts.ts";
import {words} from "./words/languages.ts";
import {sayFinding} from "./metric-figure.ts";
import type {Style} from "./metric-figure.ts";
import {OWN_NAMES, namesOf} from "./names.ts";
import type {Page, SourceNote} from "./page.ts";
import {liveOf} from "./page-cubes.ts";
import type {DataFile} from "./page-cubes.ts";
import {pageJson} from "./page-json.ts";
import {publishingMistakes} from "./publish.ts";
import {buildLibrary} from "./js/js-build.ts";
import {openResampling} from "./resampling.ts";
import {DOCUMENT} from "./svg.ts";
import {changesView} from "./views/changes.ts";
import {catalogPath, reportFiles, workspaceFiles} from "./workspace.ts";
import type {ReportText, Workspace} from "./workspace.ts";

/** A workspace whose data is loaded: what its reports are evaluated over. */
export interface Loaded {
  readonly engine: Engine;
  readonly catalog: Catalog;
  readonly facts: Facts;
  readonly reducer: Reducer;
  /** What earlier builds made; null where nothing is kept. */
  readonly memory: Memory | null;
  /** Whom it is loaded for; null for everybody. */
  readonly audience: string | null;
}

/** How a catalog is loaded. */
interface LoadOptions {
  readonly engine: Engine;
  readonly files: Files;
  readonly memory?: Memory | null;
  readonly audience?: string | null;
  tidy?(catalog: Catalog): Promise<unknown>;
}

/** Loads a workspace's catalog and tables into the engine. @param options `memory`: what earlier builds made, with `engine` for its engine; `audience`: whose customers alone are loaded; both default to none. @throws {ReportError} */
export async function loadWorkspace(
  workspace: Workspace,
  engine: Engine,
  options: Pick<LoadOptions, "memory" | "audience"> = {}
): Promise<Loaded> {
  const text = await readFile(catalogPath(workspace), "utf8");
  return loadCatalog(text, workspace, {engine, files: await workspaceFiles(workspace), ...options});
}

/** Loads the tables of a catalog's text into the engine. @param tidy changes the loaded tables before anything is computed from them. @throws {ReportError} */
export async function loadCatalog(
  text: string,
  workspace: Workspace,
  {engine, files, tidy, memory = null, audience = null}: LoadOptions
): Promise<Loaded> {
  const catalog = await openCatalog(text, "data/catalog.yaml", {engine, files, audience});
  await tidy?.(catalog);
  const facts = await factsOf(catalog, engine);
  const reducer = memory
    ? await openReducer(memory.direct, {resample: memory.resample, recollection: memory.settle(text)})
    : await openReducer(engine, {resample: openResampling(join(workspace.cache, "resamples"))});
  return {engine, catalog, facts, reducer, memory, audience};
}

/** A report of the workspace: read, or the mistake that kept it from being read. */
export type Reading = ReportText & {readonly path: string} & (
    {readonly report: Report} | {readonly error: ReportError}
  );

/** The workspace's reports in the order of the navigation. Drafts are left out but where `drafts` asks for them. */
export async function readReports(workspace: Workspace, {drafts = false} = {}): Promise<readonly Reading[]> {
  const readings = (await reportFiles(workspace)).map(readingOf);
  return inOrder(
    readings.filter((reading) => drafts || "error" in reading || !reading.report.matter.draft),
    orderOf
  );
}

/** Reads one report. */
export function readingOf({file, text}: ReportText): Reading {
  const common = {file, text, path: pathOf(file)};
  try {
    return {...common, report: readReport(text, file)};
  } catch (error) {
    if (error instanceof ReportError) return {...common, error};
    throw error;
  }
}

/** Where its front matter puts a report: null for nowhere. */
export function orderOf(reading: Reading): number | null {
  return "error" in reading ? Infinity : (reading.report.matter.order ?? null);
}

/** The order of the navigation: the first page, then by `order`, then by path. */
export function inOrder<T extends {readonly file: string; readonly path: string}>(
  all: readonly T[],
  order: (one: T) => number | null
): readonly T[] {
  const rank = (one: T) => order(one) ?? (one.path === "" ? -Infinity : 1e9);
  return all.toSorted((a, b) => (rank(a) === rank(b) ? (a.file < b.file ? -1 : 1) : rank(a) - rank(b)));
}

/** A report's page, with every mistake in it. */
export interface Assembled {
  readonly page: Page;
  readonly evaluated: Evaluated;
  /** Files that the page's filters read. */
  readonly files: readonly DataFile[];
  /** What the author should know of the page's filters. */
  readonly warnings: readonly string[];
  /** What keeps the page from being published. */
  readonly mistakes: readonly ReportError[];
}

/** The report with cells that ran, but gave what cannot be shown. */
function withFailed(evaluated: Evaluated, failed: ReadonlyMap<Cell, ReportError>): Evaluated {
  return {
    ...evaluated,
    outputs: evaluated.outputs.map((output): Output => {
      const error = failed.get(output.cell);
      return error ? {cell: output.cell, state: "failed", error} : output;
    }),
    errors: [...evaluated.errors, ...failed.values()]
  };
}

/** How a report's page is written. */
function styleOf({matter}: Report, {catalog}: Loaded): Style {
  const lang = matter.lang ?? catalog.spec.locale;
  return {
    document: DOCUMENT,
    format: createFormat({lang, currency: catalog.spec.currency}),
    words: words(lang),
    asOf: catalog.asOf,
    taxIncluded: catalog.spec.taxIncluded,
    names: namesOf(catalog.labels, lang)
  };
}

/** What evaluating a report of a loaded workspace needs. */
export function environmentOf(report: Report, loaded: Loaded): Environment {
  const {catalog, engine, facts, reducer} = loaded;
  const style = styleOf(report, loaded);
  return {
    engine,
    catalog,
    facts,
    reducer,
    metrics: METRICS,
    format: style.format,
    library: buildLibrary(style),
    say: (finding, options) => sayFinding(finding, options, style)
  };
}

/** Runs a report and makes its page. `rows`: with the rows that its SQL cells need to follow filters, which take a while to write; `isPublished`: what must not leave is looked for. */
export async function assemblePage(
  report: Report,
  loaded: Loaded,
  {allowUnknown, rows = true, isPublished = rows}: {allowUnknown: boolean; rows?: boolean; isPublished?: boolean}
): Promise<Assembled> {
  const {catalog, facts} = loaded;
  const style = styleOf(report, loaded);
  const {lang} = style.format;
  const ran = judged(await evaluateReport(report, environmentOf(report, loaded), {allowUnknown}), facts);
  const hasRun = ran.errors.length === 0;
  const made = hasRun
    ? await orMistake(() => liveOf(ran, loaded, {text: style.words, names: style.names ?? OWN_NAMES, rows}))
    : null;
  const live = made instanceof ReportError ? null : made;
  const followed = new Set(live?.page.inputs.map(({name}) => name));
  const undrawn = new Map<Cell, ReportError>();
  const fail = (cell: Cell, mistake: ReportError) => void undrawn.set(cell, mistake);
  const {title, headings, blocks} = bodyOf(ran, {...style, followed, fail});
  const evaluated = withFailed(ran, undrawn);
  const page: Page = {
    path: report.path,
    file: report.file,
    title,
    description: report.matter.description ?? null,
    lang,
    headings,
    blocks,
    changes: changesHtml(evaluated, facts, style),
    asOf: catalog.asOf,
    currency: catalog.spec.currency,
    sources: sourceNotes(catalog),
    warnings: catalog.warnings,
    live: live?.page ?? null,
    json: pageJson(evaluated, {title, lang, warnings: catalog.warnings}, style)
  };
  const mistakes =
    made instanceof ReportError
      ? [made]
      : evaluated.errors.length === 0 && isPublished
        ? await publishingMistakes({evaluated, page}, loaded)
        : [];
  return {page, evaluated, files: live?.files ?? [], warnings: live?.warnings ?? [], mistakes};
}

/** What `work` gives, or the author's mistake that kept it from it. */
async function orMistake<T>(work: () => Promise<T>): Promise<T | ReportError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReportError) return error;
    throw error;
  }
}

/** The page with its rows of KPIs judged by the tests of all of it. */
function judged(evaluated: Evaluated, facts: Facts): Evaluated {
  const cells = movingCells(evaluated);
  const outputs = evaluated.outputs.map((output) => {
    if (output.state !== "done" || output.content.computed?.metric !== "kpi") return output;
    const {computed, options} = output.content;
    const result = judgedResult({...computed, options}, cells, facts);
    const dataset = metricDataset(result, result.table);
    return {...output, content: {...output.content, result, dataset, computed: {...computed, result}}};
  });
  return {...evaluated, outputs};
}

function movingCells({outputs}: Evaluated): readonly MovingCell[] {
  return outputs.flatMap((output) =>
    output.state === "done" && output.content.computed
      ? [{name: output.cell.name, options: output.content.options, ...output.content.computed}]
      : []
  );
}

function changesHtml(evaluated: Evaluated, facts: Facts, style: Style): string | null {
  if (!evaluated.report.matter.changes) return null;
  const words = style.words.changes;
  const changes = changesOf(movingCells(evaluated), facts, {...style, words});
  return changes && changesView(changes, style.document).outerHTML;
}

function sourceNotes({tables}: Catalog): readonly SourceNote[] {
  const shown = [...tables.values()].filter(({name}) => name !== "order_lines");
  return shown.map(({name, from, rejected}) => ({
    table: name,
    from,
    rejected,
    rows: tables.get(name === "orders" ? "order_lines" : name)!.rows
  }));
}
