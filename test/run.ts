// Runs everything that has to hold before a change lands; stops where something does not.
import {runSteps, runTogether} from "./steps.ts";

runSteps([["astro", "sync", "--silent"]]);
// Each of them keeps one core busy.
await runTogether([
  ["tsc", "--noEmit"],
  ["prettier", "--check", "--log-level", "warn", "."],
  ["eslint", "--max-warnings", "0", "."]
]);
runSteps([["vitest", "run", ...process.argv.slice(2)]]);
