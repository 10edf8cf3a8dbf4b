/** A word of a comment that means something. */
export interface Token {
  /** What its forms have in common, and what they are counted under; ends in {@link DENIED} where it is denied: "not good" is no "good". */
  readonly key: string;
  /** As it stands in the comment, in small letters; a denied English word with its negator alone: "not fresh" for "not as fresh". */
  readonly surface: string;
  /** Where it stands in the normalised comment, its negator and endings included. */
  readonly start: number;
  readonly end: number;
  /** Does the next meaningful word follow without a comma or the like between them? */
  readonly isJoined: boolean;
}

/** Ends the key of a denied word. */
export const DENIED = " ¬";
