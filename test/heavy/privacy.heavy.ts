import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, expect, it} from "vitest";
import {openNative} from "../../src/engine/native.ts";
import {buildSite} from "../../src/site/build.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {leaksOf} from "../leaks.ts";

const PROJECT = join(import.meta.dirname, "../..");

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "kizuna-privacy-"))));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

it("the demo, which publishes rows, names none of its customers anywhere", async () => {
  const out = join(folder, "out");
  const {errors, published} = await buildSite(openWorkspace(PROJECT, join(folder, "cache")), {
    project: PROJECT,
    out,
    allowUnknown: false
  });
  expect(errors.map(({message}) => message)).toEqual([]);
  expect(published.some(({kind}) => kind === "rows")).toBe(true);
  const engine = await openNative();
  const ids = await engine.query(`select customer_id as id from '${PROJECT}/data/customers.parquet'`);
  await engine.close();
  const secrets = ids.columns["id"] as string[];
  expect(secrets.length).toBeGreaterThan(1000);
  expect(leaksOf(out, secrets)).toEqual([]);
});
