import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {openNative} from "../../src/engine/native.ts";
import type {Facts} from "../../src/metrics/metric.ts";
import {openReducer} from "../../src/notebook/reducer.ts";
import {loadWorkspace} from "../../src/site/assemble.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import type {Shop} from "./measure.ts";

/** A contract: days as ISO, `ended` null while it runs. */
export type ContractRow = readonly [
  customer: string,
  joined: string,
  ended: string | null,
  plan?: string,
  amount?: number | null
];

/** Customers with contracts, and nothing else. The dimension is "plan", the amount "fee". Close its engine. */
export async function openContracts(asOf: string, rows: readonly ContractRow[]): Promise<Shop> {
  const engine = await openNative();
  await engine.query('create schema if not exists "all"');
  const lines = rows.map(
    ([customer, joined, ended, plan = "(none)", amount = null]) =>
      `('${customer}', timestamp '${joined}', ${ended === null ? "null" : `timestamp '${ended}'`}, '${plan}', ${amount ?? "null"})`
  );
  await engine.query(
    `create table "all".customers as select customer::varchar as customer, joined::timestamp as joined, ended::timestamp as ended, plan::varchar as plan, fee::double as fee
     from (values ${[...lines, "(null, null, null, null, null)"].join(", ")}) c(customer, joined, ended, plan, fee) where customer is not null`
  );
  const facts: Facts = {
    asOf: new Date(`${asOf}T00:00:00Z`),
    firstOrder: null,
    calendar: {weekStart: "monday", fiscalYearStart: 4},
    digits: 2,
    marginIs: "margin",
    dimensions: ["plan"],
    tables: new Map([["customers", new Set(["customer", "joined", "ended", "plan", "fee"])]]),
    targets: new Map()
  };
  return {engine, facts, reducer: await openReducer(engine)};
}

/** The workspace of telephone contracts beside the project; tests over it are skipped where it is missing. */
export const TELCO = new URL("../../../shared/workspaces/telco", import.meta.url).pathname;
export const hasTelco = existsSync(TELCO);

/** The telephone contracts, loaded from their catalog as a build does. */
export async function openTelco(): Promise<Shop> {
  const engine = await openNative();
  const {facts, reducer} = await loadWorkspace(openWorkspace(TELCO, join(tmpdir(), "kizuna-test")), engine);
  return {engine, facts, reducer};
}
