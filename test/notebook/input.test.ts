import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {boundInput, inputText, inputValueOf, isDate} from "../../src/notebook/input.ts";
import type {Input} from "../../src/notebook/input.ts";
import {cell, done, openShop, rows} from "./shop.ts";
import type {Shop} from "./shop.ts";

let shop: Shop;
beforeAll(async () => void (shop = await openShop()), 60_000);
afterAll(() => shop.close());

const input = async (...source: string[]): Promise<Input> =>
  done(await shop.run(cell("input choice", ...source)), "choice").content.input!;
const mistakes = (...source: string[]) => shop.errors(cell("input choice", ...source));

describe("an input cell", () => {
  it("has its author's value, else its own first one", async () => {
    expect(await input("type: slider", "min: 5", "max: 10")).toMatchObject({value: 5, step: 1, label: "choice"});
    expect(await input("type: slider", "min: 0", "max: 1", "step: 0.05", "value: 0.3")).toMatchObject({value: 0.3});
    expect(await input("type: slider", "min: 0", "max: 0.5")).toMatchObject({step: 0.005});
    expect((await input("type: number")).value).toBeNull();
    expect((await input("type: select", "options: [a, b]")).value).toBe("a");
    expect((await input("type: select", "options: [a, b]", "multiple: true")).value).toEqual([]);
    expect((await input("type: checkbox", "options: [1, 2]", "value: [2]")).value).toEqual(["2"]);
    expect((await input("type: checkbox")).value).toBe(false);
    expect((await input("type: date", "value: 2025-02-28")).value).toBe("2025-02-28");
    expect((await input("type: text")).value).toBe("");
  });

  it("takes its choices from another cell's rows, each once, in their order, without nulls", async () => {
    const report = await shop.run(
      cell("sql products", "select product, upper(product) as shout from orders order by product desc") +
        cell("input product", "type: select", "data: products", "column: product", "labels: shout")
    );
    expect(done(report, "product").content.input!.options).toEqual([
      {value: "緑茶", label: "緑茶"},
      {value: "tea", label: "TEA"},
      {value: "O'Neill", label: "O'NEILL"},
      {value: "100% tea", label: "100% TEA"}
    ]);
  });

  it.each([
    [["type: slyder"], /:2: .*"slyder"|:2: type/],
    [["type: slider", "optoins: [a]"], /:3: unknown key "optoins"; did you mean "options"/],
    [["type: slider", "options: [a]"], /:3: an input of type "slider" has no "options"; it is for select, checkbox/],
    [["type: select"], /:2: a select needs options; list them/],
    [["type: select", "options: [Gold]", "value: gold"], /:4: value "gold" is no option; did you mean "Gold"/],
    [["type: slider", "min: 9", "max: 3"], /:3: min 9 is above max 3/],
    [["type: slider", "max: 3", "value: 4"], /:4: value 4 is outside 0 to 3/],
    [["type: date", "min: soon"], /:3: min "soon" is no date; write it as 2025-01-31/],
    [["type: number", "value: many"], /:3: value "many" does not fit an input of type "number"/],
    [["type: select", "data: nothing", "column: x"], /:3: .*needs "nothing", which no cell is named/],
    [["type: select", "data: nothing"], /:3: data without column/]
  ])("%j is a mistake on its line", async (source, message) => {
    const found = await mistakes(...source);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
  });

  it("may not be named like a filter", async () => {
    expect((await shop.errors(cell("input segment", "type: text")))[0]).toMatch(
      /the input "segment" is named like a filter; rename it/
    );
  });
});

describe("${input} in SQL", () => {
  const ask = async (control: readonly string[], query: string) =>
    rows(await shop.run(cell("input choice", ...control) + cell("sql a", query)), "a");

  it("is bound: quotes, percent signs and Japanese are text like any other", async () => {
    for (const [value, revenue] of [
      ["O'Neill", 30],
      ["100% tea", 20],
      ["緑茶", 10],
      ["' or true --", null]
    ] as const)
      expect(
        await ask(
          ["type: text", `value: ${JSON.stringify(value)}`],
          "select sum(revenue)::int as r from orders where product = ${choice}"
        )
      ).toEqual([{r: revenue}]);
  });

  it("a list works in `in (…)`, with any() and with list_contains(); an empty one has nothing", async () => {
    const multiple = (value: string) => [
      "type: select",
      'options: ["O\'Neill", 緑茶, tea]',
      "multiple: true",
      `value: ${value}`
    ];
    for (const condition of [
      "product in (${choice})",
      "product = any(${choice})",
      "list_contains(${choice}, product)"
    ]) {
      const query = `select count(*)::int as n from orders where ${condition}`;
      // One order of O'Neill, one of 緑茶.
      expect(await ask(multiple('["O\'Neill", 緑茶]'), query)).toEqual([{n: 2}]);
      expect(await ask(multiple("[]"), query)).toEqual([{n: 0}]);
    }
  });

  it("an empty number is null, a date is a timestamp, a number counts", async () => {
    expect(await ask(["type: number"], "select ${choice} is null as empty")).toEqual([{empty: true}]);
    expect(
      await ask(["type: date", "value: 2025-02-10"], "select count(*)::int as n from orders where at >= ${choice}")
    ).toEqual([{n: 4}]);
    expect(
      await ask(["type: slider", "value: 20"], "select count(*)::int as n from orders where revenue >= ${choice}")
    ).toEqual([{n: 3}]);
  });

  it("shows in prose, a list with commas", async () => {
    const report = await shop.run(
      `It is \${rate}, of \${kinds}.\n\n${cell("input rate", "type: slider", "value: 20")}${cell("input kinds", "type: checkbox", "options: [a, b, c]", "value: [a, c]")}`
    );
    expect(report.inlines).toEqual(["20", "a, c"]);
  });
});

describe("an input in an address", () => {
  const slider: Input = {
    name: "x",
    type: "slider",
    label: "x",
    value: 5,
    options: null,
    multiple: false,
    min: 0,
    max: 10,
    step: 1,
    unit: null,
    placeholder: null
  };
  const choices: Input = {
    ...slider,
    type: "select",
    multiple: true,
    options: ["a,b", "100%", "雪"].map((value) => ({value, label: value}))
  };

  it("reads back what it wrote, commas, percent signs and Japanese too", () => {
    for (const value of [[], ["a,b"], ["a,b", "100%", "雪"]])
      expect(inputValueOf(choices, inputText(value))).toEqual({value});
    expect(inputValueOf(slider, inputText(7))).toEqual({value: 7});
    expect(inputValueOf({...slider, type: "text"}, inputText("50% & 'x' = 茶"))).toEqual({value: "50% & 'x' = 茶"});
    expect(inputValueOf({...slider, type: "checkbox"}, inputText(true))).toEqual({value: true});
  });

  it("what the control cannot have is none", () => {
    expect(inputValueOf(slider, "11")).toBeNull();
    expect(inputValueOf(slider, "many")).toBeNull();
    expect(inputValueOf(slider, "")).toBeNull();
    expect(inputValueOf(choices, "c")).toBeNull();
    expect(inputValueOf({...slider, type: "date", min: null, max: null}, "2025-02-30")).toBeNull();
    expect(inputValueOf({...slider, type: "number"}, "")).toEqual({value: null});
  });

  it("days are of the calendar", () => {
    expect(["2024-02-29", "2025-02-29", "2025-1-1", ""].map(isDate)).toEqual([true, false, false, false]);
  });

  it("SQL gets a date as a timestamp, a list as one text", () => {
    expect(boundInput({type: "date"}, "2025-02-01")).toEqual(new Date("2025-02-01T00:00:00Z"));
    expect(boundInput({type: "select"}, ["a", "b"])).toBe("a\u001Fb");
  });
});
