// Prints how long models and builds take and how much memory they need; ratios against a baseline of the same run. Not a test: nothing fails on time.
import {existsSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {benchCubes, benchEveryMetric, benchFilters} from "./filter.ts";
import {benchMetrics} from "./metrics.ts";
import {measure, median, print} from "./measure.ts";
import {ordersWorkspace} from "./orders.ts";

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

try {
  await import("./models.ts");
  await benchMetrics();
  await benchFilters();
  await benchEveryMetric();
  await benchCubes(kept, [
    {millions: 1, hasRegion: false},
    {millions: 1, hasRegion: true},
    {millions: 10, hasRegion: true}
  ]);
  print("demo, cold build", await median(3, () => coldBuild(PROJECT)), {bound: "under 20 s, 1,500 MB"});
  const cdnow = join(PROJECT, "../shared/workspaces/cdnow");
  if (existsSync(cdnow))
    print("cdnow, cold build", await median(3, () => coldBuild(cdnow, "--allow-unknown-cells")), {
      bound: "under 15 s, 1,500 MB"
    });
  else console.log("cdnow: no ../shared, not built");

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
} finally {
  rmSync(scratch, {recursive: true, force: true});
}
