import type {ChartOptions} from "./options.ts";
import {ACCENT, MUTED, seriesColour, seriesDash} from "./theme.ts";

/** How the line of a group is drawn. */
export interface GroupStyle {
  readonly group: string | null;
  readonly name: string;
  readonly colour: string;
  readonly dash: string | null;
}

/** The groups in their order, everybody (null) last as the grey dashed line; alone, everybody has the accent. */
export function groupStyles(
  groups: readonly (string | null)[],
  {words}: Pick<ChartOptions, "words">
): readonly GroupStyle[] {
  const named = [...new Set(groups)].filter((group) => group !== null);
  const all = {
    group: null,
    name: words.all,
    colour: named.length === 0 ? ACCENT : MUTED,
    dash: named.length === 0 ? null : "5 3"
  };
  const styles = named.map((group, i) => ({group, name: group, colour: seriesColour(i), dash: seriesDash(i)}));
  return groups.includes(null) ? [...styles, all] : styles;
}
