import type {Table} from "./engine.ts";
import {quoteLiteral, quoteTable} from "./quote.ts";

/**
 * Creates a table or view in the place of what has its name. `create or replace table` refuses to replace a view, and the other way round.
 */
export async function replaceTable(
  query: (sql: string) => Promise<Table>,
  {name, kind}: {name: string; kind: "table" | "view"},
  create: () => Promise<unknown>
): Promise<void> {
  const other = kind === "table" ? "view" : "table";
  await query("begin");
  try {
    if ((await query(lookUp(name, other))).length > 0) await query(`drop ${other} ${quoteTable(name)}`);
    await create();
    await query("commit");
  } catch (error) {
    await query("rollback"); // so that the old one stays
    throw error;
  }
}

function lookUp(name: string, kind: "table" | "view"): string {
  const dot = name.indexOf(".");
  const schema = dot < 0 ? "main" : name.slice(0, dot);
  return `
    select 1 as found from duckdb_${kind}s()
    where lower(${kind}_name) = lower(${quoteLiteral(name.slice(dot + 1))}) and lower(schema_name) = lower(${quoteLiteral(schema)})`;
}
