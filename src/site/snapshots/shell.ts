import {existsSync} from "node:fs";
import {readFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import {escapeHtml} from "./escape.ts";
import {GENERATOR} from "./folder.ts";
import {PREVIEW_SIZE} from "../paper/preview-name.ts";
import {POLICY} from "../policy.ts";

/** What stands around a page that no report makes. */
export interface Shell {
  readonly lang: string;
  readonly locale: string;
  readonly title: string;
  /** The site's own name. */
  readonly site: string;
  /** From the page to the folder's root: "./", "../". */
  readonly root: string;
  /** Scripts of the page, from the folder's root. */
  readonly scripts: readonly string[];
  readonly style: string;
  readonly mark: string;
  /** HTML. */
  readonly main: string;
  /** Address of the picture that stands for links to the page; null where there is none. */
  readonly picture: string | null;
  /** JSON for the page's script, or null. */
  readonly data: {readonly id: string; readonly value: unknown} | null;
}

/** A whole page as HTML, with its styles inside. */
export function shellPage(shell: Shell): string {
  const {lang, locale, title, site, root, scripts, style, mark, main, data, picture} = shell;
  const full = title === site ? title : `${title} – ${site}`;
  // JSON that no text in it can end early.
  const block = data
    ? `<script id="${data.id}" type="application/json">${JSON.stringify(data.value).replaceAll("<", "\\u003c")}</script>`
    : "";
  const {width, height} = PREVIEW_SIZE;
  const shown =
    picture === null
      ? ""
      : `<meta property="og:image" content="${escapeHtml(picture)}"><meta property="og:image:alt" content="${escapeHtml(title)}"><meta property="og:image:width" content="${width}"><meta property="og:image:height" content="${height}"><meta name="twitter:card" content="summary_large_image">`;
  return `<!doctype html>
<html lang="${escapeHtml(lang)}"><head><meta charset="utf-8"><meta name="generator" content="${GENERATOR}"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width"><title>${escapeHtml(full)}</title><meta name="robots" content="noindex"><meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#11141b" media="(prefers-color-scheme: dark)"><meta property="og:title" content="${escapeHtml(title)}"><meta property="og:site_name" content="${escapeHtml(site)}"><meta property="og:locale" content="${escapeHtml(locale)}">${shown}<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,${encodeURIComponent(mark)}"><style>${style}</style></head><body><div class="k-frame k-alone"><a class="k-brand" href="${root}index.html">${mark.replace("<svg", '<svg aria-hidden="true"')}${escapeHtml(site)}</a>${main}</div>${block}${scripts.map((script) => `<script type="module" src="${root}${script}"></script>`).join("")}</body></html>
`;
}

/** The style sheet of every page with that of the pages about snapshots, as one text. */
export async function shellStyle(project: string): Promise<string> {
  const texts = await Promise.all(
    ["src/site/style.css", "src/site/snapshots/snapshots.css"].map((file) => readCss(join(project, file)))
  );
  return texts
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/\n+/g, "\n")
    .trim();
}

/** A style sheet with what it imports in its place. */
async function readCss(file: string): Promise<string> {
  const text = await readFile(file, "utf8");
  const parts = await Promise.all(
    text.split(/(@import "[^"]+";)/).map(async (part) => {
      const name = /^@import "([^"]+)";$/.exec(part)?.[1];
      const path = name === undefined ? null : join(dirname(file), name);
      return path !== null && existsSync(path) ? readCss(path) : part;
    })
  );
  return parts.join("");
}
