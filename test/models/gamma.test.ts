import {expect, it} from "vitest";
import {digamma, lnBeta, lnGamma, trigamma} from "../../src/models/gamma.ts";
import {expectAbsolute, expectRelative} from "./reference.ts";

// x, ln Γ, ψ, ψ′ from mpmath at 40 digits; 9.99 and 10.01 lie on both sides of the shift.
const VALUES = [
  [0.001, 6.90717888538385368, -1000.5755719318103, 1000001.64253319587],
  [0.2425945, 1.31980944635623681, -4.35846194551836243, 18.1989881746931426],
  [0.5, 0.572364942924700087, -1.96351002602142348, 4.93480220054467931],
  [1.5, -0.120782237635245222, 0.0364899739785765206, 0.934802200544679309],
  [3, 0.693147180559945309, 0.922784335098467139, 0.394934066848226436],
  [9.99, 12.7793152143501929, 2.2507003728312011, 0.105276950148241787],
  [10.01, 12.8243502624482478, 2.25280370031813576, 0.105055953205515089],
  [100.25, 360.284559637764235, 4.60267124327471256, 0.0100249786981233662],
  [1e6, 12815504.5691476117, 13.8155100579641908, 1.00000050000016667e-6]
] as const;

it("lnGamma, digamma and trigamma are right to 1e-14", () => {
  for (const [x, gamma, psi, slope] of VALUES) {
    expectAbsolute(lnGamma(x), gamma, 1e-14 * Math.max(1, Math.abs(gamma)));
    expectAbsolute(digamma(x), psi, 1e-14 * Math.max(1, Math.abs(psi)));
    expectRelative(trigamma(x), slope, 1e-14);
  }
});

it("lnGamma is exactly 0 at 1 and 2", () => expect([lnGamma(1), lnGamma(2)]).toEqual([0, 0]));

// B(2, 3) = 1! 2! / 4! = 1/12; B(½, ½) = π.
it("lnBeta(2, 3) is −ln 12, lnBeta(½, ½) is ln π", () => {
  expectAbsolute(lnBeta(2, 3), -Math.log(12), 1e-14);
  expectAbsolute(lnBeta(0.5, 0.5), Math.log(Math.PI), 1e-14);
});
