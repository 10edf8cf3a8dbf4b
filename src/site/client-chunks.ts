import {sep} from "node:path";

/** As much as is asked of a module of the pages' scripts. */
export interface ModuleLinks {
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
  readonly isEntry: boolean;
}

/** The links of a module by its id; null for none of the bundle. */
export type LinksOf = (id: string) => ModuleLinks | null;

/** The chunks that modules are put together in, the one that takes first in front. */
export const CHUNKS = ["common", "text", "core", "metrics", "charts"] as const;
export type Chunk = (typeof CHUNKS)[number];

/** What runs on pages without filters, too: it must not lead to what answers them. */
const TOOLS = /\/src\/site\/tools\/[\w-]+\.ts$/;
/** What comes after a page's own script, and with it. */
const CLIENT = /\/src\/site\/(?:client|js\/js-page)\.ts$/;
/** The halves of a kind: what finishes its sums, and what draws. */
const KIND = /\/src\/(?:metrics|site\/kinds)\/([\w-]+)\.ts$/;
/** Kinds that stand on most pages: what they share with any other is common. */
const FREQUENT = ["kpi", "retention", "nps"];
/** What so many kinds share is common. */
const MANY = 7;
/** What draws charts of queries is common to fewer. */
const SOME = 3;

/**
 * Tells the chunk that a module goes to; null: where the bundler puts it. Each file costs a reader far away a round trip, so that what most pages need is together: what a page's own scripts share with each other and with what filters, what says numbers, what adds up,
 * what metrics share, and what draws. A kind has what is its own, or of few others, in files of its own.
 */
export function chunksBy(linksOf: LinksOf): (id: string) => Chunk | null {
  const rootsOf = rootsBy(linksOf);
  return (id) => {
    if (linksOf(id)?.isEntry) return null;
    const roots = rootsOf(id);
    const has = (path: string) => roots.some((root) => root.endsWith(`/src/site/${path}.ts`));
    const isOfPage = has("client");
    const isCompared = has("snapshots/compare");
    if (roots.length > 1 && roots.some((root) => TOOLS.test(root))) return "common";
    if (isOfPage && roots.some((root) => !CLIENT.test(root))) return "common";
    if ((has("live/live-host") && isCompared) || (has("words/en") && has("words/ja"))) return "text";
    if (has("live/live-host")) return "core";
    const kinds = new Set(roots.flatMap((root) => KIND.exec(root)?.[1] ?? []));
    const isFrequent = kinds.size > 1 && FREQUENT.some((kind) => kinds.has(kind));
    if (!isFrequent && kinds.size < MANY && !(kinds.size >= SOME && has("data-figure"))) return null;
    return roots.some((root) => root.includes("/src/metrics/")) ? "metrics" : "charts";
  };
}

/** Tells the modules that a module comes with: entries, and those that are loaded when they are wanted. */
function rootsBy(linksOf: LinksOf): (id: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (id) => {
    const seen = new Set([id]);
    for (const one of seen) for (const importer of linksOf(one)?.importers ?? []) seen.add(importer);
    const isRoot = (links: ModuleLinks | null) =>
      links !== null && (links.isEntry || links.dynamicImporters.length > 0);
    const roots = known.get(id) ?? [...seen].filter((one) => isRoot(linksOf(one))).map(slashed);
    known.set(id, roots);
    return roots;
  };
}

function slashed(id: string): string {
  return id.replaceAll(sep, "/");
}
