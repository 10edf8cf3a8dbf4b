import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {Catalog} from "../../src/catalog/catalog.ts";
import {openShop} from "./shop.ts";
import type {Content, Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => void (shop = await openShop()));
afterAll(() => shop.close());

/** A workspace of three tiers, of which the audience sees Gold: a and b. */
const CUSTOMERS = "customer,tier\na,Gold\nb,Gold\nc,Silver\nd,Basic\n";
const ORDERS =
  "customer,at,order,revenue\na,2025-01-05,1,10\nb,2025-01-06,2,20\nc,2025-02-10,3,40\nd,2025-03-01,4,80\n";
const catalog = (tables: string, more = "") => `tables:
  customers: {from: c.csv}
${tables}dimensions: [tier]
publish: {minimumCell: 1}
audiences: {gold: {tier: [Gold]}}
${more}`;
const ORDERS_TABLE = "  orders: {from: o.csv}\n";

const open = (text: string, files: Content = {}): Promise<Catalog> =>
  shop.open(text, {"c.csv": CUSTOMERS, "o.csv": ORDERS, ...files}, "gold");
const failure = (text: string, files: Content = {}): Promise<string> =>
  shop.failure(text, {"c.csv": CUSTOMERS, "o.csv": ORDERS, ...files}, "gold");

describe("an audience's build", () => {
  it("takes out orders that stand one a line, too", async () => {
    const {tables} = await open(catalog(ORDERS_TABLE));
    expect(await shop.rows("select customer, revenue::double from orders order by 1")).toEqual([
      ["a", 10],
      ["b", 20]
    ]);
    expect(["orders", "order_lines", "customers"].map((name) => tables.get(name)!.rows)).toEqual([2, 2, 2]);
  });

  it("keeps labels of values that only others have; a misspelt one is a mistake all the same", async () => {
    const labels = (text: string) => catalog(ORDERS_TABLE, `labels: {ja: {tier: ${text}}}\n`);
    const {remarks} = await open(labels("{Gold: 金, Basic: 並}"));
    expect(remarks).toEqual([]);
    expect(await failure(labels("{Gold: 金, Bsic: 並}"))).toBe('7: no row has the tier "Bsic"; did you mean "Basic"?');
  });

  it("runs checks over all customers", async () => {
    const referrers = "customer,tier,referrer\na,Gold,c\nb,Gold,x\nc,Silver,\nd,Basic,\n";
    const sql =
      "select * from customers where referrer is not null and referrer not in (select customer from customers)";
    const {checks} = await open(
      catalog(ORDERS_TABLE, `checks: [{name: known, sql: "${sql}"}, {name: all, sql: "from orders"}]\n`),
      {"c.csv": referrers}
    );
    // x alone is nobody; c is a customer, whom the audience does not see. Four orders.
    expect(checks.map(({name, rows}) => [name, rows])).toEqual([
      ["known", 1],
      ["all", 4]
    ]);
    expect(await shop.rows("select count(*)::int from orders")).toEqual([[2]]);
  });

  it("has the as-of date of all events, those of contracts left alone, without orders", async () => {
    // A planned end comes after every answer, of which the last is c's.
    const {asOf} = await open(catalog("  surveys: {from: s.csv}\n"), {
      "c.csv": "customer,tier,ended\na,Gold,2027-06-30\nc,Silver,\n",
      "s.csv": "customer,at,nps\na,2025-01-01,9\nc,2025-02-05,3\n"
    });
    expect(asOf).toBe("2025-02-05");
  });

  it("has the as-of date of all contracts in a workspace without events", async () => {
    const {asOf} = await open(catalog(""), {
      "c.csv": "customer,tier,joined\na,Gold,2025-01-01\nb,Gold,2025-01-03\nc,Silver,2025-04-01\n"
    });
    expect(asOf).toBe("2025-04-01");
  });

  it("says of rows set aside, and of customers without a row, how many are its own", async () => {
    // z and y are in orders alone. Scores of 11: one of a's, two of c's; one answer is nobody's. c has a second row, as a has.
    const {tables, warnings, read} = await open(catalog(`${ORDERS_TABLE}  surveys: {from: s.csv}\n`), {
      "c.csv": `${CUSTOMERS}c,Silver\na,Gold\n`,
      "o.csv": `${ORDERS}z,2025-03-01,5,1\ny,2025-03-01,6,1\n`,
      "s.csv": "customer,at,nps\na,2025-01-01,11\na,2025-01-02,9\nc,2025-01-01,11\nc,2025-01-02,11\n,2025-01-01,5\n"
    });
    const reason = "nps is not a whole number from 0 to 10";
    expect(tables.get("surveys")!.rejected).toEqual([{reason, rows: 1}]);
    expect(tables.get("customers")!.rejected).toEqual([{reason: "second row of the same customer", rows: 1}]);
    expect(warnings).toEqual(["only customers with tier: Gold"]);
    // What gates judge is all that was read.
    expect(read.get("surveys")).toEqual({
      rows: 1,
      rejected: [
        {reason, rows: 3},
        {reason: "no customer", rows: 1}
      ],
      latest: {day: "2025-01-02"}
    });
    expect(read.get("orders")).toEqual({rows: 6, rejected: [], latest: {day: "2025-03-01"}});
  });

  it("counts customers without a row where it sees them", async () => {
    const text = catalog(ORDERS_TABLE).replace("[Gold]", '["(none)"]');
    const {warnings} = await open(text, {"o.csv": `${ORDERS}z,2025-03-01,5,1\n`});
    expect(warnings).toEqual([
      '1 customer has orders but no row in customers; counted under "(none)"',
      "only customers with tier: (none)"
    ]);
    expect(await shop.rows("select customer from orders")).toEqual([["z"]]);
  });

  it("makes a .sql table of its own customers' rows, also where customers are made of it, and of none", async () => {
    const {tables} = await open(
      catalog(
        `${ORDERS_TABLE}  first: {from: first.sql}\n  big: {from: big.sql}\n  share: {from: share.sql}\n`
      ).replace("c.csv", "c.sql"),
      {
        "people.csv": CUSTOMERS,
        "c.sql":
          "select s.customer, case s.customer when 'c' then 'Silver' when 'd' then 'Basic' else 'Gold' end as tier from share s",
        "first.sql": "select min(at) as first, sum(revenue) as total from orders",
        "big.sql": "select customer, revenue from orders where revenue > 30",
        "share.sql": "select customer, sum(revenue) / sum(sum(revenue)) over () as share from orders group by customer"
      }
    );
    expect(await shop.rows("select total::double from first")).toEqual([[30]]);
    // c's and d's orders alone are that big.
    expect(tables.get("big")!.rows).toBe(0);
    // 10 and 20 of the 30 that the audience sees.
    expect(await shop.rows("select customer, share::double from share order by 1")).toEqual([
      ["a", 10 / 30],
      ["b", 20 / 30]
    ]);
  });

  it("makes customers of a .sql file again: they sum up nobody else, and stay who they are among all", async () => {
    // Of 10, 20, 40 and 80 the two largest are Gold; among these alone, 80 would be.
    const {tables} = await open(catalog(ORDERS_TABLE).replace("c.csv", "c.sql"), {
      "c.sql": `select customer, case when rank() over (order by sum(revenue) desc) < 3 then 'Gold' else 'Basic' end as tier,
        sum(sum(revenue)) over () as everybody, rank() over (order by sum(revenue)) as place, min(customer) over () as referrer
        from orders group by customer having sum(revenue) < (select max(revenue) from orders) or customer = 'd'`
    });
    expect(
      await shop.rows("select customer, tier, everybody::double, place::int, referrer from customers order by 1")
    ).toEqual([
      ["c", "Gold", 120, 1, "c"],
      ["d", "Gold", 120, 2, "c"]
    ]);
    expect(tables.get("customers")!.rows).toBe(2);
  });

  it("keeps a customer whom a .sql file gives among all customers alone", async () => {
    // a's 10 is the least of all, b's 20 that of nobody: of the audience's own, a's is not above the least.
    const text = catalog(ORDERS_TABLE).replace("c.csv", "c.sql");
    await open(text, {
      "c.sql":
        "select customer, 'Gold' as tier, max(revenue) as most from orders where customer in ('a', 'b') and (select count(*) from orders) = 4 or customer = 'b' group by customer union all select 'c', 'Basic', 0"
    });
    expect(await shop.rows("select customer, tier, most::double from customers order by 1")).toEqual([
      ["a", "Gold", null],
      ["b", "Gold", 20]
    ]);
  });

  // One customer is called as the mark reads.
  it("forgets who referred a customer, if not one of the audience, and not that somebody did", async () => {
    await open(catalog(ORDERS_TABLE), {
      "c.csv": 'customer,tier,referrer\na,Gold,c\nb,Gold,a\nc,Silver,a\nd,Basic,\ne,Gold,\nf,Gold," "\n(other),Gold,d\n'
    });
    expect(await shop.rows("select customer, referrer from customers order by 1")).toEqual([
      ["(other)", "(other) "],
      ["a", "(other) "],
      ["b", "a"],
      ["e", null],
      ["f", null]
    ]);
    expect(await shop.rows("select r.customer from customers c join customers r on r.customer = c.referrer")).toEqual([
      ["a"]
    ]);
  });

  it("leaves nothing of others in the engine: no source, no row after the as-of date", async () => {
    await open(catalog(ORDERS_TABLE, "asOf: 2025-01-31\n"));
    const left = await shop.rows(
      "select table_schema || '.' || table_name from information_schema.tables where table_schema in ('source', 'whole', 'future')"
    );
    expect(left).toEqual([]);
  });
});

describe("lists of measures in an audience's build", () => {
  const text = catalog(`${ORDERS_TABLE}  actions: {from: m.csv, lists: {Calls: l.csv}}\n`);
  const measures = {"m.csv": "name,started\nCalls,2025-01-01\n"};

  it("are judged over all customers, and say how many of each arm the audience has", async () => {
    const {lists, warnings, remarks} = await open(text, {
      ...measures,
      "l.csv": "customer,arm\na,treated\nc,treated\nb,control\nd,control\nnobody,control\n"
    });
    expect([...lists]).toEqual([["Calls", {treated: 1, control: 1}]]);
    expect(await shop.rows('select customer from "lists".arms order by 1')).toEqual([["a"], ["b"]]);
    // The others of the list are no business of its readers.
    expect(warnings).toEqual(["only customers with tier: Gold"]);
    expect(remarks).toEqual(["1 of 5 customers of the list l.csv is not in customers"]);
  });

  it.each([
    ["of one arm alone", "a,treated\nc,control\n", {treated: 1, control: 0}],
    ["of others alone", "c,treated\nd,control\n", {treated: 0, control: 0}]
  ])("may have customers %s", async (_, rows, size) => {
    const {lists} = await open(text, {...measures, "l.csv": `customer,arm\n${rows}`});
    expect([...lists]).toEqual([["Calls", size]]);
  });
});

const seen = (column: string, table: string) =>
  `audience "gold" would see the column "${column}" of table "${table}", which has ids of other customers`;

describe("a table without customers", () => {
  const tickets = (more: string) => catalog(`${ORDERS_TABLE}  tickets: {from: t.csv${more}}\n`);
  const message = (column: string) =>
    `4: ${seen(column, "tickets")}; map it: columns: {customer: ${column}}, or say shared: true if all audiences may see all rows`;

  it("must have no other customers' ids", async () => {
    const files = {"t.csv": "customer_id,subject\na,Late\nc,Broken\nnew,Question\n"};
    expect(await failure(tickets(""), files)).toBe(message("customer_id"));
    const mapped = await open(tickets(", columns: {customer: customer_id}"), files);
    expect(mapped.tables.get("tickets")!.rows).toBe(1);
    const shared = await open(tickets(", shared: true"), files);
    expect(shared.tables.get("tickets")!.rows).toBe(3);
    await open(tickets(", shared: [customer_id]"), files);
    expect(await failure(tickets(", shared: [custmer_id]"), files)).toBe(
      '4: table "tickets" has no column "custmer_id"; did you mean "customer_id"?'
    );
  });

  it("may say that it is shared, and a table with customers may not", async () => {
    expect(await failure(catalog("  orders: {from: o.csv, shared: true}\n"))).toBe(
      '3: table "orders" is shared, but has customers; leave shared out: an audience sees the rows of its own customers'
    );
  });
});

describe("a table with customers", () => {
  const files = {"o.csv": "customer,at,order,revenue,gift_for\na,2025-01-05,1,10,c\nb,2025-01-06,2,20,a\n"};
  const orders = (more: string) => catalog(`  orders: {from: o.csv${more}}\n`);

  it("must have no other customers' ids in its other columns, but those that are shared", async () => {
    expect(await failure(orders(""), files)).toBe(
      `3: ${seen("gift_for", "orders")}; leave it out: columns: {gift_for: "=null"}, or say shared: [gift_for] if all audiences may see it`
    );
    await open(orders(", shared: [gift_for]"), files);
    await open(orders(', columns: {gift_for: "=null"}'), files);
    expect(await shop.rows("select distinct gift_for from orders")).toEqual([[null]]);
  });

  it("must have no column that is made of all its rows", async () => {
    const made = (expression: string) => orders(`, columns: {gift_for: "=null", part: "=${expression}"}`);
    const message =
      '3: audience "gold" would see the column "part" of table "orders", which is made of all customers\' rows; make it in a .sql table, which is made again of the audience\'s rows';
    expect(await failure(made("revenue / sum(revenue) over ()"), files)).toBe(message);
    expect(await failure(made("(select 1)"), files)).toBe(message);
    await open(made("revenue / 2"), files);
  });
});
