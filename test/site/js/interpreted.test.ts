import {describe, expect, it} from "vitest";
import {interpreted} from "../../../src/site/js/interpreted.ts";

/** What the code gives when it is walked, and when it is compiled. */
function both(parameters: readonly string[], body: string, given: readonly unknown[]): readonly [unknown, unknown] {
  const compiled = new Function(...parameters, body) as (...given: unknown[]) => unknown;
  return [interpreted(...parameters, body)(...given), compiled(...given)];
}

const EXPRESSIONS = [
  "1 + 2 * 3 - 4 / 5 % 2 ** 3",
  "'a' + 1 + true + null + undefined",
  "-x + +'3' + ~5 + (!x ? 1 : 2)",
  "[1 < 2, 2 <= 2, 'b' > 'a', x >= 7, 1 == '1', 1 === '1', 1 != '2', 1 !== 1]",
  "[5 & 3, 5 | 3, 5 ^ 3, 1 << 4, -8 >> 1, -8 >>> 28]",
  "[o.a, o['b'].c, o.z, o.f(2), o['f'](3)]",
  "`${x} of ${o.a}\\n`",
  "[...[1, 2], , ...new Set([3])]",
  "({x, [`k${x}`]: 1, ...o.b, 'q r': [x]})",
  "[typeof x, typeof nothing, void 0, 'a' in o, o instanceof Object, x ?? 1, o.z ?? 2, x && 3, 0 || 4]",
  "((a, [b, , ...c], {d, e = 5, f: {g}}, ...h) => [a, b, c, d, e, g, h])(1, [2, 0, 3, 4], {d: 4, f: {g: 6}}, 7, 8)",
  "((a = 1, b = a + 1) => a + b)(undefined, undefined)",
  "[3, 1, 2].sort((a, b) => a - b).map((v) => (w) => v * w + x).map((f) => f(10))",
  "'a1b22'.replace(/\\d+/g, (d) => `<${d}>`)",
  "[new Date(0).toISOString(), Math.max(1, 2), (1, 2), [].length, ((...r) => r.length)(...[1, 2])]",
  "(function (n) { if (n > 1) { return 'many'; } else return n ? 'one' : 'none'; })(x)",
  "((n) => { let s = ''; switch (n) { case 1: s += 'a'; case 2: s += 'b'; break; default: s += 'c'; case 3: s += 'd'; } return s; })(2)",
  "[1, 2, 3, 9].map((n) => { let s = ''; switch (n) { case 1: s += 'a'; case 2: s += 'b'; break; default: s += 'c'; case 3: s += 'd'; } return s; })",
  "(() => { const {a, b: {c}} = o; let d; const [e = 4] = []; d = a; d += c; d ||= 1; d &&= d + e; return d; })()",
  // A block's variables are its own.
  "[0, 1].map((b) => { const a = 1; if (b) { const a = 2; } return a; })",
  "((n) => { let s = n; { let n = 9, m = n; s += m; { const n = 4; s += n; } s += n; } return [s, n]; })(1)",
  "((n) => { let s = ''; switch (n) { case 1: let n = 5; s += n; default: s += n; } return s + n; })(1)",
  "((n) => { const f = () => k; const k = 2; { const g = () => k + n; const k = 7; return [f(), g()]; } })(1)",
  "((n) => { if (n) { var k = n; { const k = 3; } } return k; })(x)",
  "((a, b) => { const c = 3; { const a = 4; return [a, b, c].map((v) => { const b = v; { const c = a; return b + c; } }); } })(1, 2, 8, 9)"
];

describe("interpreted", () => {
  it.each(EXPRESSIONS)("gives what the compiler gives: %s", (expression) => {
    const given = [7, {a: 1, b: {c: 2}, f: (n: number) => n + 1}];
    const [walked, compiled] = both(["x", "o"], `"use strict"; return ${expression};`, given);
    expect(walked).toEqual(compiled);
    expect(compiled).not.toBeUndefined();
  });

  it("calls methods on their object, assigns to members, and keeps each call's variables its own", () => {
    const body = "const _0 = _[0], _1 = _[1]; return (r, d, op) => {_0[r] = $(r, d, op);_1.push(_0[r]);};";
    for (const make of [
      interpreted,
      (...text: string[]) => new Function(...text) as (...given: unknown[]) => unknown
    ]) {
      const [column, list]: [Record<number, unknown>, unknown[]] = [{}, []];
      const write = make("_", "$", body)([column, list], (r: number, d: number) => r + d) as (
        ...given: unknown[]
      ) => void;
      write(1, 10, null);
      write(2, 20, null);
      expect([column, list]).toEqual([{1: 11, 2: 22}, [11, 22]]);
    }
  });

  it("refuses what Arquero does not write, and names what is not there", () => {
    for (const body of [
      "for (;;) {}",
      "class A {}",
      "return delete a.b;",
      "return a?.b;",
      "try {} catch {}",
      "return import('x');"
    ])
      expect(() => interpreted("a", body)({})).toThrow(SyntaxError);
    expect(() => interpreted("return nothing;")()).toThrow(new ReferenceError("nothing is not defined"));
  });
});
