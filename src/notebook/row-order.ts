import type {Engine, Parameter} from "../engine/engine.ts";
import {QueryError} from "../errors.ts";
import {atOrderEnd, saysOrder} from "../sql/authored.ts";
import {flat, ordersByAll, withInnerOrders, withOrder} from "./inner-orders.ts";
import {keepsOrder} from "./kept-order.ts";
import {functionsOf} from "./sql-functions.ts";
import {modifier, textOf, treeOf} from "./sql-tree.ts";
import type {Select} from "./sql-tree.ts";

/**
 * The query with the order of its rows decided: rows that its own `order by` leaves equal, and all rows of a query whose order SQL leaves open (grouping, distinct, joins, unions, windows, filters by other queries), come by its columns from left to right. So do those of queries within it that say an order, or take the first rows.
 * A query that reads one table, one cell or one ordered query, and what `union all` puts one after the other, keeps the order that it has. A statement other than `select` or `pivot` stays as it is.
 * @see https://duckdb.org/docs/stable/sql/dialect/order_preservation
 */
export async function inRowOrder(query: string, values: readonly Parameter[], engine: Engine): Promise<string> {
  const tree = await treeOf(query, engine);
  if (!tree) return /\bpivot\b/i.test(query) ? pivotOrder(query, values, engine) : query;
  const {sums} = await functionsOf(engine);
  const inner = await withInnerOrders(tree, query, {engine, values, sums});
  const isOpen = modifier(inner, "ORDER_MODIFIER")
    ? !ordersByAll(inner)
    : !keepsOrder(inner, {sums, queries: new Map()});
  if (!isOpen && inner === tree) return query;
  const columns = isOpen ? await columnCount(query, values, engine) : 0;
  const ordered = isOpen ? withOrdinals(query, columns, modifier(tree, "ORDER_MODIFIER") !== undefined) : query;
  // Where more than its end is another one, or that is within parentheses, the text is written anew, on other lines.
  const isSame = written(await treeOf(ordered, engine)) === written(tree);
  if (inner === tree && isSame) return ordered;
  const text = await rewritten(isOpen ? await withOrder(inner, columns, engine) : inner, engine);
  return text ?? (isSame ? ordered : query);
}

/** The order of a query of which there is no tree, as it finds its columns in the data. */
async function pivotOrder(query: string, values: readonly Parameter[], engine: Engine): Promise<string> {
  const columns = await columnCount(query, values, engine);
  const ordered = withOrdinals(query, columns, saysOrder(query));
  try {
    return (await columnCount(ordered, values, engine)) === columns ? ordered : query;
  } catch (error) {
    if (error instanceof QueryError) return query; // `order by all`, which decides everything
    throw error;
  }
}

async function columnCount(query: string, values: readonly Parameter[], engine: Engine): Promise<number> {
  return (await engine.query({text: `select * from (\n${query}\n) limit 0`, values})).fields.length;
}

/** Columns by number: beside other terms, the grammar takes no `all`. */
function withOrdinals(query: string, count: number, hasOrder: boolean): string {
  const columns = Array.from({length: count}, (_, i) => i + 1).join(", ");
  return atOrderEnd(query, hasOrder ? `, ${columns}` : `order by ${columns}`);
}

/** What a tree is besides its order. */
function written(tree: Select | null): string {
  return JSON.stringify(tree && {...tree, modifiers: tree.modifiers.filter(({type}) => type !== "ORDER_MODIFIER")});
}

/** The text of a tree; null where there is none that says the same. */
async function rewritten(tree: Select, engine: Engine): Promise<string | null> {
  try {
    const text = await textOf(tree, engine);
    const again = await treeOf(text, engine);
    return again && JSON.stringify(flat(again)) === JSON.stringify(flat(tree)) ? text : null;
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}
