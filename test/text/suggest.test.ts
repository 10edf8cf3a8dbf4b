import {expect, it} from "vitest";
import {nearest, suggestion} from "../../src/text/suggest.ts";

it("nearest is the name at most a third of the letters away, whatever the case, or with two letters swapped", () => {
  expect(nearest("oders", ["customers", "orders"])).toBe("orders"); // one letter of 5: limit 1
  expect(nearest("ORDERS", ["orders"])).toBe("orders");
  expect(nearest("ta", ["at"])).toBe("at"); // two substitutions, limit 1, but the same letters
  expect(nearest("xy", ["at"])).toBeNull();
  expect(nearest("sgmnt", ["segment"])).toBeNull(); // two letters of 5
  expect(nearest("segmnet", ["segment"])).toBe("segment"); // two of 7
});

it("nearest takes the first of equally near names, and null of none", () => {
  expect(nearest("plan", ["plane", "plans"])).toBe("plane");
  expect(nearest("plan", [])).toBeNull();
});

it("suggestion is the nearest name, else the first twelve there are", () => {
  expect(suggestion("oders", ["orders"])).toBe('did you mean "orders"?');
  expect(suggestion("zzz", ["a", "b"])).toBe("known: a, b");
  expect(suggestion("zzz", [])).toBe("there is none to choose from");
  const many = Array.from({length: 13}, (_, i) => `n${i}`);
  expect(suggestion("zzz", many)).toBe("known: n0, n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11, …");
  expect(suggestion("zzz", many.slice(0, 12))).toMatch(/n11$/);
});
