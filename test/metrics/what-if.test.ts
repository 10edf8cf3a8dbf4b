import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {whatIf} from "../../src/metrics/what-if.ts";
import {factorForRetention, retentionAhead, shiftedPurchases, survivalAhead} from "../../src/models/dropout-shift.ts";
import type {Facts} from "../../src/metrics/metric.ts";
import {groupHistories} from "../../src/models/grouping.ts";
import {bgNbd} from "../../src/models/bg-nbd.ts";
import {TELCO, hasTelco} from "./contracts.ts";
import {hasCdnow, measure, openCdnow, openReal, openShop, rowsOf} from "./measure.ts";
import type {Shop} from "./measure.ts";

const {histories} = groupHistories({unit: "week", x: [0, 2, 7], recency: [0, 30, 29], age: [39, 39, 39]});

describe("dropout-shift", () => {
  it("Pareto/NBD: survival is ((β + T) / (β + T + t))^s", () => {
    const fit = {kind: "paretonbd", parameters: {unit: "week", r: 0.5, alpha: 10, s: 0.5, beta: 13}} as const;
    // (52 / 104)^0.5 with dropout as fitted, (52 / 104)^1 with twice of it.
    expect(survivalAhead(fit, histories, {weeks: 52, factor: 1})[0]).toBeCloseTo(Math.SQRT1_2, 12);
    expect(survivalAhead(fit, histories, {weeks: 52, factor: 2})[0]).toBeCloseTo(0.5, 12);
    expect(factorForRetention(fit, histories, {weeks: 52, share: 0.5})).toBeCloseTo(2, 6);
  });

  it("BG/NBD with p uniform: survival is the mean of (1 + p τ)^−n over 0…1", () => {
    // a = b + x = 1 is uniform; r + x = 2, α + T = 52 = t, so τ = 1: ∫ (1 + p)^−2 dp = 1 − 1 / 2.
    const one = groupHistories({unit: "week", x: [0], recency: [0], age: [42]}).histories;
    const fit = {kind: "bgnbd", parameters: {unit: "week", r: 2, alpha: 10, a: 1, b: 1}} as const;
    expect(survivalAhead(fit, one, {weeks: 52, factor: 1})[0]).toBeCloseTo(0.5, 7);
  });

  it("no shift gives the model's own purchases; less dropout gives more", () => {
    const parameters = {unit: "week", r: 0.24, alpha: 4.4, a: 0.79, b: 2.4} as const;
    const fit = {kind: "bgnbd", parameters} as const;
    const horizon = {periods: 1, step: {unit: "week", length: 52}, rate: 0} as const;
    const own = bgNbd.conditionalPurchases(parameters, histories, {unit: "week", length: 52});
    expect([...shiftedPurchases(fit, histories, {horizon, factor: 1})]).toEqual([...own]);
    const more = shiftedPurchases(fit, histories, {horizon, factor: 0.5});
    expect(own.every((value, i) => more[i]! > value)).toBe(true);
    expect(retentionAhead(fit, histories, {weeks: 52, factor: 0.5})).toBeGreaterThan(
      retentionAhead(fit, histories, {weeks: 52, factor: 1})
    );
  });
});

it("costs: what is left after keeping, what winning as many would cost, and the sliders' bounds", () => {
  // 200 customers; no shift brings 1,000, 5 points 1,300 (in cents): 300 more, 1.50 a customer; at 1 a customer 100 are left; 10 more stay, at 40 each 400.
  const shifts = [0, 5].map((points) => ({points, retention: 0.5 + points / 100, factor: 1}));
  const frozen = {shifts, error: null, model: {kind: "bgnbd"}, notes: [], brought: 37, acquisition: 40};
  const rolled = {
    shifts: {
      groups: [null],
      keys: {shift: Float64Array.of(0, 5)},
      size: 2,
      statistics: {customers: [Float64Array.of(200, 200)], amount: [Float64Array.of(100_000, 130_000)]}
    },
    customers: {groups: [null], keys: {}, size: 1, statistics: {customers: [Float64Array.of(200)]}}
  };
  const options = whatIf.schema.parse({retention_cost: 1});
  const facts = {digits: 2, marginIs: "margin"} as Facts;
  expect(whatIf.finish(rolled, options, facts, frozen).summary).toMatchObject({
    points: 5,
    change: 300,
    break_even: 1.5,
    retention_spend: 200,
    net: 100,
    kept: 10,
    acquisition_spend: 400
  });
  // Where the fit gives no such shift, there is nothing to say.
  expect(whatIf.finish(rolled, {...options, points: 7}, facts, frozen)).toMatchObject({
    finding: null,
    summary: {change: null, net: null}
  });
  expect(whatIf.controls!(options, frozen)).toMatchObject([
    {name: "points", min: 0, max: 5, step: 1, value: 5},
    {name: "retention_cost", min: 0, value: 1},
    {name: "acquisition_cost", min: 0, value: 40}
  ]);
  expect(whatIf.controls!(options, {...frozen, shifts: []})).toEqual([]);
});

it("what-if without a fit has no rows, and says why", async () => {
  const shop = await openShop({orders: [["a", "2026-01-01", 5]], asOf: "2026-03-31"});
  const {table, notes, finding, n} = await measure(whatIf, shop);
  expect([table.numRows(), notes[0], finding, n]).toEqual([0, "model-no-repeaters", null, 1]);
  await shop.engine.close();
});

describe.skipIf(!hasCdnow)("what-if of CDNOW", () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openCdnow();
  });
  afterAll(() => shop.engine.close());

  it("amounts rise with retention, no shift changes nothing, the interval holds the change, groups add up", async () => {
    const {table, tables, summary, finding} = await measure(whatIf, shop, {discount: "12%", by: "first_basket"});
    const rows = rowsOf(table);
    const everybody = rows.filter(({group}) => group === null);
    expect(table.columnNames()).toEqual([
      "group",
      "points",
      "retention",
      "amount",
      "change",
      "break_even",
      "low",
      "high"
    ]);
    expect(everybody.every((row, i) => i === 0 || Number(row["amount"]) > Number(everybody[i - 1]!["amount"]))).toBe(
      true
    );
    expect(everybody.find(({points}) => points === 0)).toMatchObject({
      change: 0,
      low: 0,
      high: 0,
      retention: summary!["retention"]
    });
    const five = everybody.find(({points}) => points === 5)!;
    expect(Number(five["low"]) < Number(five["change"]) && Number(five["change"]) < Number(five["high"])).toBe(true);
    expect(
      rows
        .filter(({group, points}) => group !== null && points === 5)
        .reduce((sum, {change}) => sum + Number(change), 0)
    ).toBeCloseTo(Number(five["change"]), 2);
    const thumb = rowsOf(tables!["rule_of_thumb"]).find(({points}) => points === 5)!;
    expect(Number(thumb["low"])).toBeCloseTo(0.25 * Number(summary!["amount"]), 6);
    expect(finding!.values).toMatchObject({points: 5, margin: five["change"]});
  });
});

describe.skipIf(!hasTelco)("what-if of contracts (telco; skipped where ../shared is missing)", () => {
  it("stands on the 5,174 contracts that run; a year's retention and five years' payments move together", async () => {
    const shop = await openReal(TELCO);
    const {table, summary, n, notes, model, finding} = await measure(whatIf, shop, {amount: "monthly", by: "contract"});
    // 7,043 contracts, 1,869 of them ended.
    expect([n, notes[0], model!.kind, finding!.key]).toEqual([5174, "what-if-contracts", "sbg", "what-if"]);
    const everybody = rowsOf(table).filter(({group}) => group === null);
    expect(everybody.every((row, i) => i === 0 || Number(row["amount"]) > Number(everybody[i - 1]!["amount"]))).toBe(
      true
    );
    // The retention shown is the mean of S(d + 12) / S(d), S(t) = Γ(β + t) Γ(α + β) / (Γ(β) Γ(α + β + t)): a product of (β + t) / (α + β + t) over the twelve months.
    const {alpha, beta} = model!.parameters as {alpha: number; beta: number};
    const {columns, length} = await shop.engine.query(
      `select date_diff('month', joined, date '2020-01-01') as months, monthly from customers where ended is null`
    );
    let [kept, paid] = [0, 0];
    for (let i = 0; i < length; ++i) {
      let lasting = 1;
      const start = Number(columns["months"]![i]);
      for (let t = 0; t < 60; ++t) {
        lasting *= (beta! + start + t) / (alpha! + beta! + start + t);
        if (t === 11) kept += lasting;
        paid += lasting * Number(columns["monthly"]![i]);
      }
    }
    expect(summary!["retention"]).toBeCloseTo(kept / length, 9);
    expect(Number(summary!["amount"]) / paid).toBeCloseTo(1, 6);
    await shop.engine.close();
  });
});
