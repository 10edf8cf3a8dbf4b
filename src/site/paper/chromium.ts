import {existsSync} from "node:fs";
import {delimiter, join} from "node:path";
import {chromium} from "playwright-core";
import type {Browser} from "playwright-core";
import {ReportError} from "../../errors.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"
];

/** Nothing that a browser does of its own accord may reach for the network. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic"
];

/** A real Chromium: that of `CHROME_PATH`, the system's, or the one that comes with the packages. Close it. @throws {ReportError} with what to install. */
export async function openChromium(): Promise<Browser> {
  const system = [
    process.env["CHROME_PATH"],
    ...(process.env["PATH"] ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...PLACES
  ];
  const found = system.find((path) => path && existsSync(path));
  if (found) return chromium.launch({executablePath: found, args: QUIET});
  try {
    const {default: bundled} = await import("@sparticuz/chromium");
    return await chromium.launch({executablePath: await bundled.executablePath(), args: QUIET});
  } catch (error) {
    const problem = `no browser could be started (${error instanceof Error ? error.message.split("\n")[0] : String(error)})`;
    throw new ReportError(
      problem,
      {file: "CHROME_PATH", line: 1},
      "install Chromium or Chrome (Debian: apt-get install chromium), or set CHROME_PATH to one"
    );
  }
}
