import type {ColumnTable} from "arquero";
import type {Rolled} from "../cube/cube.ts";
import {netPromoterScore} from "../models/adjusted-wald.ts";
import {stratifiedNps, weightedNps} from "../models/nps-weights.ts";
import {criticalValue} from "../models/wilson.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import {WHOLE} from "./answers.ts";
import {LEAST} from "./contrast.ts";
import type {Facts, Frozen, Reduction, Workbench} from "./metric.ts";
import {answersOf} from "./score-counts.ts";
import type {Counted, Question} from "./score-counts.ts";
import {tableOf} from "./table-of.ts";

/** Fixes the strata: the values of a dimension of customers. */
export async function freezeStrata(dimension: string, workbench: Workbench): Promise<Frozen> {
  const {columns} = await workbench.ask(
    sql`select distinct ${identifier(dimension)} as value from "all".customers order by 1`
  );
  const strata = Array.from(columns["value"]!, String);
  return {strata, strataRelation: await workbench.keep({value: strata, stratum: strata.map((_, i) => i)})};
}

/** Promoters, passives and detractors of the whole window per stratum, and how many customers each has. */
export function weightReductions(
  question: Question,
  {weight, answers}: {weight: string; answers: Counted},
  {facts, frozen}: {facts: Facts; frozen: Frozen}
): Readonly<Record<string, Reduction>> {
  const strata = raw(String(frozen["strataRelation"]));
  const value = sql`c.${identifier(weight)}`;
  const count = (test: string) => raw(`sum(case when ${test} then 1 else 0 end)`);
  return {
    strata: {
      level1: sql`
        select a.customer, cast(s.stratum as bigint) as stratum, a.score
        from (${answersOf(question, {at: raw(String(WHOLE)), answers}, facts)}) a
        join "all".customers c on c.customer = a.customer join ${strata} s on s.value = ${value}`,
      keys: ["stratum"],
      statistics: {
        promoters: count("r.score >= 9"),
        passives: count("r.score in (7, 8)"),
        detractors: count("r.score <= 6")
      }
    },
    population: {
      level1: sql`select c.customer, cast(s.stratum as bigint) as stratum from "all".customers c join ${strata} s on s.value = ${value}`,
      keys: ["stratum"],
      statistics: {customers: raw("count(*)")}
    }
  };
}

/** A score as it would be, had the customers of each stratum answered in proportion. */
export interface Weighted {
  /** Null where fewer than ten answered, or a stratum with customers has no answer. */
  readonly weighted_score: number | null;
  /** Post-stratified standard error, √(Σ W² s² / n), in points. */
  readonly weighted_error: number | null;
  /** Linearised standard error of the weighted mean, in points. */
  readonly weighted_linear_error: number | null;
  readonly weighted_low: number | null;
  readonly weighted_high: number | null;
  readonly table: ColumnTable;
}

/**
 * Everybody's Net Promoter Score weighted to the customers, with its interval at `level`; and per stratum `stratum`, `customers`, `share_customers`, `answers`, `share`, `score` (null of fewer than 10 answers), `weight` of each answer.
 *
 * @see Lohr 2010, "Sampling: design and analysis", chapter 4.4 (post-stratification).
 */
export function weightedOf(
  {strata, population}: {strata: Rolled; population: Rolled},
  names: readonly string[],
  level: number
): Weighted {
  const read = ({keys, size, statistics}: Rolled, name: string, stratum: number): number => {
    for (let k = 0; k < size; ++k) if (keys["stratum"]![k] === stratum) return statistics[name]![0]![k]!;
    return 0;
  };
  const rows = names
    .map((stratum, i) => {
      const [promoters, passives, detractors] = ["promoters", "passives", "detractors"].map((name) => read(strata, name, i)) as [number, number, number]; // prettier-ignore
      const counts = {promoters, passives, detractors};
      return {stratum, customers: read(population, "customers", i), counts, answers: promoters + passives + detractors};
    })
    .filter(({customers}) => customers > 0);
  const customers = rows.reduce((sum, row) => sum + row.customers, 0);
  const answers = rows.reduce((sum, row) => sum + row.answers, 0);
  const weightOf = (row: {customers: number; answers: number}) => row.customers / customers / (row.answers / answers);
  const isKnown = answers >= LEAST && rows.every((row) => row.answers > 0);
  const score = isKnown ? stratifiedNps(rows.map((row) => ({...row.counts, share: row.customers}))) : null;
  const linear = isKnown ? weightedNps(rows.map((row) => ({...row.counts, weight: weightOf(row)}))) : null;
  const half = score?.standardError == null ? null : criticalValue(level) * score.standardError;
  return {
    weighted_score: score?.score ?? null,
    weighted_error: score?.standardError ?? null,
    weighted_linear_error: linear?.standardError ?? null,
    weighted_low: half === null ? null : Math.max(-100, score!.score - half),
    weighted_high: half === null ? null : Math.min(100, score!.score + half),
    table: tableOf(
      rows.map((row) => ({
        stratum: row.stratum,
        customers: row.customers,
        share_customers: row.customers / customers,
        answers: row.answers,
        share: answers === 0 ? 0 : row.answers / answers,
        score: row.answers < LEAST ? null : netPromoterScore(row.counts)!.score,
        weight: row.answers === 0 ? null : weightOf(row)
      })),
      ["stratum", "customers", "share_customers", "answers", "share", "score", "weight"]
    )
  };
}
