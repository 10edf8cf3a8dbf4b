import {digamma, lnBeta, lnGamma} from "./gamma.ts";
import type {Histories} from "./grouping.ts";
import {rememberLast} from "./last-value.ts";
import type {Objective} from "./optimise.ts";
import type {Timed} from "./time.ts";

/** Purchases Poisson(λ), λ ~ Gamma(r, rate α); after a purchase the customer drops out with p ~ Beta(a, b). */
export interface BetaGeometricParameters extends Timed {
  readonly r: number;
  /** In time units. */
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** Chances to drop out before the first repeat purchase: 0 in BG/NBD, 1 in MBG/NBD. All else is the same. */
export type EarlyChances = 0 | 1;

/** ln L, as a function of (r, α, a, b), of BG/NBD (`early` 0) or MBG/NBD (1). */
export function betaGeometricLikelihood({x, recency, age, count}: Histories, early: EarlyChances): Objective {
  return (theta, slopes) => {
    const [r, alpha, a, b] = [theta[0]!, theta[1]!, theta[2]!, theta[3]!];
    const termsOf = rememberLast((repeats) => likelihoodTerms([r, alpha, a, b], repeats, early));
    let [value, byR, byAlpha, byA, byB] = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; ++i) {
      const n = count[i]!;
      const terms = termsOf(x[i]!);
      const [toAge, toRecency] = [alpha + age[i]!, alpha + recency[i]!];
      const [lnAge, lnRecency] = [Math.log(toAge), Math.log(toRecency)];
      const lnOdds = terms.lnChance + terms.rate * (lnAge - lnRecency);
      const small = Math.exp(-Math.abs(lnOdds));
      const gone = lnOdds > 0 ? 1 / (1 + small) : small / (1 + small);
      const alive = 1 - gone;
      value += n * (terms.constant - terms.rate * lnAge + Math.max(lnOdds, 0) + Math.log1p(small));
      byR += n * (terms.byR - alive * lnAge - gone * lnRecency);
      byAlpha += n * (r / alpha - terms.rate * (alive / toAge + gone / toRecency));
      byA += n * (terms.byA + gone / a);
      byB += n * (terms.byB - gone / terms.left);
    }
    slopes[0] = byR;
    slopes[1] = byAlpha;
    slopes[2] = byA;
    slopes[3] = byB;
    return value;
  };
}

/**
 * What of the likelihood depends on x alone. `lnChance`: ln a / (b + x − 1), the odds of dropping out at a purchase.
 */
function likelihoodTerms([r, alpha, a, b]: readonly [number, number, number, number], x: number, early: EarlyChances) {
  const chances = x + early;
  const left = chances > 0 ? b + chances - 1 : 1;
  const pooled = digamma(a + b) - digamma(a + b + chances);
  return {
    rate: r + x,
    left,
    lnChance: chances > 0 ? Math.log(a / left) : -Infinity,
    constant: lnGamma(r + x) - lnGamma(r) + r * Math.log(alpha) + lnBeta(a, b + chances) - lnBeta(a, b),
    byR: digamma(r + x) - digamma(r) + Math.log(alpha),
    byA: pooled,
    byB: digamma(b + chances) - digamma(b) + pooled
  };
}
