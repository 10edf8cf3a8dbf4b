import type {JsOutput} from "../../notebook/environment.ts";
import {shownValue} from "./js-view.ts";
import type {Style} from "../metric-figure.ts";

/** What a js cell shows, as HTML: a picture for each width, or one body for both; null if it shows nothing. */
export function jsFigure(
  {displayed, parameters, isExpression}: Pick<JsOutput, "displayed" | "parameters" | "isExpression">,
  style: Style
): {readonly chart: {readonly wide: string; readonly narrow: string} | null; readonly body: string | null} | null {
  if (!isExpression && !parameters.includes("display")) return null;
  const html = (values: readonly unknown[]) => values.map((value) => htmlOf(shownValue(value, style))).join("");
  const wide = html(displayed.wide);
  if (wide === "" && isExpression) return null;
  return displayed.narrow === null
    ? {chart: null, body: wide}
    : {chart: {wide, narrow: html(displayed.narrow)}, body: null};
}

/** A node as HTML; of a fragment its children. */
function htmlOf(node: Node | null): string {
  if (node === null) return "";
  if ("outerHTML" in node) return (node as Element).outerHTML;
  if (node.nodeType === 3) return escaped(node.nodeValue ?? "");
  return [...node.childNodes].map(htmlOf).join("");
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
}
