import type {Dataset} from "../../notebook/dataset.ts";
import {tableJson} from "../table-json.ts";
import {csvText} from "../tools/csv-text.ts";
import type {Arm} from "./assignment.ts";

/** Ids of listed customers, as texts. */
export function customersOf({table}: Dataset): readonly string[] {
  return Array.from(table.array("customer") as Iterable<unknown>, String);
}

/** A list as CSV: `customer`, `arm` (treated or control), then what else the cell says of them. @param arms of the list's rows. */
export function listText(list: Dataset, arms: readonly Arm[]): string {
  const {columns, rows} = tableJson(list);
  const at = columns.findIndex(({name}) => name === "customer");
  const rest = <T>(all: readonly T[]) => all.filter((_, i) => i !== at && columns[i]!.name !== "arm");
  const text = (name: string) => ({name, type: "string", unit: null});
  return csvText({
    columns: [text("customer"), text("arm"), ...rest(columns)],
    rows: rows.map((row, i) => [String(row[at]), arms[i]!, ...rest(row)])
  });
}
