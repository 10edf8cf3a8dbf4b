import {spawnSync} from "node:child_process";
import {delimiter, join} from "node:path";

const bin = join(import.meta.dirname, "../node_modules/.bin");
const path = [bin, process.env["PATH"] ?? ""].join(delimiter);
// A zone with half-hours and daylight saving: whatever depends on the machine's zone shows.
const env = {...process.env, PATH: path, TZ: "Australia/Lord_Howe", ASTRO_TELEMETRY_DISABLED: "1"};

/** Runs commands one after the other; ends the process at the first that fails. */
export function runSteps(steps: readonly (readonly string[])[]): void {
  for (const [command, ...args] of steps) {
    console.log(`> ${[command, ...args].join(" ")}`);
    const {status} = spawnSync(command!, args, {env, stdio: "inherit", shell: process.platform === "win32"});
    if (status !== 0) process.exit(status ?? 1);
  }
}
