import type {Rolled} from "../cube/cube.ts";
import {identifier, sql} from "../sql/sql.ts";
import type {Facts, Frozen, Workbench} from "./metric.ts";
import type {Question} from "./score-counts.ts";

/** `invitations`, and of them the share answered, as `response_rate`, from the rolled-up sums of {@link invitations}. Null without an invitation that nobody answered: then the data has only answers. @param g place of a group; defaults to everybody. */
export function responseRate(
  asked: Rolled,
  g = 0
): {
  readonly invitations: number | null;
  readonly response_rate: number | null;
} {
  const read = (name: string) => asked.statistics[name]?.[g]?.[0] ?? 0;
  return read("silent") === 0
    ? {invitations: null, response_rate: null}
    : {invitations: read("invitations"), response_rate: read("answered") / read("invitations")};
}

/** Whether the question has answers about the shop as a whole, or only ones at touchpoints. */
export async function freezeBasis({measure}: Question, {tables}: Facts, workbench: Workbench): Promise<Frozen> {
  if (!tables.get("surveys")?.has("touchpoint")) return {relational: true};
  const {length} = await workbench.ask(
    sql`select 1 as one from "all".surveys where ${identifier(measure)} is not null and touchpoint is null limit 1`
  );
  return {relational: length > 0};
}
