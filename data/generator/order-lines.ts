import {isoDate, timestamp} from "./calendar.ts";
import type {History, Purchase} from "./histories.ts";
import {type Random, stream} from "./random.ts";
import type {OrderLineRow} from "./tables.ts";

/** Points per yen spent; a point pays one yen. */
const POINTS = 0.02;

interface Order {
  history: History;
  purchase: Purchase;
  rows: Omit<OrderLineRow, "order_id">[];
}

/** The order lines of all customers, by time; order numbers count up with time. */
export function orderLines(histories: readonly History[], seed: number): OrderLineRow[] {
  const orders = histories.flatMap((history) => ordersOf(history, stream(seed, 7, history.person.index)));
  orders.sort(
    (a, b) =>
      a.purchase.day - b.purchase.day ||
      a.purchase.minute - b.purchase.minute ||
      a.history.person.index - b.history.person.index
  );
  return orders.flatMap(({rows}, n) => rows.map((row) => ({order_id: 100_001 + n, ...row})));
}

/** A member earns points on every line and, with enough of them, pays part of an order now and then. */
function ordersOf(history: History, random: Random): Order[] {
  let balance = 0;
  return history.purchases.map((purchase) => {
    const total = purchase.lines.reduce((sum, line) => sum + line.amount, 0);
    const member = history.memberSince !== null && history.memberSince <= purchase.day;
    const pays = member && balance >= 200 && random() < 0.3;
    const used = pays ? Math.min(Math.floor(balance / 100) * 100, Math.floor(total / 200) * 100) : 0;
    const rows = purchase.lines.map((line, n) => ({
      customer_id: history.person.id,
      ordered_at: timestamp(purchase.day, purchase.minute),
      product: line.product.name,
      category: line.product.category,
      quantity: line.quantity,
      amount: line.amount,
      gross_margin: line.margin,
      discount_amount: line.discount,
      points_earned: member ? Math.floor(line.amount * POINTS) : 0,
      points_used: n === 0 ? used : 0,
      returned: line.returned
    }));
    balance += rows.reduce((sum, row) => sum + row.points_earned - row.points_used, 0);
    return {history, purchase, rows};
  });
}

/** Whether a row lies in the 365 days to the last day given. */
export function inLastYear(row: OrderLineRow, lastDay: number): boolean {
  return row.ordered_at > isoDate(lastDay - 364);
}
