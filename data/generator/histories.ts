import {basket, boxLines, type Line} from "./baskets.ts";
import {dayOf, DAYS, demand, monthOf, MONTHS, monthStart, PEAK_DEMAND} from "./calendar.ts";
import type {Options, Planted} from "./options.ts";
import type {Person} from "./people.ts";
import {below, choose, exponential, type Random, stream} from "./random.ts";

/** An order of one customer. */
export interface Purchase {
  day: number;
  minute: number;
  lines: Line[];
}

/** What one customer did. */
export interface History {
  person: Person;
  /** By time. */
  purchases: Purchase[];
  /** Day of joining the loyalty programme. */
  memberSince: number | null;
  /** Whether the monthly tea box is subscribed to on the last day. */
  subscriber: boolean;
}

/** Opening of the warehouse that serves Kansai. */
const WAREHOUSE = dayOf("2025-10-01");

/** Start of the loyalty programme. */
const PROGRAMME = dayOf("2024-04-01");

/** Highest rise that membership and warehouse may make together. */
const HIGHEST_RISE = 2.5;

/** Demand by hour of the day in Japan. */
const HOURS = [2, 1, 0.5, 0.3, 0.3, 0.5, 1.5, 3, 4, 4.5, 5, 5, 6, 5, 4.5, 4.5, 4.5, 5, 5.5, 6.5, 8, 9.5, 9, 5];
const HOUR_NUMBERS = HOURS.map((_, hour) => hour);

/** The purchases of a customer until the end of the history or the day of leaving. */
export function history(person: Person, {seed, planted}: Options): History {
  if (person.first === null) return {person, purchases: [], memberSince: null, subscriber: false};
  const random = stream(seed, 3, person.index);
  const membership = programme(person.first, planted, stream(seed, 4, person.index));
  const purchases: Purchase[] = [];
  const buy = (day: number): void => {
    const visit = {day, first: purchases.length === 0, coupon: planted.actionThatDidNot};
    const lines = basket(person, visit, stream(seed, 5, person.index, purchases.length));
    purchases.push({day, minute: minute(person, random), lines});
    membership.spend(lines.reduce((sum, line) => sum + line.amount, 0));
  };
  buy(person.first);
  const highest = person.rate * PEAK_DEMAND * HIGHEST_RISE;
  const last = Math.min(DAYS, person.leaves);
  for (let time = person.first + 1; (time += exponential(random) / highest) < last;) {
    const day = Math.floor(time);
    const rise = (membership.joinedBy(day) ? 1 + planted.programmeEffect : 1) * warehouse(person, day, planted);
    if (random() * PEAK_DEMAND * HIGHEST_RISE < demand(day, planted.seasonality) * rise) buy(day);
  }
  membership.joinedBy(DAYS - 1);
  const boxes = teaBoxes(person, purchases, stream(seed, 6, person.index));
  return {
    person,
    purchases: [...purchases, ...boxes].sort((a, b) => a.day - b.day || a.minute - b.minute),
    memberSince: membership.since(),
    subscriber: boxes.length > 0 && boxes[boxes.length - 1]!.day > DAYS - 31
  };
}

function warehouse(person: Person, day: number, planted: Planted): number {
  return person.region.name === "Kansai" && day >= WAREHOUSE ? 1 + planted.actionThatWorked : 1;
}

function minute(person: Person, random: Random): number {
  const hour = choose(random, HOUR_NUMBERS, (h) => HOURS[(h + (person.region.abroad ? 11 : 0)) % 24]!);
  return hour * 60 + below(random, 60);
}

/** Chance to accept the first, second and third monthly invitation, for a customer who spent 6,000 yen. */
const INVITATIONS = [0.28, 0.16, 0.12];

interface Membership {
  spend: (amount: number) => void;
  joinedBy: (day: number) => boolean;
  since: () => number | null;
}

/**
 * In the three months after the first order (or after the programme's start) a customer is invited to join, and accepts the
 * more likely the more was spent so far, where selection is planted. Nothing else decides, so comparing customers of equal
 * earlier spend is fair.
 */
function programme(first: number, planted: Planted, random: Random): Membership {
  let spent = 0;
  let since: number | null = null;
  const start = Math.max(monthOf(first) + 1, monthOf(PROGRAMME));
  let month = start;
  const invite = (chance: number): void => {
    const pull = Math.exp(planted.programmeSelection * Math.log((spent + 1500) / 7500));
    const day = monthStart(month) + below(random, 28);
    if (random() < Math.min(0.85, chance * pull)) since = day;
  };
  return {
    spend: (amount) => void (spent += amount),
    joinedBy(day) {
      for (; since === null && month < MONTHS && monthStart(month) <= day; ++month) {
        invite(INVITATIONS[month - start] ?? 0);
      }
      return since !== null && since <= day;
    },
    since: () => since
  };
}

/** One in eight of the customers in Japan who come back subscribes to a monthly box for a while. */
function teaBoxes(person: Person, purchases: readonly Purchase[], random: Random): Purchase[] {
  const start = purchases[1];
  if (!start || person.region.abroad || random() > 0.12) return [];
  const last = Math.min(DAYS - 1, person.leaves, start.day + 31 + exponential(random) * 300);
  const boxes: Purchase[] = [];
  for (let n = 1; ; ++n) {
    const day = start.day + Math.round(n * 30.4);
    if (day > last) return boxes;
    boxes.push({day, minute: 7 * 60 + below(random, 30), lines: boxLines(random)});
  }
}
