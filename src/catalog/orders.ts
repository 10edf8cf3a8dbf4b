import type {Engine} from "../engine/engine.ts";
import {identifier, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {count, placed} from "./loading.ts";

const SUMS = ["discount", "points_earned", "points_used"];

/**
 * Makes `all.orders` from `all.order_lines`: one row per order, or per customer and day where lines name no order. Amounts are net of returned
 * lines and exact to the currency's minor unit; `refund` marks an order whose revenue is below zero, which lowers revenue and is no purchase. Of
 * other columns an order has the smallest value of its lines; a column `refund` of the source is in the lines only. Orders stand in the order of their first lines. The same for `future.orders`, where
 * lines after the as-of date were cut.
 */
export async function ordersTable(
  lines: CatalogTable,
  loading: Loading
): Promise<{table: CatalogTable; marginIs: "margin" | "revenue"}> {
  const {engine, place, reading} = loading;
  const has = (name: string) => lines.columns.some((column) => column.name === name);
  const net = (name: string) =>
    has("returned") ? sql`case when returned then 0 else ${identifier(name)} end` : identifier(name);
  const decimal = sql`decimal(18, ${literal(reading.digits)})`;
  const revenue = has("revenue") ? net("revenue") : has("margin") ? net("margin") : raw("null");
  const margin = has("margin") ? net("margin") : revenue;
  const known = new Set(["customer", "at", "order", "revenue", "margin", "returned", "refund", ...SUMS]);
  const others = lines.columns.filter(({name}) => !known.has(name.toLowerCase()));
  /** The columns of an order, whose lines `sum` and `least` gather. */
  const columns = (sum: (value: Query) => Query, least: (value: Query) => Query): readonly Query[] => [
    raw("customer"),
    sql`${least(raw('"at"'))} as "at"`,
    ...(has("order") ? [raw('"order"')] : []),
    sql`cast(${sum(revenue)} as ${decimal}) as revenue`,
    sql`cast(${sum(margin)} as ${decimal}) as margin`,
    ...SUMS.filter(has).map((name) => sql`${sum(identifier(name))} as ${identifier(name)}`),
    ...(has("returned") ? [sql`coalesce(${sum(raw("cast(returned as integer)"))} > 0, false) as returned`] : []),
    ...others.map(({name}) => sql`${least(identifier(name))} as ${identifier(name)}`),
    has("revenue") ? sql`coalesce(${sum(revenue)} < 0, false) as refund` : raw("false as refund")
  ];
  const lineByLine = columns(
    (value) => value,
    (value) => value
  );
  const gathered = columns(
    (value) => sql`sum(${value})`,
    (value) => sql`min(${value})`
  );
  const key = has("order")
    ? raw(`customer, "order", case when "order" is null then cast("at" as date) end`)
    : raw('customer, cast("at" as date)');
  const isCut =
    (await count(
      engine,
      sql`select count(*) from information_schema.tables where table_schema = 'future' and table_name = 'order_lines'`
    )) > 0;
  for (const schema of isCut ? ["all", "future"] : ["all"]) {
    const from = identifier(schema, "order_lines");
    const orders = identifier(schema, "orders");
    const one = has("order") && (await isOrderPerLine(from, engine));
    const made = one
      ? sql`create view ${orders} as select ${lineByLine} from ${from}`
      : sql`create table ${orders} as select ${gathered} from ${from} group by ${key} order by min(rowid)`;
    await placed(place("tables", "orders"), 'table "orders"', () => engine.query(made));
  }
  const rows = await count(engine, sql`select count(*) from "all".orders`);
  const names = ["customer", "at", ...(has("order") ? ["order"] : []), "revenue", "margin", ...SUMS.filter(has)];
  const table = {
    ...lines,
    name: "orders",
    rows,
    columns: [
      ...names.map((name) => ({name, role: true})),
      ...(has("returned") ? [{name: "returned", role: true}] : []),
      ...others,
      {name: "refund", role: false}
    ]
  };
  return {table, marginIs: has("margin") ? "margin" : "revenue"};
}

/**
 * Whether each line is an order of its own, told where the order ids rise from line to line, by length and then by text: that costs next to nothing, and spares millions of groups.
 * False if they do not, which says nothing.
 */
async function isOrderPerLine(lines: Query, engine: Engine): Promise<boolean> {
  const rising = await engine.query(sql`
    select coalesce(bool_and(length("order") > length(before) or (length("order") = length(before) and "order" > before)), true) and count("order") = count(*) as yes
    from (select "order", lag("order") over () as before from ${lines})`);
  return rising.columns["yes"]![0] === true;
}
