import {existsSync} from "node:fs";
import {join, relative} from "node:path";
import {dev as astroDev} from "astro";
import type {AstroIntegration} from "astro";
import {openNative} from "../engine/native.ts";
import type {Engine} from "../engine/engine.ts";
import {QueryError, ReportError} from "../errors.ts";
import {assemblePage, loadWorkspace, readReports} from "./assemble.ts";
import type {Loaded, Reading} from "./assemble.ts";
import {checkGates} from "./gates/data-gates.ts";
import {gateLine} from "./gates/gate.ts";
import {astroConfig, offerSite} from "./astro.ts";
import {indexPage} from "./index-page.ts";
import type {Page} from "./page.ts";
import {publicFolder} from "./workspace.ts";
import type {Workspace} from "./workspace.ts";
import {words} from "./languages.ts";

/** What a dev server is told. */
export interface DevOptions {
  readonly project: string;
  readonly port: number;
  /** Told every state of the workspace: its mistakes, none when all is well. */
  report(problems: readonly string[]): void;
}

/** A running dev server. Close it. */
export interface DevServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Waited for after a change, so that an editor's several writes are one. */
const QUIET = 40;

/** Serves a workspace and keeps its pages as its files are. A mistake shows in its place and goes away when it is mended; the rest of the page stands. */
export async function serveWorkspace(workspace: Workspace, {project, port, report}: DevOptions): Promise<DevServer> {
  const state = new DevState(workspace);
  let notify = (): void => undefined;
  const refresh = async (what: Change) => {
    report(await state.refresh(what));
    notify();
  };
  report(await state.refresh("data"));
  let changed: Change | null = null;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();
  const onChange = (path: string) => {
    const what = changeOf(relative(workspace.root, path));
    if (what === null) return;
    changed = changed === "data" ? "data" : what;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const now = changed!;
      changed = null;
      work = work.then(() => refresh(now));
    }, QUIET);
  };
  const integration: AstroIntegration = {
    name: "kizuna:dev",
    hooks: {
      "astro:config:setup": ({injectScript}) =>
        injectScript("page", `import ${JSON.stringify(join(project, "src/site/dev-client.ts"))};`),
      // A prerendered route asks for its paths once; reports come and go while one writes.
      "astro:route:setup": ({route}) => void (route.prerender = false),
      "astro:server:setup": ({server}) => {
        server.watcher.add([workspace.data, workspace.reports].filter((folder) => existsSync(folder)));
        server.watcher.on("all", (_, path) => onChange(path));
        notify = () => server.ws.send("kizuna:update");
      }
    }
  };
  const folders = {
    project,
    public: publicFolder(workspace),
    cache: join(workspace.cache, "astro"),
    out: join(workspace.cache, "dev")
  };
  const config = astroConfig(folders, [integration]);
  const server = await astroDev({...config, server: {host: "localhost", port}});
  return {
    url: `http://localhost:${server.address.port}/`,
    async close() {
      clearTimeout(timer);
      await server.stop();
      await work;
      await state.close();
    }
  };
}

type Change = "reports" | "data";

function changeOf(path: string): Change | null {
  if (path.startsWith("reports/") && path.endsWith(".md")) return "reports";
  return path.startsWith("data/") ? "data" : null;
}

/** A page, the text it was made from, and its mistakes. */
interface Made {
  readonly text: string;
  readonly page: Page;
  readonly problems: readonly string[];
}

/** A workspace's pages as they were last, and what is needed to make them again. */
class DevState {
  readonly #workspace: Workspace;
  #engine: Engine | null = null;
  #loaded: Loaded | null = null;
  #pages: readonly Page[] = [];
  /** By the report's file. */
  #made: ReadonlyMap<string, Made> = new Map();

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Makes again what the change touches, and offers the site to the routes. @returns the mistakes there are now. */
  async refresh(change: Change): Promise<readonly string[]> {
    const problems: string[] = [];
    try {
      if (change === "data" || !this.#loaded) await this.#reload();
    } catch (error) {
      problems.push(mistake(error));
    }
    const checks = this.#loaded ? checkGates(this.#loaded.catalog).filter(({problem}) => problem !== null) : [];
    problems.push(...checks.map(gateLine));
    const ofSite = [...problems];
    if (this.#loaded) problems.push(...(await this.#renew(this.#loaded)));
    const title = this.#loaded?.catalog.spec.title ?? "Kizuna";
    const pages = this.#pages.length > 0 ? this.#pages : [emptyPage()];
    offerSite({
      title,
      pages,
      manifest: null,
      problems: ofSite,
      dev: true,
      base: "",
      scripts: null,
      url: null
    });
    return problems;
  }

  /** Loads catalog and data into a new engine; the old one stays until that has worked. */
  async #reload(): Promise<void> {
    const engine = await openNative();
    try {
      this.#loaded = await loadWorkspace(this.#workspace, engine);
    } catch (error) {
      await engine.close();
      throw error;
    }
    await this.#engine?.close();
    this.#engine = engine;
    this.#made = new Map();
  }

  async #renew(loaded: Loaded): Promise<readonly string[]> {
    const problems: string[] = [];
    const made = new Map<string, Made>();
    const pages: Page[] = [];
    for (const reading of await readReports(this.#workspace, {drafts: true})) {
      const known = this.#made.get(reading.file);
      const fresh = known?.text === reading.text ? known : await this.#make(reading, loaded, known?.page ?? null);
      made.set(reading.file, fresh);
      problems.push(...fresh.problems);
      pages.push(fresh.page);
    }
    this.#made = made;
    const {title, locale: lang} = loaded.catalog.spec;
    this.#pages =
      pages.length === 0 || pages.some(({path}) => path === "")
        ? pages
        : [indexPage(pages, {title, lang, dev: true}), ...pages];
    return problems;
  }

  async #make(reading: Reading, loaded: Loaded, last: Page | null): Promise<Made> {
    if ("error" in reading)
      return {text: reading.text, page: brokenPage(reading, loaded, last), problems: [reading.error.message]};
    const {page, evaluated} = await assemblePage(reading.report, loaded, {allowUnknown: true, rows: false});
    const inCells = new Set(evaluated.outputs.flatMap((output) => (output.state === "failed" ? [output.error] : [])));
    const messages = evaluated.errors.map(({message}) => message);
    const elsewhere = evaluated.errors.filter((error) => !inCells.has(error)).map(({message}) => message);
    const title = words(page.lang).page.problems(elsewhere.length);
    const blocks =
      elsewhere.length === 0
        ? page.blocks
        : [{type: "problem" as const, id: "problems", title, message: elsewhere.join("\n")}, ...page.blocks];
    return {text: reading.text, page: {...page, blocks}, problems: messages};
  }

  async close(): Promise<void> {
    await this.#engine?.close();
  }
}

/** A mistake of the author's in one line. @throws anything else, which is a defect. */
function mistake(error: unknown): string {
  if (error instanceof ReportError || error instanceof QueryError) return error.message;
  throw error;
}

const EMPTY = {description: null, headings: [], sources: [], warnings: [], live: null, changes: null, json: null};

/** A report that cannot be read: its mistake above the page as it was last. */
function brokenPage(
  {file, path, error}: Extract<Reading, {error: ReportError}>,
  {catalog}: Loaded,
  last: Page | null
): Page {
  const page = last ?? {
    ...EMPTY,
    path,
    file,
    title: file,
    lang: catalog.spec.locale,
    asOf: catalog.asOf,
    currency: catalog.spec.currency,
    blocks: []
  };
  const problem = {
    type: "problem" as const,
    id: "problem",
    title: words(page.lang).page.problems(1),
    message: error.message
  };
  return {
    ...page,
    blocks: [
      problem,
      ...page.blocks.filter(({type, ...block}) => type !== "problem" || !("id" in block) || block.id !== "problem")
    ]
  };
}

/** The page of a workspace whose data has never been read, or that has no report. */
function emptyPage(): Page {
  return {...EMPTY, path: "", file: "", title: "Kizuna", lang: "en", asOf: "1970-01-01", currency: "EUR", blocks: []};
}
