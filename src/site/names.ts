import {table} from "arquero";
import type {ColumnTable} from "arquero";
import type {Finding, Result} from "../metrics/metric.ts";
import type {Dataset} from "../notebook/dataset.ts";
import {inLanguage, languageOf} from "../text/language.ts";
import type {Language} from "../text/language.ts";
import {columnLabel} from "./words/words.ts";
import type {Words} from "./words/words.ts";

/** What the pages of one language call values of the data. Addresses, downloads and SQL have the values themselves. */
export interface Names {
  /** Names by column and value, as the catalog's `labels` say. */
  readonly labels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of values that stand in any column: those of what is folded, or missing. */
  readonly every: Readonly<Record<string, string>>;
}

/** Every value is its own name. */
export const OWN_NAMES: Names = {labels: {}, every: {}};

const EVERY: Readonly<Record<Language, Names["every"]>> = {en: {}, ja: {"(other)": "その他", "(none)": "（なし）"}};

/** The names of a language. */
export function namesOf(labels: Readonly<Partial<Record<Language, Names["labels"] | undefined>>>, lang: string): Names {
  return {labels: labels[languageOf(lang)] ?? {}, every: inLanguage(lang, EVERY)};
}

/** What a value of a column is called: itself where it has no name. */
export function nameOf({labels, every}: Names, column: string, value: string): string {
  const own = Object.hasOwn(labels, column) ? labels[column]! : {};
  if (Object.hasOwn(own, value)) return own[value]!;
  return Object.hasOwn(every, value) ? every[value]! : value;
}

/** What a dimension is called, as the head of a filter: by the catalog's labels of `dimension`, else as a column's head. */
export function dimensionLabel(dimension: string, words: Words, names: Names): string {
  const own = nameOf(names, "dimension", dimension);
  return own === dimension ? columnLabel(words, "sql", dimension) : own;
}

/** Of which metric a result is, and what its cell says. */
export interface Origin {
  readonly metric: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The result with the names of its groups, touchpoints, kinds and the like in the place of the values. */
export function namedResult(result: Result, origin: Origin, names: Names): Result {
  const named = (one: ColumnTable) => namedTable(one, names, (column) => columnBehind(column, origin, names));
  return {
    ...result,
    table: named(result.table),
    ...(result.tables
      ? {tables: Object.fromEntries(Object.entries(result.tables).map(([name, one]) => [name, named(one)]))}
      : {}),
    finding: result.finding && namedFinding(result.finding, origin.options, names)
  };
}

/** A query's rows likewise: a column of the catalog's `labels` is told by its name. */
export function namedDataset(dataset: Dataset, names: Names): Dataset {
  const columnOf = (column: string) => (Object.hasOwn(names.labels, column) ? column : null);
  return {...dataset, table: namedTable(dataset.table, names, columnOf)};
}

/** Columns of results whose values may have names; any other one is told by the catalog's `labels`. */
const NAMED = ["touchpoint", "kind", "channel"];
/** Columns that are called like one of the data's, and hold names of ours. */
const OURS: Readonly<Record<string, readonly string[]>> = {rfm: ["segment"]};

/** The column of the data whose values a column of a result has, or a column that says for each row which; null for anything else. */
function columnBehind(
  column: string,
  {metric, options}: Origin,
  {labels}: Names
): string | {readonly in: string} | null {
  const {by} = options;
  if (column === "group" || column === "other") return typeof by === "string" ? by : null;
  if (metric === "drivers" && column === "value") return {in: "dimension"};
  if (metric === "programme" && (column === "from" || column === "to")) return "tier";
  if (OURS[metric]?.includes(column)) return null;
  return NAMED.includes(column) || Object.hasOwn(labels, column) ? column : null;
}

function namedTable(
  one: ColumnTable,
  names: Names,
  behind: (column: string) => ReturnType<typeof columnBehind>
): ColumnTable {
  if (Object.keys(names.labels).length === 0 && Object.keys(names.every).length === 0) return one;
  const columns = one.columnNames();
  if (columns.every((column) => behind(column) === null)) return one;
  const valuesOf = (column: string) => Array.from(one.array(column) as Iterable<unknown>);
  return table(
    Object.fromEntries(
      columns.map((column) => {
        const values = valuesOf(column);
        const data = behind(column);
        if (data === null || (typeof data === "object" && !columns.includes(data.in))) return [column, values];
        const kinds = typeof data === "object" ? valuesOf(data.in) : null;
        return [
          column,
          values.map((value, i) =>
            typeof value === "string"
              ? nameIn(names, kinds ? String(kinds[i]) : (data as string), {metricColumn: column, value})
              : value
          )
        ];
      })
    )
  );
}

/** "region=Kansai; channel=Search", whom a measure is for, or one value. */
function nameIn(names: Names, column: string, {metricColumn, value}: {metricColumn: string; value: string}): string {
  // Who is in no tier is named by the chart itself.
  if (column === "tier" && value === "(none)") return value;
  return metricColumn === "segment" && value.includes("=") ? namedSegment(names, value) : nameOf(names, column, value);
}

function namedSegment(names: Names, text: string): string {
  const clauses = text.split(";").map((clause) => {
    const [dimension = "", values = ""] = clause.split("=").map((part) => part.trim());
    return [dimension, values.split(",").map((value) => nameOf(names, dimension, value.trim()))] as const;
  });
  return clauses.map(([dimension, values]) => `${dimension}=${values.join(", ")}`).join("; ");
}

/** Values of findings that are values of the data, one or some, a line each. */
const SAID = /^((best|worst)(_group)?|first|group)$|_names$/;
/** The column of the data that a finding speaks of, where its cell is not split by one. */
const SPOKEN: Readonly<Record<string, string>> = {
  gap: "touchpoint",
  engagement: "kind",
  actions: "action",
  payback: "channel"
};

/** The finding with the names of the groups, touchpoints and the like that it speaks of. */
export function namedFinding(finding: Finding, options: {readonly by?: unknown}, names: Names): Finding {
  const {key, values} = finding;
  const by = typeof options.by === "string" ? options.by : null;
  const columnOf = (name: string) => {
    const own = values[`${name}_dimension`];
    return typeof own === "string" ? own : (SPOKEN[key] ?? by);
  };
  return {
    key,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => {
        const column = SAID.test(name) ? columnOf(name) : null;
        if (column === null || typeof value !== "string") return [name, value];
        return [name, value.split("\n").map((one) => nameOf(names, column, one)).join("\n")]; // prettier-ignore
      })
    )
  };
}
