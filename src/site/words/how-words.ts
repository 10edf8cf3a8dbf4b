/** Figures that are measured, each with a definition: a metric, or one of its ways where it has several. */
export type Defined =
  | (
      | "kpi"
      | "retention"
      | "retention.rolling"
      | "retention.revenue"
      | "retention-rate"
      | "churn"
      | "churn.lapse"
      | "repeat"
    )
  | ("ltv" | "ltv.formula" | "ltv.predictive" | "ltv.contract" | "loyalty-value" | "payback" | "forecast" | "at-risk")
  | ("nps" | "csat" | "csat.effort" | "csat.trust" | "dwb" | "gap" | "loyalty-matrix" | "rfm" | "lifecycle")
  | (
      "concentration" | "programme" | "referral" | "what-if" | "voice" | "drivers" | "engagement" | "actions" | "claims"
    );

/** What a metric measures, in one language. Plain text. */
export interface Definition {
  /** What is drawn, in few words, for the line below the title; null where the figure names its parts itself. */
  readonly measure: string | null;
  /** How it is computed: one to three sentences. */
  readonly text: string;
}

/** The words of "How is this computed?". */
export interface HowWords {
  readonly title: string;
  /** Of a figure that shows the rows of a query. */
  query(name: string): string;
  readonly definitions: Readonly<Record<Defined, Definition>>;
}

/** A metric's definition in the way that its cell asks for; null for a metric that has none. */
export function definitionOf(
  {definitions}: HowWords,
  metric: string,
  {kind, method, measure, after}: Readonly<Record<string, unknown>>
): Definition | null {
  const known: Readonly<Record<string, Definition>> = definitions;
  const way = metric === "churn" ? (after === undefined ? "" : "lapse") : String(kind ?? method ?? measure ?? "");
  return known[`${metric}.${way}`] ?? known[metric] ?? null;
}
