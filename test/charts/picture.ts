import {parseHTML} from "linkedom";
import {createFormat} from "../../src/charts/format.ts";
import type {ChartOptions} from "../../src/charts/options.ts";

const RAMP = ["#edf3fa", "#d8e6f5", "#bcd5ee", "#9bc0e4", "#76a7d8", "#5088c6", "#306bb0", "#1b5094", "#0d3873"];
const SERIES = ["#1f5fa8", "#c2571a", "#2f7d5b", "#8a4fa3", "#a8791a", "#b23a5b", "#3a8796", "#6b6f78"];
const COLOURS = {
  ink: "#1d2330",
  muted: "#5d6675",
  line: "#dfe2e7",
  surface: "#fff",
  accent: "#1f5fa8",
  target: "#b23a5b"
};
const VARIABLES = [
  ...Object.entries(COLOURS).map(([name, colour]) => `--k-${name}:${colour}`),
  ...SERIES.map((colour, i) => `--k-series-${i + 1}:${colour}`),
  ...RAMP.flatMap((colour, i) => [`--k-ramp-${i}:${colour}`, `--k-ramp-ink-${i}:${i < 5 ? "#1d2330" : "#fff"}`])
];

/** Options of a chart in a test; width defaults to 720, language to English with US dollars. */
export function drawOptions({width = 720, lang = "en"}: {width?: number; lang?: "en" | "ja"} = {}): ChartOptions {
  const ja = lang === "ja";
  return {
    document: parseHTML("<body></body>").document as unknown as Document,
    width,
    id: "figure",
    label: "A chart",
    format: createFormat({lang, currency: ja ? "JPY" : "USD"}),
    words: {
      age: (period) => (ja ? "初回購入からの経過月数" : `Age in ${period}s`),
      size: ja ? "人数" : "Customers",
      pooled: ja ? "全コホート" : "All cohorts",
      incomplete: ja ? "未完了の期間" : "Incomplete",
      all: ja ? "全体" : "All customers",
      empty: ja ? "データがありません" : "No data"
    }
  };
}

/** The chart as a file of its own that a viewer shows in light colours: the variables are the page's, so that it has none; `more` are those that few charts use. */
export function picture(chart: Element, more: readonly string[] = []): string {
  return `${chart.outerHTML.replace(">", `><style>svg{${[...VARIABLES, ...more].join(";")};font-family:sans-serif;background:#fff}</style>`)}\n`;
}

/** The texts of all elements that the selector finds, in the order of the drawing. */
export function texts(chart: Element, selector = "text"): string[] {
  return [...chart.querySelectorAll(selector)].map((node) => node.textContent ?? "");
}

/** How many cells a path of cells has. */
export function cellCount(path: Element | null): number {
  return (path?.getAttribute("d")?.match(/M/g) ?? []).length;
}

/** The words of the points of a chart's lines, in the order of the drawing. */
export function pointTexts(chart: Element, selector = "[data-points]"): string[] {
  return [...chart.querySelectorAll(selector)].flatMap((node) =>
    (node.getAttribute("data-points") ?? "").split("|").map((words) => words.split(" ").slice(2).join(" "))
  );
}
