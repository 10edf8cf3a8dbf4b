import {copyFile, mkdir, mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {generate} from "../../data/generator/generate.ts";
import {DEFAULTS} from "../../data/generator/options.ts";
import type {Planted} from "../../data/generator/options.ts";
import {writeParquet} from "../../data/generator/write-parquet.ts";
import {createFormat} from "../../src/charts/format.ts";
import {actions} from "../../src/metrics/actions.ts";
import {drivers} from "../../src/metrics/drivers.ts";
import {engagement} from "../../src/metrics/engagement.ts";
import {dwb} from "../../src/metrics/dwb.ts";
import {loyaltyMatrix} from "../../src/metrics/loyalty-matrix.ts";
import {loyaltyValue} from "../../src/metrics/loyalty-value.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {nps} from "../../src/metrics/nps.ts";
import {programme} from "../../src/metrics/programme.ts";
import {referral} from "../../src/metrics/referral.ts";
import {voice} from "../../src/metrics/voice.ts";
import {words} from "../../src/site/words/languages.ts";
import {findingText} from "../../src/site/words/words.ts";
import {measure, openReal, rowsOf} from "../metrics/measure.ts";
import type {Shop} from "../metrics/measure.ts";

const PROJECT = join(import.meta.dirname, "../..");
const folders: string[] = [];
const shops: Shop[] = [];
afterAll(async () => {
  await Promise.all(shops.map(({engine}) => engine.close()));
  await Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true})));
});

const made = new Map<string, Promise<Shop>>();

/** The demo with some of its effects changed, loaded as a build does; made once for all tests. */
function demo(planted: Partial<Planted>): Promise<Shop> {
  const key = JSON.stringify(planted);
  const known = made.get(key) ?? makeDemo(planted);
  made.set(key, known);
  return known;
}

async function makeDemo(planted: Partial<Planted>): Promise<Shop> {
  const folder = await mkdtemp(join(tmpdir(), "kizuna-planted-"));
  folders.push(folder);
  await mkdir(join(folder, "data"));
  await mkdir(join(folder, "reports"));
  await copyFile(join(PROJECT, "data/catalog.yaml"), join(folder, "data/catalog.yaml"));
  await writeParquet(generate({...DEFAULTS, planted: {...DEFAULTS.planted, ...planted}}), join(folder, "data"));
  const shop = await openReal(folder);
  shops.push(shop);
  return shop;
}

/** What the finding says, in English. */
function said({finding}: Result): string {
  return findingText(words("en"), finding!, createFormat({lang: "en", currency: "JPY"}))!;
}

const number = (result: Result, name: string) => result.summary![name] as number;

describe("what is planted in the demo", {timeout: 120_000}, () => {
  let on: Shop;
  beforeAll(async () => void shops.push((on = await openReal(PROJECT))), 60_000);

  it("programmeSelection: members bring much more as they are, and most of it is gone like against like; without it neither", async () => {
    const with_ = await measure(programme, on);
    expect(number(with_, "raw_uplift")).toBeGreaterThan(0.35);
    expect(number(with_, "uplift")).toBeLessThan(0.15);
    expect(said(with_)).toMatch(/^Members bring 4\d\.\d% more margin a year than others; against non-members of equal earlier spend and tenure it is \d+\.\d% more/); // prettier-ignore
    const without = await measure(programme, await demo({programmeSelection: 0, programmeEffect: 0}));
    // Those who have been customers for longer could join for longer, and have had more time to leave.
    expect(Math.abs(number(without, "raw_uplift"))).toBeLessThan(0.12);
    expect(said(without)).toContain("the difference is within the noise");
  });

  it("programmeEffect: 10% more orders of members are found like against like; without it none are claimed", async () => {
    const with_ = await measure(programme, on);
    expect(number(with_, "low")).toBeGreaterThan(0);
    expect(number(with_, "low")).toBeLessThan(0.1);
    expect(number(with_, "high")).toBeGreaterThan(0.1);
    const without = await measure(programme, await demo({programmeEffect: 0}));
    expect(number(without, "low")).toBeLessThan(0);
    expect(number(without, "high")).toBeGreaterThan(0);
    expect(number(without, "raw_uplift")).toBeGreaterThan(0.25); // the selection is still there
    expect(said(without)).toContain("against non-members of equal earlier spend and tenure the difference is within the noise"); // prettier-ignore
  });

  it("referralLift: referred customers bring 16% more; without it no difference is claimed", async () => {
    const with_ = await measure(referral, on);
    expect(number(with_, "low")).toBeGreaterThan(0);
    expect(number(with_, "low")).toBeLessThan(0.16);
    expect(number(with_, "high")).toBeGreaterThan(0.16);
    expect(said(with_)).toMatch(/^Referred customers bring 1\d\.\d% more than others in their first 12 months/);
    const without = await measure(referral, await demo({referralLift: 0}));
    expect(said(without)).toMatch(/^What referred customers bring in their first 12 months does not differ from others beyond the noise/); // prettier-ignore
  });

  it("touchpointDetractors: delivery is found as what drags the score down; without it, it is not", async () => {
    const {table, finding} = await measure(drivers, on);
    expect(rowsOf(table)[0]).toMatchObject({group: null, dimension: "touchpoint", value: "delivery", differs: true});
    expect(finding!.values["worst"]).toBe("delivery");
    expect(said(await measure(drivers, on))).toMatch(/^The NPS lies 6\d\.\d points below the rest at “delivery” \(touchpoint; 95% interval/); // prettier-ignore
    const without = await measure(drivers, await demo({touchpointDetractors: 0}));
    expect(without.finding!.values["worst"]).not.toBe("delivery");
    const delivery = rowsOf(without.table).find(({group, value}) => group === null && value === "delivery")!;
    expect(Math.abs(Number(delivery["difference"]))).toBeLessThan(12);
  });

  it("touchpointDetractors: by touchpoint NPS and DWB are lowest at delivery; without it they are not", async () => {
    const off = await demo({touchpointDetractors: 0});
    for (const metric of [nps, dwb] as const) {
      const [with_, without] = await Promise.all([on, off].map((shop) => measure(metric as typeof nps, shop, {by: "touchpoint"}))); // prettier-ignore
      expect(with_!.finding!.values["worst"]).toBe("delivery");
      expect(without!.finding!.values["worst"]).not.toBe("delivery");
      const score = (result: Result) => {
        const row = rowsOf(result.table).find(({group, period}) => group === "delivery" && period === null)!;
        return Number(row["score"] ?? row["rate"]);
      };
      expect(score(without!) - score(with_!)).toBeGreaterThan(metric.kind === "nps" ? 40 : 0.1);
    }
  });

  it("touchpointDetractors: comments that complain speak of delivery; without it no more than those that praise", async () => {
    const delivery = (result: Result) =>
      rowsOf(result.tables!["themes"]).find(({group, theme}) => group === null && theme === "delivery")!;
    const with_ = await measure(voice, on);
    expect(delivery(with_)).toMatchObject({source: "catalog", differs: true});
    expect(Number(delivery(with_)["difference_high"])).toBeLessThan(-0.05);
    expect(said(with_)).toContain("delivery comes up with 28.3% of those who complain, and 19.0% of those who praise");
    const late = rowsOf(with_.table).find(({term}) => term === "遅れ")!;
    expect(late).toMatchObject({theme: "delivery", differs: true});
    expect(Number(late["z"])).toBeLessThan(0);
    const without = await measure(voice, await demo({touchpointDetractors: 0}));
    expect(delivery(without)).toMatchObject({differs: false});
    expect(Math.abs(Number(delivery(without)["difference"]))).toBeLessThan(0.03);
    expect(said(without)).not.toContain("delivery");
  });

  it("nothing is planted in what is said now, or by channel: no term is claimed", async () => {
    expect(said(await measure(voice, on, {compare: "period"}))).toContain("no term sets the latest period apart from the one before beyond the noise"); // prettier-ignore
    expect(said(await measure(voice, on, {by: "channel"}))).toContain("no group uses a term more than the others beyond the noise"); // prettier-ignore
  });

  it("satisfactionPays: what is answered foretells who stays, also among frequent buyers; without it neither is claimed", async () => {
    const with_ = [await measure(loyaltyValue, on), await measure(loyaltyMatrix, on)] as const;
    expect(number(with_[0], "retention_difference_low")).toBeGreaterThan(0.05);
    expect(said(with_[0])).toMatch(/points more of them ordered again/);
    expect(said(with_[1])).toMatch(/in the months after, \d+\.\d% of the first ordered again/);
    const off = await demo({satisfactionPays: 0});
    const without = [await measure(loyaltyValue, off), await measure(loyaltyMatrix, off)] as const;
    expect(said(without[0])).toContain("whether they ordered again does not differ beyond the noise");
    expect(said(without[1])).toContain("does not differ beyond the noise");
  });

  describe("measures and contacts, with and without what is planted", () => {
    let off: Shop;
    beforeAll(async () => void (off = await demo({actionThatWorked: 0, lettersFade: 0, satisfactionPays: 0})), 60_000);
    const measures = async (shop: Shop) => {
      const result = await measure(actions, shop);
      return {
        result,
        of: (start: string) => rowsOf(result.table).find(({action}) => String(action).startsWith(start))!
      };
    };

    it("actionThatWorked: the warehouse is found as what worked, the coupon as what did not; without it neither", async () => {
      const {of, result} = await measures(on);
      const warehouse = of("Osaka warehouse");
      expect(warehouse).toMatchObject({status: "worked", design: "difference-in-differences", reached: true});
      expect(warehouse["low"]).toBeGreaterThan(0.15);
      expect(of("Coupon")).toMatchObject({status: "no effect", reached: false});
      expect(of("Coupon")["low"]).toBeLessThan(0);
      expect(of("Coupon")["high"]).toBeGreaterThan(0);
      // Nobody was left out of the third; the fourth is too young, the fifth has not begun.
      expect(of("Answer within")["status"]).toBe("not changed");
      expect(of("Welcome")["status"]).toBe("running");
      expect(of("Delivery")["status"]).toBe("planned");
      expect(said(result)).toMatch(/^Of 5 measures, 1 worked \(“Osaka warehouse: next-day delivery in Kansai”\); it brought \+2\d\.\d%/); // prettier-ignore
      const none = await measures(off);
      expect(none.of("Osaka warehouse")["status"]).toBe("no effect");
      expect(none.of("Coupon")["status"]).toBe("no effect");
      expect(none.result.finding!.values).toMatchObject({worked: 0, worse: 0, changed: 0});
    });

    it("lettersFade: who opens the letter comes back more often; without it, and without satisfaction that pays, no kind of contact is a signal", async () => {
      const rows = rowsOf((await measure(engagement, on)).table);
      const opened = rows.find(({kind}) => kind === "email_open")!;
      expect(opened).toMatchObject({differs: true});
      expect(opened["low"]).toBeGreaterThan(1.1);
      // Inquiries come at random after orders: as they are they seem a good sign, like with like they are none.
      const inquiry = rows.find(({kind}) => kind === "inquiry")!;
      expect(inquiry["plain"]).toBeGreaterThan(1.3);
      expect(inquiry["low"]).toBeLessThan(1);
      expect(inquiry["high"]).toBeGreaterThan(1);
      const without = await measure(engagement, off);
      expect(without.finding!.values).toMatchObject({tested: 5, differing: 0});
      expect(said(without)).toMatch(/^After none of 5 kinds of contact/);
    });
  });
});
