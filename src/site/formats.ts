import type {Format} from "../engine/engine.ts";

const FORMATS: Readonly<Record<string, Format>> = {
  csv: "csv",
  tsv: "tsv",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
  arrow: "arrow",
  arrows: "arrow",
  feather: "arrow"
};

/** The format that a file's name tells, a compression's ending put aside; null for a name that tells none. */
export function formatOf(name: string): Format | null {
  const ending = /\.(\w+)(?:\.(?:gz|zst))?$/.exec(name)?.[1]?.toLowerCase();
  return ending === undefined ? null : (FORMATS[ending] ?? null);
}

/** The endings that {@link formatOf} knows. */
export const ENDINGS: readonly string[] = Object.keys(FORMATS);
