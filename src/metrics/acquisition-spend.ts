import {minorUnits, monthIndex} from "../sql/dialect.ts";
import {raw, sql} from "../sql/sql.ts";
import type {Facts, Workbench} from "./metric.ts";

/** Marketing cost in minor units, by calendar month (months since 1970-01) and channel; null where the spend names none. */
export interface Spend {
  readonly month: number;
  readonly channel: string | null;
  readonly acquisition: number;
  readonly retention: number;
}

/** The spend table summed; a row without a kind is acquisition. */
export async function readSpend({digits, tables}: Facts, workbench: Workbench): Promise<readonly Spend[]> {
  const has = (column: string) => tables.get("spend")?.has(column) ?? false;
  const channel = has("channel") ? raw("channel") : raw("cast(null as varchar)");
  const isRetention = has("kind") ? raw("coalesce(kind, '') = 'retention'") : raw("false");
  const rows = await workbench.ask(sql`
    select month, channel, sum(case when retention then 0 else amount end) as acquisition, sum(case when retention then amount else 0 end) as retained
    from (select cast(${monthIndex(raw("month"))} as bigint) as month, ${channel} as channel, ${isRetention} as retention, ${minorUnits(raw("amount"), digits)} as amount from "all".spend) costs
    group by 1, 2 order by 1, 2`);
  return rows.columns["month"]!.map((month, i) => {
    const name = rows.columns["channel"]![i];
    return {
      month: Number(month),
      channel: name == null ? null : String(name),
      acquisition: Number(rows.columns["acquisition"]![i]),
      retention: Number(rows.columns["retained"]![i])
    };
  });
}
