import type {LivePage} from "./live-page.ts";
import type {Selection} from "./selection.ts";

/** A filter by some values of one dimension, and nothing else that narrows sums. */
export interface OnlyFilter {
  readonly dimension: string;
  readonly values: readonly string[];
}

/** The filter that a selection is, if it is by one dimension alone; null for any other. */
export function onlyFilter({values, joined, period = null, compare = null}: Selection): OnlyFilter | null {
  const [first, ...others] = Object.entries(values).filter(([, kept]) => kept.length > 0);
  if (!first || others.length > 0 || joined || period || compare) return null;
  const [dimension, kept] = first;
  return {dimension, values: kept};
}

/** The files that answer a selection by one dimension alone, relative to the site's root; null for any other, and where the page has none. */
export function filesOfOnly({coarse}: Pick<LivePage, "coarse">, selection: Selection): readonly string[] | null {
  const filter = onlyFilter(selection);
  const files = filter && coarse[filter.dimension];
  return files ? filter.values.map((value) => files[value]!) : null;
}
