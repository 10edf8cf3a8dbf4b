// Prints, for each metric, how long a filter takes where it is answered: adding up its cubes, finishing, and drawing the figure; medians over selections of one page with every metric, in Node, whose engine the browser's worker has too.
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import {createFormat} from "../../src/charts/format.ts";
import {decodeCube} from "../../src/cube/ipc.ts";
import {openNative} from "../../src/engine/native.ts";
import {readReport} from "../../src/notebook/report.ts";
import {assemblePage, loadWorkspace} from "../../src/site/assemble.ts";
import {ResultCache} from "../../src/site/live/live.ts";
import {loadMetrics} from "../../src/site/live/load-kinds.ts";
import {factsFromJson} from "../../src/site/live/live-page.ts";
import type {LiveCell, LivePage} from "../../src/site/live/live-page.ts";
import {Drawn} from "../../src/site/live/picture-patch.ts";
import type {Selection} from "../../src/site/live/selection.ts";
import {virtualDocument} from "../../src/site/live/virtual-document.ts";
import {METRIC_CHARTS} from "../../src/site/metric-charts.ts";
import {metricFigure} from "../../src/site/metric-figure.ts";
import {words} from "../../src/site/words/languages.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {everyMetric} from "../every-metric.ts";

const PROJECT = join(import.meta.dirname, "../..");
const SELECTIONS = 30;
/** Milliseconds that a metric may take. */
const BOUND = 15;

/** The page with every metric over the demo, and its cubes. */
async function everyPage() {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-bench-metrics-"));
  const engine = await openNative();
  try {
    const loaded = await loadWorkspace(openWorkspace(PROJECT, folder), engine);
    const report = readReport(everyMetric(["segment", "channel", "joined", "period"]), "reports/every.md");
    const {page, files, evaluated} = await assemblePage(report, loaded, {allowUnknown: false, rows: false});
    if (evaluated.errors.length > 0) throw evaluated.errors[0]!;
    const live = JSON.parse(JSON.stringify(page.live)) as LivePage;
    const cubes = live.cubes.map((path) => decodeCube(gunzipSync(files.find((file) => file.path === path)!.bytes)));
    return {live, cubes, files};
  } finally {
    await engine.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

/** One value of each dimension in turn, alone and with a range of months. */
function selectionsOf({dimensions, joined}: LivePage): readonly Selection[] {
  const all = dimensions.flatMap(({name, values}) => values.map(({value}) => ({[name]: [value]})));
  return Array.from({length: SELECTIONS}, (_, i) => ({
    values: all[i % all.length]!,
    joined: i % 3 === 2 && joined ? ([joined[0] + (i % 12), joined[1]] as const) : null
  }));
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** Prints a line for each metric, the slowest first. */
export async function benchMetrics(): Promise<void> {
  const {live, cubes, files} = await everyPage();
  const results = new ResultCache(cubes, await loadMetrics(live.cells), factsFromJson(live.facts));
  const {lang, currency, asOf, names} = live;
  const style = {document: virtualDocument(), format: createFormat({lang, currency}), words: words(lang), asOf, names};
  const times = new Map<LiveCell, {sums: number[]; draw: number[]}>(
    live.cells.map((cell) => [cell, {sums: [], draw: []}])
  );
  for (const [round, selection] of selectionsOf(live).entries())
    for (const [cell, {sums, draw}] of times) {
      // A selection of its own: nothing that another metric added up is at hand.
      const start = performance.now();
      const result = results.of(cell, {...selection});
      const middle = performance.now();
      const figure = metricFigure({...cell, result, draw: METRIC_CHARTS.get(cell.metric) ?? null}, style);
      const picture = figure.chart("wide") ?? figure.body();
      if (picture) Drawn.whole(picture);
      const end = performance.now();
      // The first rounds are those in which the code is made fast.
      if (round < 5) continue;
      sums.push(middle - start);
      draw.push(end - middle);
    }
  const cells = cubes.reduce((n, cube) => n + cube.cells.length, 0);
  const bytes = files.filter(({kind}) => kind === "cube").reduce((n, file) => n + file.bytes.length, 0);
  console.log(`every metric on one page: ${cubes.length} cubes, ${cells} cells, ${Math.round(bytes / 1000)} kB`);
  for (const {name} of live.dimensions) {
    const left = live.cells.filter(({unfollowed = {}}) => Object.hasOwn(unfollowed, name));
    console.log(`  do not follow "${name}" within the budget: ${left.map(({metric}) => metric).join(", ") || "none"}`);
  }
  const rows = [...times].map(([{metric}, {sums, draw}]) => ({metric, sums: median(sums), draw: median(draw)}));
  for (const {metric, sums, draw} of rows.sort((a, b) => b.sums + b.draw - a.sums - a.draw))
    console.log(
      `  ${metric.padEnd(16)} ${sums.toFixed(1).padStart(6)} ms sums and finish ${draw.toFixed(1).padStart(6)} ms drawing${sums + draw > BOUND ? `  over ${BOUND} ms` : ""}`
    );
  const total = rows.reduce((sum, row) => sum + row.sums + row.draw, 0);
  console.log(`  all of them ${total.toFixed(0)} ms (bound ${BOUND} ms each)`);
}

if (import.meta.main) await benchMetrics();
