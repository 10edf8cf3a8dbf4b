/** Days are counted from the shop's opening (0 = 2023-11-01) to {@link DAYS}, exclusive; local calendar of Asia/Tokyo. */
const OPENING = Date.UTC(2023, 10, 1) / 86_400_000;

/** Length of the history: the last day, `DAYS - 1`, is 2026-10-31. */
export const DAYS = 1096;

/** Length of the history in calendar months; month 0 is November 2023. */
export const MONTHS = 36;

const dates = Array.from({length: DAYS + 31}, (_, day) => new Date((OPENING + day) * 86_400_000));
const isoDates = dates.map((date) => date.toISOString().slice(0, 10));
const months = dates.map((date) => (date.getUTCFullYear() - 2023) * 12 + date.getUTCMonth() - 10);
const monthStarts = Array.from({length: MONTHS + 1}, (_, month) => months.indexOf(month));

/** `2025-04-01` of a day. */
export function isoDate(day: number): string {
  return isoDates[day]!;
}

/** `2025-04-01 20:15:00` of a day and a minute of that day. */
export function timestamp(day: number, minute: number): string {
  const hh = String(Math.floor(minute / 60)).padStart(2, "0");
  return `${isoDate(day)} ${hh}:${String(minute % 60).padStart(2, "0")}:00`;
}

/** The day of an ISO date. */
export function dayOf(date: string): number {
  return Date.parse(date) / 86_400_000 - OPENING;
}

/** Calendar month of a day, 0 = November 2023. */
export function monthOf(day: number): number {
  return months[day]!;
}

/** First day of a month. */
export function monthStart(month: number): number {
  return monthStarts[month]!;
}

/** Demand by calendar month, January first: year-end gifts (oseibo), Mother's Day and Golden Week, midsummer gifts (ochugen). */
const MONTH_DEMAND = [0.84, 0.88, 0.99, 1, 1.1, 0.98, 1.06, 0.84, 0.93, 0.99, 1.1, 1.5];

/** Demand by weekday, Sunday first. */
const WEEKDAY_DEMAND = [1.16, 0.96, 0.92, 0.92, 0.94, 1, 1.14];

/** Highest value of {@link demand}. */
export const PEAK_DEMAND = 1.5 * 1.16 * 1.1;

const demands = dates.map((date) => {
  const holiday = isGoldenWeek(date.getUTCMonth(), date.getUTCDate()) ? 1.45 : 1;
  return MONTH_DEMAND[date.getUTCMonth()]! * WEEKDAY_DEMAND[date.getUTCDay()]! * holiday;
});

/** Demand on a day against an average day; `strength` 0 makes all days alike, 1 is the shop's own season. */
export function demand(day: number, strength: number): number {
  return 1 + strength * (demands[day]! - 1);
}

/** Whether a date lies in 29 April – 5 May. */
function isGoldenWeek(month: number, date: number): boolean {
  return month === 3 ? date >= 29 : month === 4 && date <= 5;
}
