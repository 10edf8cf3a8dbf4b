import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {columnsReason} from "../../../src/engine/csv-repair.ts";
import {buildSite} from "../../../src/site/build.ts";
import {dataMessageJa} from "../../../src/site/words/data-words-ja.ts";
import {openWorkspace} from "../../../src/site/workspace.ts";
import {temporaryWorkspace} from "../../workspace.ts";

const PROJECT = join(import.meta.dirname, "../../..");

describe("what the catalog says of its data, in Japanese", () => {
  it.each([
    ["no customer", "「customer」が空欄"],
    ["nps is not a whole number from 0 to 10", "「nps」が0〜10の整数でない"],
    ["unreadable at", "「at」を読み取れない"],
    [
      "2 of 40 customers of the list lists/a.csv are not in customers",
      "リスト「lists/a.csv」の顧客40人のうち2人は、顧客テーブルにありません。"
    ],
    ["after the as-of date 2025-03-31", "基準日（2025-03-31）より後"],
    [columnsReason(2, 3), "列が足りない（3列のところ2列）"],
    [columnsReason(4, 3), "列が多すぎる（3列のところ4列）"],
    ['column "a b": cannot convert "x" to \'BIGINT\'', "列「a b」の値を変換できない：\"x\" to 'BIGINT'"],
    ["some driver's own words", "some driver's own words"]
  ])("%s", (message, ja) => expect(dataMessageJa(message)).toBe(ja));

  it("a Japanese page's data note holds no English reason or warning", async () => {
    using workspace = temporaryWorkspace({
      "data/catalog.yaml": `title: 店
locale: ja
currency: JPY
asOf: 2025-03-31
tables:
  customers: {from: customers.csv, columns: {customer: id}}
  orders: {from: orders.csv, columns: {customer: id, at: ordered, revenue: amount}}
  surveys: {from: surveys.csv, columns: {customer: id, at: answered}}
publish: {minimumCell: 1}
`,
      "data/customers.csv": "id,plan\na,x\na,y\nb,x\n,x\n",
      "data/orders.csv":
        'id,ordered,amount\na,2025-01-05,10\nb,2025-01-20,20\nz,2025-02-01,5\nb,never,4\nb,2025-05-01,4\nb,2025-02-01,ten\n"b"x,2025-02-01,4\nb,2025-02-01,4,5\nb,2025-02-01\n',
      "data/surveys.csv": "id,answered,nps\na,2025-02-01,9\na,2025-02-02,11\n",
      "reports/index.md": "# 店の様子\n\n```kpi\nshow: [customers]\n```\n"
    });
    const built = await buildSite(openWorkspace(workspace.root, workspace.cache), {
      project: PROJECT,
      out: workspace.out,
      allowUnknown: false
    });
    expect(built.errors).toEqual([]);
    const html = readFileSync(join(workspace.out, "index.html"), "utf8");
    const note = /<section class="k-data".*?<\/section>/s.exec(html)![0].replace(/<[^>]*>/g, "\n");
    for (const words of [
      "同じ顧客の2行目",
      "「customer」が空欄",
      "「at」を読み取れない",
      "基準日（2025-03-31）より後",
      "「nps」が0〜10の整数でない",
      "注文があるのに顧客テーブルにない顧客が1人"
    ])
      expect(note).toContain(words);
    // Names of tables, columns and files are what is left of Latin letters.
    const latin = note.match(/[A-Za-z][A-Za-z ]+/g)!.map((text) => text.trim());
    const known = /^(customers|orders|surveys|csv|customer|at|nps|revenue|amount|none)$/;
    expect(latin.filter((text) => !known.test(text))).toEqual([]);
  });
});
