import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openChromium} from "../../src/site/paper/chromium.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";
import {buildDemo} from "../demo.ts";
import {violationsOf} from "../browser/axe.ts";

let browser: Browser;
let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;
let paths: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-accessible-"));
  const {site} = await buildDemo(join(folder, "site"));
  paths = site.pages.map(({path}) => path);
  server = await serveFolder(join(folder, "site"), "/q3/");
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, {recursive: true, force: true});
});

describe("every page of the demo meets WCAG 2.2 AA", () => {
  it.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 375]
  ] as const)("%s, %i px wide, with what is folded in opened", async (colorScheme, width) => {
    for (const path of paths) {
      const context = await browser.newContext({colorScheme, viewport: {width, height: 900}, bypassCSP: true});
      const page = await context.newPage();
      await page.goto(`${server.url}${path === "" ? "" : `${path}/`}`);
      await page.locator(".k-menu-button").first().waitFor({state: "attached"});
      // The first figure stands for all: what is behind it is made alike everywhere.
      await page.evaluate(() => document.querySelectorAll("details").forEach((one, i) => (one.open = i < 8)));
      expect(await violationsOf(page), `${path || "index"}, ${colorScheme}`).toEqual([]);
      await context.close();
    }
  });
});
