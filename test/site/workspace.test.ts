import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync
} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, join, relative} from "node:path";
import {afterAll, expect, it} from "vitest";
import {openCatalog} from "../../src/catalog/catalog.ts";
import {openNative} from "../../src/engine/native.ts";
import {QueryError, ReportError} from "../../src/errors.ts";
import {catalogPath, openWorkspace, reportFiles, workspaceFiles} from "../../src/site/workspace.ts";

const folder = mkdtempSync(join(tmpdir(), "kizuna-workspace-"));
afterAll(() => {
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true}))
    if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  rmSync(folder, {recursive: true});
});

let made = 0;
function workspaceOf(files: Readonly<Record<string, string>>) {
  const root = join(folder, String(++made));
  for (const [name, text] of Object.entries({"data/catalog.yaml": "tables: {orders: {from: o.csv}}", ...files})) {
    mkdirSync(dirname(join(root, name)), {recursive: true});
    writeFileSync(join(root, name), text);
  }
  return openWorkspace(root, join(folder, `cache-${made}`));
}

it("openWorkspace names the folders; each root has a cache of its own", () => {
  const one = workspaceOf({});
  expect(one).toMatchObject({data: join(one.root, "data"), reports: join(one.root, "reports")});
  expect(catalogPath(one)).toBe(join(one.root, "data/catalog.yaml"));
  const cache = join(folder, "shared");
  mkdirSync(join(folder, "x/1/data"), {recursive: true});
  writeFileSync(join(folder, "x/1/data/catalog.yaml"), "");
  expect(openWorkspace(join(folder, "x/1"), cache).cache).not.toBe(openWorkspace(one.root, cache).cache);
  expect(openWorkspace(`${one.root}/.`, cache).cache).toBe(openWorkspace(one.root, cache).cache);
});

it("a folder without a catalog is a mistake that names the file", () => {
  const root = join(folder, "none");
  expect(() => openWorkspace(root, folder)).toThrow(ReportError);
  const path = relative(process.cwd(), join(root, "data/catalog.yaml"));
  expect(() => openWorkspace(root, folder)).toThrow(
    `${path}:1: no catalog; a workspace has data/catalog.yaml and reports/; name its folder with --workspace`
  );
});

it("reportFiles are the Markdown files in reports/, sorted, those with a leading _ left out", async () => {
  const workspace = workspaceOf({
    "reports/b.md": "# b",
    "reports/a/index.md": "# a",
    "reports/_part.md": "",
    "reports/b.txt": "",
    "data/x.md": ""
  });
  expect(await reportFiles(workspace)).toEqual([
    {file: "reports/a/index.md", text: "# a"},
    {file: "reports/b.md", text: "# b"}
  ]);
  expect(await reportFiles(workspaceOf({}))).toEqual([]);
});

it("find: a path, a glob sorted by name, a file with a glob's marks, and null for none", async () => {
  const workspace = workspaceOf({
    "data/o/2.csv": "a\n",
    "data/o/10.csv": "a\n",
    "data/o/x.txt": "",
    "data/a[1].csv": "a\n",
    "data/p.parquet.gz": ""
  });
  const {find} = await workspaceFiles(workspace);
  const at = (name: string) => join(workspace.data, name);
  expect(await find("o/2.csv")).toEqual({format: "csv", paths: [at("o/2.csv")]});
  expect(await find("o/*.csv")).toEqual({format: "csv", paths: [at("o/10.csv"), at("o/2.csv")]});
  expect(await find("o/{2,10}.*")).toEqual({format: "csv", paths: [at("o/10.csv"), at("o/2.csv")]});
  expect(await find("a[1].csv")).toEqual({format: "csv", paths: [at("a[1].csv")]});
  expect(await find("p.parquet.gz")).toEqual({format: "parquet", paths: [at("p.parquet.gz")]});
  expect([await find("o"), await find("none.csv"), await find("none/*.csv")]).toEqual([null, null, null]);
  await expect(find("o/x.txt")).rejects.toThrow(QueryError);
  await expect(find("o/*")).rejects.toThrow('"o/*" names files of several formats; name them by their ending');
});

it("find runs a loader; one whose output no table can read is a mistake in the loader", async () => {
  const workspace = workspaceOf({"data/o.csv.sh": "echo n", "data/o.xlsx.sh": "echo n"});
  const {find} = await workspaceFiles(workspace);
  const source = await find("o.csv");
  expect(source!.format).toBe("csv");
  expect(readFileSync(source!.paths![0]!, "utf8")).toBe("n\n");
  await expect(find("o.xlsx")).rejects.toThrow(
    /^data\/o\.xlsx\.sh:1: no reader for the output "o\.xlsx"; name it \.csv, /
  );
});

it("names are the files that a table can read, those of folders and loaders too; text is that of a .sql file", async () => {
  const workspace = workspaceOf({
    "data/a.csv": "",
    "data/o/1.parquet": "",
    "data/made.csv.ts": "",
    "data/big.sql": "select 1",
    "data/q.csv.sql": "",
    "data/generate.ts": "",
    "data/README.md": ""
  });
  const files = await workspaceFiles(workspace);
  expect(await files.names()).toEqual(["a.csv", "big.sql", "made.csv", "o/1.parquet", "q.csv"]);
  expect([await files.text("big.sql"), await files.text("none.sql"), await files.text("o")]).toEqual([
    "select 1",
    null,
    null
  ]);
});

it("a workspace that cannot be written is read all the same, and nothing is written in it", async () => {
  const workspace = workspaceOf({
    "data/catalog.yaml": "tables:\n  orders: {from: o.csv}\n  surveys: {from: s.csv}\n  contacts: {from: k.csv}",
    "data/o.csv.sh": "echo customer,at,order; echo c,2025-01-01,1; echo ,2025-01-01,2",
    "data/s.csv.py": "print('customer,at,nps\\nc,2025-01-02,9')",
    "data/k.csv.sql": "select customer, nps, date '2025-01-03' as \"at\" from 'raw.csv'",
    "data/raw.csv": "customer,nps\nc,1\n"
  });
  const state = () =>
    readdirSync(workspace.root, {recursive: true})
      .map((name) => `${String(name)} ${statSync(join(workspace.root, String(name))).mtimeMs}`)
      .sort();
  chmodSync(workspace.data, 0o555);
  chmodSync(workspace.root, 0o555);
  const before = state();
  const engine = await openNative({threads: 1});
  const catalog = await openCatalog(readFileSync(catalogPath(workspace), "utf8"), "data/catalog.yaml", {
    engine,
    files: await workspaceFiles(workspace)
  });
  await engine.close();
  expect([...catalog.tables.values()].map(({name, rows}) => [name, rows])).toEqual([
    ["orders", 1],
    ["order_lines", 1],
    ["surveys", 1],
    ["contacts", 1],
    ["customers", 1]
  ]);
  expect(state()).toEqual(before);
  expect(readFileSync(join(workspace.cache, "_rejected/orders.csv"), "utf8")).toMatch(
    /^reason,file,line,text,customer,at,order\nno customer,,,,,2025-01-01,2\n$/
  );
});

it("rejected rows of an earlier build are gone", async () => {
  const workspace = workspaceOf({});
  const path = (await workspaceFiles(workspace)).rejectedPath("orders")!;
  writeFileSync(path, "x");
  await workspaceFiles(workspace);
  expect(existsSync(path)).toBe(false);
  expect(existsSync(dirname(path))).toBe(true);
});
