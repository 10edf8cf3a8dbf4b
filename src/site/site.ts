import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import {assemblePage, loadWorkspace, readReports} from "./assemble.ts";
import type {Loaded} from "./assemble.ts";
import {indexPage} from "./index-page.ts";
import type {Page, Site} from "./page.ts";
import {sizeWarning} from "./page-cubes.ts";
import type {DataFile} from "./page-cubes.ts";
import type {Workspace} from "./workspace.ts";

/** A workspace, evaluated: its pages, and every mistake found on the way. */
export interface Evaluation {
  readonly site: Site;
  readonly loaded: Loaded;
  readonly errors: readonly ReportError[];
  /** Files that pages read when they are filtered, each once. */
  readonly files: readonly DataFile[];
  /** What a reader of the build's output should know. */
  readonly warnings: readonly string[];
}

/**
 * Loads a workspace and runs all its reports.
 * @throws {ReportError} if its catalog or data cannot be read, or it has no report; mistakes in reports are collected.
 */
export async function evaluateWorkspace(
  workspace: Workspace,
  engine: Engine,
  {allowUnknown}: {allowUnknown: boolean}
): Promise<Evaluation> {
  const loaded = await loadWorkspace(workspace, engine);
  const readings = await readReports(workspace);
  if (readings.length === 0)
    throw new ReportError(
      "no reports",
      {file: "reports", line: 1},
      'add a Markdown file to it, or run npm run new -- "Title"'
    );
  const errors: ReportError[] = [];
  const pages: Page[] = [];
  const files = new Map<string, DataFile>();
  const warnings: string[] = [];
  for (const reading of readings) {
    if ("error" in reading) {
      errors.push(reading.error);
      continue;
    }
    const {report} = reading;
    const double = pages.find(({path}) => path === report.path);
    if (double)
      errors.push(
        new ReportError(
          `${double.file} has the same address "/${report.path}"`,
          {file: report.file, line: 1},
          "rename one of them"
        )
      );
    const {page, evaluated, files: own, warnings: about} = await assemblePage(report, loaded, {allowUnknown});
    for (const file of own) files.set(file.path, file);
    warnings.push(...[sizeWarning(report.file, own)].filter((line) => line !== null), ...about);
    errors.push(...evaluated.errors);
    pages.push(page);
  }
  const {title, locale: lang} = loaded.catalog.spec;
  if (pages.length > 0 && !pages.some(({path}) => path === "")) pages.unshift(indexPage(pages, {title, lang}));
  return {
    site: {title, pages, manifest: null, problems: [], dev: false, base: "", scripts: null, url: null},
    loaded,
    errors,
    files: [...files.values()],
    warnings
  };
}
