import {join} from "node:path";
import {ReportError} from "../errors.ts";
import {openBuiltSite} from "../site/paper/built-site.ts";
import {PAPERS, printReport} from "../site/paper/pdf.ts";
import {suggestion} from "../text/suggest.ts";
import {
  PROJECT,
  WORKSPACE_OPTIONS,
  fromHere,
  printErrors,
  queryOf,
  reportsNamed,
  runCommand,
  workspaceOf
} from "./command.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  out: {type: "string", help: "folder to write; defaults to pdf"},
  paper: {type: "string", help: "a4 (the default) or letter"},
  filter: {type: "string", help: 'what to filter by, as in a page\'s address: "segment=Gold&joined=2025-01..2025-06"'}
} as const;

await runCommand("npm run pdf -- [report …] [options]: prints each report to a PDF", options, async (call) => {
  const {paper: asked = "a4"} = call.values;
  const paper = PAPERS.find((known) => known === asked);
  if (paper === undefined)
    throw new ReportError(
      `unknown paper "${asked}"`,
      {file: "--paper", line: 1},
      suggestion(String(asked), [...PAPERS])
    );
  const out = typeof call.values["out"] === "string" ? fromHere(call.values["out"]) : join(PROJECT, "pdf");
  const site = await openBuiltSite(workspaceOf(call), PROJECT);
  try {
    const {
      errors,
      site: {pages}
    } = site.built;
    if (errors.length > 0) return printErrors(errors);
    for (const page of reportsNamed(pages, call.words))
      console.log(join(out, await printReport(site, page, {out, paper, query: queryOf(call)})));
    return 0;
  } finally {
    await site.close();
  }
});
