import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";
import {expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {evaluateWorkspace} from "../../src/site/site.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {temporaryWorkspace} from "../workspace.ts";

// Three row groups of up to 122,880 rows, so that threads have work; weights whose sum rests on its order.
const ORDERS = `select
    i as "order", 'C' || hash(i) % 3000 as customer, timestamp '2023-01-01' + to_seconds(cast(hash(i + 7) % (1000 * 86400) as bigint)) as at,
    cast(hash(i + 13) % 20000 / 100.0 as decimal(10, 2)) as revenue, cast(hash(i + 17) % 1000003 as double) / 97 as weight, 'P' || hash(i + 19) % 700 as product
  from range(300000) t(i)`;
const CUSTOMERS = `select 'C' || i as customer, ['North', 'South', 'East', 'West'][1 + cast(hash(i) % 4 as integer)] as region from range(3000) t(i)`;
const HEAVY = `select product, sum(weight) as weight from orders where product like 'P1%' group by product`;

const FILES = {
  "data/catalog.yaml": `title: Large shop
currency: EUR
asOf: 2025-10-31
tables:
  orders: {from: orders.parquet}
  customers: {from: customers.parquet}
  heavy: {from: heavy.sql}
dimensions: [region]
publish: {minimumCell: 1}
`,
  "data/orders.csv": null,
  "data/heavy.sql": HEAVY,
  "reports/index.md": `---
filters: [region]
---

# What the large shop sells

\`\`\`kpi kpis
show: [customers, orders, revenue]
\`\`\`

\`\`\`retention triangle
period: month
\`\`\`

\`\`\`sql by_region
select region, sum(weight) as weight, avg(weight) as mean from orders join customers using (customer) group by region
\`\`\`

\`\`\`sql products
${HEAVY}
\`\`\`

\`\`\`sql widest
select o.product, o.weight, row_number() over (order by o.at::date) as n from orders o join heavy h using (product) order by o.weight > 10000 desc limit 50
\`\`\`

\`\`\`sql spread
select stddev(weight) as spread, string_agg(distinct product, ' ') as products, first(product) as one, arg_max(product, revenue) as best from orders
\`\`\`

\`\`\`sql as_it_is
from heavy limit 20
\`\`\`

${["by_region", "products", "widest", "spread", "as_it_is"].map((data) => `\`\`\`table ${data}_table\ndata: ${data}\n\`\`\`\n`).join("\n")}`
};

it("pages, rows and cubes are the same bytes, made by one thread or by four", async () => {
  using workspace = temporaryWorkspace(FILES);
  mkdirSync(workspace.cache, {recursive: true});
  const instance = await DuckDBInstance.create(":memory:", {threads: "1"});
  const connection = await instance.connect();
  for (const [name, rows] of Object.entries({orders: ORDERS, customers: CUSTOMERS}))
    await connection.run(`copy (${rows}) to '${join(workspace.root, `data/${name}.parquet`)}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  const made = async (threads: number) => {
    const engine = await openNative({threads, memoryLimit: "2GB"});
    try {
      const {errors, site, files} = await evaluateWorkspace(openWorkspace(workspace.root, workspace.cache), engine, {
        allowUnknown: false
      });
      expect(errors.map(({message}) => message)).toEqual([]);
      return {
        pages: JSON.parse(JSON.stringify(site.pages)) as unknown,
        files: files.map(({path, bytes}) => [path, Buffer.from(bytes).toString("base64")])
      };
    } finally {
      await engine.close();
    }
  };
  const [one, four] = [await made(1), await made(4)];
  expect(one.files.length).toBeGreaterThan(1);
  expect(four.pages).toEqual(one.pages);
  expect(four.files).toEqual(one.files);
}, 120_000);
