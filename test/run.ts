// Runs everything that has to hold before a change lands, one after the other; stops at the first that fails.
import {spawnSync} from "node:child_process";
import {delimiter, join} from "node:path";

const bin = join(import.meta.dirname, "../node_modules/.bin");
const path = [bin, process.env["PATH"] ?? ""].join(delimiter);
// A zone with half-hours and daylight saving: whatever depends on the machine's zone shows.
const env = {...process.env, PATH: path, TZ: "Australia/Lord_Howe", ASTRO_TELEMETRY_DISABLED: "1"};

const steps: readonly (readonly string[])[] = [
  ["prettier", "--check", "--log-level", "warn", "."],
  ["astro", "sync", "--silent"],
  ["tsc", "--noEmit"],
  ["eslint", "--max-warnings", "0", "."],
  ["vitest", "run", ...process.argv.slice(2)]
];

for (const [command, ...args] of steps) {
  console.log(`> ${[command, ...args].join(" ")}`);
  const {status} = spawnSync(command!, args, {env, stdio: "inherit", shell: process.platform === "win32"});
  if (status !== 0) process.exit(status ?? 1);
}
