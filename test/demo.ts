import {mkdirSync, rmdirSync} from "node:fs";
import {join} from "node:path";
import {setTimeout} from "node:timers/promises";
import {expect, inject} from "vitest";
import {buildSite} from "../src/site/build.ts";
import {openWorkspace} from "../src/site/workspace.ts";

/** This repository, which is itself the demo's workspace. */
export const PROJECT = join(import.meta.dirname, "..");

/** The demo's workspace, its site built into `out`. Test files wait for each other here, so that the second one finds what the first one's build has fitted and drawn. */
export async function buildDemo(out: string) {
  const workspace = openWorkspace(PROJECT, inject("cache"));
  const turn = join(inject("cache"), "demo-turn");
  while (!isMine(turn)) await setTimeout(200);
  try {
    const built = await buildSite(workspace, {project: PROJECT, out, allowUnknown: false});
    expect(built.errors.map(({message}) => message)).toEqual([]);
    return {...built, workspace};
  } finally {
    rmdirSync(turn);
  }
}

function isMine(turn: string): boolean {
  try {
    mkdirSync(turn);
    return true;
  } catch {
    return false; // another file builds
  }
}
