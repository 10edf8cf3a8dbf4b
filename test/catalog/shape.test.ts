import {afterAll, beforeAll, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** The times of contacts made of these SQL values or CSV cells, in order; null for a row set aside. */
async function times(
  timeZone: string,
  values: readonly string[],
  parquet: boolean
): Promise<readonly (string | null)[]> {
  const catalog = `asOf: 2100-01-01\ntimeZone: ${timeZone}\ntables: {customers: {from: c.csv}, contacts: {from: k.${parquet ? "parquet" : "csv"}}}`;
  const rows = values.map((value, i) => (parquet ? `(${i}, ${value})` : `${i},${value}`));
  const table = parquet
    ? {parquet: `from (values ${rows.join(", ")}) t(customer, "at")`}
    : `customer,at\n${rows.join("\n")}\n`;
  await shop.open(catalog, {"c.csv": "customer\n1\n", [parquet ? "k.parquet" : "k.csv"]: table});
  const found = new Map(
    (await shop.rows('select customer, "at"::varchar from contacts')).map(([customer, at]) => [
      Number(customer),
      String(at)
    ])
  );
  return values.map((_, i) => found.get(i) ?? null);
}

// prettier-ignore
it.each<[string, string, [string, string | null][]]>([
  ["zoned times of one format, Tokyo is nine hours ahead", "Asia/Tokyo", [["2025-01-31T15:00:00Z", "2025-02-01 00:00:00"], ["2025-01-31T23:30:00+09:00", "2025-01-31 23:30:00"]]],
  ["naive times, which are local", "Asia/Tokyo", [["2025-01-31 15:00:00", "2025-01-31 15:00:00"], ["2025-02-01", "2025-02-01 00:00:00"]]],
  ["days as numbers", "Asia/Tokyo", [["20250131", "2025-01-31 00:00:00"], ["20251301", null], ["2025013", null], ["1735689600", null]]],
  ["days with slashes", "Asia/Tokyo", [["2025/01/31", "2025-01-31 00:00:00"], ["2024/02/29", "2024-02-29 00:00:00"]]],
  // New York: winter time (−5) until 2025-03-09 02:00, then summer time (−4); back on 2025-11-02.
  ["zoned times in a zone with summer time", "America/New_York", [["2025-03-09T06:59:00Z", "2025-03-09 01:59:00"], ["2025-03-09T07:00:00Z", "2025-03-09 03:00:00"], ["2025-11-02T05:30:00Z", "2025-11-02 01:30:00"], ["2025-11-02T06:30:00Z", "2025-11-02 01:30:00"]]],
  // A text in the column makes it text: each cell is told by its own form.
  ["a mixture", "Asia/Tokyo", [["unknown", null], ["2025-01-31 15:00:00", "2025-01-31 15:00:00"], ["2025-01-31T15:00:00Z", "2025-02-01 00:00:00"], ["2025-01-31T15:00Z", "2025-02-01 00:00:00"], ["2025-01-31 15:00:00 UTC", "2025-02-01 00:00:00"], ["2025-01-31 15:00:00.5z", "2025-02-01 00:00:00.5"], ["2025-01-31T15:00+0000", "2025-02-01 00:00:00"], ["2025-01-31 10:00:00 -0500", "2025-02-01 00:00:00"], ["2025-01-31 10:00:00-05", "2025-02-01 00:00:00"], ["2025-01-31 16:00 Europe/Paris", "2025-02-01 00:00:00"], ["2025/1/5", "2025-01-05 00:00:00"], ["20250131", "2025-01-31 00:00:00"], ["2025-02-30", null]]]
])("reads %s", async (_, zone, cells) => {
  expect(await times(zone, cells.map(([cell]) => cell), false)).toEqual(cells.map(([, time]) => time));
});

// prettier-ignore
it.each<[string, string, string | null]>([
  ["timestamptz", "timestamptz '2025-01-31 15:00:00+00'", "2025-02-01 00:00:00"],
  ["timestamp", "timestamp '2025-01-31 15:00:00.25'", "2025-01-31 15:00:00.25"],
  ["timestamp_ns", "timestamp_ns '2025-01-31 15:00:00'", "2025-01-31 15:00:00"],
  ["date", "date '2025-01-31'", "2025-01-31 00:00:00"],
  ["integer", "20250131::integer", "2025-01-31 00:00:00"],
  ["a whole double, as a file with gaps has it", "20250131::double", "2025-01-31 00:00:00"],
  ["text", "'2025-01-31T15:00:00Z'", "2025-02-01 00:00:00"]
])("reads a Parquet column of %s", async (_, value, time) => {
  expect(await times("Asia/Tokyo", [value], true)).toEqual([time]);
});

it("the day after is cut in the catalog's zone", async () => {
  // 15:00 UTC on the 31st is midnight of 1 February in Tokyo: after the as-of date. One second before is not.
  const {tables} = await shop.open(
    "asOf: 2025-01-31\ntimeZone: Asia/Tokyo\ntables: {customers: {from: c.csv}, contacts: {from: k.csv}}",
    {
      "c.csv": "customer\n1\n",
      "k.csv": "customer,at\n1,2025-01-31T15:00:00Z\n1,2025-01-31T14:59:59Z\n"
    }
  );
  expect(tables.get("contacts")).toMatchObject({
    rows: 1,
    rejected: [{reason: "after the as-of date 2025-01-31", rows: 1}]
  });
});

it.each([
  ["2025-01", "csv"],
  ["2025/01", "csv"],
  ["202501", "csv"],
  ["2025-01-15", "csv"],
  ["20250115", "csv"]
])("a month of spend may be written %s", async (month) => {
  await shop.open("asOf: 2025-01-31\ntables: {customers: {from: c.csv}, spend: {from: s.csv}}", {
    "c.csv": "customer\n1\n",
    "s.csv": `month,amount\n${month},100\n`
  });
  expect(await shop.rows("select month::varchar from spend")).toEqual([
    [month.length > 7 ? "2025-01-15" : "2025-01-01"]
  ]);
});

it("2025-13 is no month", async () => {
  const {tables} = await shop.open("asOf: 2025-01-31\ntables: {customers: {from: c.csv}, spend: {from: s.csv}}", {
    "c.csv": "customer\n1\n",
    "s.csv": "month,amount\n2025-13,100\n2025-12,1\n"
  });
  expect(tables.get("spend")!.rejected).toEqual([{reason: "unreadable month", rows: 1}]);
});

// As doubles 0.1 + 0.2 = 0.30000000000000004; as cents 10 + 20 = 30. 0.125 + 0.005 are 0.13 + 0.01 = 0.14 once each is rounded to a cent.
it("money is exact to the currency's minor unit", async () => {
  const open = (currency: string) =>
    shop.open(`currency: ${currency}\ntables: {orders: {from: o.csv}}`, {
      "o.csv":
        "customer,at,order,revenue\na,2025-01-01,1,0.1\na,2025-01-01,1,0.2\nb,2025-01-01,2,0.125\nb,2025-01-01,2,0.005\n"
    });
  expect((await open("USD")).digits).toBe(2);
  expect(await shop.rows("select revenue::varchar, revenue = 0.3 from orders where customer = 'a'")).toEqual([
    ["0.30", true]
  ]);
  expect(await shop.rows("select revenue::varchar from orders where customer = 'b'")).toEqual([["0.14"]]);
  expect((await open("JPY")).digits).toBe(0);
  expect(await shop.rows("select revenue::varchar, typeof(revenue) from orders where customer = 'a'")).toEqual([
    ["0", "DECIMAL(18,0)"]
  ]);
  expect((await open("KWD")).digits).toBe(3);
  expect(await shop.rows("select revenue::varchar from orders where customer = 'b'")).toEqual([["0.130"]]);
});

it("ids are text: trimmed, with their zeros, and whole numbers without decimals", async () => {
  await shop.open("asOf: 2025-01-31\ntables: {customers: {from: c.parquet}, surveys: {from: s.csv}}", {
    "c.parquet": {parquet: "select unnest([12.0::double, 7.5, 1e16])  as customer"},
    "s.csv": "customer,at,comment\n 0012 ,2025-01-01,' x '\n"
  });
  expect(await shop.rows("select customer from customers order by 1")).toEqual([["12"], ["1e+16"], ["7.5"]]);
  expect(await shop.rows("select customer from surveys")).toEqual([["0012"]]);
});

it("scores are whole numbers, however the source writes them", async () => {
  await shop.open("asOf: 2025-01-31\ntables: {customers: {from: c.csv}, surveys: {from: s.parquet}}", {
    "c.csv": "customer\n1\n",
    "s.parquet": {
      parquet:
        "select '1' as customer, date '2025-01-01' as \"at\", 10.0::double as nps, '5' as csat, 1::tinyint as dwb, null::integer as effort"
    }
  });
  expect(await shop.rows("select nps, csat, dwb, effort, typeof(nps), typeof(effort) from surveys")).toEqual([
    [10, 5, 1, null, "TINYINT", "TINYINT"]
  ]);
});
