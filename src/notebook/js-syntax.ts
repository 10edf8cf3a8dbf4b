import {parse, parseExpressionAt} from "acorn";
import type {AnyNode, Program} from "acorn";
import {fullAncestor} from "acorn-walk";
import {ReportError} from "../errors.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {freeIdentifiers, isVariable, patternNames} from "./expression.ts";

/** A name that code reads, and the line of the cell's source, from 1, on which it first does. */
export interface Read {
  readonly name: string;
  readonly line: number;
}

/** A `js` cell's code, understood. */
export interface JsSyntax {
  /** Names that it reads and does not declare itself. */
  readonly reads: readonly Read[];
  /** Names that it gives to other cells besides its own: the top-level declarations of a cell without a name. */
  readonly defines: readonly string[];
  /** Body of an async function that gives the expression's value, else an object of what a program declares at its top level; the author's lines begin on its second line. */
  readonly body: string;
  readonly isExpression: boolean;
}

const SYNTAX = {ecmaVersion: 2024, sourceType: "module", allowAwaitOutsideFunction: true, locations: true} as const;

/** Reads a `js` cell: one expression, or else a program. @throws {ReportError} at the line where the syntax breaks, at an import or export, and where it assigns to what it has not declared. */
export function readJs(cell: Cell): JsSyntax {
  const {source} = cell;
  const {tree, expression} = parsed(cell);
  refuse(tree, cell);
  const reads = [...freeIdentifiers(tree)].map(([name, node]) => ({name, line: node.loc!.start.line}));
  if (expression !== null) return {reads, defines: [], body: `return (\n${expression}\n);`, isExpression: true};
  const declared = declaredNames(tree as Program);
  const given = isNamed(cell) ? declared.filter((name) => name === cell.name) : declared;
  return {
    reads,
    defines: isNamed(cell) ? [] : declared,
    body: `\n${source}\nreturn {${given.join(", ")}};`,
    isExpression: false
  };
}

/** Whether the author named the cell: `js-1` is no variable. */
export function isNamed({name}: Pick<Cell, "name">): boolean {
  return isVariable(name);
}

/** Names that a cell gives to the others: its own, and what a `js` cell without a name declares. A cell that cannot be read gives its own. */
export function givenNames(cell: Cell): readonly string[] {
  if (cell.kind !== "js") return [cell.name];
  try {
    return [cell.name, ...readJs(cell).defines];
  } catch (error) {
    // Its own cell says so.
    if (error instanceof ReportError) return [cell.name];
    throw error;
  }
}

/** The tree, and the text of the expression where the cell is one; a semicolon may follow it. */
function parsed(cell: Cell): {tree: AnyNode; expression: string | null} {
  const {source} = cell;
  const expression = maybeExpression(source);
  if (expression) return {tree: expression, expression: source.slice(0, expression.end)};
  try {
    return {tree: parse(source, SYNTAX), expression: null};
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const {line} = (error as SyntaxError & {loc: {line: number}}).loc;
    const problem = error.message.replace(/ \(\d+:\d+\)$/, "");
    throw new ReportError(
      `JavaScript cannot be read: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`,
      sourcePlace(cell, Math.min(line, source.split("\n").length)),
      problem.includes("'return'") ? "give the value to display(…)" : undefined
    );
  }
}

/** An expression that is all of the source. A function or class with a name declares it. */
function maybeExpression(source: string): AnyNode | null {
  try {
    const node = parseExpressionAt(source, 0, {...SYNTAX, preserveParens: true}) as AnyNode;
    const rest = source.slice(node.end).replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, "");
    if (!/^\s*;?\s*$/.test(rest)) return null;
    return (node.type === "FunctionExpression" || node.type === "ClassExpression") && node.id ? null : node;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function declaredNames({body}: Program): readonly string[] {
  return body.flatMap((statement) => {
    switch (statement.type) {
      case "VariableDeclaration":
        return statement.declarations.flatMap(({id}) => patternNames(id));
      case "FunctionDeclaration":
      case "ClassDeclaration":
        return patternNames(statement.id);
      default:
        return [];
    }
  });
}

/** Names that a node gives other values: also by a pattern, or as what a loop runs over. */
function assigned(node: AnyNode): readonly string[] {
  switch (node.type) {
    case "AssignmentExpression":
      return patternNames(node.left);
    case "UpdateExpression":
      return node.argument.type === "Identifier" ? [node.argument.name] : [];
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? [] : patternNames(node.left);
    default:
      return [];
  }
}

/** @throws {ReportError} at what a page could not run, or what would be lost in silence. */
function refuse(tree: AnyNode, cell: Cell): void {
  const free = freeIdentifiers(tree);
  fullAncestor(tree, (found) => {
    const node = found as AnyNode;
    const at = () => sourcePlace(cell, node.loc!.start.line);
    if (node.type === "ImportDeclaration" || node.type === "ImportExpression" || node.type.startsWith("Export"))
      throw new ReportError(
        node.type.startsWith("Export") ? "a js cell exports nothing" : "a js cell imports nothing",
        at(),
        node.type.startsWith("Export")
          ? "what a cell without a name declares can be read by all cells"
          : "Plot, aq, op and the other cells are in scope"
      );
    const foreign = assigned(node).find((name) => free.has(name));
    if (foreign !== undefined)
      throw new ReportError(
        `"${foreign}" is assigned to, but this cell does not declare it`,
        at(),
        `write const ${foreign} = …; the values of other cells are read only`
      );
  });
}
