import {jsonInsideHtml} from "../../export/inside-html.ts";
import {POLICY} from "../../policy.ts";
import {packedWords} from "../../words/packed-words.ts";
import type {PackedWords} from "../../words/packed-words.ts";
import {escapeHtml} from "../escape.ts";
import type {SnapshotRecord} from "../record.ts";
import {STAND_IN} from "./content.ts";

/** What the page that stands in for a packed one says to the script that opens it. */
export interface StandIn {
  /** The page's path from the site's root. */
  readonly path: string;
  readonly words: PackedWords["said"] & Pick<PackedWords, "opening" | "again">;
}

/** The page that stands in the place of a packed one, with its title and what links to it show. Without JavaScript it says what is here, and leads on. @param path from the folder's root; @param script the one of {@link ./open-packed.ts}, likewise */
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
  const data: StandIn = {path, words: {...text.said, opening: text.opening, again: text.again}};
  return `<!doctype html><html lang="${lang}"${STAND_IN}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><script type="module" src="${root}${script}"></script><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title>${previewOf(html)}<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,%3Csvg%20xmlns%3D'http%3A%2F%2Fwww.w3.org%2F2000%2Fsvg'%2F%3E"><style>${STYLE}</style><noscript><style>#k-why{animation:none}</style></noscript></head><body><main><h1>${heading}</h1><p id="k-why" role="status">${text.why}</p><p><a href="${root}index.html">${text.toAll}</a> <a href="${root}latest/${latest}index.html">${text.toLatest}</a></p></main><script type="application/json" id="k-stand-in">${jsonInsideHtml(data)}</script></body></html>
`;
}

/** What a page says to those who show links to it. */
function previewOf(html: string): string {
  return (html.match(/<meta (?=(?:property|name)="?(?:og|twitter):)(?:"[^"]*"|'[^']*'|[^>"'])*>/g) ?? []).join("");
}

/** What is said shows only where the page is not there soon. */
const STYLE = `:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif}body{display:grid;place-items:center;min-height:100vh;margin:0;background:light-dark(#fff,#11141b);color:light-dark(#1b1f29,#e6e8ee)}
main{display:grid;gap:1rem;width:min(34rem,calc(100vw - 3rem));overflow-wrap:anywhere;word-break:auto-phrase}h1{font-size:1.5rem;line-height:1.25;margin:0}p{margin:0}a{color:light-dark(#1d4ed8,#93b4ff);margin-inline-end:1.25rem;display:inline-block}
#k-why{animation:k-late 0s .6s both}@keyframes k-late{from{visibility:hidden}}#k-why[role=alert]{animation:none;color:light-dark(#b42318,#ffb4a8)}
button{font:inherit;padding:.4rem 1rem;border:0;border-radius:99px;background:light-dark(#1d4ed8,#93b4ff);color:light-dark(#fff,#0b1020);cursor:pointer;justify-self:start}`;
