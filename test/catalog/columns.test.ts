import {afterAll, beforeAll, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const names = (columns: readonly {readonly name: string; readonly role: boolean}[]) =>
  columns.map(({name, role}) => (role ? name.toUpperCase() : name));

it("has roles in their own order, by mapping or by name, then mapped extras, then the columns that nothing maps", async () => {
  const {tables} = await shop.open(
    "tables:\n  customers:\n    from: c.csv\n    columns: {monthly: MonthlyCharges, customer: id, upper: =upper(Plan), joined: since}",
    {"c.csv": "Plan,since,MonthlyCharges,id,REFERRER,age\ngold,2025-01-31,9.5,7,8,40\n"}
  );
  expect(names(tables.get("customers")!.columns)).toEqual([
    "CUSTOMER",
    "JOINED",
    "REFERRER",
    "monthly",
    "upper",
    "Plan",
    "age"
  ]);
  expect(await shop.rows("from customers")).toEqual([
    ["7", new Date("2025-01-31T00:00:00Z"), "8", 9.5, "GOLD", "gold", 40]
  ]);
});

it("an expression sees the source's columns, not the roles made of them", async () => {
  await shop.open(
    'tables:\n  orders:\n    from: o.csv\n    columns: {customer: id, at: "=at + interval 1 day; -- at midnight", revenue: "=price * customer"}',
    {
      "o.csv": "id,customer,at,price\na,3,2025-01-31,1.5\n" // customer is a number here: 1.5 × 3 = 4.5
    }
  );
  expect(await shop.rows('select customer, "at"::varchar, revenue from order_lines')).toEqual([
    ["a", "2025-02-01 00:00:00", 4.5]
  ]);
});

it("a column that is mapped to another name does not come twice; one whose name a role takes does not come at all", async () => {
  const {tables} = await shop.open(
    "asOf: 2025-01-31\ntables: {customers: {from: c.csv, columns: {customer: id, segment: tier}}}",
    {"c.csv": "id,tier,segment,customer\n1,a,b,c\n"}
  );
  expect(names(tables.get("customers")!.columns)).toEqual(["CUSTOMER", "segment"]);
  expect(await shop.rows("from customers")).toEqual([["1", "a"]]);
});

it("a table of another name has its columns as they are", async () => {
  const {tables} = await shop.open(
    "asOf: 2025-01-31\ntables: {customers: {from: c.csv}, stores: {from: s.json, columns: {place: city}}}",
    {
      "c.csv": "customer\n1\n",
      "s.json": '[{"city": "Tokyo", "at": "x", "nps": 99}]'
    }
  );
  expect(names(tables.get("stores")!.columns)).toEqual(["place", "at", "nps"]);
  expect(await shop.rows("from stores")).toEqual([["Tokyo", "x", 99]]);
});

// prettier-ignore
it.each([
  ["a mapped column that is not there", "tables:\n  customers:\n    from: c.csv\n    columns:\n      customer: id\n      joined: signup_dat", '6: table "customers" has no column "signup_dat"; did you mean "signup_date"?'],
  ["near none", "tables:\n  customers: {from: c.csv, columns: {customer: id,\n    x: zzz}}", '3: table "customers" has no column "zzz"; known: id, signup_date, plan'],
  ["an expression that fails", "tables:\n  customers:\n    from: c.csv\n    columns:\n      customer: id\n      x: =upper(plann)", /^6: column "x" of table "customers": .*plann/],
  ["an expression that does not parse", "tables:\n  customers:\n    from: c.csv\n    columns:\n      customer: id\n      x: =upper(", /^6: column "x" of table "customers": syntax error/],
  ["a role in other letters", "tables:\n  customers:\n    from: c.csv\n    columns: {customer: id,\n      Joined: signup_date}", '5: unknown role "Joined" of table "customers"; did you mean "joined"?'],
  ["a role without a column", "tables:\n  customers: {from: c.csv}", '2: table "customers" has no column for its role "customer"; map it: columns: {customer: …}, one of id, signup_date, plan'],
  ["a dimension without a column", "tables: {customers: {from: c.csv, columns: {customer: id}}}\ndimensions:\n  - plan\n  - {name: plann}", '4: table "customers" has no column for the dimension "plann"; did you mean "plan"?'],
  ["a dimension named twice", "tables: {customers: {from: c.csv, columns: {customer: id}}}\ndimensions: [plan,\n  {name: plan}]", '3: dimension "plan" is named twice; leave one of them out']
])("%s is told with the line of the catalog", async (_, catalog, message) => {
  const text = await shop.failure(catalog, {"c.csv": "id,signup_date,plan\n1,2025-01-31,a\n"});
  if (typeof message === "string") expect(text).toBe(message);
  else expect(text).toMatch(message);
});
