import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {csvText} from "../../src/site/tools/csv-text.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** Line 3 names the lists. */
const catalog = (lists: string, more = "") => `tables:
  orders: {from: o.csv}
  actions: {from: m.csv, lists: ${lists}}
${more}publish: {minimumCell: 1}
`;
const ORDERS =
  "customer,at,order,revenue\n007,2025-01-05,1,10\n=b,2025-01-03,2,5\nc,2025-01-04,3,1\n'd,2025-01-04,4,1\n";
const MEASURES = "name,started,segment\nCalls,2025-01-01,\nLetters,2025-01-01,plan=a\n";
const GOOD = "customer,arm\n007,treated\nc,control\n";
const files = (list: string, more = {}) => ({"o.csv": ORDERS, "m.csv": MEASURES, "l.csv": list, ...more});

describe("lists of measures", () => {
  it("say who was treated, and who is the control; ids are those of the data, guarded as npm run list does or not", async () => {
    const {lists, warnings} = await shop.open(
      catalog("{Calls: l.csv}"),
      files(
        "\uFEFFcustomer,arm,orders\r\n007,treated,1\r\n'=b,control,1\r\n'd,control,1\r\nnobody,treated,2\r\n007,treated,1\r\n"
      )
    );
    expect(await shop.rows('select action, customer, arm from "lists".arms order by customer')).toEqual([
      ["Calls", "'d", 0],
      ["Calls", "007", 1],
      ["Calls", "=b", 0]
    ]);
    expect([...lists]).toEqual([["Calls", {treated: 1, control: 2}]]);
    expect(warnings).toEqual(["1 of 4 customers of the list l.csv is not in customers"]);
  });

  it.each(["=b", "+b", "-b", "@b", "＝b", "＋b", "－b", "＠b", "\nb"])(
    "know the customer %j as a list of ours writes it",
    async (id) => {
      const list = csvText({
        columns: ["customer", "arm"].map((name) => ({name, type: "string", unit: "text"})),
        rows: [
          [id, "treated"],
          ["c", "control"]
        ]
      });
      const orders = `customer,at,order,revenue\n"${id}",2025-01-03,2,5\nc,2025-01-04,3,1\n`;
      const {lists} = await shop.open(catalog("{Calls: l.csv}"), {"o.csv": orders, "m.csv": MEASURES, "l.csv": list});
      expect([...lists]).toEqual([["Calls", {treated: 1, control: 1}]]);
    }
  );

  it("may be of a measure whose segment is blank", async () => {
    const measures = 'name,started,segment,control\nCalls,2025-01-01,"  ",""\n';
    const {lists} = await shop.open(catalog("{Calls: l.csv}"), files(GOOD, {"m.csv": measures}));
    expect([...lists]).toEqual([["Calls", {treated: 1, control: 1}]]);
  });

  it("are no table that reports can read", async () => {
    const {tables} = await shop.open(catalog("{Calls: l.csv}"), files("customer,arm\n007,treated\nc,control\n"));
    expect([...tables.keys()].sort()).toEqual(["actions", "customers", "order_lines", "orders"]);
  });

  it.each([
    ["an unknown measure", "{Cals: l.csv}", GOOD, '3: no measure "Cals" in actions; did you mean "Calls"?'],
    ["a missing file", "{Calls: k.csv}", GOOD, '3: no list "k.csv"; did you mean "l.csv"?'],
    [
      "a measure with a segment",
      "{Letters: l.csv}",
      GOOD,
      '3: the measure "Letters" has a list and a segment; leave segment empty: the list says whom it is for, and whom they are compared with'
    ],
    [
      "no arms",
      "{Calls: l.csv}",
      "customer,am\n007,treated\n",
      '3: list "l.csv" has no column "arm"; npm run list writes it; did you mean "am"?'
    ],
    [
      "another arm",
      "{Calls: l.csv}",
      "customer,arm\n007,tretaed\n",
      '3: list "l.csv" has the arm "tretaed"; did you mean "treated"?'
    ],
    [
      "a blank arm",
      "{Calls: l.csv}",
      "customer,arm\n007,treated\nc,\n",
      '3: list "l.csv" has a customer in no arm; an arm is treated or control'
    ],
    [
      "a customer in both",
      "{Calls: l.csv}",
      "customer,arm\n007,treated\n007,control\n",
      '3: list "l.csv" has 1 customers in both arms; a customer is treated, or control'
    ],
    [
      "nobody known",
      "{Calls: l.csv}",
      "customer,arm\nx,treated\ny,control\n",
      '3: list "l.csv" names no customer of the data; its column customer holds their ids'
    ],
    [
      "no control",
      "{Calls: l.csv}",
      "customer,arm\n007,treated\n",
      '3: list "l.csv" has nobody in the arm control; draw a share with npm run list -- --control 10%'
    ]
  ])("%s is a mistake on its line", async (_, lists, list, message) => {
    expect(await shop.failure(catalog(lists), files(list))).toBe(message);
  });

  it("belong to the table of measures", async () => {
    const text = "tables:\n  orders: {from: o.csv, lists: {Calls: l.csv}}\n";
    expect(await shop.failure(text, files(GOOD))).toBe(
      '2: table "orders" has lists, which belong to improvement measures; move them to the table "actions"'
    );
  });
});
