import {InputError} from "../errors.ts";

/** A value that a query binds; it never becomes part of the SQL text. */
export type Bindable = string | number | boolean | Date | null;

/** SQL whose values are bound: `$1` in `text` is `values[0]`. Made by {@link sql}; nests in others. */
export class Query {
  readonly strings: readonly string[];
  readonly values: readonly Bindable[];
  constructor(strings: readonly string[], values: readonly Bindable[]) {
    if (strings.length !== values.length + 1) throw new InputError("a query has one text more than values");
    this.strings = strings;
    this.values = values;
  }
  get text(): string {
    return this.strings.reduce((text, part, i) => `${text}$${i}${part}`);
  }
}

/**
 * The query that the template says: a nested {@link Query} becomes part of the text, anything else a bound value.
 * A list of queries is joined with commas.
 */
export function sql(texts: TemplateStringsArray, ...parts: readonly (Query | readonly Query[] | Bindable)[]): Query {
  const strings = [texts[0]!];
  const values: Bindable[] = [];
  const append = (text: string) => strings.push(strings.pop()! + text);
  parts.forEach((part, i) => {
    const query = Array.isArray(part) ? joined(part as readonly Query[], ", ") : part;
    if (query instanceof Query) {
      append(query.strings[0]!);
      strings.push(...query.strings.slice(1));
      values.push(...query.values);
      append(texts[i + 1]!);
    } else {
      values.push(query as Bindable);
      strings.push(texts[i + 1]!);
    }
  });
  return new Query(strings, values);
}

/** The queries one after the other, with `separator`, which is SQL text, between them. */
export function joined(queries: readonly Query[], separator: string): Query {
  return queries.reduce((all, query, i) => (i === 0 ? query : sql`${all}${raw(separator)}${query}`), raw(""));
}

/** SQL text taken as it is. Only ever for text of Kizuna's own or of the workspace's authors. */
export function raw(text: string): Query {
  return new Query([text], []);
}

/** A name in double quotes, qualified by dots where several are given. */
export function identifier(...names: readonly string[]): Query {
  return raw(names.map((name) => `"${name.replaceAll('"', '""')}"`).join("."));
}

/** A number or a text as a literal, for places where SQL takes no bound value, or computes with one anew for each row. @throws {InputError} at a number that is not finite. */
export function literal(value: number | string): Query {
  if (typeof value === "string") return raw(`'${value.replaceAll("'", "''")}'`);
  if (!Number.isFinite(value)) throw new InputError(`${value} is no SQL number`);
  return raw(String(value));
}
