import {BAD_QUARTER} from "../../data/generator/people.ts";
import {isoDate} from "../../data/generator/calendar.ts";
import type {CustomerRow, OrderLineRow, SurveyRow, Tables} from "../../data/generator/tables.ts";

/** An order: its lines summed, margin net of returned ones, `day` counted from 1970. */
interface Order {
  month: string;
  day: number;
  margin: number;
}

/** A customer who has ordered. */
export interface Buyer {
  row: CustomerRow;
  first: string;
  orders: Order[];
}

const END = toDay("2026-10-31");

function toDay(date: string): number {
  return Date.parse(date.slice(0, 10)) / 86_400_000;
}

/** Customers with at least one order; orders by time. */
export function buyers({customers, orders}: Tables): Buyer[] {
  const lines = Map.groupBy(orders, (line) => line.customer_id);
  return customers.flatMap((row) => {
    const own = lines.get(row.customer_id);
    if (!own) return [];
    return [
      {
        row,
        first: own[0]!.ordered_at.slice(0, 10),
        orders: [...Map.groupBy(own, (l) => l.order_id).values()].map(order)
      }
    ];
  });
}

function order(lines: OrderLineRow[]): Order {
  const at = lines[0]!.ordered_at;
  return {month: at.slice(0, 7), day: toDay(at), margin: sum(lines, (line) => (line.returned ? 0 : line.gross_margin))};
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

/** Second order within 90 days: customers of the bad quarter against those of the quarters before and after. */
export function badQuarter(tables: Tables): number {
  const all = buyers(tables);
  const quarter = (from: string, to: string): number =>
    share(
      all.filter(({first}) => first >= from && first < to),
      ({orders}) => orders.some(({day}) => day > orders[0]!.day && day <= orders[0]!.day + 90)
    );
  const [from, to] = [isoDate(BAD_QUARTER.from), isoDate(BAD_QUARTER.to)];
  return quarter(from, to) / ((quarter("2025-01-01", from) + quarter(to, "2025-10-01")) / 2);
}

/** Ordering later than half a year after the first order: Marketplace against Search and Social. */
export function churningChannel(tables: Tables): number {
  const old = buyers(tables).filter(({first}) => toDay(first) <= END - 365);
  const stays = (sources: readonly string[]): number =>
    share(
      old.filter(({row}) => sources.includes(row.source)),
      ({orders}) => orders[orders.length - 1]!.day > orders[0]!.day + 180
    );
  return stays(["Marketplace"]) / stays(["Search", "Social"]);
}

/** Margin per customer-year: those who hold against those who do not. */
export function marginRatio(tables: Tables, holds: (row: CustomerRow) => boolean): number {
  const perYear = (group: readonly Buyer[]): number =>
    sum(group, ({orders}) => sum(orders, ({margin}) => margin)) /
    sum(group, ({first}) => (END + 1 - toDay(first)) / 365.25);
  const all = buyers(tables);
  return perYear(all.filter(({row}) => holds(row))) / perYear(all.filter(({row}) => !holds(row)));
}

/** Orders of members from the day of joining on. */
export function ordersOfMembers(tables: Tables): number {
  return sum(buyers(tables), ({row, orders}) => {
    const since = row.member_since;
    return since === null ? 0 : orders.filter(({day}) => day >= toDay(since)).length;
  });
}

/** Margin of referred customers after their first order. */
export function marginOfReferred(tables: Tables): number {
  const referred = buyers(tables).filter(({row}) => row.source === "Referral");
  return sum(referred, ({orders}) => sum(orders, ({margin}) => margin));
}

/** Net Promoter Score. */
export function nps(answers: readonly SurveyRow[]): number {
  const scores = answers.flatMap(({score}) => (score === null ? [] : [score]));
  return 100 * (share(scores, (s) => s >= 9) - share(scores, (s) => s <= 6));
}

/** NPS of the other touchpoints less that of delivery. */
export function touchpointGap({surveys}: Tables): number {
  const transactional = surveys.filter(({touchpoint}) => touchpoint !== null);
  const delivery = transactional.filter(({touchpoint}) => touchpoint === "delivery");
  return nps(transactional.filter((row) => !delivery.includes(row))) - nps(delivery);
}

/** Orders of a region against those of Kanto and the rest of Japan: in the twelve months from `from` against all before. */
export function regionRise(tables: Tables, region: string, from: string): number {
  const to = `${Number(from.slice(0, 4)) + 1}${from.slice(4)}`;
  const orders = buyers(tables).flatMap(({row, orders}) => orders.map(({month}) => ({region: row.region, month})));
  const ratio = (holds: (month: string) => boolean): number => {
    const own = orders.filter((o) => holds(o.month));
    return own.filter((o) => o.region === region).length / own.filter((o) => REST.includes(o.region)).length;
  };
  return ratio((month) => month >= from && month < to) / ratio((month) => month < from);
}

const REST = ["Kanto", "Other Japan"];

/** Share of list price given as discount while Kyushu's coupons ran: Kyushu less Kanto. */
export function couponGap({customers, orders}: Tables): number {
  const regions = new Map(customers.map((row) => [row.customer_id, row.region]));
  const rate = (region: string): number => {
    const lines = orders.filter(
      (l) => l.ordered_at >= "2025-07-01" && l.ordered_at < "2026-07-01" && regions.get(l.customer_id) === region
    );
    const discount = sum(lines, (line) => line.discount_amount);
    return discount / (discount + sum(lines, (line) => line.amount));
  };
  return rate("Kyushu") - rate("Kanto");
}

/** An order in the 365 days after an answer about the shop: promoters less detractors, in share of answers. */
export function satisfactionGap(tables: Tables): number {
  const orders = new Map(buyers(tables).map(({row, orders}) => [row.customer_id, orders]));
  const answers = tables.surveys.filter(
    (row) => row.touchpoint !== "delivery" && row.score !== null && toDay(row.answered_at) <= END - 365
  );
  const retained = (holds: (score: number) => boolean): number =>
    share(
      answers.filter(({score}) => holds(score!)),
      ({customer_id, answered_at}) => {
        const day = toDay(answered_at);
        return orders.get(customer_id)!.some((o) => o.day > day && o.day <= day + 365);
      }
    );
  return retained((score) => score >= 9) - retained((score) => score <= 6);
}

/** Orders of each December against the mean of October, November, January and February around it; both Decembers that have them all. */
export function decemberPeak(tables: Tables): number {
  const months = Map.groupBy(
    buyers(tables).flatMap(({orders}) => orders),
    ({month}) => month
  );
  const count = (month: string): number => months.get(month)!.length;
  const peak = (year: number): number =>
    (4 * count(`${year}-12`)) / sum([`${year}-10`, `${year}-11`, `${year + 1}-01`, `${year + 1}-02`], count);
  return (peak(2024) + peak(2025)) / 2;
}

/** New customers of the last twelve months against the first twelve. */
export function growth({customers}: Tables): number {
  return (
    customers.filter(({signup_date}) => signup_date >= "2025-11-01").length /
    customers.filter(({signup_date}) => signup_date < "2024-11-01").length
  );
}

/** Share of all margin that the best fifth of the buyers bring. */
export function topFifth(tables: Tables): number {
  const margins = buyers(tables)
    .map(({orders}) => sum(orders, ({margin}) => margin))
    .sort((a, b) => b - a);
  return sum(margins.slice(0, Math.round(margins.length / 5)), (m) => m) / sum(margins, (m) => m);
}

/** Customers of fully observed cohorts who order in the calendar month after their first order's. */
export function firstMonthRetention(tables: Tables): number {
  const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return share(
    buyers(tables).filter(({first}) => first < "2026-10-01"),
    ({first, orders}) => orders.some(({month}) => index(month) === index(first) + 1)
  );
}
