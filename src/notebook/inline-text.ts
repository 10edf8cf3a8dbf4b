import type {Format} from "../charts/format.ts";
import {ReportError} from "../errors.ts";
import type {Place} from "../errors.ts";
import {Quantity} from "./quantity.ts";
import {quoted} from "./quoted.ts";

/** A value as prose shows it. @throws {ReportError} for what is no single value. */
export function inlineText(
  value: unknown,
  format: Format,
  {expression, place}: {expression: string; place: Place}
): string {
  if (value instanceof Quantity) return format.value(value.value, value.unit);
  if (value === null || value === undefined) return format.value(null, "text");
  if (typeof value === "number") return format.value(value, Number.isInteger(value) ? "count" : "number");
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return format.value(value, "boolean");
  if (value instanceof Date) return format.value(value, value.getTime() % 86_400_000 === 0 ? "date" : "timestamp");
  if (Array.isArray(value) && value.every((one) => typeof one === "string"))
    return value.length === 0 ? format.value(null, "text") : value.join(format.lang === "ja" ? "、" : ", ");
  throw notSingle(expression, place);
}

/** The mistake of an expression that gives an object where one value belongs. */
export function notSingle(expression: string, place: Place): ReportError {
  return new ReportError(`${quoted(expression)} gives no single value`, place, "choose a number, text or date of it");
}
