import {existsSync, readFileSync} from "node:fs";
import {describe, expect} from "vitest";

const SHARED = new URL("../../../shared/", import.meta.url);
const isHere = existsSync(new URL("reference/", SHARED)) && existsSync(new URL("data/", SHARED));

/** A `describe` over ../shared, skipped by name where that folder is missing. Read its files inside the tests. */
export function describeReference(name: string, tests: () => void): void {
  describe.skipIf(!isHere)(
    isHere ? name : `${name} (skipped: ../shared/reference and ../shared/data are missing)`,
    tests
  );
}

/** Rows of a CSV file, under `reference/` or `data/` of ../shared. */
export function readCsv(path: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(new URL(path, SHARED), "utf8").trim().split(/\r?\n/);
  const names = cellsOf(head!);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(names.map((name, k) => [name, cells[k] ?? ""]));
  });
}

/** Fields may be quoted as a whole, to hold commas; quotes inside quotes do not occur. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return Array.from(line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g), ([, quoted, plain]) => quoted ?? plain ?? "");
}

/** A number of a CSV row; fails the test where there is none. */
export function numberOf(row: Record<string, string> | undefined, name: string): number {
  const text = row?.[name];
  if (text === undefined || text === "") throw new Error(`no "${name}" in ${JSON.stringify(row)}`);
  return Number(text);
}

/** A JSON file under ../shared; the caller says its shape. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, SHARED), "utf8")) as T;
}

/** Fails unless `actual` is within `tolerance` of `expected`, relative to it. */
export function expectRelative(actual: number | null | undefined, expected: number, tolerance: number): void {
  expect(actual).toBeTypeOf("number");
  expect(
    Math.abs((actual ?? NaN) - expected) / Math.abs(expected),
    `${actual} against ${expected}`
  ).toBeLessThanOrEqual(tolerance);
}

/** Fails unless `actual` is within `tolerance` of `expected`, absolute. */
export function expectAbsolute(actual: number | null | undefined, expected: number, tolerance: number): void {
  expect(actual).toBeTypeOf("number");
  expect(Math.abs((actual ?? NaN) - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance);
}
