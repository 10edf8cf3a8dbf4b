import {parseHTML} from "linkedom";
import type {Format} from "../../../src/charts/format.ts";
import {words} from "../../../src/site/words/languages.ts";

/** A format whose text names value and unit: "count:12". Null is "–", dates are ISO days. */
export const plainFormat: Format = {
  lang: "en",
  currency: "EUR",
  value: (value, unit) => {
    if (value == null) return "–";
    return unit === "text"
      ? String(value)
      : `${unit}:${value instanceof Date ? value.toISOString().slice(0, 10) : value}`;
  },
  column: (_values, unit) => (value) => plainFormat.value(value, unit),
  short: (value, unit) => (value == null ? "–" : `~${unit}:${value}`),
  ticks: (values) => values.map(String)
};

/** What views are given in tests. */
export function viewOptions(lang = "en") {
  return {
    document: parseHTML("<html><body></body></html>").document as Document,
    format: plainFormat,
    words: words(lang)
  };
}

/** Texts of all elements that match, in order. */
export function texts(root: Element, selector: string): string[] {
  return [...root.querySelectorAll(selector)].map((found) => found.textContent ?? "");
}
