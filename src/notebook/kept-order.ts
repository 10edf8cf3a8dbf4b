import {functionOf} from "./sql-functions.ts";
import {isExpression, modifier} from "./sql-tree.ts";
import type {CommonTable, Node, Select} from "./sql-tree.ts";

/** What is known where a query stands. */
export interface Scope {
  /** Names of functions that make one value of many rows. */
  readonly sums: ReadonlySet<string>;
  /** Common table expressions by name; whether they have an order. */
  readonly queries: ReadonlyMap<string, boolean>;
}

/** Whether the rows of a query have an order: one that it says, or that of what it reads. */
export function isOrdered(tree: Select, scope: Scope): boolean {
  return modifier(tree, "ORDER_MODIFIER") !== undefined || keepsOrder(tree, scope);
}

/** Whether the rows of a query have the order of what it reads. */
export function keepsOrder(tree: Select, outer: Scope): boolean {
  if (modifier(tree, "DISTINCT_MODIFIER")) return false;
  const scope = withQueries(tree, outer);
  if (tree.type === "SET_OPERATION_NODE")
    return (
      tree["setop_type"] === "UNION" &&
      tree["setop_all"] === true &&
      isOrdered(tree["left"] as Select, scope) &&
      isOrdered(tree["right"] as Select, scope)
    );
  if (tree.type !== "SELECT_NODE" || tree.group_expressions.length > 0 || isGroupedByAll(tree)) return false;
  // Rows that another query filters are joined to its own.
  if (hasQuery([tree.where_clause, tree.select_list, tree.qualify])) return false;
  const own = ownExpressions([tree.select_list, tree.having, tree.qualify]);
  const isOneRow = own.some((node) => node["class"] === "FUNCTION" && scope.sums.has(functionOf(node)!));
  return isOneRow || (!own.some(isWindow) && isOrderedSource(tree.from_table, scope));
}

function isGroupedByAll({aggregate_handling}: Select): boolean {
  return aggregate_handling === "FORCE_AGGREGATES";
}

function withQueries({cte_map}: Select, scope: Scope): Scope {
  return withTables(cte_map.map, scope);
}

/** The scope of what stands behind common tables, each of which knows those before it. */
export function withTables(tables: readonly CommonTable[], scope: Scope): Scope {
  const queries = new Map(scope.queries);
  for (const {key, value} of tables) queries.set(key.toLowerCase(), isOrdered(value.query.node, {...scope, queries}));
  return {...scope, queries};
}

/** A window over rows in an order or parts of its own gives them back in another. */
function isWindow(node: Node): boolean {
  const has = (name: string) => ((node[name] ?? []) as readonly unknown[]).length > 0;
  return node["class"] === "WINDOW" && (has("partitions") || has("orders"));
}

function isOrderedSource(from: Node, scope: Scope): boolean {
  switch (from["type"]) {
    case "JOIN":
    case "PIVOT":
      return false;
    case "SUBQUERY":
      return isOrdered((from["subquery"] as {node: Select}).node, scope);
    case "BASE_TABLE":
      return from["schema_name"] ? true : (scope.queries.get(String(from["table_name"]).toLowerCase()) ?? true);
    default:
      return true; // values, a table function, nothing at all
  }
}

/** Whether there is a query among the expressions. */
function hasQuery(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasQuery);
  if (typeof value !== "object" || value === null) return false;
  return (value as Node)["class"] === "SUBQUERY" || Object.values(value).some(hasQuery);
}

/** Expressions of a query without those of queries within. */
function ownExpressions(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(ownExpressions);
  if (typeof value !== "object" || value === null || (value as Node)["class"] === "SUBQUERY") return [];
  const inner = Object.values(value).flatMap(ownExpressions);
  return isExpression(value) ? [value, ...inner] : inner;
}
