// Runs in a page: DuckDB-WASM alone, over what the page's SQL cells read. It starts, takes the files in, and answers the page's own queries; nothing is filtered, typed, drawn or guarded.
import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import type {LivePage} from "../../src/site/live/live-page.ts";

/** Milliseconds from nothing to the last answer. @throws {Error} if a query gives nothing. */
export async function bareDatabase(root: string): Promise<number> {
  const {sql} = JSON.parse(document.getElementById("k-live")!.textContent) as LivePage;
  const {tables, queries, database: files} = sql!;
  const start = performance.now();
  const rows = tables.map(async ({file}) => {
    const {body} = await fetch(new URL(file, root));
    const plain = body!.pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(plain).arrayBuffer());
  });
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(new URL(files!.worker, root)));
  await database.instantiate(new URL(files!.module, root).href);
  await database.open({});
  const connection = await database.connect();
  for (const [i, {name, columns}] of tables.entries()) {
    await connection.insertArrowFromIPCStream(await rows[i]!, {name: `raw_${name}`, create: true});
    // Types that Arrow has not: a view, so that it costs nothing.
    const list = columns.map(({name: column, as}) => `${as} as "${column}"`).join(", ");
    await connection.query(`create view "${name}" as select ${list} from "raw_${name}"`);
  }
  for (const {name, text, isShown} of queries) {
    await connection.query(`create table "${name}" as ${text}`);
    if (isShown && (await connection.query(`select * from "${name}"`)).numRows === 0)
      throw new Error(`${name} gives nothing`);
  }
  const time = performance.now() - start;
  await database.terminate();
  return time;
}
