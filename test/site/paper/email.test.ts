import {expect, it} from "vitest";
import {emailText} from "../../../src/site/paper/email.ts";
import {emailWords} from "../../../src/site/words/email-words.ts";

it("the text of a mail has with each figure its change, interval, base and target", () => {
  const kpi = {label: "NPS", value: "19.8", change: "+2.7 pts on 17.1", tone: "plain", notes: ["Target 20.0 not reached", "11.2 to 28.0, n = 313"]} as const; // prettier-ignore
  const digest = {
    title: "T",
    lead: "",
    asOf: "Data to October 31, 2026",
    whom: "",
    opening: "",
    kpis: [kpi],
    figures: [],
    more: 0
  };
  const text = emailText(digest, {lang: "en", words: emailWords("en"), site: "Shop", link: null, source: () => ""});
  expect(text).toContain("NPS: 19.8 (+2.7 pts on 17.1); Target 20.0 not reached; 11.2 to 28.0, n = 313\n");
});
