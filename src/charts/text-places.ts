import {rounded} from "./element.ts";

const TRANSLATE = /^translate\((-?[\d.]+)[ ,](-?[\d.]+)\)$/;
const EM = /^-?[\d.]+em$/;

type Place = readonly [x: number, y: number];

/**
 * Writes where texts stand as their `x` and `y`. Plot moves each of them, and each layer, by a transform, and a browser keeps a coordinate system of its own for whatever has one, and paints it apart.
 * What is turned besides stays as it is, and a layer stays moved that holds more than texts.
 */
export function placeTexts(svg: Element): void {
  for (const layer of svg.querySelectorAll("g")) {
    const moved = placeOf(layer);
    const isWhole = moved !== null && layer.children.length > 0 && [...layer.children].every(isPlaceable);
    if (isWhole) layer.removeAttribute("transform");
    for (const text of layer.children)
      if (isPlaceable(text) && (isWhole || text.hasAttribute("transform"))) placeText(text, isWhole ? moved : [0, 0]);
  }
}

/** How far a node is moved; null where it is not, or turned besides. */
function placeOf(node: Element): Place | null {
  const [, x, y] = TRANSLATE.exec(node.getAttribute("transform") ?? "") ?? [];
  return x === undefined ? null : [Number(x), Number(y)];
}

/** Whether it is a text that is moved and no more, whose lines begin where it does. */
function isPlaceable(node: Element): boolean {
  const isMoved = !node.hasAttribute("transform") || placeOf(node) !== null;
  const hasPlace = isNumber(node.getAttribute("x")) && (isNumber(node.getAttribute("y")) || hasOwnLine(node));
  return node.localName === "text" && isMoved && hasPlace && [...node.children].every(isPlainLine);
}

function isPlainLine(node: Element): boolean {
  return node.localName === "title" || (node.localName === "tspan" && node.getAttribute("x") === "0");
}

function isNumber(value: string | null): boolean {
  return value === null || Number.isFinite(Number(value));
}

/** Whether its `y` only says where its line is about its place, as of all of Plot's texts. */
function hasOwnLine(node: Element): boolean {
  return EM.test(node.getAttribute("y") ?? "") && !node.hasAttribute("dy");
}

function placeText(text: Element, [dx, dy]: Place): void {
  const [x, y] = placeOf(text) ?? [0, 0];
  text.removeAttribute("transform");
  const left = rounded(dx + x + Number(text.getAttribute("x") ?? 0));
  let top = dy + y;
  for (const line of [text, ...text.children]) {
    if (line.localName === "title") continue;
    if (hasOwnLine(line)) {
      line.setAttribute("dy", line.getAttribute("y")!);
      line.removeAttribute("y");
    } else if (line === text) top += Number(text.getAttribute("y") ?? 0);
    line.setAttribute("x", left);
  }
  text.setAttribute("y", rounded(top));
}
