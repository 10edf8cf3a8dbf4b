import {afterAll, beforeAll, expect, it} from "vitest";
import {openCatalog} from "../../src/catalog/catalog.ts";
import type {Catalog} from "../../src/catalog/catalog.ts";
import {openWorkspace, workspaceFiles} from "../../src/site/workspace.ts";
import {temporaryWorkspace} from "../workspace.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const CATALOG = `currency: EUR
tables:
  daily: {from: daily.sql}
  orders: {from: orders.csv, columns: {customer: customer, at: at, revenue: revenue}}
  customers: {from: customers.csv, columns: {customer: customer}}
  spend: {from: spend.csv, columns: {month: month, channel: channel, amount: amount}}
dimensions: [tier, city]
publish: {minimumCell: 2}
audiences:
  board: {tier: [Gold, Silver]}
  west: {city: [Osaka], tier: [Gold]}
  nobody: {tier: [Iron]}
  typo: {teir: [Gold]}
  misspelt: {tier: [Gold, Bsic]}
  empty: {tier: [Basic], city: [Osaka]}
  grown: {tier: [Gold, Platinum, Golds]}
  everybody: {}
`;
const FILES = {
  "data/catalog.yaml": CATALOG,
  // d has no row in customers: tier and city are "(none)".
  "data/customers.csv":
    "customer,tier,city\na,Gold,Osaka\nb,Silver,Osaka\nc,Basic,Kyoto\ne,Gold,Osaka\nf,Gold,Kyoto\ng,Silver,Osaka\n",
  "data/orders.csv":
    "customer,at,revenue\na,2025-01-05,10.00\nb,2025-01-20,20.00\nc,2025-03-10,40.00\nd,2025-01-11,80.00\ne,2025-02-01,160.00\n",
  "data/daily.sql": "select cast(at as date) as day, sum(revenue) as sales from orders group by all",
  "data/spend.csv": "month,channel,amount\n2025-01-01,Search,5\n",
  "reports/index.md": "# X\n"
};

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(() => shop.close());

async function openFor(audience: string | null): Promise<Catalog> {
  using workspace = temporaryWorkspace(FILES);
  const files = await workspaceFiles(openWorkspace(workspace.root, workspace.cache));
  return await openCatalog(CATALOG, "data/catalog.yaml", {engine: shop.engine, files, audience});
}

it("an audience has its segment's customers alone, in every table that knows them, before anything is summed or folded", async () => {
  const {tables, asOf, warnings} = await openFor("board");
  // Of tiers Gold and Silver are a, b, e, f and g; of these only f is in Kyoto, and folds with the next smallest.
  expect(await shop.rows("select customer from customers order by 1")).toEqual([["a"], ["b"], ["e"], ["f"], ["g"]]);
  expect(await shop.rows("select customer, revenue::double from orders order by 1")).toEqual([
    ["a", 10],
    ["b", 20],
    ["e", 160]
  ]);
  expect(await shop.rows("select sum(sales)::double from daily")).toEqual([[190]]);
  expect(await shop.rows("select distinct city from customers")).toEqual([["(other)"]]);
  expect(tables.get("orders")!.rows).toBe(3);
  expect(tables.get("customers")!.rows).toBe(5);
  expect(tables.get("spend")!.rows).toBe(1);
  // The day that everybody's events end, whoever sees them: c's order.
  expect(asOf).toBe("2025-03-10");
  expect(warnings).toContain("only customers with tier: Gold, Silver");
});

it("several dimensions all have to hold; an audience without a segment, and none, see everybody", async () => {
  await openFor("west");
  expect(await shop.rows("select customer from customers order by 1")).toEqual([["a"], ["e"]]);
  for (const audience of ["everybody", "unheard of", null]) {
    await openFor(audience);
    expect(await shop.rows("select count(*)::int, (select sum(sales)::double from daily) from customers")).toEqual([
      [7, 310]
    ]);
  }
});

it("a value of an audience that nobody has today is a line for its author, while others have one", async () => {
  const {remarks} = await openFor("grown");
  expect(remarks).toEqual(
    ["Platinum", "Golds"].map((value) => `data/catalog.yaml:16: audience "grown": no customer has the tier "${value}"`)
  );
  expect(await shop.rows("select customer from customers order by 1")).toEqual([["a"], ["e"], ["f"]]);
});

it("an audience of nobody, or by what is no dimension, is a mistake on its line", async () => {
  await expect(openFor("nobody")).rejects.toThrow(
    'data/catalog.yaml:12: audience "nobody": no customer has the tier "Iron"; known: (none), Basic, Gold, Silver'
  );
  await expect(openFor("typo")).rejects.toThrow(
    'data/catalog.yaml:13: audience "typo" is chosen by "teir", which is no dimension; did you mean "tier"?'
  );
  await expect(openFor("misspelt")).rejects.toThrow(
    'data/catalog.yaml:14: audience "misspelt": no customer has the tier "Bsic"; did you mean "Basic"?'
  );
  await expect(openFor("empty")).rejects.toThrow(
    'data/catalog.yaml:15: audience "empty" has no customer; no customer has a value of each of its dimensions'
  );
});
