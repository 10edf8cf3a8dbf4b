import {z} from "zod";
import {ReportError} from "../errors.ts";
import {suggestion} from "../text/suggest.ts";
import {readYaml} from "../text/yaml.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {requireColumn, requireDataset} from "./data-cells.ts";
import type {Context, Environment, Prepared} from "./environment.ts";
import {SEPARATOR, inputInScope, isDate} from "./input.ts";
import type {Input, InputValue} from "./input.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const inputCell = z.strictObject({
  type: z
    .enum(["slider", "number", "select", "checkbox", "date", "text", "search"])
    .describe("The control. A checkbox without options is yes or no."),
  label: z.string().optional().describe("Words beside the control; defaults to the cell's name."),
  value: z
    .union([scalar, z.array(scalar), z.null(), z.date()])
    .optional()
    .describe("What the page is built with; a list where several can be chosen."),
  options: z.array(scalar).optional().describe("What can be chosen (select, checkbox)."),
  data: z.string().optional().describe("Name of the cell whose rows can be chosen (select, checkbox), with `column`."),
  column: z.string().optional().describe("Column of the values; each distinct one is a choice."),
  labels: z.string().optional().describe("Column of the choices' words; defaults to the values."),
  multiple: z
    .boolean()
    .optional()
    .describe("Whether several can be chosen (select); a checkbox with options always can."),
  min: z.union([z.number(), z.string()]).optional().describe("Least number (slider, number), or first date."),
  max: z.union([z.number(), z.string()]).optional().describe("Greatest number, or last date."),
  step: z.number().positive().optional().describe("Defaults to 1 where min and max are whole, else to a hundredth."),
  unit: z
    .enum(["count", "ratio", "money", "days", "months", "nps", "score", "number"])
    .optional()
    .describe("How a number is written."),
  placeholder: z.string().optional().describe("Words in an empty field (text, search).")
});

type Spec = z.output<typeof inputCell>;

/** Most choices of a control. */
const MOST_OPTIONS = 2000;

/** Names of a page's address that are not an input's. */
const RESERVED = ["joined", "period", "compare"];

/** Keys that only some types take. */
const KEYS: Readonly<Record<string, readonly Spec["type"][]>> = {
  options: ["select", "checkbox"],
  data: ["select", "checkbox"],
  column: ["select", "checkbox"],
  labels: ["select", "checkbox"],
  multiple: ["select"],
  min: ["slider", "number", "date"],
  max: ["slider", "number", "date"],
  step: ["slider", "number"],
  unit: ["slider", "number"],
  placeholder: ["text", "search"]
};

/** An `input` cell, read. @throws {ReportError} at a key that its type does not take, a value that it cannot have, or a name that filters have. */
export function prepareInput(cell: Cell, {facts}: Pick<Environment, "facts">): Prepared {
  const {value: spec, lineOf} = readYaml(cell.source, inputCell, sourcePlace(cell));
  const at = (...path: readonly PropertyKey[]) => ({file: cell.place.file, line: lineOf(...path)});
  for (const [key, types] of Object.entries(KEYS))
    if (spec[key as keyof Spec] !== undefined && !types.includes(spec.type))
      throw new ReportError(
        `an input of type "${spec.type}" has no "${key}"`,
        at(key),
        `it is for ${types.join(", ")}`
      );
  if ([...RESERVED, ...facts.dimensions].includes(cell.name))
    throw new ReportError(`the input "${cell.name}" is named like a filter`, cell.place, "rename it");
  if ((spec.data === undefined) !== (spec.column === undefined))
    throw new ReportError(
      spec.data === undefined ? "column without data" : "data without column",
      at(spec.data === undefined ? "column" : "data"),
      "name the cell in data and its column in column"
    );
  if (spec.type === "select" && spec.options === undefined && spec.data === undefined)
    throw new ReportError("a select needs options", at("type"), "list them in options, or name a cell in data");
  return {
    cell,
    references: spec.data === undefined ? [] : [{name: spec.data, place: at("data")}],
    tables: [],
    run: async ({datasets}: Context) => {
      const options = optionsOf(spec, datasets, at);
      const input = checked(inputOf(cell.name, spec, options), spec, at);
      return {type: "input", dataset: null, input, options: {}, value: inputInScope(input, input.value)};
    }
  };
}

/** Whether an input cell gives a list, told from its text alone. */
export function givesList(cell: Cell): boolean {
  try {
    return isMultiple(readYaml(cell.source, inputCell, sourcePlace(cell)).value);
  } catch (error) {
    // Its own cell says so.
    if (error instanceof ReportError) return false;
    throw error;
  }
}

function isMultiple({type, multiple, options, data}: Spec): boolean {
  return type === "checkbox" ? options !== undefined || data !== undefined : (multiple ?? false);
}

type At = (...path: readonly PropertyKey[]) => {file: string; line: number};

function optionsOf(spec: Spec, datasets: Context["datasets"], at: At): Input["options"] {
  if (spec.options) return spec.options.map((value) => ({value: String(value), label: String(value)}));
  if (spec.data === undefined) return null;
  const dataset = requireDataset(spec.data, datasets, at("data"));
  const named = {data: spec.data, columns: dataset.columns};
  requireColumn(spec.column!, named, at("column"));
  if (spec.labels !== undefined) requireColumn(spec.labels, named, at("labels"));
  const textsOf = (name: string) =>
    Array.from(dataset.table.array(name) as Iterable<unknown>, (one) => (one === null ? null : String(one)));
  const labels = textsOf(spec.labels ?? spec.column!);
  const found = new Map<string, string>();
  textsOf(spec.column!).forEach((value, i) => {
    if (value !== null && value !== "" && !found.has(value)) found.set(value, labels[i] ?? value);
  });
  if (found.size > MOST_OPTIONS)
    throw new ReportError(
      `${found.size} choices are too many for a control`,
      at("data"),
      "use type: text, or group them"
    );
  return [...found].map(([value, label]) => ({value, label}));
}

function inputOf(name: string, spec: Spec, options: Input["options"]): Input {
  const {type, label = name, min = null, max = null, unit = null, placeholder = null} = spec;
  const isWhole = [min, max].every((bound) => bound === null || Number.isInteger(bound));
  const step =
    spec.step ?? (isWhole ? 1 : typeof min === "number" && typeof max === "number" ? (max - min) / 100 : null);
  const multiple = isMultiple(spec);
  const frame = {name, type, label, options, multiple, unit, placeholder};
  const bounds = type === "slider" ? {min: min ?? 0, max: max ?? 100} : {min, max};
  return {
    ...frame,
    ...bounds,
    step: type === "slider" || type === "number" ? step : null,
    value: valueOf(spec, {...frame, ...bounds})
  };
}

/** The value that the author gave, or the control's own first one. */
function valueOf(
  {value}: Spec,
  {type, options, multiple, min}: Pick<Input, "type" | "options" | "multiple" | "min">
): InputValue {
  if (multiple)
    return value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(String);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (Array.isArray(value)) return value.map(String);
  if (value !== undefined && value !== null) return options ? String(value) : (value as string | number | boolean);
  if (value === null && type !== "slider" && !options)
    return type === "checkbox" ? false : type === "text" || type === "search" ? "" : null;
  switch (type) {
    case "slider":
      return min as number;
    case "checkbox":
      return false;
    case "select":
      return options![0]?.value ?? null;
    case "text":
    case "search":
      return "";
    default:
      return null;
  }
}

function checked(input: Input, spec: Spec, at: At): Input {
  const {type, options, multiple, value, min, max} = input;
  const wrong = (problem: string, key: string, hint?: string) => new ReportError(problem, at(key), hint);
  for (const [key, bound] of [
    ["min", min],
    ["max", max]
  ] as const)
    if (bound !== null && (type === "date" ? !isDate(String(bound)) : typeof bound !== "number"))
      throw wrong(
        `${key} "${bound}" is no ${type === "date" ? "date" : "number"}`,
        key,
        type === "date" ? "write it as 2025-01-31" : undefined
      );
  if (min !== null && max !== null && min > max) throw wrong(`min ${min} is above max ${max}`, "min");
  if (options?.some((option) => option.value === "" || option.value.includes(SEPARATOR)))
    throw wrong("an option is empty", "options");
  if (options) {
    const known = options.map((option) => option.value);
    const unknown = (multiple ? (value as readonly string[]) : value === null ? [] : [String(value)]).find(
      (one) => !known.includes(one)
    );
    if (unknown !== undefined) throw wrong(`value "${unknown}" is no option`, "value", suggestion(unknown, known));
    return input;
  }
  if (Array.isArray(value))
    throw wrong(`an input of type "${type}" has one value`, "value", "set multiple: true in a select");
  const fits =
    value === null ||
    (type === "checkbox"
      ? typeof value === "boolean"
      : type === "slider" || type === "number"
        ? typeof value === "number"
        : type === "date"
          ? isDate(String(value))
          : true);
  if (!fits)
    throw wrong(
      `value "${String(value)}" does not fit an input of type "${type}"`,
      spec.value === undefined ? "type" : "value"
    );
  if (
    value !== null &&
    typeof value !== "boolean" &&
    type !== "text" &&
    type !== "search" &&
    ((min !== null && value < min) || (max !== null && value > max))
  )
    throw wrong(`value ${String(value)} is outside ${String(min ?? "…")} to ${String(max ?? "…")}`, "value");
  return type === "text" || type === "search" ? {...input, value: String(value)} : input;
}
