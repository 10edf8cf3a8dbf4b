// Prints how long the first answer of a page's SQL cells takes after the reader's first action, beside DuckDB-WASM alone over the same files on the same page.
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {build} from "vite";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import type {bareDatabase} from "./bare-database.ts";

const PROJECT = join(import.meta.dirname, "../..");
const RUNS = 7;

/** Measures the demo's overview, each time in a browser that has seen nothing. */
export async function benchSql(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-bench-sql-"));
  const browser = await openChromium();
  try {
    const site = join(folder, "site");
    const workspace = openWorkspace(PROJECT, join(folder, "cache"));
    await buildSite(workspace, {project: PROJECT, out: site, allowUnknown: false});
    await build({
      configFile: false,
      logLevel: "error",
      build: {
        outDir: join(site, "_bench"),
        lib: {
          entry: join(import.meta.dirname, "bare-database.ts"),
          formats: ["es"],
          fileName: () => "bare-database.js"
        }
      }
    });
    const server = await serveFolder(site);
    try {
      const own: number[] = [];
      const bare: number[] = [];
      for (let i = 0; i < RUNS; ++i) {
        bare.push(await bareTime(browser, server.url));
        own.push(await ownTime(browser, server.url));
      }
      const [time, baseline] = [median(own), median(bare)];
      console.log(
        `first answer of SQL cells: ${time.toFixed(0)} ms after the first click = ${(time / baseline).toFixed(2)} × (bound 1.3 ×) DuckDB-WASM alone with ${baseline.toFixed(0)} ms`
      );
    } finally {
      await server.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

async function bareTime(browser: Browser, root: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(root, {waitUntil: "networkidle"});
  const time = await page.evaluate(async (site) => {
    const script = `${site}_bench/bare-database.js`;
    const bare = (await import(script)) as {bareDatabase: typeof bareDatabase};
    return bare.bareDatabase(site);
  }, root);
  await page.context().close();
  return time;
}

/** From a click on a filter's first value to the last change of a figure of an SQL cell. */
async function ownTime(browser: Browser, url: string): Promise<number> {
  const page = await browser.newPage();
  await page.goto(url, {waitUntil: "networkidle"});
  const time = await page.evaluate(async () => {
    const {sql} = JSON.parse(document.getElementById("k-live")!.textContent) as {
      sql: {figures: readonly {name: string}[]};
    };
    const waiting = new Set(sql.figures.map(({name}) => name));
    const shown = Promise.withResolvers<number>();
    new MutationObserver((changes) => {
      for (const {target} of changes) {
        const place = (target instanceof Element ? target : target.parentElement)?.closest(
          ".k-wide, .k-body, .k-table"
        );
        const figure = place?.closest(".k-figure");
        if (figure) waiting.delete(figure.id);
      }
      if (waiting.size === 0) shown.resolve(performance.now());
    }).observe(document.querySelector("main")!, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true
    });
    const start = performance.now();
    document.querySelector<HTMLElement>("#k-filters input[type=checkbox]")!.click();
    return (await shown.promise) - start;
  });
  await page.context().close();
  return time;
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}
