import {bootstrap} from "../models/bootstrap.ts";
import type {Replicates} from "../models/bootstrap.ts";

/** Resamples of customers. */
const REPLICATES = 300;
const SEED = 20240401;

/** One element per customer and role, sorted by customer. */
export interface Compared {
  readonly customer: readonly string[];
  readonly member: Float64Array;
  readonly stratum: Float64Array;
  readonly margin: Float64Array;
  readonly days: Float64Array;
}

/** Replicates of the members' margin rate and of that of non-members of their strata, by resampling customers (a member who was a non-member before stays one customer). */
export function resampled({customer, member, stratum, margin, days}: Compared): Replicates {
  const {length} = customer;
  const owner = new Int32Array(length);
  let customers = 0;
  for (let i = 0; i < length; ++i) {
    if (i > 0 && customer[i] !== customer[i - 1]) ++customers;
    owner[i] = customers;
  }
  const strata = stratum.reduce((most, one) => Math.max(most, one), -1) + 1;
  const sums = new Float64Array(strata * 4);
  return bootstrap({customers: length === 0 ? 0 : customers + 1, replicates: REPLICATES, seed: SEED}, (weights) => {
    sums.fill(0);
    for (let i = 0; i < length; ++i) {
      const weight = weights[owner[i]!]!;
      if (weight === 0) continue;
      const place = stratum[i]! * 4 + member[i]! * 2;
      sums[place]! += weight * margin[i]!;
      sums[place + 1]! += weight * days[i]!;
    }
    let [own, theirs, all] = [0, 0, 0];
    for (let place = 0; place < sums.length; place += 4) {
      const [margin0, days0, margin1, days1] = sums.subarray(place, place + 4) as unknown as [
        number,
        number,
        number,
        number
      ];
      if (!(days0 > 0 && days1 > 0)) continue;
      own += margin1;
      theirs += (margin0 / days0) * days1;
      all += days1;
    }
    return all > 0 ? [own / all, theirs / all] : null;
  });
}
