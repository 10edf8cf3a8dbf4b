import {join} from "node:path";
import {ReportError} from "../errors.ts";
import {PAPERS, printReport} from "../site/paper/pdf.ts";
import {suggestion} from "../text/suggest.ts";
import {queryOf, runCommand} from "./command.ts";
import {FILTER_OPTION, REPORT_OPTIONS, ofReports, outOf} from "./reports.ts";

const options = {
  ...REPORT_OPTIONS,
  ...FILTER_OPTION,
  out: {type: "string", help: "folder to write; defaults to pdf"},
  paper: {type: "string", help: "a4 (the default) or letter"}
} as const;

await runCommand("npm run pdf -- [report …] [options]: prints each report to a PDF", options, (call) => {
  const {paper: asked = "a4"} = call.values;
  const paper = PAPERS.find((known) => known === asked);
  if (paper === undefined)
    throw new ReportError(
      `unknown paper "${asked}"`,
      {file: "--paper", line: 1},
      suggestion(String(asked), [...PAPERS])
    );
  const out = outOf(call, "pdf");
  return ofReports(call, {
    out,
    async *make(site, pages) {
      for (const page of pages) yield join(out, await printReport(site, page, {out, paper, query: queryOf(call)}));
    }
  });
});
