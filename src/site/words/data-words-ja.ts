/** What the catalog says of rows that were set aside, and what it warns of: the message as it prints it, and in Japanese. `$1` is what the group holds. */
const MESSAGES: readonly (readonly [message: RegExp, ja: string])[] = [
  [/^no (\S+)$/, "「$1」が空欄"],
  [/^(\S+) is not a whole number from (\d+) to (\d+)$/, "「$1」が$2〜$3の整数でない"],
  [/^unreadable (\S+)$/, "「$1」を読み取れない"],
  [/^second row of the same customer$/, "同じ顧客の2行目"],
  [/^after the as-of date (\S+)$/, "基準日（$1）より後"],
  [/^not UTF-8 text$/, "文字コードがUTF-8でない"],
  [/^line too long$/, "行が長すぎる"],
  [/^broken quote$/, "引用符の誤り"],
  [/^quote never closes$/, "引用符が閉じていない"],
  [/^text after a closing quote$/, "閉じた引用符の後に文字がある"],
  [/^too few columns: (\d+) instead of (\d+)$/, "列が足りない（$2列のところ$1列）"],
  [/^too many columns: (\d+) instead of (\d+)$/, "列が多すぎる（$2列のところ$1列）"],
  [/^column "(.*)": cannot convert (.*)$/s, "列「$1」の値を変換できない：$2"],
  [
    /^(\d+) of (\d+) customers of the list (.*) (?:is|are) not in customers$/,
    "リスト「$3」の顧客$2人のうち$1人は、顧客テーブルにありません。"
  ],
  [/^only customers with (.*)$/s, "対象は次の顧客のみ：$1"],
  [
    /^(\d+) customers? (?:has|have) orders but no rows? in customers; counted under "(.*)"$/,
    "注文があるのに顧客テーブルにない顧客が$1人います。「$2」として数えています。"
  ]
];

/** A reason or a warning of the catalog in Japanese; as it is where it comes from elsewhere: a source's own words. */
export function dataMessageJa(message: string): string {
  const found = MESSAGES.find(([pattern]) => pattern.test(message));
  return found ? message.replace(found[0], found[1]) : message;
}
