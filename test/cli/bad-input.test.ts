import {execFileSync} from "node:child_process";
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {describe, expect, it} from "vitest";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";
import {call, run} from "./run.ts";

function build(workspace: TemporaryWorkspace, {args = [], by = run}: {args?: readonly string[]; by?: typeof run} = {}) {
  return by("build", workspace, ["--out", workspace.out, ...args]);
}

const catalog = SMALL["data/catalog.yaml"]!;
const report = SMALL["reports/index.md"]!;
/** The manifest of an earlier site. */
const OLD = '{"snapshot":"old"}';

/** What is wrong, the files that make it so, and the line that the build prints. */
const CASES: readonly (readonly [string, Readonly<Record<string, string | null>>, string])[] = [
  [
    "catalog absent",
    {"data/catalog.yaml": null},
    "data/catalog.yaml:1: no catalog; a workspace has data/catalog.yaml and reports/; name its folder with --workspace"
  ],
  [
    "missing file",
    {"data/catalog.yaml": catalog.replace("orders.csv", "oders.csv")},
    'data/catalog.yaml:5: no file "oders.csv" for table "orders"; did you mean "orders.csv"?'
  ],
  [
    "missing column",
    {"data/catalog.yaml": catalog.replace("amount", "amont")},
    'data/catalog.yaml:5: table "orders" has no column "amont"; did you mean "amount"?'
  ],
  [
    "unknown catalog key",
    {"data/catalog.yaml": catalog.replace("currency", "curency")},
    'data/catalog.yaml:2: unknown key "curency"; did you mean "currency"?'
  ],
  [
    "theme without words",
    {"data/catalog.yaml": `${catalog.trimEnd()}\nthemes:\n  delivery: [late]\n  price: []\n`},
    `data/catalog.yaml:${catalog.trimEnd().split("\n").length + 3}: themes.price [] is no theme: a list of at least one word, or {words: […], ja: its name in Japanese}`
  ],
  [
    "no readable date",
    {"data/orders.csv": "customer_id,ordered,amount\na,soon,1\nb,later,2\n"},
    'data/catalog.yaml:5: no row of table "orders" can be read: 2 × unreadable at; check orders.csv and the columns mapped to it'
  ],
  [
    "empty table",
    {"data/orders.csv": "customer_id,ordered,amount\n"},
    'data/catalog.yaml:5: table "orders" is empty; orders.csv has no rows'
  ],
  [
    "unknown front-matter key",
    {"reports/index.md": `---\ntitel: x\n---\n${report}`},
    'reports/index.md:2: unknown key "titel"; did you mean "title"?'
  ],
  [
    "SQL error, on its line",
    {"reports/index.md": report.replace("sum(revenue)", "\n  sum(revenu)")},
    'reports/index.md:15: referenced column "revenu" not found'
  ],
  [
    "unknown table in SQL",
    {"reports/index.md": report.replace("from orders", "from oders")},
    'reports/index.md:15: unknown table "oders"; did you mean "orders"?'
  ],
  [
    "cell cycle",
    {"reports/index.md": "```sql one\nselect * from two\n```\n\n```sql two\nselect * from one\n```\n"},
    'reports/index.md:6: cells need each other: "one" (line 1) → "two" (line 5) → "one" (line 1); let one of them read a table of the catalog'
  ],
  [
    "fence that never closes",
    {"reports/index.md": "# A\n\n```sql\nselect 1\n"},
    "reports/index.md:3: fence never closes; add ``` after it"
  ],
  [
    "failing check",
    {
      "data/catalog.yaml": `${catalog}checks:\n  - {name: no big orders, sql: "select * from orders where revenue > 30"}\n`
    },
    'data/catalog.yaml:8: check "no big orders" found 1 row; correct the data, or the check'
  ],
  [
    "failing loader",
    {
      "data/catalog.yaml": catalog.replace("orders.csv", "made.csv"),
      "data/made.csv.ts": 'throw new Error("no such shop");\n'
    },
    "data/made.csv.ts:1: loader failed: exit code 1: "
  ],
  [
    "no reports",
    {"reports/index.md": null},
    'reports:1: no reports; add a Markdown file to it, or run npm run new -- "Title"'
  ]
];

describe("bad input gives one line, a non-zero exit code and no output", () => {
  it.each(CASES)("%s", async (_, files, line) => {
    using workspace = temporaryWorkspace(files);
    const {code, errors} = await build(workspace, {by: call});
    expect(errors).toHaveLength(1);
    expect(errors[0]!.replace(/^.*?(?=(?:data|reports)[/:])/, "")).toContain(line);
    expect(code).toBe(line.includes('check "') ? 2 : 1);
    expect(existsSync(workspace.out)).toBe(false);
    // Nothing half-written beside it either.
    expect(readdirSync(dirname(workspace.out)).filter((name) => name.includes(".tmp-"))).toEqual([]);
  });

  it("an output folder that cannot be written", async () => {
    using workspace = temporaryWorkspace();
    writeFileSync(workspace.out, "a file, and no folder");
    const {code, errors} = await build(workspace, {args: ["--out", join(workspace.out, "site")]});
    expect(errors).toEqual([
      `${workspace.out}/site:1: cannot write the output: a part of its path is a file; the old output is as it was; choose another folder with --out`
    ]);
    expect(code).toBe(1);
  });

  it("an output folder that holds somebody's files", async () => {
    using workspace = temporaryWorkspace();
    mkdirSync(workspace.out);
    writeFileSync(join(workspace.out, "diary.txt"), "dear diary");
    const {code, errors} = await build(workspace);
    expect(errors).toEqual([
      `${workspace.out}:1: the output folder holds files that are no report site; empty it, or choose another folder with --out`
    ]);
    expect(code).toBe(1);
    expect(readFileSync(join(workspace.out, "diary.txt"), "utf8")).toBe("dear diary");
  });

  it.skipIf(!canMount())("a full disk (skipped where no file system can be mounted): the old site stays", async () => {
    using workspace = temporaryWorkspace();
    const disk = join(dirname(workspace.out), "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=32k", "tmpfs", disk]);
    try {
      const out = join(disk, "site");
      mkdirSync(out);
      writeFileSync(join(out, "manifest.json"), OLD);
      const {code, errors} = await build(workspace, {args: ["--out", out]});
      expect(errors).toEqual([
        `${out}:1: cannot write the output: no space left on the disk; the old output is as it was; choose another folder with --out`
      ]);
      expect(code).toBe(1);
      expect(readFileSync(join(out, "manifest.json"), "utf8")).toBe(OLD);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

it("an unknown option says which one was meant", async () => {
  using workspace = temporaryWorkspace();
  const {code, errors} = await build(workspace, {args: ["--ouput", "x"]});
  expect(errors).toEqual(['unknown option --ouput; did you mean "--out"?']);
  expect(code).toBe(1);
});

function canMount(): boolean {
  using workspace = temporaryWorkspace();
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", workspace.root], {stdio: "ignore"});
    execFileSync("umount", [workspace.root]);
    return true;
  } catch {
    return false;
  }
}
