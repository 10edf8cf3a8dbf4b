import {ReportError} from "../errors.ts";
import {givenNames} from "./js-syntax.ts";
import {suggestion} from "../text/suggest.ts";
import type {Cell} from "./cell.ts";
import type {Prepared, Reference} from "./environment.ts";

/**
 * The cells whose name another one before them, or a table of the catalog, has already; each with its mistake.
 * The database takes names that differ in case alone for the same.
 */
export function doubleNames(cells: readonly Cell[], tables: ReadonlySet<string>): ReadonlyMap<Cell, ReportError> {
  const first = new Map<string, Cell>();
  // The database knows nothing of what JavaScript declares, and JavaScript tells cases apart.
  const declared = new Map<string, Cell>();
  const doubles = new Map<Cell, ReportError>();
  const taken = new Set([...tables].map((table) => table.toLowerCase()));
  for (const cell of cells) {
    const key = cell.name.toLowerCase();
    const other = first.get(key);
    if (other)
      doubles.set(
        cell,
        new ReportError(
          `two cells are named "${cell.name}": this ${cell.kind} and the ${other.kind} on line ${other.place.line}`,
          cell.place,
          "rename one of them"
        )
      );
    else if (taken.has(key))
      doubles.set(
        cell,
        new ReportError(
          `the ${cell.kind} cell "${cell.name}" is named like a table of the catalog`,
          cell.place,
          "rename it"
        )
      );
    else first.set(key, cell);
    for (const name of givenNames(cell)) {
      const giver = declared.get(name);
      if (giver && !doubles.has(cell)) doubles.set(cell, twice(name, cell, giver));
      declared.set(name, giver ?? cell);
    }
  }
  return doubles;
}

function twice(name: string, cell: Cell, other: Cell): ReportError {
  return new ReportError(
    `"${name}" is defined twice: by this ${cell.kind} cell and by the ${other.kind} cell on line ${other.place.line}`,
    cell.place,
    "rename one of them"
  );
}

/** Cells in an order in which they can run, and those that cannot, each with its mistake. */
export interface Order {
  readonly order: readonly Prepared[];
  readonly failed: ReadonlyMap<Cell, ReportError>;
}

/** The cells, each after those whose values it needs; otherwise in the order of the page. A name that no cell of `names` has, and cells that need each other, are mistakes. */
export function runOrder(prepared: readonly Prepared[], names: ReadonlySet<string>): Order {
  const byName = new Map(
    prepared.flatMap((one) => [one.cell.name, ...(one.defines ?? [])].map((name) => [name, one] as const))
  );
  const order: Prepared[] = [];
  const failed = new Map<Cell, ReportError>();
  const visit = (one: Prepared, path: readonly Prepared[]) => {
    if (order.includes(one) || failed.has(one.cell)) return;
    const through = [...path, one];
    for (const {name, place} of one.references) {
      const other = byName.get(name);
      if (!other && !names.has(name)) failed.set(one.cell, unknown(one, {name, place}, names));
      if (!other) continue;
      if (through.includes(other)) {
        const members = through.slice(through.indexOf(other));
        const error = circle(members, place);
        for (const {cell} of members) failed.set(cell, error);
      } else visit(other, through);
    }
    if (!failed.has(one.cell)) order.push(one);
  };
  for (const one of prepared) visit(one, []);
  return {order, failed};
}

function unknown({cell}: Prepared, {name, place}: Reference, names: ReadonlySet<string>): ReportError {
  const others = [...names].filter((other) => other !== cell.name);
  return new ReportError(
    `the ${cell.kind} cell "${cell.name}" needs "${name}", which no cell is named`,
    place,
    suggestion(name, others)
  );
}

function circle(path: readonly Prepared[], place: Cell["place"]): ReportError {
  const names = path.map(({cell}) => `"${cell.name}" (line ${cell.place.line})`);
  const words =
    names.length === 1
      ? `the cell ${names[0]} needs itself`
      : `cells need each other: ${[...names, names[0]].join(" → ")}`;
  return new ReportError(words, place, "let one of them read a table of the catalog");
}
