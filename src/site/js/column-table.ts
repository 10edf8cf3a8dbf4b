/**
 * Stands for the table library in the scripts of pages: metrics hand over their results in its tables, and in a page, whose policy forbids the library's verbs to compile functions, nothing but reading is done with them.
 */
class ColumnTable {
  readonly #columns: ReadonlyMap<string, ArrayLike<unknown>>;

  constructor(columns: Readonly<Record<string, ArrayLike<unknown>>>) {
    this.#columns = new Map(Object.entries(columns));
  }

  columnNames(): string[] {
    return [...this.#columns.keys()];
  }

  numRows(): number {
    return this.#columns.values().next().value?.length ?? 0;
  }

  numCols(): number {
    return this.#columns.size;
  }

  array(name: string): ArrayLike<unknown> {
    return this.#column(name);
  }

  get(name: string, row = 0): unknown {
    return this.#column(name)[row];
  }

  #column(name: string): ArrayLike<unknown> {
    const column = this.#columns.get(name);
    if (!column) throw new Error(`no column "${name}"`);
    return column;
  }
}

/** A table of these columns. */
export function table(columns: Readonly<Record<string, ArrayLike<unknown>>>): unknown {
  return new ColumnTable(columns);
}
