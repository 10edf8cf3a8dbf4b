import type {Engine} from "../engine/engine.ts";
import {QueryError} from "../errors.ts";

/** A node of a statement, as DuckDB's `json_serialize_sql` writes it. */
export type Node = Readonly<Record<string, unknown>>;

/** A `select`, as far as it is read here. */
export interface Select extends Node {
  readonly type: string;
  readonly select_list: readonly Node[];
  readonly from_table: Node;
  readonly where_clause: Node | null;
  readonly group_expressions: readonly Node[];
  readonly group_sets: readonly (readonly number[])[];
  readonly aggregate_handling: string;
  readonly having: Node | null;
  readonly qualify: Node | null;
  readonly sample: Node | null;
  readonly modifiers: readonly Node[];
  readonly cte_map: {readonly map: readonly CommonTable[]};
}

/** A query of a `with`. */
export interface CommonTable {
  readonly key: string;
  readonly value: Node & {readonly query: Node & {readonly node: Select}};
}

/** What a query says of its rows besides what they are: `ORDER_MODIFIER`, `LIMIT_MODIFIER`, `DISTINCT_MODIFIER`. */
export function modifier({modifiers}: Select, type: string): Node | undefined {
  return modifiers.find((one) => one["type"] === type);
}

/** Before a number that JavaScript would write otherwise, such as 1000000.0: that stands in a tree as text. No SQL has such a sign. */
const NUMBER = "\0";
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.]*(?:[eE][+-]?\d+)?/g;

/** The tree of an SQL text; null where it is no `select`. Numbers that JavaScript would change are texts. */
export async function treeOf(text: string, engine: Engine): Promise<Select | null> {
  const {columns} = await engine.query({
    text: "select json_serialize_sql($1::varchar)::varchar as tree",
    values: [text]
  });
  // Places in the text are nothing to what is made of it, and may be larger than JavaScript's whole numbers.
  const written = String(columns["tree"]![0]).replace(/"query_location":\d+/g, '"query_location":0');
  const exact = written.replace(TEXT_OR_NUMBER, (part) =>
    part.startsWith('"') || JSON.stringify(Number(part)) === part ? part : JSON.stringify(NUMBER + part)
  );
  const tree = JSON.parse(exact) as {statements?: readonly {node: Select}[]};
  return tree.statements?.length === 1 ? tree.statements[0]!.node : null;
}

/** The SQL of a tree. @throws {QueryError} if it is none. */
export async function textOf(node: Select, engine: Engine): Promise<string> {
  // The database writes a double as it does a decimal, which it would be when read again: names stand in their places.
  const doubles: string[] = [];
  const named = replaced(node, (one) => {
    const double = doubleOf(one);
    if (double === null) return null;
    const name = `kizuna_double_${doubles.push(double) - 1}`;
    return {class: "COLUMN_REF", type: "COLUMN_REF", alias: one["alias"], query_location: 0, column_names: [name]};
  });
  const tree = JSON.stringify({error: false, statements: [{node: named, named_param_map: []}]});
  const {columns} = await engine.query({
    text: "select json_deserialize_sql($1::json) as text",
    values: [tree.replace(/"\\u0000([^"]*)"/g, "$1")]
  });
  return String(columns["text"]![0]).replace(
    /\bkizuna_double_(\d+)\b/g,
    (part, i: string) => doubles[Number(i)] ?? part
  );
}

/** The literal of a double, which an exponent tells from a decimal; null for any other expression. */
function doubleOf(node: Node): string | null {
  if (node["class"] !== "CONSTANT") return null;
  const {type, value} = node["value"] as {readonly type: Node; readonly value?: unknown};
  if (type["id"] !== "DOUBLE" || (typeof value !== "string" && typeof value !== "number")) return null;
  const digits = String(value).replace(NUMBER, "");
  return /e/i.test(digits) ? digits : `${digits}e0`;
}

/** Expressions, one for each SQL text. */
export async function expressionsOf(texts: readonly string[], engine: Engine): Promise<readonly Node[]> {
  if (texts.length === 0) return [];
  const tree = await treeOf(`select ${texts.join(", ")}`, engine);
  if (!tree) throw new QueryError("no expressions", {sql: texts.join(", ")});
  return tree.select_list;
}

/** Whether a value of a tree is an expression. */
export function isExpression(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node)["class"] === "string";
}

/** The tree, its expressions replaced by what `change` gives; null leaves one as it is, and goes on into it. */
export function replaced<T>(value: T, change: (node: Node) => Node | null): T {
  if (Array.isArray(value)) return value.map((part: unknown) => replaced(part, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  const changed = isExpression(value) ? change(value) : null;
  if (changed) return changed as T;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, replaced(part as unknown, change)])
  ) as T;
}

/** All expressions of a tree, outer ones first. */
export function expressionsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(expressionsIn);
  return isExpression(value) ? [value, ...inner] : inner;
}

/** Parts of the name of a column that an expression is, in lower case; null for any other expression. */
export function columnName(node: Node): readonly string[] | null {
  return node["class"] === "COLUMN_REF"
    ? (node["column_names"] as readonly string[]).map((part) => part.toLowerCase())
    : null;
}
