import {afterAll, beforeAll, expect, it} from "vitest";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import {dayOf, periodOf} from "../../src/metrics/period.ts";
import {dayIndex, minorUnits, monthIndex, periodIndex, secondsBetween} from "../../src/sql/dialect.ts";
import type {Calendar, Period} from "../../src/sql/dialect.ts";
import {raw, sql} from "../../src/sql/sql.ts";

/** 400 moments from 1930 to 2060, from a fixed generator, and the edges of days, weeks, months and years about 1970. */
const MOMENTS: readonly Date[] = (() => {
  const edges = [
    "1969-12-31T23:59:59.999Z",
    "1970-01-01T00:00:00Z",
    "1969-12-28T00:00:00Z",
    "1969-12-29T00:00:00Z",
    "1970-01-04T23:59:59Z"
  ];
  const leap = [
    "1970-01-05T00:00:00Z",
    "2024-02-29T12:00:00Z",
    "2024-03-31T23:59:59.999Z",
    "2024-04-01T00:00:00Z",
    "1969-06-30T00:00:00Z",
    "1969-07-01T00:00:00Z"
  ];
  let seed = 12345;
  const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const [from, to] = [Date.UTC(1930, 0), Date.UTC(2060, 0)];
  return [...edges, ...leap]
    .map((text) => new Date(text))
    .concat(Array.from({length: 400}, () => new Date(Math.floor(from + random() * (to - from)))));
})();

let engine: Engine;
beforeAll(async () => {
  engine = await openNative({threads: 1});
  await engine.query({
    text: `create table moments as select row_number() over () as i, make_timestamp(cast(ms as bigint) * 1000) as "at" from (select unnest(from_json(cast($1 as json), '["bigint"]')) as ms)`,
    values: [JSON.stringify(MOMENTS.map((moment) => moment.getTime()))]
  });
});
afterAll(() => engine.close());

const PERIODS: readonly Period[] = ["week", "month", "quarter", "half", "year", "fiscal-year"];
const CALENDARS: readonly Calendar[] = [1, 2, 4, 7, 10, 12].flatMap((fiscalYearStart) =>
  (["monday", "sunday"] as const).map((weekStart) => ({weekStart, fiscalYearStart}))
);

it.each(PERIODS)("periodIndex of a %s is what periodOf says, for every calendar, before 1970 too", async (period) => {
  for (const calendar of CALENDARS) {
    const {fields, columns} = await engine.query(
      sql`select ${periodIndex(raw('"at"'), period, calendar)} as v from moments order by i`
    );
    expect(fields[0]!.type).toBe("integer");
    expect(columns["v"]).toEqual(MOMENTS.map((moment) => periodOf(moment, period, calendar)));
  }
});

it("dayIndex is what dayOf says, and takes dates", async () => {
  const {columns} = await engine.query(sql`select ${dayIndex(raw('"at"'))} as v from moments order by i`);
  expect(columns["v"]).toEqual(MOMENTS.map(dayOf));
  expect((await engine.query(sql`select ${dayIndex(raw("date '1969-12-31'"))} as v`)).columns["v"]).toEqual([-1]);
});

// 1969-12 is month −1. The calendar's own numbers: 2025-03-31 is in month 55 · 12 + 2 = 662, quarter ⌊662 / 3⌋ = 220, half ⌊662 / 6⌋ = 110, year 55, and in the
// fiscal year that began in April 2024, number ⌊(662 − 3) / 12⌋ = 54. Monday 1970-01-05 begins week 1 (Thursday 1970-01-01 is in week 0), Sunday 1970-01-04 does from Sunday.
it("counts periods from the one of 1970-01-01", async () => {
  const of = async (day: string, period: Period, weekStart: Calendar["weekStart"] = "monday") =>
    (await engine.query(sql`select ${periodIndex(raw(`date '${day}'`), period, {weekStart, fiscalYearStart: 4})} as v`))
      .columns["v"]![0];
  expect(await Promise.all(PERIODS.slice(1).map((period) => of("2025-03-31", period)))).toEqual([
    662, 220, 110, 55, 54
  ]);
  expect(await of("2025-04-01", "fiscal-year")).toBe(55);
  expect([await of("1970-01-04", "week"), await of("1970-01-05", "week")]).toEqual([0, 1]);
  expect([await of("1970-01-03", "week", "sunday"), await of("1970-01-04", "week", "sunday")]).toEqual([0, 1]);
  expect((await engine.query(sql`select ${monthIndex(raw("date '1969-12-31'"))} as v`)).columns["v"]).toEqual([-1]);
});

// 0.1 + 0.2 dollars are 30 cents; 12.345 rounds away from zero; yen have no minor unit.
it("minorUnits are whole cents, so that sums are exact", async () => {
  const one = async (amount: string, digits: number) =>
    (await engine.query(sql`select ${minorUnits(raw(amount), digits)} as v`)).columns["v"]![0];
  expect(await one("(0.1::double + 0.2::double)", 2)).toBe(30);
  expect(await one("-12.345::decimal(10, 3)", 2)).toBe(-1235);
  expect(await one("1200::decimal(18, 0)", 0)).toBe(1200);
  expect(await one("null::decimal(18, 2)", 2)).toBeNull();
});

// 23:59:30 to 00:01:00 of the next day are 90 seconds; backwards they are below zero.
it("secondsBetween counts whole seconds", async () => {
  const between = async (from: string, to: string) =>
    (await engine.query(sql`select ${secondsBetween(raw(`timestamp '${from}'`), raw(`timestamp '${to}'`))} as v`))
      .columns["v"]![0];
  expect(await between("2025-03-31 23:59:30", "2025-04-01 00:01:00")).toBe(90);
  expect(await between("2025-04-01 00:01:00", "2025-03-31 23:59:30")).toBe(-90);
});
