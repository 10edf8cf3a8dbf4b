import type {WorkspaceFiles} from "../workspace.ts";

const at = (month: number, day: number): string =>
  `${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

const PLANS = ["Gold", "Silver", "Basic"];
const people = Array.from({length: 240}, (_, i) => i);

/** A shop of 240 customers in 2024 and 2025: some twenty join each month of 2024 and come back every two to five months; every other one answers two surveys. */
export const PERIOD_SHOP: WorkspaceFiles = {
  "data/catalog.yaml": `title: Period shop
currency: EUR
asOf: 2025-12-31
fiscalYearStart: 4
tables:
  customers: {from: customers.csv, columns: {customer: id}}
  orders: {from: orders.csv, columns: {customer: id, at: ordered, revenue: amount}}
  surveys: {from: surveys.csv, columns: {customer: id, at: answered, nps: score}}
dimensions: [plan]
publish: {minimumCell: 2, rows: pruned}
`,
  "data/customers.csv": ["id,plan", ...people.map((i) => `c${i},${PLANS[i % 3]}`)].join("\n"),
  "data/orders.csv": [
    "id,ordered,amount",
    ...people.flatMap((i) =>
      Array.from({length: 24}, (_, month) => month)
        .filter((month) => month >= i % 12 && (month - (i % 12)) % (2 + (Math.floor(i / 12) % 4)) === 0)
        .map((month) => `c${i},${at(month, 1 + (i % 27))},${10 + (i % 7)}.50`)
    )
  ].join("\n"),
  "data/surveys.csv": [
    "id,answered,score",
    ...people
      .filter((i) => i % 2 === 0)
      .flatMap((i) => [`c${i},${at(5 + (i % 5), 10)},${(i * 7) % 11}`, `c${i},${at(14 + (i % 7), 10)},${(i * 5) % 11}`])
  ].join("\n"),
  "reports/index.md": `---
title: Period
filters: [plan, joined, period]
---

\`\`\`kpi kpis
show: [customers, new_customers, orders, revenue, repeat_rate, nps]
period: month
\`\`\`

\`\`\`nps trend
period: quarter
\`\`\`

\`\`\`retention curve
chart: curve
\`\`\`

\`\`\`retention triangle
period: quarter
\`\`\`

\`\`\`sql by_month
select date_trunc('month', at) as month, count(*) as orders, sum(revenue) as revenue from orders group by month order by month
\`\`\`

\`\`\`table months
data: by_month
\`\`\`

\`\`\`sql in_all
select sum(revenue) as revenue from orders
\`\`\`

\`\`\`kpi taken
data: in_all
value: revenue
\`\`\`

\`\`\`sql of_plans
select plan, count(*) as customers from customers group by plan order by plan
\`\`\`

\`\`\`table plans
data: of_plans
\`\`\`
`,
  "reports/other.md": `---
title: Other
filters: [plan, period]
---

\`\`\`kpi kpis
show: [orders]
\`\`\`

Of \${kpis.orders} orders, day by day:

\`\`\`sql by_day
select at::date as day, count(*) as orders from orders group by day order by day
\`\`\`

\`\`\`table daily
data: by_day
search: true
\`\`\`
`
};
