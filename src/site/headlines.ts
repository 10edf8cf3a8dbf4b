import {FIGURES} from "../metrics/kpi-figures.ts";
import type {Unit} from "../metrics/metric.ts";
import {METRICS} from "../metrics/registry.ts";
import {computeMetric} from "../notebook/metric-cell.ts";
import type {Loaded} from "./assemble.ts";

/** A headline figure over the whole history: rates are fractions, money is in the catalog's currency; `low`, `high` bound it at 95%, `n` customers or answers stand behind it. */
export interface Headline {
  readonly name: string;
  readonly value: number | null;
  readonly unit: Unit;
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number | null;
  readonly target: number | null;
}

/** Every headline figure that the data has, in the order of `kpi` cells. */
export async function headlinesOf(loaded: Loaded): Promise<readonly Headline[]> {
  const {facts} = loaded;
  const has = (name: string) => facts.tables.get(name.split(".")[0]!)?.has(name.split(".")[1]!) ?? false;
  const show = Object.keys(FIGURES).filter((name) => has(FIGURES[name]!.needs));
  const metric = METRICS.get("kpi")!;
  const {table} = await computeMetric(metric, metric.schema.parse({show}), loaded);
  return (table.objects() as Headline[]).map(({name, value, unit, low, high, n, target}) => ({
    name,
    value,
    unit,
    low,
    high,
    n,
    target
  }));
}
