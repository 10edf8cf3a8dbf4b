import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {TestProject} from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what builds make, shared by all test files of one run: the demo's models are fitted once. Empty when the run begins. */
    readonly cache: string;
    /** Whether samples are as large as they are meant; `npm test` takes a part of each, `npm run test:heavy` all. */
    readonly thorough: boolean;
  }
}

/** Provides {@link ProvidedContext.cache}. */
export function setup({provide}: TestProject): () => void {
  const cache = mkdtempSync(join(tmpdir(), "kizuna-test-cache-"));
  provide("cache", cache);
  return () => rmSync(cache, {recursive: true, force: true});
}
