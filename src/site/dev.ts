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
import {CACHES} from "./build.ts";
import {DevFiles} from "./dev-files.ts";
import {indexPage} from "./index-page.ts";
import type {Page} from "./page.ts";
import type {DataFile} from "./page-cubes.ts";
import type {Report} from "../notebook/report.ts";
import {publicFolder} from "./workspace.ts";
import type {Workspace} from "./workspace.ts";
import {words} from "./words/languages.ts";

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

/** Waited for before a page's rows are written, in milliseconds. */
const PAUSE = 400;

/** Serves a workspace and keeps its pages as its files are. A mistake shows in its place and goes away when it is mended; the rest of the page stands. */
export async function serveWorkspace(workspace: Workspace, {project, port, report}: DevOptions): Promise<DevServer> {
  const files = await DevFiles.open(project, join(project, CACHES));
  const state = new DevState(workspace, files);
  let notify = (): void => undefined;
  const refresh = async (what: Change) => {
    report(await state.refresh(what));
    notify();
    completeSoon();
  };
  /** A defect ends no server: the next change is another try. */
  const failed = (error: unknown) => report([error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  const completeOne = async () => {
    const done = await state.completeNext();
    if (done === null) return;
    if (done) {
      report(state.problems);
      notify();
    }
    completeSoon();
  };
  /** Rows take a while to write: they come when the author pauses, a page at a time. */
  const completeSoon = () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      work = work.then(completeOne).catch(failed);
    }, PAUSE);
  };
  let pause: NodeJS.Timeout | undefined;
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
      work = work.then(() => refresh(now)).catch(failed);
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
        server.middlewares.use(files.serve);
        notify = () => server.ws.send("kizuna:update");
        completeSoon();
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
      clearTimeout(pause);
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
  /** What keeps the page from being published, as it was found last. */
  readonly unpublished: readonly string[];
  /** Files that the page reads. */
  readonly files: readonly DataFile[];
  /** The report, as long as the rows that its SQL cells follow filters with are not written, and nobody has looked at what must not leave. */
  readonly waiting: Report | null;
}

/** A workspace's pages as they were last, and what is needed to make them again. */
class DevState {
  readonly #workspace: Workspace;
  readonly #files: DevFiles;
  /** Mistakes that belong to no page. */
  #ofSite: readonly string[] = [];
  #engine: Engine | null = null;
  #loaded: Loaded | null = null;
  #pages: readonly Page[] = [];
  /** By the report's file. */
  #made: ReadonlyMap<string, Made> = new Map();

  constructor(workspace: Workspace, files: DevFiles) {
    this.#workspace = workspace;
    this.#files = files;
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
    this.#ofSite = [...problems];
    if (this.#loaded) await this.#renew(this.#loaded);
    this.#offer();
    return this.problems;
  }

  /** The mistakes there are now. */
  get problems(): readonly string[] {
    return [
      ...this.#ofSite,
      ...[...this.#made.values()].flatMap(({problems, unpublished}) => [...problems, ...unpublished])
    ];
  }

  /**
   * Writes the rows of one page that waits for them, and looks for what would keep a build from publishing it.
   * @returns whether the page is another one by that; null if none waits.
   */
  async completeNext(): Promise<boolean | null> {
    const waiting = [...this.#made].find(([, {waiting}]) => waiting !== null);
    if (!waiting || !this.#loaded) return null;
    const [file, made] = waiting;
    const {page, files, mistakes} = await assemblePage(made.waiting!, this.#loaded, {allowUnknown: true});
    const isLive = page.live?.sql != null;
    const alone = {...made.page, blocks: page.blocks};
    const live = isLive ? {...alone, live: (await this.#files.withDatabase(page)).live} : alone;
    const unpublished = mistakes.map(({message}) => message);
    const isOther = isLive || unpublished.join() !== made.unpublished.join();
    const complete = isOther ? withProblems(live, unpublished) : made.page;
    this.#made = new Map(this.#made).set(file, {
      ...made,
      page: complete,
      unpublished,
      files: isLive ? files : made.files,
      waiting: null
    });
    this.#pages = this.#pages.map((one) => (one === made.page ? complete : one));
    if (isOther) this.#offer();
    return isOther;
  }

  #offer(): void {
    this.#files.offer([...this.#made.values()].flatMap(({files}) => files));
    const title = this.#loaded?.catalog.spec.title ?? "Kizuna";
    const pages = this.#pages.length > 0 ? this.#pages : [emptyPage()];
    offerSite({
      title,
      pages,
      manifest: null,
      problems: this.#ofSite,
      dev: true,
      base: "",
      scripts: this.#files.entries,
      url: null
    });
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

  async #renew(loaded: Loaded): Promise<void> {
    const made = new Map<string, Made>();
    const pages: Page[] = [];
    for (const reading of await readReports(this.#workspace, {drafts: true})) {
      const known = this.#made.get(reading.file);
      const fresh = known?.text === reading.text ? known : await this.#make(reading, loaded, known ?? null);
      made.set(reading.file, fresh);
      pages.push(fresh.page);
    }
    this.#made = made;
    const {title, locale: lang} = loaded.catalog.spec;
    this.#pages =
      pages.length === 0 || pages.some(({path}) => path === "")
        ? pages
        : [indexPage(pages, {title, lang, dev: true}), ...pages];
  }

  async #make(reading: Reading, loaded: Loaded, last: Made | null): Promise<Made> {
    if ("error" in reading)
      return {
        text: reading.text,
        page: brokenPage(reading, loaded, last?.page ?? null),
        problems: [reading.error.message],
        unpublished: [],
        files: [],
        waiting: null
      };
    const {page, evaluated, files} = await assemblePage(reading.report, loaded, {allowUnknown: true, rows: false});
    const inCells = new Set(evaluated.outputs.flatMap((output) => (output.state === "failed" ? [output.error] : [])));
    const messages = evaluated.errors.map(({message}) => message);
    const elsewhere = evaluated.errors.filter((error) => !inCells.has(error)).map(({message}) => message);
    // What has no rows of its own has nothing of customers that it could show.
    const hasRows = evaluated.outputs.some(({state, cell}) => state === "done" && /^(sql|js)$/.test(cell.kind));
    const isWaiting = messages.length === 0 && hasRows;
    // What was found last stands until somebody has looked again.
    const unpublished = isWaiting ? (last?.unpublished ?? []) : [];
    return {
      text: reading.text,
      page: withProblems(page, [...elsewhere, ...unpublished]),
      problems: messages,
      unpublished,
      files,
      waiting: isWaiting ? reading.report : null
    };
  }

  async close(): Promise<void> {
    await this.#engine?.close();
  }
}

/** The page with mistakes that belong to no place in it above all else. */
function withProblems(page: Page, messages: readonly string[]): Page {
  if (messages.length === 0) return page;
  const title = words(page.lang).page.problems(messages.length);
  return {...page, blocks: [{type: "problem", id: "problems", title, message: messages.join("\n")}, ...page.blocks]};
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
