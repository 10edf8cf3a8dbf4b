import * as Plot from "@observablehq/plot";
import * as aq from "arquero";
import type {ColumnTable} from "arquero";
import {html, svg} from "htl";
import type {Unit} from "../../charts/format.ts";
import {isTable} from "../../notebook/dataset.ts";
import type {Dataset} from "../../notebook/dataset.ts";
import {datasetOfTable} from "../../notebook/js-table.ts";
import type {Library, Scope, Width} from "../../notebook/environment.ts";
import {dataFigure} from "../data-figure.ts";
import {plotIn} from "./js-plot.ts";
import {WIDTHS} from "../metric-figure.ts";
import type {Style} from "../metric-figure.ts";

/** The whole table library. */
export {aq};

/** What differs between the build and a page. */
export interface JsHost {
  /** Checks what a chart or a table is told; a page's was checked at build. */
  check(kind: "chart" | "table", spec: unknown): void;
  /** Makes a library's tagged template work in the style's document. */
  template<T extends (...given: never[]) => unknown>(tag: T): T;
}

/** Names of the browser's own that are not there at build, but that code may ask for, as in `typeof window`. */
const BROWSER = (
  "window location localStorage sessionStorage matchMedia getComputedStyle requestAnimationFrame cancelAnimationFrame requestIdleCallback " +
  "Node Element HTMLElement SVGElement NodeList DOMParser XMLSerializer Image IntersectionObserver ResizeObserver MutationObserver devicePixelRatio innerWidth innerHeight"
).split(" ");

/** Node's own, which no page has. */
const NODE = ["process", "Buffer", "global", "require", "setImmediate", "clearImmediate", "gc"];

/** What `js` cells see besides the report's cells. The same at build and in a page, except for `host`. */
export function jsLibrary(style: Style, host: JsHost): Library {
  const widths = {wide: scopeAt("wide", style, host), narrow: scopeAt("narrow", style, host)};
  const globals = Object.getOwnPropertyNames(globalThis).filter((name) => !NODE.includes(name));
  return {
    names: new Set([...globals, ...BROWSER, "undefined", "NaN", "Infinity"]),
    fitted: new Set(["Plot", "width", "chart"]),
    at: (width) => widths[width]
  };
}

function scopeAt(width: Width, style: Style, host: JsHost): Scope {
  const {document, format} = style;
  let charts = 0;
  const dataset = (data: unknown, units: Readonly<Record<string, Unit>> = {}): Dataset => {
    const {table, columns} = datasetOfTable(tableOf(data));
    return {table, columns: columns.map((column) => ({...column, unit: units[column.name] ?? column.unit}))};
  };
  return {
    Plot: plotIn(Plot, {document, width: WIDTHS[width]}),
    aq,
    op: aq.op,
    document,
    width: WIDTHS[width],
    html: host.template(html),
    svg: host.template(svg),
    invalidation: new Promise(() => undefined),
    format: (value: unknown, unit: Unit = "number") => format.value(valueOf(value), unit),
    chart(data: unknown, spec: Readonly<Record<string, unknown>>) {
      host.check("chart", spec);
      // Ids of patterns and clip paths are the page's: each drawing has its own.
      const name = `js-${width}-${++charts}`;
      return dataFigure({name, type: "chart", options: spec, dataset: dataset(data)}, style).chart(width);
    },
    table(data: unknown, spec: Readonly<Record<string, unknown>> = {}) {
      host.check("table", spec);
      const options = {bar: [], heat: [], total: [], units: {}, ...spec};
      return dataFigure({name: "js", type: "table", options, dataset: dataset(data, options.units)}, style).body();
    }
  };
}

/** The table itself, or one of rows. @throws {TypeError} for anything else. */
function tableOf(data: unknown): ColumnTable {
  if (isTable(data)) return data;
  if (Array.isArray(data)) return aq.from(data as object[]);
  throw new TypeError("the data is no table and no list of rows");
}

function valueOf(value: unknown): unknown {
  return value !== null && typeof value === "object" && !(value instanceof Date) ? value.valueOf() : value;
}
