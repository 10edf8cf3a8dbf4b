import {join} from "node:path";
import {exportReports} from "../site/export/export.ts";
import {masterOf, sealOf} from "../site/protect/seal.ts";
import {
  AUDIENCE_OPTION,
  PASSPHRASE_OPTION,
  PROJECT,
  WORKSPACE_OPTIONS,
  audienceOf,
  passphraseOf,
  runCommand
} from "./command.ts";
import {GATE_OPTIONS} from "./gates.ts";
import {ofReports, outOf} from "./reports.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  ...GATE_OPTIONS,
  ...PASSPHRASE_OPTION,
  ...AUDIENCE_OPTION,
  out: {type: "string", help: "folder to write; defaults to export"}
} as const;

await runCommand(
  "npm run export -- [report …] [options]: writes each report as one HTML file that needs no host",
  options,
  async (call) => {
    const out = outOf(call, "export");
    const passphrase = await passphraseOf(call);
    const seal = passphrase === null ? null : await sealOf(await masterOf(passphrase));
    return ofReports(call, {
      out,
      options: {audience: audienceOf(call), noRows: true},
      async *make(site, pages) {
        for await (const {file, bytes} of exportReports(site, pages, {project: PROJECT, out, seal}))
          yield `${join(out, file)} (${sizeOf(bytes)})`;
      }
    });
  }
);

function sizeOf(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
