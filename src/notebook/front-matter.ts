import {z} from "zod";
import {ReportError} from "../errors.ts";
import {LANGUAGES} from "../text/language.ts";
import {readYaml} from "../text/yaml.ts";
import type {Read} from "../text/yaml.ts";

const schema = z.strictObject({
  title: z.string().min(1).optional().describe("Heading of the page; defaults to the first # heading."),
  description: z.string().optional().describe("One sentence for the index and for link previews."),
  lang: z.enum(LANGUAGES).optional().describe("Language of the page; defaults to the catalog's locale."),
  order: z.number().optional().describe("Place in the navigation, least first."),
  filters: z.array(z.string()).default([]).describe("Dimensions, joined or period, that readers can filter by."),
  changes: z.boolean().default(true).describe("false leaves out what changed against the period before."),
  audience: z
    .union([
      z
        .string()
        .min(1)
        .transform((name) => [name]),
      z.array(z.string().min(1))
    ])
    .default([])
    .describe("Only builds for one of these audiences have the report: npm run build -- --audience board."),
  draft: z.boolean().default(false).describe("true leaves the report out of builds; dev shows it.")
});

export type FrontMatter = z.output<typeof schema>;

/** A report's front matter, and the rest of its text with as many empty lines before it, so that lines keep their numbers. @throws {ReportError} */
export function splitFrontMatter(text: string, file: string): {matter: Read<FrontMatter>; body: string} {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines[0]?.trimEnd() !== "---") return {matter: readYaml("", schema, {file, line: 1}), body: lines.join("\n")};
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === "---");
  if (end < 0) throw new ReportError("front matter never closes", {file, line: 1}, "add --- after it");
  const matter = readYaml(lines.slice(1, end).join("\n"), schema, {file, line: 2});
  return {matter, body: [...lines.slice(0, end + 1).fill(""), ...lines.slice(end + 1)].join("\n")};
}
