import {expect, it} from "vitest";
import {npsDifference} from "../../src/models/nps-difference.ts";
import {describeReference, expectAbsolute, readJson} from "./reference.ts";

const agree = {promoters: 5, passives: 0, detractors: 0};

// 120/50/30 v 100/55/45 of 200: 45 − 27.5 = 17.5; variances 0.75 − 0.2025 = 0.5475, 0.725 − 0.075625 = 0.649375;
// error 100 √(1.196875 / 200) = 7.73587; z 2.26219.
it("npsDifference without adjustment is the two-sample z-test", () => {
  const one = {promoters: 120, passives: 50, detractors: 30};
  const other = {promoters: 100, passives: 55, detractors: 45};
  const plain = npsDifference(one, other, {adjusted: false});
  expectAbsolute(plain?.difference, 17.5, 1e-12);
  expectAbsolute(plain?.standardError, 7.73587, 5e-6);
  expectAbsolute(plain?.z, 2.26219, 5e-6);
});

it("npsDifference is null where a group has no answers; without any spread it has no z", () => {
  expect(npsDifference(agree, {promoters: 0, passives: 0, detractors: 0})).toBeNull();
  expect(npsDifference(agree, agree, {adjusted: false})).toMatchObject({z: null, p: null, low: 0, high: 0});
  expectAbsolute(npsDifference(agree, agree)?.p, 1, 1e-15);
});

describeReference("npsDifference against nps_reference.json", () => {
  type Counts = [number, number, number];
  interface Pair {
    a: Counts;
    b: Counts;
    diff: number;
    se_points: number;
    z: number;
    p: number;
    ci95: [number, number];
    aw_diff: number;
    aw_se_points: number;
    aw_z: number;
    aw_p: number;
    aw_ci95: [number, number];
  }
  it("five pairs, plain and adjusted: difference, error, z, p, interval to 1e-10", () => {
    const {two_sample: pairs} = readJson<{two_sample: Pair[]}>("reference/nps_reference.json");
    const named = ([promoters, passives, detractors]: Counts) => ({promoters, passives, detractors});
    for (const pair of pairs) {
      const plain = npsDifference(named(pair.a), named(pair.b), {adjusted: false});
      const adjusted = npsDifference(named(pair.a), named(pair.b));
      expectEach(plain, [pair.diff, pair.se_points, pair.z, pair.p, ...pair.ci95]);
      expectEach(adjusted, [pair.aw_diff, pair.aw_se_points, pair.aw_z, pair.aw_p, ...pair.aw_ci95]);
    }
  });
});

function expectEach(test: ReturnType<typeof npsDifference>, expected: number[]): void {
  const actual = test ? [test.difference, test.standardError, test.z, test.p, test.low, test.high] : [];
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expectAbsolute(actual[i], value, 1e-10);
}
