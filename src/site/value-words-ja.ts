import type {ValueWords} from "./value-words.ts";

/** Words of value and retention, in Japanese. */
export const valueWordsJa: ValueWords = {
  notes: {
    "revenue-retention":
      "表のNRRとGRRは、前の期間に購入した顧客の当期の売上を、その顧客の前期の売上で割った値です。GRRでは顧客ごとに前期の金額を上限とします。"
  },
  columns: {
    nrr: "売上維持率（NRR）",
    grr: "総売上維持率（GRR）"
  }
};
