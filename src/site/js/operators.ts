import type {AssignmentOperator, BinaryOperator, UnaryOperator} from "acorn";

// The operands are of any type: JavaScript's own rules decide what becomes of them.
type Any = never;

const BINARY: Readonly<Record<BinaryOperator, (a: unknown, b: unknown) => unknown>> = {
  "+": (a, b) => (a as Any) + (b as Any),
  "-": (a, b) => (a as Any) - (b as Any),
  "*": (a, b) => (a as Any) * (b as Any),
  "/": (a, b) => (a as Any) / (b as Any),
  "%": (a, b) => (a as Any) % (b as Any),
  "**": (a, b) => (a as Any) ** (b as Any),
  "==": (a, b) => a == b,
  "!=": (a, b) => a != b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
  "<": (a, b) => (a as Any) < (b as Any),
  "<=": (a, b) => (a as Any) <= (b as Any),
  ">": (a, b) => (a as Any) > (b as Any),
  ">=": (a, b) => (a as Any) >= (b as Any),
  "<<": (a, b) => (a as Any) << (b as Any),
  ">>": (a, b) => (a as Any) >> (b as Any),
  ">>>": (a, b) => (a as Any) >>> (b as Any),
  "&": (a, b) => (a as Any) & (b as Any),
  "|": (a, b) => (a as Any) | (b as Any),
  "^": (a, b) => (a as Any) ^ (b as Any),
  in: (a, b) => (a as PropertyKey) in (b as object),
  instanceof: (a, b) => a instanceof (b as new () => unknown)
};

/** What the operator makes of two values. */
export function binary(operator: BinaryOperator): (a: unknown, b: unknown) => unknown {
  return BINARY[operator];
}

/** What the operator makes of a value. @throws {SyntaxError} at `delete`. */
export function unary(operator: UnaryOperator, value: unknown): unknown {
  switch (operator) {
    case "-":
      return -(value as number);
    case "+":
      return +(value as number);
    case "!":
      return !value;
    case "~":
      return ~(value as number);
    case "typeof":
      return typeof value;
    case "void":
      return undefined;
    default:
      throw new SyntaxError(`no ${operator} in a page`);
  }
}

/** The value that `a += b` and the like assign. `next` gives `b`, where it is needed. */
export function assigned(operator: AssignmentOperator, current: unknown, next: () => unknown): unknown {
  if (operator === "&&=") return current && next();
  if (operator === "||=") return current || next();
  if (operator === "??=") return current ?? next();
  return BINARY[operator.slice(0, -1) as BinaryOperator](current, next());
}
