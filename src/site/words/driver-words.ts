import type {Format} from "../../charts/format.ts";
import type {DriverTerm} from "../../charts/terms.ts";
import type {FindingValues} from "./words.ts";

/**
 * The sentences of `drivers` and `gap`, and their values. `gap`: of so many `touchpoints`, how many are `below` and `above` expectation beyond the noise; the lowest, `worst`, with `worst_gap`, `worst_low`, `worst_high`, `level`; the most important of them, `first`, with `first_importance`; the highest as `best` with `best_gap`.
 * `drivers`: of a `measure` (nps, csat) how many values were `tested` and how many are `differing` beyond the noise; the lowest of them, `worst` of `worst_dimension`, with `worst_difference` from the rest, `worst_low`, `worst_high`, `level`; the highest likewise as `best`;
 * `change` between the periods `from` and `to`, only where it is beyond the noise. Null: there is none.
 */
export type DriverFindingKey = "drivers" | "gap";

/** The value without which a sentence is not said. */
export const DRIVER_MAIN: Readonly<Record<DriverFindingKey, string>> = {drivers: "tested", gap: "touchpoints"};

/** The words of drivers in one language. */
export interface DriverWords {
  readonly findings: Readonly<Record<DriverFindingKey, (values: FindingValues, format: Format) => string>>;
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<DriverTerm, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
  /** Heads of columns that mean something else here. */
  readonly columnsOf: Readonly<Record<DriverFindingKey, Readonly<Record<string, string>>>>;
}

/** A difference of scores, of shares in hundredths, without its sign. */
export function pointsOf(value: FindingValues[string] | undefined, {measure}: FindingValues, format: Format): string {
  return format.value(Math.abs(Number(value)) * (measure === "csat" ? 100 : 1), "nps");
}
