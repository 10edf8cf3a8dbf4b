import {spawnSync} from "node:child_process";
import {arch, platform} from "node:process";
import bundled from "@sparticuz/chromium";

/** Has the tests, and the commands that they run, use the browser that comes along where it runs, unless `CHROME_PATH` names one: it has no windows of its own to draw, which takes a system's Chromium longer than the pages. */
export async function setup(): Promise<void> {
  if (process.env["CHROME_PATH"] || platform !== "linux" || arch !== "x64") return;
  const path = await bundled.executablePath();
  if (spawnSync(path, ["--version"]).status === 0) process.env["CHROME_PATH"] = path;
}
