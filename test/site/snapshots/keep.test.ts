import {mkdirSync, readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {publishSnapshot, switchLatest} from "../../../src/site/snapshots/publish.ts";
import {openWorkspace} from "../../../src/site/workspace.ts";
import {leaksOf} from "../../leaks.ts";
import {SMALL, temporaryWorkspace} from "../../workspace.ts";

const PROJECT = join(import.meta.dirname, "../../..");

it("with one snapshot left there is no comparison, nor a figure of the one that was removed", async () => {
  using workspace = temporaryWorkspace({"data/orders.csv": SMALL["data/orders.csv"]!.replace("40.00", "987654.50")});
  const into = workspace.out;
  const publish = async (keep: number | null) => {
    const options = {project: PROJECT, into, keep, allowUnknown: false};
    const {built, record} = await publishSnapshot(openWorkspace(workspace.root, workspace.cache), options);
    expect(built.errors).toEqual([]);
    return record!.id;
  };
  mkdirSync(join(into, "compare"), {recursive: true});
  writeFileSync(join(into, "compare/notes.txt"), "mine");
  await publish(null);
  workspace.write({"data/orders.csv": SMALL["data/orders.csv"]!});
  const id = await publish(null);
  expect(readFileSync(join(into, "index.html"), "utf8")).toContain("compare/index.html");
  // 10 + 20.50 + 5.25 + 987654.50 + 4.25.
  expect(readFileSync(join(into, "compare/index.html"), "utf8")).toContain("€987,694.50");
  await switchLatest(id, {project: PROJECT, into, keep: 1});
  // What is somebody's stays, from the first snapshot on.
  expect(readdirSync(join(into, "compare"))).toEqual(["notes.txt"]);
  expect(readFileSync(join(into, "index.html"), "utf8")).not.toContain("compare/index.html");
  const inside = {project: PROJECT, into: join(workspace.root, "public/site"), keep: null, allowUnknown: false};
  await expect(publishSnapshot(openWorkspace(workspace.root, workspace.cache), inside)).rejects.toThrow(
    `${inside.into}:1: the output would stand in the workspace's public/, whose files are copied to the site as they are; choose another folder with --into`
  );
  expect(leaksOf(into, ["987654.5", "987694.5", "694.50"])).toEqual([]);
}, 120_000);
