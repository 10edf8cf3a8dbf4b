import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import type {Engine} from "../../src/engine/engine.ts";
import {evaluateWorkspace} from "../../src/site/site.ts";
import type {Evaluation} from "../../src/site/site.ts";
import type {LiveSql} from "../../src/site/live/live-page.ts";
import type {Selection} from "../../src/site/live/selection.ts";
import {answerQueries, loadTables} from "../../src/site/live/sql-tables.ts";
import type {Given} from "../../src/site/live/sql-tables.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {openWasm} from "../engine/open-wasm.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {WorkspaceFiles} from "../workspace.ts";

// c1 joined in January and bought for 10.05 and 5.25, c2 in February for 40.10, c3 in March for 0.07; c9 is in no table of customers and answered a survey.
const FILES: WorkspaceFiles = {
  "data/catalog.yaml": `title: Small shop
currency: EUR
asOf: 2025-03-31
tables:
  customers: {from: customers.csv, columns: {customer: id, referrer: friend}}
  orders: {from: orders.csv, columns: {customer: customer_id, at: ordered, revenue: amount}}
  surveys: {from: surveys.csv, columns: {customer: id, at: answered, nps: score, comment: words}}
dimensions: [segment]
publish: {minimumCell: 1, rows: pruned}
`,
  "data/customers.csv":
    "id,segment,email,friend\nc1,Gold,a@b.example,c2\nc2,Silver,c@d.example,\nc3,O'Neill,e@f.example,\n",
  "data/orders.csv": `customer_id,ordered,amount,shop,secret
c1,2025-01-05 10:00:00.123456,10.05,Main,x
c2,2025-02-01,40.10,Main,y
c1,2025-02-10,5.25,Side,z
c3,2025-03-01,0.07,Side,w
`,
  "data/surveys.csv": "id,answered,score,words\nc1,2025-02-02,9,fine\nc9,2025-02-03,2,bad\n"
};

const REPORT = (cells: string): string => `---
filters: [segment, joined]
---

# Rows

\`\`\`kpi kpis
show: [customers, orders]
\`\`\`

${cells}
`;

const sqlCell = (name: string, text: string): string => `\`\`\`sql ${name}\n${text}\n\`\`\`\n`;

/** What a page of these cells publishes and says. */
async function published(
  cells: string,
  catalog: (text: string) => string = (text) => text
): Promise<Evaluation & {readonly sql: LiveSql | null}> {
  using workspace = temporaryWorkspace({
    ...FILES,
    "data/catalog.yaml": catalog(FILES["data/catalog.yaml"]!),
    "reports/index.md": REPORT(cells)
  });
  const engine = await openNative();
  try {
    const made = await evaluateWorkspace(openWorkspace(workspace.root, workspace.cache), engine, {allowUnknown: false});
    expect(made.errors.map(({message}) => message)).toEqual([]);
    return {...made, sql: made.site.pages[0]!.live?.sql ?? null};
  } finally {
    await engine.close();
  }
}

const columnsOf = ({files}: Evaluation, table: string): readonly string[] =>
  files.find((file) => file.table === table)?.columns ?? [];

describe("liveSql", () => {
  it("publishes the columns that the queries name, customers as numbers, and the filters' columns", async () => {
    const made = await published(
      sqlCell("shops", "select shop, sum(revenue) as revenue from orders group by shop order by shop")
    );
    expect(columnsOf(made, "orders")).toEqual(["customer", "revenue", "shop"]);
    expect(columnsOf(made, "customers")).toEqual(["customer", "segment", "kizuna_joined"]);
    expect(made.files.filter(({kind}) => kind === "rows").map(({rows}) => rows)).toEqual([3, 4]);
    expect(made.warnings).toEqual([]);
  });

  it("a star takes every column but the personal ones; one in count(*) or a product takes none", async () => {
    const star = sqlCell("wide", "select * exclude (customer) from orders order by revenue");
    expect(columnsOf(await published(star), "orders")).toEqual([
      "customer",
      "at",
      "revenue",
      "margin",
      "shop",
      "secret",
      "refund"
    ]);
    const count = sqlCell("narrow", "select count(*) as n, sum(2 * revenue) as double from orders");
    expect(columnsOf(await published(count), "orders")).toEqual(["customer", "revenue"]);
  });

  it("no personal column leaves the build: a query that reads one stays as built, and the build says so", async () => {
    const made = await published(
      sqlCell("words", "select max(length(comment)) as longest from surveys") +
        sqlCell("names", "select max(length(customer)) as longest from orders") +
        sqlCell("shops", "select count(distinct shop) as shops from orders")
    );
    expect(made.sql!.queries.map(({name}) => name)).toEqual(["shops"]);
    expect(made.warnings).toHaveLength(2);
    expect(made.warnings[0]).toMatch(/^reports\/index\.md: the sql cell "words" does not follow the filters: /);
    expect(made.files.map(({table}) => table)).not.toContain("surveys");
  });

  it("a parameter follows a live cell by its path; one that takes more stays as built, with what reads it", async () => {
    const made = await published(
      sqlCell("one", "select ${kpis.orders} as n, ${1 + 1} as two from orders limit 1") +
        sqlCell("other", "select ${kpis.orders * 2} as n from orders limit 1") +
        sqlCell("reader", "select n from other")
    );
    expect(made.sql!.queries.map(({name, parameters}) => [name, parameters])).toEqual([
      ["one", [{path: ["kpis", "orders"]}, {value: 2}]]
    ]);
  });

  it("rows: none publishes no row; a table over maxRows none of its own", async () => {
    const cell = sqlCell("shops", "select shop, count(*) as n from orders group by shop");
    const none = await published(cell, (text) => text.replace("rows: pruned", "rows: none"));
    expect([none.sql, none.files.filter(({kind}) => kind === "rows")]).toEqual([null, []]);
    const few = await published(cell, (text) => text.replace("rows: pruned", "rows: pruned, maxRows: 3"));
    expect([few.sql, few.files.filter(({kind}) => kind === "rows")]).toEqual([null, []]);
    expect(few.warnings[0]).toContain('table "orders" has 4 rows, over 3');
  });
});

const withoutRows = (text: string): string => text.replace("rows: pruned", "rows: none");

describe("liveSql where no rows are published", () => {
  it.each([
    [
      "select shop, count(*) as n from orders group by shop",
      'it groups by "shop", which is no dimension, period or score'
    ],
    [
      "select segment, max(revenue) as n from orders join customers using (customer) group by segment",
      "max() is no sum"
    ],
    [
      "select segment, count(distinct shop) as n from orders join customers using (customer) group by segment",
      "count(distinct …) is no sum"
    ],
    [
      "select date_trunc('month', at) as month, count(distinct customer) as n from orders group by 1",
      "a customer can be in more than one of its groups, and is counted once"
    ],
    [
      "select date_trunc('day', at) as day, count(*) as n from orders group by 1",
      "it groups by something else than dimensions, periods and scores"
    ],
    ["select count(*) as n from orders where customer = 'c1'", "it chooses customers by their ids"],
    ["select sum(length(customer)) as n from orders", "it computes with customers' ids"],
    ["select count(*) as n from surveys where comment like 'f%'", '"comment" is of a person alone'],
    ["select count(*) as n from orders where revenue > (select avg(revenue) from orders)", "it has a query within"],
    ["select count(*) as n from all.orders", "it reads something else than the catalog's tables as they are filtered"],
    ["select count(*) as n from orders where revenue > ${kpis.orders}", "it has a value of another cell or input"],
    ["select count(*) as n from orders where random() < 2", "random() is another value each time"],
    ["select distinct segment from customers", "it is a select distinct"],
    ["with o as (from orders) select count(*) as n from o", "it has a with"]
  ])("stays as built, and the build says why: %s", async (text, why) => {
    const made = await published(sqlCell("figures", text), withoutRows);
    expect(made.sql).toBe(null);
    expect(made.files.filter(({columns}) => columns.includes("k0"))).toEqual([]);
    expect(made.warnings).toEqual([
      `reports/index.md: the sql cell "figures" does not follow the filters: no rows are published, and ${why}`
    ]);
  });

  // By segment: Gold is c1 with 10.05 in January and 5.25 in February, Silver c2 with 40.10, O'Neill c3 with 0.07.
  const CELLS =
    sqlCell(
      "segments",
      `select segment, count(*) as orders, count(distinct customer) as customers, sum(revenue) as revenue, avg(o.revenue) as mean,
         sum(revenue) / count(distinct o.customer) as each, count(*) filter (where revenue > 6) / count(*) as large
       from orders o join customers c using (customer) where o.at < '2025-03-15' group by c.segment having count(*) > 0 order by revenue desc, segment limit 10`
    ) +
    sqlCell(
      "months",
      "select date_trunc('month', at) as month, sum(revenue) as revenue, sum(revenue) > lag(sum(revenue)) over (order by date_trunc('month', at)) as grows from orders group by 1 order by month"
    ) +
    sqlCell("whole", "select count(*) as orders, sum(revenue) filter (where revenue > 1000) as huge from orders") +
    "```table\ndata: segments\n```\n" +
    sqlCell("best", "select max(revenue) as most from segments") +
    sqlCell("scores", "select nps, count(*) as answers from surveys group by nps order by nps");
  let made: Awaited<ReturnType<typeof published>>;
  let wasm: Engine;

  beforeAll(async () => {
    made = await published(CELLS, withoutRows);
    wasm = await openWasm();
    await loadTables(made.sql!, wasm, async (file) => made.files.find(({path}) => path === file)!.bytes);
  }, 60_000);
  afterAll(() => wasm?.close());

  const ask = async (selection: Selection) => {
    const answers = await answerQueries(made.sql!, wasm, {
      selection,
      parametersOf: () => [],
      stateOf: () => JSON.stringify(selection),
      isStale: () => false,
      given: new Map()
    });
    return Object.fromEntries(
      [...answers!].map(([name, answer]) => [name, answer instanceof Error ? answer.message : answer.columns])
    );
  };

  it("publishes the sums of what only adds up, by the page's filters, and no row", () => {
    expect(made.warnings).toEqual([]);
    expect(made.sql!.queries.map(({name}) => name)).toEqual(["segments", "months", "whole", "best", "scores"]);
    expect(made.files.filter(({kind}) => kind !== "cube")).toEqual([]);
    const columns = made.files.find(({columns: all}) => all.includes("n1"))!.columns;
    // No column of the tables but dimensions and months: k0 is the segment, the others are sums.
    expect(columns).toEqual(["by segment", "kizuna_joined", "k0", "n0", "n1", "s2", "s3", "n3", "n4"]);
  });

  it("everybody: what the rows give", async () => {
    const {segments, months, whole, best, scores} = await ask({values: {}, joined: null});
    expect(segments).toEqual({
      segment: ["Silver", "Gold", "O'Neill"],
      orders: [1, 2, 1],
      customers: [1, 1, 1],
      revenue: [40.1, 15.3, 0.07],
      mean: [40.1, 7.65, 0.07],
      each: [40.1, 15.3, 0.07],
      // Of Gold's two orders one is over 6.
      large: [1, 0.5, 0]
    });
    expect(months).toMatchObject({revenue: [10.05, 45.35, 0.07], grows: [null, true, false]});
    expect(whole).toEqual({orders: [4], huge: [null]});
    expect(best).toEqual({most: [40.1]});
    expect(scores).toEqual({nps: [2, 9], answers: [1, 1]});
  });

  it("a filter: what the rows of its customers give", async () => {
    const gold = await ask({values: {segment: ["Gold"]}, joined: null});
    expect(gold["segments"]).toMatchObject({segment: ["Gold"], orders: [2], revenue: [15.3]});
    expect(gold["months"]).toMatchObject({revenue: [10.05, 5.25], grows: [null, false]});
    expect(gold["scores"]).toEqual({nps: [9], answers: [1]});
    // Month 661 is February 2025, in which c2 joined.
    const february = await ask({values: {}, joined: [661, 661]});
    expect([february["segments"], february["whole"]]).toMatchObject([{segment: ["Silver"]}, {orders: [1]}]);
    const nobody = await ask({values: {segment: ["Gold"]}, joined: [661, 662]});
    expect([nobody["segments"], nobody["whole"]]).toMatchObject([{segment: []}, {orders: [0], huge: [null]}]);
  });
});

describe("a page's queries in DuckDB-WASM, over its row files", () => {
  const CELLS = sqlCell(
    "buyers",
    `select o.at, o.revenue, o.revenue / 3 as third, epoch_us(o.at) as micros, c.segment, (select count(*) from surveys) as answers, (select sum(revenue) from all.orders) as everything
     from orders o join customers c using (customer) order by o.at`
  );
  let made: Awaited<ReturnType<typeof published>>;
  let wasm: Engine;

  beforeAll(async () => {
    made = await published(CELLS);
    wasm = await openWasm();
    await loadTables(made.sql!, wasm, async (file) => made.files.find(({path}) => path === file)!.bytes);
  }, 60_000);
  afterAll(() => wasm?.close());

  const ask = async (selection: Selection, given: Given = new Map()) => {
    const answers = await answerQueries(made.sql!, wasm, {
      selection,
      parametersOf: () => [],
      stateOf: () => JSON.stringify(selection),
      isStale: () => false,
      given
    });
    const buyers = answers!.get("buyers")!;
    return buyers instanceof Error ? {why: [buyers.message]} : buyers.columns;
  };

  it("everybody: the build's values, to the microsecond and the cent", async () => {
    const {revenue, micros, answers} = await ask({values: {}, joined: null});
    expect(revenue).toEqual([10.05, 40.1, 5.25, 0.07]);
    // 2025-01-05 10:00 is 1,736,071,200 s after 1970.
    expect(micros![0]).toBe(1_736_071_200_123_456);
    expect(answers).toEqual([2, 2, 2, 2]);
  });

  it("a query whose state is the same is not asked again; another one is", async () => {
    const given: Given = new Map();
    const first = await ask({values: {}, joined: null}, given);
    expect(await ask({values: {}, joined: null}, given)).toBe(first);
    expect(await ask({values: {segment: ["Gold"]}, joined: null}, given)).not.toBe(first);
    expect(await ask({values: {}, joined: null}, given)).toEqual(first);
  });

  it("a value with a quote, months of joining, and a table that no filter narrows", async () => {
    expect(await ask({values: {segment: ["O'Neill", "Silver"]}, joined: null})).toMatchObject({
      revenue: [40.1, 0.07],
      answers: [0, 0],
      everything: [55.47, 55.47]
    });
    // Month 660 is January 2025: c1 alone, with both orders.
    expect(await ask({values: {}, joined: [660, 660]})).toMatchObject({revenue: [10.05, 5.25], answers: [1, 1]});
    expect(await ask({values: {segment: ["Gold"]}, joined: [661, 662]})).toMatchObject({revenue: []});
  });
});

it.each([
  ["rows", (text: string) => text],
  ["sums", withoutRows]
])("rows of a query without an order stand in DuckDB-WASM, over %s, as in the build", async (_, catalog) => {
  // The orders are of Gold, Silver, Gold and O'Neill.
  const cells =
    sqlCell(
      "groups",
      "select segment, sum(revenue) as revenue from orders join customers using (customer) group by segment"
    ) +
    sqlCell(
      "ties",
      "select segment, count(*) as orders from orders join customers using (customer) group by segment order by orders"
    ) +
    "```table\ndata: groups\n```\n\n```table\ndata: ties\n```\n";
  const {sql, site, files} = await published(cells, catalog);
  const wasm = await openWasm();
  try {
    await loadTables(sql!, wasm, async (file) => files.find(({path}) => path === file)!.bytes);
    const answers = await answerQueries(sql!, wasm, {
      selection: {values: {segment: ["Gold", "O'Neill", "Silver"]}, joined: null},
      parametersOf: () => [],
      stateOf: () => "",
      isStale: () => false,
      given: new Map()
    });
    const {cells: built} = site.pages[0]!.json as {cells: Record<string, {rows: unknown[][]}>};
    for (const [name, segments] of [
      ["groups", ["Gold", "O'Neill", "Silver"]],
      ["ties", ["O'Neill", "Silver", "Gold"]]
    ] as const) {
      const answer = answers!.get(name)!;
      expect(answer instanceof Error ? answer.message : answer.columns["segment"]).toEqual(segments);
      expect(built[name]!.rows.map(([segment]) => segment)).toEqual(segments);
    }
  } finally {
    await wasm.close();
  }
});
