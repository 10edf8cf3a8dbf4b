import type {Metric, MetricOptions} from "../../metrics/metric.ts";
import type {dataFigure} from "../data-figure.ts";
import type {MetricChart} from "../kinds/kind.ts";
import {LIVE_KINDS} from "./live-kinds.ts";
import type {LiveCell, LivePage} from "./live-page.ts";

/** The metrics of some cells, by their kind. */
export async function loadMetrics(cells: readonly LiveCell[]): Promise<ReadonlyMap<string, Metric<MetricOptions>>> {
  return new Map(
    await Promise.all(kindsOf(cells).map(async (name) => [name, await LIVE_KINDS[name]!.metric()] as const))
  );
}

/** What draws a page's cells, as far as it has come. */
export interface Drawings {
  /** By the kinds of cells; null for a row of KPIs. */
  readonly charts: ReadonlyMap<string, MetricChart | null>;
  /** What draws queries; null until it is there, and on pages whose queries and code do not run. */
  readonly data: {readonly dataFigure: typeof dataFigure} | null;
  readonly loaded: Promise<void>;
}

/** Begins to load what draws a page's cells, and its queries. */
export function loadDrawings({cells, sql, code}: LivePage): Drawings {
  const charts = new Map<string, MetricChart | null>();
  const loadChart = async (name: string): Promise<void> => {
    const {chart} = LIVE_KINDS[name]!;
    // Rows of KPIs are drawn at once.
    charts.set(name, chart && (await chart()));
  };
  const drawings = {charts, data: null as Drawings["data"]};
  const loadData = async (): Promise<void> => {
    if (sql || code) drawings.data = await import("../data-figure.ts");
  };
  const loaded = Promise.all([...kindsOf(cells).map(loadChart), loadData()]).then(() => undefined);
  // Who needs it hears of it.
  loaded.catch(() => undefined);
  return Object.assign(drawings, {loaded});
}

function kindsOf(cells: readonly LiveCell[]): readonly string[] {
  return [...new Set(cells.map(({metric}) => metric))];
}
