import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {churnChart} from "../../src/charts/churn.ts";
import {concentrationChart} from "../../src/charts/concentration.ts";
import {ltvCurve, ltvDots} from "../../src/charts/ltv.ts";
import {repeatCurve, repeatLadder} from "../../src/charts/repeat.ts";
import {retentionRateChart} from "../../src/charts/retention-rate.ts";
import {words} from "../../src/site/words/languages.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const wide = () => ({...drawOptions(), words: words("en").chart});
const narrow = () => ({...drawOptions({width: 343, lang: "ja"}), words: words("ja").chart});

type Value = number | string | boolean | Date | null;

/** Rows as a table with these columns. */
function rows(columns: readonly string[], values: readonly (readonly Value[])[]) {
  return table(Object.fromEntries(columns.map((name, i) => [name, values.map((row) => row[i]!)])));
}

/** Every path's number of points. */
const points = (chart: Element, selector: string) =>
  [...chart.querySelectorAll(selector)].map((path) => (path.getAttribute("d")!.match(/[MLHV]/g) ?? []).length);

describe("churnChart", () => {
  // Basic: 100 customers lose 20, 30 and 10 of those at risk; from age 3 on fewer than ten are left. Gold: 50 lose 5.
  const curve = (group: string | null, steps: readonly [atRisk: number, survival: number][]) =>
    steps.map(([atRisk, survival], age) => [
      group,
      age,
      atRisk,
      survival,
      survival === 1 ? null : survival - 0.04,
      survival === 1 ? null : survival + 0.04,
      0.1
    ]);
  const basic = curve("Basic", [
    [100, 1],
    [95, 0.8],
    [60, 0.48],
    [8, 0.4],
    [3, 0.35]
  ]);
  const gold = curve("Gold", [
    [50, 1],
    [49, 0.96],
    [40, 0.9],
    [30, 0.9],
    [20, 0.86]
  ]);
  const all = curve(null, [
    [150, 1],
    [144, 0.86],
    [100, 0.64],
    [38, 0.58],
    [23, 0.54]
  ]);
  const columns = ["group", "age", "at_risk", "survival", "low", "high", "hazard"];

  it("draws steps with bands, who is at risk beneath, and the median", async () => {
    await expect(picture(churnChart(rows(columns, all), wide()))).toMatchFileSnapshot("../output/churn.svg");
    await expect(picture(churnChart(rows(columns, [...all, ...basic, ...gold]), wide()))).toMatchFileSnapshot(
      "../output/churn-groups.svg"
    );
    await expect(
      picture(churnChart(rows(columns, [...all, ...basic, ...gold]), {...narrow(), basis: "lapse"}))
    ).toMatchFileSnapshot("../output/churn-narrow.svg");
  });

  it("a curve goes on thin where fewer than ten are at risk; half of Basic has left at age 2", () => {
    const chart = churnChart(rows(columns, [...all, ...basic, ...gold]), wide());
    expect(chart.querySelectorAll(".k-line").length).toBe(3);
    expect(chart.querySelectorAll(".k-faint").length).toBe(1);
    expect(texts(chart, ".k-reading text")).toEqual(["half by 2"]);
    expect(texts(chart, ".k-under text")).toContain("95");
    // Three steps of two segments each after the first point: ages 0 to 4 of Gold.
    expect(points(chart, ".k-line")).toContain(9);
  });

  it("hazard starts at age 1; a table of counts alone is empty", () => {
    expect(texts(churnChart(rows(columns, all), {...wide(), form: "hazard"}), ".k-axes text")).not.toContain("0");
    expect(texts(churnChart(rows(columns, [[null, 0, 5, null, null, null, null]]), wide()))).toEqual([
      "No data for this figure"
    ]);
  });
});

describe("ltvCurve and ltvDots", () => {
  const columns = ["group", "customers", "age", "value", "low", "high", "cohorts"];
  const values = [38, 46, 51, 56, 61, 65].map((value, age) => [
    null,
    300 - 40 * age,
    age,
    value,
    value - 2,
    value + 2,
    6 - age
  ]);
  const cohorts = rows(
    ["cohort", "age", "value"],
    [0, 1, 2].flatMap((cohort) =>
      [0, 1, 2, 3].slice(0, 4 - cohort).map((age) => [new Date(Date.UTC(2025, cohort)), age, 35 + cohort * 3 + 6 * age])
    )
  );

  it("draws the curve, single cohorts behind it, and how many there are beneath", async () => {
    await expect(picture(ltvCurve(rows(columns, values), {...wide(), cohorts}))).toMatchFileSnapshot(
      "../output/ltv.svg"
    );
    await expect(picture(ltvCurve(rows(columns, values), {...narrow(), cohorts}))).toMatchFileSnapshot(
      "../output/ltv-narrow.svg"
    );
    const chart = ltvCurve(rows(columns, values), {...wide(), cohorts});
    expect(texts(chart, ".k-under text").slice(1)).toEqual(["6", "5", "4", "3", "2", "1"]);
    // The pooled curve and three cohorts: no other open path but the axes.
    expect(
      [...chart.querySelectorAll("path")].filter((path) => path.getAttribute("stroke-opacity") === "0.28").length
    ).toBe(3);
  });

  it("a negative margin falls below zero", () => {
    const chart = ltvCurve(
      rows(columns, [
        [null, 20, 0, 5, 4, 6, 2],
        [null, 20, 1, -3, -4, -2, 2]
      ]),
      wide()
    );
    expect(texts(chart, ".k-axes text").some((text) => text.startsWith("−"))).toBe(true);
  });

  it("draws a dot with its interval per group, everybody first", async () => {
    const worth = rows(
      ["group", "customers", "value", "low", "high"],
      [
        [null, 100, 1599, 1576, 1622],
        ["One year", 40, 1897, 1849, 1945],
        ["Monthly", 60, 1336, 1304, 1367],
        ["Tiny", 3, null, null, null]
      ]
    );
    await expect(picture(ltvDots(worth, wide()))).toMatchFileSnapshot("../output/ltv-dots.svg");
    expect(texts(ltvDots(worth, wide()), ".k-names text").map((text) => text.replace(/:.*/, ""))).toEqual([
      "All customers",
      "One year",
      "Monthly"
    ]);
  });
});

describe("repeatLadder and repeatCurve", () => {
  const ladder = rows(
    ["group", "step", "observed", "rate", "low", "high"],
    [
      [null, 1, 1000, 0.38, 0.35, 0.41],
      [null, 2, 380, 0.57, 0.52, 0.62],
      [null, 3, 210, 0.68, 0.61, 0.74],
      [null, 4, 6, null, null, null],
      ["Gold", 1, 100, 0.5, 0.4, 0.6]
    ]
  );
  const days = (group: string | null, pace: number) =>
    Array.from({length: 37}, (_, i) => [
      group,
      i * 10,
      500 - i * 13,
      Math.exp((-pace * i) / 12),
      i === 0 ? null : Math.exp((-pace * i) / 12) - 0.02,
      i === 0 ? null : Math.exp((-pace * i) / 12) + 0.02
    ]);
  const columns = ["group", "age", "at_risk", "survival", "low", "high"];

  it("draws a bar per step of everybody", async () => {
    await expect(picture(repeatLadder(ladder, {...wide(), days: 180}))).toMatchFileSnapshot(
      "../output/repeat-ladder.svg"
    );
    await expect(picture(repeatLadder(ladder, {...narrow(), days: 180}))).toMatchFileSnapshot(
      "../output/repeat-ladder-narrow.svg"
    );
    expect(texts(repeatLadder(ladder, {...wide(), days: 180}), ".k-names text")).toEqual([
      "1 → 2 (n 1,000)",
      "2 → 3 (n 380)",
      "3 → 4 (n 210)"
    ]);
  });

  it("draws who has ordered again by each day", async () => {
    const both = rows(columns, [...days(null, 0.25), ...days("Web", 0.3), ...days("Store", 0.15)]);
    await expect(picture(repeatCurve(both, wide()))).toMatchFileSnapshot("../output/repeat-curve.svg");
    await expect(picture(repeatCurve(both, narrow()))).toMatchFileSnapshot("../output/repeat-curve-narrow.svg");
    const colours = [...repeatCurve(both, wide()).querySelectorAll(".k-line")].map((line) =>
      line.getAttribute("stroke")
    );
    expect(new Set(colours).size).toBe(3);
  });
});

describe("concentrationChart", () => {
  const lorenz = (group: string | null, power: number) =>
    Array.from({length: 21}, (_, i) => [i / 20, (i / 20) ** power, group]);
  const columns = ["customers_share", "value_share", "group"];

  it("draws the curve, equality, the Gini and the top 20%", async () => {
    const drawn = rows(columns, lorenz(null, 4));
    await expect(picture(concentrationChart(drawn, {...wide(), gini: 0.6, top20: 0.59}))).toMatchFileSnapshot(
      "../output/concentration.svg"
    );
    await expect(picture(concentrationChart(drawn, {...narrow(), gini: 0.6, top20: 0.59}))).toMatchFileSnapshot(
      "../output/concentration-narrow.svg"
    );
    expect(texts(concentrationChart(drawn, {...wide(), gini: 0.6, top20: 0.59}))).toEqual(
      expect.arrayContaining(["Gini 0.60", "Top 20% bring 59.0%"])
    );
    expect(
      texts(concentrationChart(drawn, {...wide(), gini: null, top20: 0.59})).some((text) => text.startsWith("Gini"))
    ).toBe(false);
  });

  it("has a line per group; no rows, no drawing", () => {
    const chart = concentrationChart(rows(columns, [...lorenz(null, 4), ...lorenz("Gold", 2)]), {
      ...wide(),
      gini: 0.6,
      top20: 0.59
    });
    expect(points(chart, ".k-line")).toEqual([21, 21]);
    expect(texts(concentrationChart(rows(columns, []), {...wide(), gini: null, top20: null}))).toEqual([
      "No data for this figure"
    ]);
  });
});

describe("retentionRateChart", () => {
  const columns = ["group", "period", "rate", "retained", "low", "high", "complete"];
  const months = [0.74, 0.78, 0.71, 0.8, 0.76, 0.77].map((share, i) => [
    null,
    new Date(Date.UTC(2025, i)),
    share + 0.2,
    share,
    share - 0.03,
    share + 0.03,
    i < 5
  ]);
  const goals = {target: 0.75, benchmark: {value: 0.68, source: "a survey"}};

  it("draws the retained share with its band, (E − N) / S, target and benchmark; not the open period", async () => {
    const drawn = rows(columns, [[null, null, 0.95, 0.76, 0.75, 0.77, true], ...months]);
    await expect(picture(retentionRateChart(drawn, {...wide(), ...goals}))).toMatchFileSnapshot(
      "../output/retention-rate.svg"
    );
    await expect(picture(retentionRateChart(drawn, {...narrow(), ...goals}))).toMatchFileSnapshot(
      "../output/retention-rate-narrow.svg"
    );
    const shown = texts(retentionRateChart(drawn, {...wide(), ...goals}));
    expect(shown).toEqual(
      expect.arrayContaining(["Target 75.0%", "Benchmark 68.0% (a survey)", "Retained share", "(E − N) / S"])
    );
    expect(shown.filter((text) => text.startsWith("Jun"))).toEqual([]);
  });

  it("one line where both rates are the same", () => {
    const same = months.map((row) => row.map((value, i) => (i === 2 ? row[3]! : value)));
    expect(texts(retentionRateChart(rows(columns, same as Value[][]), wide()))).not.toContain("(E − N) / S");
  });
});
