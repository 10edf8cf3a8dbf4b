import type {Engine} from "../engine/engine.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";

/** The value that stands for a dimension's values with few customers. */
export const OTHER = "(other)";

/**
 * Values of a dimension with fewer than `minimum` customers, which fold into "(other)"; so that "(other)" itself has no fewer, the next smallest values join them where they must,
 * at the end all of them.
 */
export async function foldedValues(value: Query, minimum: number, engine: Engine): Promise<readonly string[]> {
  const answer = await engine.query(
    sql`select ${value} as value, count(*) as customers from "all".customers group by 1 order by 2, 1`
  );
  const values = answer.columns["value"]!.map(String);
  const customers = answer.columns["customers"]!.map(Number);
  let folded = customers.filter((n) => n < minimum).length;
  if (folded === 0) return [];
  const sum = () => customers.slice(0, folded).reduce((total, n) => total + n, 0);
  while (folded < values.length && sum() < minimum) folded += 1;
  return values.slice(0, folded);
}

/**
 * Folds in `all.customers` each cell of the dimensions (a combination of their values) with fewer than `minimum` customers: all its values become "(other)".
 * The cell of nothing but "(other)" is filled up with the next smallest cells until it has no fewer itself. Does nothing for fewer than two dimensions.
 */
export async function foldCells(dimensions: readonly string[], minimum: number, engine: Engine): Promise<void> {
  if (dimensions.length < 2) return;
  const columns = dimensions.map((name) => identifier(name));
  const isOther = joined(
    columns.map((column) => sql`${column} = ${OTHER}`),
    " and "
  );
  // Smallest first, that of "(other)" alone before all: `kizuna_before` is what the cells up to here would hold together.
  const cells = sql`
    select *, sum(kizuna_n) over (order by kizuna_rest, kizuna_n, ${columns} rows unbounded preceding) - kizuna_n as kizuna_before
    from (select ${columns}, count(*) as kizuna_n, not (${isOther}) as kizuna_rest from "all".customers group by all)`;
  const small = sql`select ${columns} from (${cells}) where kizuna_rest and (kizuna_n < ${minimum} or (kizuna_before < ${minimum} and exists (select 1 from (${cells}) where kizuna_n < ${minimum})))`;
  const folded = joined(
    columns.map((column) => sql`case when kizuna_folds then ${OTHER} else ${column} end as ${column}`),
    ", "
  );
  await engine.query(sql`
    create or replace table "all".customers as select * exclude (kizuna_folds) replace (${folded})
    from (select c.*, (${columns}) in (${small}) as kizuna_folds from "all".customers c) order by customer`);
}
