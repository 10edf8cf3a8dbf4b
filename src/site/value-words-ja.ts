import type {ValueWords} from "./value-words.ts";

/** Words of value and retention, in Japanese. */
export const valueWordsJa: ValueWords = {
  notes: {
    "payback-allotted": "費用は、各月・各チャネルで獲得した顧客に占める表示中の顧客の割合で配分しています。",
    "kpi-not-paid-back": "顧客1人あたりの粗利が獲得コストに達していないうちは、回収期間は空欄です。",
    "revenue-retention":
      "表のNRRとGRRは、前の期間に購入した顧客の当期の売上を、その顧客の前期の売上で割った値です。GRRでは顧客ごとに前期の金額を上限とします。"
  },
  columns: {
    nrr: "売上維持率（NRR）",
    grr: "総売上維持率（GRR）"
  },
  controls: {
    points: "維持率の変化（ポイント）",
    retention_cost: "維持施策の費用（顧客1人あたり）",
    acquisition_cost: "新規獲得の費用（1人あたり）"
  },
  move: "条件を変えてみる"
};
