import {tmpdir} from "node:os";
import {join} from "node:path";
import {buildSite} from "../build.ts";
import type {BuildOptions, Built} from "../build.ts";
import {openChromium} from "./chromium.ts";
import {serveFolder} from "./serve-folder.ts";
import type {Browser, Page as BrowserPage} from "playwright-core";
import {temporaryFolder} from "../temporary.ts";
import type {Workspace} from "../workspace.ts";

/** How pages of a built site are opened. */
export interface Opening {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly theme?: "light" | "dark";
  /** Points for each CSS pixel. Defaults to 1. */
  readonly scale?: number;
}

/** A workspace's site, built into a temporary folder, served on this machine alone and open to a browser. Close it. */
export interface BuiltSite {
  readonly built: Built;
  /** Where the site lies. */
  readonly folder: string;
  /** A report's page in a browser of its own, loaded and with its fonts; `path` as in `Entry`, `query` starts with "?". Close its context. @throws {ReportError} if no browser can be started. */
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
      async open(path, {width, height, theme = "light", scale = 1, query = ""}) {
        const {url, browser} = await (opened ??= openFolder(folder, closing));
        const context = await browser.newContext({
          viewport: {width, height},
          colorScheme: theme,
          deviceScaleFactor: scale,
          reducedMotion: "reduce"
        });
        const page = await context.newPage();
        await page.goto(`${url}${path}${path === "" ? "" : "/"}${query}`, {waitUntil: "networkidle"});
        await page.evaluate(() => document.fonts.ready);
        return page;
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
