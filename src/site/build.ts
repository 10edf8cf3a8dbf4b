import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {chmod, cp, mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {promisify} from "node:util";
import {openNative} from "../engine/native.ts";
import {ReportError} from "../errors.ts";
import {astroConfig, offerSite} from "./astro.ts";
import {checkAudiences} from "./check-audiences.ts";
import {bundleClient, filesOf} from "./client-bundle.ts";
import {databaseFiles} from "./database-files.ts";
import {manifestOf} from "./manifest.ts";
import type {Manifest, Origin} from "./manifest.ts";
import {openMemory} from "./memory.ts";
import type {Memory} from "./memory.ts";
import {filesIn, replaceFolder, requireApart} from "./output.ts";
import {drawPreviews} from "./paper/previews.ts";
import {inlineCodeText} from "./js/page-code.ts";
import {protectFolder} from "./protect/protect.ts";
import type {Seal} from "./protect/seal.ts";
import {requireFree} from "./hosts/host-files.ts";
import {inThreads, openResampling} from "./resampling.ts";
import type {Gate} from "./gates/gate.ts";
import {gatesOf} from "./gates/gates.ts";
import {lockData} from "./gates/lock-gates.ts";
import type {DatabaseFiles} from "./live/live-page.ts";
import type {DataFile} from "./page-cubes.ts";
import type {Page, Site} from "./page.ts";
import {WHOLE, programState} from "./program.ts";
import type {SnapshotRecord} from "./snapshots/record.ts";
import {EVERY_AUDIENCE, evaluateWorkspace} from "./site.ts";
import type {Evaluation, EvaluationOptions} from "./site.ts";
import {NO_STORE, openStore, tidyStore} from "./store.ts";
import {heldUntilEnd, removeLeftOver, temporaryFolder} from "./temporary.ts";
import {addressOf} from "./views/link.ts";
import {NO_PUBLIC, publicFolder} from "./workspace.ts";
import type {Workspace} from "./workspace.ts";

/** Where builds keep what they can make again, in the project. */
export const CACHES = "node_modules/.cache/kizuna";

/** What a build is told. Paths are absolute. */
export interface BuildOptions {
  readonly project: string;
  readonly out: string;
  readonly allowUnknown: boolean;
  /** Where the site, or its folder of snapshots, will be on the web; with it, links to its pages get a picture. Defaults to null: not known. */
  readonly url?: string | null;
  /** Encrypts pages and data; see {@link protectFolder}. Defaults to null: they stay as they are. */
  readonly seal?: Seal | null;
  /** Whom the site is for: reports that name audiences are in it where they name this one. Defaults to null: nobody in particular. */
  readonly audience?: string | null;
  /** Leaves out what SQL cells need to follow filters in a page; defaults to false. */
  readonly noRows?: boolean;
  /** Files for its host, by path; defaults to none. */
  readonly hostFiles?: Readonly<Record<string, string>>;
  /** The last snapshot, for gates; defaults to null: none. */
  readonly before?: SnapshotRecord | null;
  /** Writes the site even if a gate does not hold; defaults to false. */
  readonly warnOnly?: boolean;
  /** See {@link Site.base}; defaults to "". */
  readonly base?: string;
  /** Looks at what was evaluated before anything is written, while its engine is open. What it throws stops the build. */
  readonly examine?: (evaluation: Evaluation, manifest: Manifest) => Promise<void>;
}

/** What a build did: the site it wrote, or the mistakes that kept it from writing. */
export interface Built {
  readonly errors: readonly ReportError[];
  /** Paths of the files written, relative to the output folder, sorted; empty after mistakes. */
  readonly files: readonly string[];
  /** Data files beside the pages; empty after mistakes. */
  readonly published: readonly DataFile[];
  readonly site: Site;
  /** What the author should know; none of it keeps the build from writing. */
  readonly warnings: readonly string[];
  /** What had to hold before anything was written; empty after mistakes. */
  readonly gates: readonly Gate[];
}

/** Evaluates a workspace and writes its site, or nothing if any report has a mistake, or a gate does not hold. @throws {ReportError} */
export async function buildSite(workspace: Workspace, options: BuildOptions): Promise<Built> {
  const {
    project,
    out,
    allowUnknown,
    base = "",
    before = null,
    warnOnly = false,
    examine,
    url = null,
    seal = null,
    audience = null,
    noRows = false,
    hostFiles = {}
  } = options;
  await requireApart(out, workspace, "--out");
  await requireFree(join(workspace.root, "public"), hostFiles);
  const program = await programState(project, WHOLE);
  const memory = openWorkspaceMemory(workspace, program);
  const {engine} = memory;
  const anew = workspace.isAnew ? heldUntilEnd(join(project, CACHES, `anew-${process.pid}`)) : null;
  const caches = anew?.path ?? join(project, CACHES);
  try {
    const evaluation = await evaluateWorkspace(workspace, engine, {allowUnknown, memory, audience, rows: !noRows});
    const {site, loaded, errors, files: data, warnings} = evaluation;
    const nothing = {errors, files: [], published: [], site, warnings};
    if (errors.length > 0) return {...nothing, gates: []};
    const origin = await originOf(workspace);
    const gates = await gatesOf(evaluation, workspace, {now: new Date(), before});
    if (!warnOnly && gates.some(isClosed)) return {...nothing, gates};
    const manifest = await manifestOf(site, loaded, {
      ...origin,
      program,
      published: data,
      publicFolder: publicFolder(workspace)
    });
    await examine?.(evaluation, manifest);
    const client = await bundleClient(project, caches);
    const {tools, worker, start, client: live, old, unlock} = client.entries;
    const scripts = await filesOf(
      client,
      site.pages.some((page) => page.live) ? [tools, start, live, worker, old] : [tools]
    );
    const database = site.pages.some(({live}) => live?.sql) ? await databaseFiles(caches) : null;
    const complete = {
      ...site,
      base,
      pages: database === null ? site.pages : site.pages.map((page) => withDatabase(page, database.files)),
      manifest,
      url: url !== null && base !== "" ? addressOf(url, `snapshots/${manifest.snapshot}`) : url,
      scripts: client.entries
    };
    // What is an author's own is not among the scripts of a protected site.
    const beside = seal === null ? data : data.filter(({kind}) => kind !== "code");
    await replaceFolder(out, async (folder) => {
      const publicFiles = await writePages(complete, folder, {project, workspace});
      // A picture of a page would show what is in it.
      if (url !== null && seal === null) await drawPreviews(complete, folder);
      for (const file of scripts) await cp(join(client.folder, file), join(folder, file));
      if (database) await cp(database.folder, folder, {recursive: true});
      if (data.length > 0) await mkdir(join(folder, "_data"), {recursive: true});
      for (const {path, bytes} of beside) await writeFile(join(folder, path), bytes);
      if (seal !== null) {
        for (const file of await filesOf(client, [unlock])) await cp(join(client.folder, file), join(folder, file));
        const place = base === "" ? "" : `snapshots/${manifest.snapshot}/`;
        await protectFolder(folder, {
          seal,
          script: unlock,
          base,
          place,
          codes: codesOf(site.pages, data),
          clear: publicFiles.filter((path) => !data.some((file) => file.path === path))
        });
      }
      for (const [path, text] of Object.entries(hostFiles)) await writeFile(join(folder, path), text);
    });
    return {
      errors,
      files: await filesIn(out),
      published: beside,
      site: complete,
      warnings,
      gates
    };
  } finally {
    await engine.close();
    await anew?.[Symbol.asyncDispose]();
    if (!workspace.isAnew) await tidyStore(storeFolder(workspace), Date.now());
    await removeLeftOver(join(project, CACHES), ["pages-", "client-tmp-", "database-tmp-", "anew-"]);
    await removeLeftOver(workspace.cache, ["snapshot-"]);
  }
}

function storeFolder({cache}: Workspace): string {
  return join(cache, "made");
}

/** What earlier builds of the workspace made. */
function openWorkspaceMemory(workspace: Workspace, program: string): Memory {
  return openMemory(openNative, {
    store: workspace.isAnew ? NO_STORE : openStore(storeFolder(workspace)),
    origin: [program, process.version, process.platform, process.arch].join(" "),
    resample: workspace.isAnew ? inThreads : openResampling(join(workspace.cache, "resamples"))
  });
}

/** The code of each page that has some, by the page's path. */
function codesOf(pages: readonly Page[], data: readonly DataFile[]): ReadonlyMap<string, string> {
  return new Map(
    pages.flatMap(({path, live}) => {
      const file = data.find((one) => one.path === live?.code?.module);
      return file ? [[path, inlineCodeText(file.bytes)] as const] : [];
    })
  );
}

/** The page with the addresses of the database that its SQL cells run in. */
function withDatabase(page: Page, database: DatabaseFiles): Page {
  return page.live?.sql ? {...page, live: {...page.live, sql: {...page.live.sql, database}}} : page;
}

/** Whether a gate keeps a site from being written. */
export function isClosed({problem, isWarning}: Gate): boolean {
  return problem !== null && !isWarning;
}

/** Checks a workspace, for every audience of the catalog too where `audience` is all of them, without writing anything, but for the lock of its data where `lock` asks for it; what is locked now holds. @throws {ReportError} */
export async function checkSite(
  workspace: Workspace,
  {
    allowUnknown,
    before = null,
    audience = null,
    lock = false
  }: Pick<BuildOptions, "allowUnknown" | "before"> & Pick<EvaluationOptions, "audience"> & {readonly lock?: boolean}
): Promise<Built> {
  const engine = await openNative();
  try {
    const evaluation = await evaluateWorkspace(workspace, engine, {allowUnknown, audience});
    const {site, loaded} = evaluation;
    if (lock && evaluation.errors.length === 0) await lockData(loaded, workspace);
    const gates = evaluation.errors.length > 0 ? [] : await gatesOf(evaluation, workspace, {now: new Date(), before});
    const names = audience === EVERY_AUDIENCE ? Object.keys(loaded.catalog.spec.audiences) : [];
    const found = await checkAudiences(names, {workspace, engine});
    const errors = [...evaluation.errors, ...found.errors];
    const warnings = [...new Set([...evaluation.warnings, ...found.warnings])];
    return {errors, site, files: [], published: [], warnings, gates};
  } finally {
    await engine.close();
  }
}

/**
 * Copies the author's public files to `folder`, and has Astro write the pages over them: into a folder inside the project first, from where its own intermediate modules find theirs, one for each build.
 * @returns the public files whose place no page has taken.
 */
async function writePages(
  site: Site,
  folder: string,
  {project, workspace}: {project: string; workspace: Workspace}
): Promise<readonly string[]> {
  const caches = join(project, CACHES);
  await mkdir(caches, {recursive: true});
  await using pages = await temporaryFolder(join(caches, "pages-"));
  const own = publicFolder(workspace);
  if (existsSync(own)) await cp(own, folder, {recursive: true, dereference: true});
  const publicFiles = existsSync(own) ? await filesIn(folder) : [];
  offerSite(site);
  const {build: astroBuild} = await import("astro");
  await astroBuild(
    astroConfig({
      project,
      public: join(workspace.cache, NO_PUBLIC),
      cache: join(workspace.cache, "astro"),
      out: pages.path
    })
  );
  await cp(pages.path, folder, {recursive: true});
  // A temporary folder is for its owner alone; a site is for everybody.
  await chmod(folder, 0o755);
  const written = new Set(await filesIn(pages.path));
  return publicFiles.filter((path) => !written.has(path));
}

async function originOf(workspace: Workspace): Promise<Pick<Origin, "builtAt" | "commit">> {
  return {builtAt: builtAt(process.env["SOURCE_DATE_EPOCH"]), commit: await commitOf(workspace.root)};
}

/** The moment that a site says it was built at: now, or what reproducible builds set. @param epoch seconds since 1970 @throws {ReportError} if they are none */
export function builtAt(epoch: string | undefined): Date {
  if (!epoch) return new Date();
  const moment = new Date(Number(epoch) * 1000);
  if (/^\d+$/.test(epoch) && !Number.isNaN(moment.getTime())) return moment;
  throw new ReportError(
    `unusable time "${epoch}"`,
    {file: "SOURCE_DATE_EPOCH", line: 1},
    "write whole seconds since 1970, or unset it"
  );
}

/** The commit that the workspace is checked out at; null outside git. */
async function commitOf(folder: string): Promise<string | null> {
  try {
    const {stdout} = await promisify(execFile)("git", ["rev-parse", "HEAD"], {cwd: folder});
    return stdout.trim();
  } catch {
    return null;
  }
}
