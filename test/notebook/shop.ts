import {toHtml} from "hast-util-to-html";
import {openCatalog} from "../../src/catalog/catalog.ts";
import {createFormat} from "../../src/charts/format.ts";
import {openNative} from "../../src/engine/native.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import type {Environment} from "../../src/notebook/environment.ts";
import {evaluateReport} from "../../src/notebook/evaluate.ts";
import type {Evaluated, Output} from "../../src/notebook/evaluate.ts";
import {openReducer} from "../../src/notebook/reducer.ts";
import {readReport} from "../../src/notebook/report.ts";
import {factsOf} from "../../src/site/facts.ts";
import {buildLibrary} from "../../src/site/js/js-build.ts";
import {words} from "../../src/site/words/languages.ts";
import {DOCUMENT} from "../../src/site/svg.ts";

/** Six orders of three customers, 30 + 20 + 10 + 40 + 0 − 5 = 95 euros: a and b first order in January 2025, c in February. */
const ORDERS = `customer,at,order,revenue,product
a,2025-01-05,1,30,O'Neill
b,2025-01-20,2,20,100% tea
a,2025-02-10,3,10,緑茶
c,2025-02-11,4,40,tea
b,2025-03-01,5,0,tea
b,2025-03-02,6,-5,tea
`;

const CUSTOMERS = `customer,joined,segment,referrer
a,2025-01-01,Gold,
b,2025-01-02,Silver,a
c,2025-02-01,Gold,a
`;

export const CATALOG = `currency: EUR
asOf: 2025-03-31
tables:
  orders: {from: orders.csv}
  customers: {from: customers.csv}
dimensions: [segment]
publish: {rows: none, minimumCell: 1}
`;

/** A shop whose reports can be run. */
export interface Shop {
  readonly env: Environment;
  run(text: string, options?: {allowUnknown?: boolean}): Promise<Evaluated>;
  /** The messages of a report's mistakes. */
  errors(text: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The shop of this catalog, in a database of its own. Close it. */
export async function openShop(catalogText = CATALOG): Promise<Shop> {
  const engine = await openNative({threads: 1, memoryLimit: "1GB"});
  const sources: Readonly<Record<string, string>> = {"orders.csv": ORDERS, "customers.csv": CUSTOMERS};
  const files = {
    find: async (from: string) => {
      const text = sources[from];
      return text === undefined ? null : {format: "csv" as const, bytes: new TextEncoder().encode(text)};
    },
    text: async () => null,
    names: async () => Object.keys(sources),
    rejectedPath: () => null
  };
  const catalog = await openCatalog(catalogText, "data/catalog.yaml", {engine, files});
  const format = createFormat({lang: "en", currency: "EUR"});
  const env: Environment = {
    engine,
    catalog,
    facts: await factsOf(catalog, engine),
    reducer: await openReducer(engine),
    metrics: METRICS,
    format,
    library: buildLibrary({document: DOCUMENT, format, words: words("en"), asOf: "2025-03-31"}),
    say: ({key}) => `finding of ${key}`
  };
  const run: Shop["run"] = (text, options) => evaluateReport(readReport(text, "reports/r.md"), env, options);
  return {
    env,
    run,
    errors: async (text) => (await run(text)).errors.map(({message}) => message),
    close: () => engine.close()
  };
}

/** A fenced cell. */
export function cell(head: string, ...source: readonly string[]): string {
  return ["```" + head, ...source, "```", ""].join("\n");
}

/** The output of the cell of this name. @throws {Error} unless it is done. */
export function done({outputs}: Evaluated, name: string): Extract<Output, {state: "done"}> {
  const output = outputs.find((one) => one.cell.name === name);
  if (output?.state !== "done")
    throw new Error(`${name}: ${output?.state === "failed" ? output.error.message : output?.state}`);
  return output;
}

/** Rows of the table of the cell of this name. */
export function rows(evaluated: Evaluated, name: string): readonly object[] {
  return done(evaluated, name).content.dataset!.table.objects();
}

/** The HTML of a report's body before it runs. */
export function html(text: string): string {
  return toHtml(readReport(text, "reports/r.md").tree).trim();
}
