import type {ColumnTable} from "arquero";
import {requireRows} from "./rows.ts";

/** What a picture of the Net Promoter Score shows. groups: a bar and a score each; trend: the score by period; distribution: answers 0 to 10. */
export type NpsForm = "groups" | "trend" | "distribution";

/** The form that is drawn: the one that is asked for, but bars for a trend without a closed period that has a score. Defaults to groups where there are any, else to trend where two such periods are, else to distribution. */
export function npsForm(result: ColumnTable, asked: NpsForm | undefined): NpsForm {
  const rows = requireRows<Row>(result, ["group", "period", "answers", "score", "complete"]);
  const wholes = rows.filter(({answers, period}) => answers > 0 && period === null);
  const scored = rows.filter(
    ({complete, group, period, score}) => period !== null && complete && group === null && score !== null
  );
  const form = asked ?? (wholes.length > 1 ? "groups" : scored.length > 1 ? "trend" : "distribution");
  return form === "trend" && scored.length === 0 ? "groups" : form;
}

interface Row {
  readonly group: string | null;
  readonly period: Date | null;
  readonly answers: number;
  readonly score: number | null;
  readonly complete: boolean;
}
