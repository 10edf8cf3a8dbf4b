// Runs the suites that take minutes.
import {runSteps} from "./steps.ts";

runSteps([["vitest", "run", "--config", "vitest.heavy.config.ts", ...process.argv.slice(2)]]);
