import {ENGLISH} from "./comments-en.ts";
import {JAPANESE} from "./comments-ja.ts";
import type {Grammar, Theme} from "./grammar.ts";
import type {Purchase} from "./histories.ts";
import type {Person} from "./people.ts";
import {choose, pick, type Random} from "./random.ts";

const THEMES: Record<string, Partial<Record<Theme, number>>> = {
  website: {website: 7, price: 2, gift: 1},
  delivery: {delivery: 7, packaging: 4},
  product: {taste: 5, vessel: 4, gift: 2, price: 2},
  support: {support: 8, delivery: 1},
  shop: {taste: 4, vessel: 3, packaging: 2, delivery: 2, price: 2, support: 1, website: 1, gift: 2}
};

/** What a comment is written about, by whom, in which mood (0–10). */
export interface Occasion {
  person: Person;
  touchpoint: {name: string | null};
  purchase: Purchase;
  score: number;
}

/** One to four sentences in the customer's language that fit touchpoint and score. */
export function comment({person, touchpoint, purchase, score}: Occasion, random: Random): string {
  const grammar = person.language === "ja" ? JAPANESE : ENGLISH;
  const weights = THEMES[touchpoint.name ?? "shop"]!;
  const theme = (): Theme => choose(random, Object.keys(weights) as Theme[], (t) => weights[t]!);
  return sentences({grammar, first: theme(), second: theme(), score}, random)
    .map(({about, template}) => {
      const category = CATEGORIES[about ?? "shop"] ?? pick(random, purchase.lines).product.category;
      return expand(template, random).replaceAll("{product}", pick(random, grammar.things[category]!));
    })
    .map((sentence) => sentence[0]!.toUpperCase() + sentence.slice(1))
    .join(grammar.space);
}

/** What a theme's `{product}` must be; elsewhere it is something from the order. */
const CATEGORIES: Record<string, string> = {taste: "Tea", vessel: "Tableware", gift: "Gift"};

/** Themes that would contradict each other in one comment. */
const PARCEL: ReadonlySet<Theme> = new Set(["delivery", "packaging"]);

interface Mood {
  grammar: Grammar;
  first: Theme;
  second: Theme;
  score: number;
}

interface Sentence {
  about: Theme | null;
  template: string;
}

function sentences({grammar, first, second, score}: Mood, random: Random): Sentence[] {
  const {praise, complaint, opening, promoterClose, passive, detractorClose} = grammar;
  const maybe = (chance: number, from: readonly string[], about: Theme | null = null): Sentence[] =>
    random() < chance ? [{about, template: pick(random, from)}] : [];
  const more = second === first || (PARCEL.has(first) && PARCEL.has(second)) ? 0 : 0.45;
  if (score >= 9) {
    const body = [...maybe(1, praise[first], first), ...maybe(more, praise[second], second)];
    return [...maybe(0.3, opening), ...body, ...maybe(0.4, promoterClose)];
  }
  if (score >= 7) {
    const body = [...maybe(1, praise[first], first), ...maybe(more, complaint[second], second)];
    return [...maybe(0.2, opening), ...body, ...maybe(0.45, passive)];
  }
  const body = [...maybe(1, complaint[first], first), ...maybe(more, complaint[second], second)];
  return [...maybe(0.2, opening), ...body, ...maybe(0.45, detractorClose)];
}

/** Replaces each innermost `[a|b]` by one of its parts until none is left. */
function expand(template: string, random: Random): string {
  let text = template;
  while (text.includes("[")) {
    text = text.replace(/\[([^[\]]*)\]/, (_, parts: string) => pick(random, parts.split("|")));
  }
  return text;
}
