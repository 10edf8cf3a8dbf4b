import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import {identifier, literal, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {FORMULA_START} from "../text/formula.ts";
import {nearest, suggestion} from "../text/suggest.ts";
import type {Loading} from "./loading.ts";
import {placed} from "./loading.ts";
import {cast} from "./shape.ts";

/** How many customers a measure's list has, in each arm. */
export interface ListSize {
  readonly treated: number;
  readonly control: number;
}

/** The lists of measures, by the measure's name, and what the author should know of them. */
export interface ActionLists {
  readonly sizes: ReadonlyMap<string, ListSize>;
  readonly warnings: readonly string[];
}

const ARMS = ["treated", "control"] as const;
const SOURCE = "action_list";

/**
 * Makes `lists.arms` of the files that the catalog names as `actions: {lists: {MEASURE: FILE}}`: one row per measure and listed customer, `action`, `customer`, `arm` (1 treated, 0 control).
 * @throws {ReportError} at lists of another table, an unknown measure, one that has a segment too, and a file that is missing, has no such columns, other arms, a customer in both, nobody in one of them, or nobody known.
 */
export async function loadActionLists(loading: Loading): Promise<ActionLists> {
  const {engine, spec, place} = loading;
  for (const [table, {lists}] of Object.entries(spec.tables))
    if (table !== "actions" && Object.keys(lists).length > 0)
      throw new ReportError(
        `table "${table}" has lists, which belong to improvement measures`,
        place("tables", table, "lists"),
        'move them to the table "actions"'
      );
  const lists = Object.entries(spec.tables["actions"]?.lists ?? {});
  const sizes = new Map<string, ListSize>();
  const warnings: string[] = [];
  if (lists.length === 0) return {sizes, warnings};
  await requireMeasures(
    lists.map(([name]) => name),
    loading
  );
  await engine.query(sql`create or replace table "lists".arms (action varchar, customer varchar, arm tinyint)`);
  for (const [name, from] of lists) {
    const {size, unknown} = await loadList(name, from, loading);
    sizes.set(name, size);
    if (unknown > 0)
      warnings.push(
        `${unknown} of ${size.treated + size.control + unknown} customers of the list ${from} ${unknown === 1 ? "is" : "are"} not in customers`
      );
  }
  return {sizes, warnings};
}

/** Takes customers who are not in `all.customers` out of the lists. @returns how many are left; an arm may have nobody. */
export async function narrowLists({sizes}: ActionLists, engine: Engine): Promise<ActionLists["sizes"]> {
  if (sizes.size === 0) return sizes;
  await engine.query(`delete from "lists".arms where customer not in (select customer from "all".customers)`);
  const left = new Map<string, ListSize>();
  for (const name of sizes.keys()) left.set(name, await sizeOf(name, engine));
  return left;
}

async function sizeOf(name: string, engine: Engine): Promise<ListSize> {
  const {columns} = await engine.query(sql`select count(*) filter (where arm = 1) as treated, count(*) filter (where arm = 0) as control from "lists".arms where action = ${name}`); // prettier-ignore
  return {treated: Number(columns["treated"]![0]), control: Number(columns["control"]![0])};
}

/** Each list is of a measure of the table, whose row says nothing else of whom it is for. */
async function requireMeasures(names: readonly string[], {engine, place}: Loading): Promise<void> {
  const {fields} = await engine.query(sql`select * from "all".actions limit 0`);
  const said = ["segment", "control"].filter((column) => fields.some(({name}) => name === column));
  const {columns, length} = await engine.query(sql`select name, ${said.map((column) => identifier(column))} from "all".actions order by name`); // prettier-ignore
  const known = Array.from({length}, (_, i) => String(columns["name"]![i]));
  for (const name of names) {
    const at = place("tables", "actions", "lists", name);
    const row = known.indexOf(name);
    if (row < 0) throw new ReportError(`no measure "${name}" in actions`, at, suggestion(name, known));
    const other = said.find((column) => columns[column]![row] != null);
    if (other !== undefined)
      throw new ReportError(
        `the measure "${name}" has a list and a ${other}`,
        at,
        `leave ${other} empty: the list says whom it is for, and whom they are compared with`
      );
  }
}

async function loadList(
  name: string,
  from: string,
  {engine, files, place, reading}: Loading
): Promise<{size: ListSize; unknown: number}> {
  const at = place("tables", "actions", "lists", name);
  const wrong = (problem: string, hint: string) => new ReportError(`list "${from}" ${problem}`, at, hint);
  const source = await placed(at, `list "${from}"`, () => files.find(from));
  if (!source) throw new ReportError(`no list "${from}"`, at, suggestion(from, await files.names()));
  await placed(at, `list "${from}"`, () => engine.register(`source.${SOURCE}`, source));
  const table = identifier("source", SOURCE);
  const described = await engine.query(sql`select column_name, column_type from (describe select * from ${table})`);
  const types = new Map(described.columns["column_name"]!.map((column, i) => [String(column), String(described.columns["column_type"]![i])])); // prettier-ignore
  const text = (column: string): Query => {
    const type = types.get(column);
    if (type === undefined)
      throw wrong(`has no column "${column}"`, `npm run list writes it; ${suggestion(column, types.keys())}`);
    return cast({name: column, from: identifier(column), role: {type: "id"}, type}, reading);
  };
  const rows = sql`select distinct ${text("customer")} as customer, ${text("arm")} as arm from ${table}`;
  const odd = await valuesOf(sql`select arm from (${rows}) where customer is not null and (arm is null or arm not in (${[...ARMS].map((arm) => sql`${arm}`)})) order by arm limit 1`, engine); // prettier-ignore
  if (odd.length > 0) {
    const near = odd[0] === null ? null : nearest(String(odd[0]), ARMS);
    throw wrong(`has ${odd[0] === null ? "a customer in no arm" : `the arm "${odd[0]}"`}`, near ? `did you mean "${near}"?` : "an arm is treated or control"); // prettier-ignore
  }
  const twice = await valuesOf(sql`select count(*) as n from (select customer from (${rows}) group by customer having count(*) > 1)`, engine); // prettier-ignore
  if (Number(twice[0]) > 0)
    throw wrong(`has ${String(twice[0])} customers in both arms`, "a customer is treated, or control");
  await engine.query(sql`
    insert into "lists".arms
    select ${name}, c.customer, case when l.arm = 'treated' then 1 else 0 end
    from (select ${unguarded("customer")} as customer, arm from (${rows}) where customer is not null) l join "all".customers c on c.customer = l.customer`);
  const size = await sizeOf(name, engine);
  const [all] = await valuesOf(sql`select count(*) as n from (${rows}) where customer is not null`, engine);
  if (size.treated + size.control === 0) throw wrong("names no customer of the data", "its column customer holds their ids"); // prettier-ignore
  for (const arm of ARMS)
    if (size[arm] === 0)
      throw wrong(`has nobody in the arm ${arm}`, arm === "control" ? "draw a share with npm run list -- --control 10%" : "those who were written to are treated"); // prettier-ignore
  return {size, unknown: Number(all) - size.treated - size.control};
}

/** The text without the apostrophe that keeps spreadsheets from running it as a formula. */
function unguarded(column: string): Query {
  const name = identifier(column);
  return sql`case when regexp_matches(${name}, ${literal(`^'${FORMULA_START}`)}) then substr(${name}, 2) else ${name} end`;
}

async function valuesOf(query: Query, engine: Engine): Promise<readonly unknown[]> {
  const {fields, columns} = await engine.query(query);
  return columns[fields[0]!.name]!;
}
