import {table} from "arquero";
import {expect, it} from "vitest";
import {createFormat} from "../../src/charts/format.ts";
import type {Result} from "../../src/metrics/metric.ts";
import {lowBase} from "../../src/site/low-base.ts";
import {words} from "../../src/site/words/languages.ts";

/** group, month of 2025 (null: whole window), answers; fewer than 30 are a low base, of fewer than 10 there is no rate. */
type Row = readonly [string | null, number | null, number];

const ALL: Row = [null, null, 500];
const few = (rows: readonly Row[], {figure = "rate", lang = "en", options = {}} = {}) =>
  lowBase(
    {
      table: table({
        group: rows.map(([group]) => group),
        period: rows.map(([, month]) => (month === null ? null : new Date(Date.UTC(2025, month - 1, 1)))),
        answers: rows.map(([, , answers]) => answers),
        [figure]: rows.map(([, , answers]) => (answers < 10 ? null : 0.5)),
        low_base: rows.map(([, , answers]) => answers < 30),
        complete: rows.map(() => true)
      })
    } as Result,
    {options},
    {words: words(lang), format: createFormat({lang, currency: "JPY"})}
  );

const groups = (...answers: number[]): Row[] => answers.map((n, i) => [`G${i + 1}`, null, n]);
const months = (...answers: number[]): Row[] => answers.map((n, i) => [null, i + 1, n]);

it("groups on few answers are named up to three, else counted; those of fewer than ten have no figure", () => {
  expect(few([ALL, ...groups(30, 29, 12, 9)]).drawn).toBe("Low base of “G2” and “G3”: fewer than 30 answers.");
  expect(few([ALL, ...groups(30, 29, 12, 11, 10)]).drawn).toBe("Low base of 4 of 5 groups: fewer than 30 answers.");
  expect(few([ALL, ...groups(30, 29)], {lang: "ja"}).drawn).toBe("「G2」は母数僅少（回答が30件未満）です。");
  expect(few([ALL, ...groups(30, 40)])).toEqual({drawn: null, tabled: null});
});

it("periods count where the trend is drawn; in the table alone they are for those who ask how it is computed", () => {
  const rows = [ALL, ...months(10, 30, 40)];
  expect(few(rows)).toEqual({drawn: "Low base in Jan 2025: fewer than 30 answers.", tabled: null});
  expect(few([ALL, ...months(10, 20, 25, 29, 30)], {figure: "score"}).drawn).toBe(
    "Low base at 4 of 5 points of the line: fewer than 30 answers, or an interval wider than ±10 points."
  );
  expect(few([...rows, ...groups(40, 50)])).toEqual({
    drawn: null,
    tabled: "Rows of the table say where they are on a low base: fewer than 30 answers."
  });
});

// Twenty of "A" answered in January, of all 60; 20 of "B", and 25 of all in February.
it("a group's periods are named with it", () => {
  const rows: Row[] = [ALL, [null, 1, 60], ["A", 1, 20], ["B", 1, 40], [null, 2, 25], ["B", 2, 20]];
  const drawn = (of: readonly Row[], lang: string) => few(of, {lang, options: {chart: "trend"}}).drawn;
  expect(drawn(rows.slice(0, 4), "en")).toBe("Low base in Jan 2025 (“A”): fewer than 30 answers.");
  expect(drawn(rows, "en")).toBe("Low base in Jan 2025 (“A”), Feb 2025, and Feb 2025 (“B”): fewer than 30 answers.");
  expect(drawn(rows.slice(0, 4), "ja")).toBe("「A」の2025年1月は母数僅少（回答が30件未満）です。");
});

it("everybody's figure on few answers makes it all rest on few", () => {
  expect(few([[null, null, 25], ...groups(12, 13)]).drawn).toBe("Low base: fewer than 30 answers.");
});
