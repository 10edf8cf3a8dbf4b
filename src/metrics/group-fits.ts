import {LEAST} from "./contrast.ts";
import {fitLog} from "./purchase-fit.ts";
import type {PurchaseFit} from "./purchase-fit.ts";
import {partOf} from "./purchase-log.ts";

/** A group's customers with the models fitted to them. */
export interface GroupFit {
  readonly group: string;
  readonly fitted: PurchaseFit;
  /** Whether the fit is its own; else everybody's stands in, because the group has fewer than 10 customers or its model no maximum. */
  readonly isOwn: boolean;
}

/** The models fitted to each group's customers alone, in the order of the groups' names. @param groupOf the group of each customer of the log, in its order; @param digits of the currency */
export function fitGroups(
  whole: PurchaseFit,
  groupOf: readonly (string | null)[],
  digits: number
): readonly GroupFit[] {
  const places = new Map<string, number[]>();
  groupOf.forEach((group, i) => {
    const name = group ?? "(none)";
    const own = places.get(name);
    if (own) own.push(i);
    else places.set(name, [i]);
  });
  return [...places]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, own]) => {
      const fitted = fitLog(whole.kind, partOf(whole.log, own, digits));
      const isOwn = own.length >= LEAST && fitted.fit !== null;
      if (isOwn) return {group, fitted, isOwn};
      const {fit, kind, failure, notes, spend} = whole;
      return {group, isOwn, fitted: {...fitted, fit, kind, failure, notes, spend: {...fitted.spend, fit: spend.fit}}};
    });
}
