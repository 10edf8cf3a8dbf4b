import type {SnapshotRecord} from "../record.ts";

/** What tells the place of a snapshot in its folder. */
export type Numbered = Pick<SnapshotRecord, "id" | "number">;

/** A snapshot whose number is a multiple of one of these stands behind the next multiple of it. */
const STRIDES = [64, 16];

/**
 * The snapshot whose pages another one's are restored from; null for the newest: {@link nextOf}, and from every sixteenth the sixteenth after it, so that a page of a year ago takes some twenty steps instead of 51. Where that one is not there yet, it is the next newer one for now.
 * @param snapshots in the order of their publication
 */
export function baseOf<T extends Numbered>(snapshot: T, snapshots: readonly T[]): T | null {
  const newer = newerThan(snapshot, snapshots);
  for (const stride of STRIDES) {
    const far = snapshot.number % stride === 0 && newer.find(({number}) => number === snapshot.number + stride);
    if (far) return far;
  }
  return newer[0] ?? null;
}

/**
 * The snapshot whose data another one's is restored from; null for the newest. Only filters ask for data, and over sixteen weeks it takes more than twice the bytes: it goes step by step.
 * Always a newer one, so that `--keep`, which drops the oldest, takes no base away.
 */
export function nextOf<T extends Numbered>(snapshot: T, snapshots: readonly T[]): T | null {
  return newerThan(snapshot, snapshots)[0] ?? null;
}

function newerThan<T extends Numbered>(snapshot: T, snapshots: readonly T[]): readonly T[] {
  return snapshots.slice(snapshots.findIndex(({id}) => id === snapshot.id) + 1);
}

/** The snapshots that stay whole: the newest, from which the others are restored, and the one that `latest/` leads to. */
export function wholeOf<T extends Numbered>(snapshots: readonly T[], latest: string | null): readonly T[] {
  return snapshots.filter(({id}, i) => i === snapshots.length - 1 || id === latest);
}
