// Prints how long a filter takes in a real browser: from the click to the frame that shows the last figure on screen made anew, beside a click that does nothing, and what it costs the main thread.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {demoOfSums} from "../demo-of-sums.ts";
import {everyMetric} from "../every-metric.ts";
import {cubesWorkspace} from "./cubes.ts";
import type {Generated} from "./cubes.ts";
import {benchNetwork} from "./network.ts";

const PROJECT = join(import.meta.dirname, "../..");
const CLICKS = 40;
/** Milliseconds between pointing at a choice and clicking it: about a reader's own, and none, as only a program has. */
export const AIMS = [100, 0];

/** Milliseconds of each click. */
interface Times {
  readonly filter: readonly number[];
  readonly empty: readonly number[];
}

/** Measures the demo's overview and its page on retention, all their figures on screen; rows are not published, so that cubes alone answer. */
export async function benchFilters(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-bench-filter-"));
  const browser = await openChromium();
  try {
    await buildDemo(folder);
    const server = await serveFolder(join(folder, "site"));
    try {
      for (const path of ["", "retention/"]) await benchPage(browser, `${server.url}${path}`, `filters of /${path}`);
    } finally {
      await server.close();
    }
  } finally {
    await browser.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Measures the demo's overview on slow 4G. What its build computes is kept in `kept`. */
export async function benchSlow4g(kept: string): Promise<void> {
  const folder = join(kept, "slow4g");
  for (const part of ["workspace", "site"]) rmSync(join(folder, part), {recursive: true, force: true});
  const browser = await openChromium();
  try {
    await buildDemo(folder);
    await benchNetwork(join(folder, "site"), "?segment=Gold", browser);
  } finally {
    await browser.close();
  }
}

/** Builds the demo of sums in a folder: `workspace`, `cache`, `site`. */
async function buildDemo(folder: string): Promise<void> {
  await buildSite(openWorkspace(demoOfSums(join(folder, "workspace")), join(folder, "cache")), {
    project: PROJECT,
    out: join(folder, "site"),
    allowUnknown: false
  });
}

/** Measures a page of the demo with a figure of every metric there is, under the filters of its overview. */
export async function benchEveryMetric(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-bench-every-"));
  const browser = await openChromium();
  try {
    const root = demoOfSums(join(folder, "workspace"));
    rmSync(join(root, "reports"), {recursive: true});
    mkdirSync(join(root, "reports"));
    writeFileSync(join(root, "reports/index.md"), everyMetric(["segment", "channel", "joined", "period"]));
    await buildSite(openWorkspace(root, join(folder, "cache")), {
      project: PROJECT,
      out: join(folder, "site"),
      allowUnknown: false
    });
    const server = await serveFolder(join(folder, "site"));
    await benchPage(browser, server.url, "filters of every metric on one page").finally(() => server.close());
  } finally {
    await browser.close();
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Measures generated pages of 36,000 and 288,000 cells, the larger one of a million and of ten million orders: how many there are makes no difference. Workspaces are kept in `kept`. */
export async function benchCubes(kept: string, sizes: readonly Generated[]): Promise<void> {
  const browser = await openChromium();
  try {
    for (const size of sizes) {
      const folder = mkdtempSync(join(tmpdir(), "kizuna-bench-cubes-"));
      try {
        const root = await cubesWorkspace(kept, size);
        await buildSite(openWorkspace(root, join(folder, "cache")), {
          project: PROJECT,
          out: join(folder, "site"),
          allowUnknown: false
        });
        const server = await serveFolder(join(folder, "site"));
        const name = `filters over ${size.hasRegion ? "288,000" : "36,000"} cells of ${size.millions} million orders`;
        await benchPage(browser, server.url, name).finally(() => server.close());
      } finally {
        rmSync(folder, {recursive: true, force: true});
      }
    }
  } finally {
    await browser.close();
  }
}

async function benchPage(browser: Browser, url: string, name: string): Promise<void> {
  const page = await browser.newPage({viewport: {width: 1280, height: 900}});
  await page.goto(url, {waitUntil: "networkidle"});
  // All figures on screen: those off screen follow when the reader pauses, which nobody does here.
  await page.setViewportSize({width: 1280, height: await page.evaluate(() => document.documentElement.scrollHeight)});
  for (const aim of AIMS) report(aim === 0 ? `${name}, clicked at once` : name, await measured(page, aim));
  await page.close();
}

/** @param aim how long the pointer rests on a choice before the click, in milliseconds. */
export async function measured(
  page: Page,
  aim: number
): Promise<Times & {readonly figures: number; readonly thread: number; readonly longest: number}> {
  await page.evaluate(watchClicks);
  await page.evaluate(() => document.querySelector<HTMLDetailsElement>(".k-menus details")!.setAttribute("open", ""));
  // By place: to find an element anew takes the page's time as well.
  const boxes = await placesOf(page, ".k-menus details[open] input[type=checkbox]");
  const empty = (await placesOf(page, "#empty"))[0]!;
  const thread = await page.context().newCDPSession(page);
  await thread.send("Performance.enable", {timeDomain: "threadTicks"});
  const busy = async (): Promise<number> =>
    (await thread.send("Performance.getMetrics")).metrics.find(({name}) => name === "TaskDuration")!.value * 1000;
  const clickAll = async (): Promise<Record<"filter" | "empty", number>> => {
    const spent = {filter: 0, empty: 0};
    for (let i = 0; i < CLICKS; ++i)
      for (const kind of ["filter", "empty"] as const) {
        const before = await busy();
        await page.mouse.move(...(kind === "filter" ? boxes[i % boxes.length]! : empty));
        if (aim > 0) await page.waitForTimeout(aim);
        // Both kinds at the beginning of a frame, when frames come one after the other: one that follows a pause comes at once.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        await page.mouse.down();
        await page.mouse.up();
        await page.waitForTimeout(150);
        spent[kind] += (await busy()) - before;
      }
    return spent;
  };
  await clickAll();
  const times = await page.evaluate(() => (globalThis as unknown as {times: Times}).times);
  const figures = await page.evaluate(() => (globalThis as unknown as {changed: Set<string>}).changed.size);
  const longest = await page.evaluate(() => (globalThis as unknown as {tasks: {longest: number}}).tasks.longest);
  // What notes each change of the page and waits for its frames takes time of a filter that an empty click does not.
  await page.evaluate(() => (globalThis as unknown as {watch: AbortController}).watch.abort());
  const spent = await clickAll();
  return {...times, figures, thread: (spent.filter - spent.empty) / CLICKS, longest};
}

/** The middles of what a selector finds, in pixels. */
async function placesOf(page: Page, selector: string): Promise<(readonly [x: number, y: number])[]> {
  return page.locator(selector).evaluateAll((all) =>
    all.map((one) => {
      const {x, y, width, height} = one.getBoundingClientRect();
      return [x + width / 2, y + height / 2] as const;
    })
  );
}

/** Runs in the page: notes how long each click takes to the frame after the last change of a figure on screen, until `watch` is aborted. */
function watchClicks(): void {
  const times = {filter: [] as number[], empty: [] as number[]};
  const changed = new Set<string>();
  const tasks = {longest: 0};
  const watch = new AbortController();
  Object.assign(globalThis, {times, changed, tasks, watch});
  const main = document.querySelector("main")!;
  if (!document.getElementById("empty")) {
    const box = Object.assign(document.createElement("input"), {type: "checkbox", id: "empty"});
    // The menu of the filter closes at a click that reaches the document.
    box.addEventListener("click", (event) => event.stopPropagation());
    document.querySelector("h1")!.append(box);
  }
  new PerformanceObserver((list) => {
    for (const {duration} of list.getEntries()) tasks.longest = Math.max(tasks.longest, duration);
  }).observe({type: "longtask"});
  /** When the frame after the last change was there. */
  let shown = 0;
  /** After the next frame has been made. */
  const painted = (run: () => void) =>
    requestAnimationFrame(() => {
      const {port1, port2} = new MessageChannel();
      port1.onmessage = run;
      port2.postMessage(null);
    });
  const isOnScreen = (figure: Element): boolean => {
    const {top, bottom} = figure.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  };
  const observer = new MutationObserver((changes) => {
    let isSeen = false;
    for (const {target, attributeName} of changes) {
      // That a figure is out of date is no change of it.
      if (attributeName === "aria-busy") continue;
      const figure = (target instanceof Element ? target : target.parentElement)?.closest(".k-figure");
      if (!figure) continue;
      changed.add(figure.id);
      isSeen ||= onScreen.has(figure);
    }
    if (isSeen) painted(() => (shown = performance.now()));
  });
  observer.observe(main, {subtree: true, childList: true, characterData: true, attributes: true});
  watch.signal.addEventListener("abort", () => observer.disconnect());
  const onScreen = new Set([...document.querySelectorAll(".k-figure")].filter(isOnScreen));
  addEventListener(
    "click",
    (event) => {
      const target = event.target as HTMLElement;
      if (!target.matches("input[type=checkbox]")) return;
      const isEmpty = target.id === "empty";
      const end = (): void => {
        if (isEmpty) times.empty.push(performance.now() - event.timeStamp);
        else if (main.hasAttribute("aria-busy")) painted(end);
        // What was written last is seen in a frame of its own.
        else painted(() => shown > event.timeStamp && times.filter.push(shown - event.timeStamp));
      };
      painted(end);
    },
    {capture: true, signal: watch.signal}
  );
}

export function report(
  name: string,
  {filter, empty, figures, thread, longest}: Awaited<ReturnType<typeof measured>>
): void {
  const at = (times: readonly number[], share: number): number =>
    times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))]!;
  const [median, p95, baseline] = [at(filter, 0.5), at(filter, 0.95), at(empty, 0.5)];
  const ratio = (time: number): string => `${time.toFixed(1)} ms = ${(time / baseline).toFixed(2)} ×`;
  console.log(
    `${name}: ${figures} figures follow; click to last figure ${ratio(median)} (bound 2 ×), 95th percentile ${ratio(p95)} (bound 4 ×) an empty click of ${baseline.toFixed(1)} ms; main thread ${thread.toFixed(1)} ms a change (bound 16 ms), longest task ${longest.toFixed(0)} ms (bound 50 ms; 0: all below)`
  );
}

if (import.meta.main) await (process.argv.includes("every") ? benchEveryMetric() : benchFilters());
