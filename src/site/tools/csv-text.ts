import {FORMULA_START} from "../../text/formula.ts";
import type {Json, TableJson} from "../table-json.ts";

const FORMULA = new RegExp(`^${FORMULA_START}`);

/**
 * A table as CSV (RFC 4180): a head, then its rows, lines ended by CR LF, with a byte order mark, without which Excel takes Japanese for something else.
 * A field with a semicolon is quoted: where the comma is for decimals, spreadsheets split at it. Null is empty; text that a spreadsheet would run as a formula gets an apostrophe before it, numbers stay numbers.
 */
export function csvText({columns, rows}: TableJson): string {
  const lines = [columns.map(({name}) => field(name)), ...rows.map((row) => row.map(field))];
  return `\uFEFF${lines.map((line) => `${line.join(",")}\r\n`).join("")}`;
}

function field(value: Json): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
