import {existsSync} from "node:fs";
import {mkdir, readFile, writeFile} from "node:fs/promises";
import {dirname, join, relative} from "node:path";
import {parse} from "yaml";
import {ReportError} from "../errors.ts";
import {LANGUAGES, languageOf, maybeLanguage} from "../text/language.ts";
import type {Language} from "../text/language.ts";
import {suggestion} from "../text/suggest.ts";
import {catalogPath} from "../site/workspace.ts";
import {WORKSPACE_OPTIONS, fromHere, runCommand, workspaceOf} from "./command.ts";
import type {Call} from "./command.ts";
import {writeCi} from "./new-ci.ts";

const options = {
  ...WORKSPACE_OPTIONS,
  lang: {type: "string", help: "en or ja; defaults to the catalog's locale"},
  ci: {type: "string", help: "writes a workflow instead that checks changes and publishes snapshots: github or gitlab"}
} as const;

/** What a new report begins with. */
const FIRST_WORDS: Readonly<Record<Language, {readonly description: string; readonly prose: string}>> = {
  en: {
    description: "The question that this report answers, in one sentence",
    prose: "There are ${kpis.customers} customers today."
  },
  ja: {description: "この報告が答える問いを一文で", prose: "お客様は現在 ${kpis.customers} 人です。"}
};

await runCommand(
  'npm run new -- "Title" | --ci github [options]: writes a report to start from, or a workflow',
  options,
  async (call) => {
    const workspace = workspaceOf(call);
    const {ci} = call.values;
    if (typeof ci === "string") {
      const file = await writeCi(ci, workspace);
      console.log(
        `${relative(fromHere("."), file)} (publishes to the branch "pages"; see the README, section "Publish")`
      );
      return 0;
    }
    const title = call.words.join(" ").trim();
    if (title === "")
      throw new ReportError("a report needs a title", {file: "reports", line: 1}, 'npm run new -- "Title"');
    const file = join(workspace.reports, `${slug(title)}.md`);
    if (existsSync(file))
      throw new ReportError(
        "there is such a report already",
        {file: relative(workspace.root, file), line: 1},
        "choose another title"
      );
    const catalog = (parse(await readFile(catalogPath(workspace), "utf8")) ?? {}) as {tables?: object; locale?: string};
    const lang = langOf(call) ?? languageOf(catalog.locale ?? "en");
    await mkdir(dirname(file), {recursive: true});
    await writeFile(file, template(title, lang, Object.keys(catalog.tables ?? {}).includes("orders")), {flag: "wx"});
    console.log(`${relative(process.env["INIT_CWD"] ?? process.cwd(), file)} (npm run dev shows it)`);
    return 0;
  }
);

/** The language that a call names by --lang; null for none. @throws {ReportError} if reports cannot be in it. */
function langOf({values}: Call): Language | null {
  const {lang} = values;
  if (typeof lang !== "string") return null;
  const known = maybeLanguage(lang);
  if (known) return known;
  throw new ReportError(`unknown language "${lang}"`, {file: "--lang", line: 1}, suggestion(lang, LANGUAGES));
}

/** A file's name: letters and digits of any script, words joined by hyphens. */
function slug(title: string): string {
  return (
    title
      .toLowerCase()
      .normalize("NFKC")
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "report"
  );
}

function template(title: string, lang: Language, hasOrders: boolean): string {
  const {description, prose} = FIRST_WORDS[lang];
  const matter = `---\ntitle: ${JSON.stringify(title)}\ndescription: ${description}\nlang: ${lang}\n---\n`;
  const figures = hasOrders ? "[customers, orders, revenue, repeat_rate]" : "[customers]";
  const cells = hasOrders
    ? "```retention\nperiod: month\n```\n\n```sql monthly\nselect date_trunc('month', at) as month, count(*) as orders, sum(revenue) as revenue\nfrom orders where not refund group by month order by month\n```\n\n```chart\ndata: monthly\nmark: line\nx: month\ny: revenue\n```\n"
    : "```sql everybody\nselect count(*) as customers from customers\n```\n\n```table\ndata: everybody\n```\n";
  return `${matter}\n${prose}\n\n\`\`\`kpi kpis\nshow: ${figures}\n\`\`\`\n\n${cells}`;
}
