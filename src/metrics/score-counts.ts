import {periodIndex} from "../sql/dialect.ts";
import type {Period} from "../sql/dialect.ts";
import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {isAnswer, latestAnswers, WHOLE} from "./answers.ts";
import type {Facts, Reduction} from "./metric.ts";
import {NEVER, nextMonth} from "./window.ts";

/** A question of a survey, and the whole numbers that answer it. */
export interface Question {
  readonly measure: string;
  readonly from: number;
  readonly to: number;
}

/** Which answers count: of each customer and period the latest one, or all. */
export type Counted = "latest" | "all";

/** The scores of a question, ascending. */
export function scoresOf({from, to}: Question): readonly number[] {
  return Array.from({length: to - from + 1}, (_, i) => from + i);
}

/** Name of the statistic that counts the answers of a score. */
export function countOf(score: number): string {
  return `answers_${score}`;
}

/** `customer`, `period` (as `at` says) and `score` of the answers that count. */
export function answersOf(
  {measure}: Question,
  {at, answers}: {readonly at: Query; readonly answers: Counted},
  facts: Facts
): Query {
  return answers === "latest"
    ? latestAnswers(measure, at, facts)
    : sql`select customer, ${at} as period, ${identifier(measure)} as score from "all".surveys where ${isAnswer(measure, facts)}`;
}

/**
 * How many answers have each score, as `answers_0`, `answers_1`, …, by the key `period` of the calendar, and {@link WHOLE} for the whole window. Everything that is said of a question follows from these sums.
 * Relational answers where there are any, else the transactional ones.
 */
export function scoreCounts(
  question: Question,
  {period, answers}: {readonly period: Period; readonly answers: Counted},
  facts: Facts
): Reduction {
  const index = periodIndex(raw('"at"'), period, facts.calendar);
  const relation = (at: Query) => answersOf(question, {at, answers}, facts);
  return {
    level1: joined([relation(index), relation(raw(String(WHOLE)))], " union all "),
    keys: ["period"],
    statistics: scoreStatistics(question)
  };
}

/** The {@link scoreCounts} by `month`, and by `next`, the month of the customer's next answer (where all answers count, never): those of any window of months follow from them. */
export function scoreCountsByMonth(question: Question, answers: Counted, facts: Facts): Reduction {
  const months = answersOf(question, {at: periodIndex(raw('"at"'), "month", facts.calendar), answers}, facts);
  const next = answers === "latest" ? nextMonth() : sql`${literal(NEVER)} as next`;
  return {
    level1: sql`select customer, month, ${next}, score from (select customer, period as month, score from (${months}) answers) monthly`,
    keys: ["month", "next"],
    statistics: scoreStatistics(question)
  };
}

/** Counts rows of a score, as `answers_0`, `answers_1`, …. */
export function scoreStatistics(question: Question): Reduction["statistics"] {
  return Object.fromEntries(
    scoresOf(question).map((score) => [
      countOf(score),
      sql`sum(case when r.score = ${literal(score)} then 1 else 0 end)`
    ])
  );
}

/** Which surveys count: those about the shop, those at touchpoints, or the latter once for each customer and touchpoint. */
export type Basis = boolean | "touchpoints";

const SCORES = ["nps", "csat", "dwb", "effort", "trust", "expected"];

/**
 * Whom the survey behind a question asked: `invitations` (rows: each is one), `answered` (rows with an answer to this question), `silent` (rows without any score), `customers` asked.
 *
 * @param isRelational whether the answers that count are relational ones, and so the invitations; touchpoints: each customer counts once for each of them.
 */
export function invitations(question: Question, isRelational: Basis, facts: Facts): Reduction {
  return {
    level1: sql`select customer, ${asked(question, isRelational, facts)} ${raw(isRelational === "touchpoints" ? "group by customer, touchpoint" : "group by customer")}`,
    keys: [],
    statistics: ASKED
  };
}

/** The {@link invitations} by `month`, and by `next`, the month in which the customer is asked again. */
export function invitationsByMonth(question: Question, isRelational: Basis, facts: Facts): Reduction {
  const month = periodIndex(raw('"at"'), "month", facts.calendar);
  return {
    level1: sql`select *, ${nextMonth(isRelational === "touchpoints" ? "customer, touchpoint" : "customer")} from (select customer, ${raw(isRelational === "touchpoints" ? "touchpoint" : "null as touchpoint")}, ${month} as month, ${asked(question, isRelational, facts)} group by 1, 2, 3) monthly`,
    keys: ["month", "next"],
    statistics: ASKED
  };
}

const ASKED = {
  invitations: raw("sum(r.invitations)"),
  answered: raw("sum(r.answered)"),
  silent: raw("sum(r.silent)"),
  customers: raw("count(*)")
};

/** The counts of a group of surveys' rows, and whence. */
function asked({measure}: Question, isRelational: Basis, {tables}: Facts): Query {
  const columns = tables.get("surveys");
  const scores = SCORES.filter((name) => columns?.has(name)).map((name) => identifier(name));
  const basis = columns?.has("touchpoint")
    ? raw(`touchpoint is ${isRelational === true ? "null" : "not null"}`)
    : raw("true");
  return sql`count(*) as invitations, count(${identifier(measure)}) as answered,
      sum(case when coalesce(${scores}) is null then 1 else 0 end) as silent
    from "all".surveys where ${basis}`;
}
