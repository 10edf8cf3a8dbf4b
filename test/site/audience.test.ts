import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {buildSite, checkSite} from "../../src/site/build.ts";
import {EVERY_AUDIENCE} from "../../src/site/site.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {leaksOf} from "../leaks.ts";
import {deadLinksOf} from "../links.ts";
import {temporaryWorkspace} from "../workspace.ts";

const PROJECT = join(import.meta.dirname, "../..");

const report = (audience: string, word: string) => `---
title: ${word} report
audience: ${audience}
filters: [segment]
---

Smaller ones are under (other) here.

\`\`\`kpi ${word}_kpis
show: [customers, revenue]
\`\`\`

\`\`\`sql ${word}_cell
select segment, count(*) as customers from customers group by all
\`\`\`
`;

it("of other audiences' reports and customers nothing is in a site: pages, search, manifest, cubes, rows", async () => {
  using workspace = temporaryWorkspace({
    "data/catalog.yaml": `title: Shop
currency: EUR
tables:
  orders: {from: orders.csv, columns: {customer: customer, at: at, revenue: revenue}}
  customers: {from: customers.csv, columns: {customer: customer}}
dimensions: [segment]
publish: {rows: pruned, minimumCell: 1}
audiences:
  board: {segment: [Platypus, Wombat]}
  zoo: {segment: [Quoka]}
labels: {en: {segment: {Platypus: Duckbill, Quokka: Smiler}}}
`,
    "data/customers.csv": "customer,segment,referrer\na,Platypus,c\nb,Wombat,a\nc,Quokka,\n",
    "data/orders.csv": "customer,at,revenue\na,2025-01-05,10\nb,2025-01-06,20\nc,2025-01-07,40\n",
    "reports/index.md": "# First\n\nFor everybody.\n",
    "reports/plan.md": report("board", "heron"),
    "reports/staff.md": report("[staff, interns, bord]", "ostrich")
  });
  const files = openWorkspace(workspace.root, workspace.cache);
  const options = {project: PROJECT, out: workspace.out, allowUnknown: false};
  const {errors, site} = await buildSite(files, {...options, audience: "board"});
  expect(errors.map(({message}) => message)).toEqual([]);
  expect(site.pages.map(({path}) => path)).toEqual(["", "plan"]);
  expect(
    leaksOf(workspace.out, ["Quokka", "Smiler", "ostrich", "ostrich_kpis", "ostrich_cell", "staff", "staff.md"])
  ).toEqual([]);
  expect(leaksOf(workspace.out, ["Platypus", "Duckbill", "heron"])).not.toEqual([]);
  const {cells} = JSON.parse(readFileSync(join(workspace.out, "plan/index.json"), "utf8")) as {
    cells: Record<string, {rows: unknown[][]}>;
  };
  expect(deadLinksOf(workspace.out)).toEqual([]);
  // a and b: 10 + 20.
  expect(cells["heron_kpis"]!.rows.map((row) => row.slice(0, 2))).toEqual([
    ["customers", 2],
    ["revenue", 30]
  ]);
  await expect(buildSite(files, {...options, audience: "boord"})).rejects.toThrow(
    '--audience:1: unknown audience "boord"; did you mean "board"?'
  );
  const everybody = await buildSite(files, options);
  expect(everybody.site.pages.map(({path}) => path)).toEqual([""]);
  const checked = await checkSite(files, {allowUnknown: false, audience: EVERY_AUDIENCE});
  expect(checked.site.pages.map(({path}) => path)).toEqual(["", "plan", "staff"]);
  expect(checked.errors.map(({message}) => message)).toEqual([
    'data/catalog.yaml:10: audience "zoo": no customer has the segment "Quoka"; did you mean "Quokka"?'
  ]);
  expect(checked.warnings).toEqual(['reports/staff.md:3: the catalog has no audience "bord"; did you mean "board"?']);
});
