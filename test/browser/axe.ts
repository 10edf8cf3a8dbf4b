import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import type {Page} from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** WCAG 2.2 at level AA, and what axe counts as good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe-core finds wrong with a page as it stands: one line for each element, with the rule that it breaks. The page's context has to bypass its policy. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  return await page.evaluate(`axe.run(document, {runOnly: ${JSON.stringify(RULES)}}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) => id + " " + target.join(" ") + ": " + failureSummary)))`);
}
