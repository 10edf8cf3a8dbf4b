import {basename} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const CUSTOMERS = {"customers.csv": "customer\nc\n"};

describe("files", () => {
  it("reads CSV, Parquet and JSON, and all files of a glob as one table, in the order of their names", async () => {
    const {tables} = await shop.open(
      "tables:\n  customers: {from: customers.json}\n  orders: {from: orders/*.parquet}\n  surveys: {from: 's{1,2}.csv'}",
      {
        "customers.json": '[{"customer": 1}, {"customer": 2}]',
        "orders/2.parquet": {parquet: "select 2 as customer, date '2025-02-01' as \"at\", 1.5 as revenue"},
        "orders/1.parquet": {parquet: "select 1 as customer, date '2025-01-01' as \"at\""},
        "s1.csv": "customer,at,nps\n1,2025-01-01,9\n",
        "s2.csv": "nps;at;customer\n3;2025-01-02;2\n"
      }
    );
    expect([...tables].map(([name, table]) => [name, table.rows])).toEqual([
      ["orders", 2],
      ["order_lines", 2],
      ["customers", 2],
      ["surveys", 2]
    ]);
    expect(tables.get("orders")!.files.map((path) => basename(path))).toEqual(["1.parquet", "2.parquet"]);
    expect(await shop.rows("select customer, revenue from order_lines")).toEqual([
      ["1", null],
      ["2", 1.5]
    ]);
    expect(await shop.rows("select customer, nps from surveys")).toEqual([
      ["1", 9],
      ["2", 3]
    ]);
  });

  it("a name with a glob's marks is a file of that name first; a glob without an ending takes that of its files", async () => {
    await shop.open('asOf: 2025-01-31\ntables: {customers: {from: "c [1].csv"}, stores: {from: "stores/*"}}', {
      "c [1].csv": "customer\nx\n",
      "c 1.csv": "customer\ny\n",
      "stores/a.csv": "n\n1\n"
    });
    expect(await shop.rows("from customers")).toEqual([["x"]]);
    expect(await shop.rows("from stores")).toEqual([[1]]);
  });

  // prettier-ignore
  it.each([
    ["no such file", "tables:\n  customers:\n    from: custommers.csv", '3: no file "custommers.csv" for table "customers"; did you mean "customers.csv"?'],
    ["no such file in a folder", "tables:\n  customers: {from: customers.csv}\n  orders: {from: 2025/order.csv}", '3: no file "2025/order.csv" for table "orders"; did you mean "2025/orders.csv"?'],
    ["no such file, one that a loader makes", "tables:\n  customers: {from: made.cvs}", '2: no file "made.cvs" for table "customers"; did you mean "made.csv"?'],
    ["no such .sql file", "tables:\n  customers: {from: customer.sql}", '2: no file "customer.sql" for table "customers"; did you mean "customers.csv"?'],
    ["a glob without files", "tables:\n  customers:\n    from: '*.arrow'", /^3: no file "\*\.arrow" for table "customers"; known: 2025\/orders\.csv, big\.xlsx\.csv, customers\.csv/],
    ["a folder", "tables:\n  customers: {from: '2025'}", /^2: no file "2025" for table "customers"; /],
    ["no reader", "tables:\n  customers:\n    from: big.xlsx", /^3: table "customers": no reader for "big\.xlsx"; a table reads \.csv, .* or \.sql$/],
    ["several formats", "tables:\n  customers:\n    from: 'mixed/*'", /^3: table "customers": "mixed\/\*" names files of several formats/],
    ["a file that is none of its kind", "tables:\n  customers:\n    from: no.parquet", /^3: table "customers": .*no\.parquet/],
    ["an empty file", "tables:\n  customers:\n    from: empty.csv", '3: table "customers" is empty; empty.csv has no rows'],
    ["a header only", "tables:\n  customers:\n    from: header.csv", '3: table "customers" is empty; header.csv has no rows'],
    ["a URL", "tables:\n  customers:\n    from: postgres://host/db\n    query: select 1", '3: table "customers" reads postgres, which this version cannot; export it to a file'],
    ["a URL with digits in its scheme", "tables: {customers: {from: 's3://bucket/a.parquet'}}", '1: table "customers" reads s3, which this version cannot; export it to a file'],
    ["a query without a URL", "tables:\n  customers:\n    from: customers.csv\n    query: select 1", '4: table "customers" has a query, but reads a file; put the SQL into a .sql file'],
    ["no customers and no orders", "title: x\ntables:\n  spend: {from: spend.csv}", "2: neither customers nor orders among the tables; name at least one of them"],
    ["a table called order_lines", "tables:\n  orders: {from: 2025/orders.csv}\n  order_lines: {from: customers.csv}", '3: table "order_lines" is what the rows of orders are called; give it another name'],
    ["nothing that happened", "title: x\ntables: {customers: {from: customers.csv}}", "2: no as-of date in the data; set asOf: 2026-10-31 in the catalog"]
  ])("%s is told with the line of the catalog", async (_, catalog, message) => {
    const files = {...CUSTOMERS, "2025/orders.csv": "customer,at\nc,2025-01-01\n", "made.csv.sh": "exit 1", "big.xlsx": "x", "big.xlsx.csv": "customer\n1\n", "mixed/a.csv": "a\n1\n", "mixed/b.tsv": "a\n1\n", "no.parquet": "nonsense", "empty.csv": "", "header.csv": "customer,at\n", "README.md": "", "generate.ts": ""};
    const text = await shop.failure(catalog, files);
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });
});

describe("SQL tables", () => {
  it("read other tables by their roles, one after the other whatever their order in the catalog and their spelling in the SQL", async () => {
    const {tables} = await shop.open(
      "tables:\n  best: {from: best.sql}\n  big: {from: big.sql}\n  customers: {from: customers.sql}\n  orders: {from: o.csv, columns: {customer: id, at: when, revenue: amount}}",
      {
        "best.sql": "select max(revenue) as revenue from Big;",
        "big.sql":
          "select o.customer, o.at, revenue -- at 10 or more\nfrom all.orders o join order_lines using (customer, at, revenue) where revenue >= 10 ; -- done",
        "customers.sql": "select customer, min(at) as joined, count(*) as orders from orders group by customer",
        "o.csv": "id,when,amount\na,2025-01-01,5\na,2025-01-02,10\nb,2025-01-03,20\n"
      }
    );
    expect(await shop.rows("from best")).toEqual([[20]]);
    expect(await shop.rows("select customer, revenue from big order by 1")).toEqual([
      ["a", 10],
      ["b", 20]
    ]);
    expect(await shop.rows("select customer, joined::date::varchar, orders from customers")).toEqual([
      ["a", "2025-01-01", 2],
      ["b", "2025-01-03", 1]
    ]);
    expect(tables.get("customers")).toMatchObject({from: "customers.sql", files: [], rows: 2});
  });

  // prettier-ignore
  it.each([
    ["a circle of two", {"a.sql": "from b", "b.sql": "from a"}, /^5: tables read each other: a → b → a; let one of them read a file$/],
    ["a circle of one", {"a.sql": "from a", "b.sql": "select 1 as x"}, /^5: tables read each other: a → a; /],
    ["SQL that fails, on its line", {"a.sql": "select 1 as x,\n  y from orders", "b.sql": "from a"}, /^data\/a\.sql:2: table "a": referenced column "y" not found/],
    ["SQL that does not parse", {"a.sql": "-- x\nselect (1 from orders", "b.sql": "from a"}, /^data\/a\.sql:2: table "a": syntax error/],
    ["two statements", {"a.sql": "select 1;\nselect 2", "b.sql": "from a"}, /^data\/a\.sql:1: table "a": more than one statement/],
    ["an unknown table", {"a.sql": "from oders", "b.sql": "from a"}, /^data\/a\.sql:1: table "a": .*oders.*does not exist/],
    ["no rows", {"a.sql": "from orders where false", "b.sql": "from a"}, '5: table "a" is empty; a.sql has no rows']
  ])("%s is a mistake", async (_, files, message) => {
    const text = await shop.failure("title: x\ntables:\n  customers: {from: customers.csv}\n  orders: {from: o.csv}\n  a: {from: a.sql}\n  b: {from: b.sql}", {
      ...CUSTOMERS,
      "o.csv": "customer,at\nc,2025-01-01\n",
      ...files
    });
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it("customers that read orders, and orders that read customers, are a circle", async () => {
    const text = await shop.failure("tables: {orders: {from: o.sql}, customers: {from: c.csv}}", {
      "c.csv": "customer\n1\n",
      "o.sql": "select customer, date '2025-01-01' as \"at\" from customers"
    });
    expect(text).toBe("1: tables read each other: orders → customers → orders; let one of them read a file");
  });
});

describe("rows set aside", () => {
  // Of nine lines two stay: 1,9 and the last. The blank score is no answer, but readable.
  it("are counted by reason and kept in a CSV with the source's own columns", async () => {
    const {tables} = await shop.open(
      "tables:\n  customers: {from: customers.csv}\n  surveys: {from: s.csv, columns: {customer: id, at: when, nps: score, csat: csat}}",
      {
        ...CUSTOMERS,
        "s.csv": [
          "id,when,score,csat,reason",
          "1,2025-01-01,9,5,ok",
          ",2025-01-02,8,5,nobody",
          "  ,2025-01-02,8,5,blank",
          "2,soon,8,5,x",
          "3,,8,5,x",
          "4,2025-01-03,11,5,x",
          "5,2025-01-03,7.5,5,x",
          "6,2025-01-03,-1,0,x",
          "7,2025-01-03",
          "8,2025-01-04,,,ok"
        ].join("\n")
      }
    );
    const {rows, rejected} = tables.get("surveys")!;
    expect(rows).toBe(2);
    expect(rejected).toEqual([
      {reason: "nps is not a whole number from 0 to 10", rows: 3},
      {reason: "no customer", rows: 2},
      {reason: "no at", rows: 1},
      {reason: "too few columns: 2 instead of 5", rows: 1},
      {reason: "unreadable at", rows: 1}
    ]);
    expect(await shop.rows("select customer, nps from surveys order by 1")).toEqual([
      ["1", 9],
      ["8", null]
    ]);
    const [header, ...lines] = shop.rejected("surveys")!.trim().split("\n");
    expect(header).toBe("reason,file,line,text,id,when,score,csat,reason_1");
    expect(lines).toHaveLength(8);
    expect(lines).toContain("nps is not a whole number from 0 to 10,,,,5,2025-01-03,7.5,5,x");
    expect(lines.find((line) => line.startsWith("too few columns"))).toMatch(/s\.csv,10,"7,2025-01-03",,/);
    expect(shop.rejected("customers")).toBeNull();
  });

  it("an empty cell of a score, date or amount is no mistake, a text is", async () => {
    const {tables} = await shop.open(
      "tables: {customers: {from: customers.csv}, orders: {from: o.csv}, actions: {from: a.json}}",
      {
        ...CUSTOMERS,
        "o.csv":
          'customer,at,revenue,returned,points_used\nc,2025-01-01,,,\nc,2025-01-02,many,no,1\nc,2025-01-03,"1,200",yes,2\nc,2025-01-04,5,perhaps,3\nc,2025-01-05,5,y,nan\n',
        "a.json":
          '[{"name": "a", "started": "2025-01-01", "ended": null, "target": "high"}, {"name": " ", "started": "2025-01-01"}, {"name": "b", "started": "20250102", "ended": " "}]'
      }
    );
    expect(tables.get("orders")!.rows).toBe(1);
    expect(tables.get("orders")!.rejected).toEqual([
      {reason: "unreadable revenue", rows: 2},
      {reason: "unreadable points_used", rows: 1},
      {reason: "unreadable returned", rows: 1}
    ]);
    expect(tables.get("actions")!.rejected).toEqual([
      {reason: "no name", rows: 1},
      {reason: "unreadable target", rows: 1}
    ]);
    expect(await shop.rows("select name, started::varchar, ended from actions")).toEqual([["b", "2025-01-02", null]]);
  });

  it("all rows: a mistake that says why", async () => {
    const text = await shop.failure("tables:\n  customers: {from: customers.csv}\n  surveys:\n    from: s.csv", {
      ...CUSTOMERS,
      "s.csv": "customer,at\n,2025-01-01\n1,x\n2,y\n"
    });
    expect(text).toBe(
      '4: no row of table "surveys" can be read: 2 × unreadable at, 1 × no customer; check s.csv and the columns mapped to it'
    );
  });

  it("all lines of a broken CSV: the same", async () => {
    const text = await shop.failure("tables: {customers: {from: c.csv}}", {"c.csv": "customer,plan\n1\n2\n"});
    expect(text).toBe(
      '1: no row of table "customers" can be read: 2 × too few columns: 1 instead of 2; check c.csv and the columns mapped to it'
    );
  });

  it("a customer's second row: the first one stays", async () => {
    const {tables} = await shop.open("asOf: 2025-01-31\ntables: {customers: {from: c.csv, columns: {customer: id}}}", {
      "c.csv": "id,plan\nb,first\na,x\n b ,second\n,none\nb,third\n"
    });
    expect(await shop.rows("from customers")).toEqual([
      ["a", "x"],
      ["b", "first"]
    ]);
    expect(tables.get("customers")).toMatchObject({
      rows: 2,
      rejected: [
        {reason: "no customer", rows: 1},
        {reason: "second row of the same customer", rows: 2}
      ]
    });
    const lines = shop.rejected("customers")!.trim().split("\n");
    expect(lines[0]).toBe("reason,file,line,text,id,plan");
    expect(lines.slice(1).sort()).toEqual(
      [
        "no customer,,,,,none",
        "second row of the same customer,,,,b,third",
        "second row of the same customer,,,, b ,second"
      ].sort()
    );
  });

  it("rows after the as-of date, the day itself not", async () => {
    const {tables} = await shop.open(
      "asOf: 2025-01-31\ntables: {customers: {from: customers.csv}, contacts: {from: k.csv, columns: {at: when}}}",
      {
        ...CUSTOMERS,
        "k.csv": "customer,when,kind\nc,2025-01-31 23:59:59,a\nc,2025-02-01 00:00:00,b\nc,x,d\n"
      }
    );
    expect(tables.get("contacts")).toMatchObject({
      rows: 1,
      rejected: [
        {reason: "unreadable at", rows: 1},
        {reason: "after the as-of date 2025-01-31", rows: 1}
      ]
    });
    expect(await shop.rows("select kind from contacts")).toEqual([["a"]]);
    expect(shop.rejected("contacts")!.trim().split("\n").slice(1).sort()).toEqual([
      "after the as-of date 2025-01-31,,,,c,2025-02-01 00:00:00,b",
      "unreadable at,,,,c,x,d"
    ]);
  });

  it("opening another catalog in the same engine leaves nothing of the one before", async () => {
    const future = {...CUSTOMERS, "o.csv": "customer,at,order\nc,2025-01-01,1\nc,2025-03-01,2\n"};
    await shop.open("asOf: 2025-01-31\ntables: {orders: {from: o.csv}}", future);
    await shop.open("asOf: 2025-03-31\ntables: {orders: {from: o.csv}}", future);
    expect(await shop.rows("select count(*) from orders")).toEqual([[2]]);
    expect(
      await shop.rows("select count(*) from information_schema.tables where table_schema in ('future', 'source')")
    ).toEqual([[0]]);
    expect(shop.rejected("orders")).toBeNull();
  });
});
