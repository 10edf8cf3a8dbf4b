import type {Root} from "hast";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import type {Cell, Inline} from "./cell.ts";
import {splitFrontMatter} from "./front-matter.ts";
import type {FrontMatter} from "./front-matter.ts";
import {markInlines} from "./inline.ts";
import {readMarkdown} from "./markdown.ts";

/** A report, read but not yet run. */
export interface Report {
  /** Relative to the workspace, for example `reports/value/ltv.md`. */
  readonly file: string;
  /** Where it stands in the site: "" for `reports/index.md`, `value/ltv`, `value` for `reports/value/index.md`. */
  readonly path: string;
  readonly matter: FrontMatter;
  /** Where the front matter says a key. */
  matterPlace(...path: readonly PropertyKey[]): Place;
  readonly cells: readonly Cell[];
  readonly inlines: readonly Inline[];
  /** The body; `<k-cell data-index>` stands for a cell, a mark for an inline expression. */
  readonly tree: Root;
}

/** Reads a report's text. @throws {ReportError} at the first mistake of its front matter, fences, containers or expressions. */
export function readReport(text: string, file: string): Report {
  if (!isAddress(pathOf(file)))
    throw new ReportError(
      "a report cannot have this name",
      {file, line: 1},
      "use letters, digits, - and _; not 404, nor a name that begins with _ or ."
    );
  const {matter, body} = splitFrontMatter(text, file);
  const {marked, inlines} = markInlines(body, file);
  const {tree, cells} = readMarkdown(marked, file, text);
  return {
    file,
    path: pathOf(file),
    matter: matter.value,
    matterPlace: (...path) => ({file, line: matter.lineOf(...path)}),
    cells,
    inlines,
    tree
  };
}

/** Where a report stands in the site, by its file. */
export function pathOf(file: string): string {
  return file
    .replace(/^reports\//, "")
    .replace(/\.md$/, "")
    .replace(/(^|\/)index$/, "");
}

/** Whether a report may stand there: no way out of the site, nothing that the site or an address keeps for itself. */
function isAddress(path: string): boolean {
  if (path === "") return true;
  return path !== "404" && path.split("/").every((part) => part !== "" && !/^[._]|[\\?#%<>:"|*\p{Cc}]/u.test(part));
}
