import {existsSync, readFileSync, rmSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import {publishedLines} from "../../src/cli/command.ts";
import {call, run} from "./run.ts";

it("check says that all is well, and writes no site", async () => {
  using workspace = temporaryWorkspace();
  expect(await run("check", workspace)).toEqual({code: 0, errors: [], lines: ["1 report: no mistakes"]});
  expect(existsSync(workspace.out)).toBe(false);
});

it("check lists the mistakes of all reports, one a line", async () => {
  using workspace = temporaryWorkspace({
    "reports/drawn.md":
      "```sql twice\nselect 1 as a, 2 as b union all select 1, 3\n```\n\n```chart\ndata: twice\nmark: bar\nx: a\ny: b\n```\n",
    "reports/index.md": SMALL["reports/index.md"]!.replace("period: month", "by: segmnt"),
    "reports/other.md": "---\nfilters: [joind]\n---\n\n${nothing}\n"
  });
  const {code, errors} = await call("check", workspace);
  expect(code).toBe(1);
  expect(errors).toEqual([
    'reports/index.md:10: unknown dimension "segmnt"; there is none to choose from',
    'reports/drawn.md:5: bar chart with more than one row for "1"; split them by "color" or "facet", or add them up in the query',
    'reports/other.md:2: unknown filter "joind"; did you mean "joined"?',
    'reports/other.md:5: ${nothing} needs "nothing", which no cell is named; there is none to choose from'
  ]);
});

it("each published file is told with what it holds", () => {
  const file = {bytes: new Uint8Array(), table: null, columns: ["customers"]};
  expect(
    publishedLines([
      {...file, kind: "cube", path: "_data/a", rows: 7},
      {...file, kind: "rows", path: "_data/b", rows: 5, table: "orders", columns: ["customer", "at"]},
      {...file, kind: "code", path: "_assets/code-c.js", rows: 0, columns: []}
    ])
  ).toEqual([
    "published: _data/a: cube, 7 cells: customers",
    "published: _data/b: 5 rows of orders: customer, at",
    "published: _assets/code-c.js: a page's JavaScript"
  ]);
});

it("new writes a report that builds at once, under a name made of its title", async () => {
  using workspace = temporaryWorkspace();
  const {code, lines} = await run("new", workspace, ["Spring campaign: did it work?"]);
  expect([code, lines]).toEqual([
    0,
    [expect.stringContaining("reports/spring-campaign-did-it-work.md (npm run dev shows it)")]
  ]);
  expect(readFileSync(join(workspace.root, "reports/spring-campaign-did-it-work.md"), "utf8")).toContain(
    'title: "Spring campaign: did it work?"'
  );
  expect((await call("check", workspace)).errors).toEqual([]);
});

it("new writes Japanese where asked, never over a report that is there, and not without a title", async () => {
  using workspace = temporaryWorkspace();
  await call("new", workspace, ["春の施策", "--lang", "ja-JP"]);
  expect(readFileSync(join(workspace.root, "reports/春の施策.md"), "utf8")).toContain("お客様は");
  expect((await call("check", workspace)).errors).toEqual([]);
  const again = await call("new", workspace, ["春の施策"]);
  expect([again.code, again.errors]).toEqual([
    1,
    ["reports/春の施策.md:1: there is such a report already; choose another title"]
  ]);
  expect((await call("new", workspace)).errors).toEqual(['reports:1: a report needs a title; npm run new -- "Title"']);
});

it("new knows the languages that reports can be in, and writes nothing in another one", async () => {
  using workspace = temporaryWorkspace();
  expect(await call("new", workspace, ["Printemps", "--lang", "fr"])).toEqual({
    code: 1,
    errors: ['--lang:1: unknown language "fr"; known: en, ja'],
    lines: []
  });
  expect(existsSync(join(workspace.root, "reports/printemps.md"))).toBe(false);
  expect((await call("new", workspace, ["Printemps", "--lang", "jp"])).errors).toEqual([
    '--lang:1: unknown language "jp"; did you mean "ja"?'
  ]);
});

it("check writes files for CI of a folder of snapshots that it cannot read, and leaves no older ones", async () => {
  using workspace = temporaryWorkspace({"site/index.html": "<title>Another site</title>"});
  const xml = join(workspace.root, "gates.xml");
  expect((await call("check", workspace, ["--junit", xml])).code).toBe(0);
  const into = ["--into", join(workspace.root, "site")];
  const {code, errors} = await call("check", workspace, ["--junit", xml, ...into]);
  expect([code, errors]).toEqual([1, [expect.stringContaining("the folder holds a site that is none of ours")]]);
  expect(readFileSync(xml, "utf8")).toContain('errors="1"');
  // A build and a snapshot with a passphrase that is not there likewise.
  for (const command of ["build", "snapshot"]) {
    const args = ["--passphrase-file", "no-such-file", ...(command === "build" ? ["--out", workspace.out] : into)];
    rmSync(xml);
    expect((await call(command, workspace, ["--junit", xml, ...args])).code).toBe(1);
    expect(readFileSync(xml, "utf8")).toContain("no passphrase file");
  }
});

it("--help prints the options", async () => {
  using workspace = temporaryWorkspace();
  const {code, lines} = await run("build", workspace, ["--help"]);
  expect(code).toBe(0);
  expect(lines.join("\n")).toContain("--allow-unknown-cells");
});
