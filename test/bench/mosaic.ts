// Prints how long a filter takes beside Mosaic vgplot on the same rows in the same run: from the program's event on a choice to the frame that shows the last change of a figure.
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, Locator, Page} from "playwright-core";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {changeTime} from "./change-time.ts";
import type {Change} from "./change-time.ts";
import {cubesWorkspace} from "./cubes.ts";
import {AIMS} from "./filter.ts";
import type * as dashboard from "./mosaic-page.ts";
import {mosaicRows} from "./mosaic-rows.ts";
import {installMosaic, mosaicSite} from "./mosaic-site.ts";

const PROJECT = join(import.meta.dirname, "../..");
const DIMENSIONS = ["segment", "channel", "plan", "region"];

/** Kizuna's filters are faster by so much, by millions of orders. */
const BOUNDS: Readonly<Record<number, number>> = {1: 4, 10: 8};

/** Milliseconds of changes: the first of each menu, and all that come after it. */
interface Changes {
  readonly first: number[];
  readonly later: number[];
}

/** A page under measurement: its figures, what can be chosen in a dimension's menu, and what a reader points at to choose it. */
interface Side {
  readonly page: Page;
  readonly figures: string;
  readonly choices: (dimension: string) => string;
  readonly aimedAt: (dimension: string, index: number) => Locator;
  readonly changes: Changes;
}

/** Measures the generated page of 288,000 cells, of a million and of ten million orders, beside a dashboard of Mosaic. Mosaic and the workspaces are kept in `kept`. */
export async function benchMosaic(kept: string): Promise<void> {
  const installed = join(kept, "mosaic");
  const why = await installMosaic(installed);
  if (why !== null) {
    console.log(`beside Mosaic vgplot: not measured, it could not be installed (${why})`);
    return;
  }
  const browser = await openChromium();
  try {
    for (const millions of [1, 10]) {
      const folder = mkdtempSync(join(tmpdir(), "kizuna-bench-mosaic-"));
      try {
        const workspace = await cubesWorkspace(kept, {millions, hasRegion: true});
        const out = join(folder, "site");
        await buildSite(openWorkspace(workspace, join(folder, "cache")), {project: PROJECT, out, allowUnknown: false});
        await mosaicSite(installed, join(out, "_bench"));
        const files = await mosaicRows(workspace, {millions, dimensions: DIMENSIONS}, join(out, "_bench"));
        const server = await serveFolder(out);
        try {
          for (const aim of AIMS) await compare(browser, server.url, {millions, files, aim});
        } finally {
          await server.close();
        }
      } finally {
        rmSync(folder, {recursive: true, force: true});
      }
    }
  } finally {
    await browser.close();
  }
}

/** Each value of each menu is chosen once, a menu on the one page and then on the other, so that both meet the same load and neither an answer that it has kept. */
async function compare(
  browser: Browser,
  url: string,
  {millions, files, aim}: {millions: number; files: readonly string[]; aim: number}
): Promise<void> {
  const name = `${millions} million orders beside Mosaic vgplot${aim === 0 ? ", clicked at once" : ""}`;
  const context = await browser.newContext({viewport: {width: 1280, height: 4000}});
  try {
    const mosaic = mosaicSide(await context.newPage());
    const trouble = await troubleOpening(mosaic.page, `${url}_bench/`, {rows: millions * 1_000_000, files});
    if (trouble !== null) {
      console.log(`${name}: not measured, it does not hold them (${trouble})`);
      return;
    }
    const kizuna = kizunaSide(await context.newPage());
    await kizuna.page.goto(url, {waitUntil: "networkidle"});
    for (const dimension of DIMENSIONS) for (const side of [kizuna, mosaic]) await changeEach(side, dimension, aim);
    await requirePreaggregates(mosaic.page);
    print(`${name} (bound ${BOUNDS[millions]!} ×)`, kizuna.changes, mosaic.changes);
  } finally {
    await context.close();
  }
}

function kizunaSide(page: Page): Side {
  const choices = (dimension: string): string => `.k-menus details[data-filter=${dimension}] input[type=checkbox]`;
  return {
    page,
    figures: ".k-figure",
    choices,
    aimedAt: (dimension, index) => page.locator(choices(dimension)).nth(index),
    changes: {first: [], later: []}
  };
}

function mosaicSide(page: Page): Side {
  return {
    page,
    figures: "#plots > *",
    // The first option is everybody.
    choices: (dimension) => `#${dimension} option:not(:first-child)`,
    // It makes pre-aggregates for a menu that is pointed at.
    aimedAt: (dimension) => page.locator(`#${dimension} select`),
    changes: {first: [], later: []}
  };
}

/** Has the dashboard drawn. Gives what went wrong, in one line; null when it stands. @throws {Error} if it is over other rows. */
async function troubleOpening(
  page: Page,
  url: string,
  {rows, files}: {rows: number; files: readonly string[]}
): Promise<string | null> {
  await page.goto(url);
  const asked = {script: `${url}mosaic.js`, dimensions: DIMENSIONS, files};
  const found = await page
    .evaluate(async ({script, ...shown}) => {
      const {openDashboard} = (await import(script)) as typeof dashboard;
      return openDashboard(shown);
    }, asked)
    .catch((error: unknown) => (error as Error).message.split("\n")[0]!);
  if (typeof found === "string") return found;
  if (found !== rows) throw new Error(`Mosaic has ${found} rows of ${rows}`);
  // What it still does after its first pictures is no part of a change.
  await page.waitForTimeout(1500);
  return null;
}

/** @param aim how long the pointer rests on what is chosen, in milliseconds; 0: it is elsewhere. */
async function changeEach(
  {page, figures, choices, aimedAt, changes}: Side,
  dimension: string,
  aim: number
): Promise<void> {
  await page.bringToFront();
  await page.evaluate(
    (name) => document.querySelector(`details[data-filter=${name}]`)?.setAttribute("open", ""),
    dimension
  );
  const values = await page.locator(choices(dimension)).count();
  for (let index = 0; index < values; ++index) {
    if (aim > 0) {
      await aimedAt(dimension, index).hover();
      await page.waitForTimeout(aim);
    }
    const change: Change = {choices: choices(dimension), index, figures};
    changes[index === 0 ? "first" : "later"].push(await page.evaluate(changeTime, change));
  }
}

/** @throws {Error} if Mosaic has answered without its pre-aggregates. */
async function requirePreaggregates(page: Page): Promise<void> {
  const tables = await page.evaluate(
    async (script) => ((await import(script)) as typeof dashboard).preaggregates(),
    new URL("mosaic.js", page.url()).href
  );
  if (tables === 0) throw new Error("Mosaic has made no pre-aggregates");
}

function print(name: string, kizuna: Changes, mosaic: Changes): void {
  if (kizuna.later.length !== mosaic.later.length)
    throw new Error(`${kizuna.later.length} changes beside ${mosaic.later.length}`);
  const [own, other] = [median(kizuna.later), median(mosaic.later)];
  console.log(
    `${name}: a filter ${own.toFixed(1)} ms, Mosaic ${other.toFixed(1)} ms = ${(other / own).toFixed(1)} × as long (medians of ${kizuna.later.length}); first touch of a menu ${median(kizuna.first).toFixed(1)} ms, Mosaic ${median(mosaic.first).toFixed(1)} ms (medians of ${kizuna.first.length})`
  );
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
