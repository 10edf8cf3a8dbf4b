type Json = null | boolean | number | string | Json[] | {[key: string]: Json};

/**
 * Names of the tables that a parsed query reads, sorted: qualified ones with their dots, unquoted, without the query's own CTEs.
 *
 * @param tree what DuckDB's `json_serialize_sql` answers. Its `getTableNames` is no help: it binds the query, and answers
 *   with no names at all when that fails, as it does for `using (…)` over a table that does not exist yet.
 */
export function findTableNames(tree: unknown): string[] {
  const names = new Set<string>();
  visit(tree as Json, new Set(), names);
  return [...names].sort();
}

function visit(node: Json, hidden: ReadonlySet<string>, names: Set<string>): void {
  if (Array.isArray(node)) for (const child of node) visit(child, hidden, names);
  if (node === null || typeof node !== "object" || Array.isArray(node)) return;
  if (node["type"] === "BASE_TABLE") addName(node, hidden, names);
  const inner = new Set(hidden);
  if (node["type"] === "RECURSIVE_CTE_NODE") inner.add(String(node["cte_name"]).toLowerCase());
  // A CTE hides a table only after its own definition: in `with orders as (from orders) …` the inner one is the table.
  for (const cte of ctesOf(node)) {
    visit(cte.value, inner, names);
    inner.add(cte.key.toLowerCase());
  }
  for (const [key, child] of Object.entries(node)) if (key !== "cte_map") visit(child, inner, names);
}

function addName(table: {[key: string]: Json}, hidden: ReadonlySet<string>, names: Set<string>): void {
  const parts = [table["catalog_name"], table["schema_name"], table["table_name"]].filter((part) => part);
  const name = parts.join(".");
  if (parts.length > 1 || !hidden.has(name.toLowerCase())) names.add(name);
}

function ctesOf(node: {[key: string]: Json}): {key: string; value: Json}[] {
  const ctes = node["cte_map"] as {map?: {key: string; value: Json}[]} | undefined;
  return ctes?.map ?? [];
}
