import {createHash} from "node:crypto";
import {join} from "node:path";
import {glob} from "tinyglobby";
import type {Loaded} from "./assemble.ts";
import {headlinesOf} from "./headlines.ts";
import type {Site} from "./page.ts";
import type {DataFile} from "./page-cubes.ts";
import {hashOf, sourcesOf} from "./sources.ts";
import type {SourceCount} from "./sources.ts";

/** When and from what a build was made. */
export interface Origin {
  readonly builtAt: Date;
  readonly commit: string | null;
  /** What tells this state of Kizuna from any other. */
  readonly program: string;
  /** Data files beside the pages. */
  readonly published: readonly DataFile[];
  /** The folder whose files are copied to the site. */
  readonly publicFolder: string;
}

/** The contents of `manifest.json`. */
export interface Manifest {
  readonly snapshot: string;
  readonly builtAt: string;
  readonly commit: string | null;
  readonly asOf: string;
  readonly sources: readonly SourceCount[];
  readonly published: readonly unknown[];
  readonly kpis: Readonly<Record<string, number | null>>;
}

/** What `manifest.json` says. The snapshot's name leaves out when and from which commit it was built, so that the same pages have the same name, and others another. */
export async function manifestOf(
  site: Site,
  loaded: Loaded,
  {builtAt, commit, program, published, publicFolder}: Origin
): Promise<Manifest> {
  const {catalog} = loaded;
  const sources = await sourcesOf(catalog);
  const data = published.filter(({kind}) => kind !== "code");
  const content = {
    asOf: catalog.asOf,
    sources,
    published: data.map(({path, kind, table, columns, rows}) => ({
      file: path,
      kind,
      ...(table === null ? {} : {table}),
      columns,
      rows
    })),
    kpis: Object.fromEntries((await headlinesOf(loaded)).map(({name, value}) => [name, value]))
  };
  const hash = createHash("sha256").update(
    JSON.stringify([content, program, site.title, site.pages, await folderHash(publicFolder)])
  );
  return {
    snapshot: `${catalog.asOf}-${hash.digest("hex").slice(0, 12)}`,
    builtAt: builtAt.toISOString(),
    commit,
    ...content
  };
}

/** Paths and bytes of a folder's files as one hash. */
async function folderHash(folder: string): Promise<string> {
  const names = (await glob("**/*", {cwd: folder, dot: true, onlyFiles: true, expandDirectories: false})).sort();
  return `${JSON.stringify(names)} ${await hashOf(names.map((name) => join(folder, name)))}`;
}
