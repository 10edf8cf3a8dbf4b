import {afterAll, beforeAll, expect, it} from "vitest";
import {customerFlows, customerPeriods} from "../../src/metrics/customer-periods.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

// Months since 1970-01: January 2025 is 660. a: two orders in January, a refund in February, an order in March; b: a refund, then an order; c: a refund alone.
const ORDERS = `('a', '2025-01-31 23:59:59', 10.01), ('a', '2025-01-01', 0), ('a', '2025-02-01', -5), ('a', '2025-03-01', 7),
  ('b', '2025-01-15', -1), ('b', '2025-02-28', 2), ('c', '2025-02-02', -3)`;

let shop: Shop;
beforeAll(async () => void (shop = await openShop("2025-03-31", {orders: ORDERS})), 60_000);
afterAll(() => shop.close());

const rows = async (columns: string, from: ReturnType<typeof customerPeriods>) => {
  const {columns: found, length} = await shop.query({
    text: `select ${columns} from (${from.text}) order by customer, period`,
    values: from.values
  });
  return Array.from({length}, (_, i) => Object.values(found).map((values) => values[i]));
};

it("customerPeriods has a row per customer and period from the first order on, in minor units", async () => {
  expect(
    await rows("customer, period, cohort, age, last_age, orders, revenue", customerPeriods("month", shop.facts))
  ).toEqual([
    ["a", 660, 660, 0, 2, 2, 1001],
    ["a", 661, 660, 1, 2, 0, -500],
    ["a", 662, 660, 2, 2, 1, 700],
    ["b", 661, 661, 0, 0, 1, 200]
  ]);
});

it("customerFlows has the refunds before it too, so that nothing is missing from the sums", async () => {
  expect(await rows("customer, period, cohort, age, orders, revenue", customerFlows("month", shop.facts))).toEqual([
    ["a", 660, 660, 0, 2, 1001],
    ["a", 661, 660, 1, 0, -500],
    ["a", 662, 660, 2, 1, 700],
    ["b", 660, 661, -1, 0, -100],
    ["b", 661, 661, 0, 1, 200],
    ["c", 661, 661, 0, 0, -300]
  ]);
});

it("amounts are whole units of a currency without decimals", async () => {
  const facts = {...shop.facts, digits: 0};
  expect(
    (await rows("customer, period, revenue", customerFlows("year", facts))).map(([, , revenue]) => revenue)
  ).toEqual([12, 1, -3]);
});
