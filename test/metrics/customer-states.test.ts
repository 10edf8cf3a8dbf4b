import {afterAll, expect, it} from "vitest";
import {ACTIVE_DAYS, SECOND_ORDER_DAYS, customerStates} from "../../src/metrics/customer-states.ts";
import {openShop} from "./shop.ts";
import type {Shop, ShopTables} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** The sums on these dates (`customers_0` …), by name. */
async function states(dates: readonly string[], tables: ShopTables): Promise<Record<string, number>> {
  const shop = await openShop("2025-12-31", tables);
  open.push(shop);
  const days = dates.map((date) => Date.parse(date) / 86_400_000);
  const {statistics} = await shop.reduce(customerStates(days, shop.facts));
  return Object.fromEntries(Object.entries(statistics).map(([name, [sums]]) => [name, sums![0]!]));
}

it("a customer is active for 90 days, the day of the order counted", async () => {
  expect(ACTIVE_DAYS).toBe(90);
  // 2025-01-01 + 89 days is 2025-03-31.
  const sums = await states(["2024-12-31", "2025-01-01", "2025-03-31", "2025-04-01"], {
    orders: "('a', '2025-01-01 23:00', 1)"
  });
  expect(["active_0", "active_1", "active_2", "active_3"].map((name) => sums[name])).toEqual([0, 1, 1, 0]);
  expect(["stayed_0", "stayed_1", "stayed_2"].map((name) => sums[name])).toEqual([0, 1, 0]);
  expect(["days_0", "days_1", "days_2", "days_3"].map((name) => sums[name])).toEqual([0, 1, 90, 91]);
});

it("buyers have an order, repeaters two, even on one day; refunds are none", async () => {
  const orders =
    "('a', '2025-01-01', 1), ('a', '2025-01-01', 0), ('b', '2025-01-01', 1), ('b', '2025-01-02', -1), ('c', '2025-01-01', -1)";
  expect(await states(["2025-01-02"], {orders})).toMatchObject({
    customers: 3,
    customers_0: 2,
    buyers_0: 2,
    repeaters_0: 1,
    orders_0: 3,
    active_0: 2
  });
});

it("the second order counts within 180 days of the first, among customers of that age", async () => {
  expect(SECOND_ORDER_DAYS).toBe(180);
  // 2025-01-01 + 180 days is 2025-06-30. d's first order is 179 days ago.
  const orders = `('a', '2025-01-01', 1), ('a', '2025-06-30', 1), ('b', '2025-01-01', 1), ('b', '2025-07-01', 1), ('c', '2025-01-01', 1),
    ('d', '2025-01-02', 1), ('d', '2025-01-03', 1)`;
  const sums = await states(["2025-06-30"], {orders});
  expect([sums["observed_0"], sums["second_0"]]).toEqual([3, 1]);
});

it("a customer is known from joining or the first order, whichever is earlier; one without either is counted in all alone", async () => {
  const sums = await states(["2025-01-31", "2025-02-28"], {
    orders: "('a', '2025-02-01', 1), ('b', '2025-01-01', 1)",
    customers: "('a', '2025-01-31', 'x'), ('b', '2025-02-28', 'x'), ('c', '2025-02-28', 'x'), ('d', null, 'x')"
  });
  expect([sums["customers"], sums["customers_0"], sums["customers_1"]]).toEqual([4, 2, 3]);
});

it("without orders all is zero", async () => {
  expect(await states(["2025-01-31"], {orders: "", customers: "('a', null, 'x')"})).toMatchObject({
    customers: 1,
    buyers_0: 0,
    active_0: 0,
    days_0: 0
  });
});
