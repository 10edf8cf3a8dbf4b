/** A part of everybody in two periods: its share (0–1, summing to 1 over the parts) and its mean; null where nobody is in it. */
export interface Part {
  readonly before: {readonly share: number; readonly mean: number | null};
  readonly after: {readonly share: number; readonly mean: number | null};
}

/** What a part adds to the change of the overall mean: by having grown or shrunk, and by having changed itself. */
export interface Contribution {
  readonly mix: number;
  readonly rate: number;
}

/**
 * The change of a mean, split by parts into mix and rate; over all parts both sum exactly to the change.
 *
 * The Shapley value of two factors: each is credited with its effect averaged over both orders, rate = mean share × change of mean, mix = change of share × (mean of means − overall mean of both periods).
 * That shares sum to 1 makes the overall mean in the second term cancel in the sum; with it, a part grows the mean only where it is above average. A part that is empty in one period is all mix.
 *
 * @see Shapley 1953, "A value for n-person games"; Das Gupta 1993, "Standardization and decomposition of rates".
 */
export function mixAndRate(parts: readonly Part[]): readonly Contribution[] {
  const overall = (when: "before" | "after") =>
    parts.reduce((sum, part) => sum + part[when].share * (part[when].mean ?? 0), 0);
  const centre = (overall("before") + overall("after")) / 2;
  return parts.map(({before, after}) => {
    const [x0, x1] = [before.mean ?? after.mean ?? 0, after.mean ?? before.mean ?? 0];
    return {
      mix: (after.share - before.share) * ((x0 + x1) / 2 - centre),
      rate: ((before.share + after.share) / 2) * (x1 - x0)
    };
  });
}
