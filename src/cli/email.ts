import {join} from "node:path";
import {ReportError} from "../errors.ts";
import {writeEmail} from "../site/paper/write-email.ts";
import {queryOf, runCommand, urlOf} from "./command.ts";
import {FILTER_OPTION, REPORT_OPTIONS, ofReports, outOf} from "./reports.ts";

const options = {
  ...REPORT_OPTIONS,
  ...FILTER_OPTION,
  out: {type: "string", help: "folder to write; defaults to email"},
  charts: {type: "string", help: "charts in a mail at most; defaults to 4"},
  url: {type: "string", help: "where the site will be, for links: https://reports.example.com/"}
} as const;

await runCommand(
  "npm run email -- [report …] [options]: writes a mail of each report, with its figures and charts",
  options,
  (call) => {
    const charts = Number(call.values["charts"] ?? 4);
    if (!Number.isInteger(charts) || charts < 0)
      throw new ReportError(
        `no whole number "${call.values["charts"]}"`,
        {file: "--charts", line: 1},
        "write --charts 4"
      );
    const out = outOf(call, "email");
    const settings = {out, charts, url: urlOf(call), query: queryOf(call)};
    return ofReports(call, {
      out,
      async *make(site, pages) {
        for (const page of pages) for (const file of await writeEmail(site, page, settings)) yield join(out, file);
      }
    });
  }
);
