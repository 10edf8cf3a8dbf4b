import {DAYS, MONTHS, monthStart, timestamp} from "./calendar.ts";
import {comment} from "./comments.ts";
import type {History, Purchase} from "./histories.ts";
import type {Options} from "./options.ts";
import type {Person} from "./people.ts";
import {below, choose, exponential, normal, type Random, stream} from "./random.ts";
import type {SurveyRow} from "./tables.ts";

/** A part of the shop that a survey asks about: its score against the shop's, and what is expected of it (1–5). */
interface Touchpoint {
  name: "website" | "delivery" | "product" | "support" | null;
  weight: number;
  shift: number;
  expected: number;
}

const TOUCHPOINTS: readonly Touchpoint[] = [
  {name: "website", weight: 28, shift: -0.1, expected: 3.8},
  {name: "delivery", weight: 32, shift: 0, expected: 4.2},
  {name: "product", weight: 30, shift: 0.45, expected: 4.1},
  {name: "support", weight: 10, shift: -0.2, expected: 3.7}
];

const SHOP: Touchpoint = {name: null, weight: 0, shift: 0, expected: 4};

/** Invitations to surveys, answered or not, by time. */
export function surveyRows(histories: readonly History[], {seed, planted}: Options): SurveyRow[] {
  const touchpoints = TOUCHPOINTS.map((t) =>
    t.name === "delivery" ? {...t, shift: t.shift - planted.touchpointDetractors} : t
  );
  return histories
    .flatMap((history) => {
      const random = stream(seed, 8, history.person.index);
      const invited = [...afterOrders(history, touchpoints, random), ...ofTheShop(history, random)];
      return invited.map((invitation) => answer(history, invitation, random));
    })
    .sort((a, b) => (a.answered_at < b.answered_at ? -1 : a.answered_at > b.answered_at ? 1 : 0));
}

interface Invitation {
  touchpoint: Touchpoint;
  day: number;
  /** The order asked about; for the shop as a whole, the latest. */
  purchase: Purchase;
}

/** One order in twelve is followed by a question on one touchpoint, some days later. */
function afterOrders({purchases}: History, touchpoints: readonly Touchpoint[], random: Random): Invitation[] {
  return purchases.flatMap((purchase) => {
    const asked = random() < 0.08;
    const touchpoint = choose(random, touchpoints, (t) => t.weight);
    const day = purchase.day + 3 + below(random, 5);
    return asked && day < DAYS ? [{touchpoint, day, purchase}] : [];
  });
}

/** Each month one in twenty of those who ordered in the last 365 days is asked about the shop. */
function ofTheShop({purchases}: History, random: Random): Invitation[] {
  return Array.from({length: MONTHS}, (_, month) => month).flatMap((month) => {
    const day = monthStart(month) + 9 + below(random, 5);
    const asked = random() < 0.05;
    const purchase = purchases.findLast((p) => p.day < day);
    return asked && purchase && purchase.day > day - 365 ? [{touchpoint: SHOP, day, purchase}] : [];
  });
}

function answer({person, purchases, memberSince}: History, invitation: Invitation, random: Random): SurveyRow {
  const {touchpoint, purchase} = invitation;
  const member = memberSince !== null && memberSince <= invitation.day;
  const responds = random() < 0.26 + (member ? 0.1 : 0) + (purchases.length > 3 ? 0.05 : 0);
  const day = Math.min(DAYS - 1, invitation.day + (responds ? Math.floor(exponential(random) * 1.5) : 0));
  const row: SurveyRow = {
    customer_id: person.id,
    answered_at: timestamp(day, responds ? 420 + below(random, 960) : 600),
    touchpoint: touchpoint.name,
    score: null,
    csat: null,
    dwb: null,
    expected: null,
    effort: null,
    trust: null,
    free_text: null
  };
  return responds ? {...row, ...scores(person, {touchpoint, purchase}, random)} : row;
}

type Scores = Omit<SurveyRow, "customer_id" | "answered_at" | "touchpoint">;

/** Scores follow satisfaction; abroad they run higher for the same liking, as scales do. */
function scores(person: Person, about: Omit<Invitation, "day">, random: Random): Scores {
  const {touchpoint} = about;
  const liking = person.satisfaction - (person.badQuarter ? 0.5 : 0);
  const shift = touchpoint.shift + (person.region.abroad ? 0.8 : 0);
  const upset = random() < 0.03 ? 4 : 0;
  const score = scale(7.8 + 1.35 * liking + shift - upset + 1.25 * normal(random), 0, 10);
  const asked = (chance: number, value: number): number | null => (random() < chance ? value : null);
  return {
    score,
    csat: asked(0.96, scale(3.9 + 0.5 * liking + 0.45 * shift + 0.6 * normal(random), 1, 5)),
    dwb: asked(0.93, scale(3.75 + 0.62 * liking + 0.3 * shift + 0.7 * normal(random), 1, 5)),
    expected: asked(0.9, scale(touchpoint.expected + 0.1 * liking + 0.7 * normal(random), 1, 5)),
    effort: touchpoint.name === null ? null : scale(5 + 0.5 * liking + 0.6 * shift + 1.1 * normal(random), 1, 7),
    trust: touchpoint.name === null ? asked(0.95, scale(3.8 + 0.5 * liking + 0.6 * normal(random), 1, 5)) : null,
    free_text: random() < (score <= 6 ? 0.55 : 0.38) ? comment({person, ...about, score}, random) : null
  };
}

function scale(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, Math.round(value)));
}
