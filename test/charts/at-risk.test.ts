import {table} from "arquero";
import {expect, it} from "vitest";
import {atRiskChart} from "../../src/charts/at-risk.ts";
import {drawOptions, picture, texts} from "./picture.ts";

const alive = ["80% and more", "under 20%", "not identifiable"];
const worth = ["top 20%", "other 50%"];
const rows = alive.flatMap((chance) => worth.map((value) => [chance, value] as const));
const bands = table({
  group: rows.map(() => null),
  alive: rows.map(([chance]) => chance),
  worth: rows.map(([, value]) => value),
  customers: [20, 30, 10, 40, 5, 60],
  at_stake: [100, 50, 900, 200, null, null]
});

it.each([720, 343])(
  "atRiskChart at %d: counts everywhere, amounts where the chance is known, the most at stake darkest",
  async (width) => {
    const svg = atRiskChart(bands, drawOptions({width}));
    const cells = [...svg.querySelectorAll(".k-cell")];
    expect(cells.map((cell) => [...cell.querySelectorAll("text")].map(({textContent}) => textContent))).toEqual([
      ["20", "$100.00"],
      ["30", "$50.00"],
      ["10", "$900.00"],
      ["40", "$200.00"],
      ["5"],
      ["60"]
    ]);
    expect(cells[2]!.querySelector("rect")!.getAttribute("fill")).toBe("var(--k-ramp-8)");
    expect(texts(atRiskChart(bands.slice(0, 0), drawOptions()))).toEqual(["No data"]);
    await expect(picture(svg)).toMatchFileSnapshot(`../output/at-risk-${width}.svg`);
  }
);
