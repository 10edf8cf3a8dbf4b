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
