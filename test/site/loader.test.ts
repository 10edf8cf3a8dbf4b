import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {basename, dirname, join} from "node:path";
import {afterAll, beforeEach, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {maybeLoader, runLoader} from "../../src/site/loader.ts";
import type {Workspace} from "../../src/site/workspace.ts";

const folder = mkdtempSync(join(tmpdir(), "kizuna-loader-"));
afterAll(() => rmSync(folder, {recursive: true}));

let workspace: Workspace;
let made = 0;
beforeEach(() => {
  const root = join(folder, String(++made));
  workspace = {root, data: join(root, "data"), reports: join(root, "reports"), cache: join(folder, `cache-${made}`)};
  mkdirSync(workspace.data, {recursive: true});
});

const write = (name: string, text: string) => {
  const path = join(workspace.data, name);
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, text);
  return path;
};
const run = async (from: string) => runLoader((await maybeLoader(from, workspace.data))!, from, workspace);
const failure = (from: string) =>
  run(from).then(
    () => "it ran",
    (error: unknown) => String((error as Error).message)
  );

it("a loader is the script named like the file, for a file that is not there", async () => {
  const script = write("a.csv.py", "");
  expect(await maybeLoader("a.csv", workspace.data)).toBe(script);
  expect(await maybeLoader("b.csv", workspace.data)).toBeNull();
  write("a.csv", "x\n");
  expect(await maybeLoader("a.csv", workspace.data)).toBeNull();
});

it("orders.sql is no loader of orders, orders.csv.sql is one of orders.csv", async () => {
  write("orders.sql", "select 1");
  expect(await maybeLoader("orders", workspace.data)).toBeNull();
  const script = write("orders.csv.sql", "select 1");
  expect(await maybeLoader("orders.csv", workspace.data)).toBe(script);
});

it.each([
  ["t.csv.ts", "const rows: number[] = [1, 2];\nconsole.log('n\\n' + rows.join('\\n'));", "n\n1\n2\n"],
  [
    "t.csv.js",
    "import {readFileSync} from 'node:fs';\nprocess.stdout.write(readFileSync('beside.txt', 'utf8'));",
    "beside\n"
  ],
  ["t.csv.py", "print('n')\nprint(3)", "n\n3\n"],
  ["t.csv.sh", "echo n\ncat beside.txt", "n\nbeside\n"],
  ["sub/t.csv.sh", "cat beside.txt", "beside\n"]
])("%s runs in data/ and makes what it prints", async (name, text, output) => {
  write("beside.txt", "beside\n");
  write("package.json", '{"type": "module"}');
  write(name, text);
  const path = await run(name.replace(/\.\w+$/, ""));
  expect(readFileSync(path, "utf8")).toBe(output);
  expect(basename(path)).toBe("t.csv");
  expect(path.startsWith(workspace.cache)).toBe(true);
});

it("runs once for each text of the script", async () => {
  const log = join(folder, `log-${made}`);
  const script = (n: number) => `echo run >> '${log}'; echo n; echo ${n}`;
  write("a.csv.sh", script(1));
  const first = await run("a.csv");
  expect(await run("a.csv")).toBe(first);
  write("a.csv.sh", script(2));
  const second = await run("a.csv");
  expect(readFileSync(second, "utf8")).toBe("n\n2\n");
  expect(readFileSync(log, "utf8")).toBe("run\nrun\n");
  write("b.csv.sh", script(2)); // the same text for another file
  expect(basename(await run("b.csv"))).toBe("b.csv");
});

it("two runs at once do not write into each other", async () => {
  write("a.csv.sh", "for i in 1 2 3; do echo $i; sleep 0.02; done");
  const paths = await Promise.all([run("a.csv"), run("a.csv")]);
  expect(paths.map((path) => readFileSync(path, "utf8"))).toEqual(["1\n2\n3\n", "1\n2\n3\n"]);
});

// prettier-ignore
it.each([
  ["a.csv.sh", "echo half; echo 'no network' >&2; exit 3", "data/a.csv.sh:1: loader failed: exit code 3: no network; run it by hand; it has to print the table to standard output"],
  ["a.csv.sh", "echo one >&2; echo '  two' >&2; echo >&2; echo three >&2; echo four >&2; exit 1", "data/a.csv.sh:1: loader failed: exit code 1: two | three | four; run it by hand; it has to print the table to standard output"],
  ["sub/a.csv.ts", "const x: number = 1;\nthrow new TypeError(`no token ${x}`);", "data/sub/a.csv.ts:1: loader failed: exit code 1: TypeError: no token 1; run it by hand; it has to print the table to standard output"],
  ["a.csv.py", "raise ValueError('no\\ntoken')", /^data\/a\.csv\.py:1: loader failed: exit code 1: ValueError: no; run it by hand/],
  ["a.csv.sh", "kill -9 $$", /^data\/a\.csv\.sh:1: loader failed: ended by SIGKILL; run it by hand/],
  ["a.csv.sh", "true", "data/a.csv.sh:1: loader failed: it printed nothing; run it by hand; it has to print the table to standard output"]
])("%s that fails is one line with what it said: %s", async (name, text, message) => {
  write(name, text);
  const said = await failure(name.replace(/\.\w+$/, ""));
  if (typeof message === "string") expect(said).toBe(message);
  else expect(said).toMatch(message);
  expect(said).not.toContain("\n");
  expect(readdirSync(workspace.cache, {recursive: true}).filter((entry) => String(entry).includes("."))).toEqual([]);
});

it("a failed loader runs again", async () => {
  write("a.csv.sh", "test -f ready.txt || exit 1; echo n");
  expect(await failure("a.csv")).toContain("exit code 1");
  write("ready.txt", "");
  expect(readFileSync(await run("a.csv"), "utf8")).toBe("n\n");
});

it("a program that is not installed is named", async () => {
  write("a.csv.py", "print(1)");
  const path = process.env["PATH"];
  process.env["PATH"] = folder;
  const said = await failure("a.csv");
  process.env["PATH"] = path;
  expect(said).toContain("loader failed: python3 is not installed");
});

const SQL =
  "select n, at at time zone 'Asia/Tokyo' as at -- the sum\nfrom (select sum(n) as n, min(at)::timestamptz as at from 'raw/*.csv'); -- end";
it.each(["csv", "tsv", "json", "jsonl", "parquet", "csv.gz"])(
  "a .sql loader reads files by their paths from data/ and writes %s",
  async (ending) => {
    write("raw/1.csv", "n,at\n1,2025-01-31 15:00:00\n");
    write("raw/2.csv", "n,at\n2,2025-02-01 15:00:00\n");
    write(`a.${ending}.sql`, SQL);
    const path = await run(`a.${ending}`);
    const engine = await openNative({threads: 1});
    await engine.register("a", {format: ending.split(".")[0] as "csv", paths: [path]});
    const {columns} = await engine.query(`select n::integer as n, "at"::varchar as "at" from a`);
    await engine.close();
    expect(columns).toEqual({n: [3], at: ["2025-02-01 00:00:00"]});
  }
);

it("a .sql loader runs again when a file of data/ changes", async () => {
  const raw = write("raw.csv", "n\n1\n");
  write("a.csv.sql", "from 'raw.csv'");
  const first = await run("a.csv");
  expect(await run("a.csv")).toBe(first);
  writeFileSync(raw, "n\n2\n");
  utimesSync(raw, 1, 1);
  expect(readFileSync(await run("a.csv"), "utf8")).toBe("n\n2\n");
});

it.each([
  [
    "a.csv.sql",
    "select 1 as x,\n  y from 'raw.csv'",
    /^data\/a\.csv\.sql:2: loader failed: referenced column "y" not found/
  ],
  ["a.csv.sql", "from 'none.csv'", /^data\/a\.csv\.sql:1: loader failed: .*none\.csv/],
  ["a.csv.sql", "select 1; select 2", /^data\/a\.csv\.sql:1: loader failed: more than one statement/],
  ["a.arrow.sql", "select 1", /^data\/a\.arrow\.sql:1: loader failed: SQL cannot write Arrow; name it \.parquet\.sql/]
])("%s that fails is told with its line: %s", async (name, text, message) => {
  write("raw.csv", "n\n1\n");
  write(name, text);
  expect(await failure(name.slice(0, -4))).toMatch(message);
});

it("a .sql loader runs in an engine of its own, which is closed", async () => {
  write("a.csv.sql", "select 1 as n");
  let closed = 0;
  const open = async () => {
    const engine = await openNative({threads: 1});
    return {...engine, close: async () => (++closed, engine.close())};
  };
  await runLoader(join(workspace.data, "a.csv.sql"), "a.csv", workspace, open);
  expect(closed).toBe(1);
});
