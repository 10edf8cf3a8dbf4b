import {afterAll, beforeAll, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const ORDERS = "tables: {orders: {from: o.csv}}";
const open = (csv: string, catalog = ORDERS) => shop.open(catalog, {"o.csv": csv});

// Order 1: 10 + 5 on two days, its time the first. Order 2 of b: 7. Order 1 of b: another customer's order with the same number.
it("sums an order's lines; the same id of another customer is another order", async () => {
  const {tables} = await open(
    "customer,at,order,revenue,margin,discount,points_used,product,shop\na,2025-01-01 10:00:00,1,10,4,1,5,tea,x\na,2025-01-02,1,5,2,0.5,,cup,w\nb,2025-01-01,2,7,3,,1,tea,x\nb,2025-01-01,1,8,,,,tea,x\n"
  );
  expect(
    await shop.rows(
      'select customer, "order", "at"::varchar, revenue, margin, discount, points_used, product, shop, refund from orders'
    )
  ).toEqual([
    ["a", "1", "2025-01-01 10:00:00", 15, 6, 1.5, 5, "cup", "w", false],
    ["b", "2", "2025-01-01 00:00:00", 7, 3, null, 1, "tea", "x", false],
    ["b", "1", "2025-01-01 00:00:00", 8, null, null, null, "tea", "x", false]
  ]);
  expect(tables.get("orders")).toMatchObject({rows: 3});
  expect(tables.get("order_lines")).toMatchObject({rows: 4, name: "order_lines"});
  expect(await shop.rows("select count(*), sum(revenue) from order_lines")).toEqual([[4, 30]]);
  expect(tables.get("orders")!.columns.map(({name}) => name)).toEqual([
    "customer",
    "at",
    "order",
    "revenue",
    "margin",
    "discount",
    "points_used",
    "product",
    "shop",
    "refund"
  ]);
});

it.each([
  [
    "without ids",
    "customer,at,revenue\na,2025-01-01 10:00:00,1\na,2025-01-01 23:59:59,2\na,2025-01-02,4\nb,2025-01-01,8\n"
  ],
  [
    "with ids that are null",
    "customer,at,order,revenue\na,2025-01-01 10:00:00,,1\na,2025-01-01 23:59:59,,2\na,2025-01-02,,4\nb,2025-01-01,,8\n"
  ]
])("%s, a customer's rows of one day are one order", async (_, csv) => {
  await open(csv);
  expect(await shop.rows('select customer, "at"::varchar, revenue from orders')).toEqual([
    ["a", "2025-01-01 10:00:00", 3],
    ["a", "2025-01-02 00:00:00", 4],
    ["b", "2025-01-01 00:00:00", 8]
  ]);
});

it("a row without an id is no part of an order with one", async () => {
  await open("customer,at,order,revenue\na,2025-01-01,1,1\na,2025-01-01,,2\na,2025-01-01,2,4\n");
  expect(await shop.rows('select "order", revenue from orders')).toEqual([
    ["1", 1],
    [null, 2],
    ["2", 4]
  ]);
});

// Lines in the order of rising ids are orders already; the view of them must say what the sums would.
it.each([
  ["rising", ["9", "10", "11"]],
  ["falling", ["11", "10", "9"]],
  ["twice the same", ["9", "9", "10"]],
  ["with letters", ["A1", "A2", "B1"]]
])("orders are the same whether their ids are %s or not", async (name, ids) => {
  const lines = ids.map((id, i) => `c,2025-01-0${i + 1},${id},${[0, -2, 5][i]},${i === 2 ? "true" : ""}`);
  await open(`customer,at,order,revenue,returned\n${lines.join("\n")}\n`);
  const isTwice = name === "twice the same";
  expect(await shop.rows('select "order", revenue, margin, returned, refund from orders')).toEqual(
    isTwice
      ? [
          ["9", -2, -2, false, true],
          ["10", 0, 0, true, false]
        ]
      : [
          [ids[0], 0, 0, false, false],
          [ids[1], -2, -2, false, true],
          [ids[2], 0, 0, true, false]
        ]
  );
  expect(await shop.rows("select typeof(revenue), typeof(returned), typeof(refund) from orders limit 1")).toEqual([
    ["DECIMAL(18,2)", "BOOLEAN", "BOOLEAN"]
  ]);
});

it("an order of 0 counts, a negative one is a refund, and a blank amount is neither", async () => {
  await open(
    "customer,at,order,revenue\na,2025-01-01,3,0\na,2025-01-02,2,-5\na,2025-01-03,1,\na,2025-01-04,4,3\na,2025-01-04,4,-3\n"
  );
  expect(await shop.rows('select "order", revenue, refund from orders')).toEqual([
    ["3", 0, false],
    ["2", -5, true],
    ["1", null, false],
    ["4", 0, false]
  ]);
});

// Order 1: 10 kept, 5 returned; order 2 returned whole. Discounts and points were used all the same.
it("amounts are net of returned lines", async () => {
  await open(
    "customer,at,order,revenue,margin,discount,returned\na,2025-01-01,1,10,4,1,no\na,2025-01-01,1,5,2,1,yes\na,2025-01-02,2,7,3,,yes\na,2025-01-03,3,8,3,,\n"
  );
  expect(await shop.rows('select "order", revenue, margin, discount, returned from orders')).toEqual([
    ["1", 10, 4, 2, true],
    ["2", 0, 0, null, true],
    ["3", 8, 3, null, false]
  ]);
});

it("without a margin, margin is revenue, and the catalog says so", async () => {
  expect((await open("customer,at,order,revenue\na,2025-01-01,1,10\n")).marginIs).toBe("revenue");
  expect(await shop.rows("select revenue, margin from orders")).toEqual([[10, 10]]);
  expect((await open("customer,at,order,revenue,margin\na,2025-01-01,1,10,4\n")).marginIs).toBe("margin");
});

it("a loss is no refund: without a revenue nothing is", async () => {
  await open("customer,at,order,margin\na,2025-01-01,1,-4\n");
  expect(await shop.rows("select margin, refund from orders")).toEqual([[-4, false]]);
});

it("without amounts both are null, in the currency's type", async () => {
  await open("customer,at,order\na,2025-01-01,1\n", `currency: JPY\n${ORDERS}`);
  expect(await shop.rows("select revenue, margin, typeof(revenue), refund from orders")).toEqual([
    [null, null, "DECIMAL(18,0)", false]
  ]);
});

it("lines after the as-of date are in no order", async () => {
  const {tables} = await open(
    "customer,at,order,revenue\na,2025-01-31,1,10\na,2025-02-01,1,5\nb,2025-02-01,2,7\n",
    `asOf: 2025-01-31\n${ORDERS}`
  );
  expect(await shop.rows("select customer, revenue from orders")).toEqual([["a", 10]]);
  expect(await shop.rows("select customer, revenue from future.orders")).toEqual([
    ["a", 5],
    ["b", 7]
  ]);
  expect(tables.get("orders")).toMatchObject({
    rows: 1,
    rejected: [{reason: "after the as-of date 2025-01-31", rows: 2}]
  });
  expect(await shop.rows("select customer from customers")).toEqual([["a"]]);
});

it("all.orders and orders have the same rows", async () => {
  await open("customer,at,order,revenue\na,2025-01-31,1,10\n");
  expect(await shop.rows('from "all".orders')).toEqual(await shop.rows("from orders"));
  expect(await shop.rows('from "all".order_lines')).toEqual(await shop.rows("from order_lines"));
});

it("a source's own column refund is in the lines only", async () => {
  const {tables} = await open("customer,at,order,revenue,Refund\na,2025-01-01,1,10,3\na,2025-01-01,1,5,4\n");
  expect(await shop.rows("from orders")).toEqual([["a", new Date("2025-01-01T00:00:00Z"), "1", 15, 15, false]]);
  expect(tables.get("orders")!.columns.map(({name}) => name)).toEqual([
    "customer",
    "at",
    "order",
    "revenue",
    "margin",
    "refund"
  ]);
  expect(await shop.rows("select refund from order_lines")).toEqual([[3], [4]]);
});

// Each line has 16 digits before the point, as many as DECIMAL(18, 2) holds; their sum has 17.
it("a sum beyond what an amount can hold is a mistake on the table's line", async () => {
  const parquet = `select 'a' as customer, date '2025-01-01' as "at", unnest([9e15::decimal(38, 0), 9e15::decimal(38, 0)]) as revenue`;
  const text = await shop.failure("title: x\ntables:\n  orders: {from: o.parquet}", {"o.parquet": {parquet}});
  expect(text).toMatch(/^3: table "orders": .*18000000000000000/);
});
