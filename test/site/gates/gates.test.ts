import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNative} from "../../../src/engine/native.ts";
import type {Engine} from "../../../src/engine/engine.ts";
import {gateLine} from "../../../src/site/gates/gate.ts";
import {junit} from "../../../src/site/gates/junit.ts";
import {sarif} from "../../../src/site/gates/sarif.ts";
import {judged} from "../../../src/cli/gates.ts";
import {QueryError, ReportError} from "../../../src/errors.ts";
import {builtAt} from "../../../src/site/build.ts";
import {gatesOf} from "../../../src/site/gates/gates.ts";
import {lockData, lockGates} from "../../../src/site/gates/lock-gates.ts";
import type {SnapshotRecord} from "../../../src/site/snapshots/record.ts";
import {evaluateWorkspace} from "../../../src/site/site.ts";
import {openWorkspace} from "../../../src/site/workspace.ts";
import {call, run} from "../../cli/run.ts";
import {SMALL, temporaryWorkspace} from "../../workspace.ts";
import {recordOf} from "../snapshots/records.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNative({threads: 2, memoryLimit: "2GB"});
});
afterAll(() => engine.close());

const CATALOG = SMALL["data/catalog.yaml"]!;
const catalog = (more: string, table = "") =>
  `${CATALOG.replace("revenue: amount}}", `revenue: amount}${table}}`)}${more}`;

/** Lines of the gates that do not hold; those that only warn begin with "warning". */
async function problems(
  files: Readonly<Record<string, string | null>>,
  {
    now = "2025-04-02T12:00:00Z",
    before = null,
    audience = null
  }: {now?: string; before?: SnapshotRecord | null; audience?: string | null} = {}
): Promise<readonly string[]> {
  using temporary = temporaryWorkspace(files);
  const workspace = openWorkspace(temporary.root, temporary.cache);
  const evaluation = await evaluateWorkspace(workspace, engine, {allowUnknown: false, audience});
  expect(evaluation.errors.map(({message}) => message)).toEqual([]);
  const gates = await gatesOf(evaluation, workspace, {now: new Date(now), before});
  return gates
    .filter(({problem}) => problem !== null)
    .map((gate) => `${gate.isWarning ? "warning " : ""}${gateLine(gate)}`);
}

describe("the lock of the data", () => {
  const ORDERS = SMALL["data/orders.csv"]!;

  it("holds while no byte of a table's files differs; a change, a new table and a lost one are told on their lines", async () => {
    using temporary = temporaryWorkspace();
    const workspace = openWorkspace(temporary.root, temporary.cache);
    const broken = async () => {
      const evaluation = await evaluateWorkspace(workspace, engine, {allowUnknown: false});
      return (await lockGates(evaluation.loaded, workspace)).flatMap((gate) =>
        gate.problem === null ? [] : [gateLine(gate)]
      );
    };
    expect(await broken()).toEqual([]);
    const {loaded} = await evaluateWorkspace(workspace, engine, {allowUnknown: false});
    expect(await lockData(loaded, workspace)).toBe(1);
    expect(await broken()).toEqual([]);
    temporary.write({"data/orders.csv": ORDERS.replace("10.00", "10.01")});
    expect(await broken()).toEqual([
      'data/sources.lock.json:4: the files of table "orders" are not those that were locked; npm run check -- --lock takes the data as it is'
    ]);
    temporary.write({"data/orders.csv": ORDERS, "data/sources.lock.json": '{"format": 1, "tables": {"gone": "x"}}'});
    expect(await broken()).toEqual([
      'data/sources.lock.json:1: table "orders" is not locked; npm run check -- --lock takes the data as it is',
      'data/sources.lock.json:1: table "gone" is locked, but read from no file; npm run check -- --lock takes the data as it is'
    ]);
    temporary.write({"data/sources.lock.json": "{"});
    await expect(broken()).rejects.toThrow(
      "data/sources.lock.json:1: the lock of the data cannot be read; restore it, or delete it"
    );
  });
});

describe("gates", () => {
  it("hold for a workspace that asks for nothing", async () => {
    expect(await problems({})).toEqual([]);
  });

  it("tell of every check that finds rows, not only of the first", async () => {
    const checks = `checks:\n  - {name: small, sql: from orders where revenue > 20}\n  - {name: none, sql: from orders where revenue < 0}\n  - {name: few, sql: from orders}\n`;
    expect(await problems({"data/catalog.yaml": catalog(checks)})).toEqual([
      'data/catalog.yaml:8: check "small" found 2 rows; correct the data, or the check',
      'data/catalog.yaml:10: check "few" found 5 rows; correct the data, or the check'
    ]);
  });

  it("hold a table's latest row, of March 1, to its maxAge by the clock of the catalog's zone", async () => {
    const own = {"data/catalog.yaml": catalog("", ", maxAge: 3 days")};
    expect(await problems(own, {now: "2025-03-04T23:59:00Z"})).toEqual([]);
    expect(await problems(own, {now: "2025-03-05T00:00:00Z"})).toEqual([
      'data/catalog.yaml:5: table "orders" is 4 days old: its latest row is of 2025-03-01, and maxAge is 3 days; load newer data'
    ]);
    // In Tokyo March 5 begins nine hours earlier.
    const tokyo = {"data/catalog.yaml": catalog("timeZone: Asia/Tokyo\n", ", maxAge: 3 days")};
    expect(await problems(tokyo, {now: "2025-03-04T15:00:00Z"})).toHaveLength(1);
    const all = {"data/catalog.yaml": catalog("gates: {maxAge: 1 week}\n")};
    expect(await problems(all, {now: "2025-03-09T12:00:00Z"})).toEqual([
      'data/catalog.yaml:7: table "orders" is 8 days old: its latest row is of 2025-03-01, and maxAge is 7 days; load newer data'
    ]);
  });

  // Of six orders one cannot be read, b's: a sixth, of which the audience sees none. The audience's own latest order is of January.
  it("say the same to an audience: they judge what was read of all customers", async () => {
    const files = {
      "data/catalog.yaml": `currency: EUR
tables:
  customers: {from: customers.csv}
  orders: {from: orders.csv, maxAge: 3 days, maxRejected: 10%}
dimensions: [tier]
publish: {minimumCell: 1}
audiences: {gold: {tier: [Gold]}}
`,
      "data/customers.csv": "customer,tier\na,Gold\nb,Basic\n",
      "data/orders.csv":
        "customer,at,revenue\na,2025-01-05,10\nb,2025-01-06,1\nb,2025-01-07,1\nb,2025-01-08,1\nb,2025-03-01,1\nb,soon,1\n",
      "reports/index.md": "# X\n"
    };
    const told = await problems(files, {now: "2025-03-02T12:00:00Z"});
    expect(told).toEqual([
      'data/catalog.yaml:4: 1 of 6 rows of table "orders" (17%) are set aside, more than 10%; mostly: unreadable at'
    ]);
    expect(await problems(files, {now: "2025-03-02T12:00:00Z", audience: "gold"})).toEqual(told);
  });

  it("hold a table whose rows are all after the as-of date to its maxAge, too: nothing in it is that new", async () => {
    const surveys = {
      "data/catalog.yaml": catalog("").replace("publish:", "  surveys: {from: surveys.csv, maxAge: 2 days}\npublish:"),
      "data/surveys.csv": "customer,at,nps\na,2025-04-05,9\n"
    };
    expect(await problems(surveys)).toEqual([
      'data/catalog.yaml:6: table "surveys" has no row that says when, and maxAge is 2 days; load its data'
    ]);
  });

  it("hold the share of rows set aside to maxRejected; rows after the as-of date are none of them", async () => {
    // One of six rows is broken: 16.7%. Two more come after March 31.
    const orders = `${SMALL["data/orders.csv"]!},2025-03-02,1\na,2025-04-01,1\nb,2025-04-02,1\n`;
    const files = (most: string) => ({
      "data/orders.csv": orders,
      "data/catalog.yaml": catalog("", `, maxRejected: ${most}`)
    });
    expect(await problems(files("17%"))).toEqual([]);
    expect(await problems(files("10%"))).toEqual([
      'data/catalog.yaml:5: 1 of 6 rows of table "orders" (17%) are set aside, more than 10%; mostly: no customer'
    ]);
  });

  it("hold a table's rows to the last snapshot's: 5 are 37.5% fewer than 8, and 25% more than 4", async () => {
    const before = (rows: number) =>
      recordOf({id: "a", number: 1, tables: [{table: "orders", rows, rejected: 0, content: ""}]});
    const files = (volume: string) => ({"data/catalog.yaml": catalog("", `, volume: ${volume}`)});
    expect(await problems(files("20%"))).toEqual([]);
    expect(await problems(files("20%"), {before: before(5)})).toEqual([]);
    expect(await problems(files("20%"), {before: before(8)})).toEqual([
      'data/catalog.yaml:5: table "orders" has 5 rows, 38% fewer than the 8 of the last snapshot; at most 20% is allowed'
    ]);
    expect(await problems(files("{fewer: 40%}"), {before: before(8)})).toEqual([]);
    expect(await problems(files("{fewer: 0%, more: 24%}"), {before: before(4)})).toEqual([
      'data/catalog.yaml:5: table "orders" has 5 rows, 25% more than the 4 of the last snapshot; at most 24% is allowed'
    ]);
  });

  it("hold headlines to targets that say fail: true, more or less as the figure wants it", async () => {
    // Revenue is 80, orders are 5.
    const targets =
      "targets:\n  revenue: {value: 81, fail: true}\n  orders: {value: 5, fail: true}\n  customers: 99\n  ordres: {value: 1, fail: true}\n";
    expect(await problems({"data/catalog.yaml": catalog(targets)})).toEqual([
      "data/catalog.yaml:8: revenue is 80, below its target of 81; see what happened, or leave out fail: true",
      'data/catalog.yaml:11: no headline figure is called "ordres"; did you mean "orders"?'
    ]);
  });

  it("find links between reports that lead nowhere, with their line and what was meant", async () => {
    const report = `# First

## Part

[there](value/index.html) [here](#part) [figure](value/index.html#kpis) [data](index.json) [paper](terms.txt) [out](https://example.com/x.md)

[file](value.md)
[typo](valu/index.html)
[gone](nothing/at/all.html)
[part](value/index.html#kpi)
[root](/value/)
`;
    const files = {
      "reports/index.md": report,
      "reports/value.md": "# Value\n\n[back](../index.html)\n\n```kpi kpis\nshow: [customers]\n```\n",
      "public/terms.txt": "…"
    };
    const expected = [
      'reports/index.md:7: dead link "value.md"; did you mean "./value/index.html"?',
      'reports/index.md:8: dead link "valu/index.html"; did you mean "./value/index.html"?',
      'reports/index.md:9: dead link "nothing/at/all.html"; there is no such page',
      'reports/index.md:10: dead link "value/index.html#kpi": the page has no part "kpi"; did you mean "#kpis"?',
      `reports/index.md:11: link "/value/" begins at the host's root, which is not the site's everywhere; write it relative`
    ];
    expect(await problems(files)).toEqual(expected);
    expect(await problems({...files, "data/catalog.yaml": catalog("gates: {deadLinks: warn}\n")})).toEqual(
      expected.map((line) => `warning ${line}`)
    );
    expect(await problems({...files, "data/catalog.yaml": catalog("gates: {deadLinks: off}\n")})).toEqual([]);
  });

  it("know the first page that is made where no report is one, and no folder of public files", async () => {
    const files = {
      "reports/index.md": null,
      "reports/value.md":
        "# Value\n\n[list](../) [list](../index.html) [paper](../papers/terms.txt)\n\n[papers](../papers/)\n",
      "public/papers/terms.txt": "…"
    };
    expect(await problems(files)).toEqual(['reports/value.md:5: dead link "../papers/"; there is no such page']);
  });

  it("warn of figures that have nothing to show; fail where the catalog says so", async () => {
    const files = {
      "reports/index.md":
        "# A\n\n```sql none\nselect at, revenue from orders where revenue > 1000\n```\n\n```table shown\ndata: none\n```\n"
    };
    const line = 'reports/index.md:7: the table cell "shown" has nothing to show; see whether its data is there';
    expect(await problems(files)).toEqual([`warning ${line}`]);
    expect(await problems({...files, "data/catalog.yaml": catalog("gates: {emptyFigures: fail}\n")})).toEqual([line]);
  });
});

it("a build says that it was at a time that is one", () => {
  expect(builtAt("86400").toISOString()).toBe("1970-01-02T00:00:00.000Z");
  for (const epoch of ["abc", "1e99", "-1", "9".repeat(20)])
    expect(() => builtAt(epoch)).toThrow(
      `SOURCE_DATE_EPOCH:1: unusable time "${epoch}"; write whole seconds since 1970`
    );
});

it("files for CI are of this run or not there: a query's mistake is written, after a defect there is none", async () => {
  using temporary = temporaryWorkspace();
  const workspace = openWorkspace(temporary.root, temporary.cache);
  const xml = join(temporary.root, "gates.xml");
  const json = join(temporary.root, "gates.sarif");
  const call = {values: {junit: xml, sarif: json}, words: []};
  const none = () => ({errors: [], gates: []});
  const fail = (error: Error) => judged({call, workspace}, () => Promise.reject(error), none);
  await expect(fail(new QueryError("no such column", {sql: "select x"}))).rejects.toThrow("no such column");
  expect(readFileSync(xml, "utf8")).toContain(
    '<testcase classname="kizuna.mistake" name="database"><error type="mistake" message="no such column">'
  );
  // Nobody knows its line: there is the file that a code host wants, and no more.
  const [{locations, message}] = JSON.parse(readFileSync(json, "utf8")).runs[0].results;
  expect(message).toEqual({text: "no such column"});
  expect(locations).toEqual([{physicalLocation: {artifactLocation: {uri: expect.stringMatching(/data\/catalog\.yaml$/)}}}]); // prettier-ignore
  await expect(fail(new TypeError("a defect"))).rejects.toThrow("a defect");
  expect(existsSync(xml)).toBe(false);
});

it("files for CI hold any name and any text", () => {
  const place = {file: "reports/a #1? 日本.md", line: 3};
  const mistake = new ReportError("\u0001 half \uD83D and \uFFFE of a text", place);
  expect(
    JSON.parse(sarif([], [mistake], "")).runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri
  ).toBe("reports/a%20%231%3F%20%E6%97%A5%E6%9C%AC.md");
  expect(junit([], [mistake])).toContain(" half \uFFFD and  of a text");
});

describe("on the command line", () => {
  const files = {
    "data/catalog.yaml": catalog(`checks:\n  - {name: "small <&>", sql: from orders where revenue > 20}\n`)
  };

  it("a gate that does not hold ends with exit code 2, and stands in JUnit and SARIF", async () => {
    using workspace = temporaryWorkspace({...files, "reports/index.md": "# A\n\n[x](gone.html)\n"});
    const [xml, json] = ["gates.xml", "deep/gates.sarif"].map((name) => join(workspace.root, name)) as [string, string];
    const {code, errors} = await run("check", workspace, ["--junit", xml, "--sarif", json]);
    expect([code, errors]).toEqual([
      2,
      [
        'data/catalog.yaml:8: check "small <&>" found 2 rows; correct the data, or the check',
        'reports/index.md:3: dead link "gone.html"; there is no such page'
      ]
    ]);
    const {document} = parseHTML(readFileSync(xml, "utf8").replace(/^<\?xml.*\n/, ""));
    expect(document.querySelector("testsuites")!.getAttribute("failures")).toBe("2");
    const failed = [...document.querySelectorAll("testcase")].filter((one) => one.querySelector("failure"));
    expect(failed.map((one) => [one.getAttribute("name"), one.getAttribute("line")])).toEqual([
      ["small <&>", "8"],
      ["reports/index.md → gone.html", "3"]
    ]);
    const {version, runs} = JSON.parse(readFileSync(json, "utf8"));
    expect(version).toBe("2.1.0");
    const ids = new Set(runs[0].tool.driver.rules.map(({id}: {id: string}) => id));
    expect(runs[0].results).toHaveLength(2);
    for (const {ruleId, level, locations} of runs[0].results) {
      expect(ids.has(ruleId)).toBe(true);
      expect(level).toBe("error");
      expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(1);
    }
  });

  it("--warn-only tells and goes on; a mistake is written down, too", async () => {
    using workspace = temporaryWorkspace(files);
    const lenient = await call("check", workspace, ["--warn-only"]);
    expect([lenient.code, lenient.errors]).toEqual([
      0,
      ['warning: data/catalog.yaml:8: check "small <&>" found 2 rows; correct the data, or the check']
    ]);
    const mistake = new ReportError('unknown key "titel"', {file: "data/catalog.yaml", line: 1});
    expect(junit([], [mistake])).toContain(
      '<error type="mistake" message="data/catalog.yaml:1: unknown key &#34;titel&#34;">'
    );
    expect(JSON.parse(sarif([], [mistake], "shops/mine")).runs[0].results).toMatchObject([
      {
        ruleId: "mistake",
        message: {text: 'unknown key "titel"'},
        locations: [{physicalLocation: {artifactLocation: {uri: "shops/mine/data/catalog.yaml"}}}]
      }
    ]);
  });
});
