import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {assemblePage, inOrder, loadWorkspace, orderOf, readingOf} from "./assemble.ts";
import type {Loaded} from "./assemble.ts";
import type {Report} from "../notebook/report.ts";
import type {PageSource} from "./gates/page-gates.ts";
import {allPath, indexPage, listLanguages} from "./index-page.ts";
import type {Memory} from "./memory.ts";
import type {Page, Site} from "./page.ts";
import {sizeWarning} from "./page-cubes.ts";
import type {DataFile} from "./page-cubes.ts";
import {suggestion} from "../text/suggest.ts";
import {reportFiles} from "./workspace.ts";
import type {ReportText, Workspace} from "./workspace.ts";

/** Stands for all audiences at once: only a check reads every report. */
export const EVERY_AUDIENCE = Symbol("every audience");

/** A workspace, evaluated: its pages, and every mistake found on the way. */
export interface Evaluation {
  readonly site: Site;
  readonly loaded: Loaded;
  readonly errors: readonly ReportError[];
  /** Files that pages read when they are filtered, each once. */
  readonly files: readonly DataFile[];
  /** What a reader of the build's output should know. */
  readonly warnings: readonly string[];
  /** What each report's page was made of. */
  readonly sources: readonly PageSource[];
}

/** Whom a site is for: an audience, all of them, or nobody in particular. */
export type Audience = string | typeof EVERY_AUDIENCE | null;

/** How a workspace is evaluated. */
export interface EvaluationOptions {
  readonly allowUnknown: boolean;
  /** What earlier builds made; its engine is the one that is given. */
  readonly memory?: Memory;
  /** Whom the site is for; see the front matter's `audience`. Defaults to null: nobody in particular. */
  readonly audience?: Audience;
  /** Whether SQL cells are to follow filters in a page, where the catalog allows it; defaults to true. */
  readonly rows?: boolean;
}

/** What a report gave; a report with mistakes may have no page. */
interface Made {
  readonly file: string;
  readonly path: string;
  readonly order: number | null;
  readonly page: Page | null;
  readonly files: readonly DataFile[];
  readonly warnings: readonly string[];
  readonly errors: readonly ReportError[];
  readonly text: string;
  /** Where each cell stands, by its name. */
  readonly places: readonly (readonly [string, Place])[];
}

/**
 * Loads a workspace and runs all its reports.
 * @throws {ReportError} if its catalog or data cannot be read, or it has no report; mistakes in reports are collected.
 */
export async function evaluateWorkspace(
  workspace: Workspace,
  engine: Engine,
  {allowUnknown, memory, audience = null, rows = true}: EvaluationOptions
): Promise<Evaluation> {
  const loaded = await loadWorkspace(workspace, engine, {
    memory: memory ?? null,
    audience: typeof audience === "string" ? audience : null
  });
  const all: Made[] = [];
  const texts = await reportFiles(workspace);
  requireAudience(audience, texts, loaded);
  for (const text of texts) {
    const made = await maybeMake(text, loaded, {allowUnknown, audience, rows});
    if (made) all.push(made);
  }
  if (all.length === 0)
    throw new ReportError(
      "no reports",
      {file: "reports", line: 1},
      'add a Markdown file to it, or run npm run new -- "Title"'
    );
  const ordered = inOrder(all, ({order}) => order);
  const made = ordered.filter(({page}) => page !== null);
  const pages = made.map(({page}) => page!);
  const {title, locale: lang} = loaded.catalog.spec;
  const lists = new Set(listLanguages(pages).map(allPath));
  if (pages.length > 0 && !pages.some(({path}) => path === "")) pages.unshift(indexPage(pages, {title, lang}));
  return {
    site: {title, pages, manifest: null, problems: [], dev: false, base: "", scripts: null, url: null},
    loaded,
    errors: ordered.flatMap((one, i) => [
      ...doubles(one, ordered.slice(0, i)),
      ...inPlaceOfList(one, lists),
      ...one.errors
    ]),
    files: [...new Map(made.flatMap(({files}) => files.map((file) => [file.path, file]))).values()],
    warnings: [
      ...loaded.catalog.remarks,
      ...made.flatMap(({file, files, warnings}) => [
        ...[sizeWarning(file, files)].filter((line) => line !== null),
        ...warnings
      ])
    ],
    sources: made.map(({page, text, places}) => ({page: page!, text, places: new Map(places)}))
  };
}

/** What a report gives, from an earlier build where nothing that it is made of has changed; null for a draft. */
async function maybeMake(
  source: ReportText,
  loaded: Loaded,
  {allowUnknown, audience, rows}: {allowUnknown: boolean; audience: Audience; rows: boolean}
): Promise<Made | null> {
  const {memory} = loaded;
  const key = [source.file, source.text, allowUnknown, audience === EVERY_AUDIENCE ? [] : audience, rows];
  const known = (await memory?.recallReport(key)) as Made | undefined;
  if (known) return known;
  const reading = readingOf(source);
  const common = {file: source.file, path: reading.path, order: orderOf(reading), text: source.text};
  if ("error" in reading) return {...common, page: null, files: [], warnings: [], errors: [reading.error], places: []};
  const {draft, audience: audiences} = reading.report.matter;
  if (draft || !isFor(audiences, audience)) return null;
  memory?.begin();
  const {page, evaluated, files, warnings, mistakes} = await assemblePage(reading.report, loaded, {
    allowUnknown,
    rows,
    isPublished: true
  });
  const places = evaluated.outputs.map(({cell}) => [cell.name, cell.place] as const);
  const made = {...common, page, files, warnings, errors: [...evaluated.errors, ...mistakes], places};
  if (made.errors.length === 0 && isRepeatable(reading.report)) await memory?.keepReport(key, made);
  return made;
}

/** @throws {ReportError} for an audience that neither a report nor the catalog knows. */
function requireAudience(audience: Audience, texts: readonly ReportText[], {catalog}: Loaded): void {
  if (typeof audience !== "string") return;
  const readings = texts.map(readingOf).flatMap((one) => ("error" in one ? [] : one.report.matter.audience));
  const known = new Set([...Object.keys(catalog.spec.audiences), ...readings]);
  if (!known.has(audience))
    throw new ReportError(
      `unknown audience "${audience}"`,
      {file: "--audience", line: 1},
      suggestion(audience, [...known])
    );
}

/** Whether a report that names these audiences is in a site. */
function isFor(audiences: readonly string[], audience: Audience): boolean {
  if (audiences.length === 0 || audience === EVERY_AUDIENCE) return true;
  return audience !== null && audiences.includes(audience);
}

/** Words of JavaScript that may give something else next time: clocks, chance, the world outside. */
const FLEETING = /\b(Date|Temporal|random|crypto|performance|fetch|process|globalThis|require|import)\b/;

/** Whether the report's JavaScript gives the same each time. */
function isRepeatable({cells, inlines}: Report): boolean {
  const codes = cells.filter(({kind, source}) => kind === "js" || source.includes("${")).map(({source}) => source);
  return ![...codes, ...inlines.map(({expression}) => expression)].some((code) => FLEETING.test(code));
}

/** The mistake of a report that has the address of an earlier one. */
function doubles({file, path, page}: Made, before: readonly Made[]): readonly ReportError[] {
  const other = before.find((one) => one.path === path && one.page !== null);
  return other && page
    ? [new ReportError(`${other.file} has the same address "/${path}"`, {file, line: 1}, "rename one of them")]
    : [];
}

/** The mistake of a report that has the address of a list of reports. */
function inPlaceOfList({file, path}: Made, lists: ReadonlySet<string>): readonly ReportError[] {
  return lists.has(path)
    ? [new ReportError(`the list of all reports has the same address "/${path}"`, {file, line: 1}, "rename the report")]
    : [];
}
