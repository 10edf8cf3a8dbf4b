import type {Rolled} from "../cube/cube.ts";
import type {StandardisedRates} from "../models/stratified-ratio.ts";
import {LEAST} from "./contrast.ts";
import {POINT} from "./programme-points.ts";
import type {Limits} from "./programme-points.ts";
import {YEAR, total} from "./programme-rows.ts";

/** Who takes part in a group, and what became of its points: a row of `tables.rates`. */
export interface Rates {
  readonly group: string | null;
  readonly customers: number;
  readonly members: number;
  readonly enrolment: number | null;
  readonly active: number | null;
  readonly redemption: number | null;
  readonly earned: number;
  readonly used: number;
  readonly outstanding: number;
  readonly breakage: number;
  readonly breakage_rate: number | null;
  readonly liability: number | null;
  readonly cost: number | null;
}

/** Shares of fewer than ten are null. */
export function ratesOf(
  members: Rolled,
  g: number,
  {group, customers, value}: {group: string | null; customers: number; value: number | null}
): Rates {
  const read = (name: string) => total(members, name, g);
  const [n, earned, used] = [read("members"), read("earned") / POINT, read("used") / POINT];
  return {
    group,
    customers,
    members: n,
    enrolment: customers < LEAST ? null : n / customers,
    active: n < LEAST ? null : read("active") / n,
    redemption: n < LEAST || earned <= 0 ? null : used / earned,
    earned,
    used,
    outstanding: earned - used,
    breakage: read("dormant") / POINT,
    breakage_rate: n < LEAST || earned <= 0 ? null : read("dormant") / POINT / earned,
    liability: value === null ? null : (earned - used) * value,
    cost: value === null ? null : used * value
  };
}

/** What points cost against what members bring more: per member-year, and as the uplift from which on they pay. */
export interface Economics {
  readonly cost_per_year: number | null;
  readonly net_per_year: number | null;
  readonly break_even: number | null;
}

/** All null without a comparison, or a cost. */
export function economicsOf(
  rates: StandardisedRates | null,
  {cost, money}: {cost: number | null; money: number}
): Economics {
  if (rates === null || cost === null || !(rates.other.value > 0))
    return {cost_per_year: null, net_per_year: null, break_even: null};
  const years = rates.x / rates.covered / YEAR;
  const [own, other] = [(rates.one.value * YEAR) / money, (rates.other.value * YEAR) / money];
  const perYear = cost / years;
  return {cost_per_year: perYear, net_per_year: own - other - perYear, break_even: perYear / other};
}

/** Accounts that stand out, by pattern; none where nobody uses points or returns. */
export function abuseRows(members: Rolled, {points, returns}: Limits) {
  const read = (name: string) => total(members, name, 0);
  const rows = [
    {pattern: "points per order", accounts: read("by_points"), of: read("users"), above: points && points / POINT},
    {pattern: "returns after earning", accounts: read("by_returns"), of: read("returners"), above: returns},
    {pattern: "both", accounts: read("by_both"), of: read("members"), above: null}
  ];
  return points === null && returns === null ? [] : rows;
}
