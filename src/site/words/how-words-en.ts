import type {HowWords} from "./how-words.ts";

/** English. */
export const howWordsEn: HowWords = {
  title: "How is this computed?",
  query: (name) => `The rows of the query “${name}”.`,
  definitions: {
    kpi: {
      measure: null,
      text: "Flows (orders, revenue, new customers, scores) are of the last closed period, states of the last day observed. Active: ordered in the last 90 days. Repeat purchase rate: customers with two orders or more over all who ordered. Retention rate: of the customers active when the last closed year began, the share active at its end. Lifetime value: what a customer brings in the first twelve months."
    },
    retention: {
      measure: "Share of each cohort that ordered again",
      text: "A cohort is everybody whose first order fell in the same period. Each cell is the share of it that ordered in that later period (Wilson interval). The bottom row pools all cohorts that have completed the age: customers over customers, never a mean of rates."
    },
    "retention.rolling": {
      measure: "Share of each cohort that ordered in that period or later",
      text: "A cohort is everybody whose first order fell in the same period. Each cell is the share of it that ordered in that period or in any later one, so that recent ages are lower than they will be. The bottom row pools customers over all cohorts that have completed the age."
    },
    "retention.revenue": {
      measure: "Revenue, as a share of that of the first period",
      text: "A cohort is everybody whose first order fell in the same period. Its revenue of each later period is divided by its revenue of the first one; pooled rows are sums over sums."
    },
    "retention-rate": {
      measure: "Customers kept from a period’s start to its end",
      text: "S is the number of customers at the start of a period, E at its end, N the new ones among E. The retained share is those of S who are still there, over S; the classic rate is (E − N) / S, and counts those who came back. Groups are compared in the last closed period, in which a customer counts once, with one success and one failure added to each (Agresti–Caffo). Intervals of a period are Wilson’s; all periods together, which hold a customer many times, have one over customers."
    },
    churn: {
      measure: "Share of customers still there, by age",
      text: "Kaplan–Meier: at each age the share that stays of those who were still at risk, multiplied up. Customers not yet observed to an age leave the count there without counting as lost. Intervals are Greenwood’s on the log–log scale; groups are compared by the log-rank test."
    },
    "churn.lapse": {
      measure: "Share of customers who have not lapsed, by age",
      text: "A customer lapses when a silence reaches the length given; the event is dated at its end. Kaplan–Meier: at each age the share that stays of those still at risk, multiplied up; customers silent for less are censored. Intervals are Greenwood’s on the log–log scale; groups are compared by the log-rank test."
    },
    repeat: {
      measure: "Share that goes on to the next order",
      text: "Repeat purchase rate: customers with two orders or more over all who ordered. From one order to the next within so many days only customers count whom we have observed that long. Two orders on one day are two; where the data has no order ids, a customer’s lines of one day are one. Wilson intervals."
    },
    ltv: {
      measure: "Margin per customer, summed up to each age",
      text: "At each age the margin of all cohorts that have completed it, over their customers; these steps are summed. It is observed value: nothing is extrapolated, and the number of customers behind each age is printed."
    },
    "ltv.formula": {
      measure: "Margin over a mean lifetime",
      text: "Mean lifetime in years (one over annual churn) × orders per customer and year × margin per order. It takes churn and spending as constant."
    },
    "ltv.predictive": {
      measure: "Observed so far, and expected to the horizon",
      text: "Observed margin, plus purchases expected by a buy-till-you-die model times the spend expected by a Gamma-Gamma model, each customer’s by their own history, discounted to today. The interval resamples customers."
    },
    "ltv.contract": {
      measure: "Payments expected over the horizon",
      text: "Survival of contracts by age × the payment per period, summed over the horizon and discounted."
    },
    "loyalty-value": {
      measure: "What customers brought in the 12 months after their answer",
      text: "Answers that are at least 12 months old, and what their customers did in the 12 months after. Adjusted values compare customers of equal spend before and equal tenure."
    },
    payback: {
      measure: "Months until a customer has paid back the cost of acquisition",
      text: "Acquisition cost is a month’s spend on acquisition over the customers acquired in it; payback is the first age at which the margin per customer reaches it: “0 months” is within the first month, “–” not yet, and as a bound not within what is observed."
    },
    forecast: {
      measure: "Purchases per period, observed and expected",
      text: "A buy-till-you-die model, fitted to every customer’s purchases so far, says how many more each will make. It is checked on the last periods, which the fit did not see."
    },
    "at-risk": {
      measure: "Customers, and the margin they are expected to bring",
      text: "Each customer’s probability of still being one, by a model of purchases, against the value so far: how many stand where, and what they are expected to bring if they stay."
    },
    nps: {
      measure: "Net Promoter Score, −100 to 100",
      text: "100 × (share of 9–10 − share of 0–6) of the answers to “Would you recommend us?”. Intervals are adjusted Wald; differences are tested with a z-test, by groups under Holm’s correction."
    },
    csat: {
      measure: "Share of answers 4 or 5 of 5",
      text: "Answers of 4 or 5 over all answers to the question of satisfaction, with Wilson intervals; groups are compared under Holm’s correction."
    },
    "csat.effort": {
      measure: "Share of answers 5 to 7 of 7",
      text: "Answers of 5 to 7 over all answers on how easy we are to deal with, with Wilson intervals; groups are compared under Holm’s correction."
    },
    "csat.trust": {
      measure: "Share of answers 4 or 5 of 5",
      text: "Answers of 4 or 5 over all answers on trust, with Wilson intervals; groups are compared under Holm’s correction."
    },
    dwb: {
      measure: "Share of “definitely would buy again” (5 of 5)",
      text: "Answers of 5 over all answers to “Would you buy from us again?”, with Wilson intervals; the share of 4 and 5 stands in the table."
    },
    gap: {
      measure: "Satisfaction less expectation, against importance",
      text: "Mean satisfaction less mean expectation of the same answers, per touchpoint; importance is the correlation of satisfaction with the likelihood to recommend."
    },
    "loyalty-matrix": {
      measure: "Customers by attitude and behaviour",
      text: "At one date each customer is attached or not (by the latest answer) and loyal in behaviour or not (by orders of the 12 months before). What they brought and whether they ordered again is counted after that date."
    },
    rfm: {
      measure: "Customers by recency, frequency and amount",
      text: "Each customer is ranked in fifths by days since the last order, number of orders and amount; pairs of scores have names by a fixed table."
    },
    lifecycle: {
      measure: "Customers by phase",
      text: "First-time, repeat, loyal, at risk, lapsed, won back: by the number of purchases, and by silence in multiples of the customer’s own gap between purchases."
    },
    concentration: {
      measure: "Share of the total that so many customers bring",
      text: "Customers from the least valuable to the most, and the share of the total that they bring together (Lorenz). The Gini is twice the area between that curve and equal shares."
    },
    programme: {
      measure: "Margin per customer and year, members against others",
      text: "Members against all others as they are; against non-members of equal spend before and equal tenure, from the day of joining on; and the same in the time before, as a check."
    },
    referral: {
      measure: "Referred customers against the others",
      text: "What referred customers have brought up to one age, and how many stayed, divided by that of all others."
    },
    "what-if": {
      measure: "Five-year margin if retention moved and all else stayed",
      text: "The fitted chance of leaving is scaled until retention has moved by so many points; margin is what the model then expects. It is arithmetic on a model, not a promise that a measure can do it."
    },
    voice: {
      measure: "What customers write about, and how they score",
      text: "Comments are cut into words and phrases; what one group says more often than another is told by log-odds with an informative Dirichlet prior (Monroe, Colaresi & Quinn 2008)."
    },
    drivers: {
      measure: "Score of each group against the rest",
      text: "Each touchpoint’s and group’s score less that of the others of its kind, with Holm’s correction over all of them. The change between two periods is split by Shapley into who answered and how they answered."
    },
    engagement: {
      measure: "Contacts, and what customers did after them",
      text: "Contacts per active customer and period by kind, mean sentiment and time to resolution. Lift: of the customers with such a contact, how many ordered in the period after, over how many would have at the rate of customers of the same rhythm (time since the last order, orders so far) without one; the plain ratio of the two shares stands in the table."
    },
    actions: {
      measure: "The metric before and after each measure",
      text: "Against untargeted customers by difference-in-differences where there are some, else by an interrupted time series, which cannot tell the measure from what else happened. Orders, amounts and counts are compared as ratios of their sums before and after, periods weighted alike on both sides, and a target of theirs is a rise by that share; shares and scores are compared as differences, and their target is a level."
    },
    claims: {
      measure: "Published rules of thumb, and our own numbers",
      text: "Each rule is computed here as its source defines it, with an interval; the verdict says whether the interval meets the published range, and “cannot tell” where it holds both that range and no effect."
    }
  }
};
