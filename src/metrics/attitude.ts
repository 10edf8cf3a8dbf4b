import {dayIndex} from "../sql/dialect.ts";
import {identifier, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {isAnswer} from "./answers.ts";
import type {Facts} from "./metric.ts";

/** Days (whole ones from 1970-01-01) between which answers count: `after` exclusive, `until` inclusive. */
export interface AnswerSpan {
  readonly after: number | null;
  readonly until: number;
}

/** `customer`, `day` and `score` of each customer's latest answer to a measure within the span; of several at that moment the highest. Relational answers where there are any. */
export function latestAnswerWithin(measure: string, {after, until}: AnswerSpan, facts: Pick<Facts, "tables">): Query {
  const score = identifier(measure);
  const day = dayIndex(raw('"at"'));
  const from = after === null ? raw("") : sql` and ${day} > ${literal(after)}`;
  return sql`
    select customer, day, score
    from (
      select customer, ${day} as day, ${score} as score, row_number() over (partition by customer order by "at" desc, ${score} desc) as n
      from "all".surveys where ${isAnswer(measure, facts)} and ${day} <= ${literal(until)}${from}
    ) ranked where n = 1`;
}
