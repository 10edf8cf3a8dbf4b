import {DAYS, MONTHS, monthStart, timestamp} from "./calendar.ts";
import type {History} from "./histories.ts";
import type {Options} from "./options.ts";
import {below, exponential, normal, type Random, stream} from "./random.ts";
import type {ContactRow} from "./tables.ts";

interface Contact extends Omit<ContactRow, "customer_id" | "contacted_at" | "resolved_at"> {
  day: number;
  /** Days until resolved; null where nothing is. */
  resolution: number | null;
}

/** What customers wrote and opened, by time. */
export function contactRows(histories: readonly History[], {seed, planted}: Options): ContactRow[] {
  return histories
    .flatMap((history) => {
      const random = stream(seed, 9, history.person.index);
      return [...afterOrders(history, random), ...newsletters(history, planted.lettersFade, random)].map((contact) =>
        row(history.person.id, contact, random)
      );
    })
    .sort((a, b) => (a.contacted_at < b.contacted_at ? -1 : a.contacted_at > b.contacted_at ? 1 : 0));
}

function row(customer_id: string, {day, kind, sentiment, resolution}: Contact, random: Random): ContactRow {
  const minute = 480 + below(random, 840);
  const resolved = resolution === null ? DAYS : day + 1 + Math.floor(resolution);
  return {
    customer_id,
    contacted_at: timestamp(day, minute),
    kind,
    sentiment,
    resolved_at: resolved < DAYS ? timestamp(resolved, 540 + below(random, 480)) : null
  };
}

/** Inquiries, complaints, reviews and posts follow orders; complaints rise with returns and fall with satisfaction. */
function afterOrders({person, purchases}: History, random: Random): Contact[] {
  return purchases.flatMap(({day, lines}) => {
    const returned = lines.some((line) => line.returned);
    const complains = returned ? 0.3 : 0.012 * Math.exp(-0.6 * person.satisfaction) * (person.badQuarter ? 2.5 : 1);
    const mood = 0.25 + 0.3 * person.satisfaction;
    const all: Contact[] = [];
    const add = (kind: Contact["kind"], mean: number, resolution: number | null): void => {
      const sentiment = Math.max(-1, Math.min(1, Math.round((mean + 0.25 * normal(random)) * 100) / 100));
      all.push({day: day + 1 + below(random, 9), kind, sentiment, resolution});
    };
    if (random() < 0.03) add("inquiry", 0.05, random() < 0.97 ? exponential(random) * 0.9 : null);
    if (random() < complains) add("complaint", -0.6, random() < 0.9 ? exponential(random) * 3.2 : null);
    if (random() < 0.04) add("review", mood, null);
    if (random() < 0.012) add("social", mood + 0.15, null);
    return all.filter((contact) => contact.day < DAYS);
  });
}

/** The monthly letter: opened by some while they stay, rarely in the weeks before they leave and after. */
function newsletters({person}: History, fade: number, random: Random): Contact[] {
  if (person.first === null) return [];
  const reads = Math.max(0.02, 0.16 + 0.07 * person.satisfaction);
  const months = Array.from({length: MONTHS}, (_, month) => monthStart(month) + 5);
  return months.flatMap((letter) => {
    const day = letter + Math.floor(exponential(random) * 1.2);
    const fades = letter > person.leaves - 45 ? 1 - fade : 1;
    const opens = random() < reads * fades;
    if (letter <= person.first! || day >= DAYS || !opens) return [];
    return [{day, kind: "email_open" as const, sentiment: null, resolution: null}];
  });
}
