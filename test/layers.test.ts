import {existsSync, readFileSync} from "node:fs";
import {dirname, join, relative, resolve} from "node:path";
import {globSync} from "tinyglobby";
import {expect, it} from "vitest";

const SRC = join(import.meta.dirname, "../src");

/** The README's layout: each folder of `src`, and what it may import besides itself. "types" marks those of which only types may be taken. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  "errors.ts": [],
  text: ["errors.ts"],
  engine: ["errors.ts"],
  sql: ["errors.ts"],
  cube: ["errors.ts"],
  models: ["errors.ts"],
  catalog: ["errors.ts", "text", "sql", "engine types"],
  metrics: ["errors.ts", "sql", "cube", "models"],
  charts: ["errors.ts", "metrics types"],
  notebook: ["errors.ts", "text", "sql", "cube", "engine types", "catalog types", "metrics", "charts"],
  site: ["errors.ts", "text", "engine", "sql", "catalog", "cube", "models", "metrics", "charts", "notebook"],
  cli: ["errors.ts", "text", "site", "catalog"],
  pages: ["site"]
};

/** Modules that touch the machine, and the only ones that may import them. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  "engine/native.ts": ["site/build.ts", "site/dev.ts", "site/loader.ts", "site/lists/customer-list.ts"],
  "engine/wasm.ts": ["site/live/database.ts"]
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const IMPORT =
  /^\s*(?:import|export)\s+(type\s)?[^;"']*?from\s+"(\.[^"]+)"|^\s*import\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/gm;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), "utf8");
  return [...text.matchAll(IMPORT)].map((match) => {
    const to = relative(SRC, resolve(SRC, dirname(file), match[2] ?? match[3] ?? match[4]!));
    return {from: file, to, isType: match[1] !== undefined || match[4] !== undefined};
  });
}

const files = globSync("**/*.{ts,astro}", {cwd: SRC});
const imports = files.flatMap(importsOf).filter(({to}) => !to.startsWith(".."));
const folderOf = (file: string) => file.split("/")[0]!;

it("folders of src import only what the layout lists", () => {
  expect(imports.length).toBeGreaterThan(200);
  const broken = imports.filter(({from, to, isType}) => {
    const [own, other] = [folderOf(from), folderOf(to)];
    const allowed = LAYERS[own] ?? [];
    return own !== other && !allowed.includes(other) && !(isType && allowed.includes(`${other} types`));
  });
  expect(broken.map(({from, to}) => `${from} imports ${to}`)).toEqual([]);
});

it("no module of a folder imports, through others of it, itself", () => {
  const next = new Map<string, string[]>();
  for (const {from, to, isType} of imports)
    if (!isType && folderOf(from) === folderOf(to)) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  expect(circles.filter((circle) => !circle.includes("Blocks.astro"))).toEqual([]);
});

it("an engine is opened only where the layout says", () => {
  const strangers = imports.filter(
    ({from, to, isType}) => !isType && folderOf(from) !== "engine" && DOORS[to] && !DOORS[to].includes(from)
  );
  expect(strangers.map(({from, to}) => `${from} imports ${to}`)).toEqual([]);
});

it("routes stay below 30 lines", () => {
  const routes = files.filter((file) => folderOf(file) === "pages");
  expect(routes.length).toBeGreaterThan(2);
  expect(routes.filter((file) => readFileSync(join(SRC, file), "utf8").trimEnd().split("\n").length > 30)).toEqual([]);
});

it("tests and modules that the README and the tests' own words name are there", () => {
  const root = join(SRC, "..");
  const texts = ["README.md", "test/security.test.ts"].map((file) => readFileSync(join(root, file), "utf8"));
  const named = texts.flatMap((text) => [...text.matchAll(/\b(?:test|src)\/[\w./-]*\w/g)].map(([path]) => path));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
