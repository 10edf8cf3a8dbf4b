import {expect, it} from "vitest";
import {pageLink, rootFrom} from "../../../src/site/views/link.ts";

it("rootFrom(path) climbs one folder per part of the path", () => {
  expect(rootFrom("")).toBe("./");
  expect(rootFrom("loyalty")).toBe("../");
  expect(rootFrom("value/cohorts")).toBe("../../");
});

it("pageLink(from, to) is relative and names index.html, except where clean", () => {
  expect(pageLink("", "value/cohorts")).toBe("./value/cohorts/index.html");
  expect(pageLink("value/cohorts", "")).toBe("../../index.html");
  expect(pageLink("value/cohorts", "声")).toBe("../../%E5%A3%B0/index.html");
  expect(pageLink("a", "", true)).toBe("../");
  expect(pageLink("", "a", true)).toBe("./a/");
});
