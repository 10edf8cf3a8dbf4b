/** The segments of an RFM grid, from those to keep to those that are gone. */
export const RFM_SEGMENTS = [
  "champions",
  "loyal",
  "potential loyalists",
  "new customers",
  "promising",
  "need attention",
  "about to sleep",
  "at risk",
  "cannot lose them",
  "hibernating",
  "lost"
] as const;

export type RfmSegment = (typeof RFM_SEGMENTS)[number];

/** A rectangle of the grid: scores 1–5 of recency, and of frequency and monetary value together, both inclusive. */
export interface RfmRegion {
  readonly segment: RfmSegment;
  readonly recency: readonly [number, number];
  readonly worth: readonly [number, number];
}

/** The written table: which scores make which segment. Every one of the 25 cells is in exactly one region. */
export const RFM_REGIONS: readonly RfmRegion[] = [
  {segment: "champions", recency: [5, 5], worth: [4, 5]},
  {segment: "loyal", recency: [3, 4], worth: [4, 5]},
  {segment: "potential loyalists", recency: [4, 5], worth: [2, 3]},
  {segment: "new customers", recency: [5, 5], worth: [1, 1]},
  {segment: "promising", recency: [4, 4], worth: [1, 1]},
  {segment: "need attention", recency: [3, 3], worth: [3, 3]},
  {segment: "about to sleep", recency: [3, 3], worth: [1, 2]},
  {segment: "at risk", recency: [1, 2], worth: [3, 4]},
  {segment: "cannot lose them", recency: [1, 2], worth: [5, 5]},
  {segment: "hibernating", recency: [2, 2], worth: [1, 2]},
  {segment: "lost", recency: [1, 1], worth: [1, 2]}
];

/** Frequency and monetary scores as one, 1–5: their mean, halves rounded up. */
export function worthScore(frequency: number, monetary: number): number {
  return Math.floor((frequency + monetary + 1) / 2);
}

/** Number in {@link RFM_SEGMENTS} of the segment of three scores, each 1–5 (5: latest, most, highest). */
export function segmentOf(recency: number, frequency: number, monetary: number): number {
  const worth = worthScore(frequency, monetary);
  const within = (score: number, [low, high]: readonly [number, number]) => low <= score && score <= high;
  const region = RFM_REGIONS.find((one) => within(recency, one.recency) && within(worth, one.worth));
  return region === undefined ? -1 : RFM_SEGMENTS.indexOf(region.segment);
}
