import {join} from "node:path";
import {buildSite} from "../site/build.ts";
import {masterOf, sealOf} from "../site/protect/seal.ts";
import {PROJECT, countReports, fromHere, passphraseOf, printBuilt, runCommand, workspaceOf} from "./command.ts";
import {judged} from "./gates.ts";
import {WEB_OPTIONS, webSiteOf} from "./site-options.ts";

const options = {
  ...WEB_OPTIONS,
  out: {type: "string", help: "folder to write; defaults to dist"}
} as const;

await runCommand("npm run build -- [options]: writes the static site", options, async (call) => {
  const started = performance.now();
  const workspace = workspaceOf(call);
  const out = typeof call.values["out"] === "string" ? fromHere(call.values["out"]) : join(PROJECT, "dist");
  const {done: built, code} = await judged(
    {call, workspace},
    async () => {
      const passphrase = await passphraseOf(call);
      return buildSite(workspace, {
        ...webSiteOf(call),
        project: PROJECT,
        out,
        seal: passphrase === null ? null : await sealOf(await masterOf(passphrase))
      });
    },
    (done) => done
  );
  if (code > 0) return code;
  printBuilt(built, workspace);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${countReports(built.site)} in ${seconds} s: ${out}`);
  return 0;
});
