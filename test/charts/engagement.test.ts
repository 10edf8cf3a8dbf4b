import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {engagementChart} from "../../src/charts/engagement.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const contacts = table({
  group: [null, null, null, "x"],
  kind: ["email_open", "complaint", "letter", "complaint"],
  rate: [0.122, 0.016, null, 0.02],
  sentiment: [null, -0.594, 0.2, -0.5],
  median_days: [null, 2.72, null, 3],
  lift: [1.152, 0.91, null, 0.5],
  low: [1.135, 0.81, null, 0.4],
  high: [1.17, 1.02, null, 0.6],
  differs: [true, false, false, true]
});
const months = [0, 1, 2].map((month) => new Date(Date.UTC(2025, month, 1)));
const trend = table({
  group: Array.from({length: 6}, () => null),
  kind: ["email_open", "email_open", "email_open", "complaint", "complaint", "complaint"],
  period: [...months, ...months],
  rate: [0.1, 0.12, 0.13, 0.02, 0.015, null]
});
const draw = (chart: "lift" | "trend", width = 720, lang: "en" | "ja" = "en") =>
  engagementChart(contacts, {...drawOptions({width, lang}), words: words(lang).chart, chart, period: "month", trend});

describe("engagementChart", () => {
  it("says how much more or less often customers came back after each kind, and how often, in what mood, how fast", async () => {
    const said = texts(draw("lift"));
    for (const text of [
      "E-mail opened",
      "+15.2%",
      "+13.5% – +17.0%",
      "12.20 per 100 a month",
      "−9.0%",
      "1.60 per 100 a month · mood −0.59 · resolved in 2.7 days"
    ])
      // prettier-ignore
      expect(said).toContain(text);
    // A kind without a word of ours keeps its name; of too few customers there is no number.
    expect(said).toContain("letter");
    expect(said.filter((text) => text === "–")).toHaveLength(1);
    expect(said.filter((text) => text === "Complaint")).toHaveLength(1);
    await expect(picture(draw("lift"))).toMatchFileSnapshot("../output/engagement.svg");
    await expect(picture(draw("lift", 343, "ja"))).toMatchFileSnapshot("../output/engagement-narrow-ja.svg");
  });

  it("draws contacts per 100 active customers, a line for each kind", async () => {
    const said = texts(draw("trend"));
    expect(said).toContain("E-mail opened");
    expect(said).toContain("Complaint");
    expect(said).not.toContain("All customers");
    await expect(picture(draw("trend"))).toMatchFileSnapshot("../output/engagement-trend.svg");
  });
});
