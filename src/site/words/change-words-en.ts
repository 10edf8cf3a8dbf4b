import type {ChangeWords} from "./change-words.ts";

const COUNT = new Intl.NumberFormat("en");

const NAMES: Readonly<Record<string, string>> = {half: "half-year", "fiscal-year": "fiscal year"};
const UP = {slight: "rose slightly", plain: "rose", clear: "rose clearly", sharp: "rose sharply"};
const DOWN = {slight: "fell slightly", plain: "fell", clear: "fell clearly", sharp: "fell sharply"};

const always = (name: string) => () => name;

/** English. */
export const changeWordsEn: ChangeWords = {
  title: "What changed",
  measures: {
    new_customers: always("New customers"),
    orders: always("Orders"),
    revenue: always("Revenue"),
    margin: always("Margin"),
    average_order_value: always("Average order value"),
    answers: always("Survey answers"),
    nps: always("Net Promoter Score"),
    csat: always("Share of satisfied answers"),
    effort: always("Share that finds us easy to deal with"),
    trust: always("Share that trusts us"),
    dwb: always("Share that would definitely buy again"),
    "retention-rate": always("Share of customers kept"),
    retention: (period) => `Share that ordered again in the ${NAMES[period] ?? period} after the first order`
  },
  sentence: ({what, group, size, isUp, isBroken, value, before, when, since, isCohort}) => {
    const of = isCohort ? (date: string) => `the cohort of ${date}` : (date: string) => date;
    return `${what}${group === null ? "" : ` (${group})`} ${isBroken ? (isUp ? "rose less than usual" : "fell less than usual") : (isUp ? UP : DOWN)[size]}: ${value} in ${of(when)}, after ${before} in ${of(since)}.`;
  },
  base: ({tested, real, shown}) =>
    `${real > shown ? `The ${COUNT.format(shown)} largest of ${COUNT.format(real)}` : COUNT.format(real)} ${real === 1 ? "movement" : "movements"} beyond the noise, of ${COUNT.format(tested)} tested against the period before; false discoveries held to 5%.`,
  nothing: (tested) =>
    `Nothing moved beyond the noise and its usual ups and downs: ${COUNT.format(tested)} ${tested === 1 ? "movement" : "movements"} tested against the period before.`
};
