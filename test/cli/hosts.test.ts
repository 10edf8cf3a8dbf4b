import {execFileSync, spawnSync} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect, it} from "vitest";
import {parse} from "yaml";
import {CI_SERVICES, ciFile} from "../../src/cli/ci-files.ts";
import {writeCi} from "../../src/cli/new-ci.ts";
import {buildSite} from "../../src/site/build.ts";
import {HOSTS, hostFiles, requireFree} from "../../src/site/hosts/host-files.ts";
import {openWorkspace} from "../../src/site/workspace.ts";
import {temporaryWorkspace} from "../workspace.ts";

it("each host keeps named files for ever, data for a day, what leads to a snapshot not at all, and gets the policy once", () => {
  const text = (host: (typeof HOSTS)[number]) => Object.values(hostFiles(host)).join("\n");
  for (const host of HOSTS.filter((name) => name !== "github")) {
    const all = text(host);
    expect(all.match(/default-src 'self'; script-src 'self' 'wasm-unsafe-eval'/g)).toHaveLength(1);
    // A rule's path comes before its header, in every format.
    const after = (path: string) => all.slice(all.indexOf(path)).match(/no-cache|immutable|max-age=86400/)?.[0];
    expect([host, after("_assets"), after("_data"), after("latest/")]).toEqual([
      host,
      "immutable",
      "max-age=86400",
      "no-cache"
    ]);
  }
  expect(hostFiles("github")).toEqual({".nojekyll": ""});
  expect(hostFiles("netlify")["_headers"]!.split("\n").slice(1, 2)).toEqual(["/*"]);
  expect(JSON.parse(hostFiles("azure")["staticwebapp.config.json"]!).routes[0]).toEqual({
    route: "/_assets/*",
    headers: {"Cache-Control": "public, max-age=31536000, immutable"}
  });
  expect(JSON.parse(hostFiles("vercel")["vercel.json"]!).headers[1].source).toBe("/_assets/(.*)");
});

it.each(HOSTS.filter((host) => host !== "github"))(
  "--host %s overwrites what it wrote itself, and no other file",
  async (host) => {
    using temporary = temporaryWorkspace();
    const [[path, text]] = Object.entries(hostFiles(host)) as [[string, string]];
    const folder = join(temporary.root, "public");
    await requireFree(folder, {[path]: text});
    mkdirSync(folder);
    writeFileSync(join(folder, path), text);
    await requireFree(folder, {[path]: text});
    // What an author wrote to keep people out.
    writeFileSync(join(folder, path), "AuthType Basic\nRequire valid-user\n");
    const built = buildSite(openWorkspace(temporary.root, temporary.cache), {
      project: join(import.meta.dirname, "../.."),
      out: temporary.out,
      allowUnknown: false,
      hostFiles: {[path]: text}
    });
    await expect(built).rejects.toThrow(
      `${join(folder, path)}:1: the file is none of Kizuna's, and --host would overwrite it`
    );
    expect(readFileSync(join(folder, path), "utf8")).toContain("Require valid-user");
  }
);

it("workflows are YAML, check changes, and publish the main branch", () => {
  for (const service of CI_SERVICES)
    for (const kizuna of [null, "https://example.com/kizuna.git"]) {
      const {text} = ciFile(service, {kizuna, workspace: "shops/mine"});
      expect(Object.keys(parse(text) as object).length).toBeGreaterThan(3);
      expect(text).toContain('check -- --workspace "$PWD/shops/mine" --junit');
      expect(text).toContain("--keep 52");
      expect(text.includes('git clone --depth 1 "$KIZUNA"')).toBe(kizuna !== null);
    }
  const {jobs} = parse(ciFile("github", {kizuna: null, workspace: ""}).text) as {
    jobs: {reports: {steps: {run?: string}[]}};
  };
  expect(jobs.reports.steps.map(({run}) => run).filter((run) => run?.includes("snapshot"))).toHaveLength(1);
  expect(parse(ciFile("gitlab", {kizuna: null, workspace: ""}).text)).toMatchObject({
    check: {rules: [{if: '$CI_PIPELINE_SOURCE == "merge_request_event"'}]},
    pages: {resource_group: "pages", artifacts: {paths: ["public"]}}
  });
});

/** What a step of the GitLab workflow's job leaves, with a program in npm's place that publishes what `publish` does. */
function runPages(folder: string, publish: string): {readonly code: number; readonly files: readonly string[]} {
  const {pages} = parse(ciFile("gitlab", {kizuna: null, workspace: ""}).text) as {pages: {script: string[]}};
  const bin = join(folder, "bin");
  const job = mkdtempSync(join(folder, "job-"));
  mkdirSync(join(job, "public"));
  mkdirSync(bin, {recursive: true});
  writeFileSync(join(bin, "npm"), `#!/bin/sh\n${publish}\n`, {mode: 0o755});
  // As the service does: one shell, that ends at the first line that fails.
  const {status} = spawnSync("bash", ["-eo", "pipefail", "-c", pages.script.join("\n")], {
    cwd: job,
    env: {
      PATH: `${bin}:${process.env["PATH"]}`,
      HOME: folder,
      CI_SERVER_URL: `file://${folder}`,
      CI_PROJECT_PATH: "shop",
      PAGES_TOKEN: "glpat-secret"
    }
  });
  const files = readdirSync(job, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const token = Buffer.from("pages:glpat-secret").toString("base64");
  expect(files.filter((file) => readFileSync(file, "latin1").match(`glpat-secret|${token}`))).toEqual([]);
  return {code: status!, files: files.map((file) => file.slice(job.length + 1))};
}

it("the GitLab job publishes into its branch, and leaves its token in no file, also where it fails", () => {
  const folder = mkdtempSync(join(tmpdir(), "kizuna-ci-"));
  try {
    execFileSync("git", ["init", "-q", "--bare", join(folder, "shop.git")]);
    const inPublic = (files: readonly string[]) => files.filter((file) => file.startsWith("public/"));
    const failed = runPages(folder, "exit 2");
    expect([failed.code, inPublic(failed.files)]).toEqual([2, []]);
    for (const text of ["first", "first", "second"]) {
      const {code, files} = runPages(folder, `echo ${text} > site/index.html`);
      expect([code, inPublic(files)]).toEqual([0, ["public/index.html"]]);
    }
    const log = execFileSync("git", ["-C", join(folder, "shop.git"), "log", "--format=%s", "pages"], {
      encoding: "utf8"
    });
    expect(log).toBe("Publish a snapshot\nPublish a snapshot\n");
    // The branch is gone from under the run: its commit cannot be pushed.
    const rejected = runPages(folder, `rm -rf '${folder}/shop.git'; echo third > site/index.html`);
    expect([rejected.code > 0, inPublic(rejected.files)]).toEqual([true, []]);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
});

it("a folder whose name a shell would run is no place for a workflow", async () => {
  using temporary = temporaryWorkspace();
  execFileSync("git", ["init", "-q", join(temporary.root, "..")]);
  const root = join(temporary.root, "../$(id)");
  renameSync(temporary.root, root);
  await expect(writeCi("github", openWorkspace(root, temporary.cache))).rejects.toThrow("rename the folder");
});

it("new --ci writes a workflow at the root of the workspace's repository, never over one that is there", async () => {
  using temporary = temporaryWorkspace();
  execFileSync("git", ["init", "-q", join(temporary.root, "..")]);
  const workspace = openWorkspace(temporary.root, temporary.cache);
  const file = await writeCi("github", workspace);
  expect(file.endsWith("/.github/workflows/kizuna.yml")).toBe(true);
  expect(readFileSync(file, "utf8")).toContain('--workspace "$PWD/workspace"');
  await expect(writeCi("github", workspace)).rejects.toThrow("there is such a workflow already");
  await expect(writeCi("gitub", workspace)).rejects.toThrow('unknown CI service "gitub"; did you mean "github"?');
});
