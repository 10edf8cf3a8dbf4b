import {expect, it} from "vitest";
import {
  dateOf,
  dayOf,
  lastClosed,
  monthsBefore,
  periodBefore,
  periodOf,
  periodsPerYear,
  startOf
} from "../../src/metrics/period.ts";
import type {Calendar, Period} from "../../src/sql/dialect.ts";

const april: Calendar = {weekStart: "monday", fiscalYearStart: 4};
const sunday: Calendar = {weekStart: "sunday", fiscalYearStart: 1};
const day = (text: string) => new Date(`${text}T00:00:00Z`);
const iso = (date: Date) => date.toISOString().slice(0, 10);
const PERIODS: readonly Period[] = ["week", "month", "quarter", "half", "year", "fiscal-year"];

it("dayOf counts from 1970-01-01 and floors; dateOf undoes it", () => {
  expect([dayOf(day("1970-01-02")), dayOf(new Date(-1)), dayOf(new Date("1970-01-01T23:59:59Z"))]).toEqual([1, -1, 0]);
  expect(iso(dateOf(-1))).toBe("1969-12-31");
});

it("startOf is the first day of the period, and the day before lies in the one before", () => {
  // 2026-11-22 is a Sunday.
  expect(PERIODS.map((period) => iso(startOf(periodOf(day("2026-11-22"), period, april), period, april)))).toEqual([
    "2026-11-16",
    "2026-11-01",
    "2026-10-01",
    "2026-07-01",
    "2026-01-01",
    "2026-04-01"
  ]);
  expect(iso(startOf(periodOf(day("2026-11-22"), "week", sunday), "week", sunday))).toBe("2026-11-22");
  for (const period of PERIODS)
    for (const index of [-61, -1, 0, 1, 700]) {
      const start = startOf(index, period, april);
      expect([periodOf(start, period, april), periodOf(dateOf(dayOf(start) - 1), period, april)]).toEqual([
        index,
        index - 1
      ]);
    }
});

it("lastClosed is the period of the day if that is its last one, else the one before", () => {
  const start = (asOf: string, period: Period) => iso(startOf(lastClosed(day(asOf), period, april), period, april));
  expect([start("2026-10-31", "month"), start("2026-10-30", "month")]).toEqual(["2026-10-01", "2026-09-01"]);
  expect([start("2026-11-22", "week"), start("2026-11-21", "week")]).toEqual(["2026-11-16", "2026-11-09"]);
  expect([start("2026-03-31", "fiscal-year"), start("2026-04-01", "fiscal-year")]).toEqual([
    "2025-04-01",
    "2025-04-01"
  ]);
  expect(start("2026-03-30", "fiscal-year")).toBe("2024-04-01");
});

it("monthsBefore keeps the day, or takes the month's last where it is earlier; a last day stays a last day", () => {
  expect(iso(monthsBefore(day("2026-10-15"), 12))).toBe("2025-10-15");
  expect(iso(monthsBefore(day("2026-10-31"), 1))).toBe("2026-09-30");
  expect(iso(monthsBefore(day("2026-09-30"), 1))).toBe("2026-08-31");
  expect(iso(monthsBefore(day("2025-02-28"), 12))).toBe("2024-02-29");
  expect(iso(monthsBefore(day("2024-02-28"), 12))).toBe("2023-02-28"); // no last day: 2024 has a 29th
  expect(iso(monthsBefore(day("2024-03-30"), 1))).toBe("2024-02-29");
  expect(iso(monthsBefore(day("2026-01-31"), 13))).toBe("2024-12-31");
});

it("periodBefore goes back by the period's length", () => {
  const before = (period: Period) => iso(periodBefore(day("2026-10-31"), period, april));
  expect(PERIODS.map(before)).toEqual([
    "2026-10-24",
    "2026-09-30",
    "2026-07-31",
    "2026-04-30",
    "2025-10-31",
    "2025-10-31"
  ]);
});

it("periodsPerYear", () => {
  expect(PERIODS.map((period) => periodsPerYear(period, april))).toEqual([52, 12, 4, 2, 1, 1]);
});
