import {z} from "zod";
import type {Rolled} from "../cube/cube.ts";
import {CLAIM_NAMES, claimOf} from "./claim-texts.ts";
import type {Claim, ClaimName} from "./claim-texts.ts";
import {SOURCES, isReady} from "./claim-sources.ts";
import type {Measurement, Source} from "./claim-sources.ts";
import {percentOption} from "./duration.ts";
import {commonOptions} from "./metric.ts";
import type {Facts, Finding, Frozen, Metric, Reduction, Result, Unit, Workbench} from "./metric.ts";
import {tableOf} from "./table-of.ts";

const schema = z.strictObject({
  interval: commonOptions.interval,
  title: commonOptions.title,
  finding: commonOptions.finding,
  discount: percentOption("discount")
    .default(0)
    .describe("Annual discount rate of the claims on retention, as of a what-if cell; for example 8%."),
  show: z.array(z.enum(CLAIM_NAMES)).min(1).optional().describe("Which claims, in which order. Defaults to all.")
});

export type ClaimsOptions = z.output<typeof schema>;

/** What our data says of a claim. */
export const VERDICTS = ["consistent", "not consistent", "cannot tell"] as const;
export type Verdict = (typeof VERDICTS)[number];

/**
 * Published rules of thumb beside our own figures.
 *
 * Result: one row per claim: `claim`; `published_low`, `published_high` (equal for a single figure); `value`, ours, with `low`, `high`; `verdict`: "consistent" where the interval meets the published range, "not consistent" where it lies outside,
 * "cannot tell" where there is no figure, or its interval holds the range and no effect alike; `needs`, the columns of the catalog that a claim would need and lacks, else blank; `n` customers behind ours; `source` of the claim.
 * The figures are those of `payback`'s spend, `what-if`, `referral`, `programme` and `concentration`, computed as these cells do.
 */
export const claims: Metric<ClaimsOptions> = {
  kind: "claims",
  schema,
  requires: () => ["orders.at", "orders.revenue"],
  freeze,
  reductions,
  finish
};

/** The claims of a cell that the catalog has data for, and the sources behind them. */
function sourcesOf({show}: ClaimsOptions, facts: Facts): readonly Source[] {
  const shown: readonly ClaimName[] = show ?? CLAIM_NAMES;
  return SOURCES.filter((source) => source.claims.some((name) => shown.includes(name)) && isReady(source, facts));
}

async function freeze(options: ClaimsOptions, facts: Facts, workbench: Workbench): Promise<Frozen> {
  const frozen: Record<string, Frozen> = {};
  for (const {name, freeze: of} of sourcesOf(options, facts))
    frozen[name] = (await of?.(options, facts, workbench)) ?? {};
  return frozen;
}

function reductions(options: ClaimsOptions, facts: Facts, frozen: Frozen): Readonly<Record<string, Reduction>> {
  return Object.fromEntries(
    sourcesOf(options, facts).flatMap(({name, reductions: of}) =>
      Object.entries(of(options, facts, frozen[name] as Frozen)).map(([key, reduction]) => [
        `${name}: ${key}`,
        reduction
      ])
    )
  );
}

interface Row {
  readonly claim: ClaimName;
  readonly published_low: number;
  readonly published_high: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: Verdict;
  readonly needs: string | null;
  readonly n: number | null;
  readonly source: string;
}

const COLUMNS = [
  "claim",
  "published_low",
  "published_high",
  "value",
  "low",
  "high",
  "verdict",
  "needs",
  "n",
  "source"
] as const;

const UNITS: Readonly<Record<string, Unit>> = {
  claim: "text",
  published_low: "number",
  published_high: "number",
  value: "number",
  low: "number",
  high: "number",
  verdict: "text",
  needs: "text",
  n: "count",
  source: "text"
};

function finish(
  rolled: Readonly<Record<string, Rolled>>,
  options: ClaimsOptions,
  facts: Facts,
  frozen: Frozen
): Result {
  const ready = sourcesOf(options, facts);
  const measured = new Map<ClaimName, Measurement>(
    ready.flatMap(({name, measure}) => {
      const prefix = `${name}: `;
      const own = Object.fromEntries(
        Object.entries(rolled).flatMap(([key, sums]) =>
          key.startsWith(prefix) ? [[key.slice(prefix.length), sums]] : []
        )
      );
      return Object.entries(measure(own, {options, facts, frozen: frozen[name] as Frozen})) as [
        ClaimName,
        Measurement
      ][];
    })
  );
  const rows = (options.show ?? CLAIM_NAMES).map((name): Row => {
    const claim = claimOf(name, facts);
    const {value, low, high, n} = measured.get(name) ?? {value: null, low: null, high: null, n: null};
    return {
      claim: name,
      published_low: claim.low,
      published_high: claim.high,
      value,
      low,
      high,
      verdict: verdictOf(claim, {low, high}),
      needs: missing(name, facts),
      n,
      source: claim.source
    };
  });
  const n = Math.max(0, ...rows.map((row) => row.n ?? 0));
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  return {
    table: tableOf(n === 0 ? [] : rows, COLUMNS),
    units: UNITS,
    summary: {
      consistent: count("consistent"),
      not_consistent: count("not consistent"),
      cannot_tell: count("cannot tell")
    },
    n,
    of: "customers",
    finding: n === 0 ? null : finding(rows),
    notes:
      n === 0
        ? ["no-orders"]
        : [
            "claims-verdict",
            "claims-how",
            ...(rows.some(({needs}) => needs !== null) ? ["claims-needs"] : []),
            ...(facts.marginIs === "revenue" ? ["revenue-for-margin"] : [])
          ]
  };
}

/** Whether the interval meets the published range, lies outside, or cannot tell. */
export function verdictOf(
  claim: Pick<Claim, "low" | "high" | "none">,
  {low, high}: {low: number | null; high: number | null}
): Verdict {
  if (low === null || high === null) return "cannot tell";
  if (high < claim.low || low > claim.high) return "not consistent";
  return claim.none !== null && low <= claim.none && claim.none <= high ? "cannot tell" : "consistent";
}

function missing(name: ClaimName, facts: Facts): string | null {
  const source = SOURCES.find(({claims: names}) => names.includes(name))!;
  const lacking = source.requires.filter((column) => {
    const [table = "", field = ""] = column.split(".");
    return !facts.tables.get(table)?.has(field);
  });
  return lacking.length === 0 ? null : lacking.join(", ");
}

function finding(rows: readonly Row[]): Finding {
  const names = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).map(({claim}) => claim);
  return {
    key: "claims",
    values: {
      claims: rows.length,
      consistent: names("consistent").join(" "),
      not: names("not consistent").join(" "),
      open: names("cannot tell").join(" ")
    }
  };
}
