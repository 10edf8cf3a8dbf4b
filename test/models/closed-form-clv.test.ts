import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {closedFormClv, finiteHorizonValue} from "../../src/models/closed-form-clv.ts";
import {continuousRate, discountFactor, effectiveRate} from "../../src/models/discount.ts";
import {describeReference, expectAbsolute, expectRelative, readJson} from "./reference.ts";

// m 100, r 0.8, d 0.1: 110 / 0.3 = 366.667 and 80 / 0.3 = 266.667; lifetime 1 / 0.2 = 5.
it("closedFormClv of 100 at 80% and 10% is 366.67 with the first payment now, 266.67 after one period", () => {
  const clv = closedFormClv({margin: 100, retention: 0.8, discount: 0.1});
  expectAbsolute(clv?.firstPaymentNow, 1100 / 3, 1e-9);
  expectAbsolute(clv?.firstPaymentAfterOnePeriod, 800 / 3, 1e-9);
  expectAbsolute(clv?.expectedLifetime, 5, 1e-12);
});

it("closedFormClv is null where value grows without end, has no lifetime where nobody leaves, refuses 101%", () => {
  expect(closedFormClv({margin: 1, retention: 1, discount: 0})).toBeNull();
  expect(closedFormClv({margin: 1, retention: 1, discount: 0.1})?.expectedLifetime).toBeNull();
  expect(() => closedFormClv({margin: 1, retention: 1.01, discount: 0.1})).toThrow(InputError);
});

// 10 × (1 + 0.5 / 1.25 + 0.25 / 1.5625) = 10 × (1 + 0.4 + 0.16).
it("finiteHorizonValue sums discounted survival from t = 0, undiscounted", () => {
  expectAbsolute(finiteHorizonValue([1, 0.5, 0.25], 10, 0.25), 15.6, 1e-12);
  expect(finiteHorizonValue([], 10, 0.25)).toBe(0);
});

it("discountFactor(21%, ½) is 1 / 1.1; a rate of −100% is refused", () => {
  expectAbsolute(discountFactor(0.21, 0.5), 1 / 1.1, 1e-15);
  expect(() => continuousRate(-1, "week")).toThrow(InputError);
});

describeReference("closed forms against ltv_arithmetic.json", () => {
  interface Case {
    margin: number;
    retention: number;
    discount: number;
    clv_first_payment_at_t0: number;
    clv_excluding_t0: number;
    expected_lifetime_periods: number;
  }
  interface Arithmetic {
    geometric_clv: Case[];
    annual15_to_monthly_effective: number;
    annual15_weekly_continuous: number;
    annual15_weekly_effective: number;
  }
  it("four contracts, three conversions of 15% a year, to 1e-12", () => {
    const arithmetic = readJson<Arithmetic>("reference/ltv_arithmetic.json");
    for (const row of arithmetic.geometric_clv) {
      const clv = closedFormClv(row);
      expectRelative(clv?.firstPaymentNow, row.clv_first_payment_at_t0, 1e-12);
      expectRelative(clv?.firstPaymentAfterOnePeriod, row.clv_excluding_t0, 1e-12);
      expectRelative(clv?.expectedLifetime, row.expected_lifetime_periods, 1e-12);
    }
    expectRelative(effectiveRate(0.15, "month"), arithmetic.annual15_to_monthly_effective, 1e-12);
    expectRelative(effectiveRate(0.15, "week"), arithmetic.annual15_weekly_effective, 1e-12);
    expectRelative(continuousRate(0.15, "week"), arithmetic.annual15_weekly_continuous, 1e-12);
  });
});
