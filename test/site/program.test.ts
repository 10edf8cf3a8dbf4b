import {appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {dirname, extname, join, relative} from "node:path";
import {expect, it} from "vitest";
import {DEFINITIONS, SCRIPTS, WHOLE, programState} from "../../src/site/program.ts";

const PROJECT = join(import.meta.dirname, "../..");

it("each file of the program that a build reads tells its state, and its tools do not tell that figures are computed otherwise", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-program-"));
  const copy = (file: string) => {
    mkdirSync(dirname(join(folder, file)), {recursive: true});
    cpSync(join(PROJECT, file), join(folder, file));
  };
  try {
    // Of each ending that stands below src/ one file, and those that are read by their name.
    const inSource = readdirSync(join(PROJECT, "src"), {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => relative(PROJECT, join(entry.parentPath, entry.name)));
    const endings = new Map(inSource.map((file) => [extname(file), file]));
    const named = ["src/site/old-browser.js", "public/mark.svg", "src/engine/values.ts", "src/site/facts.ts"];
    const files = [...endings.values(), ...named, "package.json", "package-lock.json"];
    files.forEach(copy);
    const states = async () => Promise.all([WHOLE, SCRIPTS, DEFINITIONS].map((part) => programState(folder, part)));
    const changed = async (file: string) => {
      const before = await states();
      appendFileSync(join(folder, file), "\n");
      const after = await states();
      return after.map((state, i) => state !== before[i]);
    };
    for (const file of [...endings.values(), ...named]) expect([file, (await changed(file))[0]]).toEqual([file, true]);
    expect(await changed("src/site/old-browser.js")).toEqual([true, true, false]);
    expect(await changed("src/engine/values.ts")).toEqual([true, true, true]);
    expect(await changed("package-lock.json")).toEqual([true, true, false]);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
});
