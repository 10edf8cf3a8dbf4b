/** What is left over: customers of cells too small to publish, and without a value. */
export const REST: readonly string[] = ["(other)", "(none)"];

/** Whether a group is what is left over: no group to compare others with. */
export function isRest(group: string | null): boolean {
  return group !== null && REST.includes(group);
}

/** Everybody first, then the groups by size, largest first; "(other)" and "(none)" last. */
export function groupOrder<G extends {readonly group: string | null}>(
  groups: readonly G[],
  sizeOf: (group: G) => number
): readonly G[] {
  const rank = ({group}: G) => (group === null ? 0 : group === "(other)" ? 2 : group === "(none)" ? 3 : 1);
  return groups.toSorted((a, b) => rank(a) - rank(b) || sizeOf(b) - sizeOf(a) || (a.group! < b.group! ? -1 : 1));
}
