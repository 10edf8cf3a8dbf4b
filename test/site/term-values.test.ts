import {table} from "arquero";
import {expect, it} from "vitest";
import {words} from "../../src/site/words/languages.ts";
import {inWords} from "../../src/site/term-values.ts";

const dataset = (columns: Readonly<Record<string, readonly unknown[]>>) => ({
  table: table(columns as Record<string, unknown[]>),
  columns: Object.keys(columns).map((name) => ({name, type: "string" as const, unit: "text" as const}))
});
const shown = (columns: Readonly<Record<string, readonly unknown[]>>, metric: string, lang = "ja") => {
  const {table: said} = inWords(dataset(columns), words(lang), metric);
  return Object.fromEntries(said.columnNames().map((name) => [name, [...(said.array(name) as Iterable<unknown>)]]));
};

it("names of ours are shown in the page's language, names of the data as they are", () => {
  expect(shown({group: ["not loyal"], quadrant: ["truly loyal"]}, "loyalty-matrix")).toEqual({
    group: ["not loyal"],
    quadrant: ["真のロイヤル"]
  });
  expect(shown({segment: ["champions", "at risk"]}, "rfm")).toEqual({segment: ["最優良顧客", "離反予備軍"]});
  expect(shown({group: ["lost"], phase: ["first-time"]}, "lifecycle")).toEqual({group: ["lost"], phase: ["初回"]});
  expect(shown({alive: ["80% and more"], worth: ["top 20%"]}, "at-risk")).toEqual({
    alive: ["80%以上"],
    worth: ["上位20%"]
  });
  expect(shown({quadrant: [null]}, "gap")).toEqual({quadrant: [null]});
  expect(shown({segment: ["raw"]}, "sql")).toEqual({segment: ["raw"]});
});

it("a claim is its sentence; who says so is left as it is", () => {
  expect(shown({claim: ["referral"], verdict: ["consistent"], source: ["others"]}, "claims", "en")).toEqual({
    claim: ["Referred customers are worth 16% more"],
    verdict: ["consistent"],
    source: ["others"]
  });
});
