import {createHash} from "node:crypto";
import {existsSync} from "node:fs";
import {mkdir, readFile, rename, stat, writeFile} from "node:fs/promises";
import {createRequire} from "node:module";
import {join} from "node:path";
import {promisify} from "node:util";
import {gzip} from "node:zlib";
import type {DatabaseFiles} from "./live/live-page.ts";
import {temporaryFolder} from "./temporary.ts";

/** DuckDB-WASM as a site serves it. */
export interface Database {
  /** Folder with `_assets/`, to be copied to the site. */
  readonly folder: string;
  readonly files: DatabaseFiles;
}

/**
 * Stands before DuckDB's own worker. It inflates the module, which compressed is a quarter of its size, whether or not the host says that it is: a host that does say so has had it inflated already.
 * It asks for the one after whose address the worker is named before DuckDB's script starts. And it ends the worker with an error where the module cannot be had or run, over which DuckDB would wait for ever.
 */
const PRELUDE = `{
  const load = self.fetch.bind(self);
  const fail = (reason) => setTimeout(() => { throw reason; });
  self.addEventListener("unhandledrejection", (event) => fail(event.reason));
  let begun = self.name && load(self.name);
  const asked = (request, options, {href}) => {
    if (!begun || href !== self.name) return load(request, options);
    const answer = begun;
    begun = null;
    return answer;
  };
  self.fetch = async (request, options) => {
    const url = new URL(request.url ?? request, location.href);
    if (!url.pathname.endsWith(".wasm.gz")) return load(request, options);
    try {
      const answer = await asked(request, options, url);
      if (!answer.ok) throw new Error(url.pathname + ": " + answer.status);
      const [head, body] = answer.body.tee();
      const reader = head.getReader();
      const {value} = await reader.read();
      void reader.cancel();
      const isPacked = value && value[0] === 0x1f && value[1] === 0x8b;
      return new Response(isPacked ? body.pipeThrough(new DecompressionStream("gzip")) : body, {
        headers: {"content-type": "application/wasm"}
      });
    } catch (error) {
      fail(error);
      throw error;
    }
  };
}
`;

/** The worker and the module of DuckDB-WASM, packed once for each version and kept in `cache`; their names say what is in them. */
export async function databaseFiles(cache: string): Promise<Database> {
  const require = createRequire(import.meta.url);
  const [worker, module] = ["browser-eh.worker.js", "eh.wasm"].map((name) =>
    require.resolve(`@duckdb/duckdb-wasm/dist/duckdb-${name}`)
  ) as [string, string];
  const script = PRELUDE + (await readFile(worker, "utf8")).replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
  const packed = await readFile(module);
  const names = {
    worker: `_assets/duckdb-${hashOf(script)}.worker.js`,
    module: `_assets/duckdb-${hashOf(packed)}.wasm.gz`
  };
  const folder = join(cache, `database-${hashOf(JSON.stringify(names))}`);
  if (!existsSync(folder)) {
    await mkdir(cache, {recursive: true});
    await using temporary = await temporaryFolder(join(cache, "database-tmp-"));
    await mkdir(join(temporary.path, "_assets"));
    await writeFile(join(temporary.path, names.worker), script);
    await writeFile(join(temporary.path, names.module), await promisify(gzip)(packed, {level: 9}));
    await rename(temporary.path, folder).catch((error: unknown) => {
      // Another build made the same one in the meantime.
      if (!existsSync(folder)) throw error;
    });
  }
  const sizes = await Promise.all(Object.values(names).map(async (name) => (await stat(join(folder, name))).size));
  return {folder, files: {...names, bytes: sizes.reduce((a, b) => a + b)}};
}

function hashOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
