import {gzipSync} from "node:zlib";
import {expect, it, vi} from "vitest";
import {inflated} from "../../../src/site/live/inflate.ts";

it("a gzipped file comes out inflated, and so does one that the browser has inflated already", async () => {
  const bytes = Uint8Array.of(65, 82, 82, 79, 87);
  expect([...(await inflated(new Response(new Uint8Array(gzipSync(bytes)))))]).toEqual([...bytes]);
  expect([...(await inflated(new Response(bytes)))]).toEqual([...bytes]);
});

it("says so in a browser that cannot inflate, unless the host has had it done", async () => {
  vi.stubGlobal("DecompressionStream", undefined);
  Reflect.deleteProperty(globalThis, "DecompressionStream");
  try {
    await expect(inflated(new Response(new Uint8Array(gzipSync("cube"))), "too old")).rejects.toThrow("too old");
    expect(new TextDecoder().decode(await inflated(new Response("cube")))).toBe("cube");
  } finally {
    vi.unstubAllGlobals();
  }
});
