import {nameAbout} from "./about.ts";

/** A mark that says something of itself, in the window's pixels. */
interface Reading {
  readonly mark: Element;
  readonly text: string;
  readonly box: DOMRect;
  readonly isPoint: boolean;
}

/** How far the pointer may be from a mark, in pixels. */
const REACH = 28;

const tip = document.createElement("div");
tip.className = "k-tip";
tip.hidden = true;
tip.setAttribute("role", "status");
const line = document.createElement("div");
line.className = "k-tip-line";
line.hidden = true;
document.body.append(line, tip);

/** The chart that is read at the moment, and by keyboard the place in it. */
let current: {readonly chart: Element; at: number} | null = null;

/** Shows what stands under the pointer: a mark's own words; on lines those of all series at that place. */
export function pointAt(chart: Element, {clientX, clientY}: {clientX: number; clientY: number}): void {
  const found = nearest(readingsOf(chart), {clientX, clientY});
  if (found.length === 0) return hideTip();
  current = {chart, at: -1};
  show(chart, found);
}

/** Walks a chart's marks by keyboard: arrows from one to the next, Escape away. @returns whether the key meant something. */
export function walk(chart: Element, key: string): boolean {
  if (key === "Escape") {
    const wasShown = !tip.hidden;
    hideTip();
    return wasShown;
  }
  const readings = inOrder(readingsOf(chart));
  const from = current?.chart === chart ? current.at : -1;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: from + 1,
    ArrowDown: from + 1,
    ArrowLeft: from - 1,
    ArrowUp: from - 1,
    Home: 0,
    End: readings.length - 1
  };
  const step = steps[key];
  if (step === undefined || readings.length === 0) return false;
  const at = Math.min(Math.max(step, 0), readings.length - 1);
  current = {chart, at};
  show(chart, [readings[at]!]);
  return true;
}

export function hideTip(): void {
  tip.hidden = true;
  line.hidden = true;
  current = null;
}

/** The marks that have words. The words are taken from the browser's own tooltips, which would come late and beside these. */
function readingsOf(chart: Element): readonly Reading[] {
  for (const title of chart.querySelectorAll("title")) {
    const mark = title.parentElement!;
    if (mark instanceof SVGSVGElement) continue;
    mark.setAttribute("data-tip", title.textContent);
    title.remove();
  }
  const marks = [...chart.querySelectorAll("[data-tip], [data-points]")];
  return marks.flatMap((mark): readonly Reading[] => {
    if (mark.hasAttribute("data-points")) return pointReadings(mark);
    const text = mark.getAttribute("data-tip")!;
    return mark.hasAttribute("data-cells") ? cellReadings(mark, text) : [markReading(mark, text)];
  });
}

function markReading(mark: Element, text: string): Reading {
  const box = mark.getBoundingClientRect();
  return {mark, text, box, isPoint: mark.localName === "circle" && box.width <= 24};
}

/** The points of a chart's lines, which have no marks of their own. */
function pointReadings(mark: Element): readonly Reading[] {
  const matrix = (mark as SVGGraphicsElement).getScreenCTM();
  if (!matrix) return [];
  return mark
    .getAttribute("data-points")!
    .split("|")
    .flatMap((words) => {
      const [, x, y, text] = /^(\S+) (\S+) (.*)$/s.exec(words) ?? [];
      if (text === undefined) return [];
      const {x: left, y: top} = new DOMPoint(Number(x), Number(y)).matrixTransform(matrix);
      return [{mark, text, box: new DOMRect(left - 4, top - 4, 8, 8), isPoint: true}];
    });
}

/** The cells of one colour, which are one path: each has its own words. */
function cellReadings(mark: Element, range: string): readonly Reading[] {
  const texts = mark.getAttribute("data-cells")!.split("|");
  const matrix = (mark as SVGGraphicsElement).getScreenCTM();
  if (!matrix) return [];
  const boxes = [...mark.getAttribute("d")!.matchAll(/M([\d.-]+) ([\d.-]+)h([\d.-]+)v([\d.-]+)/g)];
  return boxes.map(([, ...numbers], i) => {
    const [x, y, width, height] = numbers.map(Number) as [number, number, number, number];
    const corner = new DOMPoint(x, y).matrixTransform(matrix);
    const box = new DOMRect(corner.x, corner.y, width * matrix.a, height * matrix.d);
    return {mark, text: texts[i] ?? range, box, isPoint: false};
  });
}

/** The smallest mark that the point lies in, else the nearest; of points one above the other, all at that place. */
function nearest(
  readings: readonly Reading[],
  {clientX: x, clientY: y}: {clientX: number; clientY: number}
): readonly Reading[] {
  const distances = readings.map((reading) => ({reading, distance: distanceOf(reading.box, x, y)}));
  const isPoint = ({reading}: {reading: Reading}) => reading.isPoint;
  const area = ({reading: {box}}: {reading: Reading}) => box.width * box.height;
  const inside = distances.filter(({distance}) => distance === 0).sort((a, b) => area(a) - area(b))[0];
  if (inside && !isPoint(inside)) return [inside.reading];
  const points = distances.filter(isPoint);
  const across = points
    .map((one) => ({one, far: Math.abs(centre(one.reading.box).x - x)}))
    .sort((a, b) => a.far - b.far)[0];
  if (across && across.far <= REACH) {
    const at = centre(across.one.reading.box).x;
    return points
      .map(({reading}) => reading)
      .filter(({box}) => Math.abs(centre(box).x - at) < 0.5)
      .sort((a, b) => a.box.y - b.box.y);
  }
  const close = distances.toSorted((a, b) => a.distance - b.distance)[0];
  return close && close.distance <= REACH / 2 ? [close.reading] : [];
}

function distanceOf({left, right, top, bottom}: DOMRect, x: number, y: number): number {
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

function centre({x, y, width, height}: DOMRect): {x: number; y: number} {
  return {x: x + width / 2, y: y + height / 2};
}

/** From left to right, and from top to bottom. */
function inOrder(readings: readonly Reading[]): readonly Reading[] {
  const isGrid = readings.some(({mark}) => mark.hasAttribute("data-cells"));
  const place = ({box}: Reading): readonly [number, number] => {
    const {x, y} = centre(box);
    return isGrid ? [Math.round(y), x] : [Math.round(x), y];
  };
  return readings.toSorted((a, b) => place(a)[0] - place(b)[0] || place(a)[1] - place(b)[1]);
}

function show(chart: Element, readings: readonly Reading[]): void {
  tip.replaceChildren(
    ...readings.map(({mark, text}) => {
      const row = document.createElement("div");
      const swatch = document.createElement("i");
      swatch.style.background = colourOf(chart, mark, text);
      row.append(swatch, text);
      return row;
    })
  );
  tip.hidden = false;
  const boxes = readings.map(({box}) => box);
  const left = Math.min(...boxes.map((box) => box.left));
  const right = Math.max(...boxes.map((box) => box.right));
  const top = Math.min(...boxes.map((box) => box.top));
  const bottom = Math.max(...boxes.map((box) => box.bottom));
  const {width, height} = tip.getBoundingClientRect();
  const room = {x: document.documentElement.clientWidth, y: document.documentElement.clientHeight};
  const isPoints = readings.every(({isPoint}) => isPoint);
  // Beside points that stand one above the other, above or below anything else; never outside the window.
  const x = isPoints ? (right + 8 + width <= room.x ? right + 8 : left - 8 - width) : (left + right - width) / 2;
  const y = isPoints ? (top + bottom - height) / 2 : top - height - 6 >= 0 ? top - height - 6 : bottom + 6;
  tip.style.left = `${Math.min(Math.max(4, x), Math.max(4, room.x - width - 4)) + scrollX}px`;
  tip.style.top = `${Math.min(Math.max(4, y), Math.max(4, room.y - height - 4)) + scrollY}px`;
  mark(chart, isPoints ? (left + right) / 2 : null);
}

/** A hairline through the points that are read. */
function mark(chart: Element, x: number | null): void {
  line.hidden = x === null;
  if (x === null) return;
  const {top, height} = chart.getBoundingClientRect();
  Object.assign(line.style, {left: `${x + scrollX}px`, top: `${top + scrollY}px`, height: `${height}px`});
}

/** The colour of a mark; a point has that of the line whose name its words begin with. */
function colourOf(chart: Element, mark: Element, text: string): string {
  const fill = mark.getAttribute("fill") ?? mark.closest("[fill]")?.getAttribute("fill") ?? "";
  if (!mark.hasAttribute("data-points")) return fill.startsWith("url") ? "var(--k-muted)" : fill;
  const names = [...chart.querySelectorAll(".k-legend text, .k-ends text")];
  const wordsOf = (one: Element) => one.firstChild?.textContent ?? "";
  const own = nameAbout([text], names.map(wordsOf));
  const name = names.find((one) => wordsOf(one) === own);
  const shape = name?.closest(".k-legend") ? name.previousElementSibling : name;
  return shape?.getAttribute("stroke") ?? shape?.getAttribute("fill") ?? "var(--k-accent)";
}
