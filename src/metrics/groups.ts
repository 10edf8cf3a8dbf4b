/** Everybody first, then the groups by size, largest first; "(other)" and "(none)" last. */
export function groupOrder<G extends {readonly group: string | null}>(
  groups: readonly G[],
  sizeOf: (group: G) => number
): readonly G[] {
  const rank = ({group}: G) => (group === null ? 0 : group === "(other)" ? 2 : group === "(none)" ? 3 : 1);
  return groups.toSorted((a, b) => rank(a) - rank(b) || sizeOf(b) - sizeOf(a) || (a.group! < b.group! ? -1 : 1));
}
