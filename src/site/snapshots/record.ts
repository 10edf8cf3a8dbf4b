import {z} from "zod";

const number = z.number().nullable();

const headline = z.object({
  name: z.string(),
  value: number,
  unit: z.enum(["count", "ratio", "money", "days", "months", "nps", "score", "number"]),
  low: number,
  high: number,
  n: number,
  target: number
});

const split = z.object({period: z.number(), restated: z.number(), definition: z.number(), mixed: z.number()});

const table = z.object({
  table: z.string(),
  rows: z.number(),
  rejected: z.number(),
  /** Tells the rows from any others, whatever their order; dimensions of customers, which say what they are today, do not count. */
  content: z.string()
});

const definitions = z.object({
  /** Tells the code that computes figures from any other. */
  program: z.string(),
  /** What the catalog says, by its path: `targets.crr` → `45%`. */
  settings: z.record(z.string(), z.string()),
  /** Tells each cell's text from any other, by `reports/value.md#clv`. */
  cells: z.record(z.string(), z.string())
});

const since = z.object({
  snapshot: z.string(),
  asOf: z.string(),
  /** By the headline's name; one that has no value in either snapshot is absent. */
  splits: z.record(z.string(), split),
  /** The tables as they are now of the days that the earlier snapshot knew; null where they could not be read by its definitions. */
  past: z.array(table).nullable()
});

/** The schema of `snapshots/ID/snapshot.json`. */
export const recordSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[\w-]+$/),
  /** Counts the snapshots of a folder in the order in which they were published. */
  number: z.number().int(),
  title: z.string(),
  lang: z.string(),
  currency: z.string(),
  asOf: z.string(),
  /** The latest day on which a customer joined; null where no such day is known. */
  joinedTo: z.string().nullable(),
  builtAt: z.string(),
  commit: z.string().nullable(),
  headlines: z.array(headline),
  tables: z.array(table),
  definitions,
  /** What is new since the snapshot before; null in the first one. */
  since: since.nullable(),
  reports: z.array(z.object({path: z.string(), title: z.string(), lang: z.string()})),
  /** Shared files that its pages need, relative to the folder's root. */
  files: z.array(z.string()),
  /** Those of them that hold rows of customers. */
  rows: z.array(z.string())
});

/** What a snapshot says of itself, for the list of snapshots and for the one that comes after it. */
export type SnapshotRecord = z.output<typeof recordSchema>;
/** A table of the catalog as a snapshot has it. */
export type SnapshotTable = z.output<typeof table>;
/** What figures rest on besides the data. */
export type Definitions = z.output<typeof definitions>;
/** What is new since an earlier snapshot. */
export type Since = z.output<typeof since>;
/**
 * What a headline's change is made of; the parts add up to it. `period`: days that the earlier snapshot did not know; `restated`: other data of the days that it knew; `definition`: another way of computing it;
 * `mixed`: the last two, where they cannot be told apart.
 */
export type Split = z.output<typeof split>;
