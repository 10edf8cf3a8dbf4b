// Prints what a reader waits for on a slow phone: the first paint, which has all charts, and the answer to a filter that stands in the address.
import {createServer} from "node:http";
import type {AddressInfo} from "node:net";
import {readFileSync, statSync} from "node:fs";
import {extname, join, normalize} from "node:path";
import {brotliCompressSync, constants} from "node:zlib";
import type {Browser} from "playwright-core";

const SLOW_4G = {offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8};
const RUNS = 7;
const ANSWERED = "kizuna: answered";

/** Measures a built site's first page as a host that compresses sends it, over slow 4G, on a processor four times slower. */
export async function benchNetwork(site: string, query: string, browser: Browser): Promise<void> {
  const host = await compressing(site);
  const paints: number[] = [];
  const answers: number[] = [];
  try {
    for (let i = 0; i < RUNS; ++i) {
      paints.push(await firstPaint(browser, host.url));
      answers.push(await firstAnswer(browser, `${host.url}${query}`));
    }
  } finally {
    await host.close();
  }
  const median = (times: readonly number[]): string =>
    (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]! / 1000).toFixed(2);
  console.log(
    `slow 4G, processor ÷ 4: first paint with all charts ${median(paints)} s (bound 0.8 s), first filter answered ${median(answers)} s after navigation (bound 2 s)`
  );
}

async function firstPaint(browser: Browser, url: string): Promise<number> {
  const page = await slowPage(browser);
  await page.goto(url);
  const time = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime);
  await page.context().close();
  return time;
}

/** From navigation to the moment at which the page shows the filter of its address. */
async function firstAnswer(browser: Browser, url: string): Promise<number> {
  const page = await slowPage(browser);
  await page.addInitScript((name) => {
    let wasBusy = false;
    const observer = new MutationObserver(() => {
      const isBusy = document.querySelector("main")?.hasAttribute("aria-busy") ?? false;
      // The page says it itself: asking it again and again would cost it frames.
      if (wasBusy && !isBusy) console.info(name, performance.now());
      wasBusy ||= isBusy;
      if (wasBusy && !isBusy) observer.disconnect();
    });
    observer.observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"]});
  }, ANSWERED);
  const [answered] = await Promise.all([
    page.waitForEvent("console", {predicate: (message) => message.text().startsWith(ANSWERED), timeout: 60_000}),
    page.goto(url)
  ]);
  const time = (await answered.args()[1]!.jsonValue()) as number;
  await page.context().close();
  return time;
}

async function slowPage(browser: Browser) {
  const context = await browser.newContext({viewport: {width: 375, height: 812}});
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", SLOW_4G);
  await session.send("Emulation.setCPUThrottlingRate", {rate: 4});
  return page;
}

/** A static host that compresses what is text, as most do. */
async function compressing(folder: string): Promise<{readonly url: string; close(): Promise<void>}> {
  const types: Readonly<Record<string, string>> = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json"
  };
  const packed = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const inside = normalize(new URL(request.url!, "http://host").pathname.slice(1));
    try {
      const named = join(folder, inside.startsWith("..") ? "." : inside);
      const file = statSync(named).isDirectory() ? join(named, "index.html") : named;
      const type = types[extname(file)];
      if (!type) return void response.writeHead(200).end(readFileSync(file));
      const body =
        packed.get(file) ?? brotliCompressSync(readFileSync(file), {params: {[constants.BROTLI_PARAM_QUALITY]: 9}});
      packed.set(file, body);
      response.writeHead(200, {"content-type": type, "content-encoding": "br"}).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise((done) => (server.closeAllConnections(), server.close(() => done())))
  };
}
