import type {ColumnTable} from "arquero";
import {LEAST} from "./contrast.ts";
import type {Estimate} from "./contrast.ts";
import type {Facts, Unit} from "./metric.ts";
import {tableOf} from "./table-of.ts";

/** What a customer of one group is worth. Money in the currency's major units. */
export interface Worth extends Estimate {
  readonly customers: number;
  /** Brought so far per customer; null where it is not known. */
  readonly observed: number | null;
  /** Expected in all per customer, not discounted. */
  readonly expected: number | null;
  /** The same, discounted: what the customer is worth. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** {@link Worth} with the group's part of the whole. */
export interface Shared extends Worth {
  readonly share_customers: number | null;
  /** Of customers × value of all groups; null where the value of ten customers or more is unknown, or the total is not positive. */
  readonly share_value: number | null;
}

/** Everybody first, as given; then the groups, the most valuable first, those without value last; each with its shares of customers and of value. */
export function ranked<W extends Worth>(rows: readonly W[]): readonly (W & Shared)[] {
  const [all, ...groups] = rows;
  const sorted = groups.toSorted(
    (a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || b.customers - a.customers
  );
  const customers = all?.customers ?? 0;
  const known = groups.length > 0 ? groups : rows;
  const isKnown = known.every(({value, customers: n}) => value !== null || n < LEAST);
  const total = known.reduce((sum, row) => sum + (row.value ?? 0) * row.customers, 0);
  const shareValue = (row: W) =>
    row.value === null || !isKnown || !(total > 0) ? null : row === all ? 1 : (row.value * row.customers) / total;
  return [...(all ? [all] : []), ...sorted].map((row) => ({
    ...row,
    share_customers: customers > 0 ? row.customers / customers : null,
    share_value: shareValue(row)
  }));
}

export const WORTH_COLUMNS = [
  "group",
  "customers",
  "observed",
  "expected",
  "value",
  "low",
  "high",
  "share_customers",
  "share_value"
] as const;

export const WORTH_UNITS: Readonly<Record<string, Unit>> = {
  group: "text",
  customers: "count",
  observed: "money",
  expected: "money",
  value: "money",
  low: "money",
  high: "money",
  share_customers: "ratio",
  share_value: "ratio"
};

/** The table of a method that says one value per group; `more` columns stand after the usual ones. */
export function worthTable<W extends Shared>(rows: readonly W[], more: readonly (keyof W & string)[]): ColumnTable {
  return tableOf(rows, [...WORTH_COLUMNS, ...more]);
}

/** Notes that every method needs: no margin in the data, groups by today's value of a dimension. */
export function worthNotes(by: string | undefined, facts: Facts): string[] {
  return [...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : []), ...currentNote(by, facts)];
}

/** The note that groups are those of today, where they are. */
export function currentNote(by: string | undefined, {currentDimensions}: Facts): string[] {
  return by !== undefined && (currentDimensions?.has(by) ?? false) ? ["current-dimension"] : [];
}
