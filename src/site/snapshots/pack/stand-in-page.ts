import {POLICY} from "../../policy.ts";
import {packedWords} from "../../words/packed-words.ts";
import {escapeHtml} from "../escape.ts";
import type {SnapshotRecord} from "../record.ts";
import {STAND_IN} from "./content.ts";

/** The page that stands in the place of a packed one, with its title, its path, and what links to it show: each week has one for each of its pages, so it is short. Without JavaScript it says what is here, and leads on. @param path from the folder's root; @param script the one of {@link ./open-packed.ts}, likewise */
export function standInPage(
  html: string,
  path: string,
  {record, script}: {record: Pick<SnapshotRecord, "id" | "reports">; script: string}
): string {
  const root = "../".repeat(path.split("/").length - 1);
  const folder = path.slice(`snapshots/${record.id}/`.length).replace(/\/?index\.html$/, "");
  const report = record.reports.find((one) => one.path === folder);
  const lang = report?.lang ?? /<html[^>]* lang="?([\w-]+)/.exec(html)?.[1] ?? "en";
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? "";
  const heading = report ? escapeHtml(report.title) : title;
  const latest = report && report.path !== "" ? `${encodeURI(report.path)}/` : "";
  const text = packedWords(lang);
  return `<!doctype html><html lang="${lang}"${STAND_IN}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script type="module" src="${root}${script}"></script><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title>${previewOf(html)}<link rel="icon" href="data:,"><style>${STYLE}</style><noscript><style>#k-why{animation:none}</style></noscript></head><body><main data-path="${escapeHtml(path)}"><h1>${heading}</h1><p id="k-why" role="status">${text.why}</p><p><a href="${root}index.html">${text.toAll}</a> <a href="${root}latest/${latest}index.html">${text.toLatest}</a></p></main></body></html>
`;
}

/** What a page says to those who show links to it. */
function previewOf(html: string): string {
  return (html.match(/<meta (?=(?:property|name)="?(?:og|twitter):)(?:"[^"]*"|'[^']*'|[^>"'])*>/g) ?? []).join("");
}

/** What is said shows only where the page is not there soon. */
const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui}main{max-width:34rem;margin:25vh auto;padding:0 1.5rem;overflow-wrap:anywhere;word-break:auto-phrase}a{display:inline-block;margin-inline-end:1.25rem}#k-why{animation:k .6s step-end}@keyframes k{from{visibility:hidden}}#k-why[role=alert]{animation:none;color:light-dark(#b42318,#ffb4a8)}`;
