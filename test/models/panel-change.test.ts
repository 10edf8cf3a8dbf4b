import {expect, it} from "vitest";
import {countVariance, panelVariance} from "../../src/models/panel-change.ts";
import type {PanelName} from "../../src/models/panel-change.ts";

/** Sums over customers of y and x before, y and x after. */
function sumsOf(rows: readonly (readonly [y0: number, x0: number, y1: number, x1: number])[]) {
  const at: Readonly<Record<PanelName, number>> = {y0: 0, x0: 1, y1: 2, x1: 3};
  const sum = (name: PanelName) => rows.reduce((total, row) => total + row[at[name]]!, 0);
  return {
    n: rows.length,
    y0: sum("y0"),
    x0: sum("x0"),
    y1: sum("y1"),
    x1: sum("x1"),
    product: (a: PanelName, b: PanelName) => rows.reduce((total, row) => total + row[at[a]]! * row[at[b]]!, 0)
  };
}

// Two customers, over two periods before and one after: 1 and 3 orders before, 4 and 2 after. Ratio 4 / 4 = 1 and 6 / 2 = 3.
// Parts in the logarithm: y₁/6 − 1/2 − y₀/4 + 2/4: first 4/6 − 1/4 = 5/12, second 2/6 − 3/4 = −5/12. Squares 2 · 25/144; · 2/1 = 25/36.
// In the difference: (y₁ − 3) / 2 − (y₀ − 2) / 4: first 1/2 + 1/4 = 3/4, second −3/4. Squares 9/8; · 2 = 9/4.
it("panelVariance takes each customer's before and after together", () => {
  const sums = sumsOf([
    [1, 2, 4, 1],
    [3, 2, 2, 1]
  ]);
  expect(panelVariance(sums, {isLog: true})).toBeCloseTo(25 / 36, 12);
  expect(panelVariance(sums, {isLog: false})).toBeCloseTo(9 / 4, 12);
  // The second in one period before: y₁/6 − 1/2 − y₀/4 + x₀/3: 4/6 − 1/2 − 1/4 + 2/3 = 7/12, and −7/12; 2 · 49/144 · 2 = 49/36.
  const uneven = sumsOf([
    [1, 2, 4, 1],
    [3, 1, 2, 1]
  ]);
  expect(panelVariance(uneven, {isLog: true})).toBeCloseTo(49 / 36, 12);
});

it("panelVariance is nothing where all change alike, and null where nothing can be said", () => {
  expect(panelVariance(sumsOf([[1, 1, 2, 1], [1, 1, 2, 1]]), {isLog: true})).toBeCloseTo(0, 12); // prettier-ignore
  expect(panelVariance(sumsOf([[1, 1, 2, 1]]), {isLog: true})).toBeNull();
  expect(panelVariance(sumsOf([[0, 1, 2, 1], [0, 1, 2, 1]]), {isLog: true})).toBeNull(); // prettier-ignore
  expect(panelVariance(sumsOf([[0, 1, 2, 1], [0, 1, 1, 1]]), {isLog: false})).toBeCloseTo(0.25, 12); // prettier-ignore
});

// 4 + ½ before and 6 + ½ after: y₁/6.5 − y₀/4.5: 4/6.5 − 1/4.5 = 11.5/29.25, and 2/6.5 − 3/4.5 = −10.5/29.25. Squares (132.25 + 110.25)/855.5625; · 2/1 = 485/855.5625; halves ½/20.25 + ½/42.25 = 31.25/855.5625.
// Of nobody after: y₁ = 0, −1/4.5 and −3/4.5: squares 10/20.25 · 2; halves ½/20.25 + ½/¼: 20.5/20.25 + 2.
it("countVariance is of a count and its halves, of which some is left where nobody was counted", () => {
  const [some, none] = [sumsOf([[1, 2, 4, 1], [3, 1, 2, 1]]), sumsOf([[1, 2, 0, 0], [3, 1, 0, 0]])]; // prettier-ignore
  expect(countVariance(some)).toBeCloseTo(516.25 / 855.5625, 12);
  expect(countVariance(none)).toBeCloseTo(20.5 / 20.25 + 2, 12);
  expect(countVariance(sumsOf([[1, 2, 4, 1]]))).toBeNull();
});
