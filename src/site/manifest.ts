import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {FIGURES} from "../metrics/kpi-figures.ts";
import {METRICS} from "../metrics/registry.ts";
import {computeMetric} from "../notebook/metric-cell.ts";
import type {Loaded} from "./assemble.ts";
import type {Site} from "./page.ts";
import type {DataFile} from "./page-cubes.ts";

/** When and from what a build was made. */
export interface Origin {
  readonly builtAt: Date;
  readonly commit: string | null;
  /** Data files beside the pages. */
  readonly published: readonly DataFile[];
}

/** What `manifest.json` says. The snapshot's name leaves out when and from which commit it was built, so that the same input has the same name. */
export async function manifestOf(site: Site, loaded: Loaded, {builtAt, commit, published}: Origin): Promise<unknown> {
  const {catalog} = loaded;
  const sources = [];
  for (const table of catalog.tables.values()) {
    if (table.files.length === 0 || table.name === "orders") continue;
    const rejected = table.rejected.reduce((sum, {rows}) => sum + rows, 0);
    sources.push({
      table: table.name === "order_lines" ? "orders" : table.name,
      rows: table.rows,
      rejected,
      hash: await hashOf(table.files)
    });
  }
  const content = {
    asOf: catalog.asOf,
    sources,
    published: published.map(({path, kind, table, columns, rows}) => ({
      file: path,
      kind,
      ...(table === null ? {} : {table}),
      columns,
      rows
    })),
    kpis: await allKpis(loaded)
  };
  const hash = createHash("sha256").update(JSON.stringify([content, site.pages.map(({path, json}) => [path, json])]));
  return {
    snapshot: `${catalog.asOf}-${hash.digest("hex").slice(0, 12)}`,
    builtAt: builtAt.toISOString(),
    commit,
    ...content
  };
}

/** Every headline figure that the data has, over the whole history. */
async function allKpis(loaded: Loaded): Promise<Readonly<Record<string, number | null>>> {
  const {facts} = loaded;
  const has = (name: string) => facts.tables.get(name.split(".")[0]!)?.has(name.split(".")[1]!) ?? false;
  const show = Object.keys(FIGURES).filter((name) => has(FIGURES[name]!.needs));
  const metric = METRICS.get("kpi")!;
  const {table} = await computeMetric(metric, metric.schema.parse({show}), loaded);
  return Object.fromEntries(
    (table.objects() as {name: string; value: number | null}[]).map(({name, value}) => [name, value])
  );
}

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) await pipeline(createReadStream(file), hash, {end: false});
  return hash.digest("hex");
}
