import {join} from "node:path";
import {exportReports} from "../site/export/export.ts";
import {masterOf, sealOf} from "../site/protect/seal.ts";
import {PASSPHRASE_OPTION, PROJECT, passphraseOf, runCommand} from "./command.ts";
import {REPORT_OPTIONS, ofReports, outOf} from "./reports.ts";

const options = {
  ...REPORT_OPTIONS,
  ...PASSPHRASE_OPTION,
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
      options: {noRows: true},
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
