import {table} from "arquero";
import {describe, expect, it} from "vitest";
import {chart} from "../../src/charts/chart.ts";
import {chartSchema} from "../../src/charts/chart-schema.ts";
import {chartColumns, type ChartSpec} from "../../src/charts/chart-spec.ts";
import {InputError} from "../../src/errors.ts";
import {cellCount, drawOptions, picture, texts} from "./picture.ts";

const options = drawOptions();
const month = (...months: string[]) => months.map((text) => new Date(`${text}-01T00:00:00Z`));

/** Heights of upright bars in their order. */
const heights = (svg: Element): number[] =>
  [...svg.querySelectorAll('[data-mark="bar"] rect')].map((bar) => Number(bar.getAttribute("height")));
const widths = (svg: Element): number[] =>
  [...svg.querySelectorAll('[data-mark="bar"] rect')].map((bar) => Number(bar.getAttribute("width")));

describe("bars", () => {
  // March is missing, May null: five months have bars or gaps, three of six places have a bar.
  const revenue = table({month: month("2025-01", "2025-02", "2025-04", "2025-05"), revenue: [100, 200, 50, null]});
  const spec: ChartSpec = {mark: "bar", x: "month", y: "revenue"};

  it("start at zero, with a place for a month that has no row and a dash for null", async () => {
    const svg = chart(revenue, spec, {...options, units: {revenue: "money"}});
    const [january, february, april] = heights(svg);
    expect(heights(svg)).toHaveLength(3);
    expect(january! / february!).toBeCloseTo(0.5, 3);
    expect(april! / february!).toBeCloseTo(0.25, 3);
    expect(texts(svg)).toEqual(["Jan2025", "Feb", "Mar", "Apr", "May", "$100.00", "$200.00", "$50.00", "–"]);
    await expect(picture(svg)).toMatchFileSnapshot("../output/bar.svg");
  });

  // Two channels in two months: 3 + 1 = 4 and 2 + 4 = 6 customers.
  const stacked = table({
    month: month("2025-01", "2025-01", "2025-02", "2025-02"),
    channel: ["Web", "Shop", "Web", "Shop"],
    customers: [3, 1, 2, 4]
  });
  const split: ChartSpec = {mark: "bar", x: "month", y: "customers", color: "channel"};

  it("of counts by colour stack up to their total, and name it", async () => {
    const svg = chart(stacked, split, options);
    const [web1, shop1, web2, shop2] = heights(svg).map((height) => height + 1); // half a pixel at both ends stays empty
    expect((web1! + shop1!) / (web2! + shop2!)).toBeCloseTo(4 / 6, 3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["4", "6"]));
    expect(texts(svg, ".k-legend text")).toEqual(["Web", "Shop"]);
    await expect(picture(svg)).toMatchFileSnapshot("../output/bar-stacked.svg");
  });

  it("normalised are all as high, and read in percent", async () => {
    const svg = chart(stacked, {...split, stack: "normalize"}, options);
    const [web1, shop1, web2, shop2] = heights(svg).map((height) => height + 1);
    expect(web1! + shop1!).toBeCloseTo(web2! + shop2!, 3);
    expect(web1! / shop1!).toBeCloseTo(3, 3);
    expect(texts(svg)).toContain("75%");
    await expect(picture(svg)).toMatchFileSnapshot("../output/bar-normalized.svg");
  });

  it("of rates stand side by side, with their intervals", async () => {
    const rates = table({
      plan: ["Basic", "Basic", "Gold", "Gold"],
      year: ["2024", "2025", "2024", "2025"],
      rate: [0.4, 0.5, 0.6, 0.8],
      low: [0.3, 0.4, 0.5, 0.7],
      high: [0.5, 0.6, 0.7, 0.9]
    });
    const svg = chart(
      rates,
      {mark: "bar", x: "plan", y: "rate", color: "year", low: "low", high: "high"},
      {...options, units: {rate: "ratio"}}
    );
    const starts = [...svg.querySelectorAll('[data-mark="bar"] rect')].map((bar) => Number(bar.getAttribute("x")));
    expect(new Set(starts).size).toBe(4);
    expect(svg.querySelectorAll('[data-mark="rule"] line').length).toBe(4 + 1); // and the line at zero
    expect(texts(svg, "title")).toContain("2025, Gold: 80.0% (70.0%–90.0%)");
    await expect(picture(svg)).toMatchFileSnapshot("../output/bar-grouped.svg");
  });

  // A tie of Store and App keeps the order of the rows; null counts as zero in the order.
  const scores = table({touchpoint: ["Delivery", "Store", "App", "Web"], score: [-20, 40, 40, null]});

  it("lie where x has the numbers, sorted, with negative ones to the left", async () => {
    const svg = chart(scores, {mark: "bar", x: "score", y: "touchpoint", sort: "-value", units: {x: "nps"}}, options);
    expect(texts(svg, ".k-names text")).toEqual(["Store", "App", "Web", "Delivery"]);
    const [store, app, delivery] = widths(svg);
    expect(store).toBe(app);
    expect(delivery! / store!).toBeCloseTo(0.5, 3);
    expect(texts(svg)).toEqual(expect.arrayContaining(["40", "−20", "–"]));
    await expect(picture(svg)).toMatchFileSnapshot("../output/bar-horizontal.svg");
  });

  it("of names that have no room lie down, and are cut with their full name as tooltip", async () => {
    const long = ["オーガニック検索からの新規のお客様(スマートフォンアプリ経由を含む)", "店舗"];
    const svg = chart(
      table({channel: long, customers: [1200, 300]}),
      {mark: "bar", x: "channel", y: "customers"},
      drawOptions({width: 343, lang: "ja"})
    );
    expect(texts(svg, ".k-names title")).toContain(long[0]);
    expect(texts(svg)).toEqual(expect.arrayContaining(["店舗", "1,200"]));
    await expect(picture(svg)).toMatchFileSnapshot("../output/bar-narrow-ja.svg");
  });

  it("grow in height rather than leave a name out", () => {
    const names = Array.from({length: 60}, (_, i) => `City ${i + 1}`);
    const svg = chart(
      table({city: names, customers: names.map((_, i) => i)}),
      {mark: "bar", x: "customers", y: "city"},
      options
    );
    expect(texts(svg, ".k-names text")).toEqual(names);
    expect(Number(svg.getAttribute("height"))).toBeGreaterThan(60 * 15);
  });

  it("of a column that is also the colour need no legend", () => {
    const svg = chart(scores, {mark: "bar", x: "touchpoint", y: "score", color: "touchpoint"}, options);
    expect(svg.querySelector(".k-legend")).toBeNull();
    expect(
      new Set([...svg.querySelectorAll('[data-mark="bar"] rect')].map((bar) => bar.getAttribute("fill"))).size
    ).toBe(3);
  });
});

describe("lines", () => {
  // Gold has no value in February: its line breaks there, and both ends of the gap are dots.
  const rates = table({
    month: ["2025-01", "2025-02", "2025-03", "2025-01", "2025-02", "2025-03"],
    segment: ["Gold", "Gold", "Gold", "Basic", "Basic", "Basic"],
    rate: [0.5, null, 0.6, 0.3, 0.35, 0.3]
  });
  const spec: ChartSpec = {
    mark: "line",
    x: "month",
    y: "rate",
    color: "segment",
    reference: [{y: 0.4, label: "Target"}]
  };

  it("break at null, read months from text, and are named at their ends", async () => {
    const svg = chart(rates, spec, {...options, units: {rate: "ratio", month: "text"}});
    expect(texts(svg, ".k-ends text")).toEqual(["Gold", "Basic"]);
    expect(svg.querySelector(".k-legend")).toBeNull();
    const [gold, basic] = [...svg.querySelectorAll('[data-mark="line"] path')].map((path) => path.getAttribute("d")!);
    expect(gold!.match(/M/g)).toHaveLength(2);
    expect(basic!.match(/M/g)).toHaveLength(1);
    expect(texts(svg)).toEqual(expect.arrayContaining(["Jan2025", "Mar", "Target", "0%", "40%"]));
    await expect(picture(svg)).toMatchFileSnapshot("../output/line.svg");
  });

  it("have the colours of their series in the order of the rows, or sorted", () => {
    const colours = (svg: Element): (string | null)[] =>
      [...svg.querySelectorAll(".k-ends text")].map((text) => text.getAttribute("fill"));
    expect(colours(chart(rates, spec, options))).toEqual(["var(--k-series-1)", "var(--k-series-2)"]);
    expect(texts(chart(rates, {...spec, sort: "name"}, options), ".k-ends text")).toEqual(["Basic", "Gold"]);
  });

  it("of many series have a legend, and repeat colours with dashes", async () => {
    const names = Array.from({length: 9}, (_, i) => `Shop ${i + 1}`);
    const many = table({
      x: names.flatMap(() => [1, 2]),
      shop: names.flatMap((name) => [name, name]),
      y: names.flatMap((_, i) => [i, i + 1])
    });
    const svg = chart(many, {mark: "line", x: "x", y: "y", color: "shop"}, options);
    expect(texts(svg, ".k-legend text")).toEqual(names);
    expect(svg.querySelector(".k-ends")).toBeNull();
    expect([...svg.querySelectorAll(".k-legend path")].map((path) => path.getAttribute("stroke-dasharray"))).toEqual([
      ...Array(8).fill(null),
      "4 3"
    ]);
    await expect(picture(svg)).toMatchFileSnapshot("../output/line-legend.svg");
  });

  it("have a small chart per facet, on one scale", async () => {
    const svg = chart(
      rates,
      {mark: "line", x: "month", y: "rate", facet: "segment"},
      {...options, units: {rate: "ratio"}}
    );
    expect(texts(svg, ".k-head text")).toEqual(["Gold", "Basic"]);
    const [first, second] = [...svg.querySelectorAll(".k-panel")].map((panel) =>
      texts(panel, '[data-mark="y-axis tick label"] text')
    );
    expect(first).toEqual(second);
    await expect(picture(svg)).toMatchFileSnapshot("../output/line-facets.svg");
  });

  it("of several columns are named by the columns, or as asked for", () => {
    const wide = table({year: [2024, 2025], new_customers: [1, 2], returning: [3, 4]});
    expect(
      texts(chart(wide, {mark: "line", x: "year", y: ["new_customers", "returning"]}, options), ".k-ends text")
    ).toEqual(["new customers", "returning"]);
    const named = chart(wide, {mark: "line", x: "year", y: {new_customers: "New", returning: "Back"}}, options);
    expect(texts(named, ".k-ends text")).toEqual(["New", "Back"]);
    expect(texts(named)).toEqual(expect.arrayContaining(["2024", "2025"])); // a year has no thousands
  });
});

it("areas stack in the order of series, and a missing row is a zero", async () => {
  const rows = table({month: month("2025-01", "2025-01", "2025-02"), kind: ["New", "Back", "New"], n: [2, 3, 4]});
  const svg = chart(rows, {mark: "area", x: "month", y: "n", color: "kind"}, options);
  expect(svg.querySelectorAll('[data-mark="area"] path')).toHaveLength(2);
  await expect(picture(svg)).toMatchFileSnapshot("../output/area.svg");
});

it("dots carry intervals and references across", async () => {
  const rows = table({
    channel: ["Web", "Shop", "Post"],
    rate: [0.4, 0.3, null],
    low: [0.35, 0.2, null],
    high: [0.45, 0.4, null]
  });
  const svg = chart(
    rows,
    {mark: "dot", x: "rate", y: "channel", low: "low", high: "high", reference: [{x: 0.33, label: "All"}]},
    {...options, units: {rate: "ratio"}}
  );
  expect(svg.querySelectorAll('[data-mark="dot"] circle')).toHaveLength(2);
  expect(texts(svg, "title")).toEqual(["Web: 40.0% (35.0%–45.0%)", "Shop: 30.0% (20.0%–40.0%)"]);
  expect(texts(svg, ".k-names text")).toEqual(["Web", "Shop", "Post"]);
  await expect(picture(svg)).toMatchFileSnapshot("../output/dot.svg");
});

it("a heat map has a cell per number, none for null, and prints the numbers", async () => {
  const rows = table({day: ["Mon", "Mon", "Tue", "Tue"], hour: [9, 10, 9, 10], orders: [1, 9, null, 9]});
  const svg = chart(rows, {mark: "heatmap", x: "hour", y: "day", color: "orders"}, options);
  const paths = [...svg.querySelectorAll(".k-cells path")];
  expect(paths.map(cellCount)).toEqual([1, 2]); // the tie of 9 and 9 has one colour
  expect(texts(svg, ".k-cells .k-labels text")).toEqual(["1", "9", "9"]);
  await expect(picture(svg)).toMatchFileSnapshot("../output/heatmap.svg");
});

it("a heat map with two numbers for one cell writes both there, and all others in their own", () => {
  // 720 px less 37 for "Mon": 12 cells of 56.9 px.
  const hours = Array.from({length: 12}, (_, i) => i);
  const rows = table({day: Array(13).fill("Mon"), hour: [...hours, 3], orders: [...hours.map((i) => 10 + i), 99]});
  const draw = (data: typeof rows) =>
    chart(data, {mark: "heatmap", x: "hour", y: "day", color: "orders"}, options).querySelectorAll(".k-labels text");
  const places = [...draw(rows)].map(
    (text) => `${text.textContent} at ${Math.floor((Number(text.getAttribute("x")) - 37) / 56.9)}`
  );
  expect(places.toSorted()).toEqual([...hours.map((i) => `${10 + i} at ${i}`), "99 at 3"].toSorted());
  // Without it they are a row.
  expect(draw(rows.slice(0, 12))).toHaveLength(1);
});

it("a histogram counts each whole number, and sums to the rows that have one", async () => {
  // 7 twice, 9 three times of which one in the shop, 10 once; null is not counted: 6 of 7 rows
  const rows = table({nps: [7, 9, 9, 10, 7, 9, null], place: ["Web", "Web", "Shop", "Web", "Web", "Web", "Web"]});
  const svg = chart(rows, {mark: "histogram", x: "nps", color: "place"}, options);
  expect(texts(svg, "title")).toEqual(["Web, 7: 2", "Web, 9: 2", "Shop, 9: 1", "Web, 10: 1"]);
  expect(texts(svg)).toEqual(expect.arrayContaining(["7", "8", "9", "10"]));
  await expect(picture(svg)).toMatchFileSnapshot("../output/histogram.svg");
  const counted = table({score: [1, 2], answers: [30, 12]});
  expect(texts(chart(counted, {mark: "histogram", x: "score", y: "answers"}, options), "title")).toEqual([
    "1: 30",
    "2: 12"
  ]);
});

describe("any chart", () => {
  it("of no rows, or of nothing but null, says so", () => {
    const marks = ["line", "bar", "area", "dot", "heatmap", "histogram"] as const;
    for (const mark of marks) {
      const spec = {mark, x: "a", y: "b", ...(mark === "heatmap" ? {color: "b"} : {})};
      expect(texts(chart(table({a: [], b: []}), spec, options))).toEqual(["No data"]);
      expect(texts(chart(table({a: [1], b: [null]}), spec, options))).toEqual(["No data"]);
    }
  });

  it("has a label, no style of its own, and only colours of the page", () => {
    const svg = chart(table({a: ["x"], b: [1]}), {mark: "bar", x: "a", y: "b"}, options);
    expect([svg.getAttribute("role"), svg.getAttribute("aria-label")]).toEqual(["img", "A chart"]);
    expect(svg.querySelector("style, [style]")).toBeNull();
    const colours = [...svg.querySelectorAll("[fill], [stroke]")].flatMap((node) => [
      node.getAttribute("fill"),
      node.getAttribute("stroke")
    ]);
    for (const colour of colours) expect(colour ?? "none").toMatch(/^(var\(--k-|none$|transparent$|currentColor$)/);
  });

  it("refuses an unknown column, words for numbers, and two rows at one place", () => {
    const rows = table({a: ["x", "x"], b: [1, 2], c: ["y", "z"]});
    expect(() => chart(rows, {mark: "bar", x: "a", y: "d"}, options)).toThrow(InputError);
    expect(() => chart(rows, {mark: "line", x: "a", y: "c"}, options)).toThrow(
      'chart value "y" of column "c" is not a number'
    );
    expect(() => chart(rows, {mark: "bar", x: "a", y: "b"}, options)).toThrow(
      'bar chart with more than one row for "x"'
    );
  });
});

describe("chartSchema", () => {
  it("accepts a full specification, and names its columns once", () => {
    const spec: ChartSpec = chartSchema.parse({
      mark: "bar",
      x: "month",
      y: {a: "A", b: "B"},
      facet: "month",
      low: "low",
      high: "high",
      units: {y: "ratio"}
    });
    expect(chartColumns(spec)).toEqual(["month", "a", "b", "low", "high"]);
  });
  it("refuses an unknown key", () => {
    expect(chartSchema.safeParse({mark: "bar", x: "a", colour: "b"}).error!.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["colour"]
    });
  });
});
