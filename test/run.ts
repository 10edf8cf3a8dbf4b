// Runs everything that has to hold before a change lands, one after the other; stops at the first that fails.
import {runSteps} from "./steps.ts";

runSteps([
  ["prettier", "--check", "--log-level", "warn", "."],
  ["astro", "sync", "--silent"],
  ["tsc", "--noEmit"],
  ["eslint", "--max-warnings", "0", "."],
  ["vitest", "run", ...process.argv.slice(2)]
]);
