import {mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {publishSnapshot, purgeSnapshots, switchLatest} from "../../src/site/snapshots/publish.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {run} from "../cli/run.ts";
import {leaksOf} from "../leaks.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PHRASE = "five words make a phrase";
/** Titles, names of cells and values of dimensions, which stand nowhere else. */
const SECRETS = [
  "Ostrich",
  "Walrus",
  "kpi_heron",
  "zebrafish",
  "Platypus",
  "Quokka",
  "Lemur",
  "orders.csv",
  "14780.25"
];

let workspace: TemporaryWorkspace;
let into: string;
let ids: readonly string[];
let browser: Browser;
let server: Awaited<ReturnType<typeof serveFolder>>;

const options = () => ({project: PROJECT, into, keep: null, passphrase: PHRASE});

async function publish(audience: string | null = null) {
  const {built, record} = await publishSnapshot(openWorkspace(workspace.root, workspace.cache), {
    ...options(),
    audience,
    allowUnknown: false
  });
  expect(built.errors.map(({message}) => message)).toEqual([]);
  return record!;
}

beforeAll(async () => {
  workspace = temporaryWorkspace({
    "data/catalog.yaml": `title: Walrus traders
currency: EUR
tables:
  orders: {from: orders.csv, columns: {customer: customer_id, at: ordered, revenue: amount}}
  customers: {from: customers.csv, columns: {customer: customer_id}}
dimensions: [segment]
publish: {rows: pruned, minimumCell: 1}
`,
    "data/customers.csv": "customer_id,segment\na,Platypus\nb,Quokka\nc,Quokka\n",
    "data/orders.csv": SMALL["data/orders.csv"]!.replace("40.00", "14740.25"),
    "reports/index.md": `---
filters: [segment]
---
${SMALL["reports/index.md"]!.replace("How the small shop does", "Ostrich figures").replaceAll("kpis", "kpi_heron")}
\`\`\`js zebrafish
html\`<p>Twice: <b>\${kpi_heron.customers.value * 2}</b></p>\`
\`\`\`
`,
    "reports/board.md": "---\naudience: board\n---\n# Lemur plans\n\n```sql lemur_cell\nselect 1 as one\n```\n"
  });
  into = mkdtempSync(join(tmpdir(), "kizuna-protected-"));
  const first = await publish();
  workspace.write({
    "data/orders.csv": `${readFileSync(join(workspace.root, "data/orders.csv"), "utf8")}a,2025-03-07,8.00\n`
  });
  ids = [first.id, (await publish()).id];
  server = await serveFolder(into, "/team/");
  browser = await openChromium();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(into, {recursive: true, force: true});
  workspace?.[Symbol.dispose]();
});

const all = () => readdirSync(into, {recursive: true}).map(String).sort();

it("no title, figure, name or value stands in any file, nor is any file named by one", () => {
  expect(leaksOf(into, SECRETS)).toEqual([]);
  const texts = readdirSync(into, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("_assets"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  for (const secret of [...SECRETS, "Revenue", "customers", "€"])
    expect(texts.filter((text) => text.replace(/[\w+/]{60,}/g, "").includes(secret))).toEqual([]);
  expect(all().filter((name) => /preview|code-/.test(name))).toEqual([]);
});

it("the list asks once; from there latest/, filters, queries, the comparison and older snapshots work", async () => {
  const page = await browser.newPage({viewport: {width: 1280, height: 900}, locale: "en"});
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${server.url}index.html`);
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  await page.getByRole("heading", {name: "All snapshots"}).waitFor({timeout: 30_000});
  // 10 + 20.50 + 5.25 + 14740.25 + 4.25 + 8 = 14788.25, of which 8 are new.
  expect(await page.locator("tbody tr").first().textContent()).toContain("€14.8k▲ +0.1%");
  await page.goto(`${server.url}latest/?segment=Quokka`);
  await page.waitForURL(`${server.url}snapshots/${ids[1]!}/index.html?segment=Quokka`);
  await page.getByText("2 of 3 customers").first().waitFor({timeout: 30_000});
  await expect.poll(() => page.textContent("#zebrafish")).toContain("Twice: 4");
  // Of b and c: 20.50 + 14740.25 + 4.25 = 14765.
  await expect.poll(() => page.textContent("#months"), {timeout: 30_000}).toContain("14,765");
  await page.goto(`${server.url}compare/index.html?from=${ids[1]!}&to=${ids[0]!}`);
  await expect
    .poll(() => page.locator(".k-section tr", {hasText: "Revenue"}).first().textContent(), {timeout: 30_000})
    .toContain("−€8.00");
  await page.goto(`${server.url}snapshots/${ids[0]!}/index.html`);
  await page.getByRole("heading", {name: "Ostrich figures"}).waitFor({timeout: 30_000});
  await page.locator(".k-newer").waitFor();
  expect(problems).toEqual([]);
  await page.close();
}, 120_000);

it("a missing or wrong passphrase, and a folder in clear text, are one line each and change nothing", async () => {
  const before = all();
  await expect(switchLatest(ids[0]!, {...options(), passphrase: null})).rejects.toThrow(
    "the folder's snapshots are protected; name the file of their passphrase with --passphrase-file"
  );
  const wrong = join(workspace.root, "wrong.txt");
  writeFileSync(wrong, "this is another phrase\n");
  const {code, errors} = await run("snapshot", workspace, ["--into", into, "--passphrase-file", wrong]);
  expect([code, errors]).toEqual([
    1,
    [expect.stringContaining("that is not the passphrase of the folder's snapshots")]
  ]);
  const clear = mkdtempSync(join(tmpdir(), "kizuna-clear-"));
  writeFileSync(join(clear, "latest.json"), "{}");
  await expect(switchLatest(ids[0]!, {...options(), into: clear})).rejects.toThrow(
    "the folder's snapshots stand in clear text; choose another folder"
  );
  rmSync(clear, {recursive: true});
  expect(all()).toEqual(before);
});

it("rows of a protected folder can be deleted, and a page says so", async () => {
  const {files} = await purgeSnapshots(null, options(), new Date("2026-11-26T12:00:00Z"));
  expect(files.length).toBeGreaterThan(0);
  const page = await browser.newPage({locale: "en"});
  await page.goto(`${server.url}snapshots/${ids[1]!}/index.html?segment=Quokka`);
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  await expect
    .poll(() => page.textContent("#by_month"), {timeout: 30_000})
    .toContain("its rows were deleted on November 26, 2026");
  await page.close();
}, 60_000);
