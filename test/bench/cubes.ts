import {createHash} from "node:crypto";
import {existsSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {DuckDBInstance} from "@duckdb/node-api";

/** What a generated workspace is like. */
export interface Generated {
  readonly millions: number;
  /** With it 288,000 cells, without 36,000. */
  readonly hasRegion: boolean;
}

const SIZES = {segment: 6, channel: 5, plan: 4, region: 8};

/**
 * A workspace of so many million generated orders over 24 months, by customers of 6 segments, 5 channels, 4 plans and maybe 8 regions, kept in `folder` for the next time, as long as this file is the same: 300 cohort-ages in each of 120 or 960 combinations.
 * Its one report has six figures that follow them, a labelled triangle among them.
 */
export async function cubesWorkspace(folder: string, {millions, hasRegion}: Generated): Promise<string> {
  const dimensions = Object.keys(SIZES).filter((name) => hasRegion || name !== "region");
  const generator = createHash("sha256")
    .update(readFileSync(import.meta.filename))
    .digest("hex")
    .slice(0, 8);
  const root = join(folder, `cubes-${millions}m-${dimensions.length}-${generator}`);
  if (existsSync(join(root, "reports/index.md"))) return root;
  for (const part of ["data", "reports"]) mkdirSync(join(root, part), {recursive: true});
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const customers = millions * 50_000;
  const columns = Object.entries(SIZES).map(
    ([name, n], i) => `'${name} ' || cast(hash(i * ${7 + 2 * i}) % ${n} + 1 as varchar) as ${name}`
  );
  await connection.run(
    `copy (select i as customer_id, ${columns.join(", ")} from range(${customers}) t(i)) to '${join(root, "data/customers.parquet")}' (format parquet)`
  );
  // A customer's first month is even over the 24; later orders fall anywhere between it and the end.
  await connection.run(`
    copy (
      select i as order_id, c as customer_id, 5 + (hash(i + 13) % 20000) / 100.0 as amount,
        timestamp '2024-11-01' + to_months(cast(least(23, m + case when n = 0 then 0 else hash(i * 19) % (24 - m) end) as integer)) + to_hours(cast(hash(i) % 660 as bigint)) as ordered_at
      from (select i, i % ${customers} as c, i // ${customers} as n, hash((i % ${customers}) * 3) % 24 as m from range(${millions * 1_000_000}) t(i))
    ) to '${join(root, "data/orders.parquet")}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  writeFileSync(
    join(root, "data/catalog.yaml"),
    `title: Generated cubes
currency: EUR
asOf: 2026-10-31
tables:
  customers: {from: customers.parquet, columns: {customer: customer_id}}
  orders: {from: orders.parquet, columns: {customer: customer_id, at: ordered_at, order: order_id, revenue: amount}}
dimensions: [${dimensions.join(", ")}]
publish: {minimumCell: 1}
`
  );
  const cell = (name: string, options: string) => `\n\`\`\`${name}\nperiod: month\n${options}\n\`\`\`\n`;
  writeFileSync(
    join(root, "reports/index.md"),
    `---
title: Generated
filters: [${dimensions.join(", ")}]
---
${cell("retention rolling", "kind: rolling\nchart: curve")}${cell("retention triangle", "chart: triangle")}${cell("retention curve", "chart: curve")}${cell("retention segments", "by: segment")}${cell("retention channels", "by: channel")}${cell("retention plans", "by: plan")}`
  );
  return root;
}
