import type {Place} from "../../errors.ts";
import {RULES} from "./gate.ts";
import type {Gate, Mistake} from "./gate.ts";

const CATALOG = "data/catalog.yaml";

/** Gates that do not hold, and mistakes, as SARIF 2.1.0. @param folder of the workspace, from where the command was called: code hosts want paths from their repository. */
export function sarif(gates: readonly Gate[], errors: readonly Mistake[], folder: string): string {
  const result = (ruleId: string, level: "error" | "warning", {text, place}: {text: string; place: Place | null}) => ({
    ruleId,
    level,
    message: {text},
    locations: [
      {
        physicalLocation: {
          // Code hosts take no result without a file; of what has no place it is the workspace's own, without a line.
          artifactLocation: {uri: uriOf(folder, place?.file ?? CATALOG)},
          ...(place ? {region: {startLine: Math.max(1, place.line)}} : {})
        }
      }
    ]
  });
  const results = [
    ...errors.map(({message, place}) => {
      const start = place ? `${place.file}:${place.line}: ` : "";
      const text = message.startsWith(start) ? message.slice(start.length) : message;
      return result("mistake", "error", {text, place});
    }),
    ...gates.flatMap(({rule, place, problem, isWarning}) =>
      problem === null ? [] : [result(rule, isWarning ? "warning" : "error", {text: problem, place})]
    )
  ];
  const rules = {mistake: "catalog and reports can be read and run", ...RULES};
  const driver = {
    name: "Kizuna",
    rules: Object.entries(rules).map(([id, text]) => ({id, shortDescription: {text}}))
  };
  return `${JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [{tool: {driver}, columnKind: "utf16CodeUnits", results}]
    },
    null,
    2
  )}\n`;
}

function uriOf(folder: string, file: string): string {
  const path = file.startsWith("/") || folder === "" ? file : `${folder}/${file}`;
  return path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}
