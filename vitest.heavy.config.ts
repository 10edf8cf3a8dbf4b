import {defineConfig} from "vitest/config";

/** The suites that take minutes: `npm run test:heavy`. */
export default defineConfig({
  test: {
    include: ["test/heavy/**/*.heavy.ts"],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    maxWorkers: 2,
    passWithNoTests: true
  }
});
