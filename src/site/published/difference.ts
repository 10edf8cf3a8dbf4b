import type {Engine, Table} from "../../engine/engine.ts";
import {QueryError} from "../../errors.ts";
import type {Dataset} from "../../notebook/dataset.ts";
import {identifier} from "../../sql/sql.ts";
import type {Candidate} from "./candidates.ts";

/** Why the query cannot be live; null if it gives over the published tables what it gave over the build's. */
export async function differenceOf({name, query, dataset}: Candidate, engine: Engine): Promise<string | null> {
  const table = identifier(name).text;
  try {
    const values = query.parameters.map(({value}) => value);
    await engine.query({text: `create or replace table ${table} as\n${query.text}`, values});
    if (!dataset) return null;
    const answer = await engine.query(`select * from ${table}`);
    return isSame(answer, dataset) ? null : "over the rows that may be published it gives another answer";
  } catch (error) {
    if (error instanceof QueryError) return error.message;
    throw error;
  }
}

/** Whether they have the same rows, in any order, as far as the order of a sum lets floating point agree. */
function isSame(answer: Table, {table, columns}: Dataset): boolean {
  const names = columns.map((column) => column.name);
  if (answer.fields.map((field) => field.name).join("\n") !== names.join("\n") || answer.length !== table.numRows())
    return false;
  const write = (value: unknown) => (typeof value === "number" ? Number(value.toPrecision(9)) : value);
  const rows = (column: (name: string) => ArrayLike<unknown>) => {
    const values = names.map(column);
    return Array.from({length: answer.length}, (_, i) => JSON.stringify(values.map((all) => write(all[i])))).sort();
  };
  const [one, other] = [rows((name) => answer.columns[name]!), rows((name) => table.array(name) as ArrayLike<unknown>)];
  return one.every((row, i) => row === other[i]);
}
