import {join} from "node:path";
import type {BuiltSite} from "./built-site.ts";
import type {Page} from "../page.ts";
import {replaceFile} from "../replace-file.ts";

/** Sizes of paper that reports are printed on. */
export const PAPERS = ["a4", "letter"] as const;
export type Paper = (typeof PAPERS)[number];

/** Prints a report as it is on screen, filters included, to a file of `out`, `value/cohorts.pdf`: tagged, with an outline of its headings. @returns the file's path within `out`. */
export async function printReport(
  site: BuiltSite,
  {path}: Pick<Page, "path">,
  {out, paper, query}: {readonly out: string; readonly paper: Paper; readonly query: string}
): Promise<string> {
  const view = await site.open(path, {width: 1024, height: 1400, media: "print", query});
  try {
    await view.addStyleTag({content: `@page{size:${paper}}`});
    const bytes = await view.pdf({preferCSSPageSize: true, printBackground: true, tagged: true, outline: true});
    const file = `${path === "" ? "index" : path}.pdf`;
    await replaceFile(join(out, file), bytes);
    return file;
  } finally {
    await view.context().close();
  }
}
