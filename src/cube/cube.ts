import {InputError} from "../errors.ts";
import {blocksOf} from "./blocks.ts";

/** One dimension of a cube and its values, in the order of the strides. */
export interface Axis {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Additive statistics of the cells that have any customer. A cell is one value of each dimension and one row of the keys (a cohort and an age, say); the cell of values v₀ v₁ … and key row k
 * is number ((v₀ · n₁ + v₁) · …) · size + k. Most combinations never occur, and take no place.
 */
export interface Cube {
  readonly dimensions: readonly Axis[];
  /** Integer columns, `size` long: the combinations that occur, sorted. */
  readonly keys: Readonly<Record<string, Float64Array>>;
  /** Rows of the keys. */
  readonly size: number;
  /** Numbers of the cells that occur, ascending. */
  readonly cells: Float64Array;
  /** As long as `cells`. */
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
 * The cube of rows that have one row per cell; rows of one cell are added up, and a null statistic is zero; a dimension's null is "(none)".
 * @throws {InputError} if a column is missing, or a key is null or no number.
 */
export function cubeOf(rows: Rows, shape: Shape): Cube {
  const dimensions = shape.dimensions.map((name) => axis(name, column(rows, name)));
  const {keys, size, rowOf} = keysOf(rows, shape.keys);
  const numbers = cellNumbers(rows, dimensions, {size, rowOf});
  const cells = shape.keys.length + dimensions.length === 0 ? Float64Array.of(0) : distinct(numbers);
  const placeOf = new Map(Array.from(cells, (cell, place) => [cell, place]));
  const statistics: Record<string, Float64Array> = {};
  for (const name of shape.statistics) {
    const sums = new Float64Array(cells.length);
    const given = column(rows, name);
    for (let row = 0; row < rows.length; ++row) sums[placeOf.get(numbers[row]!)!]! += Number(given[row] ?? 0);
    statistics[name] = sums;
  }
  return {dimensions, keys, size, cells, statistics};
}

/** What of a cube is added up; all of it where nothing is said. */
export interface Kept {
  /** Which values of a dimension stay, by the dimension's name. */
  readonly values?: Readonly<Record<string, (value: string) => boolean>>;
  /** Which rows of the cube's keys stay. */
  readonly row?: (row: number) => boolean;
  /** The keys that sums are kept apart by; defaults to all of the cube's. */
  readonly keys?: readonly string[];
}

/**
 * The cube added up over the cells that are kept: once for everybody (group null, first), and with `by` once per value of that dimension.
 * Groups and rows of the keys that no kept cell has are absent, as if the customers left out had never been there; without keys there is always one row.
 * @throws {InputError} if the cube has no dimension `by`, or no such key.
 */
export function rollup(cube: Cube, by: string | null = null, kept: Kept = {}): Rolled {
  const {dimensions} = cube;
  const at = dimensions.findIndex(({name}) => name === by);
  if (by !== null && at < 0) throw new InputError(`the cube has no dimension "${by}"`);
  const {keys, size, rowOf} = projection(cube, kept.keys ?? Object.keys(cube.keys));
  const targets = kept.row ? Int32Array.from(rowOf, (row, k) => (kept.row!(k) ? row : -1)) : rowOf;
  const {cells, places} = placesOf(cube, targets, {size, at, values: kept.values ?? {}});
  const groups = at < 0 ? 1 : dimensions[at]!.values.length;
  const isRow = new Uint8Array(size);
  const isGroup = new Uint8Array(groups);
  for (let i = 0; i < places.length; ++i) {
    const group = at < 0 ? 0 : Math.floor(places[i]! / size);
    isGroup[group] = 1;
    isRow[places[i]! - group * size] = 1;
  }
  if (Object.keys(keys).length === 0) isRow[0] = 1;
  const shownRows = marked(isRow);
  const shownGroups = at < 0 ? [] : [...marked(isGroup)];
  const statistics: Record<string, Float64Array[]> = {};
  for (const [name, sums] of Object.entries(cube.statistics)) {
    const added = new Float64Array(groups * size);
    for (let i = 0; i < cells.length; ++i) added[places[i]!]! += sums[cells[i]!]!;
    const ofGroup = (g: number) => chosen(added, shownRows, g * size);
    // Everybody is the sum of the groups, which together hold every kept cell once.
    statistics[name] = at < 0 ? [ofGroup(0)] : [totals(shownRows, added, size), ...shownGroups.map(ofGroup)];
  }
  return {
    groups: [null, ...shownGroups.map((g) => dimensions[at]!.values[g]!)],
    keys: Object.fromEntries(Object.entries(keys).map(([name, values]) => [name, chosen(values, shownRows)])),
    size: shownRows.length,
    statistics
  };
}

/** Indices of the cells that are kept, and where each of them is added: group · size + row. */
function placesOf(
  cube: Cube,
  targets: Int32Array,
  {size, at, values}: {size: number; at: number; values: NonNullable<Kept["values"]>}
): {cells: Uint32Array; places: Uint32Array} {
  const keeps = cube.dimensions.map(({name, values: all}) => all.map((value) => values[name]?.(value) ?? true));
  const {numbers, starts, rows} = blocksOf(cube);
  const found = new Uint32Array(rows.length);
  const places = new Uint32Array(rows.length);
  let n = 0;
  for (let b = 0; b < numbers.length; ++b) {
    const group = groupOf(numbers[b]!, keeps, at);
    if (group < 0) continue;
    for (let i = starts[b]!; i < starts[b + 1]!; ++i) {
      const target = targets[rows[i]!]!;
      if (target < 0) continue;
      found[n] = i;
      places[n++] = group * size + target;
    }
  }
  return {cells: found.subarray(0, n), places: places.subarray(0, n)};
}

/** The index of a block's value on the dimension `at`, 0 without one; -1 if one of its values is not kept. */
function groupOf(block: number, keeps: readonly (readonly boolean[])[], at: number): number {
  let group = 0;
  for (let d = keeps.length - 1; d >= 0; --d) {
    const count = keeps[d]!.length;
    const value = block % count;
    if (!keeps[d]![value]) return -1;
    if (d === at) group = value;
    block = (block - value) / count;
  }
  return group;
}

/** The combinations of some of a cube's keys, and the place of each of the cube's key rows among them. Worked out once for a cube. @throws {InputError} if it has no such key. */
export function projection(cube: Cube, names: readonly string[]): Keys {
  const known = projections.get(cube) ?? new Map<string, Keys>();
  projections.set(cube, known);
  const made = known.get(names.join()) ?? keysOf({columns: cube.keys, length: cube.size}, names);
  known.set(names.join(), made);
  return made;
}

const projections = new WeakMap<Cube, Map<string, Keys>>();

/** The sums of all groups, of the rows that are shown. */
function totals(rows: Uint32Array, added: Float64Array, size: number): Float64Array {
  const all = new Float64Array(size);
  for (let place = 0, k = 0; place < added.length; ++place) {
    all[k]! += added[place]!;
    if (++k === size) k = 0;
  }
  return chosen(all, rows);
}

/** The values at some indices, counted from `start`. Plain loops: `from` with a function costs ten times as much. */
function chosen(values: Float64Array, indices: Uint32Array, start = 0): Float64Array {
  const kept = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; ++i) kept[i] = values[start + indices[i]!]!;
  return kept;
}

/** The indices that are marked, ascending. */
function marked(marks: Uint8Array): Uint32Array {
  const found = new Uint32Array(marks.length);
  let n = 0;
  for (let i = 0; i < marks.length; ++i) if (marks[i]) found[n++] = i;
  return found.subarray(0, n);
}

/** The number of each row's cell. */
function cellNumbers(
  rows: Rows,
  dimensions: readonly Axis[],
  {size, rowOf}: Pick<Keys, "size" | "rowOf">
): Float64Array {
  const numbers = new Float64Array(rows.length);
  for (const {name, values} of dimensions) {
    const index = new Map(values.map((value, i) => [value, i]));
    const given = column(rows, name);
    for (let row = 0; row < rows.length; ++row)
      numbers[row] = numbers[row]! * values.length + index.get(textOf(given[row]))!;
  }
  return numbers.map((block, row) => block * size + rowOf[row]!);
}

function distinct(numbers: Float64Array): Float64Array {
  return numbers.toSorted().filter((number, i, sorted) => i === 0 || number !== sorted[i - 1]);
}

function column<Values>({columns}: {readonly columns: Readonly<Record<string, Values>>}, name: string): Values {
  const found = columns[name];
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

/** The distinct combinations of key columns, sorted, and the place of each row among them. */
export interface Keys {
  readonly keys: Readonly<Record<string, Float64Array>>;
  readonly size: number;
  readonly rowOf: Int32Array;
}

function keysOf(
  rows: {readonly columns: Readonly<Record<string, ArrayLike<unknown>>>; readonly length: number},
  names: readonly string[]
): Keys {
  const columns = names.map((name) => Array.from(column(rows, name), (value) => keyOf(value, name)));
  const order = Array.from({length: rows.length}, (_, i) => i);
  const compare = (a: number, b: number) => {
    for (const values of columns) if (values[a] !== values[b]) return values[a]! - values[b]!;
    return 0;
  };
  order.sort(compare);
  const rowOf = new Int32Array(rows.length);
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
