import type {CellBox} from "./cells.ts";
import {element} from "./element.ts";

const DIGIT = 0.58; // advances in em
const PERCENT = 0.86;
const POINT = 0.3;

/** About how wide characters of a font are in which all are equally wide, in em. */
const MONO_ADVANCE = 0.6;
/** How much closer than in a word characters may stand, and how much farther apart, in em. */
const CLOSER = 0.02;
const FARTHER = 0.18;
/** Characters that stay free before the longest label. */
const ROOM = 0.3;
/** Wider cells are few, and each space costs as much as a digit. */
const MOST_SLOTS = 12;
/** Characters that every such font has. */
const MONO_TEXT = /^[\x20-\x7e\xa0€£¥−]*$/;
const SPACE = "\xa0";

/** A cell's label in its ink. */
export interface CellLabel extends CellBox {
  readonly fill: string;
}

interface LabelStyle {
  readonly size: number;
  /** The ink of most of them. */
  readonly fill: string;
}

/**
 * The labels of cells of one size, each in its own; null where all are empty.
 * What a text costs to lay out is hardly more for many characters, so that a row is one, in a font of equal characters with as much between them as brings each to its cell: a triangle of 300 labels is redrawn in a third of the time. Its labels end below each other.
 * Where such a row would look pulled apart, each label is a text, in the middle of its cell.
 */
export function cellLabels(document: Document, cells: readonly CellLabel[], style: LabelStyle): SVGElement | null {
  const labels = cells.filter(({text}) => text !== "");
  if (labels.length === 0) return null;
  const {size, fill} = style;
  const shared = {class: "k-labels", fill, "font-size": size, "pointer-events": "none"};
  const spots = rowSpots(labels, size);
  if (!spots) return element(document, "g", {...shared, "text-anchor": "middle"}, ...ownTexts(document, labels, style));
  const spacing = `calc(${Number(spots.width.toFixed(4))}px - 1ch)`;
  return element(
    document,
    "g",
    {...shared, "text-anchor": "start", "font-family": "monospace", "letter-spacing": spacing},
    ...[...Map.groupBy(labels, ({y}) => y).values()].map((row) => rowText(document, row, {...style, spots}))
  );
}

function ownTexts(document: Document, labels: readonly CellLabel[], {size, fill: most}: LabelStyle): SVGElement[] {
  return labels.map(({x, width, text, fill, ...box}) => {
    const attributes = {x: x + width / 2, y: baseline(box, size), fill: fill === most ? null : fill};
    return element(document, "text", attributes, text);
  });
}

function baseline({y, height}: Pick<CellBox, "y" | "height">, size: number): number {
  return Math.round(y + height / 2 + 0.35 * size);
}

/** The characters that a row has for each cell. */
interface Spots {
  readonly count: number;
  /** Of one of them, in pixels. */
  readonly width: number;
  /** How many of them there are up to the end of a label. */
  readonly end: number;
  /** What the row moves so that most labels are in the middle, in pixels. */
  readonly shift: number;
}

/** Null where each label has to be a text. */
function rowSpots(labels: readonly CellLabel[], size: number): Spots | null {
  const cell = labels[0]!.width;
  const count = Math.floor(cell / ((MONO_ADVANCE - CLOSER) * size));
  const width = cell / count;
  const lengths = labels.map(({text}) => text.length);
  const longest = Math.max(...lengths);
  const isLoose = width - MONO_ADVANCE * size > FARTHER * size;
  if (count > MOST_SLOTS || longest > count || isLoose || !labels.every(({text}) => MONO_TEXT.test(text))) return null;
  // Two of one cell would move all that follow them.
  if (new Set(labels.map(({x, y}) => `${x} ${y}`)).size < labels.length) return null;
  // The longest is often the only one, as 100% is.
  const usual = Math.max(longest - 1, Math.min(...lengths));
  const middle = Math.min((count + longest) / 2, Math.max((count + usual) / 2, longest + ROOM));
  const end = Math.ceil(middle);
  return {count, width, end, shift: (middle - end) * width + (width - MONO_ADVANCE * size) / 2};
}

/** One text for a row's labels, in parts where the ink changes. */
function rowText(
  document: Document,
  row: readonly CellLabel[],
  {size, fill: most, spots}: LabelStyle & {readonly spots: Spots}
): SVGElement {
  const labels = row.toSorted((a, b) => a.x - b.x);
  const [first] = labels as [CellLabel];
  const runs: {readonly fill: string; text: string}[] = [];
  let length = 0;
  for (const {x, width, text, fill} of labels) {
    const end = Math.round((x - first.x) / width) * spots.count + spots.end;
    const padded = text.padStart(end - length, SPACE);
    const run = runs.at(-1);
    if (run?.fill === fill) run.text += padded;
    else runs.push({fill, text: padded});
    length = end;
  }
  const parts = runs.map(({fill, text}) => element(document, "tspan", {fill: fill === most ? null : fill}, text));
  return element(document, "text", {x: first.x + spots.shift, y: baseline(first, size)}, ...parts);
}

/** Width of a cell's label in pixels, at most. */
export function cellTextWidth(text: string, size: number): number {
  return size * [...text].reduce((sum, c) => sum + advance(c), 0);
}

function advance(c: string): number {
  return c === "%"
    ? PERCENT
    : c === "." || c === ","
      ? POINT
      : /[\u2E80-\uFFEE]/.test(c)
        ? 1
        : c === "M"
          ? 0.86
          : DIGIT;
}
