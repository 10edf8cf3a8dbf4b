/**
 * The effects that are hidden in the data, one switch each. 0 turns an effect off; the value is its size.
 * `data/README.md` says what each one looks like in the finished tables.
 */
export interface Planted {
  /** Share of the customers of the bad quarter (first order April–June 2025) who would have come back and never do. */
  badQuarter: number;
  /** Share by which a customer of the Marketplace channel stays a shorter time. */
  churningChannel: number;
  /** Pull of past spend on the chance to join the programme: exponent on spend against an average customer's. */
  programmeSelection: number;
  /** True rise of a member's order rate from the day of joining. */
  programmeEffect: number;
  /** Points of NPS answer (0–10) that the delivery touchpoint scores below the others. */
  touchpointDetractors: number;
  /** Rise of the order rate in Kansai from the day its warehouse opened (2025-10-01). */
  actionThatWorked: number;
  /** Discount given to Kyushu orders by the coupon action (2025-07-01 to 2026-06-30); orders do not rise. */
  actionThatDidNot: number;
  /** Margin of a referred customer above that of the others. */
  referralLift: number;
  /** Share by which a customer opens the newsletter less from the weeks before leaving on. */
  lettersFade: number;
  /** Effect of one standard deviation of satisfaction on the (log) time a customer stays. */
  satisfactionPays: number;
  /** Strength of the season (December, Golden Week, weekends). */
  seasonality: number;
  /** New customers per day at the end of the history against its start, minus 1. */
  growth: number;
}

/** What {@link generate} makes. */
export interface Options {
  seed: number;
  /** Rows of the customers table. */
  customers: number;
  planted: Planted;
}

/** The committed data. */
export const DEFAULTS: Options = {
  seed: 20261031,
  customers: 38_000,
  planted: {
    badQuarter: 0.4,
    churningChannel: 0.65,
    programmeSelection: 0.48,
    programmeEffect: 0.1,
    touchpointDetractors: 1.7,
    actionThatWorked: 0.4,
    actionThatDidNot: 0.1,
    referralLift: 0.16,
    lettersFade: 0.85,
    satisfactionPays: 0.4,
    seasonality: 1,
    growth: 1.8
  }
};
