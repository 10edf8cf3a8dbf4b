import {expect, it} from "vitest";
import {LANGUAGES} from "../../../src/text/language.ts";
import {en} from "../../../src/site/words/en.ts";
import {ja} from "../../../src/site/words/ja.ts";
import {words} from "../../../src/site/words/languages.ts";
import {columnLabel, findingText} from "../../../src/site/words/words.ts";
import {plainFormat} from "./format.ts";

/** Path and type of every word: "kpi.better function". */
function paths(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path} ${typeof value}`];
  return Object.entries(value).flatMap(([key, inner]) => paths(inner, path ? `${path}.${key}` : key));
}

/** Every word that is finished text. */
function sentences(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(sentences) : [];
}

const retention = {kind: "period", period: "month", age: 1, rate: 0.15, low: 0.14, high: 0.16, size: 2000};

it.each(LANGUAGES)("%s has the words of English, and none is empty", (lang) => {
  expect(paths(words(lang)).sort()).toEqual(paths(en).sort());
  expect(sentences(words(lang)).filter((text) => text.trim() === "")).toEqual([]);
});

it("words(lang) is Japanese for ja and its variants, else English", () => {
  expect([words("ja"), words("ja-JP")]).toEqual([ja, ja]);
  expect([words("en-GB"), words("fr"), words("jam")]).toEqual([en, en, en]);
});

it("columnLabel prefers the kind's own label; an unknown column has its name with spaces and a capital", () => {
  expect(columnLabel(en, "retention", "rate")).toBe("Retention");
  expect(columnLabel(en, "churn", "rate")).toBe("Rate");
  expect(columnLabel(ja, "sql", "customers")).toBe("顧客数");
  expect(columnLabel(en, "sql", "shoe_size")).toBe("Shoe size");
  expect(columnLabel(en, "sql", "toString")).toBe("ToString");
});

it("one is singular, all else plural", () => {
  expect(en.table.more(1)).toBe("1 more row in the download.");
  expect(en.table.more(1200)).toBe("1,200 more rows in the download.");
  expect(en.data.summary(1, 1, 0)).toBe("1 row in 1 table; none set aside.");
  expect(en.data.summary(1500, 2, 1)).toBe("1,500 rows in 2 tables; 1 row set aside.");
  expect(en.figure.measure({measure: "Share kept", n: 1, of: "answers", level: 0.9})).toBe(
    "Share kept · 1 answer · 90% intervals"
  );
  expect(en.figure.measure({measure: null, n: 1200, of: "customers", level: null})).toBe("1,200 customers");
  expect(ja.figure.measure({measure: "維持率", n: 1200, of: "customers", level: 0.95})).toBe(
    "維持率｜顧客1,200人｜95%区間"
  );
});

it("the retention finding says rate, interval and base", () => {
  expect(findingText(en, {key: "retention", values: retention}, plainFormat)).toBe(
    "ratio:0.15 of customers ordered again in the month after their first order (95% interval ratio:0.14 to ratio:0.16, 2,000 customers)."
  );
  expect(findingText(ja, {key: "retention", values: retention}, plainFormat)).toBe(
    "初回購入の翌月に再び購入した顧客はratio:0.15でした（95%信頼区間 ratio:0.14〜ratio:0.16、対象 2,000人）。"
  );
});

it("the retention finding names the last age, and the extremes where they are given", () => {
  const extremes = {best: new Date("2026-03-01"), best_rate: 0.2, worst: new Date("2026-05-01"), worst_rate: 0.1};
  expect(
    findingText(
      en,
      {key: "retention", values: {...retention, low: null, size: null, last_age: 5, last_rate: 0.08, ...extremes}},
      plainFormat
    )
  ).toBe(
    "ratio:0.15 of customers ordered again in the month after their first order; in month 5 it was ratio:0.08; the cohort of month:2026-03-01 stands highest at ratio:0.2, that of month:2026-05-01 lowest at ratio:0.1."
  );
  expect(
    findingText(en, {key: "retention", values: {...retention, last_age: 1, last_rate: 0.15}}, plainFormat)
  ).not.toContain("month 1 ");
});

it("the retention finding follows its kind and period", () => {
  const say = (values: object, text = en) =>
    findingText(text, {key: "retention", values: {...retention, low: null, size: null, ...values}}, plainFormat);
  expect(say({kind: "rolling", period: "half"})).toBe(
    "ratio:0.15 of customers ordered again in the half-year after their first order, or later."
  );
  expect(say({kind: "revenue", period: "fiscal-year", age: 3})).toBe(
    "Revenue in fiscal year 3 after the first order was ratio:0.15 of the first fiscal year’s."
  );
  expect(say({kind: "rolling", period: "quarter", age: 2}, ja)).toBe(
    "初回購入の2四半期後以降に再び購入した顧客はratio:0.15でした。"
  );
  expect(say({kind: "revenue"}, ja)).toBe("初回購入の翌月の売上高は、初回購入期間のratio:0.15でした。");
});

it("the kpi finding counts what moved, and the targets if there are any", () => {
  const kpi = {improved: 2, worsened: 1, unchanged: 1, targets: 1, reached: 0};
  expect(findingText(en, {key: "kpi", values: kpi}, plainFormat)).toBe(
    "Of 4 figures tested against an earlier value, 2 improved and 1 worsened beyond the noise; 0 of 1 target reached."
  );
  expect(findingText(ja, {key: "kpi", values: {...kpi, targets: 0}}, plainFormat)).toBe(
    "以前の値と比べて検定した4指標のうち、誤差の範囲を超えて2指標が改善、1指標が悪化しました。"
  );
  const none = {improved: 0, worsened: 0, unchanged: 3, targets: 0, reached: 0};
  expect(findingText(en, {key: "kpi", values: none}, plainFormat)).toBe(
    "None of 3 figures tested against an earlier value moved beyond the noise."
  );
});

it("a finding without its number, or of an unknown key, is null", () => {
  expect(findingText(en, {key: "retention", values: {...retention, rate: null}}, plainFormat)).toBeNull();
  expect(findingText(en, {key: "toString", values: {}}, plainFormat)).toBeNull();
});
