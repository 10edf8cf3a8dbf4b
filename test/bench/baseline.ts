// The reduction of the retention triangle by native DuckDB alone, from the same Parquet file: what the build is held against.
import {DuckDBInstance} from "@duckdb/node-api";

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
const answer = await connection.runAndReadAll(`
  select cohort, period - cohort as age, count(*) as active, sum(orders) as orders, sum(revenue) as revenue
  from (
    select *, min(period) over (partition by customer_id) as cohort
    from (
      select customer_id, (year(ordered_at) - 1970) * 12 + month(ordered_at) - 1 as period,
        count(distinct order_id) as orders, sum(cast(amount * 100 as bigint)) as revenue
      from '${process.argv[2]!.replaceAll("'", "''")}'
      group by 1, 2
    )
  )
  group by all`);
if (answer.currentRowCount < 100) throw new Error("the baseline found too few cells");
