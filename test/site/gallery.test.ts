import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import type {z} from "zod";
import {CALLOUTS} from "../../src/notebook/callouts.ts";
import {chartCell, tableCell} from "../../src/notebook/data-cells.ts";
import {readReport} from "../../src/notebook/report.ts";
import {METRICS} from "../../src/metrics/registry.ts";

const TEXT = readFileSync(join(import.meta.dirname, "../../reports/gallery.md"), "utf8");
const {cells} = readReport(TEXT, "reports/gallery.md");

/** The keys that a kind's cells say, all of them together. */
function keysOf(kind: string): ReadonlySet<string> {
  const sources = cells.filter((cell) => cell.kind === kind).map(({source}) => source);
  return new Set(sources.flatMap((source) => [...source.matchAll(/^(\w+):/gm)].map(([, key]) => key!)));
}

/** What a schema's keys are, and the words of those that are one of a few. */
function shapeOf(schema: z.ZodType): readonly (readonly [key: string, words: readonly string[]])[] {
  const {shape} = schema as unknown as {shape: Record<string, {def: {innerType?: {def: {entries?: object}}}}>};
  return Object.entries(shape).map(([key, {def}]) => [key, Object.keys(def.innerType?.def.entries ?? {})]);
}

/** Options that every metric has: shown somewhere, not everywhere. */
const COMMON = ["by", "period", "interval", "title", "finding"];
/** Options that some data has no use for here: a contract's amount, the end of a landmark's window, the span of a treemap. */
const ELSEWHERE = new Map([
  ["ltv", ["ages", "amount", "survival"]],
  ["loyalty-matrix", ["landmark", "until"]],
  ["rfm", ["since"]],
  ["what-if", ["amount"]],
  ["chart", ["thresholds"]]
]);

describe("the gallery", () => {
  it("shows every metric, with every option of its own", () => {
    const missing = [...METRICS].flatMap(([kind, {schema}]) => {
      const said = keysOf(kind);
      const options = shapeOf(schema)
        .map(([key]) => key)
        .filter((key) => !COMMON.includes(key) && !ELSEWHERE.get(kind)?.includes(key));
      const isShown = cells.some((cell) => cell.kind === kind);
      return isShown ? options.filter((key) => !said.has(key)).map((key) => `${kind}: ${key}`) : [kind];
    });
    expect(missing).toEqual([]);
  });

  it("shows the options that all metrics have", () => {
    const said = new Set([...METRICS.keys()].flatMap((kind) => [...keysOf(kind)]));
    expect(COMMON.filter((key) => !said.has(key))).toEqual([]);
  });

  it("shows every form of chart and table, every type of input, every container", () => {
    for (const [kind, schema] of [
      ["chart", chartCell],
      ["table", tableCell]
    ] as const) {
      const keys = shapeOf(schema).map(([key]) => key);
      expect(keys.filter((key) => !keysOf(kind).has(key) && !ELSEWHERE.get(kind)?.includes(key))).toEqual([]);
    }
    for (const mark of ["line", "bar", "area", "dot", "heatmap", "histogram"]) expect(TEXT).toContain(`mark: ${mark}`);
    for (const type of ["slider", "number", "select", "checkbox", "date", "search"])
      expect(TEXT).toContain(`type: ${type}`);
    for (const kind of CALLOUTS) expect(TEXT).toContain(`> [!${kind.toUpperCase()}]`);
    for (const container of ["grid", "card", "tabs", "tab", "details", "example"])
      expect(TEXT).toMatch(new RegExp(`^:::${container}`, "m"));
  });

  it("every form that a metric's chart can take is there", () => {
    const missing = [...METRICS].flatMap(([kind, {schema}]) => {
      const forms = shapeOf(schema).find(([key]) => key === "chart")?.[1] ?? [];
      const sources = cells.filter((cell) => cell.kind === kind).map(({source}) => source);
      return forms
        .filter((form) => !sources.some((source) => source.includes(`chart: ${form}`)))
        .map((form) => `${kind}: ${form}`);
    });
    expect(missing).toEqual([]);
  });
});
