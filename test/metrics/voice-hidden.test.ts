import {expect, it} from "vitest";
import {everybodysSides, isToldBeside, shownCounts, shownSides} from "../../src/metrics/voice-hidden.ts";

const shown = (counts: readonly number[]) => [...shownCounts(counts, 5)].sort((a, b) => a - b);

// Everybody first.
it("shownCounts leaves no difference of few customers", () => {
  // 24 − 12 − 10 would be the two of the third: with the ten they are twelve.
  expect(shown([24, 12, 10, 2])).toEqual([0, 1]);
  // Two and two are four, still too few to be told together; with the smallest of the others, of whom one is as small as the next, nine.
  expect(shown([30, 5, 16, 5, 2, 2])).toEqual([0, 2, 3]);
  // Three and four are seven; nobody is nobody.
  expect(shown([27, 20, 3, 4, 0])).toEqual([0, 1, 4]);
  // Of two groups the other one is the difference.
  expect(shown([14, 12, 2])).toEqual([0]);
  expect(shown([20, 12, 8])).toEqual([0, 1, 2]);
  // Four in all, in one group.
  expect(shown([4, 4])).toEqual([]);
  expect(shown([14])).toEqual([0]);
});

it("shownSides hides no group alone, nor groups of few together", () => {
  const of = (...rows: readonly (readonly [customers: number, own: number, other: number])[]) => {
    const all = rows.map(([customers, own, other]) => ({customers, own, other}));
    return [...shownSides(all, shownCounts(rows.map(([n]) => n), 5), 5)].sort((a, b) => a - b); // prettier-ignore
  };
  // Of everybody's 20 against, 10 and 8 leave the third's two: the smallest of the others is hidden with it.
  expect(of([70, 40, 20], [30, 15, 10], [20, 12, 8], [20, 13, 2])).toEqual([1]);
  // Two with two against each: four together. With the third's eight it is twelve.
  expect(of([80, 53, 22], [30, 15, 10], [20, 12, 8], [15, 13, 2], [15, 13, 2])).toEqual([1]);
  // Three for in one, three against in another: three on each side together, so that a third joins them.
  expect(of([70, 28, 28], [30, 15, 15], [20, 10, 10], [10, 3, 0], [10, 0, 3])).toEqual([1]);
  // Nothing is few, so nothing is hidden.
  expect(of([50, 25, 15], [30, 15, 10], [20, 10, 5])).toEqual([1, 2]);
});

it("shownSides takes those who are on neither side for a third one", () => {
  const of = (...rows: readonly (readonly [customers: number, own: number, other: number])[]) => {
    const all = rows.map(([customers, own, other]) => ({customers, own, other}));
    return [...shownSides(all, shownCounts(rows.map(([n]) => n), 5), 5)].sort((a, b) => a - b); // prettier-ignore
  };
  // Of the third's 14 two are on neither side; with the second's none it is still two, and with the first's ten twelve.
  expect(of([64, 37, 15], [30, 15, 5], [20, 15, 5], [14, 7, 5])).toEqual([]);
  // With the second's five it is seven, and the first may stay.
  expect(of([69, 37, 15], [30, 15, 5], [25, 15, 5], [14, 7, 5])).toEqual([1]);
  // Who is on both sides is counted twice: 20 − 12 − 10 is nobody's number.
  expect(of([50, 30, 25], [30, 15, 10], [20, 12, 10])).toEqual([1, 2]);
});

// Customers, on one side, on the other one; and which of the three numbers stand: own, other, all.
it.each([
  // 14 − 12 are the two.
  [
    [14, 12, 2],
    [false, false, true]
  ],
  [
    [14, 2, 12],
    [false, false, true]
  ],
  // Among the eight that 20 − 12 leaves the two may be any.
  [
    [20, 12, 2],
    [true, false, true]
  ],
  [
    [12, 12, 0],
    [true, true, true]
  ],
  [
    [17, 7, 5],
    [true, true, true]
  ],
  // 14 − 7 − 5 would be two on neither side: the sides stand, and not of how many they are.
  [
    [14, 7, 5],
    [true, true, false]
  ],
  [
    [14, 12, 0],
    [true, true, false]
  ]
] as const)("everybodysSides of %j leaves no few", ([customers, own, other], expected) => {
  const shown = everybodysSides({customers, own, other}, 5);
  expect([shown.own, shown.other, shown.all]).toEqual(expected);
});

it("everybodysSides keeps the number of all where groups add up to it, and of two sides the larger one", () => {
  // 14 − 7 are seven; and 14 − 12 two again, while none on the other side tells nothing.
  expect(everybodysSides({customers: 14, own: 7, other: 5}, 5, true)).toEqual({own: true, other: false, all: true});
  expect(everybodysSides({customers: 14, own: 5, other: 7}, 5, true)).toEqual({own: false, other: true, all: true});
  expect(everybodysSides({customers: 14, own: 12, other: 0}, 5, true)).toEqual({own: false, other: true, all: true});
});

it("isToldBeside takes those who comment in each language for parts of all", () => {
  const frozen = {languages: (["en", "ja"] as const).map((language) => ({language, background: 1})), themes: [], minimum: 5}; // prettier-ignore
  // Items: everybody 0, speakers 2 and 4.
  const told = (...counts: readonly number[]) => [0, 2, 4].map((whole) => isToldBeside((item) => counts[item / 2]!, whole, frozen)); // prettier-ignore
  expect(told(20, 17, 3)).toEqual([true, false, false]);
  expect(told(20, 12, 8)).toEqual([true, true, true]);
  expect(told(20, 20, 0)).toEqual([true, true, true]);
});
