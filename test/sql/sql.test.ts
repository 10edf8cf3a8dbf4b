import {expect, it} from "vitest";
import {InputError} from "../../src/errors.ts";
import {Query, identifier, joined, literal, raw, sql} from "../../src/sql/sql.ts";

it("numbers bound values over nested queries, in the order of the text", () => {
  const inner = sql`b = ${2} or c = ${"x"}`;
  const query = sql`select ${1} where ${inner} and ${inner} and d = ${null}`;
  expect(query.text).toBe("select $1 where b = $2 or c = $3 and b = $4 or c = $5 and d = $6");
  expect(query.values).toEqual([1, 2, "x", 2, "x", null]);
});

it("a value never becomes part of the text", () => {
  const query = sql`${"'; drop table orders --"}${raw(" + 1")}`;
  expect([query.text, query.values]).toEqual(["$1 + 1", ["'; drop table orders --"]]);
});

it("joins a list of queries with commas, values and all; none is nothing", () => {
  const query = sql`in (${[sql`${1}`, raw("2"), sql`${3}`]}) ${[]}${true}`;
  expect([query.text, query.values]).toEqual(["in ($1, 2, $2) $3", [1, 3, true]]);
  expect(joined([raw("a"), sql`${1}`, raw("c")], " and ").text).toBe("a and $1 and c");
  expect(joined([], ", ").text).toBe("");
});

it("identifier quotes each name and doubles its quotes", () => {
  expect(identifier("all", 'a"b').text).toBe('"all"."a""b"');
});

it("literal is the number as text, and nothing but a finite one; a text in quotes", () => {
  expect(literal("it's").text).toBe("'it''s'");
  expect(literal(-1.5).text).toBe("-1.5");
  expect(() => literal(Number.NaN)).toThrow(InputError);
  expect(() => literal(Infinity)).toThrow(InputError);
});

it("a query needs a text around each value", () => {
  expect(() => new Query(["a"], [1])).toThrow(InputError);
});
