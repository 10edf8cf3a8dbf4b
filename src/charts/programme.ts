import type {ColumnTable} from "arquero";
import {drawing} from "./drawing.ts";
import type {ChartOptions} from "./options.ts";
import {requireRows} from "./rows.ts";
import {termOf, termWith} from "./terms.ts";
import {emptyChart} from "./theme.ts";
import {upliftRows} from "./uplift-rows.ts";
import type {ClaimBand} from "./uplift-rows.ts";

/** {@link ChartOptions} of the programme. */
export interface ProgrammeChartOptions extends ChartOptions {
  /** The published figure; null for none. */
  readonly claim: ClaimBand | null;
  /** Uplift from which on points pay; null where it is not known. */
  readonly breakEven: number | null;
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
    detail: termWith(options, "members {0}, others {1}", format.value(members, "count"), format.value(others, "count")),
    value: uplift,
    low,
    high,
    isMain: group === null && comparison === "adjusted"
  }));
  const {node, height} = upliftRows(
    {rows: shown, heading: termOf(options, "members against the others"), claim, breakEven},
    options
  );
  return drawing(options, height, [node]);
}
