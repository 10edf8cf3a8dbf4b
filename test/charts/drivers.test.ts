import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {driversChart} from "../../src/charts/drivers.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const drivers = table({
  group: [null, null, null, null, "x"],
  dimension: ["touchpoint", "region", "channel", "channel", "touchpoint"],
  value: ["delivery", "Kansai", "Social", "few", "delivery"],
  answers: [1184, 900, 450, 4, 30],
  difference: [-62.7, 8.2, 1.1, null, 10],
  low: [-67.6, 2.1, -3.8, null, 1],
  high: [-57.5, 14.3, 6, null, 19],
  differs: [true, true, false, false, true]
});
const mix = table({
  group: [null, null],
  dimension: ["touchpoint", "region"],
  from: [new Date("2026-04-01"), new Date("2026-04-01")],
  to: [new Date("2026-07-01"), new Date("2026-07-01")],
  change: [3, 5],
  low: [-1, 1],
  high: [7, 9],
  p: [0.1, 0.02],
  mix: [1, 2],
  rate: [2, 3]
});
const draw = (width = 720, lang: "en" | "ja" = "en", measure: "nps" | "csat" = "nps") =>
  driversChart(drivers, {...drawOptions({width, lang}), words: words(lang).chart, mix, measure, period: "quarter"});

describe("driversChart", () => {
  it("names everybody's drivers with their difference in points; below, the change and its mix", async () => {
    const said = texts(draw());
    for (const text of [
      "delivery",
      "touchpoint, n = 1,184",
      "−62.7",
      "+8.2",
      "Q2 2026 to Q3 2026",
      "+5.0",
      "Mix of region",
      "+2.0",
      "within: +3.0"
    ])
      // prettier-ignore
      expect(said).toContain(text);
    // Too few answers, and other groups', are in the table only; touchpoints have another change.
    expect(said.filter((text) => text === "delivery")).toHaveLength(1);
    expect(said).not.toContain("few");
    expect(said).not.toContain("Mix of touchpoint");
    for (const width of [720, 343])
      await expect(picture(draw(width))).toMatchFileSnapshot(`../output/drivers-${width}.svg`);
  });

  it("shares are in points too, in Japanese likewise", () => {
    const share = table({...Object.fromEntries(drivers.columnNames().map((name) => [name, [...(drivers.array(name) as unknown[])]])), difference: [-0.627, 0.082, 0.011, null, 0.1], low: [-0.676, 0.021, -0.038, null, 0.01], high: [-0.575, 0.143, 0.06, null, 0.19]}); // prettier-ignore
    const chart = driversChart(share, {...drawOptions({width: 720, lang: "ja"}), words: words("ja").chart, mix, measure: "csat", period: "quarter"}); // prettier-ignore
    const said = texts(chart);
    for (const text of ["−62.7", "接点, n = 1,184", "地域の構成変化", "構成以外：+300.0"]) expect(said).toContain(text);
  });

  it("says where nothing can be drawn", () => {
    const none = table(Object.fromEntries(drivers.columnNames().map((name) => [name, []])));
    expect(
      texts(driversChart(none, {...drawOptions({width: 720}), mix, measure: "nps", period: "quarter"}))
    ).toHaveLength(1);
  });
});
