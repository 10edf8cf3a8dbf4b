import {describe, expect, it} from "vitest";
import {METRICS} from "../../../src/metrics/registry.ts";
import {raw, sql} from "../../../src/sql/sql.ts";
import {en} from "../../../src/site/words/en.ts";
import {definitionOf} from "../../../src/site/words/how-words.ts";
import {ja} from "../../../src/site/words/ja.ts";
import {METHODS} from "../../../src/site/note-places.ts";
import {dedented, reductionSql} from "../../../src/site/shown-sql.ts";

describe("how a figure is computed", () => {
  it("is said of every metric, in every language", () => {
    for (const {lang, how} of [en, ja])
      for (const metric of METRICS.keys()) expect(definitionOf(how, metric, {}), `${metric} in ${lang}`).not.toBeNull();
  });

  it("is said of the way that the cell asks for", () => {
    const text = (metric: string, options: object) => definitionOf(en.how, metric, {...options})!.text;
    expect(text("ltv", {method: "formula"})).toContain("one over annual churn");
    expect(text("retention", {kind: "revenue"})).toContain("revenue");
    expect(text("churn", {after: "180 days"})).toContain("silence");
    expect(text("churn", {})).not.toContain("silence");
    expect(text("retention", {kind: "period"})).toBe(text("retention", {}));
    expect(definitionOf(en.how, "no-such-metric", {})).toBeNull();
  });

  it("the notes that are folded in are notes that there are", () => {
    for (const key of METHODS) expect(en.notes[key], key).toBeTypeOf("string");
  });

  it("shows both levels of a reduction as one query, with its values", () => {
    const reduction = {
      level1: sql`
        select customer, ${"o'clock"} as word
        from orders
        where "at" < ${new Date("2026-01-31T00:00:00Z")}`,
      keys: ["word"],
      statistics: {customers: raw("count(*)")}
    };
    expect(reductionSql(reduction, "channel")).toBe(`select
  c.channel as "by channel",
  r.word,
  count(*) as customers
from (
  select customer, 'o''clock' as word
  from orders
  where "at" < timestamp '2026-01-31 00:00:00'
) r
join "all".customers c on c.customer = r.customer
group by all`);
    expect(reductionSql({...reduction, keys: []}, null)).not.toContain("group by");
  });

  it("an author's query keeps its own lines, from the left edge on", () => {
    expect(dedented("\n  select 1\n    from a\n  where b  \n")).toBe("select 1\n  from a\nwhere b");
    expect(dedented("select 1")).toBe("select 1");
  });
});
