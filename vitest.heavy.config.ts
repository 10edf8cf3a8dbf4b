import {defineConfig} from "vitest/config";

/** Those of `npm test` that take a part of their samples, or tests, there. */
const SAMPLED = [
  "test/site/live/live.test.ts",
  "test/browser/sql.test.ts",
  "test/browser/pages.test.ts",
  "test/browser/packed.test.ts"
];

/** The suites that take minutes: `npm run test:heavy`. */
export default defineConfig({
  test: {
    include: ["test/heavy/**/*.heavy.ts", ...SAMPLED],
    globalSetup: "test/provided.ts",
    provide: {thorough: true},
    testTimeout: 600_000,
    hookTimeout: 300_000,
    expect: {poll: {timeout: 30_000}},
    maxWorkers: 2,
    passWithNoTests: true
  }
});
