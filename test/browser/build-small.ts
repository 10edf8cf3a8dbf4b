import {expect} from "vitest";
import {join} from "node:path";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {temporaryWorkspace} from "../workspace.ts";
import type {WorkspaceFiles} from "../workspace.ts";
import {serveFolder} from "../../src/site/paper/serve-folder.ts";

/** A small workspace, built and served. */
export interface SmallSite {
  readonly root: string;
  readonly cache: string;
  /** The folder that was written. */
  readonly out: string;
  readonly url: string;
  readonly warnings: readonly string[];
  close(): Promise<void>;
}

/** Builds a workspace of these files and serves it under `/reports/q3/`, with these headers. */
export async function buildSmall(
  files: WorkspaceFiles,
  headers: Readonly<Record<string, string>> = {}
): Promise<SmallSite> {
  const workspace = temporaryWorkspace(files);
  const {errors, warnings} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
    project: join(import.meta.dirname, "../.."),
    out: workspace.out,
    allowUnknown: false
  });
  expect(errors.map(({message}) => message)).toEqual([]);
  const server = await serveFolder(workspace.out, "/reports/q3/", headers);
  return {
    root: workspace.root,
    cache: workspace.cache,
    out: workspace.out,
    url: server.url,
    warnings,
    async close() {
      await server.close();
      workspace[Symbol.dispose]();
    }
  };
}
