import {parse} from "acorn";
import type {AnyNode, CallExpression} from "acorn";
import {simple} from "acorn-walk";
import type {Plugin} from "vite";

const LIBRARY = "zod";
const STAND_IN = "\0kizuna:zod";

/**
 * Leaves the validation library, and what is described with it, out of the scripts of pages: metrics say with it which options they have, but a page's options were read at build.
 * Whatever is still asked of its `z`, it gives itself.
 */
export function noSchemas(): Plugin {
  return {
    name: "kizuna:no-schemas",
    resolveId: {order: "pre", handler: (source) => (source === LIBRARY ? STAND_IN : null)},
    load: (id) =>
      id === STAND_IN ? "export const z = new Proxy(() => undefined, {get: () => z, apply: () => z});" : null,
    transform: {
      // After types are gone.
      filter: {id: /\.ts$/, code: /from\s*["']zod["']/},
      handler: (code) => ({code: withoutSchemas(code), map: null})
    }
  };
}

/** A module in which each schema, `z.…(…).…(…)`, is `z`. */
export function withoutSchemas(code: string): string {
  const calls: CallExpression[] = [];
  simple(parse(code, {ecmaVersion: "latest", sourceType: "module"}), {
    CallExpression(node) {
      if (isOfLibrary(node)) calls.push(node);
    }
  });
  let kept = "";
  let end = 0;
  for (const call of calls.sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (call.start < end) continue; // within one that is gone
    kept += `${code.slice(end, call.start)}z`;
    end = call.end;
  }
  return kept + code.slice(end);
}

function isOfLibrary(node: AnyNode): boolean {
  if (node.type === "CallExpression") return isOfLibrary(node.callee);
  if (node.type === "MemberExpression") return isOfLibrary(node.object);
  return node.type === "Identifier" && node.name === "z";
}
