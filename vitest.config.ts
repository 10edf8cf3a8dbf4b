import {defineConfig} from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/provided.ts", "test/headless.ts"],
    provide: {thorough: false},
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is off screen follows when the page is idle.
    expect: {poll: {timeout: 20_000}},
    // Files that run in one worker share its modules, which take longer to load than most tests to run. What a test changes in what is global it puts back.
    isolate: false,
    // Two leave a third of a small machine's two cores idle: pages wait for their readers' pauses.
    maxWorkers: 3
  }
});
