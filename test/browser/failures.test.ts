import {readFileSync} from "node:fs";
import type {Browser, BrowserContextOptions, Locator, Page, Route} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {buildSmall} from "./build-small.ts";
import type {SmallSite} from "./build-small.ts";
import {PERIOD_SHOP} from "./period-shop.ts";

/** The two policies of the README for hosts that send them as headers: of pages, and of what stands in `_assets/`. */
const PAGES = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self'";
const ASSETS = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/** Two cores run builds beside. */
const SLOW = {timeout: 25_000};

let browser: Browser;
let site: SmallSite;

beforeAll(async () => {
  site = await buildSmall(PERIOD_SHOP);
  browser = await openChromium();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await site?.close();
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** What the page's policy, or a header's, forbade. */
  violations(): Promise<readonly string[]>;
}

/** Opens the page; `prepare` runs before it is asked for. */
async function open(
  query = "",
  {url = site.url, prepare, ...options}: {url?: string; prepare?: (page: Page) => Promise<unknown>} & BrowserContextOptions = {} // prettier-ignore
): Promise<Opened> {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const told: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) told.push(message.text());
  });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, {violations});
    addEventListener("securitypolicyviolation", (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`)
    );
  });
  await prepare?.(page);
  await page.goto(url + query);
  return {
    page,
    violations: async () => [...told, ...((await page.evaluate("window.violations ?? []")) as string[])],
    [Symbol.asyncDispose]: () => context.close()
  };
}

const curve = (page: Page): Promise<string> => page.locator("#curve .k-wide svg").innerHTML();
const months = (page: Page): Promise<string[]> => page.locator("#months .k-body tbody tr").allInnerTexts();
const whom = (page: Page) => page.locator(".k-whom");

/** The figures as they were built. */
async function baked(): Promise<{readonly curve: string; readonly months: readonly string[]}> {
  await using opened = await open("", {javaScriptEnabled: false});
  return {curve: await curve(opened.page), months: await months(opened.page)};
}

async function chooseGold(page: Page): Promise<void> {
  await page.locator('details[data-filter="plan"] > summary').click();
  await page.locator('input[name="plan"][value="Gold"]').check();
}

const block = (pattern: string, answer: Parameters<Route["fulfill"]>[0]) => (page: Page) =>
  page.route(pattern, (route) => route.fulfill(answer));

describe("what cannot be live stays as built, and one line says so", () => {
  it("without scripts there is no bar, and every figure", async () => {
    await using opened = await open("?plan=Gold", {javaScriptEnabled: false});
    expect(await opened.page.locator("#k-filters").isVisible()).toBe(false);
    expect(await opened.page.locator("#curve .k-wide svg").isVisible()).toBe(true);
  });

  it("a data file that is not there", async () => {
    await using opened = await open("?plan=Gold", {prepare: block("**/_data/*", {status: 404})});
    await expect
      .poll(() => whom(opened.page).innerText(), SLOW)
      .toMatch(/do not work here \(.*404\); the page shows all customers/);
    expect(await curve(opened.page)).toBe((await baked()).curve);
  });

  it("a data file that is cut off", async () => {
    const prepare = async (page: Page): Promise<void> => {
      await page.route("**/_data/*", async (route) => {
        const body = await (await route.fetch()).body();
        await route.fulfill({body: body.subarray(0, body.length / 2)});
      });
    };
    await using opened = await open("?plan=Gold", {prepare});
    await expect.poll(() => whom(opened.page).innerText(), SLOW).toContain("do not work here");
    expect(await curve(opened.page)).toBe((await baked()).curve);
  });

  it("offline before the data has come; online again, the next choice works", async () => {
    const prepare = async (page: Page): Promise<void> => {
      await page.route("**/_data/*", (route) => route.abort("internetdisconnected"));
    };
    await using opened = await open("", {prepare});
    const {page} = opened;
    await chooseGold(page);
    await expect.poll(() => whom(page).innerText(), SLOW).toContain("do not work here");
    expect(await curve(page)).toBe((await baked()).curve);
    // The database has given up, too.
    await page.waitForSelector("html[data-settled]", {state: "attached"});
    await page.unroute("**/_data/*");
    await page.locator('input[name="plan"][value="Silver"]').check();
    await expect.poll(() => whom(page).innerText(), SLOW).toBe("Gold and Silver: 160 of 240 customers");
    const built = (await baked()).curve;
    await expect.poll(() => curve(page), SLOW).not.toBe(built);
  });

  it("a choice does not fail with an attempt that was begun before it: there is another one for it", async () => {
    let asked = 0;
    let fail = (): void => undefined;
    const failed = new Promise<void>((done) => (fail = done));
    const prepare = (page: Page) =>
      page.route("**/_data/*", async (route) => {
        if (++asked > 1) return route.continue();
        await failed;
        return route.abort("internetdisconnected");
      });
    await using opened = await open("", {prepare});
    const {page} = opened;
    await expect.poll(() => asked, SLOW).toBeGreaterThan(0);
    await chooseGold(page);
    await expect.poll(() => whom(page).innerText()).toBe("Loading the figures …");
    fail();
    await expect.poll(() => whom(page).innerText(), SLOW).toBe("Gold: 80 of 240 customers");
  });

  it("offline after the data has come: filters of metrics go on working", async () => {
    await using opened = await open("?plan=Silver");
    const {page} = opened;
    await expect.poll(() => whom(page).innerText(), SLOW).toBe("Silver: 80 of 240 customers");
    await page.context().setOffline(true);
    await page.locator(".k-chip", {hasText: "Silver"}).click();
    await chooseGold(page);
    await expect.poll(() => whom(page).innerText(), SLOW).toBe("Gold: 80 of 240 customers");
  });

  it("a browser that knows no modules: no menus, and the reason", async () => {
    // As such a browser reads the page: what is a module is no script, what is for others is one.
    const prepare = async (page: Page): Promise<void> => {
      await page.route(site.url, async (route) => {
        const text = await (await route.fetch()).text();
        await route.fulfill({
          contentType: "text/html",
          body: text.replaceAll('type="module"', 'type="unknown"').replaceAll(" nomodule", "")
        });
      });
    };
    await using opened = await open("", {prepare});
    await expect.poll(() => whom(opened.page).innerText(), SLOW).toContain("this browser is too old");
    expect(await opened.page.locator(".k-menus").isVisible()).toBe(false);
    expect(await curve(opened.page)).toBe((await baked()).curve);
    expect(await opened.violations()).toEqual([]);
  });

  it.each([
    ["the database's file is not there", "**/_assets/*.wasm.gz", {status: 404}],
    ["the database's worker runs out of memory", "**/_assets/duckdb*.js", {contentType: "text/javascript", body: 'throw new RangeError("Out of memory")'}], // prettier-ignore
    ["the database's worker is not there", "**/_assets/duckdb*.js", {status: 404}]
  ] as const)("%s: metrics follow, queries stay", async (_, pattern, answer) => {
    await using opened = await open("?plan=Gold", {prepare: block(pattern, answer)});
    const {page} = opened;
    await expect.poll(() => page.locator("#months .k-static").count(), SLOW).toBe(1);
    expect(await page.locator("#months .k-static").innerText()).toMatch(/does not follow the filters.*\(.+\)/);
    expect(await months(page)).toEqual((await baked()).months);
    expect(await whom(page).innerText()).toBe("Gold: 80 of 240 customers");
  });

  it("a browser without WebAssembly: metrics follow, queries stay", async () => {
    const prepare = async (page: Page): Promise<void> => {
      await page.route("**/_assets/duckdb*.js", async (route) => {
        const text = await (await route.fetch()).text();
        await route.fulfill({contentType: "text/javascript", body: `delete globalThis.WebAssembly;\n${text}`});
      });
    };
    await using opened = await open("?plan=Gold", {prepare});
    await expect.poll(() => opened.page.locator("#months .k-static").count(), SLOW).toBe(1);
    expect(await months(opened.page)).toEqual((await baked()).months);
  });
});

/** Waits by the page's own timers, which come in their order however slow it is: for what it would do by one of fewer milliseconds. */
const later = (page: Page, milliseconds: number): Promise<void> =>
  page.evaluate((time) => new Promise((done) => setTimeout(done, time)), milliseconds);

/** Has the page note the workers that draw, and what it asks of them, of drawings that are folded in also which; they never draw these, and fail to say what changed. */
const noteWorkers = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const workers: Worker[] = [];
    const asked: string[] = [];
    const spares: string[] = [];
    class Known extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        if (!String(given[0]).includes("duckdb")) workers.push(this);
      }
      override postMessage(question: {readonly kind?: string; readonly ask?: object}): void {
        asked.push(String(question.kind));
        const {figures = []} = (question.ask ?? {}) as {figures?: {name: string; kinds?: string[]}[]};
        for (const {name, kinds = []} of figures) spares.push(...kinds.map((kind) => `${name}/${kind}`));
        const asks: Readonly<Record<string, object>> = {spares: {figures: []}, changes: {selection: {}}};
        super.postMessage({...question, ask: asks[String(question.kind)] ?? question.ask});
      }
    }
    Object.assign(window, {workers, asked, spares, Worker: Known});
  });

describe("what fails after a filter was followed is as built again", () => {
  const orders = (page: Page) => page.locator("#kpis .k-kpi-value").innerText();
  const go = (page: Page, query: string) =>
    page.evaluate((to) => {
      history.pushState(null, "", to);
      dispatchEvent(new PopStateEvent("popstate"));
    }, query);

  /** A page on which a window needs a cube that is not there. */
  const breakWindows = (page: Page): Promise<unknown> =>
    page.route(new RegExp(`^${site.url}(other/)?(\\?|$)`), async (route) => {
      const text = await (await route.fetch()).text();
      const broken = '"windowReductions":{"broken":{"cube":99,"keys":[]}';
      const body = text.replaceAll(/"windowReductions":\{(\}?)/g, (_, end) => broken + (end || ","));
      await route.fulfill({contentType: "text/html", body});
    });
  it("a metric that cannot be finished, which says so; in prose its numbers are none", async () => {
    await using opened = await open("other/?plan=Gold", {prepare: breakWindows});
    await using plain = await open("other/", {javaScriptEnabled: false});
    const {page} = opened;
    await expect.poll(() => whom(page).innerText(), SLOW).toContain("Gold: 80");
    const gold = await orders(page);
    expect(gold).not.toBe(await orders(plain.page));
    await go(page, "?plan=Gold&period=2025-04..2025-09");
    await expect.poll(() => page.locator("#kpis .k-static").count(), SLOW).toBe(1);
    expect(await page.locator("#kpis .k-static").innerText()).toMatch(/does not follow the filters.*\(.+\)/);
    expect(await orders(page)).toBe(await orders(plain.page));
    await expect.poll(() => page.locator(".k-value").first().innerText(), SLOW).toBe("–");
    await go(page, "?plan=Gold");
    await expect.poll(() => orders(page), SLOW).toBe(gold);
    // Also if the next choice is made before the page hears of it.
    await page.evaluate(() => {
      for (const query of ["?plan=Gold&period=2025-04..2025-09", "?plan=Silver"]) {
        history.pushState(null, "", query);
        dispatchEvent(new PopStateEvent("popstate"));
      }
    });
    await using silver = await open("other/?plan=Silver");
    await expect.poll(() => whom(silver.page).innerText(), SLOW).toContain("Silver: 80");
    await silver.page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
    await expect.poll(() => orders(page), SLOW).toBe(await orders(silver.page));
    await go(page, "?plan=Gold");
    await expect.poll(() => orders(page), SLOW).toBe(gold);
    expect(await page.locator("#kpis .k-static").innerText()).toBe("");
    expect(await page.locator(".k-value").first().innerText()).toBe(gold);
  });

  it("all that the filters change, where what draws is gone and does not come back", async () => {
    await using opened = await open("?plan=Gold", {prepare: noteWorkers});
    const {page} = opened;
    await using plain = await open("", {javaScriptEnabled: false});
    const words = (one: Page) =>
      one.locator("#curve > :is(figcaption, .k-finding, .k-note:not(.k-static))").allInnerTexts();
    const [built, builtWords] = [await curve(plain.page), await words(plain.page)];
    await expect.poll(() => whom(page).innerText(), SLOW).toContain("Gold: 80");
    await expect.poll(() => curve(page), SLOW).not.toBe(built);
    expect(await words(page)).not.toEqual(builtWords);
    await block("**/_data/*", {status: 404})(page);
    await page.evaluate(() => {
      const {workers} = window as unknown as {workers: Worker[]};
      for (const worker of workers) worker.dispatchEvent(new ErrorEvent("error", {message: "out of memory"}));
    });
    await go(page, "?plan=Silver");
    await expect.poll(() => whom(page).innerText(), SLOW).toMatch(/do not work here \(.*404\)/);
    expect(await curve(page)).toBe(built);
    expect(await words(page)).toEqual(builtWords);
  });
});

it("a figure off screen follows by another worker, where the one that draws ends before the reader pauses", async () => {
  await using gold = await open("?plan=Gold");
  await gold.page.waitForSelector("html[data-settled]");
  await using opened = await open("", {prepare: noteWorkers, viewport: {width: 1280, height: 300}});
  const {page} = opened;
  const figure = page.locator("#curve");
  const workers = () => page.evaluate(() => (window as unknown as {workers: Worker[]}).workers.length);
  await expect.poll(workers, SLOW).toBe(1);
  await page.waitForSelector("html[data-settled]");
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const main = document.querySelector("main")!;
        new MutationObserver((_, observer) => {
          if (main.hasAttribute("aria-busy")) return;
          observer.disconnect();
          const {workers} = window as unknown as {workers: Worker[]};
          for (const worker of workers) worker.dispatchEvent(new ErrorEvent("error", {message: "out of memory"}));
          done();
        }).observe(main, {attributes: true, attributeFilter: ["aria-busy"]});
        document.querySelector<HTMLElement>('input[name="plan"][value="Gold"]')!.click();
      })
  );
  expect(await figure.getAttribute("aria-busy")).toBe("true");
  await expect.poll(() => figure.getAttribute("aria-busy"), SLOW).toBe(null);
  expect(await workers()).toBe(2);
  expect(await curve(page)).toBe(await curve(gold.page));
  expect(await figure.locator(".k-static").count()).toBe(0);
});

it("paper has no drawing that is out of date: the one on screen in its place, or a line", async () => {
  await using opened = await open("?plan=Gold", {prepare: noteWorkers, viewport: {width: 375, height: 800}});
  const {page} = opened;
  const [wide, narrow] = ["wide", "narrow"].map((width) => page.locator(`#curve > .k-${width}`)) as [Locator, Locator];
  await page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
  const gold = await narrow.innerHTML();
  // A sheet is wider than a phone, and nobody tells the page of its size.
  await page.addStyleTag({content: "@media print {#curve {width: 600px}}"});
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({media: "print"});
  expect([await wide.isVisible(), await narrow.isVisible()]).toEqual([false, true]);
  expect(await narrow.innerHTML()).toBe(gold);
  // Where that is out of date too, as in a tab that is not open.
  await narrow.evaluate(
    (place, text) => place.setAttribute("data-stale", text!),
    await wide.getAttribute("data-stale")
  );
  expect([await wide.isVisible(), await wide.locator("svg").first().isVisible()]).toEqual([true, false]);
  expect(await wide.evaluate((place) => getComputedStyle(place, "::after").content)).toContain("print again");
  await page.emulateMedia({media: "screen"});
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await page.locator("[data-stale]").count()).toBe(0);
});

it("what cannot be told of changes is left out, and the figures follow", async () => {
  await using opened = await open("?plan=Gold", {prepare: noteWorkers});
  const {page} = opened;
  const news = page.locator(".k-news");
  await using plain = await open("", {javaScriptEnabled: false});
  expect(await plain.page.locator(".k-news").isVisible()).toBe(true);
  await page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
  await expect.poll(() => news.isVisible(), SLOW).toBe(false);
  expect(await whom(page).innerText()).toBe("Gold: 80 of 240 customers");
  expect(await curve(page)).not.toBe(await curve(plain.page));
});

it("a link within the page has nothing drawn anew", async () => {
  await using opened = await open("", {prepare: noteWorkers});
  const {page} = opened;
  const shows = () =>
    page.evaluate(() => (window as unknown as {asked: string[]}).asked.filter((kind) => kind === "show").length);
  // The page meets its figures when it is idle.
  await expect.poll(shows, SLOW).toBe(1);
  await page.evaluate(() => (location.hash = "#curve"));
  await later(page, 500);
  expect(await shows()).toBe(1);
});

it("a part that comes to show before it is drawn is asked for once", async () => {
  await using opened = await open("?plan=Gold", {prepare: noteWorkers});
  const {page} = opened;
  await page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
  await page.locator("#curve details:has(.k-table) > summary").click();
  const asked = () =>
    page.evaluate(
      () => (window as unknown as {spares: string[]}).spares.filter((part) => part === "curve/table").length
    );
  // All that is folded in is asked for after a pause.
  await expect.poll(asked, SLOW).toBe(1);
  await page.evaluate(() => dispatchEvent(new Event("resize")));
  await later(page, 100);
  expect(await asked()).toBe(1);
});

it("a difference to what the page does not have brings the part as a whole", async () => {
  // What draws is made believe that the page has what it had first.
  const prepare = (page: Page) =>
    page.addInitScript(() => {
      class Deaf extends Worker {
        override postMessage(question: {readonly kind?: string; readonly ask?: object}): void {
          const {figures = []} = (question.ask ?? {}) as {figures?: {parts?: {version: number}[]}[]};
          for (const part of figures.flatMap(({parts = []}) => parts)) part.version = 1;
          super.postMessage(question);
        }
      }
      Object.assign(window, {Worker: Deaf});
    });
  await using opened = await open("?plan=Gold", {prepare});
  await using silver = await open("?plan=Silver");
  const {page} = opened;
  const drawn = (one: Page) => one.locator("#curve .k-wide svg path").evaluateAll((all) => all.map((path) => path.getAttribute("d"))); // prettier-ignore
  for (const one of [page, silver.page]) await one.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
  // A chart that was read out is begun anew.
  await page.locator("#curve .k-wide svg").evaluate((svg) => svg.setAttribute("data-tip", ""));
  await page.locator('details[data-filter="plan"] > summary').click();
  await page.locator('input[name="plan"][value="Gold"]').uncheck();
  await page.locator('input[name="plan"][value="Silver"]').check();
  await expect.poll(() => drawn(page), SLOW).toEqual(await drawn(silver.page));
});

it("Back before the address says a choice drops it: page and address agree", async () => {
  await using opened = await open("?plan=Gold");
  const {page} = opened;
  await page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('input[name="plan"][value="Silver"]')!.click();
    dispatchEvent(new PopStateEvent("popstate"));
  });
  // The address is written a second after a choice at the latest.
  await later(page, 1100);
  await expect.poll(() => whom(page).innerText(), SLOW).toBe("Gold: 80 of 240 customers");
  await expect.poll(() => new URL(page.url()).search, SLOW).toBe("?plan=Gold");
});

it("a link that is copied right after a choice, and a page that is left, have the choice", async () => {
  await using opened = await open("", {permissions: ["clipboard-read", "clipboard-write"]});
  const {page} = opened;
  await page.waitForLoadState("networkidle");
  await page.locator("#curve > .k-menu-button").click();
  await page.getByRole("menuitem", {name: "Copy link to this figure"}).waitFor();
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('input[name="plan"][value="Gold"]')!.click();
    const items = [...document.querySelectorAll<HTMLElement>("[role=menuitem]")];
    items.find(({textContent}) => textContent === "Copy link to this figure")!.click();
  });
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.url}?plan=Gold#curve`);
  await page.waitForSelector("main:not([aria-busy], :has([aria-busy]))");
  await page.evaluate((to) => {
    // However long the figures take.
    Object.assign(window, {requestAnimationFrame: () => 0, setTimeout: () => 0});
    document.querySelector<HTMLElement>('input[name="plan"][value="Silver"]')!.click();
    location.href = to;
  }, `${site.url}other/`);
  await page.waitForURL("**/other/");
  await page.goBack();
  expect(decodeURIComponent(new URL(page.url()).search)).toBe("?plan=Gold,Silver");
});

it("a query's figure gives its data also when what drew it has ended and another draws", async () => {
  await using opened = await open("?plan=Gold", {prepare: noteWorkers});
  const {page} = opened;
  const rows = () => page.locator("#plans .k-body tbody tr").allInnerTexts();
  await expect.poll(rows, SLOW).toEqual([expect.stringMatching(/^Gold\s+80$/)]);
  await page.evaluate(() => {
    const {workers} = window as unknown as {workers: Worker[]};
    for (const worker of workers) worker.dispatchEvent(new ErrorEvent("error", {message: "out of memory"}));
  });
  // A period leaves these rows as they are.
  await page.locator('details[data-filter="period"] > summary').click();
  await page.locator("select[name=period-from]").selectOption({label: "Apr 2025"});
  await expect.poll(() => whom(page).innerText(), SLOW).toContain("Gold: 80 of 240 customers; figures of Apr 2025");
  await page.waitForSelector("html[data-settled]", {state: "attached"});
  await page.locator("#plans > .k-menu-button").click();
  const download = page.waitForEvent("download", {timeout: 5000});
  await page.getByRole("menuitem", {name: "Download data (CSV)"}).click();
  expect(
    readFileSync(await (await download).path(), "utf8")
      .trim()
      .split(/\r?\n/)
  ).toEqual(["plan,customers", "Gold,80"]);
});

it("a table that the reader sorted stays sorted through filters, and its own order is what was built", async () => {
  await using opened = await open();
  const {page} = opened;
  const head = page.locator("#months thead th", {hasText: "orders"});
  const orders = async () =>
    (await page.locator("#months tbody tr > :nth-child(2)").allInnerTexts()).map((text) => Number(text));
  const built = await months(page);
  await head.click();
  await page.locator("#months th[aria-sort=descending]").waitFor();
  const all = await orders();
  expect(all).toEqual([...all].sort((a, b) => b - a));
  await chooseGold(page);
  await expect.poll(orders, SLOW).not.toEqual(all);
  const gold = await orders();
  expect(gold).toEqual([...gold].sort((a, b) => b - a));
  expect(await head.getAttribute("aria-sort")).toBe("descending");
  await page.locator("button[type=reset]").click();
  await expect.poll(orders, SLOW).toEqual(all);
  expect(await head.getAttribute("aria-sort")).toBe("descending");
  await head.click();
  await page.locator("#months th[aria-sort=ascending]").waitFor();
  await head.click();
  await page.locator("#months thead:not(:has([aria-sort]))").waitFor();
  expect(await months(page)).toEqual(built);
});

it("on paper, a query's figure that is still to follow says so", async () => {
  let answer = () => {};
  const hung = new Promise<void>((done) => (answer = done));
  const prepare = (page: Page) =>
    page.route("**/_assets/duckdb*.js", async (route) => {
      await hung;
      await route.continue();
    });
  await using opened = await open("?plan=Gold", {prepare});
  const {page} = opened;
  await expect.poll(() => whom(page).innerText(), SLOW).toContain("Gold: 80");
  await expect.poll(() => page.locator("#months .k-source").innerText(), SLOW).toContain("Loading");
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.emulateMedia({media: "print"});
  const body = page.locator("#months .k-body");
  expect(await body.locator("table").isVisible()).toBe(false);
  expect(await body.evaluate((place) => getComputedStyle(place, "::after").content)).toContain("print again");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  answer();
  await page.waitForSelector("html[data-settled]", {state: "attached"});
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(await body.locator("table").isVisible()).toBe(true);
});

it("a table of a query keeps its tools when a filter is taken away", async () => {
  await using opened = await open("other/?plan=Silver");
  const {page} = opened;
  const first = () => page.locator("#daily tbody tr:visible").first().innerText();
  const pages = () => page.locator("#daily .k-pager span").innerText();
  const body = () => page.locator("#daily .k-body").innerHTML();
  await using plain = await open("other/", {javaScriptEnabled: false});
  const all = await plain.page.locator("#daily tbody tr").allInnerTexts();
  await expect.poll(() => page.locator("#daily tbody tr").first().innerText(), SLOW).not.toBe(all[0]);
  const silver = await body();
  await page.locator("button[type=reset]").click();
  await expect.poll(first, SLOW).toBe(all[0]);
  expect(await body()).not.toBe(silver);
  expect(await pages()).toMatch(/^1–25 of/);
  await page.locator("#daily").getByRole("button", {name: "Next rows"}).click();
  expect(await first()).toBe(all[25]);
  await page.getByRole("searchbox", {name: "Search the table"}).fill("zebra");
  await page.locator("#daily .k-nothing").waitFor();
  await page.locator("#daily > .k-menu-button").click();
  await page.getByRole("menuitem", {name: "Download data (CSV)"}).waitFor();
});

describe("the policy", () => {
  const works = async (page: Page): Promise<void> => {
    await expect
      .poll(() => whom(page).innerText(), SLOW)
      .toBe("Gold: 80 of 240 customers; figures of Apr 2025 to Sep 2025");
    await expect.poll(() => months(page).then(({length}) => length), SLOW).toBe(6);
    expect(await page.locator("#months .k-static").count()).toBe(0);
  };
  const QUERY = "?plan=Gold&period=2025-04..2025-09";

  it("in the page alone", async () => {
    await using opened = await open(QUERY);
    await works(opened.page);
    expect(await opened.violations()).toEqual([]);
  }, 90_000);

  it("as the two headers of the README, on a host with nothing else", async () => {
    const headers = (path: string) => ({"content-security-policy": path.includes("_assets/") ? ASSETS : PAGES});
    const server = await serveFolder(site.out, "/deep/er/", headers);
    try {
      await using opened = await open(QUERY, {url: server.url});
      await works(opened.page);
      expect(await opened.violations()).toEqual([]);
    } finally {
      await server.close();
    }
  }, 90_000);

  it("a listener hears what it forbids", async () => {
    await using opened = await open();
    await opened.page.evaluate(() => {
      const script = document.createElement("script");
      script.src = "https://elsewhere.example/x.js";
      document.head.append(script);
    });
    await expect.poll(() => opened.violations(), SLOW).not.toEqual([]);
  });
});

it("a page works under its folder's address with a slash at the end, and by its file's name", async () => {
  for (const path of ["other/", "other/index.html"]) {
    await using opened = await open(`${path}?plan=Gold`);
    await expect.poll(() => whom(opened.page).innerText(), SLOW).toBe("Gold: 80 of 240 customers");
  }
});
