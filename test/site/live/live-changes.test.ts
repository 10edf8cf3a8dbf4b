import {join} from "node:path";
import {expect, it} from "vitest";
import {openNative} from "../../../src/engine/native.ts";
import {assemblePage, loadWorkspace} from "../../../src/site/assemble.ts";
import {openReport} from "../../../src/site/live/live.ts";
import type {LivePage} from "../../../src/site/live/live-page.ts";
import {openWorkspace} from "../../../src/site/workspace.ts";
import {readReport} from "../../../src/notebook/report.ts";
import {DOCUMENT} from "../../../src/site/svg.ts";
import {temporaryWorkspace} from "../../workspace.ts";

const people = Array.from({length: 60}, (_, i) => ({id: `c${i}`, plan: i < 30 ? "Gold" : "Basic", n: i % 30}));
/** In August 24 of 30 of Gold give a 2 and six a 10, in September the other way round; Basic does the opposite. Both together stand at 0 in both months. */
const answers = people.flatMap(({id, plan, n}) => {
  const [early, late] = (plan === "Gold") === n < 24 ? [2, 10] : [10, 2];
  return [`${id},2025-08-10,${early}`, `${id},2025-09-10,${late}`];
});

it("what changed is that of the selection: nothing of all, much of those whom a filter leaves", async () => {
  using workspace = temporaryWorkspace({
    "data/catalog.yaml":
      "title: Two moods\ncurrency: EUR\nasOf: 2025-09-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  surveys: {from: surveys.csv, columns: {customer: id, at: day, nps: score}}\ndimensions: [plan]\n",
    "data/customers.csv": ["id,plan", ...people.map(({id, plan}) => `${id},${plan}`)].join("\n"),
    "data/surveys.csv": ["id,day,score", ...answers].join("\n")
  });
  const engine = await openNative();
  const loaded = await loadWorkspace(openWorkspace(workspace.root, join(workspace.root, "cache")), engine);
  const report = readReport("---\nfilters: [plan]\n---\n\n```nps mood\nperiod: month\n```\n", "reports/index.md");
  const {page, files} = await assemblePage(report, loaded, {allowUnknown: false});
  await engine.close();
  const live = await openReport(
    JSON.parse(JSON.stringify(page.live)) as LivePage,
    {root: "", own: Object.fromEntries(files.map(({path, bytes}) => [path, Uint8Array.from(bytes)]))},
    DOCUMENT
  );
  const everybody = live.changes({values: {}, joined: null})!;
  expect([everybody.tested, everybody.real]).toEqual([1, 0]);
  const gold = live.changes({values: {plan: ["Gold"]}, joined: null})!;
  expect([gold.tested, gold.real]).toEqual([1, 1]);
  // (6 − 24) / 30 and (24 − 6) / 30.
  expect(gold.changes[0]!.text).toBe("Net Promoter Score rose sharply: 60.0 in Sep 2025, after −60.0 in Aug 2025.");
  expect(live.changes({values: {plan: ["Basic"]}, joined: null})!.changes[0]!.isGood).toBe(false);
});
