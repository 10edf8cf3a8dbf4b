import {parseHTML} from "linkedom";
import {expect, it} from "vitest";
import {emailHtml, emailText} from "../../../src/site/paper/email.ts";
import {emailWords} from "../../../src/site/words/email-words.ts";

it("a mail has with each figure its change, interval, base and target, and its notes in both forms", () => {
  const kpi = {label: "NPS", value: "19.8", change: "+2.7 pts on 17.1", tone: "plain", notes: ["Target 20.0 not reached", "11.2 to 28.0, n = 313"]} as const; // prettier-ignore
  const digest = {
    title: "T",
    lead: "",
    asOf: "Data to October 31, 2026",
    whom: "",
    opening: "",
    kpis: [kpi],
    kpiNotes: ["Of orders"],
    figures: [
      {
        id: "f",
        title: "Figure",
        subtitle: "",
        finding: "It rises.",
        notes: ["Low base", "Not filtered"],
        source: "Source: orders",
        picture: Buffer.of(),
        width: 1,
        height: 1,
        label: ""
      }
    ],
    more: 0
  };
  const options = {lang: "en", words: emailWords("en"), site: "Shop", link: null, source: () => ""};
  const text = emailText(digest, options);
  expect(text).toContain(
    "NPS: 19.8 (+2.7 pts on 17.1); Target 20.0 not reached; 11.2 to 28.0, n = 313\nOf orders\n\nFigure\nIt rises.\nLow base\nNot filtered\nSource: orders\n"
  );
  const {document} = parseHTML(emailHtml(digest, options));
  const lines = [...document.querySelectorAll("p")].map(({textContent}) => textContent);
  expect(lines).toEqual(expect.arrayContaining(["Of orders", "Low base", "Not filtered"]));
});
