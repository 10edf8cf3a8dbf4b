import {existsSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {SMALL, temporaryWorkspace} from "../workspace.ts";
import type {TemporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");

function build({root, cache, out}: Pick<TemporaryWorkspace, "root" | "cache" | "out">, allowUnknown = false) {
  return buildSite(openWorkspace(root, cache), {project: PROJECT, out, allowUnknown});
}

/** The text of every file of a folder, by its path. */
function contents(folder: string): Readonly<Record<string, string>> {
  const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "latin1")]));
}

/** Cuts every other file of a folder in half, and changes the last byte of the rest. */
function damageAll(folder: string): void {
  for (const [i, name] of Object.keys(contents(folder)).entries()) {
    const bytes = readFileSync(join(folder, name));
    bytes[bytes.length - 1]! ^= 255;
    writeFileSync(join(folder, name), i % 2 === 0 ? bytes.subarray(0, bytes.length / 2) : bytes);
  }
}

async function atKnownMoment<T>(work: () => Promise<T>): Promise<T> {
  process.env["SOURCE_DATE_EPOCH"] = "1700000000";
  try {
    return await work();
  } finally {
    delete process.env["SOURCE_DATE_EPOCH"];
  }
}

const read = (out: string, file: string) => readFileSync(join(out, file), "utf8");

describe("build", () => {
  /** The small shop as it is, built at a known moment. */
  let small: TemporaryWorkspace;
  beforeAll(async () => {
    small = temporaryWorkspace();
    expect((await atKnownMoment(() => build(small))).errors).toEqual([]);
  });
  afterAll(() => small?.[Symbol.dispose]());

  it("figures with amounts say whether those have tax in them; others, and catalogs that do not say, do not", async () => {
    const sourcesIn = (out: string): readonly string[] => {
      const {document} = parseHTML(read(out, "index.html"));
      return ["by_month", "triangle"].map((name) => document.querySelector(`#${name} > .k-source`)!.textContent);
    };
    const sourcesOf = async (line: string): Promise<readonly string[]> => {
      using workspace = temporaryWorkspace({"data/catalog.yaml": `${SMALL["data/catalog.yaml"]}${line}`});
      expect((await build(workspace)).errors).toEqual([]);
      return sourcesIn(workspace.out);
    };
    const plain = "Source: orders; data to March 31, 2025";
    expect(await sourcesOf("taxIncluded: true\n")).toEqual([`${plain}; revenue includes tax`, plain]);
    expect(await sourcesOf("taxIncluded: false\nlocale: ja\n")).toEqual([
      "出典：orders（2025年3月31日時点）、売上は税抜",
      "出典：orders（2025年3月31日時点）"
    ]);
    expect(sourcesIn(small.out)).toEqual([plain, plain]);
  });

  it("index.json holds every cell by name: kind, columns with type and unit, rows, n, finding", () => {
    const json = JSON.parse(read(small.out, "index.json"));
    expect(json).toMatchObject({
      title: "How the small shop does",
      lang: "en",
      asOf: "2025-03-31",
      filters: [],
      warnings: []
    });
    expect(Object.keys(json.cells)).toEqual(["kpis", "triangle", "monthly", "by_month", "months"]);
    // January 10 + 20.50, February 5.25 + 40, March 4.25.
    expect(json.cells.monthly).toMatchObject({
      kind: "sql",
      columns: [
        {name: "month", type: "date", unit: "month"},
        {name: "revenue", type: "number", unit: "money"}
      ],
      rows: [
        ["2025-01-01", 30.5],
        ["2025-02-01", 45.25],
        ["2025-03-01", 4.25]
      ],
      n: 3,
      finding: null,
      sql: {
        query:
          "select date_trunc('month', \"at\") as month, sum(revenue) as revenue\nfrom orders group by month order by month"
      }
    });
    expect(json.cells.kpis.columns.slice(0, 6).map(({name}: {name: string}) => name)).toEqual([
      "name",
      "value",
      "previous",
      "change",
      "target",
      "unit"
    ]);
    expect(json.cells.kpis.rows.map((row: unknown[]) => row.slice(0, 2))).toEqual([
      ["customers", 3],
      ["orders", 5],
      ["revenue", 80]
    ]);
    expect(json.cells.triangle.columns.map(({name}: {name: string}) => name)).toEqual([
      "group",
      "cohort",
      "age",
      "size",
      "active",
      "rate",
      "low",
      "high",
      "complete"
    ]);
    // January's two customers: one orders in February, one in March. Pooled at age 1: 1 of 2 and 0 of 1.
    const triangle = json.cells.triangle.rows.map((row: unknown[]) => [row[1], row[2], row[3], row[4]]);
    expect(triangle).toEqual([
      ["2025-01-01", 0, 2, 2],
      ["2025-01-01", 1, 2, 1],
      ["2025-01-01", 2, 2, 1],
      ["2025-02-01", 0, 1, 1],
      ["2025-02-01", 1, 1, 0],
      [null, 0, 3, 3],
      [null, 1, 3, 1],
      [null, 2, 2, 1]
    ]);
    expect(json.cells.triangle.n).toBe(3);
  });

  it("manifest.json says when, from which sources and with which figures", async () => {
    using workspace = temporaryWorkspace({"data/orders.csv": `${SMALL["data/orders.csv"]},2025-03-02,1\n`});
    await build(workspace);
    const manifest = JSON.parse(read(workspace.out, "manifest.json"));
    expect(manifest.snapshot).toMatch(/^2025-03-31-[0-9a-f]{12}$/);
    expect(manifest).toMatchObject({
      asOf: "2025-03-31",
      commit: null,
      published: [],
      kpis: {customers: 3, orders: 5, revenue: 80}
    });
    expect(manifest.sources).toEqual([
      {table: "orders", rows: 5, rejected: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/)}
    ]);
    expect(read(workspace.out, "index.html")).toContain("1: no customer");
    expect(
      readFileSync(join(openWorkspace(workspace.root, workspace.cache).cache, "_rejected/orders.csv"), "utf8")
    ).toContain("no customer");
  });

  it("two builds of the same input give the same bytes, also from another folder", async () => {
    const one = small;
    using other = temporaryWorkspace();
    await atKnownMoment(() => build(other));
    const files = readdirSync(one.out, {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(one.out.length + 1));
    const own = files.filter((file) => !file.startsWith("_assets/"));
    expect(own.sort()).toEqual([
      "404.html",
      "index.html",
      "index.json",
      "manifest.json",
      "search/en.json",
      "search/en/index.html"
    ]);
    // A page without filters has the tools of figures, and nothing of what filters and queries need.
    expect(files.length).toBeGreaterThan(own.length);
    expect(files.filter((file) => /client|live|plot|panel|duckdb/.test(file))).toEqual([]);
    for (const file of files) expect(read(other.out, file)).toBe(read(one.out, file));
    // Shown under any address, and below any path: without a known one it leads nowhere.
    expect(read(one.out, "404.html")).not.toContain('href="/');
    expect(JSON.parse(read(one.out, "manifest.json")).builtAt).toBe("2023-11-14T22:13:20.000Z");
  });

  it("a build from what earlier ones made gives the same bytes, also where that is damaged", async () => {
    const files = {
      "data/catalog.yaml": SMALL["data/catalog.yaml"]!.replace("minimumCell: 1", "minimumCell: 1, rows: pruned"),
      "reports/filtered.md": `---\nfilters: [joined]\n---\n# B\n\n${SMALL["reports/index.md"]!}`
    };
    using workspace = temporaryWorkspace(files);
    const sites: Readonly<Record<string, string>>[] = [];
    const made = join(openWorkspace(workspace.root, workspace.cache).cache, "made");
    for (const before of [null, null, damageAll, null]) {
      before?.(made);
      expect((await atKnownMoment(() => build(workspace))).errors).toEqual([]);
      sites.push(contents(workspace.out));
    }
    expect(Object.keys(sites[0]!).filter((file) => file.startsWith("_data/")).length).toBeGreaterThan(1);
    for (const site of sites.slice(1)) expect(site).toEqual(sites[0]);
  }, 120_000);

  it("a build notices a change of the data, the catalog, a report", async () => {
    using workspace = temporaryWorkspace();
    const kpis = async () => {
      await build(workspace);
      return JSON.parse(read(workspace.out, "index.json")).cells.kpis.rows.map((row: unknown[]) => row[1]);
    };
    expect(await kpis()).toEqual([3, 5, 80]);
    workspace.write({"data/orders.csv": `${SMALL["data/orders.csv"]}d,2025-03-02,1.50\n`});
    expect(await kpis()).toEqual([4, 6, 81.5]);
    workspace.write({"data/catalog.yaml": SMALL["data/catalog.yaml"]!.replace("2025-03-31", "2025-02-28")});
    expect(await kpis()).toEqual([3, 4, 75.75]);
    workspace.write({"reports/index.md": SMALL["reports/index.md"]!.replace("[customers, ", "[")});
    expect(await kpis()).toEqual([4, 75.75]);
  }, 120_000);

  it("what reads a clock or chance is asked at each build", async () => {
    using workspace = temporaryWorkspace({
      "reports/index.md": "# A\n\n${Math.random()}\n",
      "reports/b.md": "# B\n\n```sql one\nselect random() as r\n```\n\n```table\ndata: one\n```\n"
    });
    const pages = async () => {
      await build(workspace);
      return ["index.html", "b/index.json"].map((file) => read(workspace.out, file));
    };
    const [first, second] = [await pages(), await pages()];
    expect(second[0]).not.toBe(first[0]);
    expect(second[1]).not.toBe(first[1]);
  });

  it("a mistake leaves the last good site as it was", async () => {
    using workspace = temporaryWorkspace();
    await build(workspace);
    const before = read(workspace.out, "index.html");
    workspace.write({"reports/index.md": "```chart\ndata: nothing\nmark: bar\nx: a\n```\n"});
    const {errors} = await build(workspace);
    expect(errors.map(({message}) => message)).toEqual([
      'reports/index.md:2: the chart cell "chart-1" needs "nothing", which no cell is named; there is none to choose from'
    ]);
    expect(read(workspace.out, "index.html")).toBe(before);
  });

  it("a page stands complete without scripts: numbers, charts, tables, data note", () => {
    const html = read(small.out, "index.html");
    // The tools of figures, which are not needed to read it.
    expect(html.match(/<script[^>]*>/g)).toEqual([
      expect.stringMatching(/^<script type="module" src="\.\/_assets\/tools-/)
    ]);
    expect(html).toContain("Content-Security-Policy");
    expect(html).toContain("€80.00");
    expect(html.match(/<svg[^>]*class="[^"]*k-chart/g)).toHaveLength(4); // two charts, each wide and narrow
    expect(html).toContain("orders.csv");
  });

  it("text of the data and of the report never becomes markup", async () => {
    const hostile = '<img src=x onerror=alert(1)> & "quoted"';
    using workspace = temporaryWorkspace({
      "reports/index.md": `---\ntitle: '<script>alert(2)</script>'\ndescription: '"><img src=x onerror=alert(3)>'\n---\n\n<script>alert(1)</script> [x](javascript:alert(1))\n\n\`\`\`sql rows\nselect '<img src=x onerror=alert(1)> & "quoted"' as label, 2 as n\n\`\`\`\n\n\`\`\`table\ndata: rows\n\`\`\`\n\n\`\`\`chart\ndata: rows\nmark: bar\nx: label\ny: n\n\`\`\`\n\nSaid \${rows.get("label", 0)}.\n`
    });
    expect((await build(workspace)).errors).toEqual([]);
    const {document} = parseHTML(read(workspace.out, "index.html"));
    expect(document.querySelectorAll("img, [onerror], [href^='javascript:']")).toHaveLength(0);
    expect([...document.querySelectorAll("script")].filter((script) => !script.hasAttribute("src"))).toEqual([]);
    expect(document.querySelector("meta[name=description]")!.getAttribute("content")).toBe(
      '"><img src=x onerror=alert(3)>'
    );
    expect(document.querySelector("#table-1 tbody th")!.textContent).toBe(hostile);
    expect(JSON.parse(read(workspace.out, "index.json")).cells.rows.rows[0][0]).toBe(hostile);
  });

  it("reports in folders link to each other relatively; drafts are left out", async () => {
    using workspace = temporaryWorkspace({
      "reports/value/deep.md": "---\norder: 2\n---\n# Deep\n",
      "reports/draft.md": "---\ndraft: true\n---\n# Not yet\n"
    });
    expect((await build(workspace)).errors.map(({message}) => message)).toEqual([]);
    expect(read(workspace.out, "value/deep/index.html")).toContain('href="../../index.html"');
    expect(read(workspace.out, "index.html")).toContain('href="./value/deep/index.html"');
    expect(existsSync(join(workspace.out, "value/deep/index.json"))).toBe(true);
    expect(existsSync(join(workspace.out, "draft"))).toBe(false);
  });
});
