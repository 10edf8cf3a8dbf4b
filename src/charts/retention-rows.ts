import type {ChartOptions} from "./options.ts";
import type {Period} from "./period.ts";

/** {@link ChartOptions} of the two retention charts. */
export interface RetentionOptions extends ChartOptions {
  /** What cohorts and ages count in; defaults to month. */
  readonly period?: Period | undefined;
  /** The group whose triangle is drawn; defaults to null, everybody. */
  readonly group?: string | null | undefined;
}

/** A row of the `retention` metric's result. */
export interface RetentionRow {
  readonly group: string | null;
  /** First day of the cohort's period, UTC; null in the row that pools all cohorts. */
  readonly cohort: Date | null;
  readonly age: number;
  readonly size: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly complete: boolean;
}

/** The columns that {@link RetentionRow} is read from. */
export const RETENTION_COLUMNS = ["group", "cohort", "age", "size", "rate", "low", "high", "complete"] as const;
