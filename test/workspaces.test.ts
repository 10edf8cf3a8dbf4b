import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {buildSite} from "../src/site/build.ts";
import {openWorkspace} from "../src/site/workspace.ts";

const PROJECT = join(import.meta.dirname, "..");
const SHARED = join(PROJECT, "../shared");

interface CellJson {
  readonly columns: readonly {readonly name: string}[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The workspace's site in a temporary folder. */
async function built(name: string): Promise<{
  folder: string;
  cells: (page: string) => Readonly<Record<string, CellJson>>;
  html: (page: string) => string;
}> {
  const folder = mkdtempSync(join(tmpdir(), `kizuna-${name}-`));
  const workspace = openWorkspace(join(SHARED, "workspaces", name), join(folder, "cache"));
  const {errors} = await buildSite(workspace, {project: PROJECT, out: join(folder, "site"), allowUnknown: false});
  expect(errors.map(({message}) => message)).toEqual([]);
  const read = (page: string, file: string) => readFileSync(join(folder, "site", page, file), "utf8");
  return {
    folder,
    cells: (page) => JSON.parse(read(page, "index.json")).cells,
    html: (page) => read(page, "index.html")
  };
}

function objects({columns, rows}: CellJson): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({name}, i) => [name, row[i]])));
}

function csv(file: string): Record<string, string>[] {
  const [head, ...lines] = readFileSync(join(SHARED, "reference", file), "utf8")
    .trim()
    .split(/\r?\n/);
  const names = head!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((value, i) => [names[i]!, value])));
}

describe.skipIf(!existsSync(SHARED))("real workspaces (skipped where ../shared is missing)", () => {
  describe("cdnow", () => {
    let site: Awaited<ReturnType<typeof built>>;
    beforeAll(async () => void (site = await built("cdnow")), 120_000);
    afterAll(() => rmSync(site.folder, {recursive: true, force: true}));

    it("customers, orders and revenue are those of the reference", () => {
      const kpis = Object.fromEntries(
        objects(site.cells("loyalty")["kpis"]!).map((row) => [row["name"], row["value"]])
      );
      expect(kpis["customers"]).toBe(23_570);
      expect(kpis["orders"]).toBe(67_591);
      expect(kpis["revenue"]).toBeCloseTo(2_500_315.63, 6);
      expect(kpis["repeat_rate"]).toBeCloseTo(0.48858719, 8);
      expect(kpis["average_order_value"]).toBeCloseTo(36.991843, 6);
      expect(site.html("loyalty")).toMatch(
        /23,570<\/span> customers placed <span[^>]*>67,591<\/span> orders worth <span[^>]*>\$2,500,315\.63/
      );
    });

    it("the monthly triangle equals cdnow_master_cohort_monthly.csv in every complete cell", () => {
      const rows = objects(site.cells("loyalty")["triangle"]!);
      const found = new Map(rows.map((row) => [`${String(row["cohort"]).slice(0, 7)} ${row["age"]}`, row]));
      const reference = csv("cdnow_master_cohort_monthly.csv").filter((row) => /true/i.test(row["complete"]!));
      expect(reference).toHaveLength(51);
      for (const row of reference) {
        const cell = found.get(`${row["cohort"]!.slice(0, 7)} ${row["month_index"]}`);
        expect([cell?.["size"], cell?.["active"], cell?.["complete"]]).toEqual([
          Number(row["cohort_size"]),
          Number(row["active"]),
          true
        ]);
      }
    });

    it("the pooled row equals cdnow_master_pooled_curves.csv; month 1 is 14.853628%", () => {
      const pooled = objects(site.cells("loyalty")["triangle"]!).filter((row) => row["cohort"] === null);
      const reference = csv("cdnow_master_pooled_curves.csv");
      expect(pooled).toHaveLength(reference.length);
      reference.forEach((row, age) =>
        expect(Number(pooled[age]!["rate"]) * 100).toBeCloseTo(Number(row["pooled_retention_pct"]), 6)
      );
      expect(Number(pooled[1]!["rate"])).toBeCloseTo(0.14853628, 7);
    });

    it("no customer's id is anywhere on the page or in its data", () => {
      const ids = readFileSync(join(SHARED, "data/cdnow/cdnow_master.csv"), "utf8")
        .split("\n")
        .slice(1, 400)
        .map((line) => line.split(",")[0]!);
      const text = site.html("loyalty") + JSON.stringify(site.cells("loyalty"));
      expect(ids.filter((id) => id !== "" && new RegExp(`["> ]${id}["< ]`).test(text))).toEqual([]);
    });
  });

  it.each(["telco", "garden"])("%s builds", async (name) => {
    const site = await built(name);
    rmSync(site.folder, {recursive: true, force: true});
  });
});
