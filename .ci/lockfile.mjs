// Completes package-lock.json: npm leaves out a platform's optional package when the registry at hand does not have it, and `npm ci` then refuses the lockfile everywhere.
// Run after each change of the dependencies: npm run lock
import {readFileSync, writeFileSync} from "node:fs";

const file = new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(file, "utf8"));
const OS = {
  android: "android",
  darwin: "darwin",
  linux: "linux",
  win32: "win32",
  freebsd: "freebsd",
  openharmony: "openharmony"
};
const CPU = {
  arm64: "arm64",
  x64: "x64",
  arm: "arm",
  ia32: "ia32",
  wasm32: "wasm32",
  riscv64: "riscv64",
  ppc64: "ppc64",
  s390x: "s390x",
  loong64: "loong64"
};

/** Whether npm finds `name` for a package at `path`: in its own node_modules, or in one above it. */
function isThere(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${at ? `${at}/` : ""}node_modules/${name}`]) return true;
    if (!at) return false;
  }
}

const added = [];
for (const [path, {optionalDependencies = {}}] of Object.entries(lock.packages))
  for (const [name, range] of Object.entries(optionalDependencies)) {
    const version = /\d+\.\d+\.\d+[\w.-]*/.exec(range)?.[0];
    if (!version || isThere(path, name)) continue;
    const parts = name.split(/[-/]/);
    const os = parts.map((part) => OS[part]).filter(Boolean);
    const cpu = parts.map((part) => (part === "armv7" || part === "gnueabihf" ? "arm" : CPU[part])).filter(Boolean);
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: cpu.slice(0, 1),
      optional: true,
      ...(os.length > 0 ? {os} : {})
    };
    added.push(`${name}@${version}`);
  }

const names = Object.keys(lock.packages).sort((a, b) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(names.map((name) => [name, lock.packages[name]]));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "the lockfile is complete" : `added ${added.join(", ")}`);
