import {serveWorkspace} from "../site/dev.ts";
import {PROJECT, WORKSPACE_OPTIONS, runCommand, workspaceOf} from "./command.ts";

const options = {...WORKSPACE_OPTIONS, port: {type: "string", help: "defaults to 4321"}} as const;

await runCommand(
  "npm run dev -- [options]: serves the reports and shows each change as you save",
  options,
  async (call) => {
    let last = "";
    const report = (problems: readonly string[]) => {
      const now = problems.join("\n");
      if (now !== last) console.log(now === "" ? "all is well again" : now);
      last = now;
    };
    const {url} = await serveWorkspace(workspaceOf(call), {
      project: PROJECT,
      port: Number(call.values["port"] ?? 4321),
      report
    });
    console.log(`${url} (Ctrl+C ends it)`);
    return 0;
  }
);
