import {InputError} from "../errors.ts";

/**
 * `rate`, if it is a rate that discounts.
 *
 * @throws {InputError} unless it is above 0: without discount the sum may be infinite.
 */
export function requireDiscount(rate: number): number {
  if (rate > 0 && rate < Infinity) return rate;
  throw new InputError(`continuous discount rate "${rate}" is not above 0`);
}
