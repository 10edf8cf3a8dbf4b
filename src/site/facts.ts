import type {Catalog} from "../catalog/catalog.ts";
import type {Engine} from "../engine/engine.ts";
import type {Facts} from "../metrics/metric.ts";

/** What metrics know of a catalog that is open in `engine`. */
export async function factsOf(catalog: Catalog, engine: Engine): Promise<Facts> {
  const {spec, tables, digits, marginIs} = catalog;
  const hasOrders = tables.get("orders")?.columns.some(({name}) => name === "at") ?? false;
  const first = hasOrders
    ? (await engine.query(`select min("at") as first from "all".orders where not refund`)).columns["first"]![0]
    : null;
  return {
    asOf: new Date(`${catalog.asOf}T00:00:00Z`),
    firstOrder: first instanceof Date ? first : null,
    calendar: {weekStart: spec.weekStart, fiscalYearStart: spec.fiscalYearStart},
    digits,
    marginIs,
    dimensions: spec.dimensions.map(({name}) => name),
    currentDimensions: new Set(spec.dimensions.flatMap(({name, asOf}) => (asOf === "current" ? [name] : []))),
    tables: new Map([...tables].map(([name, {columns}]) => [name, new Set(columns.map((column) => column.name))])),
    targets: new Map(Object.entries(spec.targets).map(([name, {value}]) => [name, value])),
    targetPeriods: new Map(
      Object.entries(spec.targets).flatMap(([name, {period}]) => (period === undefined ? [] : [[name, period]]))
    ),
    benchmarks: new Map(Object.entries(spec.benchmarks)),
    publishesCustomers: catalog.publishing.namesCustomers,
    minimumCell: spec.publish.minimumCell,
    actionLists: catalog.lists,
    themes: Object.entries(spec.themes).map(([name, {words, ja}]) => ({
      name,
      words,
      ...(ja === undefined ? {} : {ja})
    })),
    ...(catalog.isNarrowed ? {isNarrowed: true} : {}),
    ...(spec.pointValue === undefined ? {} : {pointValue: spec.pointValue})
  };
}
