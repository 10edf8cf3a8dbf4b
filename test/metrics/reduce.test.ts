import {expect, it} from "vitest";
import type {Facts} from "../../src/metrics/metric.ts";
import {joinedMonths, reduceQuery} from "../../src/metrics/reduce.ts";
import {identifier, raw, sql} from "../../src/sql/sql.ts";
import {openShop} from "./shop.ts";

const reduction = {
  level1: raw("unused"),
  keys: ["period"],
  statistics: {n: raw("count(*)"), over: sql`sum(case when x > ${5} then 1 else 0 end)`}
};

it("reduceQuery sums over the level-1 relation per key, values bound", () => {
  const {text, values} = reduceQuery(reduction, identifier("level1", "r0"), {dimensions: []});
  expect(text).toBe(
    'select r."period" as "period", count(*) as "n", sum(case when x > $1 then 1 else 0 end) as "over" from "level1"."r0" r group by all'
  );
  expect(values).toEqual([5]);
});

it("reduceQuery takes dimensions from the customers, and needs them only then", () => {
  expect(reduceQuery({...reduction, statistics: {n: raw("count(*)")}}, raw("r0"), {dimensions: ['a"b']}).text).toBe(
    'select c."a""b" as "by a""b", r."period" as "period", count(*) as "n" from r0 r join "all".customers c on c.customer = r.customer group by all'
  );
});

it("reduceQuery without dimensions and keys has one row", () => {
  expect(
    reduceQuery({...reduction, keys: [], statistics: {n: raw("count(*)")}}, raw("r0"), {dimensions: []}).text
  ).toBe('select count(*) as "n" from r0 r');
});

it("reduceQuery keeps the months of joining apart on demand; who has not joined is of none", () => {
  const {text} = reduceQuery({...reduction, statistics: {n: raw("count(*)")}}, raw("r0"), {
    dimensions: [],
    joined: raw("m0")
  });
  expect(text).toBe(
    'select coalesce(j.month, -1000000) as "joined_month", r."period" as "period", count(*) as "n" from r0 r left join m0 j on j.customer = r.customer group by all'
  );
});

it("joinedMonths are those of the first order, refunds aside; without orders, of joining; else there are none", async () => {
  const months = async (tables: Parameters<typeof openShop>[1]) => {
    const shop = await openShop("2025-12-31", tables);
    const query = joinedMonths(shop.facts);
    const found = query && (await shop.query(`select customer, month from (${query.text}) order by customer`)).columns;
    await shop.close();
    return found;
  };
  const customers = "('a', '2025-02-01', 'x'), ('b', null, 'x')";
  // January 2025 is month 660.
  expect(
    await months({
      orders: "('a', '2025-01-01', -1), ('a', '2025-03-31', 1), ('a', '2025-04-01', 1), ('b', '2025-01-01', -1)",
      customers
    })
  ).toEqual({customer: ["a"], month: [662]});
  expect(await months({customers})).toEqual({customer: ["a"], month: [661]});
  expect(joinedMonths({tables: new Map([["customers", new Set(["customer"])]])} as unknown as Facts)).toBeNull();
});
