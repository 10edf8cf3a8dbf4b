import {spawn, spawnSync} from "node:child_process";
import {delimiter, join} from "node:path";

const bin = join(import.meta.dirname, "../node_modules/.bin");
const path = [bin, process.env["PATH"] ?? ""].join(delimiter);
// A zone with half-hours and daylight saving: whatever depends on the machine's zone shows.
const shell = process.platform === "win32";
const env = {...process.env, PATH: path, TZ: "Australia/Lord_Howe", ASTRO_TELEMETRY_DISABLED: "1"};

/** Runs commands one after the other; ends the process at the first that fails. */
export function runSteps(steps: readonly (readonly string[])[]): void {
  for (const [command, ...args] of steps) {
    console.log(`> ${[command, ...args].join(" ")}`);
    const {status} = spawnSync(command!, args, {env, stdio: "inherit", shell});
    if (status !== 0) process.exit(status ?? 1);
  }
}

/** Runs commands side by side, what each prints shown when it ends; ends the process if any fails, after all have ended. */
export async function runTogether(steps: readonly (readonly string[])[]): Promise<void> {
  const codes = await Promise.all(steps.map(runAside));
  const code = codes.find((one) => one !== 0);
  if (code !== undefined) process.exit(code);
}

function runAside([command, ...args]: readonly string[]): Promise<number> {
  const ran = spawn(command!, args, {env, stdio: ["ignore", "pipe", "pipe"], shell});
  const said: Buffer[] = [];
  for (const stream of [ran.stdout, ran.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk));
  return new Promise((done, fail) => {
    ran.on("error", fail);
    ran.on("close", (code) => {
      console.log(`> ${[command, ...args].join(" ")}`);
      process.stdout.write(Buffer.concat(said));
      done(code ?? 1);
    });
  });
}
