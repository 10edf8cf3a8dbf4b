import {parseExpressionAt} from "acorn";
import type {AnyNode, Identifier, Pattern} from "acorn";
import {fullAncestor} from "acorn-walk";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";

// Without preserveParens the node of `(a)` would end before its parenthesis.
const SYNTAX = {ecmaVersion: 2024, allowAwaitOutsideFunction: true, preserveParens: true} as const;

/** The expression in `${…}` that begins at `text[start]`, and the index after its closing brace. @throws {ReportError} if it does not parse or close. */
export function expressionAt(text: string, start: number, place: Place): {expression: string; end: number} {
  const from = start + 2;
  try {
    const node = parseExpressionAt(text, from, SYNTAX);
    const close = /^(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*)*\}/.exec(text.slice(node.end));
    if (!close) throw new SyntaxError("no } after it");
    return {expression: text.slice(from, node.end).trim(), end: node.end + close[0].length};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const problem = error.message.replace(/ \(\d+:\d+\)$/, "");
    throw new ReportError(
      `expression cannot be read: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`,
      place,
      "close it with }, or write \\${ for the characters themselves"
    );
  }
}

/** Whether expressions can have a variable of this name: letters, digits, _ and $, and no word of JavaScript's own. */
export function isVariable(name: string): boolean {
  if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name)) return false;
  try {
    parseExpressionAt(`(${name}) => 0`, 0, {...SYNTAX, sourceType: "module"});
    return true;
  } catch {
    return false;
  }
}

/** Names that the expression reads and does not declare itself, each once, in order. */
export function freeNames(expression: string): readonly string[] {
  return [...freeIdentifiers(parseExpressionAt(expression, 0, SYNTAX)).keys()];
}

/** Names that the code reads and does not declare itself, each with the node that first does, in order. */
export function freeIdentifiers(tree: AnyNode): ReadonlyMap<string, Identifier> {
  const scopes = new Map<AnyNode, Set<string>>();
  fullAncestor(tree, (node, _, ancestors) => {
    for (const {scope, names} of declarations(node as AnyNode, ancestors as AnyNode[]))
      scopes.set(scope, new Set([...(scopes.get(scope) ?? []), ...names]));
  });
  const free = new Map<string, Identifier>();
  fullAncestor(tree, (node, _, ancestors) => {
    const one = node as AnyNode;
    if (one.type !== "Identifier" || free.has(one.name)) return;
    if (!ancestors.some((scope) => scopes.get(scope as AnyNode)?.has(one.name))) free.set(one.name, one);
  });
  return free;
}

interface Declaration {
  /** The node within which the names are declared. */
  readonly scope: AnyNode;
  readonly names: readonly string[];
}

function declarations(node: AnyNode, ancestors: readonly AnyNode[]): readonly Declaration[] {
  switch (node.type) {
    case "ArrowFunctionExpression":
      return [{scope: node, names: node.params.flatMap(patternNames)}];
    case "FunctionExpression":
      return [{scope: node, names: [...node.params, node.id].flatMap(patternNames)}];
    case "FunctionDeclaration":
      return [
        {scope: node, names: node.params.flatMap(patternNames)},
        {scope: enclosing(ancestors, BLOCK), names: patternNames(node.id)}
      ];
    case "ClassExpression":
      return [{scope: node, names: patternNames(node.id)}];
    case "ClassDeclaration":
      return [{scope: enclosing(ancestors, BLOCK), names: patternNames(node.id)}];
    case "CatchClause":
      return [{scope: node, names: patternNames(node.param)}];
    case "VariableDeclaration":
      return [
        {
          scope: enclosing(ancestors, node.kind === "var" ? FUNCTION : BLOCK),
          names: node.declarations.flatMap(({id}) => patternNames(id))
        }
      ];
    default:
      return [];
  }
}

const FUNCTION = /Function/;
const BLOCK = /Function|BlockStatement|^For|SwitchStatement|StaticBlock/;

/** The nearest node around the last of `ancestors` whose type matches; statements stand in a function's body only. */
function enclosing(ancestors: readonly AnyNode[], type: RegExp): AnyNode {
  return ancestors.slice(0, -1).findLast((node) => type.test(node.type)) ?? ancestors[0]!;
}

/** The names that a declaration's pattern declares: `a`, `c` and `rest` of `{a, b: [c = 1], ...rest}`. */
export function patternNames(pattern: Pattern | null | undefined): readonly string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((part) =>
        patternNames(part.type === "RestElement" ? part.argument : part.value)
      );
    case "ArrayPattern":
      return pattern.elements.flatMap(patternNames);
    case "AssignmentPattern":
      return patternNames(pattern.left);
    case "RestElement":
      return patternNames(pattern.argument);
    default:
      return [];
  }
}

/** The names of an expression that is a path into a cell, `kpis.customers`; null for any other. */
export function pathOf(expression: string): readonly string[] | null {
  const path = expression.split(".");
  const isPath =
    path.length > 1 &&
    path.every((part) => /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(part)) &&
    freeNames(expression).length === 1;
  return isPath ? path : null;
}
