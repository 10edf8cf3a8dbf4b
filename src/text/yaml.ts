import {LineCounter, isMap, isNode, parseDocument} from "yaml";
import type {Document, YAMLParseError} from "yaml";
import type {z} from "zod";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {suggestion} from "./suggest.ts";

/** A YAML text read against a schema, and where each part of it stands. */
export interface Read<T> {
  readonly value: T;
  /** The line, from 1, of the key at `path`, or of the nearest part of it that is there. */
  lineOf(...path: readonly PropertyKey[]): number;
}

/**
 * Reads YAML as a mapping against `schema`; an empty text is an empty mapping.
 *
 * @param at the file, and the line of the file on which the text begins.
 * @throws {ReportError} at the first mistake: YAML that does not parse, a missing or unknown key (with the nearest known one), a wrong value.
 *   An unknown key comes before the missing one that it was probably meant to be.
 */
export function readYaml<S extends z.ZodType>(text: string, schema: S, at: Place): Read<z.output<S>> {
  const counter = new LineCounter();
  const document = parseDocument(text, {lineCounter: counter, uniqueKeys: true});
  const lineAt = (offset: number) => at.line + counter.linePos(offset).line - 1;
  const broken = document.errors[0];
  if (broken) throw new ReportError(yamlProblem(broken, text), {file: at.file, line: lineAt(broken.pos[0])});
  const lineOf = (...path: readonly PropertyKey[]) => lineAt(offsetOf(document, path));
  const parsed = schema.safeParse(plainValue(document, text, {file: at.file, lineAt}) ?? {}, {reportInput: true});
  if (parsed.success) return {value: parsed.data, lineOf};
  const issue = deepest(parsed.error.issues);
  const {problem, hint, path} = explain(issue, schema);
  throw new ReportError(problem, {file: at.file, line: lineOf(...path)}, hint);
}

/** The parser's message without the excerpt and the position, which the place already says. */
function yamlProblem({code, message, pos}: YAMLParseError, text: string): string {
  if (code === "DUPLICATE_KEY") return `duplicate key "${/^["']?([^"':,}\s]*)/.exec(text.slice(pos[0]))![1]}"`;
  return plainMessage(message).replace(/ at line \d+, column \d+:?$/, "");
}

function plainMessage(message: string): string {
  const line = message.split("\n")[0]!;
  return line.charAt(0).toLowerCase() + line.slice(1);
}

/** The document as JavaScript values. @throws {ReportError} at an alias of an anchor that is not there, which the parser finds only now. */
function plainValue(
  document: Document,
  text: string,
  {file, lineAt}: {file: string; lineAt: (offset: number) => number}
): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const alias = /: (\S+)$/.exec(error.message)?.[1];
    const offset = alias === undefined ? 0 : Math.max(0, text.indexOf(`*${alias}`));
    throw new ReportError(
      alias === undefined ? plainMessage(error.message) : `unknown alias "*${alias}"`,
      {file, line: lineAt(offset)},
      "write & before the name where the value stands"
    );
  }
}

/** Where the key at the end of `path` begins; of its longest part that exists, if it does not. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => String((item.key as {value?: unknown} | null)?.value) === String(key));
      if (!pair) break;
      if (isNode(pair.key) && pair.key.range) offset = pair.key.range[0];
      node = pair.value;
    } else {
      const item: unknown = (node as {items?: readonly unknown[]} | null)?.items?.[Number(key)];
      if (!isNode(item) || !item.range) break;
      offset = item.range[0];
      node = item;
    }
  }
  return offset;
}

type Issue = z.core.$ZodIssue;

/** Of a union's complaints the one that got furthest into the value, which is the form the author meant. */
function deepest(issues: readonly Issue[]): Issue {
  const first = unknownBefore(issues[0]!, issues);
  if (first.code !== "invalid_union" || first.errors.length === 0) return first;
  const inner = first.errors.map((branch) => deepest(branch)).filter((issue) => depth(issue) > 0);
  const best = inner.sort((a, b) => depth(b) - depth(a))[0];
  return best ? ({...best, path: [...first.path, ...best.path]} as Issue) : first;
}

/** How many keys lead to what is wrong; an unknown key is one of them. */
function depth({code, path}: Issue): number {
  return path.length + (code === "unrecognized_keys" ? 1 : 0);
}

/** The complaint; where a key is missing, that about an unknown key beside it, if there is one: it is the missing one, misspelt. */
function unknownBefore(issue: Issue, issues: readonly Issue[]): Issue {
  if (!isMissing(issue)) return issue;
  const parent = issue.path.slice(0, -1).join("\n");
  return issues.find((other) => other.code === "unrecognized_keys" && other.path.join("\n") === parent) ?? issue;
}

function isMissing(issue: Issue): boolean {
  return (
    issue.path.length > 0 &&
    issue.input === undefined &&
    (issue.code === "invalid_type" || issue.code === "invalid_union" || issue.code === "invalid_value")
  );
}

function explain(issue: Issue, schema: z.ZodType): {problem: string; hint?: string; path: readonly PropertyKey[]} {
  const name = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const key = issue.keys[0]!;
    return {
      problem: `unknown key "${key}"${name ? ` in ${name}` : ""}`,
      hint: suggestion(key, keysAt(schema, issue.path)),
      path: [...issue.path, key]
    };
  }
  if (isMissing(issue)) {
    const parent = issue.path.slice(0, -1).map(String).join(".");
    return {problem: `missing key "${String(issue.path.at(-1))}"${parent ? ` in ${parent}` : ""}`, path: issue.path};
  }
  if (issue.code === "invalid_value") {
    const values = issue.values.map(String);
    const hint = typeof issue.input === "string" ? suggestion(issue.input, values) : `one of ${values.join(", ")}`;
    return {problem: `${name} cannot be ${show(issue.input)}`, hint, path: issue.path};
  }
  if (issue.code === "invalid_type")
    return {
      problem: `${name || "the text"} is ${show(issue.input)}, which is no ${EXPECTED[issue.expected] ?? issue.expected}`,
      path: issue.path
    };
  if (issue.code === "invalid_key")
    return {
      problem: `key "${String(issue.path.at(-1))}" ${plainMessage(issue.issues[0]?.message ?? issue.message)}`,
      path: issue.path
    };
  if ((issue.code === "too_small" || issue.code === "too_big") && typeof issue.input === "number")
    return {
      problem: `${name} is ${issue.input}, which is ${issue.code === "too_small" ? `less than ${issue.minimum}` : `more than ${issue.maximum}`}`,
      path: issue.path
    };
  if (issue.code === "too_small" && issue.minimum === 1) return {problem: `${name} is empty`, path: issue.path};
  const message = plainMessage(issue.message);
  if (message.startsWith("is ")) return {problem: `${name} ${show(issue.input)} ${message}`, path: issue.path};
  return {problem: name ? `${name}: ${message}` : message, path: issue.path};
}

/** What the schema's word for a type is in YAML's words. */
const EXPECTED: Readonly<Record<string, string>> = {record: "mapping", object: "mapping", int: "whole number"};

/** The value in one short line. */
function show(value: unknown): string {
  const text = typeof value === "string" ? `"${value.replace(/\s+/g, " ")}"` : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly in?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly shape?: Readonly<Record<string, z.ZodType>>;
}

/** The keys that the schema knows at `path`, through optional, default, array, record and union wrappers. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  const definition = schema.def as unknown as Definition;
  const inner = definition.innerType ?? definition.in;
  if (inner) return keysAt(inner, path);
  if (definition.options) return definition.options.flatMap((option) => keysAt(option, path));
  const [key, ...rest] = path;
  if (definition.shape) {
    if (key === undefined) return Object.keys(definition.shape);
    const next = definition.shape[String(key)];
    return next ? keysAt(next, rest) : [];
  }
  const item = definition.valueType ?? definition.element;
  return item && key !== undefined ? keysAt(item, rest) : [];
}
