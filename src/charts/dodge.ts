/**
 * Places near the wanted ones, at least `gap` apart and within `low`–`high`, in the order of the input; the ones that touch move together
 * about their mean. Where there is no room for all, the last ones pass `high`.
 */
export function dodge(wanted: readonly number[], {gap, low, high}: {gap: number; low: number; high: number}): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  let blocks = order.map((i) => ({members: [i], start: wanted[i]!}));
  for (let moved = true; moved;) {
    moved = false;
    const merged: typeof blocks = [];
    for (const block of blocks) {
      const last = merged.at(-1);
      if (last && last.start + last.members.length * gap > block.start) {
        const members = [...last.members, ...block.members];
        merged[merged.length - 1] = {members, start: within(centred(members, wanted, gap), members.length)};
        moved = true;
      } else merged.push({...block, start: within(block.start, block.members.length)});
    }
    blocks = merged;
  }
  const placed = new Array<number>(wanted.length);
  for (const {members, start} of blocks) members.forEach((i, k) => (placed[i] = start + k * gap));
  return placed;

  function within(start: number, count: number): number {
    return Math.max(low, Math.min(start, high - (count - 1) * gap));
  }
}

/** Where a stack of labels starts so that it lies evenly about the places its members want. */
function centred(members: readonly number[], wanted: readonly number[], gap: number): number {
  const mean = members.reduce((sum, i) => sum + wanted[i]!, 0) / members.length;
  return mean - ((members.length - 1) * gap) / 2;
}
