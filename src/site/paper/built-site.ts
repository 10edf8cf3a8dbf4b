import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {ReportError} from "../../errors.ts";
import {buildSite, isClosed} from "../build.ts";
import type {Built} from "../build.ts";
import {openChromium} from "./chromium.ts";
import {serveFolder} from "./serve-folder.ts";
import type {Page as BrowserPage} from "playwright-core";
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
  /** A report's page in a browser of its own, loaded and with its fonts; `path` as in `Entry`, `query` starts with "?". Close its context. */
  open(path: string, opening: Opening & {readonly query?: string}): Promise<BrowserPage>;
  close(): Promise<void>;
}

/** Builds a workspace's site for commands that print or draw it. With mistakes in it, nothing is served. @throws {ReportError} if it cannot be built, or no browser can be started. */
export async function openBuiltSite(workspace: Workspace, project: string): Promise<BuiltSite> {
  const temporary = await mkdtemp(join(tmpdir(), "kizuna-site-"));
  const folder = join(temporary, "site");
  const closing: (() => Promise<void>)[] = [() => rm(temporary, {recursive: true, force: true})];
  const close = async () => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const built = await buildSite(workspace, {project, out: folder, allowUnknown: false});
    const closed = built.gates.find(isClosed);
    if (closed) throw new ReportError(closed.problem!, closed.place);
    if (built.errors.length > 0) return {built, folder, open: () => Promise.reject(new Error("not built")), close};
    const host = await serveFolder(folder);
    closing.push(() => host.close());
    const browser = await openChromium();
    closing.push(() => browser.close());
    return {
      built,
      folder,
      async open(path, {width, height, theme = "light", scale = 1, query = ""}) {
        const context = await browser.newContext({
          viewport: {width, height},
          colorScheme: theme,
          deviceScaleFactor: scale,
          reducedMotion: "reduce"
        });
        const page = await context.newPage();
        await page.goto(`${host.url}${path}${path === "" ? "" : "/"}${query}`, {waitUntil: "networkidle"});
        await page.evaluate(() => document.fonts.ready);
        return page;
      },
      close
    };
  } catch (error) {
    await close();
    throw error;
  }
}
