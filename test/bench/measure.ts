import {spawn} from "node:child_process";

/** What one run of a process took. */
export interface Run {
  readonly seconds: number;
  /** Largest resident memory of the process, in megabytes. */
  readonly megabytes: number;
}

const REPORT = `data:text/javascript,process.on("exit",()=>process.stderr.write("maxrss="+process.resourceUsage().maxRSS+"\\n"))`;

/** Runs a TypeScript file as a process of its own. @throws if it fails. */
export async function measure(script: string, args: readonly string[] = []): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, ["--import", REPORT, script, ...args], {stdio: ["ignore", "ignore", "pipe"]});
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.on("close", done));
  if (code !== 0) throw new Error(`${script} ${args.join(" ")} failed: ${said}`);
  return {seconds: (performance.now() - started) / 1000, megabytes: Number(/maxrss=(\d+)/.exec(said)![1]) / 1024};
}

/** The run with the median time of `times` runs, after one that is not counted. */
export async function median(times: number, run: () => Promise<Run>): Promise<Run> {
  await run();
  const runs: Run[] = [];
  for (let i = 0; i < times; ++i) runs.push(await run());
  return runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(times / 2)]!;
}

/** Prints a figure, with its ratio to a baseline and the bound it has to keep, where there are such. */
export function print(
  name: string,
  {seconds, megabytes}: Run,
  {baseline, bound}: {baseline?: Run; bound?: string} = {}
): void {
  const ratio = baseline ? `  ${(seconds / baseline.seconds).toFixed(2)} × baseline` : "";
  console.log(
    `${name.padEnd(58)} ${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(6)} MB${ratio}${bound ? `  (${bound})` : ""}`
  );
}
