import {count} from "../../catalog/loading.ts";
import {identifier, joined, sql} from "../../sql/sql.ts";
import type {Loaded} from "../assemble.ts";
import type {SnapshotTable} from "./record.ts";

/** The catalog's tables in their order: how many rows, and what tells them from any others. */
export async function tablesOf({catalog, engine, facts}: Loaded): Promise<readonly SnapshotTable[]> {
  const tables: SnapshotTable[] = [];
  for (const {name, columns, rejected} of catalog.tables.values()) {
    if (name === "order_lines") continue;
    const known = columns.map((column) => column.name).filter((column) => !facts.dimensions.includes(column));
    const all = identifier("all", name);
    const hash = sql`hash(${joined(
      known.map((column) => identifier(column)),
      ", "
    )})`;
    const answer = await engine.query(
      sql`select cast(count(*) as varchar) as size, cast(coalesce(sum(cast(${hash} as hugeint)), 0) as varchar) as content from ${all}`
    );
    const {size, content} = answer.columns;
    tables.push({
      table: name,
      rows: Number(size![0]),
      rejected: (catalog.tables.get(name === "orders" ? "order_lines" : name)?.rejected ?? rejected).reduce(
        (sum, {rows}) => sum + rows,
        0
      ),
      content: `${String(size![0])}-${BigInt(String(content![0])).toString(36)}`
    });
  }
  return tables;
}

/** ISO date of the latest day on which a customer joined; null where none is known. */
export async function latestJoined({catalog, engine}: Loaded): Promise<string | null> {
  if (!catalog.tables.get("customers")?.columns.some(({name}) => name === "joined")) return null;
  const answer = await engine.query(`select cast(cast(max(joined) as date) as varchar) as day from "all".customers`);
  const day = answer.columns["day"]![0];
  return typeof day === "string" ? day : null;
}

/** Takes out of the loaded customers those who joined after `day` and never ordered: on that day they were none yet. @returns how many. */
export async function forgetJoinedAfter(
  day: string,
  {catalog, engine}: Pick<Loaded, "catalog" | "engine">
): Promise<number> {
  if (!catalog.tables.get("customers")?.columns.some(({name}) => name === "joined")) return 0;
  const buyers = catalog.tables.has("orders") ? sql` and customer not in (select customer from "all".orders)` : sql``;
  const late = sql`from "all".customers where cast(joined as date) > cast(${day} as date)${buyers}`;
  const rows = await count(engine, sql`select count(*) ${late}`);
  if (rows > 0) await engine.query(sql`delete ${late}`);
  return rows;
}
