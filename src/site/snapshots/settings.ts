/** Settings that an earlier catalog's figures can be computed by again over today's data. */
export const RECOMPUTABLE = /^(timeZone|fiscalYearStart|weekStart|tables\.[^.]+\.columns\..+)$/;
/** Settings besides these that a headline may depend on. */
const COMPUTING = /^(currency|dimensions|tables\..+)$/;

/** Keys at which two mappings differ, sorted; those only on which headlines rest, where `isComputing`. */
export function changedSettings(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  {isComputing = false} = {}
): readonly string[] {
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return all
    .filter((path) => before[path] !== after[path])
    .filter((path) => !isComputing || RECOMPUTABLE.test(path) || COMPUTING.test(path));
}
