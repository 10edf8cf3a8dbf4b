import {expect, it} from "vitest";
import {createFormat} from "../../../src/charts/format.ts";
import {en} from "../../../src/site/words/en.ts";
import {definitionOf} from "../../../src/site/words/how-words.ts";
import {ja} from "../../../src/site/words/ja.ts";

const values = {cac: 1000, ltv: 2600, ratio: 2.6, months: 0, best: "Shop", best_ratio: 3.1, worst: "Ads", worst_ratio: 0.8}; // prettier-ignore

it("payback says what its numbers are", () => {
  const say = ({findings, lang}: typeof en, months: number | null) =>
    findings.payback({...values, months}, createFormat({lang, currency: "JPY"}));
  expect(say(en, 0)).toBe(
    "Acquiring a customer has cost ¥1,000; that is paid back within the first month, and customers have brought 2.6 times that so far; “Shop” brings most for its cost (3.1 times it), “Ads” least (0.8 times)."
  );
  expect(say(en, 3)).toContain("paid back after 3 months");
  expect(say(ja, 0)).toContain("獲得コストは1,000円で、初月のうちに回収しています。");
  expect(say(ja, 3)).toContain("3か月で回収しています");
});

it("and so does its method of what stands in its table", () => {
  for (const [words, zero] of [[en, "“0 months”"], [ja, "「0か月」"]] as const) {
    const {text} = definitionOf(words.how, "payback", {})!;
    expect(text).toContain(zero);
    expect(text).toContain("–");
  } // prettier-ignore
});
