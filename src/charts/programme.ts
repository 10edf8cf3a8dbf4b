import type {ColumnTable} from "arquero";
import {drawing, label, wrapped} from "./drawing.ts";
import {element, rounded} from "./element.ts";
import {flow} from "./flow.ts";
import type {FlowMove} from "./flow.ts";
import type {Unit} from "./format.ts";
import type {Legend} from "./legend.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import type {LoyaltyTerm} from "./terms.ts";
import {LINE, MUTED, emptyChart, fontSize, seriesColour} from "./theme.ts";
import {upliftRows} from "./uplift-rows.ts";
import type {ClaimBand} from "./uplift-rows.ts";

/** {@link ChartOptions} of the programme. */
export interface ProgrammeChartOptions extends ChartOptions {
  /** The published figure; null for none. */
  readonly claim: ClaimBand | null;
  /** Uplift from which on points pay; null where it is not known. */
  readonly breakEven: number | null;
  /** `tables.tiers` of the metric; null where the catalog has no changes of tiers. Defaults to null. */
  readonly tiers?: ColumnTable | null;
  /** Figures of the metric's `summary`, printed as lines below; null for what is not known. */
  facts(name: string): number | null;
}

interface Row {
  readonly group: string | null;
  readonly comparison: string;
  readonly members: number;
  readonly others: number;
  readonly uplift: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const COLUMNS = ["group", "comparison", "members", "others", "uplift", "low", "high"];

/**
 * What members bring more than the others: as it is, like against like, and before they joined, each with its interval, beside the published claim and the break-even. With groups one row each of the adjusted difference, below everybody's.
 * Below them who takes part and what points cost, in words, and where changes of tiers are known, how customers moved between them.
 *
 * @throws {InputError} if a column is missing.
 */
export function programmeChart(result: ColumnTable, options: ProgrammeChartOptions): Element {
  const rows = requireRows<Row>(result, COLUMNS);
  const all = rows.filter(({group}) => group === null);
  if (all.every(({members}) => members === 0)) return emptyChart(options);
  const groups = rows.filter(({group, comparison}) => group !== null && comparison === "adjusted");
  const {claim, breakEven, format} = options;
  const shown = [...all, ...groups].map(({group, comparison, members, others, uplift, low, high}) => ({
    name: group ?? termOf(options, comparison),
    detail: [
      ...(group === null ? [] : [termOf(options, comparison)]),
      termWith(options, "members {0}, others {1}", format.value(members, "count"), format.value(others, "count"))
    ].join(": "),
    value: uplift,
    low,
    high,
    isMain: group === null && comparison === "adjusted"
  }));
  const {node, height} = upliftRows(
    {rows: shown, heading: termOf(options, "members against the others"), claim, breakEven},
    options
  );
  const size = fontSize(options);
  const lines = factLines(options).flatMap((text) => wrapped(text, options.width, size - 1));
  const line = size + 7;
  const bottom = height + 18 + lines.length * line;
  const moved = tierFlow(bottom + 22, options);
  return drawing(options, moved ? moved.height : bottom, [
    node,
    moved?.node ?? null,
    lines.length === 0
      ? null
      : element(options.document, "path", {d: `M0 ${rounded(height + 8)}H${options.width}`, stroke: LINE}),
    ...lines.map((text, i) =>
      label(options.document, text, {x: 0, y: height + 20 + i * line, size: size - 1, fill: MUTED})
    )
  ]);
}

/** The flow between tiers over twelve months; null where nobody is known to have been in one. */
function tierFlow(top: number, options: ProgrammeChartOptions): Legend | null {
  const moves = options.tiers ? requireRows<FlowMove>(options.tiers, ["from", "to", "customers"]) : [];
  const total = moves.reduce((sum, {customers}) => sum + customers, 0);
  if (total === 0) return null;
  const isNone = (name: string) => name === "(none)";
  const names = [...new Set(moves.flatMap(({from, to}) => [from, to]))].sort((a, b) => Number(isNone(a)) - Number(isNone(b))); // prettier-ignore
  return flow(
    {
      heading: termWith(options, "how {0} customers moved between tiers", options.format.value(total, "count")),
      left: termOf(options, "12 months ago"),
      right: termOf(options, "today"),
      states: names.map((name, i) => ({
        name,
        label: isNone(name) ? termOf(options, "in no tier") : name,
        colour: isNone(name) ? MUTED : seriesColour(i)
      })),
      moves,
      top
    },
    options
  );
}

/** Who takes part, what points cost, and how many accounts stand out: what is known of it. */
function factLines(options: ProgrammeChartOptions): string[] {
  const {facts, format} = options;
  const line = (term: LoyaltyTerm, ...figures: readonly (readonly [name: string, unit: Unit])[]) => {
    const values = figures.map(([name]) => facts(name));
    return values.includes(null)
      ? []
      : [termWith(options, term, ...figures.map(([, unit], i) => format.value(values[i], unit)))];
  };
  return [
    ...line("enrolled {0} ({1}), active {2}", ["members", "count"], ["enrolment", "ratio"], ["active", "ratio"]),
    ...line("points redeemed {0}, outstanding {1}", ["redemption", "ratio"], ["outstanding", "count"]),
    ...line("breakage {0} ({1})", ["breakage", "count"], ["breakage_rate", "ratio"]),
    ...line("liability {0}", ["liability", "money"]),
    ...line("tiers changed: {0} of {1}", ["tier_moved", "ratio"], ["tier_customers", "count"]),
    ...line("points cost {0}, a member and year {1}", ["cost", "money"], ["cost_per_year", "money"]),
    ...line("apart: {0} by points per order above {1}", ["apart_points", "count"], ["apart_points_above", "count"]),
    ...line("apart: {0} by more than {1} returns", ["apart_returns", "count"], ["apart_returns_above", "number"]),
    ...line("apart: {0} by both", ["apart_both", "count"])
  ];
}
