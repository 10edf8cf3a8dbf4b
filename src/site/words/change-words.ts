import type {Size} from "../changes.ts";

/** A movement, its numbers and dates as finished text. */
export interface SaidMovement {
  /** Key of what moved in {@link ChangeWords.measures}. */
  readonly measure: string;
  readonly what: string;
  readonly group: string | null;
  readonly size: Size;
  readonly isUp: boolean;
  /** Whether it moved as it usually does, but so much less that this is what is real. */
  readonly isBroken: boolean;
  readonly value: string;
  readonly before: string;
  readonly when: string;
  readonly since: string;
  /** Whether the dates are those of cohorts, and not those of the event. */
  readonly isCohort: boolean;
}

/** The words of what changed. */
export interface ChangeWords {
  readonly title: string;
  /** Names of what moved, in the middle of a sentence or at its start. */
  readonly measures: Readonly<Record<string, (period: string) => string>>;
  sentence(movement: SaidMovement): string;
  /** Below the sentences: how many were tested. */
  base(counts: {readonly tested: number; readonly real: number; readonly shown: number}): string;
  /** In their place: nothing moved. */
  nothing(tested: number): string;
}
