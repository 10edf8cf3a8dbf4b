import {InputError} from "../errors.ts";

/** One dimension of a cube and its values, in the order of the strides. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Additive statistics in dense arrays. A cell is one value of each dimension and one row of the keys (a cohort and an age, say); the cell of values v₀ v₁ … and key row k
 * stands at ((v₀ · n₁ + v₁) · …) · size + k.
 */
export interface Cube {
  readonly dimensions: readonly Axis[];
  /** Integer columns, `size` long: the combinations that occur, sorted. */
  readonly keys: Readonly<Record<string, Float64Array>>;
  /** Rows of the keys. */
  readonly size: number;
  readonly statistics: Readonly<Record<string, Float64Array>>;
}

/** A cube added up over its dimensions: per group and statistic one array over the rows of the keys. The group null is everybody. */
export interface Rolled {
  readonly groups: readonly (string | null)[];
  readonly keys: Readonly<Record<string, Float64Array>>;
  readonly size: number;
  /** `statistics.active[1]` belongs to `groups[1]`. */
  readonly statistics: Readonly<Record<string, readonly Float64Array[]>>;
}

/** Columns of a query's answer, all `length` long. */
export interface Rows {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly length: number;
}

/** What the columns of {@link Rows} are. */
export interface Shape {
  readonly dimensions: readonly string[];
  readonly keys: readonly string[];
  readonly statistics: readonly string[];
}

/** The value of a dimension where a row has none. */
const NONE = "(none)";

/**
 * The cube of rows that have one row per cell; a cell without a row is zero, and so is a null statistic; a dimension's null is "(none)".
 * @throws {InputError} if a column is missing, or a key is null or no number.
 */
export function cubeOf(rows: Rows, shape: Shape): Cube {
  const dimensions = shape.dimensions.map((name) => axis(name, column(rows, name)));
  const {keys, size, rowOf} = keysOf(rows, shape.keys);
  const cells = dimensions.reduce((n, {values}) => n * values.length, size);
  const positions = new Uint32Array(rows.length);
  dimensions.forEach(({name, values}) => {
    const index = new Map(values.map((value, i) => [value, i]));
    const given = column(rows, name);
    for (let row = 0; row < rows.length; ++row)
      positions[row] = positions[row]! * values.length + index.get(textOf(given[row]))!;
  });
  const statistics: Record<string, Float64Array> = {};
  for (const name of shape.statistics) {
    const sums = new Float64Array(cells);
    const given = column(rows, name);
    for (let row = 0; row < rows.length; ++row) sums[positions[row]! * size + rowOf[row]!]! += Number(given[row] ?? 0);
    statistics[name] = sums;
  }
  return {dimensions, keys, size, statistics};
}

/** Which values of a dimension a filter keeps, by the dimension's name; a dimension that is not named keeps all. */
export type Keep = Readonly<Record<string, (value: string) => boolean>>;

/**
 * The cube added up over the cells that `keep` keeps: once for everybody (group null, first), and with `by` once per value of that dimension that is kept.
 * @throws {InputError} if the cube has no dimension `by`.
 */
export function rollup(cube: Cube, by: string | null = null, keep: Keep = {}): Rolled {
  const {dimensions, keys, size} = cube;
  const at = by === null ? -1 : dimensions.findIndex(({name}) => name === by);
  if (by !== null && at < 0) throw new InputError(`the cube has no dimension "${by}"`);
  const kept = dimensions.map(({name, values}) => values.map((value) => keep[name]?.(value) ?? true));
  const values = at < 0 ? [] : dimensions[at]!.values.filter((_, i) => kept[at]![i]);
  const groups = [null, ...values];
  const groupOf = at < 0 ? null : new Map(dimensions[at]!.values.map((value, i) => [i, values.indexOf(value) + 1]));
  const blocks = keptBlocks(dimensions, kept, at);
  const statistics: Record<string, Float64Array[]> = {};
  for (const [name, sums] of Object.entries(cube.statistics)) {
    const rolled = groups.map(() => new Float64Array(size));
    for (const {offset, value} of blocks) {
      const target = groupOf === null ? rolled[0]! : rolled[groupOf.get(value)!]!;
      const start = offset * size;
      for (let k = 0; k < size; ++k) target[k]! += sums[start + k]!;
    }
    // Everybody is the sum of the groups, which together hold every kept cell once.
    if (groupOf !== null)
      for (const group of rolled.slice(1)) for (let k = 0; k < size; ++k) rolled[0]![k]! += group[k]!;
    statistics[name] = rolled;
  }
  return {groups, keys, size, statistics};
}

/**
 * A rolled cube with fewer keys: its sums added up over the rows of the keys that `keep` keeps and that agree in `names`.
 * Rows of `names` stay sorted, those that nothing is kept of too, as long as one row of them is in the cube.
 */
export function project(rolled: Rolled, names: readonly string[], keep: (row: number) => boolean = () => true): Rolled {
  const {groups, size} = rolled;
  const columns = names.map((name) => Array.from(rolled.keys[name]!));
  const {
    keys,
    size: rows,
    rowOf
  } = keysOf({columns: Object.fromEntries(names.map((name, i) => [name, columns[i]!])), length: size}, names);
  const kept: number[] = [];
  for (let row = 0; row < size; ++row) if (keep(row)) kept.push(row);
  const statistics: Record<string, Float64Array[]> = {};
  for (const [name, sums] of Object.entries(rolled.statistics))
    statistics[name] = sums.map((given) => {
      const added = new Float64Array(rows);
      for (const row of kept) added[rowOf[row]!]! += given[row]!;
      return added;
    });
  return {groups, keys, size: rows, statistics};
}

/** The blocks of key rows that are kept: their number, and the index of their value on the dimension `at`. */
function keptBlocks(
  dimensions: readonly Axis[],
  kept: readonly (readonly boolean[])[],
  at: number
): readonly {offset: number; value: number}[] {
  let blocks = [{offset: 0, value: -1}];
  dimensions.forEach(({values}, d) => {
    blocks = blocks.flatMap(({offset, value}) =>
      values.flatMap((_, i) => (kept[d]![i] ? [{offset: offset * values.length + i, value: d === at ? i : value}] : []))
    );
  });
  return blocks;
}

function column(rows: Rows, name: string): readonly unknown[] {
  const found = rows.columns[name];
  if (!found) throw new InputError(`the rows of a cube lack the column "${name}"`);
  return found;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? NONE : String(value);
}

function keyOf(value: unknown, name: string): number {
  const key = typeof value === "bigint" ? Number(value) : value;
  if (typeof key !== "number" || !Number.isFinite(key))
    throw new InputError(`the key "${name}" of a cube has the value ${String(value)}, which is no number`);
  return key;
}

function axis(name: string, given: readonly unknown[]): Axis {
  return {name, values: [...new Set(given.map(textOf))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))};
}

/** The distinct combinations of the key columns, sorted, and the place of each row among them. */
function keysOf(
  rows: Rows,
  names: readonly string[]
): {keys: Record<string, Float64Array>; size: number; rowOf: Uint32Array} {
  const columns = names.map((name) => column(rows, name).map((value) => keyOf(value, name)));
  const order = Array.from({length: rows.length}, (_, i) => i);
  const compare = (a: number, b: number) => {
    for (const values of columns) if (values[a] !== values[b]) return values[a]! - values[b]!;
    return 0;
  };
  order.sort(compare);
  const rowOf = new Uint32Array(rows.length);
  const firsts: number[] = [];
  order.forEach((row, i) => {
    if (i === 0 || compare(order[i - 1]!, row) !== 0) firsts.push(row);
    rowOf[row] = firsts.length - 1;
  });
  // Without keys, and without rows, a cube still has its one row of sums.
  const size = names.length === 0 ? 1 : firsts.length;
  const keys = Object.fromEntries(
    names.map((name, n) => [name, Float64Array.from(firsts, (row) => columns[n]![row]!)])
  );
  return {keys, size, rowOf};
}
