import type {CatalogSpec} from "./schema.ts";

/** What of a workspace may leave the build: the one place that knows. */
export interface Publishing {
  /** Whether rows of tables may stand in files beside the pages. */
  readonly hasRows: boolean;
  /** Whether figures may name customers and quote them. */
  readonly namesCustomers: boolean;
  /** Most rows of a table's file, where the catalog says so. */
  readonly maxRows: number | undefined;
  /** Whether a column of this name is of a person alone, and may not be shown. */
  isPersonal(column: string): boolean;
  /** Whether the catalog allows a column by name, `column` or `table.column`, whatever its values look like. */
  isAllowed(column: string, table?: string): boolean;
}

/** Columns that name persons or carry their words. */
const PERSONAL: readonly string[] = ["customer", "referrer", "comment"];

/** What the catalog's `publish` lets out. */
export function publishingOf({publish}: Pick<CatalogSpec, "publish">): Publishing {
  const allowed = new Set(publish.allow.map((name) => name.toLowerCase()));
  const namesCustomers = publish.rows === "all";
  return {
    hasRows: publish.rows !== "none",
    namesCustomers,
    maxRows: publish.maxRows,
    isPersonal: (column) => !namesCustomers && PERSONAL.includes(column.toLowerCase()),
    isAllowed: (column, table) =>
      allowed.has(column.toLowerCase()) || (table !== undefined && allowed.has(`${table}.${column}`.toLowerCase()))
  };
}

/** Columns that are never in row files, whatever is published: their ids are replaced by whole numbers, or left out. */
export function isKept(column: string): boolean {
  return !PERSONAL.includes(column.toLowerCase());
}
