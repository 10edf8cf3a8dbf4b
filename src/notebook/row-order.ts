import type {Engine, Parameter} from "../engine/engine.ts";
import {atOrderEnd} from "../sql/authored.ts";
import {functionOf, functionsOf} from "./sql-functions.ts";
import {isExpression, treeOf} from "./sql-tree.ts";
import type {Node, Select} from "./sql-tree.ts";

/**
 * The query with the order of its rows decided: rows that its own `order by` leaves equal, and all rows of a query whose order SQL leaves open (grouping, distinct, joins, unions, windows, filters by other queries), come by its columns from left to right.
 * A query that reads one table, one cell or one ordered query, and what `union all` puts one after the other, keeps the order that it has. A statement other than `select` stays as it is.
 * @see https://duckdb.org/docs/stable/sql/dialect/order_preservation
 */
export async function inRowOrder(query: string, values: readonly Parameter[], engine: Engine): Promise<string> {
  const tree = await treeOf(query, engine);
  if (!tree) return query;
  const order = modifier(tree, "ORDER_MODIFIER");
  const given = (order?.["orders"] ?? []) as readonly {readonly expression: Node}[];
  // `order by all` decides everything.
  if (given.some(({expression}) => expression["class"] === "STAR")) return query;
  const {sums} = await functionsOf(engine);
  if (!order && keepsOrder(tree, {sums, queries: new Map()})) return query;
  const {fields} = await engine.query({text: `select * from (\n${query}\n) limit 0`, values});
  // By number: beside other terms, the grammar takes no `all`.
  const columns = fields.map((_, i) => i + 1).join(", ");
  const ordered = atOrderEnd(query, order ? `, ${columns}` : `order by ${columns}`);
  // A query in parentheses has its end elsewhere.
  const isSame = written(await treeOf(ordered, engine)) === written(tree);
  return isSame ? ordered : query;
}

function modifier({modifiers}: Select, type: string): Node | undefined {
  return modifiers.find((one) => one["type"] === type);
}

/** What a tree is besides its order. */
function written(tree: Select | null): string {
  return JSON.stringify(tree && {...tree, modifiers: tree.modifiers.filter(({type}) => type !== "ORDER_MODIFIER")});
}

interface Scope {
  /** Names of functions that make one value of many rows. */
  readonly sums: ReadonlySet<string>;
  /** Common table expressions by name; whether they have an order. */
  readonly queries: ReadonlyMap<string, boolean>;
}

/** Whether the rows of a query have an order: one that it says, or that of what it reads. */
function isOrdered(tree: Select, scope: Scope): boolean {
  return modifier(tree, "ORDER_MODIFIER") !== undefined || keepsOrder(tree, scope);
}

function keepsOrder(tree: Select, outer: Scope): boolean {
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
  const queries = new Map(scope.queries);
  for (const {key, value} of cte_map.map as readonly {key: string; value: {query: {node: Select}}}[])
    queries.set(key.toLowerCase(), isOrdered(value.query.node, {...scope, queries}));
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
