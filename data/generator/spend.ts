import {isoDate, monthOf, MONTHS, monthStart} from "./calendar.ts";
import type {History} from "./histories.ts";
import {normal, type Random, stream} from "./random.ts";
import type {SpendRow} from "./tables.ts";

/** Yen spent for one new customer by channel; a channel without a price (Direct) has no rows. */
const ACQUISITION: readonly {channel: string; price: number}[] = [
  {channel: "Search", price: 2900},
  {channel: "Social", price: 4300},
  {channel: "Marketplace", price: 1900},
  {channel: "Referral", price: 1000},
  {channel: "Pop-up store", price: 3600}
];

/** Yen spent to keep customers by way, per customer who ordered in the month. */
const RETENTION: readonly {channel: string; price: number}[] = [
  {channel: "Email", price: 45},
  {channel: "Letters", price: 95}
];

/** Marketing cost; acquisition grows dearer by a fifth over the history. */
export function spendRows(histories: readonly History[], seed: number): SpendRow[] {
  const random = stream(seed, 10);
  return Array.from({length: MONTHS}, (_, month) => month).flatMap((month) => [
    ...ACQUISITION.map(({channel, price}) => {
      const cost = price * gained(histories, channel, month) * (1 + (0.2 * month) / MONTHS);
      return row({month, channel, kind: "acquisition", cost}, random);
    }),
    ...RETENTION.map(({channel, price}) =>
      row({month, channel, kind: "retention", cost: price * active(histories, month)}, random)
    )
  ]);
}

interface Cost {
  month: number;
  channel: string;
  kind: SpendRow["kind"];
  cost: number;
}

/** Budgets are round, and never just right. */
function row({month, channel, kind, cost}: Cost, random: Random): SpendRow {
  const amount = Math.max(10, Math.round((cost * (1 + 0.08 * normal(random))) / 1000)) * 1000;
  return {month: isoDate(monthStart(month)), channel, amount, kind};
}

function gained(histories: readonly History[], channel: string, month: number): number {
  return histories.filter(({person}) => person.channel.name === channel && monthOf(person.signup) === month).length;
}

function active(histories: readonly History[], month: number): number {
  return histories.filter(({purchases}) => purchases.some(({day}) => monthOf(day) === month)).length;
}
