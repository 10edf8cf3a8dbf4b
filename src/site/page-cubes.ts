import {createHash} from "node:crypto";
import {gzipSync} from "node:zlib";
import {rollup} from "../cube/cube.ts";
import type {Cube} from "../cube/cube.ts";
import {packCubes} from "../cube/pack.ts";
import type {Reduction} from "../metrics/metric.ts";
import {METRICS} from "../metrics/registry.ts";
import type {Facts, Months} from "../metrics/metric.ts";
import {periodOf} from "../metrics/period.ts";
import {JOINED, NOT_JOINED, joinedMonths} from "../metrics/reduce.ts";
import type {Content} from "../notebook/environment.ts";
import type {Evaluated} from "../notebook/evaluate.ts";
import {cellNames} from "../notebook/evaluate-expression.ts";
import {pathOf} from "../notebook/expression.ts";
import type {Input} from "../notebook/input.ts";
import type {Engine} from "../engine/engine.ts";
import {identifier, joined as joinedQueries, raw, sql as query} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Loaded} from "./assemble.ts";
import {budgetWarnings, unfollowedBy} from "./words/budget-words.ts";
import {MOST_BYTES, MOST_CELLS, cubeBytes, withinBudget} from "./live/cube-budget.ts";
import {coarseCubes} from "./live/coarse-cubes.ts";
import type {Fine, Use} from "./live/coarse-cubes.ts";
import {liveWords} from "./words/filter-words.ts";
import {factsToJson} from "./live/live-page.ts";
import type {FilterDimension, LiveCell, LiveInline, LivePage} from "./live/live-page.ts";
import {dimensionLabel, nameOf} from "./names.ts";
import type {Names} from "./names.ts";
import {codeOf, nodesOf} from "./js/page-code.ts";
import type {Narrowed} from "./js/page-code.ts";
import {liveSql} from "./page-rows.ts";
import {hasColumn} from "./published/candidates.ts";
import type {Words} from "./words/words.ts";

/** A published file: what it is, and its bytes. */
export interface DataFile {
  readonly kind: "cube" | "rows" | "code";
  /** The catalog's table whose rows it has; null for any other file. */
  readonly table: string | null;
  /** Relative to the site's root. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly columns: readonly string[];
  /** Rows, or cells of the cube that occur; 0 for code. */
  readonly rows: number;
}

/** What a page needs to be live, and the files that it reads. */
export interface Live {
  readonly page: LivePage;
  readonly files: readonly DataFile[];
  readonly warnings: readonly string[];
}

const EVERYBODY: Reduction = {
  level1: raw('select customer from "all".customers'),
  keys: [],
  statistics: {customers: raw("count(*)")}
};

/** A reduction with more statistics than any one cell asked for: cells that reduce the same rows by the same keys share a cube. */
interface Shared {
  readonly reduction: Reduction;
  readonly dimensions: readonly string[];
}

/** The cubes of a page that has filters, inputs or sliders, and what its script needs to know; null for a page without, or without a cell that can follow them. */
export async function liveOf(
  evaluated: Evaluated,
  loaded: Loaded,
  {text, names, rows}: {text: Words; names: Names; rows: boolean}
): Promise<Live | null> {
  const {report, outputs} = evaluated;
  const {facts, reducer, catalog} = loaded;
  const asked = report.matter.filters;
  const dimensions = asked.filter((name) => facts.dimensions.includes(name));
  const months = asked.includes("joined") ? joinedMonths(facts) : null;
  const inputs = outputs.flatMap((output) =>
    output.state === "done" && output.content.input ? [output.content.input] : []
  );
  const period = asked.includes("period") ? await eventMonths(facts, loaded.engine) : null;
  const isFiltered = dimensions.length > 0 || months !== null || period !== null;
  const narrowed: Narrowed = {
    isFiltered: (table) => isFiltered && hasColumn(table, "customer", catalog.tables),
    isWindowed: (table) => period !== null && hasColumn(table, "at", catalog.tables)
  };
  const code = codeOf(evaluated, {
    paths: pathsOf(evaluated),
    canChange: changesOf(evaluated, {isFiltered, narrowed})
  });
  const hasSliders = outputs.some((output) => output.state === "done" && movesSliders(output.content));
  if (!isFiltered && inputs.length === 0 && !hasSliders && !code) return null;

  const read = new Set([...askedCells(outputs), ...(code?.reads ?? [])]);
  const shared: Shared[] = [];
  const place = (reduction: Reduction, by: string | null) =>
    merge(shared, reduction, by === null || dimensions.includes(by) ? dimensions : [...dimensions, by]);
  const customersCube = place(EVERYBODY, null);
  const uses: Use[] = [{cube: customersCube, by: null, keys: [], statistics: Object.keys(EVERYBODY.statistics)}];
  const cells: LiveCell[] = [];
  for (const output of outputs) {
    if (output.state !== "done" || !output.content.computed) continue;
    // Without filters nothing but a slider changes a metric's figure; queries may read its values.
    if (!isFiltered && !movesSliders(output.content) && !read.has(output.cell.name)) continue;
    const {metric, by, frozen, reductions} = output.content.computed;
    const options = output.content.options;
    const placed = (all: Readonly<Record<string, Reduction>>) =>
      Object.fromEntries(
        Object.entries(all).map(([name, reduction]) => [name, {cube: place(reduction, by), keys: reduction.keys}])
      );
    const own = placed(reductions);
    for (const [name, {statistics}] of Object.entries(reductions))
      uses.push({...own[name]!, by, statistics: Object.keys(statistics)});
    const {window} = METRICS.get(metric)!;
    cells.push({
      name: output.cell.name,
      metric,
      by,
      options,
      frozen,
      tables: output.tables,
      reductions: own,
      ...(period && window
        ? {windowReductions: placed(window.reductions?.(options as never, facts, frozen) ?? {})}
        : {})
    });
  }
  const sql = await liveSql(evaluated, rows ? loaded : null, {
    dimensions,
    months,
    hasPeriod: period !== null,
    paths: new Set(cells.map(({name}) => name)),
    inputs: new Set(inputs.map(({name}) => name)),
    read: code?.reads ?? new Set()
  });
  const inlines = report.inlines.flatMap(({expression}, index) => inlineOf(expression, index, {cells, inputs}));
  const followed = inputs.filter(
    ({name}) =>
      inlines.some(({path}) => path[0] === name) ||
      [...(code?.page.cells ?? []), ...(code?.page.expressions ?? [])].some(({parameters}) =>
        parameters.includes(name)
      ) ||
      sql.page?.queries.some(({parameters}) => parameters.some((one) => "input" in one && one.input === name))
  );
  if (followed.length === 0 && !hasSliders && !code && (!isFiltered || (cells.length === 0 && !sql.page))) return null;
  const full = await Promise.all(
    shared.map(({reduction, dimensions: over}) => reducer.reduce(reduction, over, months))
  );
  const shownBy = new Set(cells.flatMap(({options}) => (typeof options["by"] === "string" ? [options["by"]] : [])));
  const budgeted = withinBudget({cubes: full, shown: shownBy, customers: customersCube});
  const {cubes} = budgeted;
  const files = cubes.map(fileOf);
  const everybody = cubes[customersCube]!;
  const filters = dimensions.map((name) => dimensionOf(name, everybody, {text, names}));
  const coarse = coarseFiles({
    cubes,
    bytes: files.reduce((sum, {bytes}) => sum + bytes.length, 0),
    dimensions: filters.map(({name, values}) => ({name, values: values.map(({value}) => value)})),
    uses
  });
  const joined = months ? rangeOf(everybody) : null;
  const page: LivePage = {
    lang: text.lang,
    words: liveWords(text.lang),
    currency: catalog.spec.currency,
    asOf: catalog.asOf,
    facts: factsToJson(facts),
    names,
    dimensions: filters,
    joined,
    period,
    customers: sum(everybody.statistics["customers"]!),
    cubes: files.map(({path}) => path),
    coarse: Object.fromEntries(
      [...coarse].map(([dimension, parts]) => [
        dimension,
        Object.fromEntries([...parts].map(([value, {path}]) => [value, path]))
      ])
    ),
    folded: budgeted.folded,
    customersCube,
    cells: cells.map((cell) => ({...cell, ...unfollowedBy(cell, budgeted, {words: text, names})})),
    inlines,
    inputs: followed,
    sql: sql.page,
    code: code?.page ?? null,
    nodes: nodesOf(evaluated, {fixed: fixedOf(outputs, sql.page), ...narrowed})
  };
  const about = budgetWarnings(report.file, {page, full, budgeted});
  return {
    page,
    files: [
      ...files,
      ...[...coarse.values()].flatMap((parts) => [...parts.values()]),
      ...sql.files,
      ...(code ? [code.file] : [])
    ],
    warnings: [...about, ...sql.warnings]
  };
}

/** Numbers of the values in prose that are an input, or a path into a metric: they are followed without running code. */
function pathsOf({report, outputs}: Evaluated): ReadonlySet<number> {
  const names = new Set(
    outputs.flatMap((output) =>
      output.state === "done" && (output.content.computed || output.content.input) ? [output.cell.name] : []
    )
  );
  return new Set(
    report.inlines.flatMap(({expression}, index) =>
      names.has(expression) || names.has(pathOf(expression)?.[0] ?? "") ? [index] : []
    )
  );
}

/** Tells whether a name's value may be another one than at build. */
function changesOf(
  evaluated: Evaluated,
  {isFiltered, narrowed}: {isFiltered: boolean; narrowed: Narrowed}
): (name: string) => boolean {
  const nodes = nodesOf(evaluated, {fixed: new Set(), ...narrowed});
  const inputs = new Set(
    evaluated.outputs.flatMap((output) => (output.state === "done" && output.content.input ? [output.cell.name] : []))
  );
  const canChange = (name: string): boolean => {
    if (inputs.has(name)) return true;
    const node = nodes[name];
    return node ? node.isFiltered || node.isWindowed || node.reads.some(canChange) : isFiltered;
  };
  return canChange;
}

/** SQL cells that cannot run in the page. */
function fixedOf(outputs: Evaluated["outputs"], sql: LivePage["sql"]): ReadonlySet<string> {
  const live = new Set(sql?.queries.map(({name}) => name));
  return new Set(
    outputs.flatMap((output) =>
      output.state === "done" && output.content.query && !live.has(output.cell.name) ? [output.cell.name] : []
    )
  );
}

/** The months from the first event of any table to the as-of date; null without events. */
async function eventMonths({asOf, calendar, tables}: Facts, engine: Engine): Promise<Months | null> {
  const firsts = [...tables]
    .filter(([name, columns]) => columns.has("at") && name !== "order_lines")
    .map(([name]) => query`select min("at") as first from ${identifier("all", name)}`);
  if (firsts.length === 0) return null;
  const {columns} = await engine.query(
    query`select min(first) as first from (${joinedQueries(firsts, " union all ")}) events`
  );
  const first = columns["first"]![0];
  const last = periodOf(asOf, "month", calendar);
  return first instanceof Date ? [Math.min(periodOf(first, "month", calendar), last), last] : null;
}

/** Names of cells whose values are parameters of queries. */
function askedCells(outputs: Evaluated["outputs"]): ReadonlySet<string> {
  const names = new Set(outputs.map(({cell}) => cell.name));
  return new Set(
    outputs.flatMap((output) =>
      output.state === "done"
        ? (output.content.query?.parameters ?? []).flatMap(({expression}) => cellNames(expression, names))
        : []
    )
  );
}

/** Whether the figure has sliders. */
function movesSliders({computed, options}: Content): boolean {
  if (!computed) return false;
  return (METRICS.get(computed.metric)?.controls?.(options as never, computed.frozen) ?? []).length > 0;
}

/** The number of the shared reduction that holds this one's statistics; adds them, or a new one. */
function merge(shared: Shared[], reduction: Reduction, dimensions: readonly string[]): number {
  const same = (query: Query, other: Query) =>
    query.text === other.text && JSON.stringify(query.values) === JSON.stringify(other.values);
  const at = shared.findIndex(
    (one) =>
      same(one.reduction.level1, reduction.level1) &&
      one.reduction.keys.join() === reduction.keys.join() &&
      one.dimensions.join() === dimensions.join() &&
      Object.entries(reduction.statistics).every(
        ([name, query]) => !one.reduction.statistics[name] || same(one.reduction.statistics[name], query)
      )
  );
  if (at < 0) return shared.push({reduction, dimensions}) - 1;
  const one = shared[at]!;
  shared[at] = {
    ...one,
    reduction: {...one.reduction, statistics: {...one.reduction.statistics, ...reduction.statistics}}
  };
  return at;
}

function fileOf(cube: Cube): DataFile {
  const bytes = cubeBytes(cube);
  const names = [...cube.dimensions.map(({name}) => name), ...Object.keys(cube.keys), ...Object.keys(cube.statistics)];
  return {
    kind: "cube",
    table: null,
    path: `_data/${hashOf(bytes)}.arrow.gz`,
    bytes,
    columns: names,
    rows: cube.cells.length
  };
}

/** The files of {@link coarseCubes}, by dimension and value. */
function coarseFiles(page: Fine): ReadonlyMap<string, ReadonlyMap<string, DataFile>> {
  return new Map(
    [...coarseCubes(page)].map(([dimension, parts]) => [
      dimension,
      new Map([...parts].map(([value, cubes]) => [value, coarseFile(cubes)]))
    ])
  );
}

function coarseFile(cubes: readonly Cube[]): DataFile {
  const bytes = gzipSync(packCubes(cubes), {level: 9});
  const some = cubes.filter(({cells}) => cells.length > 0);
  return {
    kind: "cube",
    table: null,
    path: `_data/${hashOf(bytes)}.cubes.gz`,
    bytes,
    columns: [
      ...new Set(
        some.flatMap(({dimensions, keys, statistics}) => [
          ...dimensions.map(({name}) => name),
          ...Object.keys(keys),
          ...Object.keys(statistics)
        ])
      )
    ],
    rows: some.reduce((sum, {cells}) => sum + cells.length, 0)
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

/** A line for the build's output if the page's cubes are larger than a phone should load; null if they are not. */
export function sizeWarning(file: string, all: readonly DataFile[]): string | null {
  // Coarser ones come in their place, or before them.
  const files = all.filter(({kind, path}) => kind === "cube" && !path.endsWith(".cubes.gz"));
  const cells = files.reduce((n, {rows}) => n + rows, 0);
  const bytes = files.reduce((n, one) => n + one.bytes.length, 0);
  if (cells <= MOST_CELLS && bytes <= MOST_BYTES) return null;
  return `${file}: its filters need ${cells} cells in ${Math.ceil(bytes / 1000)} kB, over ${MOST_CELLS} cells or 1,200 kB; leave out a filter, or choose a longer period`;
}

function dimensionOf(name: string, everybody: Cube, {text, names}: {text: Words; names: Names}): FilterDimension {
  const {groups, statistics} = rollup(everybody, name);
  const values = groups.flatMap((value, g) =>
    value === null ? [] : [{value, name: nameOf(names, name, value), customers: sum(statistics["customers"]![g]!)}]
  );
  const rank = ({value}: {value: string}) => (value === "(other)" ? 1 : value === "(none)" ? 2 : 0);
  return {
    name,
    label: dimensionLabel(name, text, names),
    values: values.sort((a, b) => rank(a) - rank(b) || b.customers - a.customers || (a.value < b.value ? -1 : 1))
  };
}

function rangeOf({keys}: Cube): readonly [number, number] | null {
  const months = [...keys[JOINED]!].filter((month) => month !== NOT_JOINED);
  return months.length === 0 ? null : [Math.min(...months), Math.max(...months)];
}

function inlineOf(
  expression: string,
  index: number,
  {cells, inputs}: {cells: readonly LiveCell[]; inputs: readonly Input[]}
): readonly LiveInline[] {
  if (inputs.some(({name}) => name === expression)) return [{index, path: [expression]}];
  const path = pathOf(expression);
  return path && cells.some(({name}) => name === path[0]) ? [{index, path}] : [];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
