import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {MEDIAN_BOUND, medianDays, timeClass} from "../../src/metrics/resolution-times.ts";
import {engagement} from "../../src/metrics/engagement.ts";
import {raw, sql} from "../../src/sql/sql.ts";
import {rowsOf} from "./measure.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const list = (n: number, row: (i: number) => string) => Array.from({length: n}, (_, i) => row(i));
const hours = (i: number) => `2025-01-10 ${String(i).padStart(2, "0")}:00`;

// 20 customers (x) order in January and complain, 8 of them order again in February; 40 (y) do not complain, 24 order again. Nobody orders in March.
// The ith complaint, from 0, is answered after i + 1 hours; every second one has the mood −0.5, the others −0.7. Two posts are of too few customers; one comes in the open month of April.
const ORDERS = [
  ...list(20, (i) => `('x${i}', '2025-01-05', 10)`),
  ...list(8, (i) => `('x${i}', '2025-02-05', 10)`),
  ...list(40, (i) => `('y${i}', '2025-01-06', 10)`),
  ...list(24, (i) => `('y${i}', '2025-02-06', 10)`),
  "('y0', '2025-04-02', 10)"
];
const CONTACTS = [
  ...list(20, (i) => `('x${i}', '2025-01-10 00:00', 'complaint', ${i % 2 ? -0.5 : -0.7}, '${hours(i + 1)}')`),
  "('y1', '2025-01-11', 'social', 0.5, null)",
  "('y2', '2025-03-11', 'social', 0.5, null)",
  "('y3', '2025-04-02', 'social', 0.5, null)"
];

let shop: Shop;
beforeAll(async () => {
  shop = await openShop("2025-04-15", {
    orders: ORDERS.join(", "),
    customers: [
      ...list(20, (i) => `('x${i}', '2025-01-01', 'loud')`),
      ...list(40, (i) => `('y${i}', '2025-01-01', 'calm')`)
    ].join(", "),
    contacts: CONTACTS.join(", ")
  });
});
afterAll(() => shop.close());

const compute = (options: object = {}) => shop.compute(engagement, {active: 1, ...options});

describe("engagement", () => {
  // Active customer-months: 60 in January, 32 in February. All of January last ordered that month, for the first time: 32 of 60 came back, which is what is expected of each. Of February's none came back, none is expected to.
  // With a complaint 8 of 20 came back, without 24 of 40 + 32: as it is 0.4 / (1/3) = 1.2 times as often. Like with like 0.75 / 1.125 = 2/3; its interval is worked in test/models/exposure-lift.test.ts.
  // Contacts per customer-month 20 / 92 = 0.217391; residuals y − 0.217391 x over customers: 8 (1 − 2r)² + 12 (1 − r)² + 24 (2r)² + 16 r² = 15.195; ± 1.96 √(60/59 · 15.195) / 92 = 0.0837548.
  it("holds those who were in touch against customers of their rhythm: here the plain ratio is above 1, like with like below", async () => {
    const [complaint, social] = rowsOf((await compute()).table);
    expect(complaint).toMatchObject({
      group: null,
      kind: "complaint",
      contacts: 20,
      resolved: 20,
      months: 20,
      retained: 0.4,
      differs: false
    });
    const near = (name: string, value: number) => expect(complaint![name], name).toBeCloseTo(value, 5);
    near("others", 24 / 72);
    near("plain", 1.2);
    near("lift", 2 / 3);
    near("low", 0.366454);
    near("high", 1.212824);
    near("p", 0.184178);
    near("rate", 20 / 92);
    near("rate_low", 0.133636);
    near("rate_high", 0.301146);
    near("sentiment", -0.6);
    // Contacts of the open month are not counted; of fewer than ten customers there are counts only.
    expect(social).toMatchObject({kind: "social", contacts: 2, rate: null, sentiment: null, lift: null, p_holm: null});
  });

  // Of 20 times of 1 … 20 hours the lower median is the 10th.
  it("the median time to resolution is exact over all customers, and in a group; classes are at most 5% off", async () => {
    const rows = rowsOf((await compute({by: "segment"})).table);
    const times = rows.filter(({kind}) => kind === "complaint").map(({group, median_days}) => [group, median_days]);
    expect(times).toEqual([
      [null, 10 / 24],
      ["loud", 10 / 24]
    ]);
    expect(MEDIAN_BOUND).toBeLessThan(0.05);
    const {columns} = await shop.query(
      sql`select ${timeClass(raw("3600 * h"))} as time, count(*) as n from (values ${raw(list(20, (i) => `(${i + 1})`).join(", "))}) v(h) group by 1`
    );
    const classes = new Map(columns["time"]!.map((time, i) => [Number(time), Number(columns["n"]![i])]));
    expect(Math.abs(medianDays(classes)! / (10 / 24) - 1)).toBeLessThan(MEDIAN_BOUND);
    expect(medianDays(new Map())).toBeNull();
  });

  // Of one customer's twelve calls there is no median, nor of eighteen reviews of nine; ten chats of ten, 1 … 10 hours, have their 5th. Of ten who post only one has a mood, twice.
  it("the median time and the mood are of ten customers or more, not of ten contacts", async () => {
    const few = await openShop("2025-04-15", {
      orders: ORDERS.join(", "),
      contacts: [
        ...list(12, (i) => `('x0', '2025-01-10 00:00', 'call', null, '${hours(i + 1)}')`),
        ...list(18, (i) => `('x${i % 9}', '2025-01-10 00:00', 'review', null, '${hours(i + 1)}')`),
        ...list(10, (i) => `('x${i}', '2025-01-10 00:00', 'chat', -0.5, '${hours(i + 1)}')`),
        ...list(11, (i) => `('x${i % 10}', '2025-01-10 00:00', 'social', ${i % 10 === 0 ? 0.5 : "null"}, null)`)
      ].join(", ")
    });
    const {table} = await few.compute(engagement);
    await few.close();
    const said = rowsOf(table).map(({kind, resolved, median_days, sentiment}) => [kind, resolved, median_days, sentiment]); // prettier-ignore
    expect(said).toEqual([
      ["review", 18, null, null],
      ["call", 12, null, null],
      ["social", 0, null, null],
      ["chat", 10, 5 / 24, -0.5]
    ]);
  });

  // All order every month from January to April and come back each time; January is expected 1, as February and March are. Twelve visit every month, twice; of those who never do there is one, or ten.
  it("compares with ten customers who were not in touch, not with one in ten periods; those who are all alike have no interval", async () => {
    const months = list(4, (i) => `2025-0${i + 1}-05`);
    const of = async (others: number) => {
      const people = [...list(12, (i) => `x${i}`), ...list(others, (i) => `y${i}`)];
      const alike = await openShop("2025-04-30", {
        orders: people.flatMap((name) => months.map((at) => `('${name}', '${at}', 10)`)).join(", "),
        contacts: people.filter((name) => name.startsWith("x")).flatMap((name) => months.map((at) => `('${name}', '${at} 00:00', 'visit', 0.5, null)`)).join(", ") // prettier-ignore
      });
      const {table} = await alike.compute(engagement, {active: 1});
      await alike.close();
      return rowsOf(table)[0]!;
    };
    // Three months of one are three, of four customers twelve.
    for (const few of [1, 4]) expect(await of(few)).toMatchObject({kind: "visit", others: null, lift: null, p_holm: null, differs: false}); // prettier-ignore
    const ten = await of(10);
    expect(ten).toMatchObject({retained: 1, others: 1, lift: 1, low: null, high: null, p: null, differs: false});
    // Everybody's mood is the same, but not everybody was in touch.
    expect(ten).toMatchObject({sentiment: 0.5, sentiment_low: null, sentiment_high: null});
    expect(ten["rate_low"]).toBeLessThan(12 / 22);
  });

  it("counts contacts of active customers by period", async () => {
    const {tables} = await compute({chart: "trend"});
    const rows = rowsOf(tables!["trend"]).map(({kind, period, contacts, customers}) => [
      kind,
      (period as Date).toISOString().slice(0, 7),
      contacts,
      customers
    ]);
    expect(rows).toEqual([
      ["complaint", "2025-01", 20, 60],
      ["complaint", "2025-02", 0, 32],
      ["social", "2025-01", 1, 60],
      ["social", "2025-02", 0, 32]
    ]);
  });

  it("finds nothing where nothing is beyond the noise, and says that nobody was in touch", async () => {
    expect((await compute()).finding!.values).toMatchObject({tested: 1, differing: 0, worst: null, best: null});
    const silent = await openShop("2025-04-15", {orders: ORDERS.join(", "), contacts: ""});
    const {finding, notes, table} = await silent.compute(engagement);
    await silent.close();
    expect([finding, notes, table.numRows()]).toEqual([null, ["engagement-none"], 0]);
  });
});
