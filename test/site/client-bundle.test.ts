import {mkdtempSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {bundleClient, filesOf} from "../../src/site/client-bundle.ts";
import type {Client} from "../../src/site/client-bundle.ts";
import {chunksBy} from "../../src/site/client-chunks.ts";
import type {ModuleLinks} from "../../src/site/client-chunks.ts";
import type {LiveCell, LivePage} from "../../src/site/live/live-page.ts";
import {scriptsAhead} from "../../src/site/scripts-ahead.ts";

const PROJECT = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "kizuna-bundle-"));
let client: Client;

beforeAll(async () => {
  client = await bundleClient(PROJECT, folder);
}, 120_000);
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Scripts that a script imports before it runs. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(client.folder, file), "utf8");
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w.-]+)["'`]/g)].map(([, name]) => `_assets/${name!}`);
}

const cells = ["kpi", "retention", "nps"].map((metric) => ({metric}) as LiveCell);
const page = {cells, lang: "en", sql: null, code: null} as unknown as LivePage;

it("the scripts of a page's first filter are few, and all of them are named: what one of them imports is another one", () => {
  const {sums, drawings} = scriptsAhead(page, client.entries);
  const ahead = [...sums, ...drawings];
  expect(ahead.length).toBeLessThanOrEqual(12);
  expect(new Set(ahead).size).toBe(ahead.length);
  const named = new Set(ahead);
  const imported = ahead.flatMap(importsOf);
  expect(imported.length).toBeGreaterThan(20);
  expect(imported.filter((file) => !named.has(file))).toEqual([]);
  for (const part of ["core", "en", "kpi", "retention", "nps"])
    expect(ahead.some((file) => file.startsWith(`_assets/c-${part}-`))).toBe(true);
  // The first one is small, and needs none that is large.
  expect(sums[0]).toMatch(/^_assets\/c-text-/);
  const beside = client.entries.files["charts/format.ts"]!;
  expect(beside.filter((file) => /c-(?:core|en|metrics|charts)-/.test(file))).toEqual([]);
  // What draws comes last: sums and sentences need none of it. What is of other metrics does not come at all.
  const {files} = client.entries;
  const summed = ["site/live/live-host", "site/words/en", "metrics/kpi", "metrics/retention", "metrics/nps"];
  const first = new Set(summed.flatMap((module) => files[`${module}.ts`]!));
  expect(new Set(sums)).toEqual(first);
  expect([...first].filter((file) => /c-charts-/.test(file))).toEqual([]);
  expect(ahead.filter((file) => /forecast|ltv|rfm|churn|c-ja-/.test(file))).toEqual([]);
});

it("the worker waits for no script before it asks for all, what runs in the head for none at all, and the page's own script for those that the page names", () => {
  const {worker, start, client: own, files} = client.entries;
  expect(importsOf(worker)).toEqual([]);
  // It is no module: it could neither import nor export.
  const text = readFileSync(join(client.folder, start), "utf8");
  expect(text).toMatch(/^\(\(?(?:function|\(\)\s*=>)/);
  expect(text).not.toMatch(/\b(?:import|export)\b/);
  const named = files["site/client.ts"]!;
  expect(named[0]).toBe(own);
  expect(named.length).toBeLessThanOrEqual(3);
  expect(named.flatMap(importsOf).filter((file) => !named.includes(file))).toEqual([]);
});

it("pages without filters, and those that compare snapshots, have nothing of what answers filters", async () => {
  const {tools, compare, late} = client.entries;
  for (const entry of [tools, compare, late]) {
    const files = await filesOf(client, [entry]);
    expect(files).toContain(entry);
    expect(files.filter((file) => /c-(?:core|charts|metrics|kpi)-/.test(file))).toEqual([]);
  }
});

it("a module goes where the pages that need it look for it", () => {
  const site = (path: string) => `/kizuna/src/site/${path}.ts`;
  const metric = (kind: string) => `/kizuna/src/metrics/${kind}.ts`;
  const dynamic = [
    site("live/live-host"),
    ...["kpi", "rfm", "ltv", "retention"].flatMap((kind) => [metric(kind), site(`kinds/${kind}`)])
  ];
  const importers: Readonly<Record<string, readonly string[]>> = {
    [site("live/selection")]: [site("client"), site("live/live-host")],
    [site("tools/data")]: [site("client"), site("tools/tools")],
    "/kizuna/src/metrics/answers.ts": [metric("kpi"), metric("rfm")],
    "/kizuna/src/charts/cells.ts": [site("kinds/retention"), site("kinds/rfm")],
    "/kizuna/src/models/fit.ts": [metric("rfm"), metric("ltv")],
    "/kizuna/src/metrics/triangle.ts": [metric("retention"), site("kinds/retention")],
    "/kizuna/src/cube/cube.ts": [site("live/live-host"), "/kizuna/src/metrics/answers.ts"]
  };
  const chunkOf = chunksBy((id): ModuleLinks => ({
    importers: importers[id] ?? [],
    dynamicImporters: dynamic.includes(id) ? ["/kizuna/src/site/live/live-kinds.ts"] : [],
    isEntry: [site("client"), site("tools/tools")].includes(id)
  }));
  expect(Object.keys(importers).map(chunkOf)).toEqual(["common", "common", "metrics", "charts", null, null, "core"]);
  expect(chunkOf(site("client"))).toBeNull();
});

it("no script of a page has the options of metrics in it, or what they are for", () => {
  for (const file of readdirSync(join(client.folder, "_assets"))) {
    const text = readFileSync(join(client.folder, "_assets", file), "utf8");
    expect(text, file).not.toContain("ordered in that age or later; revenue: of the revenue at age 0");
    expect(text, file).not.toContain(".strictObject(");
  }
});
