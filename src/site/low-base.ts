import {periodLabel} from "../charts/period.ts";
import type {Period} from "../charts/period.ts";
import {requireRows} from "../charts/rows.ts";
import {drawnScores} from "../charts/score-form.ts";
import type {ScoredRow, ScoreForm} from "../charts/score-form.ts";
import type {Result} from "../metrics/metric.ts";
import type {Style} from "./metric-figure.ts";
import type {Origin} from "./names.ts";

/** What of a figure rests on few answers. */
export interface LowBase {
  /** Everybody's figure: then all of it. */
  readonly isWhole: boolean;
  readonly groups: FewOf;
  /** Of the trend, by their periods, and their groups where they have one. */
  readonly points: FewOf;
  /** Whether the interval's width counts, besides the number of answers. */
  readonly isScore: boolean;
}

/** How many of the drawn ones rest on few answers; their names where they are at most {@link MOST_NAMES}. */
interface FewOf {
  readonly count: number;
  readonly of: number;
  readonly names: readonly string[];
}

const MOST_NAMES = 3;

interface Row extends ScoredRow {
  readonly low_base: boolean;
}

/** Sentences on the drawn figures that rest on few answers, and on those that are in the table alone; null where there are none. @param result with its groups by name. */
export function lowBase(
  {table}: Result,
  {options}: Pick<Origin, "options">,
  {words, format}: Pick<Style, "words" | "format">
): {readonly drawn: string | null; readonly tabled: string | null} {
  const columns = table.columnNames();
  if (!columns.includes("low_base")) return {drawn: null, tabled: null};
  const figure = columns.includes("score") ? "score" : "rate";
  const rows = requireRows<Row>(table, ["group", "period", "answers", "complete", "low_base", figure]);
  const {wholes, trend} = drawnScores(rows, figure, options["chart"] as ScoreForm | undefined);
  const isLow = (row: Row) => row[figure] != null && row.low_base;
  const groups = wholes.filter(({group}) => group !== null);
  const points = trend.filter((row) => row[figure] != null);
  const fewOf = (of: readonly Row[], nameOf: (row: Row) => string): FewOf => {
    const few = of.filter(isLow);
    return {count: few.length, of: of.length, names: few.length > MOST_NAMES ? [] : [...new Set(few.map(nameOf))]};
  };
  const period = String(options["period"] ?? "month") as Period;
  const low: LowBase = {
    isWhole: wholes.some((row) => row.group === null && isLow(row)),
    groups: fewOf(groups, ({group}) => group!),
    points: fewOf(points, ({group, period: at}) => {
      const when = periodLabel(at!, period, format);
      return group === null ? when : words.lowBase.point(group, when);
    }),
    isScore: figure === "score"
  };
  const shown = new Set([...wholes, ...trend]);
  return {
    drawn: low.isWhole || low.groups.count + low.points.count > 0 ? words.lowBase.drawn(low) : null,
    tabled: rows.some((row) => isLow(row) && !shown.has(row)) ? words.lowBase.tabled(low.isScore) : null
  };
}
