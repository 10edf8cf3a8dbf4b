import {parseHTML} from "linkedom";
import {BuildCanvas} from "../build-canvas.ts";

/** Nodes that listen to something. */
const listening = new WeakSet<object>();

/** A document for the code of reports' authors at build: it knows which nodes listen, and its canvases can be drawn on by the pixel. */
export const JS_DOCUMENT: Document = openDocument();

/** Whether a node, or one inside it, listens to what a reader does: it is dead until a browser runs its code. */
export function listens(node: Node): boolean {
  const hasHandler = Object.entries(node).some(
    ([name, value]) => /^on[a-z]+$/.test(name) && typeof value === "function"
  );
  return listening.has(node) || hasHandler || [...node.childNodes].some(listens);
}

function openDocument(): Document {
  const {document} = parseHTML("<!doctype html><html><body></body></html>") as unknown as {document: Document};
  const create = document.createElement.bind(document);
  const listen = document.addEventListener;
  const target = ownerOf(document, "addEventListener") as unknown as EventTarget;
  // Set where all nodes find it: libraries make theirs by `createElementNS` and from templates, too.
  target.addEventListener = function (this: object, ...given: Parameters<typeof listen>) {
    listening.add(this);
    return listen.apply(this as Document, given);
  };
  document.createElement = ((name: string, ...rest: [ElementCreationOptions?]) => {
    const element = create(name, ...rest);
    return name.toLowerCase() === "canvas" ? withPixels(element) : element;
  }) as Document["createElement"];
  return document;
}

function withPixels(element: Element): Element {
  const canvas = new BuildCanvas();
  Object.defineProperties(element, {
    width: {get: () => canvas.width, set: (width: number) => void (canvas.width = width)},
    height: {get: () => canvas.height, set: (height: number) => void (canvas.height = height)},
    getContext: {value: (kind: string) => canvas.getContext(kind)},
    toDataURL: {value: () => canvas.toDataURL()}
  });
  return element;
}

/** The object of the prototype chain that has the member itself. */
function ownerOf(object: object, name: string): object {
  return Object.hasOwn(object, name) ? object : ownerOf(Object.getPrototypeOf(object) as object, name);
}
