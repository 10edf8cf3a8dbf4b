import {tmpdir} from "node:os";
import {join} from "node:path";
import {gunzipSync} from "node:zlib";
import type {ColumnTable} from "arquero";
import {expect} from "vitest";
import {cubeOf, rollup} from "../../src/cube/cube.ts";
import type {Rolled} from "../../src/cube/cube.ts";
import {decodeCube} from "../../src/cube/ipc.ts";
import type {Engine} from "../../src/engine/engine.ts";
import {openNative} from "../../src/engine/native.ts";
import type {Reduction, Result} from "../../src/metrics/metric.ts";
import {dimensionColumn, joinedMonths, reduceQuery} from "../../src/metrics/reduce.ts";
import {METRICS} from "../../src/metrics/registry.ts";
import type {Computed} from "../../src/notebook/environment.ts";
import {readReport} from "../../src/notebook/report.ts";
import {Query, identifier, joined, literal, raw, sql} from "../../src/sql/sql.ts";
import {assemblePage, loadWorkspace} from "../../src/site/assemble.ts";
import type {Loaded} from "../../src/site/assemble.ts";
import {ResultCache} from "../../src/site/live/live.ts";
import {loadMetrics} from "../../src/site/live/load-kinds.ts";
import {factsFromJson} from "../../src/site/live/live-page.ts";
import type {LiveCell, LivePage} from "../../src/site/live/live-page.ts";
import {queryOf, unfolded} from "../../src/site/live/selection.ts";
import type {Selection} from "../../src/site/live/selection.ts";
import {openWorkspace} from "../../src/site/workspace.ts";

/** A report with filters, and both ways to answer them. */
export interface Both {
  readonly page: LivePage;
  readonly loaded: Loaded;
  /** What the page's script makes of its published cubes. */
  live(cell: LiveCell, selection: Selection): Result;
  /** What the database makes of the rows of the selection's customers alone; with `deep` the other customers are out of the tables themselves. */
  native(cell: LiveCell, selection: Selection, deep: boolean): Promise<Result>;
  close(): Promise<void>;
}

/** Loads a workspace, and makes the page of a report over it. Close it. */
export async function openBoth(root: string, report: string): Promise<Both> {
  const engine = await openNative();
  const loaded = await loadWorkspace(openWorkspace(root, join(tmpdir(), "kizuna-live-test")), engine);
  const {
    page: assembled,
    evaluated,
    files
  } = await assemblePage(readReport(report, "reports/index.md"), loaded, {
    allowUnknown: false
  });
  expect(evaluated.errors.map(({message}) => message)).toEqual([]);
  const page = JSON.parse(JSON.stringify(assembled.live)) as LivePage;
  const cubes = page.cubes.map((path) => decodeCube(gunzipSync(files.find((file) => file.path === path)!.bytes)));
  const results = new ResultCache(cubes, await loadMetrics(page.cells), factsFromJson(page.facts));
  const computed = new Map(
    evaluated.outputs.flatMap((output) =>
      output.state === "done" && output.content.computed ? [[output.cell.name, output.content.computed] as const] : []
    )
  );
  const database = await openNarrowed(engine, loaded);
  return {
    page,
    loaded,
    live: (cell, selection) => results.of(cell, selection),
    native: (cell, selection, deep) =>
      database.result(cell, computed.get(cell.name)!, {
        selection: followed(cell, unfolded(selection, page.folded)),
        deep
      }),
    close: () => engine.close()
  };
}

/** What a cell follows of a selection: where a page's cubes are too large, the page says of some that they do not follow a filter. */
function followed({unfollowed = {}}: LiveCell, selection: Selection): Selection {
  const values = Object.entries(selection.values).filter(([name]) => !Object.hasOwn(unfollowed, name));
  return {...selection, values: Object.fromEntries(values)};
}

/** The database's own answers over some customers: nothing of cubes or of the page's script is in them. */
async function openNarrowed(engine: Engine, {facts}: Loaded) {
  await engine.query("create schema if not exists narrowed");
  await engine.query("create schema if not exists levels");
  const levels = new Map<string, Query>();
  let shown = "";
  const months = joinedMonths(facts);
  if (months) await engine.query(sql`create or replace table levels.months as ${months}`);

  async function choose(selection: Selection): Promise<void> {
    const asked = JSON.stringify(selection);
    if (shown === asked) return;
    shown = asked;
    const tests = Object.entries(selection.values).map(
      ([name, kept]) => sql`c.${identifier(name)} in (${kept.map((value) => sql`${value}`)})`
    );
    if (selection.joined)
      tests.push(
        sql`c.customer in (select customer from levels.months where month between ${literal(selection.joined[0])} and ${literal(selection.joined[1])})`
      );
    const where = tests.length === 0 ? raw("") : sql` where ${joined(tests, " and ")}`;
    await engine.query(sql`create or replace table narrowed.chosen as select customer from "all".customers c${where}`);
    for (const [name, columns] of facts.tables)
      await engine.query(
        columns.has("customer")
          ? sql`create or replace view narrowed.${identifier(name)} as select * from "all".${identifier(name)} where customer in (select customer from narrowed.chosen)`
          : sql`create or replace view narrowed.${identifier(name)} as select * from "all".${identifier(name)}`
      );
  }

  async function rolled(reduction: Reduction, by: string | null, deep: boolean): Promise<Rolled> {
    const level1 = deep ? raw("levels.deep") : await levelOf(reduction.level1);
    if (deep) await engine.query(sql`create or replace table levels.deep as ${narrowed(reduction.level1)}`);
    const own = sql`(select * from ${level1} where customer in (select customer from narrowed.chosen))`;
    const dimensions = by === null ? [] : [by];
    const rows = await engine.query(reduceQuery(reduction, own, {dimensions}));
    const columns = dimensions.map(dimensionColumn);
    const cube = cubeOf(rows, {
      dimensions: columns,
      keys: reduction.keys,
      statistics: Object.keys(reduction.statistics)
    });
    return rollup(cube, columns[0] ?? null);
  }

  async function levelOf(query: Query): Promise<Query> {
    const key = JSON.stringify([query.text, query.values]);
    const known = levels.get(key) ?? identifier("levels", `level_${levels.size}`);
    if (!levels.has(key)) await engine.query(sql`create table ${known} as ${query}`);
    levels.set(key, known);
    return known;
  }

  return {
    async result(
      cell: LiveCell,
      {metric, frozen, reductions}: Computed,
      {selection, deep}: {selection: Selection; deep: boolean}
    ): Promise<Result> {
      await choose(selection);
      const {by} = cell;
      const {finish, window} = METRICS.get(metric)!;
      const sums: Record<string, Rolled> = {};
      const asked =
        window && selection.period
          ? {...reductions, ...window.reductions?.(cell.options as never, facts, frozen)}
          : reductions;
      for (const [name, reduction] of Object.entries(asked)) sums[name] = await rolled(reduction, by, deep);
      const told = window && selection.period ? {...facts, window: selection.period} : facts;
      return finish(sums, cell.options as never, told, frozen);
    }
  };
}

/** The query over the narrowed tables: reductions name the catalog's as "all".NAME. */
function narrowed({strings, values}: Query): Query {
  return new Query(
    strings.map((text) => text.replaceAll('"all".', "narrowed.")),
    values
  );
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Selections as readers make them: some values of some dimensions, sometimes ranges of months. */
export function selections({dimensions, joined: months, period}: LivePage, count: number): Selection[] {
  const random = randomOf(7);
  const below = (n: number) => Math.floor(random() * n);
  return Array.from({length: count}, () => {
    const values = Object.fromEntries(
      dimensions.flatMap(({name, values: all}) => {
        const kept = all.map(({value}) => value).filter(() => random() < 0.4);
        return random() < 0.5 || kept.length === 0 || kept.length === all.length ? [] : [[name, kept]];
      })
    );
    const rangeOf = (all: readonly [number, number] | null) => {
      const from = all ? all[0] + below(all[1] - all[0] + 1) : 0;
      return all && random() < 0.5 ? ([from, from + below(all[1] - from + 1)] as const) : null;
    };
    const joined = rangeOf(months);
    const window = rangeOf(period);
    return {values, joined, ...(window ? {period: window} : {})};
  });
}

/** Everything that a result says, tables as lists of rows. */
export function said({table, tables = {}, summary, n, of, finding, notes}: Result): unknown {
  return {
    table: rowsOf(table),
    tables: Object.fromEntries(Object.entries(tables).map(([name, one]) => [name, rowsOf(one)])),
    summary: summary ?? null,
    n,
    of,
    finding,
    notes
  };
}

function rowsOf(table: ColumnTable): unknown[][] {
  const names = table.columnNames();
  const columns = names.map((name) => [...(table.array(name) as Iterable<unknown>)]);
  return [names, ...Array.from({length: table.numRows()}, (_, i) => columns.map((column) => column[i]))];
}

/** Paths at which the two differ, numbers by more than 1e-9 of them; a NaN is a difference from everything. */
export function differences(a: unknown, b: unknown, path = ""): string[] {
  if (typeof a === "number" && typeof b === "number")
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)) || a === b ? [] : [`${path}: ${a} ≠ ${b}`];
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime() ? [] : [`${path}: ${+a} ≠ ${+b}`];
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object")
    return a === b ? [] : [`${path}: ${String(a)} ≠ ${String(b)}`];
  const [left, right] = [Object.entries(a), Object.entries(b)];
  if (left.length !== right.length) return [`${path}: ${left.length} ≠ ${right.length} entries`];
  return left.flatMap(([key, value]) => differences(value, (b as Record<string, unknown>)[key], `${path}/${key}`));
}

/** Compares every cell under each selection; every `deep`th time the tables themselves are narrowed, never for 0: ranks and cut-offs are those of all customers. */
export async function compare(both: Both, chosen: readonly Selection[], deep = 25): Promise<string[]> {
  const broken: string[] = [];
  for (const [i, selection] of chosen.entries())
    for (const cell of both.page.cells) {
      const live = said(both.live(cell, selection));
      const native = said(await both.native(cell, selection, deep > 0 && i % deep === 0));
      const first = differences(live, native)[0];
      if (first !== undefined) broken.push(`${cell.name} ${queryOf(selection, both.page)} ${first}`);
    }
  return broken;
}
