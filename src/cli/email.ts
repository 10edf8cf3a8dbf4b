import {join} from "node:path";
import {ReportError} from "../errors.ts";
import {openBuiltSite} from "../site/paper/built-site.ts";
import {writeEmail} from "../site/paper/write-email.ts";
import {
  PROJECT,
  WORKSPACE_OPTIONS,
  fromHere,
  printErrors,
  queryOf,
  reportsNamed,
  runCommand,
  urlOf,
  workspaceOf
} from "./command.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  out: {type: "string", help: "folder to write; defaults to email"},
  charts: {type: "string", help: "charts in a mail at most; defaults to 4"},
  url: {type: "string", help: "where the site will be, for links: https://reports.example.com/"},
  filter: {type: "string", help: 'what to filter by, as in a page\'s address: "segment=Gold&joined=2025-01..2025-06"'}
} as const;

await runCommand(
  "npm run email -- [report …] [options]: writes a mail of each report, with its figures and charts",
  options,
  async (call) => {
    const charts = Number(call.values["charts"] ?? 4);
    if (!Number.isInteger(charts) || charts < 0)
      throw new ReportError(
        `no whole number "${call.values["charts"]}"`,
        {file: "--charts", line: 1},
        "write --charts 4"
      );
    const out = typeof call.values["out"] === "string" ? fromHere(call.values["out"]) : join(PROJECT, "email");
    const url = urlOf(call);
    const site = await openBuiltSite(workspaceOf(call), PROJECT);
    try {
      const {
        errors,
        site: {pages}
      } = site.built;
      if (errors.length > 0) return printErrors(errors);
      for (const page of reportsNamed(pages, call.words))
        for (const file of await writeEmail(site, page, {out, charts, url, query: queryOf(call)}))
          console.log(join(out, file));
      return 0;
    } finally {
      await site.close();
    }
  }
);
