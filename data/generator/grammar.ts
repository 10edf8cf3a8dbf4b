/** What a comment can be about. */
export type Theme = "taste" | "vessel" | "packaging" | "delivery" | "price" | "support" | "website" | "gift";

/** Sentences of one language. `[a|b|c]` stands for one of its parts, which may nest; `{product}` for the thing bought. */
export interface Grammar {
  praise: Record<Theme, readonly string[]>;
  complaint: Record<Theme, readonly string[]>;
  opening: readonly string[];
  passive: readonly string[];
  promoterClose: readonly string[];
  detractorClose: readonly string[];
  /** Names of categories as a customer would say them. */
  things: Record<string, readonly string[]>;
  /** Between two sentences. */
  space: string;
}
