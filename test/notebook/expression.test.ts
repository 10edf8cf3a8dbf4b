import {expect, it} from "vitest";
import {freeNames, isVariable} from "../../src/notebook/expression.ts";
import {quoted} from "../../src/notebook/quoted.ts";
import {splitMarks} from "../../src/notebook/inline.ts";

it("freeNames are those that the expression reads, each once, in order", () => {
  expect(freeNames("b + a.c + a[d] + {e: f, g}.e")).toEqual(["b", "a", "d", "f", "g"]);
});

it("freeNames leaves out what the expression declares, where it is declared", () => {
  expect(freeNames("rows.map((d) => d.n)")).toEqual(["rows"]);
  expect(freeNames("rows.map(({a, b: [c], ...d}, e = f) => a + c + d + e + b)")).toEqual(["rows", "f", "b"]);
  expect(freeNames("(() => { function f(x) { return x + k; } return f(1); })()")).toEqual(["k"]);
  expect(freeNames("(() => { class A {} try { new A(); } catch (error) { log(error); } })()")).toEqual(["log"]);
  expect(freeNames("(() => { for (const i of list) { let j = i; var k = j; } return k + j; })()")).toEqual([
    "list",
    "j"
  ]);
  expect(freeNames("(function own() { return own; })() + own")).toEqual(["own"]);
});

it("freeNames sees a name outside the function that declares the same", () => {
  expect(freeNames("rows.map((n) => n) + n")).toEqual(["rows", "n"]);
  expect(freeNames("n + rows.map((n) => n)")).toEqual(["n", "rows"]);
});

it("isVariable refuses what JavaScript reserves", () => {
  expect(["a", "売上", "$x", "_", "of", "__proto__"].filter((name) => !isVariable(name))).toEqual([]);
  expect(["", "1a", "a b", "a-b", "a,b", "class", "new", "let", "await", "arguments"].filter(isVariable)).toEqual([]);
});

it("quoted is one short line", () => {
  expect(quoted("a +\n  b")).toBe("${a + b}");
  expect(quoted("a".repeat(61))).toBe(`\${${"a".repeat(59)}…}`);
});

it("splitMarks cuts text, and addresses, at their marks", () => {
  expect(splitMarks("a\uE00012\uE001b\uE0000\uE001")).toEqual(["a", 12, "b", 0, ""]);
  expect(splitMarks("x/%EE%80%803%EE%80%81/y")).toEqual(["x/", 3, "/y"]);
});
