import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const FILES = {
  "o.csv": "customer,at,order,revenue\na,2025-01-01,2,10\na,2025-01-31 23:59:59.999500,1,5\n",
  "late.csv": "customer,at,order,revenue\na,2025-01-01,1,10\nb,2025-02-01,2,5\nb,2025-02-02,3,5\n"
};
const catalog = (sql: string, rest = "tables: {orders: {from: o.csv}}") =>
  `${rest}\nchecks:\n  - {name: first, sql: from orders where false}\n  - name: second\n    sql: |\n      ${sql.replaceAll("\n", "\n      ")}\n`;

describe("checks", () => {
  it.each([
    ["no rows", "select * from orders where revenue < 0"],
    [
      "a CTE, at, all, a semicolon and a comment",
      "with late as (select o.at from all.orders o where o.at > :as_of)\nselect min(at) from late having count(*) > 0; -- none"
    ],
    ["the last microseconds of the as-of day", "from orders where at > :as_of"],
    [
      ":as_of inside quotes and comments",
      "select ':as_of' as x from orders where ':as_of' <> ':' || 'as_of' -- :as_of"
    ],
    ["a cast of :as_of", "from orders where :as_of::date <> date '2025-01-31' or :as_of - interval 1 day > :as_of"]
  ])("pass on %s", async (_, sql) => {
    const {asOf, checks} = await shop.open(catalog(sql), FILES);
    expect([asOf, checks.map(({rows}) => rows)]).toEqual(["2025-01-31", [0, 0]]);
  });

  // prettier-ignore
  it.each([
    ["SQL that fails", "select revenu from orders", /^4: check "second": referenced column "revenu" not found.*revenue/],
    ["SQL that does not parse", "select (", /^4: check "second": syntax error/],
    ["two statements", "select 1; select 2", /^4: check "second": /],
    ["an unknown name", "from orders where at > :asof", /^4: check "second": /]
  ])("fail on %s, with the line of the check", async (_, sql, message) => {
    const text = await shop.failure(catalog(sql), FILES);
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it.each([
    ["from orders where revenue > 5", 1],
    ["from order_lines", 2]
  ])("say how many rows %s finds, and where they stand", async (sql, rows) => {
    expect((await shop.open(catalog(sql), FILES)).checks).toEqual([
      {name: "first", rows: 0, place: {file: "data/catalog.yaml", line: 3}},
      {name: "second", rows, place: {file: "data/catalog.yaml", line: 4}}
    ]);
  });

  const found = async (text: string) => (await shop.open(text, FILES)).checks[1]!.rows;
  const late = "asOf: 2025-01-31\ntables: {orders: {from: late.csv}}";
  it("see the rows after the as-of date, which the tables leave out", async () => {
    expect(await found(catalog("select * from orders where orders.at > :as_of", late))).toBe(2);
    expect(await found(catalog("from order_lines where at > :as_of", late))).toBe(2);
    // b is known to the check
    expect(
      await found(catalog("select * from orders where customer not in (select customer from customers)", late))
    ).toBe(0);
    expect(await shop.rows("select customer from orders")).toEqual([["a"]]);
    expect(await shop.rows("select customer from customers")).toEqual([["a"]]);
  });
});

describe("asOf", () => {
  it("defaults to the day of the latest event of any table", async () => {
    const files = {
      "c.csv": "customer,joined\na,2025-06-01\n",
      "o.csv": FILES["o.csv"],
      "s.csv": "customer,at,nps\na,2025-03-15 08:00:00,9\na,x,1\n"
    };
    expect(
      (await shop.open("tables: {customers: {from: c.csv}, orders: {from: o.csv}, surveys: {from: s.csv}}", files)).asOf
    ).toBe("2025-03-15");
  });

  it("defaults to the latest start or end of a contract where nothing else happens", async () => {
    const files = {"c.csv": "customer,joined,ended\na,2025-01-01,2025-06-30\nb,2025-05-01,\n"};
    expect((await shop.open("tables: {customers: {from: c.csv}}", files)).asOf).toBe("2025-06-30");
  });

  it("is the catalog's where it says one, after the data too", async () => {
    expect((await shop.open("asOf: 2025-12-31\ntables: {orders: {from: o.csv}}", FILES)).asOf).toBe("2025-12-31");
  });
});
