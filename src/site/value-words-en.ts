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
  controls: {
    points: "Change in retention, points",
    retention_cost: "Cost of keeping, per customer",
    acquisition_cost: "Cost of winning a customer"
  },
  move: "What if …"
};
