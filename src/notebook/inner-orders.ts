import type {Engine, Parameter} from "../engine/engine.ts";
import {QueryError} from "../errors.ts";
import {keepsOrder, withTables} from "./kept-order.ts";
import {columnName, modifier, textOf, treeOf} from "./sql-tree.ts";
import type {CommonTable, Node, Select} from "./sql-tree.ts";

/** What completing orders needs to know. */
interface On {
  readonly engine: Engine;
  /** The query's own. */
  readonly values: readonly Parameter[];
  /** Names of functions that make one value of many rows. */
  readonly sums: ReadonlySet<string>;
}

interface Term extends Node {
  readonly expression: Node;
}

/**
 * The tree with the orders of queries within it decided by their columns, where these say an order that may leave rows equal, or take first rows of no order; the tree itself if there are none.
 * One that reads columns of the query around it stays as it is. @param query the tree's text
 */
export async function withInnerOrders(tree: Select, query: string, on: On): Promise<Select> {
  if (!/\b(order\s+by|limit|fetch)\b/i.test(query)) return tree;
  const plain = flat(tree);
  const made = await completed(plain, [], on);
  return JSON.stringify(made) === JSON.stringify(plain) ? tree : made;
}

/** The tree without the second copy that it has of a materialized common table. */
export function flat<T>(value: T): T {
  if (Array.isArray(value)) return value.map((part: unknown) => flat(part)) as T;
  if (typeof value !== "object" || value === null) return value;
  const {type, child} = value as Node;
  if (type === "CTE_NODE") return flat(child as T);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, flat(part as unknown)])) as T;
}

/** Whether a query says `order by all`, which decides everything. */
export function ordersByAll(tree: Select): boolean {
  return termsOf(tree).some(({expression}) => expression["class"] === "STAR");
}

function termsOf(tree: Select): readonly Term[] {
  return (modifier(tree, "ORDER_MODIFIER")?.["orders"] ?? []) as readonly Term[];
}

/** The query ordered by its columns from left to right, after what it says itself. */
export async function withOrder(tree: Select, columns: number, engine: Engine): Promise<Select> {
  const numbers = Array.from({length: columns}, (_, i) => i + 1).join(", ");
  const {modifiers: given} = (await treeOf(`select 1 order by ${numbers}`, engine))!;
  const order = {...given[0]!, orders: [...termsOf(tree), ...(given[0]!["orders"] as readonly Term[])]};
  const others = tree.modifiers.filter(({type}) => type !== "ORDER_MODIFIER");
  const limit = others.findIndex(({type}) => String(type).startsWith("LIMIT"));
  const at = limit < 0 ? others.length : limit;
  return {...tree, modifiers: [...others.slice(0, at), order, ...others.slice(at)]};
}

/** The query, those within it ordered. @param tables common tables that it may read, each after those it reads */
async function completed(node: Select, tables: readonly CommonTable[], on: On): Promise<Select> {
  const own: CommonTable[] = [];
  const known = () => [...tables.filter(({key}) => !own.some((one) => one.key === key)), ...own];
  for (const {key, value} of node.cte_map.map) {
    const inner = await ordered(value.query.node, known(), on);
    own.push({key, value: {...value, query: {...value.query, node: inner}}});
  }
  const {cte_map, ...rest} = node;
  const parts = await withQueries(rest, (inner) => ordered(inner, known(), on));
  // In the order of the keys that it came in, by which trees are compared.
  return {...node, ...parts, cte_map: {...cte_map, map: own}};
}

async function ordered(node: Select, tables: readonly CommonTable[], on: On): Promise<Select> {
  const inner = await completed(node, tables, on);
  if (!isOpen(inner, tables, on)) return inner;
  const columns = await columnCount(inner, tables, on);
  return columns === null ? inner : withOrder(inner, columns, on.engine);
}

/** Whether a query's rows are taken in an order that it leaves open. */
function isOpen(node: Select, tables: readonly CommonTable[], {sums}: On): boolean {
  if (modifier(node, "ORDER_MODIFIER")) return !ordersByAll(node) && !ordersByEach(node);
  const isCut = node.modifiers.some(({type}) => String(type).startsWith("LIMIT"));
  return isCut && !keepsOrder(node, withTables(tables, {sums, queries: new Map()}));
}

/** Whether a query's order names each of its columns. */
function ordersByEach(node: Select): boolean {
  if (node.type !== "SELECT_NODE") return false;
  const names = new Set(termsOf(node).map(({expression}) => columnName(expression)?.at(-1)));
  return node.select_list.every((one) => {
    const name = String(one["alias"]).toLowerCase() || columnName(one)?.at(-1);
    return name !== undefined && names.has(name);
  });
}

/** How many columns a query has; null where it cannot stand alone. */
async function columnCount(node: Select, tables: readonly CommonTable[], {engine, values}: On): Promise<number | null> {
  const own = node.cte_map.map;
  const map = [...tables.filter(({key}) => !own.some((one) => one.key === key)), ...own];
  try {
    const text = await textOf({...node, cte_map: {map}}, engine);
    // Each value has to stand somewhere.
    const all = values.map((_, i) => `, (select $${i + 1})`).join("");
    const {fields} = await engine.query({text: `select q.* from (${text}) q${all} limit 0`, values});
    return fields.length;
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

/** The value, queries in it replaced. */
async function withQueries<T>(value: T, change: (query: Select) => Promise<Select>): Promise<T> {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const parts: unknown[] = [];
    for (const part of value) parts.push(await oneQuery(part, change));
    return parts as T;
  }
  const parts: [string, unknown][] = [];
  for (const [name, part] of Object.entries(value)) parts.push([name, await oneQuery(part, change)]);
  return Object.fromEntries(parts) as T;
}

function oneQuery(value: unknown, change: (query: Select) => Promise<Select>): Promise<unknown> {
  return isQuery(value) ? change(value) : withQueries(value, change);
}

function isQuery(value: unknown): value is Select {
  return typeof value === "object" && value !== null && /_NODE$/.test(String((value as Node)["type"]));
}
