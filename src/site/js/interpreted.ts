import {parse} from "acorn";
import type {
  AnyNode,
  AssignmentExpression,
  CallExpression,
  Expression,
  Function as FunctionNode,
  MemberExpression,
  Pattern,
  SpreadElement,
  Statement,
  SwitchStatement,
  TemplateLiteral
} from "acorn";
import {assigned, binary, unary} from "./operators.ts";

/** The variables of a function that runs, and the function around it. */
interface Frame {
  readonly values: unknown[];
  readonly outer: Frame | null;
  /** What a return statement gave. */
  result: unknown;
}

type Run = (frame: Frame) => unknown;

/** How a statement ended. */
type End = "next" | "break" | "return";
type Step = (frame: Frame) => End;

/** Sets what an expression names. */
type Put = (frame: Frame, value: unknown) => void;

/**
 * A function as `Function(…parameters, body)` makes it, but walked instead of compiled, which a page's policy forbids. It knows the JavaScript that Arquero writes: expressions, arrow functions, blocks, `if`, `switch`; no loops, no classes.
 * @throws {SyntaxError} at anything else.
 */
export function interpreted(...given: readonly string[]): (...values: unknown[]) => unknown {
  const parameters = given.slice(0, -1);
  const {body} = parse(given.at(-1)!, {ecmaVersion: 2022, allowReturnOutsideFunction: true});
  const scope = new Names(null);
  for (const name of parameters) scope.declare(name);
  const steps = stepsOf(body as Statement[], scope);
  return (...values) => {
    const frame: Frame = {values: [...values], outer: null, result: undefined};
    inTurn(steps, frame);
    return frame.result;
  };
}

/** Where a function's variables stand, or a block's. There are no loops, so that a block needs no frame of its own: its variables have places of theirs in the function's. */
class Names {
  readonly #outer: Names | null;
  /** The function's names, of which a block is a part. */
  readonly #function: Names;
  readonly #own = new Map<string, number>();
  /** How many places the function has. */
  #places = 0;

  constructor(outer: Names | null, {isBlock = false}: {isBlock?: boolean} = {}) {
    this.#outer = outer;
    this.#function = isBlock && outer ? outer.#function : this;
  }

  /** Gives a name a place; `var` gives it to the whole function. */
  declare(name: string, kind = "let"): void {
    const names = kind === "var" ? this.#function : this;
    if (!names.#own.has(name)) names.#own.set(name, this.#function.#places++);
  }

  /** How many functions out, and at which place; null for a global. */
  find(name: string, depth = 0): {depth: number; at: number} | null {
    const at = this.#own.get(name);
    if (at !== undefined) return {depth, at};
    return this.#outer?.find(name, this.#function === this ? depth + 1 : depth) ?? null;
  }
}

/** The statements of a function or a block, whose names stand for its own variables from its beginning on. */
function stepsOf(body: readonly Statement[], scope: Names): readonly Step[] {
  for (const node of body)
    if (node.type === "VariableDeclaration") for (const {id} of node.declarations) declareAll(id, scope, node.kind);
  return body.map((one) => step(one, scope));
}

function unknown(node: AnyNode): never {
  throw new SyntaxError(`an expression of Arquero cannot have a ${node.type} in a page`);
}

function step(node: Statement, scope: Names): Step {
  switch (node.type) {
    case "ExpressionStatement": {
      const run = value(node.expression, scope);
      return (frame) => (run(frame), "next");
    }
    case "VariableDeclaration": {
      const puts = node.declarations.map(({id, init}) => {
        declareAll(id, scope, node.kind);
        return {put: target(id, scope), run: init ? value(init, scope) : () => undefined};
      });
      return (frame) => {
        for (const {put, run} of puts) put(frame, run(frame));
        return "next";
      };
    }
    case "ReturnStatement": {
      const run = node.argument ? value(node.argument, scope) : () => undefined;
      return (frame) => ((frame.result = run(frame)), "return");
    }
    case "BlockStatement": {
      const steps = stepsOf(node.body, new Names(scope, {isBlock: true}));
      return (frame) => inTurn(steps, frame);
    }
    case "IfStatement": {
      const [test, then] = [value(node.test, scope), step(node.consequent, scope)];
      const otherwise = node.alternate ? step(node.alternate, scope) : () => "next" as const;
      return (frame) => (test(frame) ? then(frame) : otherwise(frame));
    }
    case "SwitchStatement":
      return switchStep(node, scope);
    case "BreakStatement":
      return () => "break";
    case "EmptyStatement":
      return () => "next";
    default:
      return unknown(node);
  }
}

function inTurn(steps: readonly Step[], frame: Frame): End {
  for (const run of steps) {
    const end = run(frame);
    if (end !== "next") return end;
  }
  return "next";
}

function switchStep({discriminant, cases}: SwitchStatement, outer: Names): Step {
  const subject = value(discriminant, outer);
  const scope = new Names(outer, {isBlock: true});
  const parts = cases.map(({test, consequent}) => ({
    test: test ? value(test, scope) : null,
    steps: consequent.map((one) => step(one, scope))
  }));
  const fallback = parts.findIndex(({test}) => test === null);
  return (frame) => {
    const wanted = subject(frame);
    const found = parts.findIndex(({test}) => test !== null && test(frame) === wanted);
    const start = found < 0 ? fallback : found;
    const end =
      start < 0
        ? "next"
        : inTurn(
            parts.slice(start).flatMap(({steps}) => steps),
            frame
          );
    return end === "break" ? "next" : end;
  };
}

function value(node: Expression | MemberExpression, scope: Names): Run {
  switch (node.type) {
    case "Literal": {
      const {regex, value: literal} = node;
      return regex ? () => new RegExp(regex.pattern, regex.flags) : () => literal;
    }
    case "TemplateLiteral":
      return template(node, scope);
    case "Identifier":
      return variable(node.name, scope);
    case "MemberExpression": {
      const {object, key} = member(node, scope);
      return (frame) => (object(frame) as Record<PropertyKey, unknown>)[key(frame)];
    }
    case "CallExpression":
      return call(node, scope);
    case "NewExpression": {
      const [callee, args] = [value(node.callee as Expression, scope), list(node.arguments, scope)];
      return (frame) => Reflect.construct(callee(frame) as new () => unknown, args(frame));
    }
    case "ArrayExpression":
      return list(node.elements, scope);
    case "ObjectExpression":
      return object(node, scope);
    case "UnaryExpression": {
      const {operator, argument} = node;
      if (operator === "typeof" && argument.type === "Identifier" && !scope.find(argument.name))
        return () => typeof (globalThis as Record<string, unknown>)[argument.name];
      const run = value(argument, scope);
      return (frame) => unary(operator, run(frame));
    }
    case "BinaryExpression": {
      const [left, right] = [value(node.left as Expression, scope), value(node.right, scope)];
      const act = binary(node.operator);
      return (frame) => act(left(frame), right(frame));
    }
    case "LogicalExpression": {
      const [left, right] = [value(node.left, scope), value(node.right, scope)];
      if (node.operator === "&&") return (frame) => left(frame) && right(frame);
      if (node.operator === "||") return (frame) => left(frame) || right(frame);
      return (frame) => left(frame) ?? right(frame);
    }
    case "ConditionalExpression": {
      const [test, then, otherwise] = [node.test, node.consequent, node.alternate].map((one) => value(one, scope));
      return (frame) => (test!(frame) ? then!(frame) : otherwise!(frame));
    }
    case "AssignmentExpression":
      return assignment(node, scope);
    case "SequenceExpression": {
      const runs = node.expressions.map((one) => value(one, scope));
      return (frame) => runs.map((run) => run(frame)).at(-1);
    }
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return closure(node, scope);
    default:
      return unknown(node);
  }
}

function template({quasis, expressions}: TemplateLiteral, scope: Names): Run {
  const runs = expressions.map((one) => value(one, scope));
  const texts = quasis.map((quasi) => quasi.value.cooked ?? "");
  return (frame) => texts.map((text, i) => (i < runs.length ? `${text}${String(runs[i]!(frame))}` : text)).join("");
}

function variable(name: string, scope: Names): Run {
  const place = scope.find(name);
  if (!place) {
    const globals = globalThis as Record<string, unknown>;
    return () => {
      if (!(name in globals)) throw new ReferenceError(`${name} is not defined`);
      return globals[name];
    };
  }
  const {depth, at} = place;
  if (depth === 0) return ({values}) => values[at];
  if (depth === 1) return ({outer}) => outer!.values[at];
  return (frame) => frameAt(frame, depth).values[at];
}

function frameAt(frame: Frame, depth: number): Frame {
  return depth === 0 ? frame : frameAt(frame.outer!, depth - 1);
}

function member(node: MemberExpression, scope: Names): {object: Run; key: (frame: Frame) => PropertyKey} {
  const {property, computed} = node;
  const from = value(node.object as Expression, scope);
  if (!computed && property.type === "Identifier") return {object: from, key: () => property.name};
  const key = value(property as Expression, scope);
  return {object: from, key: (frame) => key(frame) as PropertyKey};
}

function call(node: CallExpression, scope: Names): Run {
  const args = list(node.arguments, scope);
  if (node.callee.type !== "MemberExpression") {
    const callee = value(node.callee as Expression, scope);
    return (frame) => (callee(frame) as (...given: unknown[]) => unknown)(...args(frame));
  }
  const {object: from, key} = member(node.callee, scope);
  return (frame) => (from(frame) as Record<PropertyKey, (...given: unknown[]) => unknown>)[key(frame)]!(...args(frame));
}

function list(nodes: readonly (Expression | SpreadElement | null)[], scope: Names): (frame: Frame) => unknown[] {
  const parts = nodes.map((node) => {
    if (node === null) return {run: () => undefined, isSpread: false};
    const isSpread = node.type === "SpreadElement";
    return {run: value(isSpread ? node.argument : node, scope), isSpread};
  });
  if (parts.every(({isSpread}) => !isSpread)) return (frame) => parts.map(({run}) => run(frame));
  return (frame) =>
    parts.flatMap(({run, isSpread}) => (isSpread ? [...(run(frame) as Iterable<unknown>)] : [run(frame)]));
}

function object({properties}: Extract<Expression, {type: "ObjectExpression"}>, scope: Names): Run {
  const puts = properties.map((part) => {
    if (part.type === "SpreadElement") {
      const run = value(part.argument, scope);
      return (made: object, frame: Frame) => void Object.assign(made, run(frame));
    }
    const key = keyOf(part.key as Expression, part.computed, scope);
    const run = value(part.value, scope);
    return (made: object, frame: Frame) =>
      void Object.defineProperty(made, key(frame), {
        value: run(frame),
        writable: true,
        enumerable: true,
        configurable: true
      });
  });
  return (frame) => {
    const made = {};
    for (const put of puts) put(made, frame);
    return made;
  };
}

function keyOf(node: Expression, isComputed: boolean, scope: Names): (frame: Frame) => PropertyKey {
  if (!isComputed && node.type === "Identifier") return () => node.name;
  const run = value(node, scope);
  return (frame) => run(frame) as PropertyKey;
}

function assignment({left, operator, right}: AssignmentExpression, scope: Names): Run {
  const put = target(left, scope);
  const run = value(right, scope);
  const current = operator === "=" ? () => undefined : value(left as Expression, scope);
  return (frame) => {
    const made = operator === "=" ? run(frame) : assigned(operator, current(frame), () => run(frame));
    put(frame, made);
    return made;
  };
}

function closure({params, body}: FunctionNode, outer: Names): Run {
  const scope = new Names(outer);
  for (const parameter of params) declareAll(parameter, scope, "let");
  const puts = params.map((parameter) =>
    target(parameter.type === "RestElement" ? parameter.argument : parameter, scope)
  );
  const rest = params.findIndex(({type}) => type === "RestElement");
  // Most are a few plain names, which are the first values of the frame.
  const isPlain = params.every(({type}) => type === "Identifier");
  const [run, steps] = body.type === "BlockStatement" ? [null, stepsOf(body.body, scope)] : [value(body, scope), []];
  return (around) =>
    (...given: unknown[]) => {
      const frame: Frame = {values: isPlain ? given : [], outer: around, result: undefined};
      if (!isPlain) puts.forEach((put, i) => put(frame, i === rest ? given.slice(i) : given[i]));
      if (run) return run(frame);
      inTurn(steps, frame);
      return frame.result;
    };
}

function declareAll(pattern: Pattern, scope: Names, kind: string): void {
  switch (pattern.type) {
    case "Identifier":
      scope.declare(pattern.name, kind);
      break;
    case "ObjectPattern":
      for (const part of pattern.properties)
        declareAll(part.type === "RestElement" ? part.argument : part.value, scope, kind);
      break;
    case "ArrayPattern":
      for (const part of pattern.elements) if (part) declareAll(part, scope, kind);
      break;
    case "AssignmentPattern":
      declareAll(pattern.left, scope, kind);
      break;
    case "RestElement":
      declareAll(pattern.argument, scope, kind);
      break;
    default:
      unknown(pattern);
  }
}

function target(pattern: Pattern, scope: Names): Put {
  switch (pattern.type) {
    case "Identifier": {
      const place = scope.find(pattern.name);
      if (!place) return unknown(pattern);
      return (frame, made) => void (frameAt(frame, place.depth).values[place.at] = made);
    }
    case "MemberExpression": {
      const {object: from, key} = member(pattern, scope);
      return (frame, made) => void ((from(frame) as Record<PropertyKey, unknown>)[key(frame)] = made);
    }
    case "AssignmentPattern": {
      const [put, run] = [target(pattern.left, scope), value(pattern.right, scope)];
      return (frame, made) => put(frame, made === undefined ? run(frame) : made);
    }
    case "ArrayPattern": {
      const puts = pattern.elements.map(
        (part) =>
          part && {
            put: target(part.type === "RestElement" ? part.argument : part, scope),
            isRest: part.type === "RestElement"
          }
      );
      return (frame, made) => {
        const values = [...(made as Iterable<unknown>)];
        puts.forEach((part, i) => part?.put(frame, part.isRest ? values.slice(i) : values[i]));
      };
    }
    case "ObjectPattern": {
      const puts = pattern.properties.map((part) =>
        part.type === "RestElement"
          ? unknown(part)
          : {key: keyOf(part.key as Expression, part.computed, scope), put: target(part.value, scope)}
      );
      return (frame, made) => {
        for (const {key, put} of puts) put(frame, (made as Record<PropertyKey, unknown>)[key(frame)]);
      };
    }
    default:
      return unknown(pattern);
  }
}
