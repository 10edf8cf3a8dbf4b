import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/provided.ts", "test/headless.ts"],
    provide: {thorough: false},
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is off screen follows when the page is idle.
    expect: {poll: {timeout: 10_000}},
    // Files that run in one worker share its modules, which take longer to load than most tests to run. What a test changes in what is global it puts back.
    isolate: false,
    // Builds and browsers take both cores of a small machine; more at once only makes them time out.
    maxWorkers: 2
  }
});
