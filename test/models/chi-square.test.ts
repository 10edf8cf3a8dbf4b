import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {chiSquareUpperTail} from "../../src/models/chi-square.ts";
import {describeReference, expectRelative, readJson} from "./reference.ts";

// mpmath at 40 digits, on both sides of the switch between series and fraction; with 2 degrees it is e^(−x/2).
const VALUES = [
  [1, 3.841458820694124, 0.0500000000000000584],
  [1, 0.5, 0.479500122186953462],
  [2, 5, 0.0820849986238987952],
  [3, 0.01, 0.99973483494134439],
  [7, 7, 0.428879857553054719],
  [10, 40, 0.0000169447439300673839],
  [1, 189.511486090142, 4.06409432999335048e-43]
] as const;

it("chiSquareUpperTail is right to 1e-12 relative, also far out", () => {
  for (const [df, x, p] of VALUES) expectRelative(chiSquareUpperTail(x, df), p, 1e-12);
});

it("chiSquareUpperTail is 1 at 0, 0 at infinity, and refuses less", () => {
  expect([chiSquareUpperTail(0, 3), chiSquareUpperTail(Infinity, 3)]).toEqual([1, 0]);
  expect(() => chiSquareUpperTail(-1, 3)).toThrow(InputError);
  expect(() => chiSquareUpperTail(1, 0)).toThrow(InputError);
});

describeReference("chiSquareUpperTail against nps_reference.json", () => {
  it("p of the five 3 × 2 tables, 2 degrees of freedom, to 1e-12", () => {
    const {two_sample: pairs} = readJson<{two_sample: {chi2_3x2: number; chi2_p: number}[]}>(
      "reference/nps_reference.json"
    );
    for (const pair of pairs) expectRelative(chiSquareUpperTail(pair.chi2_3x2, 2), pair.chi2_p, 1e-12);
  });
});
