import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {evaluateWorkspace} from "../../src/site/site.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {buildSite} from "../../src/site/build.ts";
import {leaksOf} from "../leaks.ts";
import {temporaryWorkspace} from "../workspace.ts";

/** Twelve customers, two orders each. Ids are numbers where `numeric`, else what `id` makes of 1 to 12. */
function shop(
  reports: string,
  {publish = "{minimumCell: 1}", numeric = false, id = (n: number) => (numeric ? String(n) : `cust-${100 + n}`)} = {}
) {
  const people = Array.from({length: 12}, (_, i) => i + 1);
  return temporaryWorkspace({
    "data/catalog.yaml": `currency: EUR
asOf: 2025-03-31
tables:
  orders: {from: orders.csv}
  customers: {from: customers.csv}
dimensions: [plan]
publish: ${publish}
`,
    "data/customers.csv": `customer,plan,email,account\n${people.map((n) => `${id(n)},${n % 2 ? "A" : "B"},p${n}@example.com,${id(n)}\n`).join("")}`,
    "data/orders.csv": `customer,at,revenue\n${people.map((n) => `${id(n)},2025-01-0${(n % 9) + 1},${n}\n${id(n)},2025-02-01,1\n`).join("")}`,
    "reports/index.md": reports
  });
}

async function mistakes(reports: string, options: Parameters<typeof shop>[1] = {}): Promise<readonly string[]> {
  using workspace = shop(reports, options);
  const engine = await openNative({threads: 1});
  try {
    const {errors} = await evaluateWorkspace(openWorkspace(workspace.root, workspace.cache), engine, {
      allowUnknown: false
    });
    return errors.map(({message}) => message);
  } catch (error) {
    return [(error as Error).message];
  } finally {
    await engine.close();
  }
}

const page = (sql: string, rest = "") =>
  `# A\n\n\`\`\`sql one\n${sql}\n\`\`\`\n\n\`\`\`table\ndata: one\n\`\`\`\n${rest}`;
const IDS = /^reports\/index\.md:3: column "\w+" of the sql cell "one" is made of customers' ids/;

describe.each([false, true])("ids never leave under another name (numbers: %s)", (numeric) => {
  it.each([
    ["a renamed id", "select customer as who from customers"],
    ["an id in a longer text", "select 'no. ' || customer as label from customers"],
    ["a hash of it", "select md5(customer) as h, count(*) as n from orders group by all"],
    ["a list", "select plan, list(customer) as l from customers group by all"],
    ["a row as a value", "select c as whole from all.customers c"],
    [
      "three of them in one text",
      "select 'best: ' || string_agg(customer, ', ' order by customer) as who from (select customer from orders group by customer order by customer limit 3)"
    ],
    ["hashes of three", "select md5(customer) as h from customers order by customer limit 3"],
    ["one of them", "select plan, min(customer) as first from customers group by all"],
    ["all columns, renamed", "select * exclude (email, account) rename (customer as k) from customers"]
  ])("%s", async (_, sql) => {
    expect((await mistakes(page(sql), {numeric}))[0]).toMatch(IDS);
  });

  it.each([
    [
      "counts of them",
      "select plan, count(distinct customer) as customers from orders join customers using (customer) group by all"
    ],
    ["an order by them", "select revenue from orders order by customer, at, revenue"],
    [
      "what is grouped by them",
      "select n, count(*) as customers from (select customer, count(*) as n from orders group by 1) group by n"
    ],
    ["texts of the same rows", "select plan, count(*) as n from customers where customer is not null group by all"],
    [
      "whole numbers that could be one",
      "select cast(revenue as integer) as euros, count(*) as n from orders where customer is not null group by all"
    ]
  ])("%s are none", async (_, sql) => {
    expect(await mistakes(page(sql), {numeric})).toEqual([]);
  });
});

it("numbers that are ids, as numbers", async () => {
  expect((await mistakes(page("select customer::int as n from customers"), {numeric: true}))[0]).toMatch(IDS);
});

it("an id in prose or out of JavaScript stops the build, too", async () => {
  const [found] = await mistakes("# A\n\nOur best is ${['cust', 105].join('-')}.\n");
  expect(found).toBe(
    "reports/index.md:1: the id of a customer stands in the page, and the catalog publishes no rows; leave it out, or set publish: {rows: all}"
  );
});

// Letters of the alphabet by number, so that no digit is in a name.
const letter = (n: number) => String.fromCharCode(96 + n);
it.each([
  ["pipes", (n: number) => `auth0|5f7c8ec7c33c6c${1000 + n}`, "'auth0|' + '5f7c8ec7c33c6c' + 1003"],
  ["letters alone", (n: number) => `annasmith${letter(n)}`, "'Ask annasmith' + 'c!'"],
  ["behind a new line", (n: number) => `C-${100_000 + n}`, "'First\\n' + 'C-100' + '003'"],
  ["slashes and spaces", (n: number) => `de/kunde ${letter(n)}`, "'(de/' + 'kunde c)'"],
  ["Japanese", (n: number) => `顧客番号${letter(n)}様`, "'本日は顧客' + '番号c様がいらした'"],
  ["nine digits", (n: number) => String(100_000_000 + n), "'no. 1000' + '00003'"]
])("ids with %s are found in a page, out of JavaScript", async (_, id, expression) => {
  expect(await mistakes(`# A\n\n\`\`\`js said\n${expression}\n\`\`\`\n`, {id})).toEqual([
    'reports/index.md:3: the id of a customer stands in the js cell "said", and the catalog publishes no rows; leave it out, or set publish: {rows: all}'
  ]);
  expect(await mistakes("# A\n\nAsk anna, smith and 顧客番号.\n", {id})).toEqual([]);
});

it("a column that looks personal stops the build, unless it is allowed by name", async () => {
  const report = page("select email, count(*) as n from customers group by all");
  expect(await mistakes(report)).toEqual([
    'reports/index.md:3: column "email" of the sql cell "one" holds e-mail addresses; leave it out or count it, or name it in the catalog: publish: {allow: [email]}'
  ]);
  for (const name of ["email", "one.email"])
    expect(await mistakes(report, {publish: `{minimumCell: 1, allow: [${name}]}`})).toEqual([]);
  expect(await mistakes(report, {publish: "{minimumCell: 1, rows: all}"})).toHaveLength(1);
});

it("a row file with a column that looks personal, or repeats ids, stops the build at the SQL that asks for it", async () => {
  const asks = (column: string) =>
    `---\nfilters: [plan]\n---\n${page(`select count(distinct ${column}) as n from customers`)}`;
  const publish = "{minimumCell: 1, rows: pruned}";
  expect(await mistakes(asks("email"), {publish})).toEqual([
    'reports/index.md:6: column "email" of table "customers" holds e-mail addresses, and the page\'s SQL cells would publish it; leave it out of the SQL, or name it in the catalog: publish: {allow: [email]}'
  ]);
  expect((await mistakes(asks("account"), {publish}))[0]).toContain("repeats the customers' ids");
  expect(await mistakes(asks("plan"), {publish})).toEqual([]);
});

it.each(["none", "pruned"])(
  "with rows: %s nothing in the whole site names anybody",
  async (rows) => {
    using workspace = shop(
      `---\nfilters: [plan, joined]\n---\n${page("select plan, count(distinct customer) as customers, sum(revenue) as revenue from orders join customers using (customer) group by all order by all")}
\`\`\`kpi\nshow: [customers, orders, revenue]\n\`\`\`\n\n\`\`\`retention\n\`\`\`\n\n\`\`\`ltv\nmethod: predictive\n\`\`\`\n\n\`\`\`at-risk\n\`\`\`\n\n\`\`\`concentration\n\`\`\`\n`,
      {publish: `{minimumCell: 1, rows: ${rows}}`}
    );
    const {errors, published} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
      project: join(import.meta.dirname, "../.."),
      out: workspace.out,
      allowUnknown: false
    });
    expect(errors.map(({message}) => message)).toEqual([]);
    expect(published.some(({kind}) => kind === "rows")).toBe(rows === "pruned");
    const secrets = Array.from({length: 12}, (_, i) => [`cust-${101 + i}`, `p${i + 1}@example.com`]).flat();
    expect(leaksOf(workspace.out, secrets)).toEqual([]);
    // The search finds what is there.
    expect(leaksOf(workspace.out, ["revenue"]).length).toBeGreaterThan(3);
    expect(leaksOf(join(workspace.root, "data"), secrets).length).toBeGreaterThan(secrets.length - 1);
  },
  120_000
);

it("a dimension whose values look personal is a mistake of the catalog", async () => {
  using workspace = shop("# A\n");
  workspace.write({
    "data/catalog.yaml":
      "tables: {orders: {from: orders.csv}, customers: {from: customers.csv}}\ndimensions: [email]\npublish: {minimumCell: 1}\n"
  });
  const engine = await openNative({threads: 1});
  await expect(
    evaluateWorkspace(openWorkspace(workspace.root, workspace.cache), engine, {allowUnknown: false})
  ).rejects.toThrow('data/catalog.yaml:2: the values of dimension "email" look like e-mail addresses');
  await engine.close();
});
