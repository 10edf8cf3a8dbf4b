import {generate} from "./generator/generate.ts";
import {DEFAULTS} from "./generator/options.ts";
import {writeParquet} from "./generator/write-parquet.ts";

/** Writes the demo's Parquet files next to this script; run by `node data/generate.ts`. */
await writeParquet(generate(DEFAULTS), import.meta.dirname);
