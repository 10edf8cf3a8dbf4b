import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {percentileInterval} from "../models/bootstrap.ts";
import {claimOf} from "./claim-texts.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Result, Unit, Workbench} from "./metric.ts";
import type {Limits} from "./programme-points.ts";
import {abuseRows, economicsOf, ratesOf} from "./programme-rates.ts";
import type {Economics} from "./programme-rates.ts";
import {PROGRAMME_COLUMNS, comparedOf, comparedRows, isAll, isApart, place, rawRow, total} from "./programme-rows.ts";
import type {Bootstrap, ProgrammeRow} from "./programme-rows.ts";
import {peopleOf, programmeReductions} from "./programme-sums.ts";
import {tierMoves, tiersOf} from "./programme-tiers.ts";
import type {Tiers} from "./programme-tiers.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  by: commonOptions.by,
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  point: z
    .number()
    .min(0)
    .optional()
    .describe(
      "What a point is worth, in the currency. Defaults to the catalog's pointValue; without it points have no cost."
    )
});

export type ProgrammeOptions = z.output<typeof schema>;

/**
 * Does the loyalty programme pay? What members bring against the others, as it is and like against like.
 *
 * Result: per `group` three rows. `comparison` "raw": margin per customer-year since the first order, of members and of all others. "adjusted": per customer-year from the day of joining, against non-members of the same class of tenure and decile of earlier spend
 * from an equal index date on, weighted to the members. "before joining": the same strata's margin per customer in the 90 days up to the index date: where that differs, so does more than the programme. Each with `members`, `others`, `value_members`, `value_others`,
 * `difference` with its bounds, and `uplift` (value_members / value_others − 1) with `low`, `high`: by linearisation within strata and the delta method, of the adjusted row over all customers by a seeded bootstrap of customers.
 * `tables.rates`: per group members, enrolment (share of buyers), active (ordered in the last 12 months), redemption (points used / earned), points, of these `outstanding` (earned less used), `breakage` (outstanding of members without an order in the last 12 months: an expectation, as no date of expiry is known) with its share of those earned, `liability` (outstanding in money). `tables.abuse`: accounts beyond three median absolute deviations, by pattern, never who. `tables.tiers`, where the catalog has a table of tier changes: `from` (12 months ago), `to` (now), `customers`. `summary`: cost of points, break-even uplift, the published claim.
 */
export const programme: Metric<ProgrammeOptions> = {
  kind: "programme",
  schema,
  requires: () => ["orders.at", "orders.revenue", "customers.member_since"],
  freeze,
  reductions: (_options, facts, frozen) => programmeReductions(facts, frozen),
  finish
};

async function freeze({interval}: ProgrammeOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const {people, whole, limits, replicates} = await workbench.once("programme", () => peopleOf(facts, workbench));
  const [own, theirs] = [replicates[0] ?? new Float64Array(), replicates[1] ?? new Float64Array()];
  const uplift = own.map((value, i) => value / theirs[i]! - 1).filter((value) => Number.isFinite(value));
  const difference = own.map((value, i) => value - theirs[i]!);
  const bootstrap: Bootstrap = {
    uplift: percentileInterval(uplift, interval),
    difference: percentileInterval(difference, interval)
  };
  return {people, whole, limits, bootstrap, tiers: await tiersOf(facts, workbench)};
}

const UNITS: Readonly<Record<string, Unit>> = {
  group: "text",
  comparison: "text",
  members: "count",
  others: "count",
  value_members: "money",
  value_others: "money",
  difference: "money",
  difference_low: "money",
  difference_high: "money",
  uplift: "ratio",
  low: "ratio",
  high: "ratio",
  customers: "count",
  enrolment: "ratio",
  active: "ratio",
  redemption: "ratio",
  earned: "count",
  used: "count",
  outstanding: "count",
  breakage: "count",
  breakage_rate: "ratio",
  liability: "money",
  from: "text",
  to: "text",
  cost: "money",
  pattern: "text",
  accounts: "count",
  of: "count",
  above: "number"
};

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  {interval, point}: ProgrammeOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const [plain, pairs, members] = [rolled["raw"]!, rolled["pairs"]!, rolled["members"]!];
  const money = 10 ** facts.digits;
  const value = point ?? facts.pointValue ?? null;
  const moves = rolled["tiers"] ? tierMoves(rolled["tiers"], frozen["tiers"] as Tiers) : null;
  const hasPoints = facts.tables.get("orders")?.has("points_used") ?? false;
  const groups = plain.groups.map((group, g) => {
    const own = place(pairs, group);
    const compared = own < 0 ? null : comparedOf(pairs, own);
    const isWhole = group === null && isAll(pairs, frozen["whole"] as {rows: number; margin: number});
    const boot = isWhole ? (frozen["bootstrap"] as Bootstrap) : null;
    return {
      group,
      n: total(plain, "customers", g),
      compared,
      isBootstrap: boot !== null && boot.uplift !== null,
      rows: [
        rawRow(plain, g, {level: interval, money}),
        ...comparedRows(compared, {group, boot, level: interval, money})
      ],
      rates: ratesOf(members, place(members, group), {
        group,
        customers: total(plain, "customers", g),
        value: hasPoints ? value : null
      })
    };
  });
  const all = groups[0]!;
  const claim = claimOf("programme", facts);
  const apart = abuseRows(members, frozen["limits"] as Limits);
  const [, adjusted, before] = all.rows as [ProgrammeRow, ProgrammeRow, ProgrammeRow];
  const economics = economicsOf(all.compared?.margin ?? null, {cost: all.rates.cost, money});
  const enrolled = all.rates.members;
  return {
    table: tableOf(all.n === 0 ? [] : groupOrder(groups, ({n}) => n).flatMap(({rows}) => rows), PROGRAMME_COLUMNS),
    units: UNITS,
    tables: {
      rates: tableOf(all.n === 0 ? [] : groups.map(({rates}) => rates), [
        "group",
        "customers",
        "members",
        "enrolment",
        "active",
        "redemption",
        "earned",
        "used",
        "outstanding",
        "breakage",
        "breakage_rate",
        "liability",
        "cost"
      ]),
      abuse: tableOf(apart, ["pattern", "accounts", "of", "above"]),
      ...(moves ? {tiers: moves.table} : {})
    },
    summary: {
      uplift: adjusted.uplift,
      low: adjusted.low,
      high: adjusted.high,
      raw_uplift: all.rows[0]!.uplift,
      members: enrolled,
      enrolment: all.rates.enrolment,
      active: all.rates.active,
      redemption: all.rates.redemption,
      outstanding: all.rates.outstanding,
      breakage: all.rates.breakage,
      breakage_rate: all.rates.breakage_rate,
      liability: all.rates.liability,
      tier_moved: moves && moves.of >= LEAST ? moves.moved / moves.of : null,
      tier_customers: moves && moves.of,
      cost: all.rates.cost,
      ...economics,
      apart_points: apart[0]?.accounts ?? null,
      apart_points_above: apart[0]?.above ?? null,
      apart_returns: apart[1]?.accounts ?? null,
      apart_returns_above: apart[1]?.above ?? null,
      apart_both: apart[2]?.accounts ?? null,
      covered: all.compared?.margin?.covered ?? null,
      interval: all.isBootstrap ? "bootstrap" : "linearised",
      claim_low: claim.low,
      claim_high: claim.high,
      claim_source: claim.source
    },
    n: all.n,
    of: "customers",
    finding: all.n === 0 ? null : finding(all.rows, {economics, level: interval}),
    notes:
      all.n === 0
        ? ["no-orders"]
        : [
            ...(enrolled === 0 ? ["programme-no-members"] : ["programme-adjusted"]),
            ...(adjusted.uplift === null ? [] : [all.isBootstrap ? "programme-bootstrap" : "programme-linearised"]),
            ...(isApart(before) ? ["programme-before"] : []),
            ...(hasPoints && all.rates.breakage > 0 ? ["programme-breakage"] : []),
            ...(hasPoints ? (value === null ? ["programme-no-value"] : ["programme-cost"]) : ["programme-no-points"]),
            "programme-claim",
            "loyalty-cause",
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

function finding(
  [plain, adjusted, before]: readonly ProgrammeRow[],
  {economics, level}: {economics: Economics; level: number}
): Finding | null {
  if (!plain || plain.uplift === null) return null;
  return {
    key: "programme",
    values: {
      raw: plain.uplift,
      raw_low: plain.low,
      raw_high: plain.high,
      raw_differs: isApart(plain) ? 1 : 0,
      uplift: adjusted?.uplift ?? null,
      low: adjusted?.low ?? null,
      high: adjusted?.high ?? null,
      differs: adjusted && isApart(adjusted) ? 1 : 0,
      difference: adjusted?.difference ?? null,
      before: before && isApart(before) ? before.uplift : null,
      cost: economics.cost_per_year,
      break_even: economics.break_even,
      level
    }
  };
}
