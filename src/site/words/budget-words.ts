import {inLanguage} from "../../text/language.ts";
import {dimensionLabel} from "../names.ts";
import type {Names} from "../names.ts";
import type {Cube} from "../../cube/cube.ts";
import {MOST_BYTES, MOST_CELLS} from "../live/cube-budget.ts";
import type {Budgeted} from "../live/cube-budget.ts";
import type {LiveCell, LivePage} from "../live/live-page.ts";
import type {Words} from "./words.ts";

/** The dimensions that a cell does not follow since its cubes had to lose them, each with the sentence that says so; nothing where it follows all. */
export function unfollowedBy(
  cell: LiveCell,
  {dropped}: Budgeted,
  {words, names}: {words: Words; names: Names}
): Pick<LiveCell, "unfollowed"> | undefined {
  const lost = new Set(
    Object.values({...cell.reductions, ...cell.windowReductions}).flatMap(({cube}) => dropped.get(cube) ?? [])
  );
  if (lost.size === 0) return undefined;
  return {
    unfollowed: Object.fromEntries([...lost].map((name) => [name, sentence(dimensionLabel(name, words, names), words)]))
  };
}

function sentence(label: string, {lang}: Words): string {
  return inLanguage(lang, {
    en: `Not filtered by “${label}”: the data for it would be too large for this page.`,
    ja: `「${label}」では絞り込んでいません（データがこのページには大きすぎるため）。`
  });
}

/** Lines for the build's output on what a page's cubes had to lose. */
export function budgetWarnings(
  file: string,
  {page, full, budgeted}: {page: LivePage; full: readonly Cube[]; budgeted: Budgeted}
): readonly string[] {
  const cells = full.reduce((n, cube) => n + cube.cells.length, 0);
  const why = `its cubes had ${cells} cells, and a page takes ${MOST_CELLS} in ${MOST_BYTES / 1000} kB`;
  const folded = Object.entries(budgeted.folded).map(
    ([name, values]) =>
      `${file}: the rarest ${values.length} values of "${name}" are "(other)" in its filters; ${why}; choose a coarser dimension to have all of its values`
  );
  const dropped = page.cells.flatMap(({name, unfollowed = {}}) =>
    Object.keys(unfollowed).map(
      (dimension) =>
        `${file}: "${name}" does not follow the filter "${dimension}"; ${why}; leave out a filter, or choose a longer period`
    )
  );
  return [...folded, ...dropped];
}
