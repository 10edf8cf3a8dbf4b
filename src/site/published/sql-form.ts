import type {Catalog} from "../../catalog/catalog.ts";
import {isKept} from "../../catalog/publishing.ts";
import type {Engine} from "../../engine/engine.ts";
import {functionOf, functionsOf} from "../../notebook/sql-functions.ts";
import {
  columnName,
  expressionsIn,
  expressionsOf,
  isExpression,
  replaced,
  textOf,
  treeOf
} from "../../notebook/sql-tree.ts";
import type {Node, Select} from "../../notebook/sql-tree.ts";

/** Why a query cannot be added up from sums. */
export class NoForm extends Error {
  override name = "NoForm";
}

/** A query as sums over customers: `select dimensions and periods, sums … from … group by …`. */
export interface SqlForm {
  /** What it adds up, a row each: {@link CUSTOMER}, with a window {@link AT}, its groups and what is summed. */
  readonly level1: string;
  /** Columns of level 1 that it groups by. */
  readonly keys: readonly string[];
  /** Sums over level 1, by name. */
  readonly statistics: Readonly<Record<string, string>>;
  /** The same query over a relation of these keys and sums. */
  readonly query: string;
  /** Whether its sums can be kept apart by the month of their event: customers that are counted once cannot. */
  readonly isWindowed: boolean;
}

/** The column of level 1 that says whose row it is. */
export const CUSTOMER = "kizuna_customer";
/** The column of level 1 that has the time of its event. */
export const AT = "kizuna_at";

/** What the form is told of a query. */
interface Asked {
  readonly text: string;
  /** Names of its columns. */
  readonly columns: readonly string[];
  /** The name of the relation of sums, quoted. */
  readonly relation: string;
}

const PERIODS = new Set(["week", "month", "quarter", "year", "decade"]);
const PERIOD_PARTS = new Set(["year", "quarter", "month"]);
/** Scores and places of answers: a metric keeps them apart, too. */
const ANSWERS = new Set(["nps", "csat", "dwb", "effort", "trust", "expected", "touchpoint"]);

/**
 * The form of an SQL cell that only groups customers or their events by dimensions, periods and scores, and adds up: counts, sums, means, and customers counted once where each is in one group.
 * @throws {NoForm} saying why it has none.
 */
export async function sqlForm(asked: Asked, {catalog, engine}: {catalog: Catalog; engine: Engine}): Promise<SqlForm> {
  const tree = await treeOf(asked.text, engine);
  if (!tree || tree.type !== "SELECT_NODE") throw new NoForm("it is no plain select");
  requirePlain(tree);
  const source = sourceOf(tree.from_table, catalog);
  const functions = await functionsOf(engine);
  const isSum = (node: Node) => functions.sums.has(functionOf(node) ?? "");
  requireHarmless(tree, functions.volatile);
  const groups = groupsOf(tree, source, isSum);
  for (const group of groups) requireGroup(group, source, catalog);
  const keyOf = new Map(groups.map((group, i) => [written(group, source), `k${i}`]));
  const sums = new Sums(source, groups);
  const rest = {select: tree.select_list, having: tree.having, modifiers: tree.modifiers};
  for (const node of outerSums([rest.select, rest.having, rest.modifiers], isSum)) sums.add(node);
  const templates = await expressionsOf([...keyOf.values(), ...sums.templates], engine);
  const keyNodes = new Map([...keyOf.keys()].map((key, i) => [key, templates[i]!]));
  const aliases = new Set(tree.select_list.map(({alias}) => String(alias).toLowerCase()).filter((name) => name !== ""));
  const change =
    (isAliased: boolean) =>
    (node: Node): Node | null => {
      const name = columnName(node);
      if (isAliased && name?.length === 1 && aliases.has(name[0]!)) return node;
      const key = keyNodes.get(written(node, source));
      if (key) return withAlias(key, node);
      if (isSum(node) && node["class"] === "FUNCTION") return withAlias(templates[keyOf.size + sums.at(node)]!, node);
      if (name) throw new NoForm(`"${name.join(".")}" is neither grouped by nor added up`);
      return null;
    };
  const list = tree.select_list.map((node, i) => ({...replaced(node, change(false)), alias: asked.columns[i] ?? ""}));
  const from = await treeOf(`select 1 from ${asked.relation}`, engine);
  const isGrouped = groups.length > 0;
  const query: Select = {
    ...tree,
    select_list: list,
    from_table: from!.from_table,
    where_clause: null,
    group_expressions: isGrouped ? [...keyNodes.values()] : [],
    group_sets: isGrouped ? [groups.map((_, i) => i)] : [],
    aggregate_handling: "STANDARD_HANDLING",
    having: replaced(rest.having, change(true)),
    modifiers: replaced(rest.modifiers, change(true))
  };
  const [isWindowed, event] = [source.event !== null && !sums.countsCustomers, source.event];
  const own = await expressionsOf(
    [`${source.customer} as ${CUSTOMER}`, ...(isWindowed && event!.hasAt ? [`${event!.alias}."at" as ${AT}`] : [])],
    engine
  );
  const level1: Select = {
    ...tree,
    select_list: [...own, ...groups.map((node, i) => ({...node, alias: `k${i}`})), ...sums.parts],
    group_expressions: [],
    group_sets: [],
    aggregate_handling: "STANDARD_HANDLING",
    having: null,
    modifiers: []
  };
  return {
    level1: await textOf(level1, engine),
    keys: [...keyOf.values()],
    statistics: sums.statistics,
    query: await textOf(query, engine),
    isWindowed: isWindowed && event!.hasAt
  };
}

function requirePlain({cte_map, qualify, sample, group_sets, group_expressions, modifiers}: Select): void {
  if (cte_map.map.length > 0) throw new NoForm("it has a with");
  if (qualify || sample) throw new NoForm("it has a qualify or a sample");
  if (group_sets.length > 1 || (group_sets[0] ?? []).length !== group_expressions.length)
    throw new NoForm("it has more than one set of groups");
  if (modifiers.some(({type}) => type !== "ORDER_MODIFIER" && type !== "LIMIT_MODIFIER"))
    throw new NoForm("it is a select distinct");
}

/** No other queries inside, no parameters, nothing that is another value each time, and nothing of a person alone. */
function requireHarmless(tree: Select, volatile: ReadonlySet<string>): void {
  for (const node of expressionsIn(tree)) {
    if (node["class"] === "SUBQUERY") throw new NoForm("it has a query within");
    if (node["class"] === "PARAMETER") throw new NoForm("it has a value of another cell or input");
    if (node["class"] === "STAR") throw new NoForm("it takes all columns");
    const name = functionOf(node);
    if (name !== null && volatile.has(name)) throw new NoForm(`${name}() is another value each time`);
  }
  for (const node of expressionsIn([tree.select_list, tree.where_clause, tree.having, tree.modifiers])) {
    const name = columnName(node)?.at(-1);
    if (name !== undefined && !isKept(name) && name !== "customer") throw new NoForm(`"${name}" is of a person alone`);
  }
  for (const node of expressionsIn(tree.where_clause))
    if (columnName(node)?.at(-1) === "customer") throw new NoForm("it chooses customers by their ids");
}

/** A table that is read. */
interface Read {
  readonly table: string;
  /** As it is written before a column's name, quoted. */
  readonly alias: string;
  readonly name: string;
  readonly columns: ReadonlySet<string>;
  readonly hasAt: boolean;
}

/** What a query reads: customers, their events, or both. */
interface Source {
  readonly reads: readonly Read[];
  readonly event: Read | null;
  readonly people: Read | null;
  /** The column of customers' ids. */
  readonly customer: string;
}

function sourceOf(from: Node, catalog: Catalog): Source {
  const isJoin = from["type"] === "JOIN";
  if (isJoin) {
    const using = (from["using_columns"] as readonly string[]).map((name) => name.toLowerCase());
    if (
      from["ref_type"] !== "REGULAR" ||
      !["INNER", "LEFT"].includes(String(from["join_type"])) ||
      using.join() !== "customer"
    )
      throw new NoForm("it joins otherwise than by using (customer)");
  }
  const reads = (isJoin ? [from["left"] as Node, from["right"] as Node] : [from]).map((node) => readOf(node, catalog));
  const people = reads.find(({table}) => table === "customers") ?? null;
  const event = reads.find(({table}) => table !== "customers") ?? null;
  if (reads.length === 2 && !(people && event))
    throw new NoForm("it joins other tables than customers and their events");
  // Of an outer join the left side is there always.
  return {reads, people, event, customer: `${reads[0]!.alias}.customer`};
}

function readOf(node: Node, {tables}: Catalog): Read {
  const schema = String(node["schema_name"] ?? "");
  if (node["type"] !== "BASE_TABLE" || !["", "main"].includes(schema))
    throw new NoForm("it reads something else than the catalog's tables as they are filtered");
  const table = String(node["table_name"]).toLowerCase();
  const known = tables.get(table);
  const columns = new Set(known?.columns.map(({name}) => name.toLowerCase()));
  if (!columns.has("customer")) throw new NoForm(`table "${table}" has no customers`);
  const name = String(node["alias"] || table).toLowerCase();
  return {table, name, alias: `"${name.replaceAll('"', '""')}"`, columns, hasAt: columns.has("at")};
}

/** The table of a column, and its own name; null if it is no column of what is read. */
function placed(name: readonly string[], {reads}: Source): {readonly table: string; readonly column: string} | null {
  const column = name.at(-1)!;
  const own = reads.filter(
    ({columns, name: read}) => columns.has(column) && (name.length === 1 || name.at(-2) === read)
  );
  const [first] = own;
  if (!first || (own.length > 1 && column !== "customer")) return null;
  return {table: first.table, column};
}

/** What an expression says, however its columns are written. */
function written(node: Node, source: Source): string {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    const name = isExpression(value) ? columnName(value) : null;
    const place = name && placed(name, source);
    if (place) return [place.table, place.column];
    return Object.entries(value).flatMap(([key, part]) =>
      key === "alias" || key === "query_location" ? [] : [[key, plain(part)]]
    );
  };
  return JSON.stringify(plain(node));
}

/** The expressions that the query groups by. */
function groupsOf(tree: Select, source: Source, isSum: (node: Node) => boolean): readonly Node[] {
  const {select_list: list, aggregate_handling: handling} = tree;
  if (handling === "FORCE_AGGREGATES") return list.filter((node) => !expressionsIn(node).some(isSum));
  return tree.group_expressions.map((node) => {
    const name = columnName(node);
    if (name?.length === 1 && !placed(name, source)) {
      const named = list.find(({alias}) => String(alias).toLowerCase() === name[0]);
      if (named) return named;
    }
    const at = node["class"] === "CONSTANT" ? Number((node["value"] as Node)["value"]) : NaN;
    return list[at - 1] ?? node;
  });
}

/** Groups are values of dimensions, periods, scores. */
function requireGroup(node: Node, source: Source, catalog: Catalog): void {
  const name = columnName(node);
  if (name) {
    const place = placed(name, source);
    const dimensions = catalog.spec.dimensions.map((one) => one.name);
    if (place?.table === "customers" && dimensions.some((one) => one.toLowerCase() === place.column)) return;
    if (place?.table === "surveys" && ANSWERS.has(place.column)) return;
    throw new NoForm(`it groups by "${name.join(".")}", which is no dimension, period or score`);
  }
  const [first, second] = (node["children"] ?? []) as readonly Node[];
  const isTime = (one: Node | undefined) => ["at", "joined"].includes((one && columnName(one))?.at(-1) ?? "");
  const text = first?.["class"] === "CONSTANT" ? String((first["value"] as Node)["value"]).toLowerCase() : "";
  const called = functionOf(node);
  if (called === "date_trunc" && PERIODS.has(text) && isTime(second)) return;
  if (called === "date_part" && PERIOD_PARTS.has(text) && isTime(second)) return;
  if (called !== null && PERIOD_PARTS.has(called) && isTime(first)) return;
  throw new NoForm("it groups by something else than dimensions, periods and scores");
}

/** The aggregates that stand in none. */
function outerSums(value: unknown, isSum: (node: Node) => boolean): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap((part) => outerSums(part, isSum));
  if (typeof value !== "object" || value === null) return [];
  if (isExpression(value) && isSum(value) && value["class"] === "FUNCTION") return [value];
  return Object.values(value).flatMap((part) => outerSums(part, isSum));
}

/** The sums of a query, each once. */
class Sums {
  readonly #source: Source;
  readonly #groups: readonly Node[];
  readonly #places = new Map<string, number>();
  /** Columns of level 1 that they are made of. */
  readonly parts: Node[] = [];
  readonly statistics: Record<string, string> = {};
  /** SQL that gives each over the relation of sums. */
  readonly templates: string[] = [];
  countsCustomers = false;

  constructor(source: Source, groups: readonly Node[]) {
    this.#source = source;
    this.#groups = groups;
  }

  at(node: Node): number {
    return this.#places.get(written(node, this.#source))!;
  }

  add(node: Node): void {
    const key = written(node, this.#source);
    if (this.#places.has(key)) return;
    const i = this.#places.size;
    this.#places.set(key, i);
    const name = functionOf(node)!;
    const children = node["children"] as readonly Node[];
    const hasOrder = ((node["order_bys"] as Node | null)?.["orders"] as readonly unknown[] | undefined)?.length;
    if (hasOrder) throw new NoForm(`${name}(… order by …) is no sum`);
    const filter = node["filter"] as Node | null;
    if (filter) this.parts.push({...filter, alias: `f${i}`});
    const only = filter ? ` filter (where f${i})` : "";
    const count = `coalesce(cast(sum(n${i}) as bigint), 0)`;
    if (node["distinct"]) {
      this.#requireOnce(name, children);
      this.statistics[`n${i}`] = `count(distinct ${CUSTOMER})${only}`;
      return void this.templates.push(count);
    }
    const [argument] = children;
    if (argument) this.parts.push({...argument, alias: `a${i}`});
    const isId = name === "count" && argument && columnName(argument)?.at(-1) === "customer";
    if (expressionsIn([isId ? null : argument, filter]).some((one) => columnName(one)?.at(-1) === "customer"))
      throw new NoForm("it computes with customers' ids");
    switch (name) {
      case "count_star":
        this.statistics[`n${i}`] = `count(*)${only}`;
        return void this.templates.push(count);
      case "count":
        this.statistics[`n${i}`] = argument ? `count(a${i})${only}` : `count(*)${only}`;
        return void this.templates.push(count);
      case "count_if":
      case "countif":
        this.statistics[`n${i}`] = `count_if(a${i})${only}`;
        return void this.templates.push(count);
      case "sum":
        this.statistics[`s${i}`] = `sum(a${i})${only}`;
        return void this.templates.push(`sum(s${i})`);
      case "avg":
      case "mean":
        this.statistics[`s${i}`] = `sum(a${i})${only}`;
        this.statistics[`n${i}`] = `count(a${i})${only}`;
        return void this.templates.push(`cast(sum(s${i}) as double) / nullif(sum(n${i}), 0)`);
      default:
        throw new NoForm(`${name}() is no sum`);
    }
  }

  /** Customers can be counted once where each of them is in one group. */
  #requireOnce(name: string, [argument]: readonly Node[]): void {
    if (name !== "count" || !argument || columnName(argument)?.at(-1) !== "customer")
      throw new NoForm(`${name}(distinct …) is no sum`);
    const isOfCustomers = (group: Node): boolean =>
      expressionsIn(group).every((node) => {
        const own = columnName(node);
        return own === null || placed(own, this.#source)?.table === "customers";
      });
    if (!this.#groups.every(isOfCustomers))
      throw new NoForm("a customer can be in more than one of its groups, and is counted once");
    this.countsCustomers = true;
  }
}

function withAlias(node: Node, {alias}: Node): Node {
  return {...node, alias: alias ?? ""};
}
