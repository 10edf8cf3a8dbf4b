import {join} from "node:path";
import {expect, it} from "vitest";
import {openNative} from "../../../src/engine/native.ts";
import {readReport} from "../../../src/notebook/report.ts";
import {assemblePage, loadWorkspace} from "../../../src/site/assemble.ts";
import {LiveHost} from "../../../src/site/live/live-host.ts";
import type {Foreseen} from "../../../src/site/live/live-messages.ts";
import type {LivePage} from "../../../src/site/live/live-page.ts";
import {openWorkspace} from "../../../src/site/workspace.ts";
import {temporaryWorkspace} from "../../workspace.ts";

const people = Array.from({length: 50}, (_, i) => ({id: `c${i}`, plan: i < 30 ? "Gold" : "Basic"}));

/** A host that has loaded a page of 30 customers of Gold and 20 of Basic. */
async function opened(): Promise<LiveHost> {
  using workspace = temporaryWorkspace({
    "data/catalog.yaml":
      "title: Shop\ncurrency: EUR\nasOf: 2025-09-30\ntables:\n  customers: {from: customers.csv, columns: {customer: id}}\n  orders: {from: orders.csv, columns: {customer: id, at: day, revenue: paid}}\ndimensions: [plan]\n",
    "data/customers.csv": ["id,plan", ...people.map(({id, plan}) => `${id},${plan}`)].join("\n"),
    "data/orders.csv": ["id,day,paid", ...people.map(({id}) => `${id},2025-08-10,10`)].join("\n")
  });
  const engine = await openNative();
  const loaded = await loadWorkspace(openWorkspace(workspace.root, join(workspace.root, "cache")), engine);
  const report = readReport(
    "---\nfilters: [plan]\n---\n\n```kpi kpis\nshow: [customers]\n```\n\n```kpi more\nshow: [orders]\n```\n",
    "reports/index.md"
  );
  const {page, files} = await assemblePage(report, loaded, {allowUnknown: false});
  await engine.close();
  const host = new LiveHost();
  const own = Object.fromEntries(files.map(({path, bytes}) => [path, Uint8Array.from(bytes)]));
  const ask = {
    page: JSON.parse(JSON.stringify(page.live)) as LivePage,
    selection: {values: {}, joined: null},
    root: "",
    ahead: "",
    data: [],
    own
  };
  await host.answer({id: 1, kind: "open", ask}, () => undefined);
  return host;
}

const of = (plan: string, names: readonly string[] = ["kpis"]) => ({
  selection: {values: {plan: [plan]}, joined: null},
  figures: names.map((name) => ({name, options: null, parts: [{kind: "body" as const, version: 1}]})),
  hasNews: false
});

/** What the host hands over of a plan's customers, and whether it does so in the task in which it is asked. */
async function foreseen(host: LiveHost, plan: string): Promise<{customers: number | null; isAtOnce: boolean}> {
  let text: unknown = undefined;
  const answered = host.answer({id: 3, kind: "foresee", ask: of(plan)}, () => undefined).then((end) => (text = end));
  for (let i = 0; i < 100; ++i) await Promise.resolve();
  const isAtOnce = text !== undefined;
  await answered;
  const told = typeof text === "string" ? (JSON.parse(text) as Foreseen).told : [];
  return {customers: told.find((one) => one.tell === "customers")?.customers ?? null, isAtOnce};
}

it("hands over what a menu offered as it is made, and makes what was not", async () => {
  const host = await opened();
  const {selection: _, ...what} = of("Gold");
  await host.answer({id: 2, kind: "offer", ask: {...what, selections: [of("Gold").selection]}}, () => undefined);
  await new Promise((done) => setTimeout(done, 300));
  expect(await foreseen(host, "Gold")).toEqual({customers: 30, isAtOnce: true});
  expect(await foreseen(host, "Basic")).toEqual({customers: 20, isAtOnce: false});
});

it("hands over just the figures that are asked for, whatever the menu was offered with", async () => {
  const host = await opened();
  const {selection, ...what} = of("Gold", ["kpis", "more"]);
  await host.answer({id: 2, kind: "offer", ask: {...what, selections: [selection]}}, () => undefined);
  await new Promise((done) => setTimeout(done, 300));
  const text = await host.answer({id: 3, kind: "foresee", ask: of("Gold", ["more"])}, () => undefined);
  const {told} = JSON.parse(text as string) as Foreseen;
  expect(told.flatMap((one) => (one.tell === "figure" ? [one.figure.name] : []))).toEqual(["more"]);
});

it("what was made ahead is void with the next choice, as it differs from what is shown then", async () => {
  const host = await opened();
  expect(await foreseen(host, "Gold")).toEqual({customers: 30, isAtOnce: false});
  expect(await foreseen(host, "Gold")).toEqual({customers: 30, isAtOnce: true});
  const {selection, figures} = of("Basic");
  const ask = {selection, figures, isWhole: true, isWritten: false};
  expect(await host.answer({id: 4, kind: "show", ask}, () => undefined)).toBe(true);
  expect(await foreseen(host, "Gold")).toEqual({customers: 30, isAtOnce: false});
});
