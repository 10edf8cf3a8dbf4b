import {UNSEEN} from "../catalog/audience.ts";
import {personalKind} from "../catalog/personal-values.ts";
import type {Engine} from "../engine/engine.ts";
import {ReportError} from "../errors.ts";
import type {Dataset} from "../notebook/dataset.ts";
import type {AskedQuery} from "../notebook/environment.ts";
import type {Evaluated, Output} from "../notebook/evaluate.ts";
import {identifier, joined, sql} from "../sql/sql.ts";
import type {Loaded} from "./assemble.ts";
import {idSearch} from "./id-search.ts";
import {maySeeIds, openMasked} from "./masked.ts";
import type {Asked} from "./masked.ts";
import type {Page} from "./page.ts";

type Done = Extract<Output, {state: "done"}>;

/** From so many different texts on, a column that changes with the ids is made of them. */
const MANY = 10;
/**
 * What keeps a page from being published: the one door that everything passes which is about to leave, whatever computed it. Columns of cells that look like they were of persons, or are made of customers' ids; and any id that stands in the page.
 * Nothing is looked for where the catalog publishes all rows, but columns that look personal.
 */
export async function publishingMistakes(
  {evaluated, page}: {evaluated: Evaluated; page: Page},
  loaded: Loaded
): Promise<readonly ReportError[]> {
  const done = evaluated.outputs.filter((output) => output.state === "done");
  const found = [...lookMistakes(done, loaded)];
  if (loaded.catalog.publishing.namesCustomers) return found;
  const ids = await idsOf(loaded);
  found.push(...(await idMistakes(done, ids, loaded)));
  if (found.length > 0) return found;
  return textMistakes({evaluated, page}, ids);
}

/** Columns whose values look personal. */
function lookMistakes(done: readonly Done[], {catalog}: Loaded): readonly ReportError[] {
  return done.flatMap(({cell, content: {type, dataset}}) =>
    (type === "sql" || type === "js") && dataset
      ? dataset.columns.flatMap(({name}) => {
          const kind = catalog.publishing.isAllowed(name, cell.name) ? null : personalKind(valuesOf(dataset, name));
          return kind === null
            ? []
            : [
                new ReportError(
                  `column "${name}" of the ${cell.kind} cell "${cell.name}" holds ${kind}`,
                  cell.place,
                  `leave it out or count it, or name it in the catalog: publish: {allow: [${name}]}`
                )
              ];
        })
      : []
  );
}

/** Columns of SQL cells that are made of ids: other values come where customers are called otherwise. */
async function idMistakes(
  done: readonly Done[],
  ids: ReadonlySet<string>,
  loaded: Loaded
): Promise<readonly ReportError[]> {
  const byName = new Map(
    done.flatMap(({cell, content}) => (content.query ? [[cell.name, content.query] as const] : []))
  );
  const suspects = done.filter(
    ({cell, content}) =>
      content.type === "sql" &&
      content.dataset &&
      (content.dataset.columns.some(({type}) => type === "struct" || type === "list") ||
        maySeeIds(behind(cell.name, byName).map(({query}) => query)))
  );
  if (suspects.length === 0) return [];
  const order = new Map(suspects.flatMap(({cell}) => behind(cell.name, byName)).map((one) => [one.name, one]));
  const masked = await openMasked(loaded);
  try {
    const answers = await masked.answers([...order.values()]);
    return suspects.flatMap(({cell, content}) => {
      const dataset = content.dataset!;
      const answer = answers.get(cell.name);
      return dataset.columns.flatMap(({name}) => {
        const values = valuesOf(dataset, name);
        const others = answer?.columns[name] ?? null;
        const isOther = others === null || sorted(values) !== sorted(others);
        if (!isOther || !isMadeOfIds(values, others, ids) || loaded.catalog.publishing.isAllowed(name, cell.name))
          return [];
        return [
          new ReportError(
            `column "${name}" of the sql cell "${cell.name}" is made of customers' ids, and the catalog publishes no rows`,
            cell.place,
            `leave it out or count it, or name it in the catalog: publish: {allow: [${name}]}`
          )
        ];
      });
    });
  } finally {
    await masked.close();
  }
}

/** The cell after those that it reads, each once. */
function behind(
  name: string,
  byName: ReadonlyMap<string, AskedQuery>,
  seen = new Map<string, Asked>()
): readonly Asked[] {
  const query = byName.get(name);
  if (!query || seen.has(name)) return [...seen.values()];
  for (const other of query.cells) behind(other, byName, seen);
  seen.set(name, {name, query});
  return [...seen.values()];
}

/** Whether values that are others where customers are called otherwise are made of ids: one of them is an id, or a text that does not come up then. @param others null where the query fails with other ids */
function isMadeOfIds(values: readonly unknown[], others: readonly unknown[] | null, ids: ReadonlySet<string>): boolean {
  const parts = values.flatMap(partsIn);
  const texts = new Set(parts.map(String));
  if ([...texts].some((text) => ids.has(text))) return true;
  if (texts.size >= MANY && values.some((value) => typeof value !== "number")) return true;
  if (others === null) return false;
  const known = new Set(others.flatMap(partsIn));
  return parts.some((part) => typeof part === "string" && !known.has(part));
}

/** The texts and numbers of a value: a list's and a struct's parts. */
function partsIn(value: unknown): readonly (string | number)[] {
  if (typeof value === "string" || typeof value === "number") return [value];
  return typeof value === "object" && value !== null && !(value instanceof Date)
    ? Object.values(value).flatMap(partsIn)
    : [];
}

function sorted(values: readonly unknown[]): string {
  return JSON.stringify(values.map((value) => JSON.stringify(value) ?? "").sort());
}

function valuesOf({table}: Dataset, name: string): readonly unknown[] {
  return Array.from(table.array(name) as Iterable<unknown>);
}

/** Ids that stand anywhere in the page: in prose, a chart, what JavaScript made. */
function textMistakes(
  {evaluated, page}: {evaluated: Evaluated; page: Page},
  ids: ReadonlySet<string>
): readonly ReportError[] {
  const find = idSearch(ids);
  let found: string | null = null;
  // Texts as they are, not as JSON writes them.
  JSON.stringify([page.blocks, page.json, page.live], (key, value: unknown) => {
    found ??= find(key) ?? (typeof value === "string" || typeof value === "number" ? find(String(value)) : null);
    return value;
  });
  if (found === null) return [];
  const inJson = JSON.stringify(found).slice(1, -1);
  const {report} = evaluated;
  const cell = report.cells.find(({name}) => {
    const {cells = {}} = page.json as {cells?: Readonly<Record<string, unknown>>};
    return (JSON.stringify(cells[name]) ?? "").includes(inJson);
  });
  return [
    new ReportError(
      `the id of a customer stands in ${cell ? `the ${cell.kind} cell "${cell.name}"` : "the page"}, and the catalog publishes no rows`,
      cell?.place ?? {file: report.file, line: 1},
      "leave it out, or set publish: {rows: all}"
    )
  ];
}

/** All ids of customers, those who referred others among them; not what stands for one whom an audience does not see. */
async function idsOf({engine, catalog}: Loaded): Promise<ReadonlySet<string>> {
  const queries = [...catalog.tables.values()].flatMap(({name, columns}) =>
    columns
      .filter((column) => column.name === "customer" || column.name === "referrer")
      .map((column) => sql`select cast(${identifier(column.name)} as varchar) as id from ${identifier("all", name)}`)
  );
  if (queries.length === 0) return new Set();
  const answer = await engine.query(
    sql`select id from (${joined(queries, " union ")}) where id is not null and id <> ${UNSEEN} order by id`
  );
  return new Set(answer.columns["id"] as readonly string[]);
}

/** Why a column may not stand in a file of rows: it looks personal, or repeats the customers' ids; null if it may. @param relation the rows; with `customer` where they have one */
export async function columnMistake(
  {column, table}: {column: string; table: string},
  {engine, catalog}: Pick<Loaded, "engine" | "catalog">
): Promise<string | null> {
  if (catalog.publishing.isAllowed(column, table)) return null;
  const values = await engine.query(
    sql`select distinct ${identifier(column)} as value from ${identifier("all", table)} where ${identifier(column)} is not null order by 1 limit 100000`
  );
  const kind = personalKind(values.columns["value"]!);
  if (kind !== null) return `holds ${kind}`;
  const isOfPeople = catalog.tables.get(table)!.columns.some(({name}) => name === "customer");
  return isOfPeople && (await repeatsIds(identifier(column), identifier("all", table), engine))
    ? "repeats the customers' ids"
    : null;
}

async function repeatsIds(
  column: ReturnType<typeof identifier>,
  table: ReturnType<typeof identifier>,
  engine: Engine
): Promise<boolean> {
  const answer = await engine.query(
    sql`select count(*) filter (where cast(${column} as varchar) = customer) * 2 > count(${column}) as repeats from ${table}`
  );
  return answer.columns["repeats"]![0] === true;
}
