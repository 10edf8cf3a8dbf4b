import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {percentileInterval} from "../models/bootstrap.ts";
import {logRatio, normalInterval, ratioOfSums} from "../models/ratio-of-sums.ts";
import type {RatioEstimate, RatioSums} from "../models/ratio-of-sums.ts";
import {standardisedRates} from "../models/stratified-ratio.ts";
import type {StandardisedRates, Stratum} from "../models/stratified-ratio.ts";
import type {Interval} from "../models/wilson.ts";
import {dayIndex, minorUnits, productSum} from "../sql/dialect.ts";
import {literal, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {claimOf} from "./claim-texts.ts";
import {LEAST} from "./contrast.ts";
import {groupOrder} from "./groups.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Unit, Workbench} from "./metric.ts";
import {dayOf} from "./period.ts";
import {resampled} from "./programme-bootstrap.ts";
import {buyers, followed, strataOf} from "./programme-pairs.ts";
import {POINT, limitsOf, membersReduction} from "./programme-points.ts";
import type {Limits} from "./programme-points.ts";
import {tierMoves, tiersOf, tiersReduction} from "./programme-tiers.ts";
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

/** The ways in which members are held against the others, in the order of the table. */
export const COMPARISONS = ["raw", "adjusted", "before joining"] as const;
export type Comparison = (typeof COMPARISONS)[number];

const YEAR = 365.25;
/** Columns of those who are compared, besides the customer. */
const PEOPLE = ["member", "stratum", "margin", "before", "days"];

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
  reductions,
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

/** Members and those they are compared with, with their strata, kept as a relation; what they are in all, resampled; and who stands out among members. */
async function peopleOf(facts: Facts, workbench: Workbench) {
  const {columns} = await workbench.ask(
    sql`select customer, member, tenure, spend, margin, before, days from (${followed(facts)}) f order by customer, member`
  );
  const numbers = (name: string) => Float64Array.from(columns[name]!, Number);
  const rows = {
    customer: columns["customer"]!.map(String),
    member: numbers("member"),
    stratum: strataOf(numbers("tenure"), numbers("spend")),
    margin: numbers("margin"),
    before: numbers("before"),
    days: numbers("days")
  };
  return {
    people: await workbench.keep(rows),
    whole: {rows: rows.customer.length, margin: rows.margin.reduce((sum, margin) => sum + margin, 0)},
    limits: await limitsOf(facts, workbench),
    replicates: resampled(rows).values
  };
}

/** Names of the sums of an amount and of what it is per. */
function ratioSums(amount: string, per: string): Readonly<Record<string, Query>> {
  const [y, x] = [raw(`r.${amount}`), raw(`r.${per}`)];
  return {
    [amount]: sql`sum(${y})`,
    [per]: sql`sum(${x})`,
    [`${amount}_squares`]: productSum(y, y),
    [`${amount}_products`]: productSum(y, x),
    [`${per}_squares`]: productSum(x, x)
  };
}

function reductions(_options: ProgrammeOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  const last = literal(dayOf(facts.asOf));
  return {
    raw: {
      level1: sql`
        select b.customer, case when b.since is null then 0 else 1 end as member, ${last} + 1 - b.first as days, o.margin
        from (${buyers(facts)}) b
        join (select customer, sum(${minorUnits(raw("margin"), facts.digits)}) as margin from "all".orders where ${dayIndex(raw('"at"'))} <= ${last} group by customer) o on o.customer = b.customer`,
      keys: ["member"],
      statistics: {customers: raw("count(*)"), ...ratioSums("margin", "days")}
    },
    pairs: {
      level1: sql`select customer, ${PEOPLE.map((name) => sql`cast(${raw(name)} as bigint) as ${raw(name)}`)} from ${raw(String(frozen["people"]))}`,
      keys: ["stratum", "member"],
      statistics: {
        customers: raw("count(*)"),
        ...ratioSums("margin", "days"),
        before: raw("sum(r.before)"),
        before_squares: productSum(raw("r.before"), raw("r.before"))
      }
    },
    members: membersReduction(frozen["limits"] as Limits, facts),
    ...(frozen["tiers"] ? {tiers: tiersReduction(frozen["tiers"] as Tiers, facts)} : {})
  };
}

interface Row {
  readonly group: string | null;
  readonly comparison: Comparison;
  readonly members: number;
  readonly others: number;
  readonly value_members: number | null;
  readonly value_others: number | null;
  readonly difference: number | null;
  readonly difference_low: number | null;
  readonly difference_high: number | null;
  readonly uplift: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const COLUMNS = [
  "group",
  "comparison",
  "members",
  "others",
  "value_members",
  "value_others",
  "difference",
  "difference_low",
  "difference_high",
  "uplift",
  "low",
  "high"
] as const;

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
    const isWhole = group === null && isAll(pairs, frozen);
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
  const [, adjusted, before] = all.rows as [Row, Row, Row];
  const economics = economicsOf(all.compared?.margin ?? null, {cost: all.rates.cost, money});
  const enrolled = all.rates.members;
  return {
    table: tableOf(all.n === 0 ? [] : groupOrder(groups, ({n}) => n).flatMap(({rows}) => rows), COLUMNS),
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

/** The bootstrap's intervals over all customers, in minor units a day. */
interface Bootstrap {
  readonly uplift: Interval | null;
  readonly difference: Interval | null;
}

/** Place of a group among those of another reduction; -1 where it has none of its customers. */
function place({groups}: Rolled, group: string | null): number {
  return groups.indexOf(group);
}

function total({statistics}: Rolled, name: string, g: number): number {
  return g < 0 ? 0 : statistics[name]![g]!.reduce((sum, one) => sum + one, 0);
}

/** Whether the sums are those of all customers, for whom the bootstrap was made. */
function isAll(pairs: Rolled, frozen: Frozen): boolean {
  const {rows, margin} = frozen["whole"] as {rows: number; margin: number};
  return total(pairs, "customers", 0) === rows && total(pairs, "margin", 0) === margin;
}

/** Members against non-members of their strata, after and before the index date; null where no stratum has both. */
interface Compared {
  readonly members: number;
  readonly others: number;
  readonly margin: StandardisedRates | null;
  readonly before: StandardisedRates | null;
}

function comparedOf({keys, size, statistics}: Rolled, g: number): Compared {
  const read = (k: number | undefined, name: string) => (k === undefined ? 0 : statistics[name]![g]![k]!);
  const places = Map.groupBy(
    Array.from({length: size}, (_, k) => k),
    (k) => keys["stratum"]![k]!
  );
  const pick = (own: readonly number[], member: number) => own.find((k) => keys["member"]![k] === member);
  const all = [...places.values()].map((own) => ({one: pick(own, 1), other: pick(own, 0)}));
  const margin = (k: number | undefined): RatioSums => ({
    n: read(k, "customers"),
    y: read(k, "margin"),
    x: read(k, "days"),
    yy: read(k, "margin_squares"),
    xy: read(k, "margin_products"),
    xx: read(k, "days_squares")
  });
  const before = (k: number | undefined): RatioSums => {
    const [n, y, yy] = [read(k, "customers"), read(k, "before"), read(k, "before_squares")];
    return {n, y, x: n, yy, xy: y, xx: n};
  };
  const strata = (sums: (k: number | undefined) => RatioSums): Stratum[] =>
    all.map(({one, other}) => ({one: sums(one), other: sums(other)}));
  return {
    members: all.reduce((sum, {one}) => sum + read(one, "customers"), 0),
    others: all.reduce((sum, {other}) => sum + read(other, "customers"), 0),
    margin: standardisedRates(strata(margin)),
    before: standardisedRates(strata(before))
  };
}

interface Scale {
  readonly level: number;
  readonly money: number;
}

/** A row of two estimates, multiplied by `scale`; counts only where either has too few customers. */
function rowOf(
  {group, comparison, members, others}: Pick<Row, "group" | "comparison" | "members" | "others">,
  {one, other}: {one: RatioEstimate | null; other: RatioEstimate | null},
  {level, scale}: {level: number; scale: number}
): Row {
  const isShown = members >= LEAST && others >= LEAST && one !== null && other !== null;
  const difference = isShown ? {value: one.value - other.value, variance: one.variance + other.variance} : null;
  const bounds = difference && normalInterval(difference, level);
  const ratio = isShown ? logRatio(one, other, level) : null;
  return {
    group,
    comparison,
    members,
    others,
    value_members: isShown ? one.value * scale : null,
    value_others: isShown ? other.value * scale : null,
    difference: difference && difference.value * scale,
    difference_low: bounds && bounds.low * scale,
    difference_high: bounds && bounds.high * scale,
    uplift: ratio && ratio.value - 1,
    low: ratio && ratio.low - 1,
    high: ratio && ratio.high - 1
  };
}

function rawRow({groups, keys, size, statistics}: Rolled, g: number, {level, money}: Scale): Row {
  const sums = (member: number): RatioSums => {
    const k = Array.from({length: size}, (_, i) => i).find((i) => keys["member"]![i] === member);
    const read = (name: string) => (k === undefined ? 0 : statistics[name]![g]![k]!);
    return {
      n: read("customers"),
      y: read("margin"),
      x: read("days"),
      yy: read("margin_squares"),
      xy: read("margin_products"),
      xx: read("days_squares")
    };
  };
  const [own, theirs] = [sums(1), sums(0)];
  return rowOf(
    {group: groups[g]!, comparison: "raw", members: own.n, others: theirs.n},
    {one: ratioOfSums(own), other: ratioOfSums(theirs)},
    {level, scale: YEAR / money}
  );
}

function comparedRows(
  compared: Compared | null,
  {group, boot, level, money}: Scale & {group: string | null; boot: Bootstrap | null}
): Row[] {
  const counts = {group, members: compared?.members ?? 0, others: compared?.others ?? 0};
  const row = (comparison: Comparison, rates: StandardisedRates | null | undefined, scale: number) =>
    rowOf({...counts, comparison}, {one: rates?.one ?? null, other: rates?.other ?? null}, {level, scale});
  const scale = YEAR / money;
  const adjusted = row("adjusted", compared?.margin, scale);
  const resampled: Partial<Row> =
    boot?.uplift && boot.difference && adjusted.uplift !== null
      ? {
          ...boot.uplift,
          difference_low: boot.difference.low * scale,
          difference_high: boot.difference.high * scale
        }
      : {};
  return [{...adjusted, ...resampled}, row("before joining", compared?.before, 1 / money)];
}

interface Rates {
  readonly group: string | null;
  readonly customers: number;
  readonly members: number;
  readonly enrolment: number | null;
  readonly active: number | null;
  readonly redemption: number | null;
  readonly earned: number;
  readonly used: number;
  readonly outstanding: number;
  readonly breakage: number;
  readonly breakage_rate: number | null;
  readonly liability: number | null;
  readonly cost: number | null;
}

function ratesOf(
  members: Rolled,
  g: number,
  {group, customers, value}: {group: string | null; customers: number; value: number | null}
): Rates {
  const read = (name: string) => total(members, name, g);
  const [n, earned, used] = [read("members"), read("earned") / POINT, read("used") / POINT];
  return {
    group,
    customers,
    members: n,
    enrolment: customers < LEAST ? null : n / customers,
    active: n < LEAST ? null : read("active") / n,
    redemption: n < LEAST || earned <= 0 ? null : used / earned,
    earned,
    used,
    outstanding: earned - used,
    breakage: read("dormant") / POINT,
    breakage_rate: n < LEAST || earned <= 0 ? null : read("dormant") / POINT / earned,
    liability: value === null ? null : (earned - used) * value,
    cost: value === null ? null : used * value
  };
}

/** What points cost against what members bring more: per member-year, and as the uplift from which on they pay. */
interface Economics {
  readonly cost_per_year: number | null;
  readonly net_per_year: number | null;
  readonly break_even: number | null;
}

function economicsOf(rates: StandardisedRates | null, {cost, money}: {cost: number | null; money: number}): Economics {
  if (rates === null || cost === null || !(rates.other.value > 0))
    return {cost_per_year: null, net_per_year: null, break_even: null};
  const years = rates.x / rates.covered / YEAR;
  const [own, other] = [(rates.one.value * YEAR) / money, (rates.other.value * YEAR) / money];
  const perYear = cost / years;
  return {cost_per_year: perYear, net_per_year: own - other - perYear, break_even: perYear / other};
}

function abuseRows(members: Rolled, {points, returns}: Limits) {
  const read = (name: string) => total(members, name, 0);
  const rows = [
    {pattern: "points per order", accounts: read("by_points"), of: read("users"), above: points && points / POINT},
    {pattern: "returns after earning", accounts: read("by_returns"), of: read("returners"), above: returns},
    {pattern: "both", accounts: read("by_both"), of: read("members"), above: null}
  ];
  return points === null && returns === null ? [] : rows;
}

/** Whether a comparison is beyond the noise. */
function isApart({low, high}: Row): boolean {
  return low !== null && high !== null && (low > 0 || high < 0);
}

function finding(
  [plain, adjusted, before]: readonly Row[],
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
