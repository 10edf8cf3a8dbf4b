import {execFile} from "node:child_process";
import {createHash} from "node:crypto";
import {cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {afterAll, beforeAll, expect, it} from "vitest";
import {deadLinksOf} from "../links.ts";

const PROJECT = join(import.meta.dirname, "../..");
const TASKSET = ["/usr/bin/taskset", "/bin/taskset"].find(existsSync);
/** Prints the seconds of processor time that the whole process took. */
const CPU = `data:text/javascript,process.on("exit",()=>{const {user,system}=process.cpuUsage();console.log("cpu "+(user+system)/1e6)})`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "kizuna-reproducible-"));
  for (const name of ["one", "two"])
    for (const part of ["data", "reports", "public"])
      cpSync(join(PROJECT, part), join(folder, name, part), {recursive: true});
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** Builds a copy of the demo. @returns the seconds of processor time that it took. */
async function build(name: string, env: Readonly<Record<string, string>>, cores: string | null): Promise<number> {
  const at = (part: string) => join(folder, name, part);
  const args = [
    "--import",
    CPU,
    join(PROJECT, "src/cli/build.ts"),
    "--workspace",
    at("."),
    "--cache",
    at("cache"),
    "--out",
    at("out")
  ];
  const [command, ...all] =
    cores !== null && TASKSET ? [TASKSET, "-c", cores, process.execPath, ...args] : [process.execPath, ...args];
  const {stdout} = await promisify(execFile)(command!, all, {
    cwd: PROJECT,
    env: {...process.env, SOURCE_DATE_EPOCH: "1700000000", ...env},
    maxBuffer: 1e8
  });
  return Number(/^cpu ([\d.]+)$/m.exec(stdout)![1]);
}

/** Hash of every file of a site, by its path. */
function hashes(name: string): Readonly<Record<string, string>> {
  const out = join(folder, name, "out");
  const files = readdirSync(out, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(out.length), createHash("sha256").update(readFileSync(path)).digest("hex")])
  );
}

it("the demo is the same, byte for byte, in another folder, zone and locale, on other cores, cold and warm; a word costs less than a fifth", async () => {
  const cold = await build("one", {TZ: "Pacific/Kiritimati", LANG: "ja_JP.UTF-8", LC_ALL: "ja_JP.UTF-8"}, "0");
  const first = hashes("one");
  expect(Object.keys(first).length).toBeGreaterThan(60);
  expect(deadLinksOf(join(folder, "one/out"))).toEqual([]);
  await build("two", {TZ: "America/St_Johns", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8"}, null);
  expect(hashes("two")).toEqual(first);

  const report = join(folder, "one/reports/value.md");
  const text = readFileSync(report, "utf8");
  writeFileSync(report, `${text}\nEvergreen.\n`);
  const edited = await build("one", {}, null);
  const changed = Object.entries(hashes("one")).filter(([file, hash]) => first[file] !== hash);
  expect(changed.map(([file]) => file)).toEqual(["/manifest.json", "/search/en.json", "/value/index.html"]);
  expect(edited).toBeLessThan(cold / 5);

  writeFileSync(report, text);
  await build("one", {TZ: "Asia/Kathmandu"}, null);
  expect(hashes("one")).toEqual(first);
});
