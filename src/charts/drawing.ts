import {element} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {textWidth, truncate} from "./text-width.ts";
import {INK, finish} from "./theme.ts";

/** A chart drawn without Plot: its elements on a canvas of that height. */
export function drawing(options: ChartOptions, height: number, children: readonly (Node | null)[]): Element {
  const {document, width} = options;
  const tall = Math.ceil(height);
  const svg = element(document, "svg", {
    xmlns: "http://www.w3.org/2000/svg",
    class: "k-chart",
    width,
    height: tall,
    viewBox: `0 0 ${width} ${tall}`
  });
  svg.append(...children.filter((child) => child !== null));
  return finish(svg, options);
}

/** Where a text stands and how it looks; `y` is the middle of its line. */
export interface TextStyle {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly bold?: boolean;
  /** Cuts the text there; the whole of it is its tooltip. */
  readonly room?: number;
}

/** One line of text. */
export function label(document: Document, text: string, style: TextStyle): SVGElement {
  const {x, y, size, anchor = "start", fill = INK, bold = false, room = Infinity} = style;
  const shown = truncate(text, room, size);
  const attributes = {
    x,
    y,
    dy: "0.34em",
    "text-anchor": anchor,
    fill,
    "font-size": size,
    "font-weight": bold ? "600" : null
  };
  const tooltip = shown === text ? [] : [element(document, "title", {}, text)];
  return element(document, "text", attributes, shown, ...tooltip);
}

/** The text in lines that fit `room` pixels, broken at spaces; a word that is too long is cut. Japanese breaks anywhere. */
export function wrapped(text: string, room: number, size: number): string[] {
  const isSpaced = text.includes(" ");
  const parts = isSpaced ? text.split(" ") : textWidth(text, size) > room ? [...text] : [text];
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    const joined = last === undefined ? part : last + (isSpaced ? " " : "") + part;
    if (last !== undefined && textWidth(joined, size) <= room) lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.map((line) => truncate(line, room, size));
}
