import {parseHTML} from "linkedom";
import {chartSchema} from "../../charts/chart-schema.ts";
import {tableCell} from "../../notebook/data-cells.ts";
import type {Library} from "../../notebook/environment.ts";
import {JS_DOCUMENT} from "./js-document.ts";
import {jsLibrary} from "./js-library.ts";
import type {JsHost} from "./js-library.ts";
import type {Style} from "../metric-figure.ts";

const SCHEMAS = {
  chart: chartSchema.extend({title: tableCell.shape.title}),
  table: tableCell.omit({data: true}).partial()
};

/** What `js` cells see at build: their elements are linkedom's. */
export function buildLibrary(style: Style): Library {
  return jsLibrary({...style, document: JS_DOCUMENT}, HOST);
}

const HOST: JsHost = {
  check(kind, spec) {
    const {success, error} = SCHEMAS[kind].safeParse(spec);
    if (success) return;
    const {path, message} = error.issues[0]!;
    throw new TypeError(`${[`${kind}(…)`, ...path].join(".")}: ${message}`);
  },
  template: (tag) =>
    ((...given: never[]) => {
      const names = ["document", "Node", "NodeList"] as const;
      const before = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
      // The library looks for a browser's globals; they are there only as long as it is at work.
      Object.assign(globalThis, {document: JS_DOCUMENT, Node: GLOBALS.Node, NodeList: GLOBALS.NodeList});
      try {
        return tag(...given);
      } finally {
        names.forEach((name, i) => {
          if (before[i]) Object.defineProperty(globalThis, name, before[i]);
          else Reflect.deleteProperty(globalThis, name);
        });
      }
    }) as typeof tag
};

const GLOBALS = parseHTML("<p></p>") as unknown as {Node: typeof Node; NodeList: typeof NodeList};
