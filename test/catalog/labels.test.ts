import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openShop} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** Line 4 holds the labels; one customer of five has the plan "rare", which is folded. */
const catalog = (labels: string) => `dimensions: [plan]
tables: {customers: {from: c.csv}, actions: {from: m.csv}}
asOf: 2025-01-31
labels: ${labels}
publish: {minimumCell: 2}
`;
const FILES = {
  "c.csv": "customer,plan\na,gold\nb,gold\nc,gold\nd,rare\ne,odd\n",
  "m.csv": "name,started\nCalls,2025-01-01\n"
};

describe("labels", () => {
  it("name values of dimensions, folded ones too, of any column, and measures", async () => {
    const {spec} = await shop.open(
      catalog("{ja: {plan: {gold: 金, rare: まれ}, action: {Calls: 電話}, dimension: {plan: 契約}}}"),
      FILES
    );
    expect(spec.labels).toEqual({
      ja: {plan: {gold: "金", rare: "まれ"}, action: {Calls: "電話"}, dimension: {plan: "契約"}}
    });
  });

  it("are of pages where their values occur: not those of folded ones, of others' or of none", async () => {
    const {labels} = await shop.open(
      catalog("{ja: {plan: {gold: 金, rare: まれ, platinum: 白金}, action: {Calls: 電話}, dimension: {plan: 契約}}}"),
      FILES
    );
    expect(labels).toEqual({ja: {plan: {gold: "金"}, action: {Calls: "電話"}, dimension: {plan: "契約"}}});
    const text = catalog("{ja: {plan: {gold: 金, odd: 奇}}}").replace("minimumCell: 2}", "minimumCell: 1}\naudiences: {one: {plan: [gold]}}"); // prettier-ignore
    expect((await shop.open(text, FILES, "one")).labels).toEqual({ja: {plan: {gold: "金"}}});
    expect((await shop.open(text, FILES)).labels).toEqual({ja: {plan: {gold: "金", odd: "奇"}}});
  });

  it("of a value that is not there any more are a line for the author; one that is like another value is misspelt, unless that has a label", async () => {
    const products = (labels: string) => shop.open(catalog(`{ja: {plan: ${labels}}}`), FILES);
    expect((await products("{gold: 金, platinum: 白金}")).remarks).toEqual([
      'data/catalog.yaml:4: no row has the plan "platinum", which has a label'
    ]);
    expect((await products("{gold: 金, golds: 黄金}")).remarks).toHaveLength(1);
    // A code that went is not the next one misspelt.
    const codes = {...FILES, "c.csv": "customer,plan\na,P-002\nb,P-002\n"};
    expect((await shop.open(catalog("{ja: {plan: {P-001: 旧}}}"), codes)).remarks).toHaveLength(1);
    expect(await shop.failure(catalog("{ja: {plan: {Q-002: 旧}}}"), codes)).toContain('did you mean "P-002"?');
    expect((await products("{gold: 金}")).remarks).toEqual([]);
  });

  it.each([
    [
      "a language that pages do not have",
      "{jp: {plan: {gold: 金}}}",
      '4: unknown key "jp" in labels; did you mean "ja"?'
    ],
    ["an unknown column", "{ja: {plam: {gold: 金}}}", '4: no table has a column "plam"; did you mean "plan"?'],
    ["an unknown value", "{ja: {plan: {Gld: 金}}}", '4: no row has the plan "Gld"; did you mean "gold"?'],
    ["an unknown measure", "{ja: {action: {Cals: 電話}}}", '4: no row has the action "Cals"; did you mean "Calls"?'],
    [
      "two values of one name",
      "{ja: {plan: {gold: 金, rare: 金}}}",
      '4: "rare" and "gold" are both called "金"; readers could not tell them apart'
    ],
    [
      "a name that is another value",
      "{ja: {plan: {rare: gold}}}",
      '4: "rare" and "gold" are both called "gold"; readers could not tell them apart'
    ]
  ])("%s is a mistake on its line", async (_, labels, message) => {
    expect(await shop.failure(catalog(labels), FILES)).toBe(message);
  });
});
