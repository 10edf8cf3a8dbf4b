import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join} from "node:path";
import {openCatalog} from "../../src/catalog/catalog.ts";
import type {Catalog} from "../../src/catalog/catalog.ts";
import type {Engine, Value} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {openWorkspace, workspaceFiles} from "../../src/site/workspace.ts";
import type {Workspace} from "../../src/site/workspace.ts";

/** Files of `data/` by name; a query's answer is written as Parquet. */
export type Content = Readonly<Record<string, string | {readonly parquet: string}>>;

/** A workspace in a temporary folder whose catalog is opened over given files, again and again in one engine. Close it. */
export interface Shop {
  readonly engine: Engine;
  /** Writes the files and opens the catalog, for everybody or an audience. @throws {ReportError} */
  open(catalog: string, files: Content, audience?: string | null): Promise<Catalog>;
  /** The message of the mistake that opening the same ends with, without `data/catalog.yaml:`. */
  failure(catalog: string, files: Content, audience?: string | null): Promise<string>;
  /** Rows of a query, as arrays. */
  rows(query: string): Promise<readonly (readonly Value[])[]>;
  /** Text of the file of rows set aside; null if there is none. */
  rejected(table: string): string | null;
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const engine = await openNative({threads: 2, memoryLimit: "2GB"});
  const folder = mkdtempSync(join(tmpdir(), "kizuna-catalog-"));
  let workspace: Workspace | null = null;
  let opened = 0;
  const shop: Shop = {
    engine,
    async open(catalog, files, audience = null) {
      const root = join(folder, String(++opened));
      await writeContent(join(root, "data"), {...files, "catalog.yaml": catalog}, engine);
      workspace = openWorkspace(root, join(folder, "cache"));
      return openCatalog(catalog, "data/catalog.yaml", {engine, files: await workspaceFiles(workspace), audience});
    },
    async failure(catalog, files, audience = null) {
      const error: unknown = await shop.open(catalog, files, audience).then(
        () => null,
        (thrown: unknown) => thrown
      );
      if (!(error instanceof Error)) throw new Error("it opened");
      if (error.name !== "ReportError" || error.message.includes("\n"))
        throw new Error("no line for the author", {cause: error});
      return error.message.replace("data/catalog.yaml:", "");
    },
    async rows(query) {
      const {fields, columns, length} = await engine.query(query);
      return Array.from({length}, (_, i) => fields.map(({name}) => columns[name]![i]!));
    },
    rejected(table) {
      try {
        return readFileSync(join(workspace!.cache, "_rejected", `${table}.csv`), "utf8");
      } catch {
        return null;
      }
    },
    async close() {
      await engine.close();
      rmSync(folder, {recursive: true});
    }
  };
  return shop;
}

async function writeContent(folder: string, files: Content, engine: Engine): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), {recursive: true});
    if (typeof content === "string") writeFileSync(path, content);
    else await engine.query(`copy (${content.parquet}) to '${path}' (format parquet)`);
  }
}
