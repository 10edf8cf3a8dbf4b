import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {expect, it} from "vitest";
import {parse} from "yaml";
import {CI_SERVICES, ciFile} from "../../src/cli/ci-files.ts";
import {writeCi} from "../../src/cli/new-ci.ts";
import {HOSTS, hostFiles} from "../../src/site/hosts/host-files.ts";
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
  expect(hostFiles("netlify")["_headers"]!.split("\n").slice(0, 1)).toEqual(["/*"]);
  expect(JSON.parse(hostFiles("azure")["staticwebapp.config.json"]!).routes[0]).toEqual({
    route: "/_assets/*",
    headers: {"Cache-Control": "public, max-age=31536000, immutable"}
  });
  expect(JSON.parse(hostFiles("vercel")["vercel.json"]!).headers[1].source).toBe("/_assets/(.*)");
});

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
