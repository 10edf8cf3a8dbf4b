import {openBuiltSite} from "../site/paper/built-site.ts";
import type {BuiltSite, SiteOptions} from "../site/paper/built-site.ts";
import type {Page} from "../site/page.ts";
import {requireApart, writeError} from "../site/output.ts";
import {UNFINISHED} from "../site/replace-file.ts";
import {removeLeftOver} from "../site/temporary.ts";
import {
  AUDIENCE_OPTION,
  PROJECT,
  WORKSPACE_OPTIONS,
  audienceOf,
  fromHere,
  reportsNamed,
  workspaceOf
} from "./command.ts";
import type {Call} from "./command.ts";
import {GATE_OPTIONS, judged, warnsOnly} from "./gates.ts";

/** Options of commands that make something of reports. */
export const REPORT_OPTIONS = {...WORKSPACE_OPTIONS, ...GATE_OPTIONS, ...AUDIENCE_OPTION};

/** What a command makes of the reports of a site that is there for a while. */
export interface Making {
  /** Folder to write. */
  readonly out: string;
  readonly options?: Pick<SiteOptions, "noRows">;
  /** Writes something of each of these reports. @returns a line for each file. */
  make(site: BuiltSite, pages: readonly Page[]): AsyncIterable<string>;
}

/** Builds the site of a call's workspace, has something made of each report that the call names, and prints what was written. @returns the exit code, as a build has it. */
export async function ofReports(call: Call, {out, options, make}: Making): Promise<number> {
  const workspace = workspaceOf(call);
  await requireApart(out, workspace, "--out");
  let site: BuiltSite | null = null;
  try {
    const {done, code} = await judged(
      {call, workspace},
      async () =>
        (site = await openBuiltSite(workspace, PROJECT, {
          ...options,
          audience: audienceOf(call),
          warnOnly: warnsOnly(call)
        })),
      ({built}) => built
    );
    if (code > 0) return code;
    await removeLeftOver(out, [UNFINISHED]);
    for await (const line of make(done, reportsNamed(done.built.site.pages, call.words))) console.log(line);
    return 0;
  } catch (error) {
    throw writeError(error, out) ?? error;
  } finally {
    await (site as BuiltSite | null)?.close();
  }
}

/** The folder that a call's --out names, else one of the project. */
export function outOf({values}: Call, otherwise: string): string {
  return fromHere(typeof values["out"] === "string" ? values["out"] : otherwise);
}

/** The option of commands whose reports can be filtered. */
export const FILTER_OPTION = {
  filter: {type: "string", help: 'what to filter by, as in a page\'s address: "segment=Gold&joined=2025-01..2025-06"'}
} as const;
