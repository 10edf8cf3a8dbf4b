import {dayOf, DAYS, demand} from "./calendar.ts";
import type {Options, Planted} from "./options.ts";
import type {Product} from "./products.ts";
import {below, choose, exponential, gamma, normal, type Random, stream} from "./random.ts";
import type {Language} from "./tables.ts";

/** How a customer found the shop. `rate` is the order rate of its customers against the average. */
export interface Channel {
  name: string;
  weight: number;
  rate: number;
}

export const CHANNELS: readonly Channel[] = [
  {name: "Search", weight: 27, rate: 1.04},
  {name: "Social", weight: 20, rate: 0.95},
  {name: "Marketplace", weight: 18, rate: 1},
  {name: "Direct", weight: 14, rate: 1.16},
  {name: "Referral", weight: 13, rate: 1},
  {name: "Pop-up store", weight: 8, rate: 1.26}
];

/** Where a customer lives. `abroad` shifts hours, language, basket and scores. */
export interface Region {
  name: string;
  weight: number;
  abroad: boolean;
}

export const REGIONS: readonly Region[] = [
  {name: "Kanto", weight: 36, abroad: false},
  {name: "Kansai", weight: 19, abroad: false},
  {name: "Kyushu", weight: 10, abroad: false},
  {name: "Other Japan", weight: 23, abroad: false},
  {name: "Asia", weight: 5, abroad: true},
  {name: "Europe", weight: 3, abroad: true},
  {name: "North America", weight: 4, abroad: true}
];

/** A region of three customers, whatever the size: something to fold. */
const RARE_REGION: Region = {name: "Oceania", weight: 0, abroad: true};
const RARE_INDEXES: ReadonlySet<number> = new Set([57, 131, 208]);

/** First days of the bad quarter and of the next one. */
export const BAD_QUARTER = {from: dayOf("2025-04-01"), to: dayOf("2025-07-01")};

/** A customer before any purchase: what never shows in the tables directly. Days count from the opening. */
export interface Person {
  index: number;
  id: string;
  signup: number;
  /** Day of the first order; null for a customer who never orders. */
  first: number | null;
  channel: Channel;
  region: Region;
  language: Language;
  referrer: Person | null;
  /** Standard normal. */
  satisfaction: number;
  badQuarter: boolean;
  /** Orders per day on an average day, until `leaves`. */
  rate: number;
  /** Day from which no order comes. */
  leaves: number;
  /** Size of the basket against the average. */
  basket: number;
  taste: Product["category"];
}

/** All customers, by sign-up. Buy till you die: gamma-distributed order rates and departure rates, and a share who never return. */
export function people({seed, customers, planted}: Options): Person[] {
  const all: Person[] = [];
  for (const [index, signup] of signups({seed, customers, planted}).entries()) {
    all.push(person(all, {index, signup, planted, random: stream(seed, 2, index)}));
  }
  return all;
}

/** Days of signing up, ascending. */
function signups({seed, customers, planted}: Options): number[] {
  const weights = Array.from(
    {length: DAYS},
    (_, day) => (1 + (planted.growth * day) / DAYS) * demand(day, planted.seasonality * 0.8)
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const random = stream(seed, 1);
  const draws = Float64Array.from({length: customers}, () => random() * total).sort();
  let day = 0;
  let passed = weights[0]!;
  return Array.from(draws, (draw) => {
    while (passed < draw) passed += weights[++day]!;
    return day;
  });
}

interface Arrival {
  index: number;
  signup: number;
  planted: Planted;
  random: Random;
}

function person(earlier: readonly Person[], {index, signup, planted, random}: Arrival): Person {
  const first = firstOrder(signup, random);
  const referrer = friend(earlier, signup, random);
  const drawn = choose(random, CHANNELS, (c) => (c.name === "Referral" && !referrer ? 0 : c.weight));
  const region = RARE_INDEXES.has(index) ? RARE_REGION : choose(random, REGIONS, (r) => r.weight);
  const language = random() < (region.abroad ? 0.9 : 0.03) ? "en" : "ja";
  const satisfaction = normal(random);
  const badQuarter = planted.badQuarter > 0 && first !== null && first >= BAD_QUARTER.from && first < BAD_QUARTER.to;
  const stay = Math.exp(planted.satisfactionPays * satisfaction);
  const returns = (1 - Math.min(0.9, 0.25 / stay)) * (badQuarter ? 1 - planted.badQuarter : 1);
  const churns = drawn.name === "Marketplace" ? 1 - planted.churningChannel : 1;
  const referred = drawn.name === "Referral" ? 1 + 1.3 * planted.referralLift : 1; // the first order is not lifted
  const rate = Math.min(0.11, (gamma(random, 1.15) / 1.15) * 0.0142 * drawn.rate * referred);
  const lifetime = (exponential(random) / Math.max(gamma(random, 2.5) / 2.5, 0.02)) * 455 * stay * churns;
  return {
    index,
    id: `C${String(index + 1).padStart(6, "0")}`,
    signup,
    first,
    channel: drawn,
    region,
    language,
    referrer: drawn.name === "Referral" ? referrer : null,
    satisfaction,
    badQuarter,
    rate,
    leaves: (first ?? signup) + (random() < returns ? lifetime : 0),
    basket: Math.exp(0.33 * normal(random) - 0.054) * (region.abroad ? 1.3 : 1),
    taste: choose(random, ["Tea", "Tableware", "Home", "Gift"], (c) => (c === "Tea" ? 6 : 1.5))
  };
}

/** Most order on the day they sign up, one in twenty never. */
function firstOrder(signup: number, random: Random): number | null {
  const never = random() < 0.05;
  const day = signup + (random() < 0.74 ? 0 : 1 + Math.floor(exponential(random) * 6));
  return never || day >= DAYS ? null : day;
}

/** Of five earlier customers, the most satisfied who has ordered; null where none has. */
function friend(earlier: readonly Person[], signup: number, random: Random): Person | null {
  const drawn = Array.from({length: 5}, () => earlier[below(random, earlier.length)]);
  return drawn.reduce<Person | null>((best, next) => {
    if (!next || next.first === null || next.first > signup - 3) return best;
    return best && best.satisfaction >= next.satisfaction ? best : next;
  }, null);
}
