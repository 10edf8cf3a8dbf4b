import {ReportError} from "../errors.ts";
import {authored} from "../sql/authored.ts";
import {identifier, raw, sql} from "../sql/sql.ts";
import type {Query} from "../sql/sql.ts";
import {suggestion} from "../text/suggest.ts";
import type {Loading} from "./loading.ts";
import {placed} from "./loading.ts";
import {ROLES} from "./roles.ts";
import type {Column} from "./shape.ts";

/**
 * The columns of a catalog table, over `source.NAME`: its roles, the mapped extras in the catalog's order, then the source's columns that nothing maps.
 * @throws {ReportError} if a mapped column is not in the source, an expression fails, or a required role has no column.
 */
export async function columnsOf(table: string, loading: Loading): Promise<readonly Column[]> {
  const {engine, place, spec} = loading;
  const mapped = spec.tables[table]!.columns;
  const roles = ROLES[table] ?? {};
  const source = identifier("source", table);
  const described = await engine.query(sql`select column_name, column_type from (describe select * from ${source})`);
  const names = described.columns["column_name"]!.map(String);
  const types = new Map(names.map((name, i) => [name, String(described.columns["column_type"]![i])]));
  const inSource = (name: string) => names.find((known) => known.toLowerCase() === name.toLowerCase());

  const made = new Map<string, Column>();
  for (const [name, from] of Object.entries(mapped)) {
    const at = place("tables", table, "columns", name);
    const meant = Object.keys(roles).find((role) => role !== name && role.toLowerCase() === name.toLowerCase());
    if (meant !== undefined)
      throw new ReportError(`unknown role "${name}" of table "${table}"`, at, suggestion(name, [meant]));
    if (from.startsWith("=")) {
      const expression = raw(`(${authored(from.slice(1))}\n)`);
      const type = await placed(at, `column "${name}" of table "${table}"`, () => typeOf(expression, source, loading));
      made.set(name, {name, from: expression, role: roles[name] ?? null, type});
    } else {
      const known = inSource(from);
      if (known === undefined)
        throw new ReportError(`table "${table}" has no column "${from}"`, at, suggestion(from, names));
      made.set(name, {name, from: identifier(known), role: roles[name] ?? null, type: types.get(known)!});
    }
  }
  const ordered: Column[] = [];
  for (const [name, role] of Object.entries(roles)) {
    const own = inSource(name);
    const column =
      made.get(name) ?? (own === undefined ? null : {name, from: identifier(own), role, type: types.get(own)!});
    if (column) ordered.push(column);
    else if (role.required)
      throw new ReportError(
        `table "${table}" has no column for its role "${name}"`,
        place("tables", table),
        `map it: columns: {${name}: …}, one of ${shortList(names)}`
      );
  }
  ordered.push(...[...made.values()].filter((column) => !ordered.includes(column)));
  const taken = new Set(ordered.map((column) => column.name.toLowerCase()));
  const used = new Set(Object.values(mapped).map((from) => from.toLowerCase()));
  for (const name of names) {
    if (taken.has(name.toLowerCase()) || used.has(name.toLowerCase())) continue;
    ordered.push({name, from: identifier(name), role: null, type: types.get(name)!});
  }
  return ordered;
}

function shortList(names: readonly string[]): string {
  return `${names.slice(0, 12).join(", ")}${names.length > 12 ? ", …" : ""}`;
}

async function typeOf(expression: Query, source: Query, {engine}: Loading): Promise<string> {
  const answer = await engine.query(
    sql`select column_type from (describe select ${expression} as value from ${source})`
  );
  return String(answer.columns["column_type"]![0]);
}
