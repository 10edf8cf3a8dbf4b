import {z} from "zod";
import {LANGUAGES} from "../text/language.ts";
import type {Language} from "../text/language.ts";
import {nearest} from "../text/suggest.ts";

const date = z.iso.date("is no date of the form 2026-10-31");

const ratio = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?%$/, "is no number or percentage such as 84%")
      .transform((text) => Number(text.slice(0, -1)) / 100)
  ],
  {error: "is no number or percentage such as 84%"}
);

const period = z.enum(["week", "month", "quarter", "half", "year", "fiscal-year"]);

const column = z
  .string()
  .min(1)
  .describe("A column of the source, or a SQL expression over the source row that begins with =.");

const share = ratio.refine((value) => value >= 0, {error: "is no share such as 5%"});

const age = z
  .string()
  .regex(/^\d+ (day|week|month)s?$/, "is no age such as 3 days")
  .transform((text) => {
    const [count, unit] = text.split(" ") as [string, string];
    return Number(count) * (unit.startsWith("day") ? 1 : unit.startsWith("week") ? 7 : 31);
  });

const volume = z.union(
  [
    share.transform((value) => ({fewer: value, more: value})),
    z.strictObject({fewer: share.optional(), more: share.optional()})
  ],
  {error: "is no volume: a share such as 20%, or {fewer, more}"}
);

const severity = z.enum(["fail", "warn", "off"]);

const table = z
  .strictObject({
    from: z
      .string()
      .min(1)
      .describe("File, glob, .sql file over other tables, or URL of a source, relative to the catalog."),
    columns: z
      .record(z.string().min(1), column)
      .default({})
      .describe("Role, dimension or extra column → source column, or =expression."),
    query: z.string().optional().describe("SQL that the source at a URL answers."),
    maxAge: age.optional().describe("How old its latest row may be when a site is built."),
    maxRejected: share.optional().describe("The share of its rows that may be set aside."),
    shared: z
      .union([z.boolean(), z.array(z.string().min(1))], {error: "is neither true nor false nor a list of columns"})
      .default(false)
      .describe(
        "What all audiences may see, although it has ids of customers: true for all rows, or names of columns."
      ),
    volume: volume.optional().describe("How many rows fewer or more it may have than in the last snapshot."),
    lists: z
      .record(z.string().min(1), z.string().min(1))
      .default({})
      .describe(
        "Of actions: a measure's name → the file of npm run list that says who was treated, and who is the control."
      )
  })
  .describe("One table of the workspace.");

const dimension = z.union(
  [
    z
      .string()
      .min(1)
      .transform((name) => ({name, asOf: "current" as const})),
    z.strictObject({name: z.string().min(1), asOf: z.enum(["acquisition", "current"]).default("current")})
  ],
  {error: "is no dimension: a column's name, or {name, asOf: acquisition or current}"}
);

const target = z.union(
  [
    ratio.transform((value) => ({value, period: undefined, fail: false})),
    z.strictObject({value: ratio, period: period.optional(), fail: z.boolean().default(false)})
  ],
  {
    error: "is no target: a number, a percentage such as 84%, or {value, period, fail}"
  }
);

const themeWords = z
  .array(z.string().regex(/\p{L}/u, "has no letter: a theme is known by words"))
  .min(1, "needs at least one word");

const theme = z.union(
  [
    themeWords.transform((words) => ({words, ja: undefined})),
    z.strictObject({words: themeWords, ja: z.string().min(1).optional().describe("Its name in Japanese.")})
  ],
  {error: "is no theme: a list of at least one word, or {words: […], ja: its name in Japanese}"}
);

const labels = z
  .record(z.string().min(1), z.record(z.string().min(1), z.string().min(1)))
  .describe("A column's name → value → what pages of this language call it.");

/** What `data/catalog.yaml` may say; defaults filled in. */
export const catalogSchema = z.strictObject({
  title: z.string().min(1).default("Customer loyalty").describe("Name of the site."),
  locale: z.enum(LANGUAGES).default("en").describe("Language of reports that name none."),
  currency: z.string().refine(isCurrency, "is no currency code such as JPY or EUR").default("USD"),
  timeZone: z
    .string()
    .refine(isTimeZone, {error: ({input}) => `is no time zone${zoneHint(String(input))}`})
    .default("UTC"),
  asOf: date.optional().describe("Last day that is observed, inclusive; defaults to the day of the latest event."),
  tables: z.record(z.string().regex(/^[A-Za-z_]\w*$/, "is no table name: letters, digits and _"), table),
  dimensions: z.array(dimension).default([]),
  targets: z.record(z.string(), target).default({}),
  benchmarks: z
    .record(
      z.string(),
      z.strictObject({value: ratio, source: z.string().min(1).describe("Who says so."), period: period.optional()})
    )
    .default({}),
  pointValue: z.number().min(0).optional().describe("What a point of the loyalty programme is worth, in the currency."),
  themes: z
    .record(z.string().min(1), theme)
    .default({})
    .describe("Themes of comments: name → words by which a comment speaks of it."),
  labels: z
    .strictObject({en: labels.optional(), ja: labels.optional()} satisfies Record<Language, unknown>)
    .default({})
    .describe("Language → column → value → its name on pages of that language."),
  fiscalYearStart: z.number().int().min(1).max(12).default(1),
  weekStart: z.enum(["monday", "sunday"]).default("monday"),
  taxIncluded: z.boolean().optional(),
  publish: z
    .strictObject({
      rows: z.enum(["none", "pruned", "all"]).default("none"),
      minimumCell: z.number().int().min(1).default(5),
      maxRows: z.number().int().min(1).optional(),
      allow: z
        .array(z.string().min(1))
        .default([])
        .describe("Columns, or table.column, that may be published although their values look personal.")
    })
    .default({rows: "none", minimumCell: 5, allow: []}),
  gates: z
    .strictObject({
      maxAge: age.optional(),
      maxRejected: share.optional(),
      volume: volume.optional(),
      deadLinks: severity.default("fail"),
      emptyFigures: severity.default("warn")
    })
    .default({deadLinks: "fail", emptyFigures: "warn"}),
  audiences: z
    .record(z.string().min(1), z.record(z.string(), z.array(z.string().min(1)).min(1)))
    .default({})
    .describe("Audiences that see some customers only: name → dimension → values. --audience NAME builds for one."),
  checks: z.array(z.strictObject({name: z.string().min(1), sql: z.string().min(1)})).default([])
});

/** `data/catalog.yaml`, read. */
export type CatalogSpec = z.output<typeof catalogSchema>;
export type DimensionSpec = CatalogSpec["dimensions"][number];

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf("currency").includes(code);
}

/** Whether both JavaScript and DuckDB know the zone; DuckDB knows no offsets. */
function isTimeZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", {timeZone: name});
    return true;
  } catch {
    return false;
  }
}

function zoneHint(name: string): string {
  const near = nearest(name, Intl.supportedValuesOf("timeZone"));
  return near === null ? " such as Asia/Tokyo" : `; did you mean "${near}"?`;
}
