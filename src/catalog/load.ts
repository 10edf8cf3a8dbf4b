import {QueryError, ReportError, refused} from "../errors.ts";
import {authored} from "../sql/authored.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import {columnsOf} from "./columns.ts";
import type {CatalogTable, Loading} from "./loading.ts";
import {besideCatalog, count, placed} from "./loading.ts";
import {keepRejected, rejectedTable, totals} from "./rejected.ts";
import {reason, selectList} from "./shape.ts";

/** A table's rows, read and cast into `all.NAME` (orders: into `all.order_lines`), the broken ones set aside. @param mayBeEmpty whether none is well, too; defaults to false. */
export async function loadTable(name: string, loading: Loading, {mayBeEmpty = false} = {}): Promise<CatalogTable> {
  const {engine, reading, spec, place} = loading;
  const {from} = spec.tables[name]!;
  const at = place("tables", name, "from");
  const {files, unreadable} = await register(name, loading);
  const source = identifier("source", name);
  const total = await placed(at, `table "${name}"`, () => count(engine, sql`select count(*) from ${source}`));
  if (total === 0 && unreadable.length === 0 && !mayBeEmpty)
    throw new ReportError(`table "${name}" is empty`, at, `${from} has no rows`);

  const columns = await columnsOf(name, loading);
  const why = reason(columns, reading);
  const all = identifier("all", tableOf(name));
  const broken = rejectedTable(name);
  const kept = await placed(at, `table "${name}"`, async () => {
    await engine.query(
      sql`create or replace table ${all} as select ${selectList(columns, reading)} from ${source} where ${why} is null`
    );
    const rows = await count(engine, sql`select count(*) from ${all}`);
    // One pass is enough where no row breaks a role, as in most tables: only the number of rows tells.
    const rejects =
      rows === total
        ? sql`select cast(null as varchar) as reason, * from ${source} limit 0`
        : sql`select * from (select ${why} as reason, * from ${source}) where reason is not null`;
    await engine.query(sql`create or replace table ${broken} as ${rejects}`);
    return rows;
  });
  const rejected = await totals(engine, broken, unreadable);
  await keepRejected(name, broken, unreadable, loading);
  if (kept === 0 && !mayBeEmpty) {
    const words = rejected.map((rejection) => `${rejection.rows} × ${rejection.reason}`).join(", ");
    throw new ReportError(
      `no row of table "${name}" can be read: ${words}`,
      at,
      `check ${from} and the columns mapped to it`
    );
  }
  return {
    name,
    from,
    files,
    rows: kept,
    rejected,
    columns: columns.map((column) => ({name: column.name, role: column.role !== null}))
  };
}

/** Where a catalog table's cast rows stand before they are summed: the rows of `orders` are its lines. */
export function tableOf(name: string): string {
  return name === "orders" ? "order_lines" : name;
}

/** Makes the view by which reports read a table. */
export async function showTable(name: string, {engine}: Loading): Promise<void> {
  await engine.query(
    sql`create or replace view ${identifier("main", name)} as select * from ${identifier("all", name)}`
  );
}

async function register(name: string, loading: Loading) {
  const {engine, files, place, spec} = loading;
  const {from} = spec.tables[name]!;
  const at = place("tables", name, "from");
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(from))
    throw new ReportError(
      `table "${name}" reads ${from.split(":")[0]}, which this version cannot`,
      at,
      "export it to a file"
    );
  if (spec.tables[name]!.query !== undefined)
    throw new ReportError(
      `table "${name}" has a query, but reads a file`,
      place("tables", name, "query"),
      "put the SQL into a .sql file"
    );
  if (from.endsWith(".sql")) {
    const text = (await files.text(from)) ?? (await missing(name, loading));
    await inSql(name, loading, () =>
      engine.query(sql`create or replace table ${identifier("source", name)} as ${raw(authored(text))}`)
    );
    return {files: [], unreadable: []};
  }
  const source = (await placed(at, `table "${name}"`, () => files.find(from))) ?? (await missing(name, loading));
  const unreadable = await placed(at, `table "${name}"`, () => engine.register(`source.${name}`, source));
  return {files: source.paths ?? [], unreadable};
}

/** Runs `work` over a table's `.sql` file; an error out of it is a mistake on its line there. */
async function inSql<T>(name: string, loading: Loading, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const file = besideCatalog(loading.spec.tables[name]!.from, loading);
    throw refused(error, `table "${name}"`, {file, line: error.line ?? 1});
  }
}

async function missing(name: string, {files, place, spec}: Loading): Promise<never> {
  const {from} = spec.tables[name]!;
  const hint = suggestion(from, await files.names());
  throw new ReportError(`no file "${from}" for table "${name}"`, place("tables", name, "from"), hint);
}

/**
 * The catalog's tables in an order in which each comes after those it reads: a `.sql` table after its tables, customers after orders.
 * @throws {ReportError} if tables read each other in a circle.
 */
export async function loadOrder(loading: Loading): Promise<readonly string[]> {
  const {spec} = loading;
  const names = new Set([...Object.keys(spec.tables), ...(spec.tables["orders"] ? ["customers"] : [])]);
  const reads = new Map<string, readonly string[]>();
  for (const name of names)
    reads.set(name, [
      ...(name === "customers" && names.has("orders") ? ["orders"] : []),
      ...(await tablesRead(name, loading))
    ]);
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]) => {
    if (order.includes(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name].join(" → ");
      throw new ReportError(
        `tables read each other: ${circle}`,
        loading.place("tables", name),
        "let one of them read a file"
      );
    }
    for (const other of reads.get(name) ?? []) visit(other, [...path, name]);
    order.push(name);
  };
  for (const name of names) visit(name, []);
  return order;
}

/** Names of the catalog's tables that a `.sql` table reads, whatever their schema and case in the SQL. */
async function tablesRead(name: string, loading: Loading): Promise<readonly string[]> {
  const {engine, files, spec} = loading;
  const from = spec.tables[name]?.from;
  if (!from?.endsWith(".sql")) return [];
  const text = await files.text(from);
  if (text === null) return [];
  const read = await inSql(name, loading, () => engine.tableNames(authored(text)));
  const known = new Map([...Object.keys(spec.tables), "customers"].map((table) => [table.toLowerCase(), table]));
  if (spec.tables["orders"]) known.set("order_lines", "orders");
  return read.flatMap((table) => known.get(table.toLowerCase().replace(/^(main|all)\./, "")) ?? []);
}
