import {readFile} from "node:fs/promises";
import {openCatalog} from "../catalog/catalog.ts";
import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import {misspelt} from "../text/suggest.ts";
import {readReports} from "./assemble.ts";
import {catalogPath, workspaceFiles} from "./workspace.ts";
import type {Workspace} from "./workspace.ts";

/** What would keep sites of audiences from being built, and what the author should know of them. */
export interface AudienceFindings {
  readonly errors: readonly ReportError[];
  readonly warnings: readonly string[];
}

/** Loads the data for each audience that the catalog names, and looks at the names that reports have for theirs. The engine holds the last audience's tables afterwards. */
export async function checkAudiences(
  names: readonly string[],
  {workspace, engine}: {workspace: Workspace; engine: Engine}
): Promise<AudienceFindings> {
  const text = await readFile(catalogPath(workspace), "utf8");
  const files = {...(await workspaceFiles(workspace)), rejectedPath: () => null};
  const errors: ReportError[] = [];
  const warnings: string[] = [];
  for (const audience of names)
    try {
      const {remarks} = await openCatalog(text, "data/catalog.yaml", {engine, files, audience});
      warnings.push(...remarks);
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      errors.push(error);
    }
  return {errors, warnings: [...warnings, ...(await misspeltNames(names, workspace))]};
}

async function misspeltNames(names: readonly string[], workspace: Workspace): Promise<readonly string[]> {
  return (await readReports(workspace)).flatMap((reading) =>
    "error" in reading
      ? []
      : reading.report.matter.audience.flatMap((name) => {
          const near = names.includes(name) ? null : misspelt(name, names);
          const {file, line} = reading.report.matterPlace("audience");
          return near === null
            ? []
            : [`${file}:${line}: the catalog has no audience "${name}"; did you mean "${near}"?`];
        })
  );
}
