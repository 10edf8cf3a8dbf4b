import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from "node:fs";
import {basename, dirname, join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {readReport} from "../../../src/notebook/report.ts";
import {assign} from "../../../src/site/lists/assignment.ts";
import {writeCustomerList} from "../../../src/site/lists/customer-list.ts";
import type {ListOptions} from "../../../src/site/lists/customer-list.ts";
import {cellNamed} from "../../../src/site/lists/cell-list.ts";
import {requireListPath, writeList} from "../../../src/site/lists/list-file.ts";
import {mostOf, requiredOf, shareOf} from "../../../src/cli/list-options.ts";
import {buildSite} from "../../../src/site/build.ts";
import {singlePolicy} from "../../../src/site/export/single-file.ts";
import {MAIL_MARK} from "../../../src/site/paper/email.ts";
import {openWorkspace} from "../../../src/site/workspace.ts";
import {call, run} from "../../cli/run.ts";
import {leaksOf} from "../../leaks.ts";
import {dayOf2025, purchaseDays, sequence} from "../../purchases.ts";
import {temporaryWorkspace} from "../../workspace.ts";
import type {TemporaryWorkspace} from "../../workspace.ts";

const CELLS = (lines: string) => readReport(lines, "reports/index.md");
const AT_RISK = "```at-risk lost\nlist: 40\n```\n";

describe("assign", () => {
  const customers = Array.from({length: 201}, (_, i) => `c${i}`);

  // 10% of 201 is 20.1: 20 of them.
  it("draws the share, rounded, the same way for a seed whatever the order", () => {
    const arms = assign(customers, {share: 0.1, seed: "a"});
    expect(arms.filter((arm) => arm === "control")).toHaveLength(20);
    const turned = assign(customers.toReversed(), {share: 0.1, seed: "a"}).toReversed();
    expect(turned).toEqual(arms);
    expect(assign(customers, {share: 0.1, seed: "b"})).not.toEqual(arms);
    expect(new Set(assign(customers, {share: 0, seed: "a"}))).toEqual(new Set(["treated"]));
  });

  // Over 400 seeds each of 10 customers is in a control of half of them 200 times ± 4 · √(400 / 4) = 40.
  it("draws everybody equally often", () => {
    const few = customers.slice(0, 10);
    const counts = few.map(() => 0);
    for (let seed = 0; seed < 400; ++seed)
      assign(few, {share: 0.5, seed: String(seed)}).forEach((arm, i) => (counts[i]! += arm === "control" ? 1 : 0));
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(40);
  });
});

describe("cellNamed", () => {
  const home = CELLS(`# A\n\n${AT_RISK}\n\`\`\`kpi\nshow: [customers]\n\`\`\`\n`);
  const japanese = readReport(`# A\n\n${AT_RISK}`, "reports/ja/index.md");
  const other = readReport("# B\n\n```at-risk\nlist: 10\n```\n", "reports/other.md");

  it("is the cell of that name, or the only one of that kind; a translation is the same cell", () => {
    expect(cellNamed([home, japanese, other], "lost").cell.place.file).toBe("reports/index.md");
    expect(cellNamed([home, japanese], "at-risk").cell.name).toBe("lost");
    expect(cellNamed([home, other], "at-risk-1").report).toBe(other);
  });

  it.each([
    ["los", '--cell:1: unknown cell "los"; did you mean "lost"?'],
    ["unheard", '--cell:1: unknown cell "unheard"; known: lost, at-risk-1'],
    ["kpi-1", '--cell:1: the kpi cell "kpi-1" lists no customers; choose lost, at-risk-1'],
    [
      "at-risk",
      '--cell:1: "at-risk" means 2 cells: "lost" in reports/index.md, "at-risk-1" in reports/other.md; name the cell, or its report with --report'
    ]
  ])("%s: %s", (name, message) => expect(() => cellNamed([home, other], name)).toThrow(message));

  it("names only cells that may have a list, else how to get one", () => {
    const counts = "```sql counted\nselect count(*) as customers from customers\n```\n";
    const add = "add an at-risk cell, or an sql cell with a column customer";
    expect(() => cellNamed([CELLS(`# A\n\n${counts}`)], "counter")).toThrow(`unknown cell "counter"; ${add}`);
    const stale = "```sql stale\nselect customer from orders\n```\n\n```sql copy\nselect * from stale\n```\n";
    expect(() => cellNamed([CELLS(`# A\n\n${counts}\n${stale}`)], "counter")).toThrow("known: stale, copy");
  });
});

describe("a list's file", () => {
  let workspace: TemporaryWorkspace;
  beforeAll(() => {
    workspace = temporaryWorkspace();
    mkdirSync(join(workspace.out, "deep"), {recursive: true});
    for (const file of ["manifest.json", "index.html"]) writeFileSync(join(workspace.out, file), "");
    symlinkSync(join(workspace.out, "deep"), join(workspace.root, "innocent"));
  });
  afterAll(() => workspace[Symbol.dispose]());

  it("is never within a site, a folder that becomes one, or what leads there", async () => {
    const {out, root} = workspace;
    const folders = [join(root, "public")];
    for (const path of [
      join(out, "a.csv"),
      join(out, "deep/down/a.csv"),
      join(root, "innocent/a.csv"),
      join(root, "public/x/a.csv"),
      join(root, "data/../public/a.csv")
    ])
      await expect(requireListPath(path, folders), path).rejects.toThrow("which is published");
    await expect(requireListPath(join(root, "a.txt"), folders)).rejects.toThrow("a list is a CSV file");
    await expect(requireListPath(join(root, "data/lists/a.csv"), folders)).resolves.toBeUndefined();
  });

  it("is never beside what is handed out, nor in a folder that other commands write to", async () => {
    const {root} = workspace;
    const files = {
      "sent/value.html": `<!doctype html><meta http-equiv="Content-Security-Policy" content="${singlePolicy(["1"])}">`,
      "printed/value.pdf": "%PDF-1.4\n1 0 obj\n<</Title (A)\n/Creator (Mozilla/5.0 HeadlessChrome/130.0.0.0)\n",
      "drawn/value.pdf": "%PDF-1.4\n1 0 obj\n<</Creator (Chromium)\n/Producer (Skia/PDF m147)\n",
      "mailed/value.eml": "X-Unsent: 1\nSubject: A\n",
      "mailed/value/index.html": `<head><meta name="generator" content="${MAIL_MARK}"></head>`,
      "notes/briefing.pdf": "%PDF-1.4\n1 0 obj\n<</Creator (Mozilla/5.0 Chrome/130.0.0.0)\n",
      "notes/notes.html": "<h1>Whom we write to</h1>"
    };
    workspace.write(files);
    mkdirSync(join(root, "notes/folder.html"));
    for (const path of Object.keys(files)) {
      const list = requireListPath(join(root, dirname(path), "a.csv"), []);
      if (path.startsWith("notes/")) await expect(list, path).resolves.toBeUndefined();
      else await expect(list, path).rejects.toThrow(`would stand beside ${basename(path)}, which is handed out`);
    }
    for (const name of ["export", "pdf", "email"]) {
      const {code, errors} = await call("list", workspace, ["--cell", "x", "--out", join(root, name, "a.csv")]);
      expect([code, errors]).toEqual([1, [expect.stringContaining(`${join(root, name)}, which is published`)]]);
    }
  });

  it("takes away what runs that were killed have left beside it, a day later", async () => {
    const folder = join(workspace.root, "data/killed");
    for (const name of [".list.tmp-old", ".list.tmp-new"]) {
      mkdirSync(join(folder, name), {recursive: true});
      writeFileSync(join(folder, name, "a.csv"), "customer\r\n");
    }
    const before = new Date(Date.now() - 25 * 3600 * 1000);
    utimesSync(join(folder, ".list.tmp-old"), before, before);
    await writeList(join(folder, "b.csv"), "customer\r\n", []);
    expect(readdirSync(folder).sort()).toEqual([".list.tmp-new", "b.csv"]);
  });

  it("is written whole, for its owner alone, and never over another one", async () => {
    const path = join(workspace.root, "data/lists/new.csv");
    await writeList(path, "customer,arm\r\n", []);
    expect(readFileSync(path, "utf8")).toBe("customer,arm\r\n");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await expect(writeList(path, "", [])).rejects.toThrow(
      "there is such a list already, and its control group would be lost; choose another name, or remove it"
    );
    expect(readFileSync(path, "utf8")).toBe("customer,arm\r\n");
  });
});

describe("npm run list", () => {
  let workspace: TemporaryWorkspace;
  const people = 160;
  // Ids that a spreadsheet would run as formulas.
  const id = (n: number) => `${n % 20 === 0 ? "=" : ""}person${1000 + n}`;

  beforeAll(() => {
    const next = sequence(7);
    const orders = Array.from({length: people}, (_, n) =>
      purchaseDays(next).map((day) => `${id(n)},${dayOf2025(day)},${10 + (n % 7)}`)
    ).flat();
    workspace = temporaryWorkspace({
      "data/catalog.yaml":
        "currency: EUR\nasOf: 2025-12-31\ntables:\n  orders: {from: orders.csv, columns: {customer: id, at: day, revenue: amount}}\n  actions: {from: actions.csv}\npublish: {minimumCell: 1}\n",
      "data/orders.csv": `id,day,amount\n${orders.join("\n")}\n`,
      "reports/draft.md":
        "---\ndraft: true\n---\n# B\n\n```sql repeated\nselect customer, at from orders\n```\n\n```sql\nselect count(*) as n from repeated\n```\n\n```sql alone\nselect customer, count(*) as orders from orders group by customer having count(*) = 1\n```\n\n```sql crowd\nselect i as customer from range(100001) t(i)\n```\n",
      "data/actions.csv": "name,started,metric\nCalls,2025-10-01,orders\n",
      "reports/index.md": `# A\n\n${AT_RISK}\n\`\`\`sql stale\nselect customer, count(*) as orders from orders group by customer having count(*) = 1\n\`\`\`\n\n\`\`\`sql counted\nselect count(*) as customers from stale\n\`\`\`\n\n\`\`\`actions measures\n\`\`\`\n`
    });
  });
  afterAll(() => workspace[Symbol.dispose]());

  const read = (name: string) => {
    const text = readFileSync(join(workspace.root, "data/lists", name), "utf8");
    expect(text.startsWith("\uFEFF")).toBe(true);
    const [head, ...rows] = text.slice(1).trimEnd().split("\r\n").map((line) => line.split(",")); // prettier-ignore
    return {head: head!, rows};
  };
  const at = (name: string) => join(workspace.root, "data/lists", name);
  const list = (name: string, more: Partial<ListOptions> = {}) =>
    writeCustomerList(openWorkspace(workspace.root, workspace.cache), {
      cell: "lost",
      report: null,
      out: at(name),
      published: [],
      share: 0,
      most: null,
      seed: null,
      ...more
    });

  // 10% of 40 are 4.
  it("writes ids, arms and what the cell says of them, again the same for the same data", async () => {
    const ran = await run("list", workspace, ["--cell", "at-risk", "--control", "10%", "--out", at("a.csv")]);
    expect([ran.code, ran.errors]).toEqual([0, []]);
    expect(ran.lines[0]).toMatch(/^36 treated, 4 control \(seed "lost 2025-12-31"\): .*a\.csv$/);
    const {head, rows} = read("a.csv");
    expect(head).toEqual(["customer", "arm", "chance", "orders", "last_order", "observed", "expected", "at_stake"]);
    expect(rows).toHaveLength(40);
    expect(rows.filter(([, arm]) => arm === "control")).toHaveLength(4);
    expect(rows.every(([customer]) => /^('=)?person1\d\d\d$/.test(customer!))).toBe(true);
    const stakes = rows.map((row) => Number(row.at(-1)));
    expect(stakes).toEqual(stakes.toSorted((a, b) => b - a));
    await list("again.csv", {report: "index", share: 0.1});
    expect(read("again.csv")).toEqual(read("a.csv"));
    expect(await list("few.csv", {most: 12})).toMatchObject({treated: 12, control: 0});
  });

  // The page that would show it takes no customers where no rows are published, nor more than 100,000 rows.
  it("lists those of an sql cell that no other cell reads as well, however many", async () => {
    await list("read.csv", {cell: "stale"});
    await list("alone.csv", {cell: "alone"});
    expect(read("alone.csv").rows.length).toBeGreaterThan(0);
    expect(read("alone.csv").rows.toSorted()).toEqual(read("read.csv").rows.toSorted());
    expect(await list("crowd.csv", {cell: "crowd"})).toMatchObject({treated: 100_001, control: 0});
  });

  it("lists the customers of an sql cell too; the file says of whom a measure is, and no id of it stands in the site", async () => {
    await list("stale.csv", {cell: "stale", share: 0.25, seed: "x"});
    const {head, rows} = read("stale.csv");
    expect(head).toEqual(["customer", "arm", "orders"]);
    expect(rows.some(([customer]) => customer!.startsWith("'=person"))).toBe(true);
    const catalog = join(workspace.root, "data/catalog.yaml");
    const text = readFileSync(catalog, "utf8");
    writeFileSync(catalog, text.replace("{from: actions.csv}", "{from: actions.csv, lists: {Calls: lists/stale.csv}}"));
    const {errors} = await buildSite(openWorkspace(workspace.root, workspace.cache), {
      project: join(import.meta.dirname, "../../.."),
      out: workspace.out,
      allowUnknown: false
    });
    expect(errors).toEqual([]);
    const {cells} = JSON.parse(readFileSync(join(workspace.out, "index.json"), "utf8")) as {
      cells: Record<string, {columns: {name: string}[]; rows: unknown[][]}>;
    };
    const {columns, rows: measures} = cells["measures"]!;
    const of = (name: string) => measures[0]![columns.findIndex((column) => column.name === name)];
    expect([of("action"), of("listed"), of("held_out")]).toEqual([
      "Calls",
      rows.length,
      rows.filter(([, arm]) => arm === "control").length
    ]);
    const ids = Array.from({length: people}, (_, n) => id(n).replace("=", ""));
    expect(leaksOf(workspace.out, ids)).toEqual([]);
    writeFileSync(catalog, text);
    await expect(list("none.csv", {out: join(workspace.out, "none.csv")})).rejects.toThrow("which is published");
  });

  it.each([
    [{share: 0.01}, "--control:1: a control of 1% of 40 customers is nobody; choose another share, or a longer list"],
    [{report: "indx"}, '--report:1: unknown report "indx"; did you mean "index"?'],
    [{cell: "counted"}, 'reports/index.md:11: the sql cell "counted" lists no customers: it has no column customer; did you mean "customers"?'], // prettier-ignore
    [{cell: "repeated"}, /^reports\/draft\.md:6: the sql cell "repeated" has several rows of one customer: \d+ more than customers; group by customer$/] // prettier-ignore
  ])("%o: %s", async (more, message) => {
    await expect(list("none.csv", more)).rejects.toThrow(message);
    expect(existsSync(at("none.csv"))).toBe(false);
  });

  it("what it is told is checked before anything is read", () => {
    const call = (values: Record<string, string>) => ({values, words: []});
    expect([shareOf(call({})), shareOf(call({control: "12.5%"})), mostOf(call({})), mostOf(call({most: "20"}))]).toEqual([0, 0.125, null, 20]); // prettier-ignore
    for (const control of ["100%", "10", "-5%", "x"])
      expect(() => shareOf(call({control}))).toThrow(
        `--control:1: unusable share "${control}"; write a percentage from 0% to below 100%, such as 10%`
      );
    expect(() => mostOf(call({most: "0"}))).toThrow('--most:1: no number of customers "0"; write --most 500');
    expect(() => requiredOf(call({}), "cell")).toThrow("list:1: --cell is missing; npm run list -- --cell at-risk");
  });
});
