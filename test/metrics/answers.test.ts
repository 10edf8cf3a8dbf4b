import {afterAll, expect, it} from "vitest";
import {WHOLE, answers} from "../../src/metrics/answers.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

/** Per month of 2025 (and `whole`) the sums by name, without those that are zero. */
async function sums(columns: string, rows: string): Promise<Record<string, Record<string, number>>> {
  const shop = await openShop("2025-12-31", {customers: "('a', null, 'x')", surveys: {columns, rows}});
  open.push(shop);
  const rolled = await shop.reduce(answers("month", shop.facts));
  const found: Record<string, Record<string, number>> = {};
  rolled.keys["period"]!.forEach((period, k) => {
    const values = Object.entries(rolled.statistics).map(([name, [values]]) => [name, values![k]!] as const);
    found[period === WHOLE ? "whole" : `month ${period - 659}`] = Object.fromEntries(values.filter(([, n]) => n !== 0));
  });
  return found;
}

it("answers are the latest of each customer and period, of the whole history the latest of all", async () => {
  const rows =
    "('a', '2025-01-01', 10), ('a', '2025-01-02', 6), ('a', '2025-02-01', 9), ('b', '2025-01-31', 8), ('c', '2025-02-01', null)";
  expect(await sums("nps", rows)).toEqual({
    "month 1": {nps_answers: 2, detractors: 1},
    "month 2": {nps_answers: 1, promoters: 1},
    whole: {nps_answers: 2, promoters: 1}
  });
});

it("promoters are 9 and 10, detractors 0 to 6; satisfied 4 and 5; definite 5", async () => {
  const rows = Array.from(
    {length: 11},
    (_, n) => `('c${n}', '2025-01-01', ${n}, ${n >= 1 && n <= 5 ? n : "null"}, ${n >= 1 && n <= 5 ? n : "null"})`
  ).join();
  expect((await sums("nps, csat, dwb", rows))["whole"]).toEqual({
    nps_answers: 11,
    promoters: 2,
    detractors: 7,
    csat_answers: 5,
    satisfied: 2,
    dwb_answers: 5,
    definite: 1
  });
});

it("of several answers at one moment the highest counts", async () => {
  for (const rows of [
    "('a', '2025-01-01', 10), ('a', '2025-01-01', 0)",
    "('a', '2025-01-01', 0), ('a', '2025-01-01', 10)"
  ])
    expect((await sums("nps", rows))["whole"]).toEqual({nps_answers: 1, promoters: 1});
});

it("a later answer to another question leaves the score", async () => {
  expect((await sums("nps, csat", "('a', '2025-01-01', 10, null), ('a', '2025-01-02', null, 1)"))["month 1"]).toEqual({
    nps_answers: 1,
    promoters: 1,
    csat_answers: 1
  });
});

it("a measure with relational answers has only those; one without, the transactional ones", async () => {
  const rows =
    "('a', '2025-01-01', 10, null, null), ('a', '2025-01-02', 0, 5, 'delivery'), ('b', '2025-01-02', 0, 1, 'delivery')";
  expect((await sums("nps, csat, touchpoint", rows))["whole"]).toEqual({
    nps_answers: 1,
    promoters: 1,
    csat_answers: 2,
    satisfied: 1
  });
  expect(
    (await sums("nps, touchpoint", "('a', '2025-01-02', 0, 'delivery'), ('b', '2025-01-02', null, null)"))["whole"]
  ).toEqual({
    nps_answers: 1,
    detractors: 1
  });
});

it("surveys without a score, or without a row, have no answers", async () => {
  expect(await sums("effort", "('a', '2025-01-01', 7)")).toEqual({});
  expect(await sums("nps", "")).toEqual({});
});
