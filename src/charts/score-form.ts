/** What a picture of a score shows. groups: a row each; trend: the score by period; distribution: answers 0 to 10. */
export type ScoreForm = "groups" | "trend" | "distribution";

/** A group's figure, null of too few answers, in a period; of the whole window where that is null. */
export interface ScoredRow {
  readonly group: string | null;
  readonly period: Date | null;
  readonly answers: number;
  readonly complete: boolean;
  readonly score?: number | null;
  readonly rate?: number | null;
}

/** The rows of a table of scores that a picture draws, and how. */
export interface DrawnScores<R> {
  readonly form: ScoreForm;
  /** Of the whole window: everybody's, and those of groups that have a row of their own. */
  readonly wholes: readonly R[];
  /** Of periods that are over: the points of the trend. */
  readonly trend: readonly R[];
}

/** The form where there are neither groups nor a trend, by the column of the figure. */
const ALONE = {score: "distribution", rate: "groups"} as const;

/**
 * What is drawn: the form that is asked for, but rows for a trend without a closed period that has a figure. Defaults to groups where there are any, else to trend where two such periods are.
 *
 * @param figure the column of the score (NPS) or of the share of positive answers.
 */
export function drawnScores<R extends ScoredRow>(
  rows: readonly R[],
  figure: "score" | "rate",
  asked: ScoreForm | undefined
): DrawnScores<R> {
  const wholes = rows.filter(({answers, period}) => period === null && answers > 0);
  const closed = rows.filter(({complete, period}) => period !== null && complete);
  const known = closed.filter((row) => row.group === null && row[figure] != null);
  const fit = asked ?? (wholes.length > 1 ? "groups" : known.length > 1 ? "trend" : ALONE[figure]);
  const form = fit === "trend" && known.length === 0 ? "groups" : fit;
  return {
    form,
    wholes: form === "groups" || wholes.length === 2 ? wholes : wholes.filter(({group}) => group === null),
    trend: form === "trend" ? closed : []
  };
}
