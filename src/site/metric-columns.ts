import type {Unit} from "../charts/format.ts";
import type {Period} from "../charts/period.ts";
import type {Dataset} from "../notebook/dataset.ts";
import type {Column} from "./views/table.ts";
import {columnLabel} from "./words/words.ts";
import type {Words} from "./words/words.ts";

/** Whose columns {@link metricColumns} shows. */
export interface MetricTable {
  /** What the heads are named after. */
  readonly kind: string;
  /** Options of the cell. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of columns whose rows differ in it: the unit of each row. */
  readonly units?: RowUnits;
}

type RowUnits = Readonly<Partial<Record<string, readonly Unit[]>>>;

/** Columns whose dates are first days of the cell's periods. */
const PERIODS = new Set(["cohort", "period", "from", "to"]);
/** Columns in which null stands for all together. */
const POOLED = new Set(["group", "channel", "cohort", "period"]);

/** The columns of a metric's table that say something, with their heads: one in which no row has a value is left out, and the keys of units. */
export function metricColumns(
  {table, columns}: Dataset,
  {kind, options, units = {}}: MetricTable,
  words: Words
): Column[] {
  const {period} = options;
  const isKnown = (name: string) => [...(table.array(name) as Iterable<unknown>)].some((value) => value != null);
  const isEmpty = table.numRows() === 0;
  return columns
    .filter(({name}) => name !== "unit" && (isEmpty || isKnown(name)))
    .map(({name, unit}) => ({
      name,
      unit,
      label: columnLabel(words, kind, name),
      ...(unit === "date" && PERIODS.has(name) && typeof period === "string" ? {period: period as Period} : {}),
      ...(POOLED.has(name) ? {none: words.table.all} : {}),
      ...(units[name] ? {units: units[name]} : {})
    }));
}

const CLAIMED = ["published_low", "published_high", "value", "low", "high"];
const LINED = ["before", "after", "level", "slope"].flatMap((name) => [name, `${name}_low`, `${name}_high`]);
const EFFECTS = ["effect", "low", "high"];
/** Units of lines whose targets are a rise by a share. */
const RELATIVE = new Set(["number", "money", "count"]);

/** The units of columns whose rows differ in it, of a metric's table with its keys as they are. */
export function rowUnits(metric: string, {table}: Dataset): RowUnits {
  const read = (name: string) => [...(table.array(name) as Iterable<string | null>)];
  const all = (names: readonly string[], units: readonly Unit[]) => names.map((name) => [name, units] as const);
  if (metric === "claims") {
    const units = read("claim").map((claim) => (claim === "acquisition" ? "number" : "ratio"));
    return Object.fromEntries(all(CLAIMED, units));
  }
  if (metric !== "actions") return {};
  const units = read("unit").map((unit) => (unit ?? "number") as Unit);
  // Effects on amounts are shares of what would have been, and so are their targets.
  const effects = units.map((unit) => (unit === "nps" ? unit : "ratio"));
  const targets = read("unit").map((unit, i) => (unit !== null && RELATIVE.has(unit) ? "ratio" : units[i]!));
  return Object.fromEntries([...all(LINED, units), ["target", targets], ...all(EFFECTS, effects)]);
}
