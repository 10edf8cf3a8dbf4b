import {spawn} from "node:child_process";
import type {ChildProcess} from "node:child_process";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";

const PROJECT = join(import.meta.dirname, "../..");
const report = SMALL["reports/index.md"]!;

let workspace: TemporaryWorkspace;
let server: ChildProcess;
let url: string;
let browser: Browser;
let page: Page;
/** What the command has printed, line by line. */
const said: string[] = [];

/** 2,000 orders, so that a change costs what it costs an author. */
const ORDERS = `customer_id,ordered,amount\n${Array.from({length: 2000}, (_, i) => `c${i % 600},2025-0${1 + (i % 3)}-1${i % 9},${i % 50}.50`).join("\n")}\n`;
const FILLER = "\n\nA paragraph of prose.".repeat(80);

beforeAll(async () => {
  workspace = temporaryWorkspace({"data/orders.csv": ORDERS, "reports/index.md": report + FILLER});
  url = await start();
  browser = await openChromium();
  page = await browser.newPage({viewport: {width: 1000, height: 700}});
  await page.goto(url);
  await page.waitForFunction("document.querySelector('h1')?.textContent.includes('small shop')");
  // The page listens once its client has run.
  await page.waitForLoadState("networkidle");
  await page.evaluate("scrollTo({top: 400, behavior: 'instant'})");
}, 180_000);

afterAll(async () => {
  await browser?.close();
  server?.kill();
  workspace?.[Symbol.dispose]();
});

/** Runs the command as a user does. A process of its own: Astro serves nothing inside Vitest. @returns the address that it prints. */
function start(): Promise<string> {
  const args = [
    join(PROJECT, "src/cli/dev.ts"),
    "--workspace",
    workspace.root,
    "--cache",
    workspace.cache,
    "--port",
    "0"
  ];
  const {VITEST: _vitest, VITE_USER_NODE_ENV: _node, NODE_ENV: _mode, ...env} = process.env;
  server = spawn(process.execPath, args, {cwd: PROJECT, env, stdio: ["ignore", "pipe", "inherit"]});
  return new Promise((ready, fail) => {
    server.on("exit", (code) => fail(new Error(`dev ended with ${code}`)));
    server.stdout!.on("data", (chunk: Buffer) => {
      said.push(
        ...chunk
          .toString()
          .split("\n")
          .filter((line) => line !== "")
      );
      const address = said.map((line) => /^http:\S+/.exec(line)?.[0]).find((found) => found !== undefined);
      if (address) ready(address);
    });
  });
}

/** Waits until the open page says `text`, or no longer says it. */
async function says(text: string, isThere = true): Promise<void> {
  await page.waitForFunction(
    ([words, wanted]) => document.body.innerText.includes(String(words)) === wanted,
    [text, isThere] as const,
    {timeout: 10_000}
  );
}

describe("dev", () => {
  it("an edit of a report shows in the open page, which stays where it was", async () => {
    workspace.write({"reports/index.md": report.replace("How the small shop does", "How the shop fares") + FILLER});
    await says("How the shop fares");
    expect(await page.evaluate("scrollY")).toBe(400);
  });

  it("a mistake shows in its place with file and line, the rest stands, and it goes away when mended", async () => {
    workspace.write({"reports/index.md": report.replace("period: month", "perod: month") + FILLER});
    await says('reports/index.md:10: unknown key "perod"; did you mean "period"?');
    expect(said.at(-1)).toBe('reports/index.md:10: unknown key "perod"; did you mean "period"?');
    expect(await page.locator("#kpis").count()).toBe(1);
    expect(await page.locator("#by_month svg").count()).toBe(2);
    workspace.write({"reports/index.md": report + FILLER});
    await says("perod", false);
    expect(said.at(-1)).toBe("all is well again");
  });

  it("what keeps a page from being published is said while one writes", async () => {
    const query = report.replace("select date_trunc", "select min(customer) as who, date_trunc");
    workspace.write({"reports/index.md": query + FILLER});
    await says('column "who" of the sql cell "monthly" is made of customers\' ids');
    expect(said.at(-1)).toContain('reports/index.md:13: column "who" of the sql cell "monthly"');
    workspace.write({"reports/index.md": report + FILLER});
    await says("customers' ids", false);
    expect(said.at(-1)).toBe("all is well again");
  });

  it("a report that cannot be read keeps its last page below the mistake", async () => {
    workspace.write({"reports/index.md": `${report}\n\`\`\`sql\nselect 1\n`});
    await says("fence never closes");
    expect(await page.locator("#by_month svg").count()).toBe(2);
    workspace.write({"reports/index.md": report + FILLER});
    await says("fence never closes", false);
  });

  it("a change of the data shows", async () => {
    await says("600 customers");
    workspace.write({"data/orders.csv": `${ORDERS}new,2025-03-30,1\n`});
    await says("601 customers");
  });

  it("a mistake in the catalog shows above the last good page and goes away when mended", async () => {
    const catalog = SMALL["data/catalog.yaml"]!;
    workspace.write({"data/catalog.yaml": catalog.replace("amount", "amont")});
    await says('data/catalog.yaml:5: table "orders" has no column "amont"; did you mean "amount"?');
    await says("601 customers");
    workspace.write({"data/catalog.yaml": catalog});
    await says("amont", false);
  });

  it("a new report is there at once, and in the navigation", async () => {
    workspace.write({"reports/second.md": "# A second page\n"});
    await says("A second page");
    const other = await browser.newPage();
    await other.goto(`${url}second/`);
    expect(await other.textContent("h1")).toBe("A second page");
  });
});
