import {expect, it} from "vitest";
import {hiddenCells} from "../../src/metrics/hidden-cells.ts";
import type {CountCell} from "../../src/metrics/hidden-cells.ts";

type Kind = "open" | "fixed" | "free" | "secret";
const cell = (n: number, kind: Kind = "open"): CountCell => ({
  n,
  isFixed: kind === "fixed",
  isFree: kind === "free",
  isSecret: kind === "secret"
});
const sorted = (hidden: ReadonlySet<number>) => [...hidden].sort((a, b) => a - b);

// The first cell is the whole, the others are its parts.
it.each([
  ["30 − 27 would be the three", [cell(30, "fixed"), cell(27), cell(3)], [1, 2]],
  ["of two that would do the smaller one", [cell(44, "fixed"), cell(27), cell(3), cell(14)], [2, 3]],
  ["two of few are still few together", [cell(31, "fixed"), cell(27), cell(2), cell(2)], [1, 2, 3]],
  ["two of few that are enough together", [cell(35, "fixed"), cell(27), cell(4), cell(4)], [2, 3]],
  ["what costs nothing first", [cell(44, "fixed"), cell(7), cell(3), cell(34, "free")], [2, 3]],
  ["what is in no print is no cover by itself", [cell(17, "fixed"), cell(14, "free"), cell(3)], [1, 2]],
  [
    "who is in both parts: 20 − 18 are the two that are in the second alone",
    [cell(20, "fixed"), cell(18), cell(4)],
    [1, 2]
  ],
  ["30 − 30 says nothing of the three, who are in both", [cell(30, "fixed"), cell(30), cell(3)], [2]],
  ["the sum of the parts would be the whole", [cell(14, "secret"), cell(6), cell(8)], [0, 1]],
  ["the whole where no part is left", [cell(30), cell(27, "fixed"), cell(3)], [0, 2]],
  ["nobody is nobody", [cell(30, "fixed"), cell(30), cell(0)], []],
  ["all are enough", [cell(30, "fixed"), cell(20), cell(10)], []]
] as const)("hiddenCells: %s", (_, cells, expected) => {
  expect(sorted(hiddenCells(cells, [{whole: 0, parts: cells.slice(1).map((_, i) => i + 1)}], 5))).toEqual(expected);
});

// Everybody's 50 and 30 in two periods; A's 30 and 3, B's 20 and 27. A's three are hidden with its thirty, as 33 − 30 would be three; and so are B's, as 50 − 20 would be A's thirty again.
it("hiddenCells hides no cover of a hidden one alone", () => {
  const cells = [cell(50), cell(30), cell(80, "fixed"), cell(30), cell(3), cell(33, "fixed"), cell(20), cell(27), cell(47, "fixed")]; // prettier-ignore
  const sums = [
    {whole: 2, parts: [0, 1]},
    {whole: 5, parts: [3, 4]},
    {whole: 8, parts: [6, 7]},
    {whole: 0, parts: [3, 6]},
    {whole: 1, parts: [4, 7]}
  ];
  expect(sorted(hiddenCells(cells, sums, 5))).toEqual([3, 4, 6, 7]);
});
