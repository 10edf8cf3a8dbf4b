import {DAYS, isoDate} from "./calendar.ts";
import type {History} from "./histories.ts";
import {inLastYear} from "./order-lines.ts";
import type {CustomerRow, OrderLineRow} from "./tables.ts";

/** Yen of net spend in the last 365 days from which a tier begins. */
const TIERS = [
  {tier: "Platinum", from: 50_000},
  {tier: "Gold", from: 20_000},
  {tier: "Silver", from: 8_000},
  {tier: "Bronze", from: 0}
];

/** The customers table. */
export function customerRows(histories: readonly History[], orders: readonly OrderLineRow[]): CustomerRow[] {
  const spent = new Map<string, number>();
  for (const row of orders) {
    if (row.returned || !inLastYear(row, DAYS - 1)) continue;
    spent.set(row.customer_id, (spent.get(row.customer_id) ?? 0) + row.amount);
  }
  return histories.map(({person, memberSince, subscriber}) => ({
    customer_id: person.id,
    signup_date: isoDate(person.signup),
    tier: TIERS.find(({from}) => (spent.get(person.id) ?? 0) >= from)!.tier,
    source: person.channel.name,
    region: person.region.name,
    plan: subscriber ? "Tea box" : "One-off",
    language: person.language,
    member_since: memberSince === null ? null : isoDate(memberSince),
    referred_by: person.referrer?.id ?? null
  }));
}
