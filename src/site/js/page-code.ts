import {createHash} from "node:crypto";
import type {Evaluated, Output} from "../../notebook/evaluate.ts";
import {LIBRARY, cellNames} from "../../notebook/evaluate-expression.ts";
import {freeNames} from "../../notebook/expression.ts";
import {isNamed} from "../../notebook/js-syntax.ts";
import {listens} from "./js-document.ts";
import {INLINE_CODE} from "./inline-code.ts";
import {isNode} from "./js-view.ts";
import type {DataFile} from "../page-cubes.ts";
import type {LiveCode, LiveExpression, LiveJs, LiveNode, LiveShown, LiveView} from "../live/live-page.ts";

/** A page's JavaScript: what its script needs to know, and the module. */
export interface Code {
  readonly page: LiveCode;
  /** The module. */
  readonly file: DataFile;
  /** Names of the cells that it reads, with those that these are views of. */
  readonly reads: ReadonlySet<string>;
}

type Done = Extract<Output, {state: "done"}>;

/** The cell behind each name that a report's cells give. */
export function giversOf(done: readonly Done[]): ReadonlyMap<string, Done> {
  return new Map(
    done.flatMap((output) =>
      [output.cell.name, ...Object.keys(output.content.js?.values ?? {})].map((name) => [name, output] as const)
    )
  );
}

/**
 * The JavaScript of a report that has to run in its page: `js` cells, and values in prose. Null if there is none, or nothing that it reads can ever change.
 * @param paths numbers of the values in prose that are followed without running code.
 * @param canChange whether a name's value may be another one than at build.
 */
export function codeOf(
  {report, outputs}: Evaluated,
  {paths, canChange}: {paths: ReadonlySet<number>; canChange(name: string): boolean}
): Code | null {
  const done = outputs.filter((output) => output.state === "done");
  const givers = giversOf(done);
  const names = new Set(givers.keys());
  const all = done.flatMap(jsOf);
  const expressions = report.inlines.flatMap(({expression}, index): readonly Written[] => {
    const parameters = cellNames(expression, names).filter((name) => names.has(name));
    if (paths.has(index) || !parameters.some(canChange)) return [];
    const library = freeNames(expression).filter((name) => !names.has(name) && Object.hasOwn(LIBRARY, name));
    return [{index, parameters: [...parameters, ...library], body: `return (${expression}\n);`}];
  });
  const cells = neededOf(
    all,
    all.filter((cell) => cell.isAwake || cell.parameters.some((name) => names.has(name) && canChange(name))),
    expressions
  );
  if (cells.length + expressions.length === 0) return null;
  const reads = [...cells, ...expressions].flatMap(({parameters}) => parameters.filter((name) => names.has(name)));
  const run = new Set(cells.map(({name}) => name));
  const file = moduleOf(
    report.file,
    done.filter(({cell}) => run.has(cell.name)),
    expressions
  );
  const views = [...new Set(reads)].flatMap((name) => viewOf(givers.get(name)!));
  return {
    page: {
      module: file.path,
      cells,
      expressions: expressions.map(({index, parameters}) => ({index, parameters})),
      views,
      figures: done.flatMap((output) => jsFigures(output, (name) => run.has(givers.get(name)?.cell.name ?? "")))
    },
    file,
    reads: new Set([...reads, ...views.map(({data}) => data)].map((name) => givers.get(name)!.cell.name))
  };
}

/** Tells which tables of the catalog follow what a reader chooses on a page. */
export interface Narrowed {
  isFiltered(table: string): boolean;
  isWindowed(table: string): boolean;
}

/** What each name's value stands on. @param fixed SQL cells that stay as built. @param isFiltered whether a filter of customers narrows a table of the catalog. @param isWindowed whether a reporting window does. */
export function nodesOf(
  {outputs}: Evaluated,
  {fixed, isFiltered, isWindowed}: {fixed: ReadonlySet<string>} & Narrowed
): Readonly<Record<string, LiveNode>> {
  const done = outputs.filter((output) => output.state === "done");
  const givers = giversOf(done);
  const names = new Set(givers.keys());
  const nodes: Record<string, LiveNode> = {};
  for (const [name, {cell, content}] of givers) {
    const {query, js, options} = content;
    if (content.computed || content.input) continue;
    const reads = query
      ? [...query.cells, ...query.parameters.flatMap(({expression}) => cellNames(expression, names))]
      : js
        ? js.parameters
        : [String(options["data"])];
    nodes[name] = {
      isFiltered: query?.tables.some(isFiltered) ?? false,
      isWindowed: query?.tables.some(isWindowed) ?? false,
      isFixed: fixed.has(cell.name),
      reads: [...new Set(reads)].filter((other) => names.has(other))
    };
  }
  return nodes;
}

/** The wanted cells, and those that they and the expressions read. */
function neededOf(
  all: readonly LiveJs[],
  wanted: readonly LiveJs[],
  expressions: readonly LiveExpression[]
): readonly LiveJs[] {
  const needed = new Set(wanted);
  const reads = expressions.flatMap(({parameters}) => parameters);
  for (const cell of all) if (cell.gives.some((name) => reads.includes(name))) needed.add(cell);
  for (const cell of needed)
    for (const other of all) if (other.gives.some((name) => cell.parameters.includes(name))) needed.add(other);
  return all.filter((cell) => needed.has(cell));
}

function jsOf({cell, content: {js}}: Done): readonly LiveJs[] {
  if (!js) return [];
  const shown = [...js.displayed.wide, ...(js.displayed.narrow ?? [])];
  return [
    {
      name: cell.name,
      parameters: js.parameters,
      gives: [...(isNamed(cell) ? [cell.name] : []), ...Object.keys(js.values)],
      isExpression: js.isExpression,
      isFitted: js.narrow !== null,
      isAwake: js.isLasting || shown.some((value) => isNode(value) && listens(value))
    }
  ];
}

function viewOf({cell, content}: Done): readonly LiveView[] {
  const {type, options, computed} = content;
  if (computed || (type !== "chart" && type !== "table" && type !== "kpi")) return [];
  const {figure: _figure, ...kpi} = options;
  return [{name: cell.name, data: String(options["data"]), kpi: type === "kpi" ? kpi : null}];
}

/** Charts, tables and figures of a js cell's table. */
function jsFigures({cell, content}: Done, isRun: (name: string) => boolean): readonly LiveShown[] {
  const {type, options, dataset, computed} = content;
  if (computed || !dataset || (type !== "chart" && type !== "table" && type !== "kpi")) return [];
  const data = String(options["data"]);
  if (!isRun(data)) return [];
  const {figure: _figure, ...rest} = options;
  const units = Object.fromEntries(dataset.columns.map(({name, unit}) => [name, unit]));
  return [{name: cell.name, type, data, options: rest, units}];
}

/** An expression in prose, with its body. */
interface Written extends LiveExpression {
  readonly body: string;
}

function moduleOf(file: string, done: readonly Done[], expressions: readonly Written[]): DataFile {
  const cells = done.flatMap(({cell, content: {js}}) => (js ? [functionText(cell.name, js.parameters, js.body)] : []));
  const values = expressions.map(({index, parameters, body}) => functionText(String(index), parameters, body));
  const text = `// ${file}\nconst cells = {${cells.join(",")}};\nconst expressions = {${values.join(",")}};\n${EXPORTS}`;
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  const path = `_assets/code-${hash}.js`;
  return {kind: "code", table: null, path, bytes: new TextEncoder().encode(text), columns: [], rows: 0};
}

/** The last line of the module. */
const EXPORTS = "export {cells, expressions};\n";

/** The text of a page's code as a script inside the page, where {@link ./inline-code.ts} finds it. */
export function inlineCodeText(bytes: Uint8Array): string {
  return `${new TextDecoder().decode(bytes).slice(0, -EXPORTS.length)}globalThis.${INLINE_CODE} = {cells, expressions};\n`;
}

function functionText(name: string, parameters: readonly string[], body: string): string {
  return `\n${JSON.stringify(name)}: async (${parameters.join(", ")}) => {${body}}`;
}
