/** Notes of figures in a reporting window, by the key that a metric gives. */
export const windowNotesEn: Readonly<Record<string, string>> = {
  "kpi-window-states":
    "The period bounds sums and answers; active customers, repeat purchase rates, retention and lifetime value are as of the data’s last day, from the whole history.",
  "kpi-window-open": "The period’s last month is still incomplete, so that it is compared with nothing.",
  "crr-window-together": "The periods that were chosen have no interval together: customers stand in several.",
  "nps-weight-window": "The weighted score is of the whole history only, and left out for a period.",
  "window-empty": "No complete stretch of this figure’s calendar lies within the period that was chosen."
};

/** The same in Japanese. */
export const windowNotesJa: Readonly<Record<string, string>> = {
  "kpi-window-states":
    "対象期間で絞り込むのは合計と回答だけです。アクティブな顧客数・リピート率・維持率・LTVは、全期間のデータによる最終日時点の値です。",
  "kpi-window-open": "対象期間の最後の月がまだ終わっていないため、前の期間との比較は示していません。",
  "crr-window-together": "選ばれた期間の通算には信頼区間がありません。同じ顧客が複数の期間に数えられているためです。",
  "nps-weight-window": "加重スコアは全期間についてのみ計算できるため、対象期間を選ぶと表示しません。",
  "window-empty": "選ばれた対象期間に、この図の集計単位（週・月・四半期など）が丸ごと収まるものがありません。"
};
