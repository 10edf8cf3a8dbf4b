import {execFileSync, spawn} from "node:child_process";
import {createHash} from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  watch
} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");
const CACHES = join(PROJECT, "node_modules/.cache/kizuna");
/** Where a run is told to end, as shares of an undisturbed run's time. */
const POINTS = [0.3, 0.6, 0.9];
/** Folders that are there while a run is at work. */
const PASSING = /^(pages|client-tmp|database-tmp|snapshot|anew)-|\.tmp-|^kizuna-site-|\.unfinished-|^\.kizuna-lock/;

interface Command {
  readonly name: string;
  readonly option: "--out" | "--into";
  readonly args?: readonly string[];
}

const COMMANDS: readonly Command[] = [
  {name: "build", option: "--out"},
  {name: "snapshot", option: "--into"},
  {name: "export", option: "--out"},
  {name: "pdf", option: "--out"},
  {name: "email", option: "--out"}
];

let workspace: TemporaryWorkspace;
let folder: string;
beforeAll(() => {
  workspace = temporaryWorkspace({
    "reports/second.md": "# Second\n\nNothing.\n",
    "reports/draft.md":
      "---\ndraft: true\n---\n# Draft\n\n```sql everybody\nselect distinct customer from orders\n```\n\n```sql\nselect count(*) as customers from everybody\n```\n"
  });
  folder = mkdtempSync(join(tmpdir(), "kizuna-faults-"));
  mkdirSync(join(folder, "tmp"));
});
afterAll(() => {
  workspace[Symbol.dispose]();
  rmSync(folder, {recursive: true, force: true});
});

interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly errors: readonly string[];
  readonly took: number;
}

/** Runs a command into `out`, and ends it after some milliseconds. */
function run(
  {name, option, args: more = []}: Command,
  out: string,
  end: {signal: NodeJS.Signals; after: number} | null
): Promise<Ran> {
  const args = [
    join(PROJECT, `src/cli/${name}.ts`),
    "--workspace",
    workspace.root,
    "--cache",
    workspace.cache,
    option,
    out,
    ...more
  ];
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env: {...process.env, TMPDIR: join(folder, "tmp"), SOURCE_DATE_EPOCH: "1700000000"},
    stdio: ["ignore", "ignore", "pipe"]
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const timer = end && setTimeout(() => child.kill(end.signal), end.after);
  return new Promise((done) =>
    child.on("close", (code, signal) => {
      if (timer) clearTimeout(timer);
      done({code, signal, errors: said.split("\n").filter(Boolean), took: performance.now() - started});
    })
  );
}

/** Hash of every file of a folder, by its path. */
function contentOf(root: string): Readonly<Record<string, string>> {
  const files = readdirSync(root, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(root.length), createHash("sha256").update(readFileSync(path)).digest("hex")])
  );
}

/** The passing folders that are where runs write. */
function passing(): readonly string[] {
  return [folder, join(folder, "tmp"), workspace.cache, join(workspace.root, "..")]
    .filter(existsSync)
    .flatMap((place) => readdirSync(place, {recursive: place === folder}).map(String))
    .filter((name) => PASSING.test(name.split("/").at(-1)!));
}

/** The passing folders of a run, without those that a killed one has left; in the project's cache only those that came while it was at work, since other runs are, too. */
async function leftOver(seen: ReadonlySet<string>, killed: ReadonlySet<string>): Promise<readonly string[]> {
  const own = passing().filter((name) => !killed.has(name));
  const shared = () => [...seen].filter((name) => existsSync(join(CACHES, name)));
  for (let i = 0; i < 60 && shared().length > 0; ++i) await sleep(1000);
  return [...own, ...shared()];
}

describe.each(COMMANDS)("$name", (command) => {
  it("leaves what was there whole when it is told to end, or killed, at any point; told to end, it leaves nothing else", async () => {
    const out = join(folder, command.name);
    const kept = join(folder, `${command.name}.kept`);
    expect((await run(command, out, null)).errors).toEqual([]);
    cpSync(out, kept, {recursive: true});
    const before = contentOf(out);
    expect(Object.keys(before).length).toBeGreaterThan(1);
    // Something new to write, so that no run ends early.
    workspace.write({"reports/second.md": `# Second\n\nAnother ${command.name}.\n`});
    const {took} = await run(command, join(folder, `${command.name}.timed`), null);
    const seen = new Set<string>();
    const watcher = watch(CACHES, (_, name) => void (name !== null && PASSING.test(name) && seen.add(name)));
    const killed = new Set(passing());
    let ended = 0;
    try {
      for (const [i, point] of POINTS.entries()) {
        const signal = i % 2 === 0 ? "SIGINT" : "SIGTERM";
        const ran = await run(command, out, {signal, after: took * point});
        if (ran.code === 0) continue; // it was done
        ++ended;
        // Before the first temporary folder, the signal ends it by itself.
        expect([130, 143, null]).toContain(ran.code);
        if (ran.code === null) expect(ran.signal).toMatch(/SIGINT|SIGTERM/);
        expect(await leftOver(seen, killed)).toEqual([]);
        expectWhole(command, out, before);
      }
    } finally {
      watcher.close();
    }
    expect(ended).toBeGreaterThan(1);
    await run(command, out, {signal: "SIGKILL", after: took * 0.8});
    expectWhole(command, out, before);
    expect((await run(command, out, null)).code).toBe(0);
    expectWhole(command, out, before, true);
  }, 300_000);

  it("a source that cannot be read is one line and exit code 1; what was there stays", async () => {
    const out = join(folder, command.name);
    const before = contentOf(out);
    const source = join(workspace.root, "data/orders.csv");
    renameSync(source, `${source}.away`);
    mkdirSync(source);
    const {code, errors} = await run(command, out, null);
    rmSync(source, {recursive: true});
    renameSync(`${source}.away`, source);
    expect([code, errors.length]).toEqual([1, 1]);
    expect(contentOf(out)).toEqual(before);
  }, 60_000);

  it.skipIf(!canMount())(
    "a full disk (skipped where no file system can be mounted) is one line and exit code 1",
    async () => {
      const disk = mkdtempSync(join(folder, "disk-"));
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=20k", "tmpfs", disk]);
      try {
        const {code, errors} = await run(command, join(disk, "out"), null);
        expect([code, errors]).toEqual([
          1,
          [expect.stringContaining("cannot write the output: no space left on the disk")]
        ]);
        // Files that snapshots share are there whole or not at all; nothing leads to them yet.
        expect(Object.keys(contentOf(disk)).filter((path) => !/^\/out\/_assets\/[\w-]+\.js$/.test(path))).toEqual([]);
      } finally {
        execFileSync("umount", [disk]);
      }
    },
    60_000
  );
});

it("list, told to end at any point, leaves a whole list or nothing, no id beside it", async () => {
  const lists = join(folder, "lists");
  const list: Command = {name: "list", option: "--out", args: ["--cell", "everybody"]};
  const {took, errors} = await run(list, join(lists, "timed.csv"), null);
  expect(errors).toEqual([]);
  const whole = readFileSync(join(lists, "timed.csv"));
  expect(whole.toString()).toMatch(/^\uFEFFcustomer,arm\r\n([abc],treated\r\n){3}$/);
  for (const [i, point] of [...POINTS, 0.95, 0.98].entries()) {
    const signal = i % 2 === 0 ? "SIGINT" : "SIGTERM";
    await run(list, join(lists, `${i}.csv`), {signal, after: took * point});
    if (existsSync(join(lists, `${i}.csv`))) expect(readFileSync(join(lists, `${i}.csv`))).toEqual(whole);
  }
  expect(readdirSync(lists).filter((name) => !/^(timed|\d)\.csv$/.test(name))).toEqual([]);
}, 120_000);

/** Files of the output that are not what they were before have to be whole and new: a run that got far enough may have written them. */
function expectWhole(command: Command, out: string, before: Readonly<Record<string, string>>, isDone = false): void {
  const now = contentOf(out);
  const fresh = contentOf(join(folder, `${command.name}.timed`));
  if (command.name === "snapshot") {
    // The older snapshot is never touched; whatever leads to them is whole: test/heavy/snapshots.heavy.ts.
    for (const [path, hash] of Object.entries(before))
      if (/^\/(snapshots|_data|_assets)\//.test(path)) expect(now[path]).toBe(hash);
    return;
  }
  if (command.name === "pdf") {
    // A PDF says when it was made.
    for (const path of Object.keys(before))
      expect(readFileSync(join(out, path), "latin1")).toMatch(/^%PDF[\s\S]*%%EOF\s*$/);
    return;
  }
  for (const path of new Set([...Object.keys(before), ...Object.keys(fresh)])) {
    if (PASSING.test(path)) continue;
    expect([before[path], fresh[path]], path).toContain(now[path]);
  }
  // A site is swapped as one.
  if (command.name === "build" && !isDone) expect([before, fresh]).toContainEqual(now);
}

function canMount(): boolean {
  const place = mkdtempSync(join(tmpdir(), "kizuna-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", place], {stdio: "ignore"});
    execFileSync("umount", [place]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(place, {recursive: true, force: true});
  }
}
