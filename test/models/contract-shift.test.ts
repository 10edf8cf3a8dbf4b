import {describe, expect, it} from "vitest";
import {contractRetention, factorForContracts, paymentsAhead, survivalFrom} from "../../src/models/contract-shift.ts";

/** With α = β = 1 each customer's dropout is uniform, and S(t) = 1 / (1 + t). */
const parameters = {unit: "month", alpha: 1, beta: 1} as const;
const running = {duration: Float64Array.of(0, 11), count: Float64Array.of(1, 3)};

describe("contract-shift", () => {
  it("who has lasted 11 periods lasts 12 more by (1 / 24) / (1 / 12) = 1 / 2; twice the hazard squares it", () => {
    expect(survivalFrom(parameters, 11, {periods: 12, factor: 1})).toBeCloseTo(1 / 2, 12);
    expect(survivalFrom(parameters, 11, {periods: 12, factor: 2})).toBeCloseTo(1 / 4, 12);
    expect(survivalFrom(parameters, 0, {periods: 12, factor: 1})).toBeCloseTo(1 / 13, 12);
  });

  it("retention is the mean over contracts: (1 / 13 + 3 / 2) / 4", () => {
    expect(contractRetention(parameters, running, {periods: 12, factor: 1})).toBeCloseTo((1 / 13 + 3 / 2) / 4, 12);
    expect(contractRetention(parameters, running, {periods: 12, factor: 0})).toBe(1);
  });

  it("the factor gives the wanted retention; nobody and everybody are no retention", () => {
    const one = {duration: Float64Array.of(11), count: Float64Array.of(9)};
    expect(factorForContracts(parameters, one, {periods: 12, share: 1 / 4})).toBeCloseTo(2, 10);
    expect(factorForContracts(parameters, one, {periods: 12, share: Math.SQRT1_2})).toBeCloseTo(1 / 2, 10);
    expect(factorForContracts(parameters, one, {periods: 12, share: 1})).toBeNull();
    expect(factorForContracts(parameters, one, {periods: 12, share: 0})).toBeNull();
  });

  it("payments of two periods from the start: 1/2 + 1/3, of twice the hazard 1/4 + 1/9, at 100% a period 1/4 + 1/12", () => {
    const at = (rate: number, factor: number) => paymentsAhead(parameters, running, {periods: 2, rate, factor})[0]!;
    expect(at(0, 1)).toBeCloseTo(5 / 6, 12);
    expect(at(0, 2)).toBeCloseTo(13 / 36, 12);
    expect(at(1, 1)).toBeCloseTo(1 / 3, 12);
  });
});
