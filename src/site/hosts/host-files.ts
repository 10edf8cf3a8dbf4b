import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {ReportError} from "../../errors.ts";
import {HEADERS} from "./headers.ts";
import type {HeaderRule} from "./headers.ts";

/** Hosts whose configuration lies beside the pages. */
export const HOSTS = ["netlify", "cloudflare", "azure", "vercel", "apache", "github"] as const;

/** The name of a host. */
export type Host = (typeof HOSTS)[number];

/** Files by which a host sends a site's pages and data as it should, by their path in the site. */
export function hostFiles(host: Host): Readonly<Record<string, string>> {
  return FILES[host]();
}

/** How the files begin that may hold comments, so that no other file is taken for one of ours. */
const MARK = "# Kizuna's pages and data as they are best sent. Each run with --host writes this file anew.";

/**
 * Asks that writing a host's files into a folder takes nothing of the author's away.
 * @throws {ReportError} if a file of another origin stands there. @param folder as the author knows it
 */
export async function requireFree(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    const there = await readFile(join(folder, path), "utf8").catch(() => null);
    if (there === null || there.trim() === "" || there === text || there.startsWith(MARK)) continue;
    throw new ReportError(
      "the file is none of Kizuna's, and --host would overwrite it",
      {file: join(folder, path), line: 1},
      "keep it and leave out --host, or move it away and add its lines to what --host writes"
    );
  }
}

const FILES: Readonly<Record<Host, () => Readonly<Record<string, string>>>> = {
  netlify: () => ({_headers: headersFile(HEADERS)}),
  cloudflare: () => ({_headers: headersFile(HEADERS)}),
  azure: () => ({"staticwebapp.config.json": azure()}),
  vercel: () => ({"vercel.json": vercel()}),
  apache: () => ({".htaccess": apache()}),
  github: () => ({".nojekyll": ""})
};

function headersFile(rules: readonly HeaderRule[]): string {
  return `${MARK}\n${rules
    .map(({path, headers}) =>
      [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n")
    )
    .join("\n")}\n`;
}

function azure(): string {
  const [all, ...some] = HEADERS;
  return json({
    globalHeaders: all!.headers,
    routes: some.map(({path, headers}) => ({route: path, headers})),
    responseOverrides: {"404": {rewrite: "/404.html"}},
    mimeTypes: {".gz": "application/octet-stream"}
  });
}

function vercel(): string {
  return json({
    headers: HEADERS.map(({path, headers}) => ({
      source: path.replace("*", "(.*)"),
      headers: Object.entries(headers).map(([key, value]) => ({key, value}))
    }))
  });
}

function apache(): string {
  const [all, ...some] = HEADERS;
  const set = ([name, value]: readonly [string, string], indent: string) =>
    `${indent}Header always set ${name} "${value}"`;
  const rules = some.map(({path, headers}) => {
    const pattern = path.replaceAll(".", "\\.").replace(/\*$/, "");
    const lines = Object.entries(headers).map((header) => set(header, "    "));
    return `  <If "%{REQUEST_URI} =~ m#${pattern}${path.endsWith("*") ? "" : "$"}#">\n${lines.join("\n")}\n  </If>`;
  });
  return `${MARK}
# Files of data are compressed already, and inflated by the pages.
RemoveEncoding .gz
AddType application/octet-stream .gz
ErrorDocument 404 /404.html
<IfModule mod_headers.c>
${Object.entries(all!.headers)
  .map((header) => set(header, "  "))
  .join("\n")}
${rules.join("\n")}
</IfModule>
`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
