import type {ValueWords} from "./value-words.ts";

/** Words of value and retention, in English. */
export const valueWordsEn: ValueWords = {
  notes: {
    "payback-allotted":
      "Spend is allotted to the customers on screen by their share of those acquired in each month and channel.",
    "kpi-not-paid-back": "Payback is blank while the margin per customer has not reached the cost of acquiring one.",
    "revenue-retention":
      "NRR and GRR in the table: revenue in a period of the customers who ordered in the one before, over what they brought in that one; GRR caps each customer at the earlier amount."
  },
  columns: {
    nrr: "Net revenue retention (NRR)",
    grr: "Gross revenue retention (GRR)"
  },
  terms: {
    "held-out check": "Purchases in the held-out periods, by prediction",
    "by model": "The model",
    "by same-as-before": "As many as in the stretch before",
    "by own-rate": "Everyone’s own rate so far",
    "by none": "None at all",
    "by frequency": "Held-out purchases per customer, by repeats before",
    "repeats before": "Repeat purchases before"
  },
  assumptions: {
    title: "Assumptions",
    model: "Model",
    models: {
      bgnbd: "BG/NBD (Fader, Hardie & Lee 2005)",
      mbgnbd: "MBG/NBD (Batislam et al. 2007)",
      paretonbd: "Pareto/NBD (Schmittlein et al. 1987)",
      sbg: "Shifted beta-geometric (Fader & Hardie 2007)",
      bdw: "Beta-discrete-Weibull (Fader et al. 2018)",
      km: "None: observed survival (Kaplan–Meier)",
      formula: "None: mean lifetime × margin a year"
    },
    spend: "Spend per purchase",
    gammaGamma: "Gamma-Gamma (Fader & Hardie 2013)",
    averageSpend: "the average of all, for every customer",
    parameters: "Parameters",
    fit: "Fit",
    converged: (logLikelihood) => `converged, log-likelihood ${logLikelihood}`,
    unit: "Time unit",
    units: {
      week: "week",
      month: "month",
      quarter: "quarter",
      half: "half-year",
      year: "year",
      "fiscal-year": "fiscal year"
    },
    horizon: "Horizon",
    months: (n) => (n === 1 ? "1 month" : `${n} months`),
    years: (n) => (n === 1 ? "1 year" : `${n} years`),
    periods: (n, period) => {
      const word = {half: "half-year", "fiscal-year": "fiscal year"}[period] ?? period;
      return n === 1 ? `1 ${word}` : `${n} ${word}s`;
    },
    discount: "Discount",
    discounted: (rate) => `${rate} a year, an effective rate compounded per period`,
    notDiscounted: "none",
    amounts: "Amounts",
    margin: "margin",
    revenue: "revenue (the data has no margin)",
    customers: "Customers behind it",
    censored: "Censored lives",
    neverSeen: "all: without a contract nobody is seen to leave"
  },
  controls: {
    points: "Change in retention, points",
    retention_cost: "Cost of keeping, per customer",
    acquisition_cost: "Cost of winning a customer"
  },
  move: "What if …"
};
