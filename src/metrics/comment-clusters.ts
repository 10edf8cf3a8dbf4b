import {agnes} from "ml-hclust";

/** How far apart (1 − cosine of the comments that use them, averaged over all pairs) the terms of a cluster may be. */
const FARTHEST = 0.8;
/** Fewer terms are no cluster. */
const FEWEST = 3;

/**
 * Terms that come up in the same comments: average-linkage clusters of at least three, as indices into `uses`, the cluster used in most comments first.
 *
 * @param uses for each term the comments that use it, ascending numbers.
 * @param isPart whether one of two terms is part of the other: that they come together says nothing.
 */
export function termClusters(
  uses: readonly (readonly number[])[],
  isPart: (one: number, other: number) => boolean = () => false
): readonly (readonly number[])[] {
  if (uses.length < FEWEST) return [];
  const sets = uses.map((comments) => new Set(comments));
  const distances = uses.map((comments, i) =>
    sets.map((set, j) => {
      if (i === j) return 0;
      if (isPart(i, j)) return 1;
      const both = comments.reduce((n, comment) => n + (set.has(comment) ? 1 : 0), 0);
      return 1 - both / Math.sqrt(comments.length * set.size);
    })
  );
  const covered = (cluster: readonly number[]) => new Set(cluster.flatMap((i) => uses[i]!)).size;
  return agnes(distances, {method: "average", isDistanceMatrix: true})
    .cut(FARTHEST)
    .map((cluster) => cluster.indices().toSorted((a, b) => a - b))
    .filter((cluster) => cluster.length >= FEWEST)
    .sort((a, b) => covered(b) - covered(a) || a[0]! - b[0]!);
}
