import {createRequire} from "node:module";
import {dirname, join} from "node:path";
import type * as Blocking from "@duckdb/duckdb-wasm/blocking";
import type {Engine} from "../../src/engine/engine.ts";
import {blockingBindings} from "../../src/engine/wasm-bindings.ts";
import {wasmEngine} from "../../src/engine/wasm.ts";

/** DuckDB-WASM in Node; it takes seconds to start. Nothing listens at the extensions' address, and no test may need one. */
export async function openWasm(): Promise<Engine> {
  const require = createRequire(import.meta.url);
  const duckdb = require("@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs") as typeof Blocking;
  const folder = dirname(require.resolve("@duckdb/duckdb-wasm/dist/duckdb-eh.wasm"));
  const eh = {mainModule: join(folder, "duckdb-eh.wasm"), mainWorker: ""};
  const database = await duckdb.createDuckDB({mvp: eh, eh}, new duckdb.VoidLogger(), duckdb.NODE_RUNTIME);
  await database.instantiate(() => undefined);
  database.open({});
  return wasmEngine(await blockingBindings(database), {extensions: "http://localhost:1/none"});
}
