import type {Engine} from "../engine/engine.ts";
import type {Node} from "./sql-tree.ts";

/** The name of the function that an expression calls, in lower case; null for any other expression. */
export function functionOf(node: Node): string | null {
  return node["class"] === "FUNCTION" || node["class"] === "WINDOW"
    ? String(node["function_name"]).toLowerCase()
    : null;
}

/** Names of the database's functions. */
export interface Functions {
  /** Those that make one value of many rows. */
  readonly sums: ReadonlySet<string>;
  /** Those that give another value each time. */
  readonly volatile: ReadonlySet<string>;
}

const known = new WeakMap<Engine, Functions>();

/** Which of the database's functions take many rows, and which give another value each time. */
export async function functionsOf(engine: Engine): Promise<Functions> {
  const made = known.get(engine);
  if (made) return made;
  // Not of duckdb_functions(): an engine that remembers answers takes that for something that changes.
  const {columns} = await engine.query(
    "select distinct proname as name, prokind = 'a' as is_many, coalesce(provolatile, '') = 'v' as is_volatile from pg_catalog.pg_proc order by all"
  );
  const names = columns["name"]!.map(String);
  const functions = {
    sums: new Set(names.filter((_, i) => columns["is_many"]![i] === true)),
    volatile: new Set(names.filter((_, i) => columns["is_volatile"]![i] === true))
  };
  known.set(engine, functions);
  return functions;
}
