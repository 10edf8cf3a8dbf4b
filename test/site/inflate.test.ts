import {gzipSync} from "node:zlib";
import {expect, it} from "vitest";
import {inflated} from "../../src/site/inflate.ts";

it("a gzipped file comes out inflated, and so does one that the browser has inflated already", async () => {
  const bytes = Uint8Array.of(65, 82, 82, 79, 87);
  expect([...(await inflated(new Response(new Uint8Array(gzipSync(bytes)))))]).toEqual([...bytes]);
  expect([...(await inflated(new Response(bytes)))]).toEqual([...bytes]);
});
