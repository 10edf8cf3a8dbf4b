import {join} from "node:path";
import {writeCustomerList} from "../site/lists/customer-list.ts";
import {PROJECT, WORKSPACE_OPTIONS, fromHere, runCommand, workspaceOf} from "./command.ts";
import {mostOf, requiredOf, shareOf} from "./list-options.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  cell: {type: "string", help: "the cell whose customers are listed: its name, or its kind where there is one of it"},
  report: {type: "string", help: 'the report that it stands in, such as "value"; defaults to all'},
  out: {type: "string", help: "the CSV file to write, outside of anything that is published"},
  control: {type: "string", help: "share of them, drawn at random, to be left alone: 10%; defaults to 0%"},
  most: {type: "string", help: "customers at most; defaults to what the cell says"},
  seed: {type: "string", help: "what the draw depends on; defaults to the cell and the as-of date"}
} as const;

/** Where other commands write what is handed out, unless they are told otherwise. */
const OUT = ["export", "pdf", "email"] as const;

await runCommand(
  "npm run list -- --cell at-risk --control 10% --out FILE [options]: writes customers' ids for a campaign, never into a site",
  options,
  async (call) => {
    const workspace = workspaceOf(call);
    const {report, seed} = call.values;
    const out = fromHere(requiredOf(call, "out"));
    const written = await writeCustomerList(workspace, {
      cell: requiredOf(call, "cell"),
      report: typeof report === "string" ? report : null,
      out,
      published: [
        join(PROJECT, "dist"),
        ...OUT.map(fromHere),
        ...["public", "reports", "dist", ...OUT].map((name) => join(workspace.root, name))
      ],
      share: shareOf(call),
      most: mostOf(call),
      seed: typeof seed === "string" ? seed : null
    });
    console.log(`${written.treated} treated, ${written.control} control (seed "${written.seed}"): ${out}`);
    if (written.control > 0)
      console.log(
        'name it in data/catalog.yaml once they have been written to: actions: {from: …, lists: {"the measure": FILE}}'
      );
    return 0;
  }
);
