import type {Rolled} from "../cube/cube.ts";
import {PANEL_NAMES, countVariance, panelVariance} from "../models/panel-change.ts";
import type {PanelName} from "../models/panel-change.ts";
import {productSum} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import type {Line} from "./action-lines.ts";
import type {Span} from "./action-list.ts";
import type {Reduction} from "./metric.ts";

const PAIRS = PANEL_NAMES.flatMap((a, i) => PANEL_NAMES.slice(i).map((b) => [a, b] as const));
/** A period after all others. */
const NEVER = 1_000_000;

function pairName(a: PanelName, b: PanelName): string {
  return PANEL_NAMES.indexOf(a) <= PANEL_NAMES.indexOf(b) ? `${a}_${b}` : `${b}_${a}`;
}

/**
 * Per `action` and `arm`: what customers have of its line before and after, and the products of these.
 *
 * @param rows `customer`, `action`, `arm`, `period`, `y`, `x`.
 * @param spans of the actions, by their number.
 */
export function panelReduction(rows: Query, spans: readonly Span[]): Reduction {
  const values = spans.map(({from, before, first, last}, i) =>
    raw(`(${i}, ${from}, ${before}, ${first}, ${last ?? NEVER})`)
  );
  const sum = (name: "y" | "x", side: 0 | 1) =>
    sql`sum(case when ${side === 0 ? raw("l.period <= s.before_start") : raw("l.period >= s.first_after")} then ${raw(`l.${name}`)} else 0 end) as ${raw(`${name}${side}`)}`;
  return {
    level1:
      spans.length === 0
        ? raw(
            'select customer, 0 as action, 0 as arm, 0 as y0, 0 as x0, 0 as y1, 0 as x1 from "all".customers where false'
          )
        : sql`
          select l.customer, l.action, l.arm, ${sum("y", 0)}, ${sum("x", 0)}, ${sum("y", 1)}, ${sum("x", 1)}
          from (${rows}) l join (values ${values}) s(action, from_period, before_start, first_after, last_after) on s.action = l.action
          where l.period between s.from_period and s.before_start or l.period between s.first_after and s.last_after
          group by l.customer, l.action, l.arm`,
    keys: ["action", "arm"],
    statistics: {
      customers: raw("count(*)"),
      early: raw("sum(case when r.x0 > 0 then 1 else 0 end)"),
      ...Object.fromEntries(PANEL_NAMES.map((name) => [name, raw(`sum(r.${name})`)])),
      ...Object.fromEntries(PAIRS.map(([a, b]) => [pairName(a, b), productSum(raw(`r.${a}`), raw(`r.${b}`))]))
    }
  };
}

/** The customers of a group (null: everybody) in an arm of an action. */
export interface PanelKey {
  readonly group: string | null;
  readonly action: number;
  readonly arm: 0 | 1;
}

/** Reads the sums of an arm; null where nobody is in it. */
function readerOf(
  {groups, keys, size, statistics}: Rolled,
  {group, action, arm}: PanelKey
): ((name: string) => number) | null {
  const g = groups.indexOf(group);
  const k = Array.from({length: size}, (_, i) => i).find(
    (i) => keys["action"]![i] === action && keys["arm"]![i] === arm
  );
  return g < 0 || k === undefined ? null : (name) => statistics[name]![g]![k]!;
}

/** How many customers an arm's line stands on before the start, each counted once, however many periods they are in. */
export function earlyCustomers(panels: Rolled, key: PanelKey): number {
  return readerOf(panels, key)?.("early") ?? 0;
}

/** Variance over customers of how an action's line changed against the others', in the unit of its test (money in minor units cancels out of a logarithm); null where one arm has too few. */
export function panelsVariance(panels: Rolled, {group, action}: Omit<PanelKey, "arm">, line: Line): number | null {
  const [one, other] = ([1, 0] as const).map((arm) => {
    const read = readerOf(panels, {group, action, arm});
    if (!read) return null;
    const sums = {
      n: read("customers"),
      y0: read("y0"),
      x0: read("x0"),
      y1: read("y1"),
      x1: read("x1"),
      product: (a: PanelName, b: PanelName) => read(pairName(a, b))
    };
    return line.isCount ? countVariance(sums) : panelVariance(sums, {isLog: line.isRelative});
  });
  return one == null || other == null ? null : one + other;
}
