import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {loyaltyMatrix} from "../../src/metrics/loyalty-matrix.ts";
import {loyaltyValue} from "../../src/metrics/loyalty-value.ts";
import {rowsOf} from "./measure.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** `n` customers named after a letter. */
const many = (letter: string, n: number) => Array.from({length: n}, (_, i) => `${letter}${i}`);
const order = (customer: string, at: string, revenue: number) => `('${customer}', '${at}', ${revenue})`;

/** A shop of these rows; a survey has the columns `nps, csat`. */
async function shopOf(asOf: string, orders: readonly string[], answers: readonly string[]): Promise<Shop> {
  const shop = await openShop(asOf, {
    orders: orders.join(),
    surveys: {columns: "nps, csat", rows: answers.join()}
  });
  open.push(shop);
  return shop;
}

describe("loyaltyMatrix", () => {
  let shop: Shop;
  // As of 2025-12-31 the landmark is 2024-12-31, and its window 2024-01-01 to 2024-12-31. The margin is half of the revenue.
  // t: 12 of 2 orders, nps 9; 6 of them order for 40 after it. l: 1 order, nps 10. s: 2 orders, nps 8, and 10 only after the landmark. n: 1 order in the window, another the day before it, nps 6, and a refund.
  // u: 2 orders, the last on the landmark itself, no answer. f: the first order after it. Orders of buyers in the window: 12 × 2, 1, 2, 1, 2: the median is 2.
  beforeAll(async () => {
    const t = many("t", 12);
    shop = await shopOf(
      "2025-12-31",
      [
        ...t.flatMap((c) => [order(c, "2024-03-01", 10), order(c, "2024-06-01", 10)]),
        ...t.slice(0, 6).map((c) => order(c, "2025-02-01", 40)),
        order("l", "2024-05-01", 10),
        order("s", "2024-05-01", 10),
        order("s", "2024-05-02", 10),
        order("n", "2023-12-31", 10),
        order("n", "2024-05-01", 10),
        order("n", "2025-01-01", -4),
        order("u", "2024-01-01", 10),
        order("u", "2024-12-31", 10),
        order("f", "2025-01-01", 10)
      ],
      [
        ...t.map((c) => `('${c}', '2024-07-01', 9, 5)`),
        "('l', '2024-07-01', 10, 5)",
        "('s', '2024-07-01', 8, 5)",
        "('s', '2025-01-01', 10, 5)",
        "('n', '2024-06-30', 10, 1)",
        "('n', '2024-07-01', 6, 1)"
      ]
    );
  });

  const counts = (rows: readonly Record<string, unknown>[]) => rows.map(({customers}) => customers);

  it("crosses the latest answer with the orders of 12 months, both at the landmark; who has not answered is a fifth group", async () => {
    const {table, n, summary} = await shop.compute(loyaltyMatrix);
    expect(table.columnNames().slice(0, 7)).toEqual(["quadrant", "customers", "share_customers", "value", "share_value", "ltv", "retention"]); // prettier-ignore
    expect(rowsOf(table).map(({quadrant, customers}) => [quadrant, customers])).toEqual([
      ["truly loyal", 12],
      ["latently loyal", 1],
      ["spuriously loyal", 1],
      ["not loyal", 1],
      ["attitude unknown", 1]
    ]);
    expect(n).toBe(16);
    expect(summary).toMatchObject({landmark: "2024-12-31", attitude: "nps", attached_from: 9, orders_from: 2, median_orders: 2, known: 15}); // prettier-ignore
  });

  // Margin after: 6 × 20 = 120 and the refund's −2: 118. Mean of the truly loyal 10, its error √(12/11 · 12 · 100 / 144) = 3.0151: ± 5.9095. Wilson of 6 of 12: 25.38% to 74.62%.
  it("measures margin and retention after the landmark only; of fewer than ten customers counts", async () => {
    const [truly, latently, , not] = rowsOf((await shop.compute(loyaltyMatrix)).table);
    expect(truly).toMatchObject({value: 120, ltv: 10, retention: 0.5});
    expect(truly!["share_value"]).toBeCloseTo(120 / 118, 12);
    expect(truly!["ltv_low"]).toBeCloseTo(10 - 5.9095, 3);
    expect(truly!["low"]).toBeCloseTo(0.2538, 4);
    expect(latently).toMatchObject({customers: 1, value: 0, ltv: null, retention: null, low: null});
    expect(not).toMatchObject({value: -2});
  });

  // By the end of 2025 nobody has two orders in that year: t is latently loyal, s has become attached; f is new and has not answered.
  it("moves customers between the two dates by the same thresholds", async () => {
    const {tables} = await shop.compute(loyaltyMatrix);
    const moves = rowsOf(tables!["moves"]).map(({from, to, customers}) => `${from} → ${to}: ${customers}`);
    expect(moves.sort()).toEqual([
      "attitude unknown → attitude unknown: 1",
      "latently loyal → latently loyal: 1",
      "not loyal → not loyal: 1",
      "not yet a customer → attitude unknown: 1",
      "spuriously loyal → latently loyal: 1",
      "truly loyal → latently loyal: 12"
    ]);
  });

  it("takes other thresholds, questions and dates from its options", async () => {
    const rows = async (options: object) => counts(rowsOf((await shop.compute(loyaltyMatrix, options)).table));
    expect(await rows({orders: 3})).toEqual([0, 13, 0, 2, 1]);
    expect(await rows({attached: 8})).toEqual([13, 1, 0, 1, 1]);
    expect(await rows({answered: "3 months"})).toEqual([0, 0, 0, 0, 16]);
    const csat = await shop.compute(loyaltyMatrix, {attitude: "csat"});
    expect(counts(rowsOf(csat.table))).toEqual([13, 1, 0, 1, 1]);
    expect(csat.notes).toContain("matrix-attitude-csat");
    // At the end of April 2024: t and n have one order since May 2023 (n one, in December), u one; nobody has answered.
    expect(await rows({landmark: "2024-04-30"})).toEqual([0, 0, 0, 0, 14]);
    expect((await rows({behaviour: "rfm"})).reduce<number>((sum, one) => sum + Number(one), 0)).toBe(16);
    expect(() => loyaltyMatrix.schema.parse({landmark: "yesterday"})).toThrow();
    expect(() => loyaltyMatrix.schema.parse({attitude: "effort"})).toThrow();
  });

  it("without orders has no rows and no finding", async () => {
    const empty = await shopOf("2025-12-31", ["('a', '2025-12-01', 5)"], ["('a', '2025-12-01', 5, 5)"]);
    const result = await empty.compute(loyaltyMatrix);
    expect(result).toMatchObject({n: 0, finding: null, notes: ["no-orders"]});
    expect(result.table.numRows()).toBe(0);
  });
});

describe("loyaltyValue", () => {
  // As of 2025-12-31 answers up to 2024-12-31 count. p: 10 promoters, 10 earlier orders of 20, in the 12 months after 8 of them order for 100 (margin 50): mean 40. d: 10 detractors, 20 before, 4 order for 60 (30): mean 12.
  // An answer of 2025 is too young; the first of two is not the latest; one without an order before does not count. An order on the day of the answer is none after it.
  const promoters = many("p", 10);
  const detractors = many("d", 10);
  const orders = [
    ...[...promoters, ...detractors].map((c) => order(c, "2024-06-01", 20)),
    ...promoters.slice(0, 8).map((c) => order(c, "2025-06-01", 100)),
    ...detractors.slice(0, 4).map((c) => order(c, "2025-06-01", 60)),
    order("z", "2025-06-01", 500)
  ];
  const answers = [
    ...promoters.flatMap((c) => [`('${c}', '2024-06-10', 3, null)`, `('${c}', '2024-07-01', 10, 5)`]),
    ...detractors.map((c) => `('${c}', '2024-06-01', 2, 4)`),
    "('p0', '2025-01-01', 0, 1)",
    "('z', '2024-07-01', 10, 5)"
  ];

  it("follows each customer's latest answer that is 12 months old, by the margin and orders of the 12 months after it", async () => {
    const shop = await shopOf("2025-12-31", orders, answers);
    const {table, n, tables, summary} = await shop.compute(loyaltyValue);
    const rows = rowsOf(table);
    expect(n).toBe(20);
    expect(rows.map(({answer, answers: count}) => [answer, count]).filter(([, count]) => count !== 0)).toEqual([[2, 10], [10, 10]]); // prettier-ignore
    expect(rows[10]).toMatchObject({retained: 8, retention: 0.8, value: 40});
    expect(rows[2]).toMatchObject({retained: 4, retention: 0.4, value: 12});
    // All are of one stratum: adjusted is the same. Σ residuals² = 8·10² + 2·40² + 4·18² + 6·12² = 6160; ·20/18 /100 = 68.44 = 8.273²; 28 ± 16.215.
    expect(rows[10]!["adjusted"]).toBeCloseTo(40, 9);
    expect(summary!["difference"]).toBeCloseTo(28, 9);
    expect(summary!["difference_low"]).toBeCloseTo(28 - 16.215, 2);
    expect(rowsOf(tables!["bands"]).map(({band, answers: count}) => [band, count])).toEqual([[0, 10], [7, 0], [9, 10]]); // prettier-ignore
  });

  // Satisfied (csat 4–5) are p by the answer of July and d by that of June: 20, of whom 2 + 6 are gone.
  it("counts the satisfied who never ordered again", async () => {
    const shop = await shopOf("2025-12-31", orders, answers);
    const {tables, finding} = await shop.compute(loyaltyValue, {measure: "csat"});
    expect(rowsOf(tables!["gone"])).toEqual([expect.objectContaining({satisfied: 20, gone: 8, rate: 0.4})]);
    expect(finding).toBeNull(); // nobody was dissatisfied
  });

  // Big spenders (200 before) bring 100, small ones (20) bring 10, whatever they answer; of the promoters 15 of 20 are big, of the detractors 5 of 20.
  it("adjusts for spend before the answer: a difference that is spend's alone is gone", async () => {
    const people = (letter: string, big: number) =>
      many(letter, 20).flatMap((c, i) => [
        order(c, "2024-06-01", i < big ? 200 + i : 20 + i / 10),
        order(c, "2025-06-01", (i < big ? 200 : 20) + (i % 2))
      ]);
    const shop = await shopOf(
      "2025-12-31",
      [...people("p", 15), ...people("d", 5)],
      [...many("p", 20).map((c) => `('${c}', '2024-07-01', 10, 5)`), ...many("d", 20).map((c) => `('${c}', '2024-07-01', 0, 1)`)] // prettier-ignore
    );
    const {tables, summary, finding} = await shop.compute(loyaltyValue);
    const bands = rowsOf(tables!["bands"]);
    expect(Number(bands[2]!["value"]) - Number(bands[0]!["value"])).toBeGreaterThan(40);
    expect(Math.abs(Number(summary!["difference"]))).toBeLessThan(1);
    expect(finding!.values).toMatchObject({differs: 0, retention_differs: 0});
  });

  it("of no answer that is old enough has no rows", async () => {
    const shop = await shopOf("2025-12-31", ["('a', '2024-01-01', 10)"], ["('a', '2025-06-01', 9, 5)"]);
    expect(await shop.compute(loyaltyValue)).toMatchObject({n: 0, finding: null, notes: ["loyalty-value-none"]});
  });
});
