import type {FitFailure} from "./fit.ts";
import type {Histories} from "./grouping.ts";

/**
 * Where a search for a gamma-distributed purchase rate starts: half the shape of an exponential, the mean as observed.
 */
export function purchaseStart({x, age, count}: Histories): {r: number; alpha: number; meanAge: number} {
  let [purchases, time, customers] = [0, 0, 0];
  for (let i = 0; i < x.length; ++i) {
    purchases += count[i]! * x[i]!;
    time += count[i]! * age[i]!;
    customers += count[i]!;
  }
  const r = 0.5;
  return {r, alpha: (r * time) / (2 * purchases), meanAge: time / customers}; // twice the rate: some are gone
}

/** What is wrong with histories that no purchase model can be fitted to; null where nothing is. */
export function purchaseTrouble({x, count}: Histories): FitFailure | null {
  let [customers, repeaters] = [0, 0];
  for (let i = 0; i < x.length; ++i) {
    customers += count[i]!;
    if (x[i]! > 0) repeaters += count[i]!;
  }
  if (customers === 0) return "empty";
  if (repeaters === 0) return "no-repeaters";
  return repeaters < 2 ? "too-few" : null;
}
