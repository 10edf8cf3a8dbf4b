import {afterAll, describe, expect, it} from "vitest";
import {claimOf} from "../../src/metrics/claim-texts.ts";
import {claims, verdictOf} from "../../src/metrics/claims.ts";
import type {Facts} from "../../src/metrics/metric.ts";
import {programme} from "../../src/metrics/programme.ts";
import {referral} from "../../src/metrics/referral.ts";
import {rowsOf} from "./measure.ts";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

const open: Shop[] = [];
afterAll(() => Promise.all(open.map((shop) => shop.close())));

const many = (letter: string, n: number) => Array.from({length: n}, (_, i) => `${letter}${i}`);

/** An order: customer, day, revenue (margin is half of it), points earned and used, whether it came back. */
type Order = readonly [customer: string, at: string, revenue: number, earned?: number, used?: number, back?: boolean];

interface Shopped {
  readonly shop: Shop;
  readonly facts: Partial<Facts>;
}

/** A shop of these orders; what is known of some customers stands in `since` (joining the programme) and `referrer`. */
async function shopOf(
  asOf: string,
  orders: readonly Order[],
  {since = {}, referrer = {}, nps = {}}: Readonly<Record<string, Readonly<Record<string, string | number>>>> = {}
): Promise<Shopped> {
  const shop = await openShop(asOf, {
    orders: orders.map(([customer, at, revenue]) => `('${customer}', '${at}', ${revenue})`).join(),
    surveys: {columns: "nps", rows: [...Object.entries(nps).map(([c, score]) => `('${c}', '2024-01-01', ${score})`), "('nobody', '2024-01-01', 0)"].join()} // prettier-ignore
  });
  open.push(shop);
  const values = (map: Readonly<Record<string, string | number>>, type: string) =>
    `cast(case customer ${Object.entries(map)
      .map(([customer, value]) => `when '${customer}' then '${value}'`)
      .join(" ")} when '' then null end as ${type})`;
  await shop.query(`create or replace table "all".customers as select *, ${values(since, "timestamp")} as member_since, ${values(referrer, "varchar")} as referrer from "all".customers`); // prettier-ignore
  const points = orders.map(
    ([customer, at, , earned = 0, used = 0, back = false]) =>
      `('${customer}', timestamp '${at}', ${earned}, ${used}, ${back})`
  );
  await shop.query(`create or replace table "all".orders as select o.*, p.earned as points_earned, p.used as points_used, p.back as returned from "all".orders o join (values ${points.join()}) p(customer, "at", earned, used, back) on p.customer = o.customer and p."at" = o."at"`); // prettier-ignore
  const tables = new Map(shop.facts.tables);
  tables.set("customers", new Set(["customer", "segment", "member_since", "referrer"]));
  tables.set("orders", new Set([...tables.get("orders")!, "points_earned", "points_used", "returned"]));
  return {shop, facts: {tables}};
}

describe("programme", () => {
  // All order for 20 on 2024-01-01, margin 10. 20 members (m) join on day 30, 2024-01-31, and order for 100 or 140, ten each, by 2025-01-30, 365 days later: mean margin 60. The 20 others (o) order for 100: 50.
  // One late member (x) joins on day 100 and orders for 100 before it, for 900 after.
  const members = many("m", 20);
  const others = many("o", 20);
  const orders: Order[] = [
    ...[...members, ...others, "x"].map((c): Order => [c, "2024-01-01", 20, 2]),
    ...members.map((c, i): Order => [c, "2024-06-01", i < 10 ? 100 : 140, 10, i < 5 ? 4 : 0, i < 2]),
    ...others.map((c): Order => [c, "2024-06-01", 100]),
    ["x", "2024-02-15", 100],
    ["x", "2024-08-01", 900, 9]
  ];
  const since = {...Object.fromEntries(members.map((c) => [c, "2024-01-31"])), x: "2024-04-10"};
  const shopped = () => shopOf("2025-01-30", orders, {since});

  // By July 2025 nobody m has ordered for a year, x has (2024-08-01). m have earned 20 · 12 = 240 points and used 5 · 4 = 20; x has earned 11. Worth 2 each.
  it("breakage is what is left over of members who have not ordered for a year", async () => {
    const {shop, facts} = await shopOf("2025-07-01", orders, {since});
    const {tables, summary, notes} = await shop.compute(programme, {point: 2}, facts);
    expect(rowsOf(tables!["rates"])[0]).toMatchObject({earned: 251, used: 20, outstanding: 231, breakage: 220, liability: 462}); // prettier-ignore
    expect(summary!["breakage_rate"]).toBeCloseTo(220 / 251, 12);
    expect(notes).toContain("programme-breakage");
    expect(tables!["tiers"]).toBeUndefined();
  });

  // Ten were Silver in 2023; three of them are Gold since June 2024, one was Gold in between only. o0 is in a tier since then, o1 will be after the as-of date.
  it("tiers move between two dates where their changes are known", async () => {
    const {shop, facts} = await shopped();
    const rows = [
      ...members.slice(0, 10).map((c) => `('${c}', timestamp '2023-05-01', 'Silver')`),
      ...members.slice(0, 4).map((c) => `('${c}', timestamp '2024-06-01', 'Gold')`),
      "('m3', timestamp '2024-09-01', 'Silver')",
      "('o0', timestamp '2024-06-01', 'Silver')",
      "('o1', timestamp '2025-06-01', 'Silver')"
    ];
    await shop.query(`create table "all".tiers as select * from (values ${rows.join()}) t(customer, "at", tier)`);
    const known = new Map([...facts.tables!, ["tiers", new Set(["customer", "at", "tier"])]]);
    const {tables, summary} = await shop.compute(programme, {}, {...facts, tables: known});
    expect(rowsOf(tables!["tiers"])).toEqual([
      {from: "(none)", to: "Silver", customers: 1},
      {from: "Silver", to: "Gold", customers: 3},
      {from: "Silver", to: "Silver", customers: 7}
    ]);
    expect(summary).toMatchObject({tier_moved: 0.3, tier_customers: 10});
  });

  // Both moments are before the as-of date, the first also before 2024 began. At each m0 is written Gold first, m1 Silver first: both are Silver.
  it("of two tiers at one moment the last by name counts, whichever is written first", async () => {
    const {shop, facts} = await shopped();
    const rows = ["2023-05-01", "2024-06-01"].flatMap(
      (at) =>
      [["m0", "Gold"], ["m0", "Silver"], ["m1", "Silver"], ["m1", "Gold"]].map(([c, tier]) => `('${c}', timestamp '${at}', '${tier}')`) // prettier-ignore
    );
    await shop.query(`create table "all".tiers as select * from (values ${rows.join()}) t(customer, "at", tier)`);
    const known = new Map([...facts.tables!, ["tiers", new Set(["customer", "at", "tier"])]]);
    const {tables} = await shop.compute(programme, {}, {...facts, tables: known});
    expect(rowsOf(tables!["tiers"])).toEqual([{from: "Silver", to: "Silver", customers: 2}]);
  });

  // Members: 20 · 60 after joining in 20 · 365 days. x: 450 in 295 days, in a class of tenure where there is one other alone: left out.
  // Of the 21 tenures at which members joined, 20 are day 30 and one is day 100; one of the 20 others draws that one. The 19 others bring 50 in 365 days each; x, who is none yet on day 30, 50 in the 70 days until joining: 1000 in 7005 days.
  it("compares from the day of joining, with non-members of the same class of tenure and spend", async () => {
    const {shop, facts} = await shopped();
    const {table, summary, n} = await shop.compute(programme, {}, facts);
    const [plain, adjusted, before] = rowsOf(table);
    expect(n).toBe(41);
    expect(plain).toMatchObject({comparison: "raw", members: 21, others: 20});
    // (10 · 21 + 60 · 20 + 50 + 450) / (21 · 396 days) a year against (10 + 50) / 396.
    expect(plain!["value_members"]).toBeCloseTo((1910 / (21 * 396)) * 365.25, 9);
    expect(plain!["value_others"]).toBeCloseTo((60 / 396) * 365.25, 9);
    expect(adjusted).toMatchObject({comparison: "adjusted", members: 21});
    expect(adjusted!["value_members"]).toBeCloseTo((60 / 365) * 365.25, 9);
    expect(adjusted!["others"]).toBe(21);
    expect(adjusted!["value_others"]).toBeCloseTo((1000 / 7005) * 365.25, 9);
    expect(adjusted!["uplift"]).toBeCloseTo(60 / 365 / (1000 / 7005) - 1, 12);
    expect(adjusted!["low"]).toBeLessThan(0.15);
    expect(adjusted!["low"]).toBeGreaterThan(0);
    expect(adjusted!["high"]).toBeGreaterThan(0.16);
    expect(adjusted!["high"]).toBeLessThan(0.32);
    expect(summary!["covered"]).toBeCloseTo(7300 / (7300 + 295), 12);
    // In the 90 days up to joining all had brought the first order's 10.
    expect(before).toMatchObject({uplift: 0, value_members: 10, value_others: 10});
  });

  it("says which interval it is: resampled for all customers, linearised of a part of them; the same every time", async () => {
    const {shop, facts} = await shopped();
    const [one, two] = [await shop.compute(programme, {}, facts), await shop.compute(programme, {}, facts)];
    expect(one.summary).toEqual(two.summary);
    expect(one.notes).toContain("programme-bootstrap");
    expect(one.notes).not.toContain("programme-linearised");
  });

  // Points: 41 first orders of 2, those of members 21 · 2 = 42; then 20 · 10 and 9: 251 earned, 20 used by 5. A point is worth 0.5: 10 in all.
  // Per order (of two since joining? the first was before): used 4 of 1 order each; median 4, deviation 0, at least 1: nobody is beyond 7. Two members sent back one order each: the limit is 4.
  it("counts enrolment, points and their cost, and how far nobody stands out", async () => {
    const {shop, facts} = await shopped();
    const {tables, summary} = await shop.compute(programme, {point: 0.5}, facts);
    expect(rowsOf(tables!["rates"])).toEqual([
      expect.objectContaining({customers: 41, members: 21, earned: 251, used: 20, outstanding: 231, cost: 10})
    ]);
    expect(summary!["enrolment"]).toBeCloseTo(21 / 41, 12);
    expect(summary!["redemption"]).toBeCloseTo(20 / 251, 12);
    expect(rowsOf(tables!["abuse"])).toEqual([
      {pattern: "points per order", accounts: 0, of: 5, above: 7},
      {pattern: "returns after earning", accounts: 0, of: 2, above: 4},
      {pattern: "both", accounts: 0, of: 21, above: null}
    ]);
    // 10 over the members' 7595 days, a year; over what the others bring a year.
    const perYear = (10 / (7300 + 295)) * 365.25;
    expect(summary!["cost_per_year"]).toBeCloseTo(perYear, 9);
    expect(summary!["break_even"]).toBeCloseTo(perYear / ((1000 / 7005) * 365.25), 9);
  });

  it("an account beyond three deviations is counted, by pattern", async () => {
    const more = orders.map((one): Order => (one[0] === "m0" && one[1] === "2024-06-01" ? ["m0", one[1], 100, 10, 400, true] : one)); // prettier-ignore
    const {shop, facts} = await shopOf("2025-01-30", more, {since});
    const {tables} = await shop.compute(programme, {}, facts);
    expect(rowsOf(tables!["abuse"])[0]).toMatchObject({accounts: 1, of: 5});
  });

  it("without members, or with fewer than ten, there is no comparison", async () => {
    const {shop, facts} = await shopOf("2025-01-30", orders);
    const none = await shop.compute(programme, {}, facts);
    expect(none).toMatchObject({finding: null});
    expect(none.notes).toContain("programme-no-members");
    expect(rowsOf(none.table).map(({uplift}) => uplift)).toEqual([null, null, null]);
    const few = await shopOf("2025-01-30", orders, {since: {m0: "2024-01-31"}});
    expect((await few.shop.compute(programme, {}, few.facts)).finding).toBeNull();
  });
});

describe("referral", () => {
  // Age 12 months: first orders up to 2024-12-31 of data to 2025-12-31. 12 referred (r): 20 + 100 within a year, margin 60, all come back. 20 others (o): 20 + 80: 50, of whom 10 come back, those with 160.
  // An order after the age, and customers too young, do not count; r0 was brought by o0, the other 11 by o1, a promoter.
  const referred = many("r", 12);
  const others = many("o", 20);
  const orders: Order[] = [
    ...[...referred, ...others].map((c): Order => [c, "2024-06-01", 20]),
    ...referred.map((c): Order => [c, "2024-09-01", 100]),
    ...others.slice(0, 10).map((c): Order => [c, "2024-09-01", 160]),
    ["o5", "2025-12-01", 9000],
    ["y", "2025-06-01", 9000]
  ];
  const referrer = Object.fromEntries([...referred.map((c, i) => [c, i === 0 ? "o0" : "o1"]), ["y", "o1"]]);
  const nps = {
    o0: 3,
    ...Object.fromEntries(
      many("o", 12)
        .slice(1)
        .map((c) => [c, 9])
    )
  };

  it("compares margin and coming back at one age, and counts who refers", async () => {
    const {shop, facts} = await shopOf("2025-12-31", orders, {referrer, nps});
    const {table, tables, summary, n} = await shop.compute(referral, {}, facts);
    expect(n).toBe(33);
    expect(rowsOf(table)).toEqual([
      expect.objectContaining({source: "referred", customers: 13, observed: 12, ltv: 60, retention: 1}),
      expect.objectContaining({source: "others", customers: 20, observed: 20, ltv: 50, retention: 0.5})
    ]);
    expect(summary!["uplift"]).toBeCloseTo(0.2, 12);
    expect(summary!["retention_uplift"]).toBeCloseTo(1, 12);
    // Others' margins are 10 and 90: the mean's variance 20/19 · 20 · 1600 / 400 = 84.2, relative error 0.18353: 1.2 · e^(± 1.96 · 0.18353).
    expect(summary!["low"]).toBeCloseTo(1.2 / Math.exp(1.959964 * 0.183533) - 1, 4);
    expect(summary!["referral_rate"]).toBeCloseTo(13 / 33, 12);
    const who = rowsOf(tables!["referrers"]);
    expect(who[0]).toMatchObject({voice: "promoters", customers: 11, referrers: 1, referrals: 12});
    expect(who[2]).toMatchObject({voice: "detractors", customers: 1, referrers: 1, referrals: 1, rate: null});
    expect(who[3]).toMatchObject({voice: "not asked", customers: 21, referrals: 0, rate: 0});
  });

  it("without referrals has no ratio and no finding's number", async () => {
    const {shop, facts} = await shopOf("2025-12-31", orders);
    const {summary} = await shop.compute(referral, {}, facts);
    expect(summary).toMatchObject({uplift: null, low: null, referral_rate: 0});
  });
});

describe("claims", () => {
  it.each([
    ["meets the published range", {low: 0.12, high: 0.18, none: 0}, [0.05, 0.13], "consistent"],
    ["touches a single figure", {low: 0.16, high: 0.16, none: 0}, [0.16, 0.2], "consistent"],
    ["lies below", {low: 0.12, high: 0.18, none: 0}, [0.05, 0.11], "not consistent"],
    ["lies above", {low: 5, high: 25, none: 1}, [26, 30], "not consistent"],
    ["holds no effect too", {low: 0.12, high: 0.18, none: 0}, [-0.01, 0.13], "cannot tell"],
    ["lies below, with no effect", {low: 0.12, high: 0.18, none: 0}, [-0.05, 0.05], "not consistent"],
    ["has no figure without effect", {low: 0.8, high: 0.8, none: null}, [0, 0.9], "consistent"],
    ["is not known", {low: 0.8, high: 0.8, none: null}, [null, null], "cannot tell"]
  ] as const)("an interval that %s: %s %s is %s", (_, claim, [low, high], verdict) => {
    expect(verdictOf(claim, {low, high})).toBe(verdict);
  });

  it("a figure of the catalog's benchmarks stands in the place of the published one", () => {
    const benchmarks = new Map([["programme", {value: 0.05, source: "our association, 2026"}]]);
    expect(claimOf("programme", {benchmarks})).toMatchObject({low: 0.05, high: 0.05, source: "our association, 2026"});
    expect(claimOf("programme", {})).toMatchObject({low: 0.12, high: 0.18});
  });

  // 100 customers with 2, 4, … 200 of revenue, so 1 … 100 of margin: the best 20 have 81 + … + 100 = 1810 of 5050.
  const orders = many("c", 100).map((c, i): Order => [c, `2024-0${1 + (i % 9)}-01`, 2 * (i + 1)]);

  it("measures what the catalog has data for, and says what it needs for the rest", async () => {
    const {shop, facts} = await shopOf("2025-12-31", orders);
    const tables = new Map(facts.tables);
    tables.set("customers", new Set(["customer", "segment"]));
    const {table, summary} = await shop.compute(claims, {}, {tables});
    const rows = rowsOf(table);
    expect(rows.map(({claim, needs}) => [claim, needs]).filter(([, needs]) => needs !== null)).toEqual([
      ["acquisition", "spend.month, spend.amount, spend.kind"],
      ["referral", "customers.referrer"],
      ["programme", "customers.member_since"]
    ]);
    const top = rows.at(-1)!;
    expect(top).toMatchObject({claim: "concentration", verdict: "not consistent", n: 100});
    expect(top["value"]).toBeCloseTo(1810 / 5050, 2);
    expect(Number(top["low"])).toBeLessThan(1810 / 5050);
    expect(Number(top["high"])).toBeGreaterThan(1810 / 5050);
    expect(Number(summary!["cannot_tell"]) + Number(summary!["not_consistent"]) + Number(summary!["consistent"])).toBe(
      6
    );
  });

  it("has the figures of the metrics themselves", async () => {
    const {shop, facts} = await shopOf("2025-12-31", orders, {since: {c0: "2024-06-01"}, referrer: {c1: "c0"}});
    const {table} = await shop.compute(claims, {show: ["referral", "concentration"]}, facts);
    expect(rowsOf(table).map(({claim}) => claim)).toEqual(["referral", "concentration"]);
    expect(rowsOf(table)[0]).toMatchObject({value: null, verdict: "cannot tell", needs: null});
  });

  // Closed months: 2025. Acquired in 2025: 12 (n), kept: 20 (k) of those with a first order before. 240 / 12 = 20 against 100 / 20 = 5: four times.
  it("acquisition against retention cost: of the last twelve closed months, per customer acquired and kept", async () => {
    const {shop, facts} = await shopOf("2025-12-31", [
      ...many("n", 12).map((c): Order => [c, "2025-03-01", 10]),
      ...many("k", 20).flatMap((c): Order[] => [[c, "2024-03-01", 10], [c, "2025-03-02", 10]]),
      ...many("g", 30).map((c): Order => [c, "2024-03-01", 10])
    ]); // prettier-ignore
    await shop.query(`create table "all".spend as select * from (values (date '2025-01-01', 240.0, 'acquisition'), (date '2025-02-01', 100.0, 'retention'), (date '2024-12-01', 999.0, 'retention')) s(month, amount, kind)`); // prettier-ignore
    const tables = new Map(facts.tables);
    tables.set("spend", new Set(["month", "amount", "kind"]));
    const [row] = rowsOf((await shop.compute(claims, {show: ["acquisition"]}, {tables})).table);
    expect(row!["value"]).toBeCloseTo(4, 12);
    // e^(1.96 · √(1/12 + 1/20)) = e^0.7157 = 2.0457.
    expect(row!["high"]).toBeCloseTo(4 * 2.0457, 2);
    expect(row!["verdict"]).toBe("consistent");
  });
});
