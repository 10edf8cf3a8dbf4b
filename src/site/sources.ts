import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import type {Catalog} from "../catalog/catalog.ts";

/** A table's source: `rows` read and `rejected`, and what tells its files from any others. */
export interface SourceCount {
  readonly table: string;
  readonly rows: number;
  readonly rejected: number;
  readonly hash: string;
}

/** The tables of the catalog that are read from files, in its order. */
export async function sourcesOf({tables}: Pick<Catalog, "tables">): Promise<readonly SourceCount[]> {
  const sources: SourceCount[] = [];
  for (const table of tables.values()) {
    if (table.files.length === 0 || table.name === "orders") continue;
    const rejected = table.rejected.reduce((sum, {rows}) => sum + rows, 0);
    sources.push({
      table: table.name === "order_lines" ? "orders" : table.name,
      rows: table.rows,
      rejected,
      hash: await hashOf(table.files)
    });
  }
  return sources;
}

/** The hash of files, each by itself: two do not have the hash of the same bytes parted elsewhere. */
export async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) {
    const own = createHash("sha256");
    await pipeline(createReadStream(file), own);
    hash.update(own.digest());
  }
  return hash.digest("hex");
}
