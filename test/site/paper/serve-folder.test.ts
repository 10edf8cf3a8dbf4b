import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
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

it("a file that is taken away while it is asked for, or cannot be read, is no answer that never ends", async () => {
  const gone = join(folder, "gone.html");
  const server = await serveFolder(folder, "/", () => {
    rmSync(gone, {force: true});
    return {};
  });
  writeFileSync(gone, "soon");
  mkdirSync(join(folder, "odd/index.html"), {recursive: true});
  try {
    expect((await fetch(`${server.url}gone.html`)).status).toBe(404);
    await expect(fetch(`${server.url}odd/`).then((answer) => answer.text())).rejects.toThrow(TypeError);
    expect((await fetch(`${server.url}50%20%25%20off.html`)).status).toBe(200);
  } finally {
    await server.close();
  }
});
