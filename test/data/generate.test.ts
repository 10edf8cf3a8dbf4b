import {createHash} from "node:crypto";
import {mkdtemp, readFile, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {generate} from "../../data/generator/generate.ts";
import {DEFAULTS, type Planted} from "../../data/generator/options.ts";
import type {Tables} from "../../data/generator/tables.ts";
import {FILES, writeParquet} from "../../data/generator/write-parquet.ts";
import * as effects from "./effects.ts";

const DATA = join(import.meta.dirname, "../../data");

/** A quarter of the shop, with some switches changed. */
function small(planted: Partial<Planted> = {}): Tables {
  return generate({...DEFAULTS, customers: 9500, planted: {...DEFAULTS.planted, ...planted}});
}

const on = small();

describe("generate", {timeout: 60_000}, () => {
  it("same seed, same rows; another seed, other rows", () => {
    const tiny = {...DEFAULTS, customers: 300};
    expect(generate(tiny)).toEqual(generate(tiny));
    expect(generate({...tiny, seed: 1}).orders).not.toEqual(generate(tiny).orders);
  });

  // Each line: the effect, its measure, the range with the switch on, the range with it off.
  it.each<[keyof Planted, (tables: Tables) => number, [number, number], [number, number]]>([
    ["badQuarter", effects.badQuarter, [0.48, 0.75], [0.87, 1.13]],
    ["churningChannel", effects.churningChannel, [0.4, 0.8], [0.87, 1.13]],
    ["programmeSelection", (t) => effects.marginRatio(t, (row) => row.member_since !== null), [1.28, 1.65], [0.9, 1.2]],
    ["touchpointDetractors", effects.touchpointGap, [40, 80], [-12, 20]],
    ["actionThatDidNot", effects.couponGap, [0.035, 0.07], [-0.01, 0.01]],
    ["satisfactionPays", effects.satisfactionGap, [0.1, 0.35], [-0.1, 0.08]],
    ["seasonality", effects.decemberPeak, [1.4, 1.9], [0.9, 1.15]],
    ["growth", effects.growth, [1.7, 2.3], [0.9, 1.1]]
  ])("%s is visible when switched on, absent when switched off", (name, measure, [low, high], [none, most]) => {
    const visible = measure(on);
    const absent = measure(small({[name]: 0}));
    expect(visible).toBeGreaterThan(low);
    expect(visible).toBeLessThan(high);
    expect(absent).toBeGreaterThan(none);
    expect(absent).toBeLessThan(most);
  });

  // The streams of random numbers are shared, so the same customers join with and without the effect.
  it("programmeEffect raises the orders of members by its size, and of nobody else", () => {
    const off = small({programmeEffect: 0});
    expect(off.customers.map((row) => row.member_since)).toEqual(on.customers.map((row) => row.member_since));
    expect(effects.ordersOfMembers(on) / effects.ordersOfMembers(off)).toBeGreaterThan(1.06);
    expect(effects.ordersOfMembers(on) / effects.ordersOfMembers(off)).toBeLessThan(1.13);
    const outsiders = new Set(on.customers.filter((row) => row.member_since === null).map((row) => row.customer_id));
    const count = ({orders}: Tables): number => orders.filter((line) => outsiders.has(line.customer_id)).length;
    expect(count(on)).toBe(count(off));
  });

  it("referralLift raises the margin of referred customers by its size, and of nobody else", () => {
    const off = small({referralLift: 0});
    const ratio = effects.marginOfReferred(on) / effects.marginOfReferred(off);
    expect(ratio).toBeGreaterThan(1.1);
    expect(ratio).toBeLessThan(1.22);
    const others = new Set(on.customers.filter((row) => row.source !== "Referral").map((row) => row.customer_id));
    const count = ({orders}: Tables): number => orders.filter((line) => others.has(line.customer_id)).length;
    expect(count(on)).toBe(count(off));
  });

  it("actionThatWorked raises the orders of Kansai after its start, and no others", () => {
    const off = small({actionThatWorked: 0});
    const count = ({customers, orders}: Tables, kansai: boolean, after: boolean): number => {
      const own = new Set(
        customers.filter((row) => (row.region === "Kansai") === kansai).map((row) => row.customer_id)
      );
      return orders.filter((line) => own.has(line.customer_id) && line.ordered_at >= "2025-10" === after).length;
    };
    const rise = count(on, true, true) / count(off, true, true);
    expect(rise).toBeGreaterThan(1.12); // first orders, a third of all, do not rise
    expect(rise).toBeLessThan(1.4);
    expect(count(on, true, false)).toBe(count(off, true, false));
    expect(count(on, false, true)).toBe(count(off, false, true));
  });
});

describe("the committed data", {timeout: 60_000}, () => {
  let full: Tables;
  let folder: string;

  beforeAll(async () => {
    full = generate(DEFAULTS);
    folder = await mkdtemp(join(tmpdir(), "kizuna-data-"));
    await writeParquet(full, folder);
  }, 60_000);

  afterAll(() => rm(folder, {recursive: true, force: true}));

  it.each(FILES)("%s equals a fresh generation, byte for byte", async (file) => {
    expect(await sha256(join(DATA, file))).toBe(await sha256(join(folder, file)));
  });

  it("is large in rows and small in bytes", async () => {
    const sizes = await Promise.all(FILES.map(async (file) => (await stat(join(DATA, file))).size));
    expect(effects.sum(sizes, (size) => size)).toBeLessThan(5_000_000);
    expect(full.customers.length).toBeGreaterThanOrEqual(20_000);
    expect(new Set(full.orders.map((line) => line.order_id)).size).toBeGreaterThanOrEqual(150_000);
    expect(full.orders[0]!.ordered_at.slice(0, 7)).toBe("2023-11");
    expect(full.orders.at(-1)!.ordered_at.slice(0, 10)).toBe("2026-10-31");
  });

  it("looks like a shop", () => {
    const repeaters = effects.buyers(full).filter(({orders}) => orders.length >= 2).length;
    expect(repeaters / effects.buyers(full).length).toBeCloseTo(0.48, 1);
    expect(effects.firstMonthRetention(full)).toBeCloseTo(0.22, 1);
    expect(effects.topFifth(full)).toBeGreaterThan(0.6);
    expect(effects.topFifth(full)).toBeLessThan(0.72);
    const members = effects.marginRatio(full, (row) => row.member_since !== null);
    expect(Math.abs(members - 1.45)).toBeLessThan(0.06);
    expect(effects.regionRise(full, "Kansai", "2025-10")).toBeGreaterThan(1.12);
    expect(Math.abs(effects.regionRise(full, "Kyushu", "2025-07") - 1)).toBeLessThan(0.05);
    const referred = effects.marginRatio(full, (row) => row.source === "Referral");
    expect(Math.abs(referred - 1.16)).toBeLessThan(0.05);
  });

  it("orders and surveys belong to a customer who has signed up, and none is after asOf", () => {
    const signup = new Map(full.customers.map((row) => [row.customer_id, row.signup_date]));
    const late = (id: string, at: string): boolean => !(at >= signup.get(id)! && at < "2026-11-01");
    expect(full.orders.filter((row) => late(row.customer_id, row.ordered_at))).toEqual([]);
    expect(full.surveys.filter((row) => late(row.customer_id, row.answered_at))).toEqual([]);
    expect(full.contacts.filter((row) => late(row.customer_id, row.contacted_at))).toEqual([]);
    expect(full.customers.filter((row) => row.member_since !== null && row.member_since < row.signup_date)).toEqual([]);
  });

  it("scores stay on their scales, and invitations carry none", () => {
    const scales = {
      score: [0, 10],
      csat: [1, 5],
      dwb: [1, 5],
      expected: [1, 5],
      effort: [1, 7],
      trust: [1, 5]
    } as const;
    for (const name of Object.keys(scales) as (keyof typeof scales)[]) {
      const values = full.surveys.flatMap((row) => row[name] ?? []);
      expect([Math.min(...values), Math.max(...values)], name).toEqual(scales[name]);
    }
    const invitations = full.surveys.filter((row) => row.score === null);
    expect(invitations.length).toBeGreaterThan(full.surveys.length / 2);
    expect(invitations.filter((row) => row.csat !== null || row.free_text !== null)).toEqual([]);
  });

  it("a referrer is an earlier customer; one region has fewer than five customers", () => {
    const referred = full.customers.filter((row) => row.referred_by !== null);
    expect(referred.every((row) => row.referred_by! < row.customer_id && row.source === "Referral")).toBe(true);
    const regions = Map.groupBy(full.customers, (row) => row.region);
    expect([...regions].filter(([, rows]) => rows.length < 5).map(([region]) => region)).toEqual(["Oceania"]);
  });

  it("amounts are whole yen, points are earned by members only", () => {
    const since = new Map(full.customers.map((row) => [row.customer_id, row.member_since]));
    const wrong = full.orders.filter((line) => {
      const joined = since.get(line.customer_id) ?? "9999";
      const money = [line.amount, line.gross_margin, line.discount_amount, line.points_used];
      return !money.every(Number.isInteger) || line.amount <= 0 || (line.points_earned > 0 && line.ordered_at < joined);
    });
    expect(wrong).toEqual([]);
  });

  it("comments are varied, in two languages", () => {
    const comments = full.surveys.flatMap((row) => row.free_text ?? []);
    expect(new Set(comments).size).toBeGreaterThan(comments.length * 0.75);
    expect(comments.filter((text) => /[\u3040-\u30ff]/.test(text)).length).toBeGreaterThan(2000);
    expect(comments.filter((text) => /^[\x20-\x7e]+$/.test(text)).length).toBeGreaterThan(400);
    expect(comments.filter((text) => /[[\]{}|]/.test(text))).toEqual([]);
  });
});

async function sha256(file: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
}
