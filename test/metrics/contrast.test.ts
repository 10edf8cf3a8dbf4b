import {expect, it} from "vitest";
import {extremes, shareExtremes} from "../../src/metrics/contrast.ts";

const share = (group: string | null, counted: number, size: number) => ({group, counted, size});

// One more of each: 1 of 14 against 61 of 302, 0.0714286 and 0.2019868. Error √(0.0714286 · 0.9285714 / 14 + 0.2019868 · 0.7980132 / 302) = √(0.00473761 + 0.00053373) = 0.0726040; z = 0.1305582 / 0.0726040 = 1.798223, p = 0.0721.
// Without, the error were √(0.2 · 0.8 / 300) = 0.0230940, z = 8.66; and yet of twelve like the others nobody comes with 0.8^12 = 0.0687.
it("shareExtremes tells nobody of twelve from a fifth of three hundred no more than chance does", () => {
  const shares = [share("few", 0, 12), share("many", 60, 300)];
  expect(shareExtremes(shares, 0.95)).toBeNull();
  expect(shareExtremes(shares, 0.92)).toMatchObject({best: {group: "many", value: 0.2}, worst: {group: "few", value: 0}}); // prettier-ignore
  // All of twelve against four fifths is the same from the other side.
  const all = [share("few", 12, 12), share("many", 240, 300)];
  expect(shareExtremes(all, 0.95)).toBeNull();
  expect(shareExtremes(all, 0.92)).toMatchObject({best: {group: "few", value: 1}, worst: {group: "many"}});
});

// 1 of 42 against 61 of 302: error √(0.0238095 · 0.9761905 / 42 + 0.00053373) = √(0.00055340 + 0.00053373) = 0.0329717; z = 0.1781773 / 0.0329717 = 5.4.
it("shareExtremes finds a group at 0% where it is large enough, and none of fewer than ten", () => {
  const shares = [share("forty", 0, 40), share("many", 60, 300), share("nine", 9, 9), share(null, 69, 349)];
  expect(shareExtremes(shares, 0.95)).toEqual({
    best: {group: "many", counted: 60, size: 300, value: 0.2},
    worst: {group: "forty", counted: 0, size: 40, value: 0}
  });
  expect(shareExtremes([share("(none)", 0, 40), share("many", 60, 300)], 0.95)).toBeNull();
});

// 10 ± 1 against 5 ± 1: z = 5 / √2 = 3.54, p = 0.0004; with "between" three pairs, 3 · 0.0004 = 0.0012.
it("extremes are of all pairs, corrected by Holm; what has no error is not compared", () => {
  const of = (group: string, value: number | null, standardError: number | null) => ({group, value, standardError});
  const three = [of("low", 5, 1), of("high", 10, 1), of("between", 7, 1)];
  expect(extremes(three, 0.998)).toMatchObject({best: {group: "high"}, worst: {group: "low"}});
  expect(extremes(three, 0.999)).toBeNull();
  expect(extremes([of("low", 5, 1), of("unknown", 10, null), of("none", null, 1)], 0.95)).toBeNull();
  // Ten customers who brought 10 each, and ten with nothing: an error of 0 is no certainty.
  expect(
    extremes([of("low", 5, 1), of("alike", 10, 0), of("nothing", 0, 0), of("rounded", 10, 1e-9)], 0.95)
  ).toBeNull();
});
