import type {Reduction} from "../metrics/metric.ts";
import {dimensionColumn} from "../metrics/reduce.ts";
import type {Bindable, Query} from "../sql/sql.ts";

/**
 * A metric's sums as one SQL statement for people to read, of what `reduceQuery` runs in two steps: values stand in the text, and names need no quotes where they are plain.
 * @param by the dimension that groups are of; null for all customers alone.
 */
export function reductionSql({keys, level1, statistics}: Reduction, by: string | null): string {
  const group = by === null ? [] : [`c.${name(by)} as ${name(dimensionColumn(by))}`];
  const sums = Object.entries(statistics).map(([key, sum]) => `${inlined(sum)} as ${name(key)}`);
  const columns = [...group, ...keys.map((key) => `r.${name(key)}`), ...sums];
  const lines = [
    `select\n  ${columns.join(",\n  ")}`,
    `from (\n${indented(dedented(inlined(level1)))}\n) r`,
    ...(by === null ? [] : ['join "all".customers c on c.customer = r.customer']),
    ...(group.length + keys.length === 0 ? [] : ["group by all"])
  ];
  return lines.join("\n");
}

/** Text whose lines begin where its least indented one does; the first line, which stands behind something, apart. */
export function dedented(text: string): string {
  const [first = "", ...rest] = text.trim().split("\n");
  const depths = rest.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const depth = Math.min(...depths);
  return [first, ...rest.map((line) => line.slice(depth))].map((line) => line.trimEnd()).join("\n");
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

function inlined({strings, values}: Query): string {
  return strings.reduce((text, part, i) => `${text}${literalText(values[i - 1]!)}${part}`);
}

function literalText(value: Bindable): string {
  if (value === null) return "null";
  if (value instanceof Date) return `timestamp '${value.toISOString().slice(0, 19).replace("T", " ")}'`;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function name(text: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;
}
