import type {AssumptionWords} from "../assumptions.ts";

/** Words of value and retention that stand beside those of curves and models, in one language. */
export interface ValueWords {
  /** By the key that a metric gives. */
  readonly notes: Readonly<Record<string, string>>;
  /** Heads of columns that other metrics do not have. */
  readonly columns: Readonly<Record<string, string>>;
  readonly terms: Readonly<Record<string, string>>;
  readonly assumptions: AssumptionWords;
  /** Labels of sliders, by the option that they move. */
  readonly controls: Readonly<Record<string, string>>;
  /** Head of a figure's sliders. */
  readonly move: string;
}
