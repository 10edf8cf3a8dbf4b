import {identifier, joined, literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {isLine} from "./action-lines.ts";
import type {LineName} from "./action-lines.ts";
import type {Facts, Period, Workbench} from "./metric.ts";
import {dateOf, dayOf, periodOf, startOf} from "./period.ts";

/** Values of dimensions that customers must have, all of them. */
export type Segment = readonly {readonly dimension: string; readonly values: readonly string[]}[];

/** An improvement measure as the catalog's table says it. Days are whole ones since 1970-01-01. */
export interface Action {
  readonly name: string;
  readonly owner: string | null;
  readonly metric: string | null;
  /** The line it is measured on; null where no line has its metric's name. */
  readonly line: LineName | null;
  readonly started: number;
  readonly ended: number | null;
  readonly target: number | null;
  /** As written; null: everybody. */
  readonly segment: string | null;
  /** Whom it is for; null: everybody. */
  readonly targeted: Segment | null;
  /** Whom they are compared with; null: all whom no measure on this metric is for. */
  readonly control: Segment | null;
  /** How many customers were drawn to be treated, and how many to be left alone; null where it is for no list. */
  readonly list: {readonly treated: number; readonly control: number} | null;
  /** Text of a segment that names no dimension of the catalog; null where all can be read. */
  readonly unreadable: string | null;
}

/** Most measures that are judged: those that began last. */
export const MOST_ACTIONS = 40;

const CLAUSE = /^\s*([^=]+?)\s*=\s*(.+?)\s*$/;

/** "region=Kansai" or "region=Kansai, Kyushu; channel=Search" as values of dimensions; null where a part is no such clause, or names no dimension. */
export function parseSegment(text: string, dimensions: readonly string[]): Segment | null {
  const clauses = text.split(";").map((part) => {
    const [, dimension = "", values = ""] = CLAUSE.exec(part) ?? [];
    return {dimension, values: values.split(",").map((value) => value.trim())};
  });
  return clauses.every(({dimension, values}) => dimensions.includes(dimension) && values.every((value) => value !== ""))
    ? clauses
    : null;
}

/** The measures of the catalog that are judged, by start, and whether there are older ones. */
export interface Actions {
  readonly actions: readonly Action[];
  readonly hasOlder: boolean;
}

/** Reads {@link Actions}. */
export async function actionsOf(facts: Facts, {ask}: Workbench): Promise<Actions> {
  const has = (name: string) => facts.tables.get("actions")?.has(name) ?? false;
  const column = (name: string) =>
    has(name) ? sql`cast(${identifier(name)} as varchar) as ${identifier(name)}` : sql`null as ${identifier(name)}`;
  const {columns, length} = await ask(sql`
    select ${["name", "started", "ended", "owner", "metric", "target", "segment", "control"].map(column)}, nth_youngest
    from (select *, row_number() over (order by started desc, name) as nth_youngest from "all".actions) a
    where nth_youngest <= ${literal(MOST_ACTIONS + 1)} order by started, name`);
  const text = (name: string, i: number) => (columns[name]![i] == null ? null : String(columns[name]![i]));
  const day = (name: string, i: number) => {
    const date = text(name, i);
    return date === null ? null : dayOf(new Date(`${date.slice(0, 10)}T00:00:00Z`));
  };
  const rows = Array.from({length}, (_, i) => i);
  const actions = rows
    .filter((i) => Number(columns["nth_youngest"]![i]) <= MOST_ACTIONS)
    .map((i): Action => {
      const [segment, control, metric] = [text("segment", i), text("control", i), text("metric", i)];
      const read = (one: string | null) => (one === null || one === "" ? null : parseSegment(one, facts.dimensions));
      const [targeted, compared] = [read(segment), read(control)];
      const target = text("target", i);
      const name = text("name", i)!;
      return {
        name,
        owner: text("owner", i),
        metric,
        line: metric !== null && isLine(metric, facts) ? metric : null,
        started: day("started", i)!,
        ended: day("ended", i),
        target: target === null ? null : Number(target),
        segment,
        targeted,
        control: compared,
        list: facts.actionLists?.get(name) ?? null,
        unreadable: segment && !targeted ? segment : control && !compared ? control : null
      };
    });
  return {actions, hasOlder: length > MOST_ACTIONS};
}

/** `customer`, `action` (its number), `arm` (1: it is for them, 0: they are compared with these), of measures that can be measured on `line`; customers in neither arm are absent. */
export function armsOf(actions: readonly Action[], line: LineName): Query {
  const own = actions.flatMap((action, i) => (action.line === line && !action.unreadable ? [{action, i}] : []));
  return joined(
    own.map(({action, i}) => {
      if (action.list)
        return sql`select customer, ${raw(String(i))} as action, cast(arm as integer) as arm from "lists".arms where action = ${action.name}`;
      const isFor = action.targeted ? inSegment(action.targeted) : raw("true");
      const others = own.flatMap((one) => (one.i === i ? [] : (isTreated(one.action) ?? [])));
      const isControl = action.control
        ? sql`not (${isFor}) and ${inSegment(action.control)}`
        : action.targeted
          ? sql`not (${isFor})${joined(
              others.map((treated) => sql` and not (${treated})`),
              ""
            )}`
          : raw("false");
      return sql`
        select customer, ${raw(String(i))} as action, case when ${isFor} then 1 else 0 end as arm
        from "all".customers where ${isFor} or (${isControl})`;
    }),
    " union all "
  );
}

/** Whom a measure is for, of all customers; null: everybody. */
function isTreated({list, name, targeted}: Action): Query | null {
  if (list) return sql`customer in (select customer from "lists".arms where action = ${name} and arm = 1)`;
  return targeted && inSegment(targeted);
}

function inSegment(segment: Segment): Query {
  return joined(
    segment.map(({dimension, values}) => sql`${identifier(dimension)} in (${values.map((value) => sql`${value}`)})`),
    " and "
  );
}

/** Periods of a measure: the first whole one after its start, the last whole one before its end (null: it goes on), and the first and the last one before its start that it is compared with. */
export interface Span {
  readonly from: number;
  readonly first: number;
  readonly last: number | null;
  readonly before: number;
}

/**
 * The span of a measure with `most` periods before it: a period in which it begins or ends on another day than the first or the last is of neither side, nor is one
 * whose value looks back `behind` days from its end into the time before the start, or looks `ahead` so many days after its end into the time from the start on, or after the end.
 */
export function spanOf(
  {started, ended}: Pick<Action, "started" | "ended">,
  {period, most, behind = 0, ahead = 0}: {period: Period; most: number; behind?: number; ahead?: number},
  {calendar}: Pick<Facts, "calendar">
): Span {
  const begin = periodOf(dateOf(started), period, calendar);
  const startDay = (index: number) => dayOf(startOf(index, period, calendar));
  const lastDay = (index: number) => startDay(index + 1) - 1;
  let before = begin - 1;
  while (lastDay(before) + ahead >= started) before -= 1;
  let first = startDay(begin) === started ? begin : begin + 1;
  while (lastDay(first) + 1 - behind < started && behind > 0) first += 1;
  if (ended === null) return {from: before + 1 - most, before, first, last: null};
  let last = periodOf(dateOf(ended), period, calendar);
  while (lastDay(last) + ahead > ended) last -= 1;
  return {from: before + 1 - most, before, first, last};
}
