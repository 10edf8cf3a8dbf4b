import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

describe("customers of orders", () => {
  it("are derived where there is no table of them: joined is the first order, a refund is none", async () => {
    const {tables, warnings} = await shop.open("tables: {orders: {from: o.csv}}", {
      "o.csv": "customer,at,order,revenue\nb,2025-01-05,1,10\na,2025-01-03,2,-5\na,2025-01-04,3,0\nc,2025-01-06,4,-1\n"
    });
    expect(await shop.rows("select customer, joined::varchar from customers")).toEqual([
      ["a", "2025-01-04 00:00:00"],
      ["b", "2025-01-05 00:00:00"],
      ["c", null]
    ]);
    expect(tables.get("customers")).toMatchObject({from: "derived from orders", files: [], rows: 3, rejected: []});
    expect(warnings).toEqual([]);
  });

  it("are added to the table where they only have orders", async () => {
    const open = (customers: string) =>
      shop.open(
        "dimensions: [plan]\npublish: {minimumCell: 1}\ntables: {customers: {from: c.csv}, orders: {from: o.csv}}",
        {
          "c.csv": `customer,joined,plan\n${customers}`,
          "o.csv": "customer,at,order\nb,2025-01-05,1\nx,2025-01-03,2\nx,2025-01-04,3\ny,2025-01-04,4\n"
        }
      );
    const {tables, warnings} = await open("b,2025-01-01,gold\nz,2025-01-02,gold\n");
    expect(await shop.rows("select customer, joined::date::varchar, plan from customers")).toEqual([
      ["b", "2025-01-01", "gold"],
      ["x", null, "(none)"],
      ["y", null, "(none)"],
      ["z", "2025-01-02", "gold"]
    ]);
    expect(tables.get("customers")!.rows).toBe(4);
    expect(warnings).toEqual(['2 customers have orders but no rows in customers; counted under "(none)"']);
    expect((await open("b,2025-01-01,gold\nx,2025-01-01,\n")).warnings).toEqual([
      '1 customer has orders but no row in customers; counted under "(none)"'
    ]);
    expect((await open("b,2025-01-01,gold\nx,2025-01-01,\ny,2025-01-01,\n")).warnings).toEqual([]);
  });
});

describe("dimensions", () => {
  /** The number of customers per value after folding; `counts` are those in the file. */
  async function folded(counts: Readonly<Record<string, number>>, minimumCell?: number) {
    const values = Object.entries(counts).flatMap(([value, n]) => Array.from({length: n}, () => value));
    const catalog = `asOf: 2025-01-31\ndimensions: [plan]\n${minimumCell ? `publish: {minimumCell: ${minimumCell}}\n` : ""}tables: {customers: {from: c.csv}}`;
    await shop.open(catalog, {"c.csv": `customer,plan,x\n${values.map((value, i) => `${i},${value},1`).join("\n")}\n`});
    return Object.fromEntries(await shop.rows("select plan, count(*) from customers group by 1 order by 1")) as Record<
      string,
      number
    >;
  }

  it("are text, (none) where a value is missing or blank", async () => {
    expect(await folded({gold: 5, '" gold "': 1, "": 3, '"  "': 2})).toEqual({gold: 6, "(none)": 5});
    expect(await folded({"1": 5, "2": 6})).toEqual({"1": 5, "2": 6});
    expect(await shop.rows("select distinct typeof(plan) from customers")).toEqual([["VARCHAR"]]);
  });

  it("fold values with fewer customers than minimumCell, by default 5", async () => {
    expect(await folded({a: 10, b: 5, c: 4, d: 3})).toEqual({a: 10, b: 5, "(other)": 7});
    expect(await folded({a: 10, b: 5, c: 4, d: 3}, 4)).toEqual({a: 10, b: 5, "(other)": 7}); // 3 alone are too few: c joins d
  });

  it("folds the next smallest value where (other) itself would be too small, of a tie the first by name", async () => {
    expect(await folded({a: 10, b: 6, c: 2})).toEqual({a: 10, "(other)": 8});
    expect(await folded({b: 6, a: 6, c: 1, d: 20})).toEqual({b: 6, d: 20, "(other)": 7});
  });

  it("folds all values where there are too few customers for more", async () => {
    expect(await folded({a: 6, b: 2})).toEqual({"(other)": 8});
    expect(await folded({a: 2, b: 1})).toEqual({"(other)": 3});
  });

  it("folds nothing where every value has enough, and none at a minimum of 1", async () => {
    expect(await folded({a: 5, b: 5})).toEqual({a: 5, b: 5});
    expect(await folded({a: 1, b: 2}, 1)).toEqual({a: 1, b: 2});
  });

  it("folds (none) like any value", async () => {
    expect(await folded({a: 9, "": 1, b: 4})).toEqual({a: 9, "(other)": 5});
  });

  it("folds thousands of values", async () => {
    const counts = Object.fromEntries(Array.from({length: 20_000}, (_, i) => [`it's ${i}`, 1]));
    expect(await folded({...counts, gold: 7})).toEqual({gold: 7, "(other)": 20_000});
  });

  /** The number of customers per cell of two dimensions after folding. */
  async function cells(counts: readonly (readonly [string, string, number])[], minimumCell = 5) {
    const rows = counts.flatMap(([plan, region, n]) => Array.from({length: n}, () => `${plan},${region}`));
    await shop.open(
      `asOf: 2025-01-31\ndimensions: [plan, region]\npublish: {minimumCell: ${minimumCell}}\ntables: {customers: {from: c.csv}}`,
      {
        "c.csv": `customer,plan,region\n${rows.map((row, i) => `${i},${row}`).join("\n")}\n`
      }
    );
    return shop.rows("select plan, region, count(*) from customers group by 1, 2 order by 1, 2");
  }

  // Gold has 13, Silver 10, East 13, West 10: no value folds. Silver East has 3, which alone are too few for "(other)": Silver West with 7 joins it, not Gold's 10.
  it("folds whole cells with fewer customers than minimumCell, all their values, and the next smallest where (other) would be too small", async () => {
    expect(
      await cells([
        ["Gold", "East", 10],
        ["Gold", "West", 20],
        ["Silver", "East", 3],
        ["Silver", "West", 7]
      ])
    ).toEqual([
      ["(other)", "(other)", 10],
      ["Gold", "East", 10],
      ["Gold", "West", 20]
    ]);
    expect(
      await cells([
        ["Gold", "East", 9],
        ["Gold", "West", 2],
        ["Silver", "East", 3],
        ["Silver", "West", 7]
      ])
    ).toEqual([
      ["(other)", "(other)", 5],
      ["Gold", "East", 9],
      ["Silver", "West", 7]
    ]);
  });

  it("folds no cell where all have enough", async () => {
    expect(
      await cells([
        ["Gold", "East", 5],
        ["Silver", "West", 5]
      ])
    ).toEqual([
      ["Gold", "East", 5],
      ["Silver", "West", 5]
    ]);
  });

  // Bronze has 2 + 2 customers and folds to "(other)"; of its cells neither has 5.
  it("folds values before cells", async () => {
    expect(
      await cells([
        ["Bronze", "East", 2],
        ["Bronze", "West", 2],
        ["Clay", "West", 1],
        ["Gold", "East", 9],
        ["Gold", "West", 9]
      ])
    ).toEqual([
      ["(other)", "(other)", 5],
      ["Gold", "East", 9],
      ["Gold", "West", 9]
    ]);
  });

  it("takes dimensions of any name", async () => {
    await shop.open(
      "asOf: 2025-01-31\ndimensions: [customers, value, 'a \"b\"', 'n']\npublish: {minimumCell: 2}\ntables: {customers: {from: c.csv}}",
      {
        "c.csv": 'customer,customers,value,"a ""b""",n,rest\n1,x,y,z,1,q\n2,x,y,z,1,q\n3,x,y,z,2,q\n'
      }
    );
    // The n of 2 has one customer: it folds, and n of 1 joins it. Then the only cell left has all three.
    expect(await shop.rows("from customers")).toEqual(
      ["1", "2", "3"].map((customer) => [customer, "x", "y", "z", "(other)", "q"])
    );
  });

  it("keeps other columns and the order of customers", async () => {
    await folded({b: 4, a: 5, c: 1});
    expect(await shop.rows("select customer, plan, x from customers limit 2")).toEqual([
      ["0", "(other)", 1],
      ["1", "(other)", 1]
    ]);
  });
});
