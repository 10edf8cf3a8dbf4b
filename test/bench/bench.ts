// Prints how long models, filters and builds take and how much memory they need; ratios against a baseline of the same run. Not a test: nothing fails on time. Names on the command line choose some of it.
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {benchCubes, benchEveryMetric, benchFilters, benchSlow4g} from "./filter.ts";
import {benchMetrics} from "./metrics.ts";
import {measure, median, print} from "./measure.ts";
import {benchMosaic} from "./mosaic.ts";
import {ordersWorkspace} from "./orders.ts";
import {benchSql} from "./sql.ts";
import {benchYear} from "./year.ts";

const PROJECT = join(import.meta.dirname, "../..");
const BUILD = join(PROJECT, "src/cli/build.ts");
const kept = join(PROJECT, "node_modules/.cache/kizuna/bench");
const scratch = mkdtempSync(join(tmpdir(), "kizuna-bench-"));

/** A build with an empty cache. */
async function coldBuild(workspace: string, ...more: readonly string[]) {
  const folder = mkdtempSync(join(scratch, "build-"));
  return measure(BUILD, [
    "--workspace",
    workspace,
    "--out",
    join(folder, "out"),
    "--cache",
    join(folder, "cache"),
    ...more
  ]);
}

/** What can be measured, by name. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  models: () => import("./models.ts"),
  metrics: benchMetrics,
  filters: benchFilters,
  slow4g: () => benchSlow4g(kept),
  pages: benchEveryMetric,
  cubes: () =>
    benchCubes(kept, [
      {millions: 1, hasRegion: false},
      {millions: 1, hasRegion: true},
      {millions: 10, hasRegion: true}
    ]),
  sql: benchSql,
  builds: benchBuilds,
  orders: benchOrders,
  mosaic: () => benchMosaic(kept),
  year: () => benchYear(kept)
};

/** What needs a registry on its first run, or an hour: measured only where it is named. */
const NAMED_ONLY: readonly string[] = ["mosaic", "year"];

async function benchBuilds(): Promise<void> {
  print("demo, cold build", await median(3, () => coldBuild(PROJECT)), {bound: "under 20 s, 1,500 MB"});
  const cdnow = join(PROJECT, "../shared/workspaces/cdnow");
  if (existsSync(cdnow))
    print("cdnow, cold build", await median(3, () => coldBuild(cdnow, "--allow-unknown-cells")), {
      bound: "under 15 s, 1,500 MB"
    });
  else console.log("cdnow: no ../shared, not built");
}

async function benchOrders(): Promise<void> {
  for (const millions of [1, 10]) {
    const workspace = await ordersWorkspace(kept, millions);
    const baseline = await median(3, () =>
      measure(join(PROJECT, "test/bench/baseline.ts"), [join(workspace, "data/orders.parquet")])
    );
    print(`${millions} million orders, native DuckDB alone (baseline)`, baseline);
    print(`${millions} million orders, cold build`, await median(3, () => coldBuild(workspace)), {
      baseline,
      ...(millions === 10 ? {bound: "under 3 × baseline"} : {})
    });
  }
}

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(`unknown bench "${unknown.join('", "')}"; there are ${Object.keys(BENCHES).join(", ")}`);
  process.exitCode = 1;
}

const usual = Object.keys(BENCHES).filter((name) => !NAMED_ONLY.includes(name));

try {
  for (const name of unknown.length > 0 ? [] : names.length > 0 ? names : usual) await BENCHES[name]!();
} finally {
  rmSync(scratch, {recursive: true, force: true});
}
