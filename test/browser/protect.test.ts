import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {openChromium} from "../../src/site/paper/chromium.ts";
import type {Lock} from "../../src/site/protect/locked-page.ts";
import {masterOf, sealOf, unsealed} from "../../src/site/protect/seal.ts";
import type {Master, Seal} from "../../src/site/protect/seal.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {leaksOf} from "../leaks.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

/** An author's own JavaScript, which follows the filters. */
const CODE = "```js zebrafish\nhtml`<p>Twice: <b>${kpis.customers.value * 2}</b></p>`\n```\n";
/** What the second report says as JSON. */
const SECOND = '{"title":"Second secret","lang":"en","asOf":"2025-03-31","filters":[],"cells":{},"warnings":[]}';
const PHRASE = "five words make a phrase";
let browser: Browser;
/** Paths that the host was asked for. */
const asked: string[] = [];
let workspace: TemporaryWorkspace;
let master: Master;
let seal: Seal;
let site: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  workspace = temporaryWorkspace({
    "reports/index.md": `---\nfilters: [joined]\n---\n${SMALL["reports/index.md"]!}\n${CODE}`,
    "reports/second.md": "# Second secret\n\nOf everybody. [All numbers](../numbers.json)\n",
    "public/numbers.json": '{"public":[1,2]}\n',
    // An earlier build in clear text, left among the public files.
    "public/second/index.json": SECOND,
    "reports/board.md": "---\naudience: board\n---\n# Board only\n"
  });
  master = await masterOf(PHRASE);
  seal = await sealOf(master);
  const {errors} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
    project: join(import.meta.dirname, "../.."),
    out: workspace.out,
    allowUnknown: false,
    seal,
    audience: "board"
  });
  expect(errors.map(({message}) => message)).toEqual([]);
  site = await serveFolder(workspace.out, "/", (path) => {
    asked.push(path);
    return path.startsWith("_data/") ? {"cache-control": "public, max-age=86400"} : {};
  });
  browser = await openChromium();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await site?.close();
  workspace?.[Symbol.dispose]();
});

it("a protected site asks once, says that a phrase is wrong, and then works: filters, the next page", async () => {
  expect(leaksOf(workspace.out, ["zebrafish", "Twice", "reports/index.md"])).toEqual([]);
  // The other scripts are the program's, the same for all sites.
  const leaks = leaksOf(workspace.out, ["secret", "everybody", "customers", "revenue", "orders.csv"]);
  expect(leaks.filter((leak) => !leak.startsWith("_assets/"))).toEqual([]);
  const page = await browser.newPage({viewport: {width: 375, height: 700}});
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on(
    "console",
    (message) => void (message.type() === "error" && problems.push(`${message.text()} ${message.location().url}`))
  );
  await page.goto(`${site.url}index.html`);
  expect(await page.title()).toBe("Protected report");
  await page.getByLabel("Passphrase").fill("not the phrase at all");
  await page.getByRole("button", {name: "Open"}).click();
  await page.getByText("That is not the passphrase.").waitFor({timeout: 30_000});
  if (process.env["SHOTS"]) await page.screenshot({path: `${process.env["SHOTS"]}-locked.png`});
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  await page.getByRole("heading", {name: "How the small shop does"}).waitFor({timeout: 30_000});
  expect(await page.title()).toContain("How the small shop does");
  // Of the three customers, c alone came in February.
  await page.goto(`${site.url}index.html?joined=2025-02..2025-02`);
  await page
    .getByText(/1 of 3 customers/)
    .first()
    .waitFor({timeout: 30_000});
  expect(await page.locator("main").textContent()).toContain("€40.00");
  await expect.poll(() => page.textContent("#zebrafish")).toContain("Twice: 2");
  if (process.env["SHOTS"]) await page.screenshot({path: `${process.env["SHOTS"]}-open.png`});
  // The site may have been encrypted anew since: no host's word keeps data from being asked for again.
  const data = () => asked.filter((path) => path.startsWith("_data/")).length;
  const before = data();
  expect(before).toBeGreaterThan(0);
  await page.goto(`${site.url}second/index.html`);
  await page.getByRole("heading", {name: "Second secret"}).waitFor({timeout: 30_000});
  await page.goto(`${site.url}index.html?joined=2025-02..2025-02`);
  await page.waitForSelector("html[data-settled]");
  expect(data()).toBeGreaterThan(before);
  // The browser asks for one while the page has no head.
  expect(problems.filter((line) => !line.endsWith("/favicon.ico"))).toEqual([]);
  await page.close();
}, 120_000);

it("a public file of JSON is saved as it is from a page that was opened", async () => {
  const page = await browser.newPage();
  await page.goto(`${site.url}second/index.html`);
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  const link = page.getByRole("link", {name: "All numbers"});
  await link.waitFor({timeout: 30_000});
  expect(readFileSync(join(workspace.out, "numbers.json"), "utf8")).toBe('{"public":[1,2]}\n');
  const [answer] = await Promise.all([page.waitForResponse(`${site.url}numbers.json`), link.click()]);
  expect(await answer.text()).toBe('{"public":[1,2]}\n');
  await page.waitForURL(`${site.url}numbers.json`);
  await page.close();
}, 60_000);

it("a page whose bytes are broken, a browser that is too old, a file that does not come: each is said", async () => {
  const broken = readFileSync(join(workspace.out, "second/index.html"), "utf8").replace(
    /(id="k-lock">)(.*?)(<\/script>)/,
    (_, start: string, text: string, end: string) => {
      const lock = JSON.parse(text) as Lock;
      const page = seal.bytes(Buffer.from("no gzip"), lock.path).toString("base64");
      return `${start}${JSON.stringify({...lock, salt: seal.salt, page})}${end}`;
    }
  );
  mkdirSync(join(workspace.out, "third"));
  writeFileSync(join(workspace.out, "third/index.html"), broken);
  const page = await browser.newPage({viewport: {width: 375, height: 700}});
  await page.goto(`${site.url}third/index.html`);
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  await page.getByText("is damaged, or of another edition").waitFor({timeout: 30_000});
  expect(await page.getByRole("button", {name: "Open"}).isEnabled()).toBe(true);
  await page.goto(`${site.url}second/index.html`);
  await page.getByLabel("Passphrase").fill(PHRASE);
  await page.getByRole("button", {name: "Open"}).click();
  const link = page.locator(".k-foot a[href='index.json']");
  await link.waitFor({timeout: 30_000});
  await page.route("**/second/index.json", (route) => route.abort());
  for (const _ of [1, 2]) await link.click();
  await page.getByRole("alert").getByText("The file could not be loaded. Check the connection").waitFor();
  if (process.env["SHOTS"]) await page.screenshot({path: `${process.env["SHOTS"]}-unsaved.png`});
  const answers = [
    [{status: 503}, "The host does not give out this file."],
    [{status: 200, body: "cut off"}, "is damaged, or of another edition"]
  ] as const;
  for (const [answer, said] of answers) {
    await page.unroute("**/second/index.json");
    await page.route("**/second/index.json", (route) => route.fulfill(answer));
    await link.click();
    await page.getByRole("alert").getByText(said).waitFor();
  }
  await page.unroute("**/second/index.json");
  const [saved] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect([saved.suggestedFilename(), await page.getByRole("alert").count()]).toEqual(["second-index.json", 0]);
  await page.close();
  const old = await browser.newPage();
  await old.addInitScript(() => Reflect.deleteProperty(window, "DecompressionStream"));
  await old.goto(`${site.url}second/index.html`);
  await old.getByText("This browser is too old for protected reports.").waitFor();
  await old.close();
}, 60_000);

it("what the build writes is sealed, though it is the same as a public file in its place", async () => {
  const sealed = readFileSync(join(workspace.out, "second/index.json"));
  expect((await unsealed(sealed, "second/index.json", master))!.toString()).toBe(SECOND);
});

it("another tab's session asks again", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.url}second/index.html#100%`);
  await page.getByLabel("Passphrase").fill(PHRASE);
  expect(await page.content()).not.toContain("Second secret");
  // An address whose part is no name opens like any other, and once for the session.
  await page.getByRole("button", {name: "Open"}).click();
  await page.getByRole("heading", {name: "Second secret"}).waitFor({timeout: 30_000});
  await page.goto(`${site.url}index.html`);
  await page.getByRole("heading", {name: "How the small shop does"}).waitFor({timeout: 30_000});
  await context.close();
});
