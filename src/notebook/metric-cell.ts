import {rollup} from "../cube/cube.ts";
import type {Rolled} from "../cube/cube.ts";
import {ReportError} from "../errors.ts";
import type {Facts, Metric, MetricOptions, Result} from "../metrics/metric.ts";
import {suggestion} from "../text/suggest.ts";
import {readYaml} from "../text/yaml.ts";
import {sourcePlace} from "./cell.ts";
import type {Cell} from "./cell.ts";
import {metricDataset} from "./dataset.ts";
import type {Computed, Environment, Prepared} from "./environment.ts";
import {metricValue} from "./metric-value.ts";

/** Reads a metric's cell. @throws {ReportError} at an option that the metric does not know, an unknown dimension, data that it needs and the catalog lacks. */
export function prepareMetric(cell: Cell, env: Environment): Prepared {
  const metric = env.metrics.get(cell.kind)!;
  const {value: options, lineOf} = readYaml(cell.source, metric.schema, sourcePlace(cell));
  const {by, weight} = options;
  const own = ownGroup(metric, options, env.facts);
  for (const [key, name] of Object.entries({by: own ? undefined : by, weight}))
    if (name !== undefined && !env.facts.dimensions.includes(name))
      throw new ReportError(
        `unknown dimension "${name}"`,
        {file: cell.place.file, line: lineOf(key)},
        suggestion(name, [...env.facts.dimensions, ...(key === "by" ? Object.keys(metric.ownGroups ?? {}) : [])])
      );
  if (own && weight !== undefined)
    throw new ReportError(
      `weight does not go with by: ${by}`,
      {file: cell.place.file, line: lineOf("weight")},
      "leave one of them out"
    );
  const needed = [...metric.requires(options), ...(own ? [own] : [])];
  requireData(cell, needed, env);
  return {
    cell,
    references: [],
    tables: [
      ...new Set([
        ...needed.map((name) => name.split(".")[0]!),
        ...((by === undefined || own) && weight === undefined ? [] : ["customers"])
      ])
    ],
    async run() {
      const computed = await traceMetric(metric, options, env);
      const unknown = metric.unknownName?.(options, computed.frozen);
      if (unknown)
        throw new ReportError(
          `unknown ${unknown.what} "${unknown.name}"`,
          {file: cell.place.file, line: lineOf(unknown.option)},
          suggestion(unknown.name, unknown.known)
        );
      const {result} = computed;
      const value = metricValue(result, options, env.say);
      const dataset = metricDataset(result, result.table);
      return {type: "metric", dataset, result, computed, options: {...options}, value};
    }
  };
}

/** The column by which the metric itself keeps the groups of `by` apart; null where they are a dimension's. */
function ownGroup({ownGroups = {}}: Metric<MetricOptions>, {by}: MetricOptions, {dimensions}: Facts): string | null {
  return by === undefined || dimensions.includes(by) || !Object.hasOwn(ownGroups, by) ? null : ownGroups[by]!;
}

/** A metric's result over all customers. */
export async function computeMetric(
  metric: Metric<MetricOptions>,
  options: MetricOptions,
  env: Pick<Environment, "facts" | "reducer">
): Promise<Result> {
  return (await traceMetric(metric, options, env)).result;
}

/** A metric's result over all customers, its reductions added up and finished, with what made it. */
async function traceMetric(
  metric: Metric<MetricOptions>,
  options: MetricOptions,
  {facts, reducer}: Pick<Environment, "facts" | "reducer">
): Promise<Computed> {
  const by = ownGroup(metric, options, facts) ? null : (options.by ?? null);
  const {freeze} = metric;
  const frozen = freeze
    ? await reducer.remember(`freeze ${metric.kind} ${JSON.stringify(options)}`, () =>
        freeze.call(metric, options, facts, reducer)
      )
    : {};
  const rolled: Record<string, Rolled> = {};
  const reductions = {
    ...metric.reductions(options, facts, frozen),
    ...(facts.window ? metric.window?.reductions?.(options, facts, frozen) : {})
  };
  for (const [name, reduction] of Object.entries(reductions))
    rolled[name] = rollup(await reducer.reduce(reduction, by === null ? [] : [by]), by);
  return {metric: metric.kind, by, frozen, reductions, result: metric.finish(rolled, options, facts, frozen)};
}

function requireData(cell: Cell, columns: readonly string[], {facts}: Environment): void {
  for (const name of columns) {
    const [table = "", column = ""] = name.split(".");
    if (!facts.tables.get(table)?.has(column))
      throw new ReportError(
        `${cell.kind} needs ${name}, which the catalog does not have`,
        cell.place,
        facts.tables.has(table)
          ? `map it: ${table}: columns: {${column}: …}`
          : `add a table "${table}" to data/catalog.yaml`
      );
  }
}
