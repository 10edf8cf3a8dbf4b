import {expect, it} from "vitest";
import {createFormat} from "../../../src/charts/format.ts";
import {commentWordsEn} from "../../../src/site/words/comment-words-en.ts";
import {commentWordsJa} from "../../../src/site/words/comment-words-ja.ts";

const TERMS = {compare: "score", customers: 100, tested: 9, differing: 2};
const say = (values: Readonly<Record<string, string | number | null>>) =>
  commentWordsEn.findings["voice"]!(values, createFormat({lang: "en", currency: "EUR"}));

it.each([
  ["both sides", {most: "“good”", least: "“late”"}, "praise stands out by “good”, complaint by “late”"],
  ["praise alone", {most: "“good”"}, "praise stands out by “good”"],
  ["complaint alone", {least: "“late”"}, "complaint stands out by “late”"],
  ["the page's own language first", {most: "“お得”", most_en: "“good”"}, "praise stands out by “good”"]
])("every sentence on terms has its verb: %s", (_, values, said) => {
  expect(say({...TERMS, ...values})).toBe(`Of 100 customers who commented, ${said} (2 of 9 terms beyond the noise).`);
});

const complaint = {theme: "delivery", theme_for: 0.19, theme_against: 0.283};
const praise = {praised: "taste", praised_for: 0.2, praised_against: 0.1};
const NONE = "Of 100 customers who commented, no term sets praise apart from complaint beyond the noise";
it.each([
  ["both sides", {...complaint, ...praise}, "; delivery comes up with 28.3% of those who complain, and 19.0% of those who praise; taste with 20.0% of those who praise, and 10.0% of those who complain."], // prettier-ignore
  ["praise alone", praise, "; taste comes up with 20.0% of those who praise, and 10.0% of those who complain."]
])("and on themes: %s", (_, values, said) => {
  expect(say({...TERMS, differing: 0, ...values})).toBe(NONE + said);
});

it("a theme that fell, alone", () => {
  const values = {compare: "period", customers: 100, tested: 9, differing: 0, ...complaint};
  expect(say(values)).toBe(
    "Of 100 customers who commented, no term sets the latest period apart from the one before beyond the noise; delivery is spoken of by 19.0%, after 28.3%."
  );
});

it("in Japanese the page's own words come first too", () => {
  const text = commentWordsJa.findings["voice"]!(
    {...TERMS, most: "“good”", most_ja: "“お得”, “友人”"},
    createFormat({lang: "ja", currency: "JPY"})
  );
  expect(text).toBe(
    "コメントした顧客100人では、称賛に目立つのは「お得」「友人」です（9語のうち2語で差が誤差を超過）。"
  );
});
