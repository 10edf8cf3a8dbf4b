import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {serveFolder} from "../../../src/site/paper/serve-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "kizuna-serve-"));
let server: Awaited<ReturnType<typeof serveFolder>>;

beforeAll(async () => {
  writeFileSync(join(folder, "50 % off.html"), "half");
  server = await serveFolder(folder, "/q3/");
});

afterAll(async () => {
  await server.close();
  rmSync(folder, {recursive: true, force: true});
});

it("an address that is no text is answered with 400, and the next one as ever", async () => {
  for (const address of ["%", "%E0%A4%A", "50 % off.html?a=%"])
    expect((await fetch(server.url + address)).status, address).toBe(400);
  const good = await fetch(`${server.url}50%20%25%20off.html?a=%`);
  expect([good.status, await good.text()]).toEqual([200, "half"]);
  expect((await fetch(`${server.url}none.html`)).status).toBe(404);
});
