import type {ValueWords} from "./value-words.ts";

/** Words of value and retention, in English. */
export const valueWordsEn: ValueWords = {
  notes: {
    "revenue-retention":
      "NRR and GRR in the table: revenue in a period of the customers who ordered in the one before, over what they brought in that one; GRR caps each customer at the earlier amount."
  },
  columns: {
    nrr: "Net revenue retention (NRR)",
    grr: "Gross revenue retention (GRR)"
  }
};
