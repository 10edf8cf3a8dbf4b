// Runs in a page: a dashboard of Mosaic vgplot over DuckDB-WASM, with a heat map, lines and a histogram of orders, and a menu for each dimension.
import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import type {AsyncDuckDBConnection} from "@duckdb/duckdb-wasm";
import * as vg from "@uwdata/vgplot";

/** What the dashboard shows. */
export interface Dashboard {
  readonly dimensions: readonly string[];
  /** Arrow streams beside the page, of the same columns. */
  readonly files: readonly string[];
}

const opened: AsyncDuckDBConnection[] = [];

/** Draws the dashboard, pre-aggregation on; `#plots > *` are its figures, `#` and a dimension's name its menus. Gives how many rows it is over, when all is there. */
export async function openDashboard({dimensions, files}: Dashboard): Promise<number> {
  const at = (file: string): string => new URL(file, location.href).href;
  const duckdb = new AsyncDuckDB(new VoidLogger(), new Worker(at("duckdb.worker.js")));
  await duckdb.instantiate(at("duckdb.wasm"));
  const connection = await duckdb.connect();
  opened.push(connection);
  for (const [i, file] of files.entries()) {
    const bytes = new Uint8Array(await (await fetch(at(file))).arrayBuffer());
    await connection.insertArrowFromIPCStream(bytes, {name: "tx", create: i === 0});
  }
  const coordinator = vg.coordinator();
  coordinator.databaseConnector(vg.wasmConnector({duckdb, connection}));
  coordinator.preaggregator.enabled = true;
  coordinator.logger(null);
  const chosen = vg.Selection.crossfilter();
  for (const column of dimensions) {
    const menu = vg.menu({label: column, from: "tx", column, as: chosen});
    document.body.append(Object.assign(menu, {id: column}));
  }
  const plots = plotsOf(vg.from("tx", {filterBy: chosen}));
  document.body.append(Object.assign(document.createElement("div"), {id: "plots"}));
  document.getElementById("plots")!.append(...plots);
  const isThere = (): boolean =>
    plots.every((plot) => plot.querySelector("svg g[aria-label]")) &&
    dimensions.every((name) => document.querySelectorAll(`#${name} option`).length > 1);
  while (!isThere()) await new Promise((later) => setTimeout(later, 50));
  return count("select count(*)::integer as n from tx");
}

/** How many tables of pre-aggregates there are by now. */
export function preaggregates(): Promise<number> {
  return count("select count(*)::integer as n from information_schema.tables where table_schema = 'mosaic'");
}

async function count(query: string): Promise<number> {
  const answer = await opened[0]!.query(query);
  return Number(answer.getChild("n")!.get(0));
}

/** As Mosaic draws them by default: it samples lines over so many rows (its M4), which leaves them without pre-aggregates; `optimize: false` in `from` would give them some. */
function plotsOf(orders: ReturnType<typeof vg.from>): readonly HTMLElement[] {
  const heat = vg.cell(orders, {x: "age", y: "cohort", fill: vg.sum("amount")});
  const lines = vg.lineY(orders, {x: vg.sql`cohort + age`, y: vg.sum("amount"), stroke: "plan"});
  const histogram = vg.rectY(orders, {x: vg.bin("amount"), y: vg.count(), fill: "steelblue"});
  return [
    vg.plot(heat, vg.width(720), vg.height(480), vg.colorScheme("ylgnbu")),
    vg.plot(lines, vg.width(720), vg.height(320)),
    vg.plot(histogram, vg.width(720), vg.height(320))
  ];
}
