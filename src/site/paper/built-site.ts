import {tmpdir} from "node:os";
import {join} from "node:path";
import {ReportError} from "../../errors.ts";
import {buildSite} from "../build.ts";
import type {BuildOptions, Built} from "../build.ts";
import {openChromium} from "./chromium.ts";
import {serveFolder} from "./serve-folder.ts";
import type {Browser, Page as BrowserPage} from "playwright-core";
import {temporaryFolder} from "../temporary.ts";
import type {Workspace} from "../workspace.ts";

/** How long figures may take to follow a query, in milliseconds: the database has to come for some. */
const PATIENCE = 60_000;

/** How pages of a built site are opened. */
export interface Opening {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme?: "light" | "dark";
  /** Defaults to the screen. On paper tabs and fold-outs are open, so that what they hold follows like the rest. */
  readonly media?: "screen" | "print";
  /** Points for each CSS pixel. Defaults to 1. */
  readonly scale?: number;
}

/** A workspace's site, built into a temporary folder, served on this machine alone and open to a browser. Close it. */
export interface BuiltSite {
  readonly built: Built;
  /** Where the site lies. */
  readonly folder: string;
  /** A report's page in a browser of its own, loaded, with its fonts, and with everything on it as the query asks; `path` as in `Entry`, `query` starts with "?". Close its context. @throws {ReportError} if no browser can be started, or if the figures do not follow within a minute. */
  open(path: string, opening: Opening & {readonly query?: string}): Promise<BrowserPage>;
  close(): Promise<void>;
}

/** How the site is built; all is as in a plain build by default. */
export type SiteOptions = Pick<BuildOptions, "audience" | "noRows" | "warnOnly">;

/** Builds a workspace's site for commands that print or draw it; a host and a browser come with the first page that is opened. With mistakes in it, or a gate that does not hold, there is no page. @throws {ReportError} if it cannot be built. */
export async function openBuiltSite(
  workspace: Workspace,
  project: string,
  options: SiteOptions = {}
): Promise<BuiltSite> {
  const temporary = await temporaryFolder(join(tmpdir(), "kizuna-site-"));
  const folder = join(temporary.path, "site");
  const closing: (() => Promise<void>)[] = [async () => temporary[Symbol.asyncDispose]()];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const built = await buildSite(workspace, {project, out: folder, allowUnknown: false, ...options});
    let opened: Promise<Opened> | null = null;
    return {
      built,
      folder,
      close,
      async open(path, {width, height, theme = "light", media = "screen", scale = 1, query = ""}) {
        const {url, browser} = await (opened ??= openFolder(folder, closing));
        const context = await browser.newContext({
          viewport: {width, height},
          colorScheme: theme,
          deviceScaleFactor: scale,
          reducedMotion: "reduce"
        });
        try {
          const page = await context.newPage();
          await page.emulateMedia({media});
          await page.goto(`${url}${path}${path === "" ? "" : "/"}${query}`, {waitUntil: "networkidle"});
          await page.evaluate(() => document.fonts.ready);
          await requireSettled(page, path, query);
          return page;
        } catch (error) {
          await context.close();
          throw error;
        }
      }
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Opened {
  readonly url: string;
  readonly browser: Browser;
}

/** Serves a folder and starts a browser. @param closing gets what closes them. */
async function openFolder(folder: string, closing: (() => Promise<void>)[]): Promise<Opened> {
  const host = await serveFolder(folder);
  closing.push(() => host.close());
  const browser = await openChromium();
  closing.push(() => browser.close());
  return {url: host.url, browser};
}

/** Waits until everything on a page shows what its query asks. */
async function requireSettled(page: BrowserPage, path: string, query: string): Promise<void> {
  const place = {file: path === "" ? "index" : path, line: 1};
  await page
    .waitForSelector("html[data-settled], html:not(:has(#k-live))", {state: "attached", timeout: PATIENCE})
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.name === "TimeoutError")) throw error;
      throw new ReportError(
        `its figures did not follow "${query.slice(1)}" within a minute`,
        place,
        "filter by less, or leave out --filter"
      );
    });
}
