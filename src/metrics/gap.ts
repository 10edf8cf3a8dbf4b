import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {correlation, correlationInterval} from "../models/correlation.ts";
import {criticalValue} from "../models/wilson.ts";
import {productSum} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Result, Workbench} from "./metric.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding
});

export type GapOptions = z.output<typeof schema>;

/** The answers about no touchpoint, but the shop as a whole. */
export const SHOP = "(shop)";
/** What a touchpoint is, by its gap and its importance; "unclear" where the gap is within the noise. */
export const GAP_QUADRANTS = ["act first", "keep up", "watch", "enough", "unclear"] as const;

/**
 * Experience against expectation at each touchpoint, beside how much the touchpoint matters.
 *
 * Result: one row per `group` (null: everybody, first) and `touchpoint` ("(shop)": about the shop as a whole): `answers` with both scores, of each customer and touchpoint the latest; `csat`, `expected`, means 1–5; `gap` = csat − expected with `low`, `high` (paired, normal);
 * `importance`, correlation of csat with the likelihood to recommend −1…1 over `pairs` answers, with `importance_low`, `importance_high` (Fisher's z); `quadrant`: below expectation and of more than the touchpoints' mean importance "act first", of less "watch"; above it "keep up", "enough"; "unclear" where the interval of the gap holds 0 or the importance is not known.
 * Null of fewer than 10 answers. Widest gap downwards first.
 */
export const gap: Metric<GapOptions> = {
  kind: "gap",
  schema,
  requires: () => ["surveys.csat", "surveys.expected"],
  freeze,
  reductions(_options, {tables}, frozen) {
    const has = (name: string) => tables.get("surveys")?.has(name) ?? false;
    const touchpoint = has("touchpoint") ? raw(`coalesce(touchpoint, '${SHOP}')`) : raw(`'${SHOP}'`);
    const [recommend, both] = has("nps") ? [raw("nps"), raw("nps is not null and csat is not null")] : [raw("cast(null as bigint)"), raw("false")]; // prettier-ignore
    const sum = (term: string) => raw(`sum(case when r.has_gap = 1 then ${term} else 0 end)`);
    const pair = (x: string, y: string) => productSum(raw(`r.pair * ${x}`), raw(y));
    return {
      answers: {
        level1: sql`
          select a.customer, cast(t.place as bigint) as place, coalesce(csat, 0) as csat, coalesce(expected, 0) as expected, coalesce(recommend, 0) as nps,
            case when csat is not null and expected is not null then 1 else 0 end as has_gap, case when has_pair then 1 else 0 end as pair
          from (
            select customer, ${touchpoint} as touchpoint, csat, expected, ${recommend} as recommend, ${both} as has_pair,
              row_number() over (partition by customer, ${touchpoint} order by "at" desc, csat desc, expected desc) as n
            from "all".surveys where csat is not null
          ) a join ${raw(String(frozen["relation"]))} t on t.touchpoint = a.touchpoint
          where a.n = 1`,
        keys: ["place"],
        statistics: {
          answers: raw("sum(r.has_gap)"),
          csat: sum("r.csat"),
          expected: sum("r.expected"),
          squares: sum("(r.csat - r.expected) * (r.csat - r.expected)"),
          pairs: raw("sum(r.pair)"),
          x: raw("sum(r.pair * r.csat)"),
          y: raw("sum(r.pair * r.nps)"),
          xx: pair("r.csat", "r.csat"),
          yy: pair("r.nps", "r.nps"),
          xy: pair("r.csat", "r.nps")
        }
      }
    };
  },
  finish
};

async function freeze(_options: GapOptions, {tables}: Facts, workbench: Workbench): Promise<Frozen> {
  const column = tables.get("surveys")?.has("touchpoint") ? raw(`coalesce(touchpoint, '${SHOP}')`) : raw(`'${SHOP}'`);
  const {columns} = await workbench.ask(
    sql`select distinct ${column} as touchpoint from "all".surveys where csat is not null and expected is not null order by 1`
  );
  const touchpoints = Array.from(columns["touchpoint"]!, String);
  return {
    touchpoints,
    relation: await workbench.keep({touchpoint: touchpoints, place: touchpoints.map((_, i) => i)})
  };
}

interface Row {
  readonly group: string | null;
  readonly touchpoint: string;
  readonly answers: number;
  readonly csat: number | null;
  readonly expected: number | null;
  readonly gap: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly pairs: number;
  readonly importance: number | null;
  readonly importance_low: number | null;
  readonly importance_high: number | null;
  readonly quadrant: (typeof GAP_QUADRANTS)[number] | null;
}

const COLUMNS = ["group", "touchpoint", "answers", "csat", "expected", "gap", "low", "high", "pairs", "importance", "importance_low", "importance_high", "quadrant"] as const; // prettier-ignore

function finish(rolled: Readonly<Record<string, Rolled>>, options: GapOptions, _facts: Facts, frozen: Frozen): Result {
  const answers = rolled["answers"]!;
  const touchpoints = frozen["touchpoints"] as readonly string[];
  const places = new Map(Array.from({length: answers.size}, (_, k) => [answers.keys["place"]![k]!, k]));
  const groups = answers.groups.map((group, g) => {
    const rows = touchpoints.flatMap((touchpoint, i) => {
      const k = places.get(i);
      const read = (name: string) => (k === undefined ? 0 : answers.statistics[name]![g]![k]!);
      return read("answers") === 0 ? [] : [rowOf(group, touchpoint, {read, level: options.interval})];
    });
    return {group, rows: inQuadrants(rows), n: rows.reduce((sum, row) => sum + row.answers, 0)};
  });
  const rows = groupOrder(groups, ({n}) => n)
    .filter(({group, n}) => group === null || n > 0)
    .flatMap((one) => one.rows.toSorted((a, b) => (a.gap ?? Infinity) - (b.gap ?? Infinity) || (a.touchpoint < b.touchpoint ? -1 : 1))); // prettier-ignore
  const own = rows.filter(({group}) => group === null);
  const n = own.reduce((sum, row) => sum + row.answers, 0);
  return {
    table: tableOf(rows, COLUMNS),
    units: {
      group: "text",
      touchpoint: "text",
      answers: "count",
      csat: "score",
      expected: "score",
      gap: "score",
      low: "score",
      high: "score",
      pairs: "count",
      importance: "score",
      importance_low: "score",
      importance_high: "score",
      quadrant: "text"
    },
    summary: {
      below: own.filter(({high}) => high !== null && high < 0).length,
      above: own.filter(({low}) => low !== null && low > 0).length,
      importance: meanImportance(own)
    },
    n,
    of: "answers",
    finding: finding(own, options),
    notes: n === 0 ? ["no-answers"] : ["gap-latest", "gap-importance", "answers-few"]
  };
}

function rowOf(
  group: string | null,
  touchpoint: string,
  {read, level}: {read: (name: string) => number; level: number}
): Row {
  const [answers, pairs] = [read("answers"), read("pairs")];
  const isShown = answers >= LEAST;
  const difference = (read("csat") - read("expected")) / answers;
  const variance = Math.max(0, read("squares") - answers * difference ** 2) / (answers - 1);
  const half = criticalValue(level) * Math.sqrt(variance / answers);
  const r = pairs < LEAST ? null : correlation({n: pairs, x: read("x"), y: read("y"), xx: read("xx"), yy: read("yy"), xy: read("xy")}); // prettier-ignore
  const bounds = r === null ? null : correlationInterval(r, pairs, level);
  return {
    group,
    touchpoint,
    answers,
    csat: isShown ? read("csat") / answers : null,
    expected: isShown ? read("expected") / answers : null,
    gap: isShown ? difference : null,
    low: isShown ? difference - half : null,
    high: isShown ? difference + half : null,
    pairs,
    importance: r,
    importance_low: bounds?.low ?? null,
    importance_high: bounds?.high ?? null,
    quadrant: null
  };
}

/** The mean importance of the touchpoints; null where none is known. */
function meanImportance(rows: readonly Row[]): number | null {
  const known = rows.flatMap(({importance}) => (importance === null ? [] : [importance]));
  return known.length === 0 ? null : known.reduce((sum, r) => sum + r, 0) / known.length;
}

function inQuadrants(rows: readonly Row[]): readonly Row[] {
  const mean = meanImportance(rows);
  return rows.map((row) => {
    const {high, importance, low} = row;
    if (low === null || high === null) return row;
    const isClear = mean !== null && importance !== null && (low > 0 || high < 0);
    if (!isClear) return {...row, quadrant: "unclear"};
    const isImportant = importance >= mean;
    return {...row, quadrant: high < 0 ? (isImportant ? "act first" : "watch") : isImportant ? "keep up" : "enough"};
  });
}

/** The widest gap downwards that is beyond the noise, what to act on first, and what is above expectation. */
function finding(rows: readonly Row[], {interval}: GapOptions): Finding | null {
  const known = rows.filter(({gap: value}) => value !== null);
  if (known.length === 0) return null;
  const below = known.filter(({high}) => high! < 0);
  const above = known.filter(({low}) => low! > 0);
  const first = known.find(({quadrant}) => quadrant === "act first");
  return {
    key: "gap",
    values: {
      touchpoints: known.length,
      below: below.length,
      above: above.length,
      level: interval,
      worst: below[0]?.touchpoint ?? null,
      worst_gap: below[0]?.gap ?? null,
      worst_low: below[0]?.low ?? null,
      worst_high: below[0]?.high ?? null,
      first: first?.touchpoint ?? null,
      first_importance: first?.importance ?? null,
      best: above.at(-1)?.touchpoint ?? null,
      best_gap: above.at(-1)?.gap ?? null
    }
  };
}
