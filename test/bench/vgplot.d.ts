// What the bench uses of Mosaic vgplot, which is no dependency: it is installed only where it is measured.
declare module "@uwdata/vgplot" {
  import type {AsyncDuckDB, AsyncDuckDBConnection} from "@duckdb/duckdb-wasm";

  /** Who is to be shown, of which each menu says its part. */
  export interface Crossfilter {
    update(clause: unknown): Crossfilter;
  }
  /** A part of a plot, or of a query. */
  type Part = Readonly<Record<never, never>>;
  interface Coordinator {
    readonly preaggregator: {enabled: boolean};
    databaseConnector(connector: Part): void;
    logger(logger: null): void;
  }

  export const Selection: {crossfilter(): Crossfilter};
  export function coordinator(): Coordinator;
  export function wasmConnector(options: {duckdb: AsyncDuckDB; connection: AsyncDuckDBConnection}): Part;
  export function menu(options: {label: string; from: string; column: string; as: Crossfilter}): HTMLElement;
  export function from(table: string, options: {filterBy: Crossfilter}): Part;
  export function plot(...parts: readonly Part[]): HTMLElement;
  export function cell(data: Part, channels: Readonly<Record<string, unknown>>): Part;
  export function lineY(data: Part, channels: Readonly<Record<string, unknown>>): Part;
  export function rectY(data: Part, channels: Readonly<Record<string, unknown>>): Part;
  export function width(pixels: number): Part;
  export function height(pixels: number): Part;
  export function colorScheme(name: string): Part;
  export function sum(column: string): Part;
  export function count(): Part;
  export function bin(column: string): Part;
  export function sql(strings: TemplateStringsArray): Part;
}
