import {checkSite} from "../site/build.ts";
import {WORKSPACE_OPTIONS, countReports, printErrors, runCommand, workspaceOf} from "./command.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  "allow-unknown-cells": {type: "boolean", help: "passes over cells whose metric is not there yet"}
} as const;

await runCommand(
  "npm run check -- [options]: checks catalog, data and reports without writing a site",
  options,
  async (call) => {
    const {errors, site} = await checkSite(workspaceOf(call), {
      allowUnknown: call.values["allow-unknown-cells"] === true
    });
    if (errors.length === 0) console.log(`${countReports(site)}: no mistakes`);
    return printErrors(errors);
  }
);
