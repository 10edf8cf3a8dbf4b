import {existsSync} from "node:fs";
import {readFile, stat} from "node:fs/promises";
import {extname, join} from "node:path";
import {gzipSync} from "node:zlib";
import {parseHTML} from "linkedom";
import {decoded} from "../decoded.ts";
import type {DataFile} from "../page-cubes.ts";
import {insideHtml, jsonInsideHtml} from "./inside-html.ts";
import {inlineCodeText} from "../js/page-code.ts";
import {hashOf} from "../protect/protect.ts";
import type {LivePage} from "../live/live-page.ts";
import type {Page} from "../page.ts";
import {searchIndex} from "../tools/search-index.ts";
import {exportWords} from "../words/export-words.ts";

/** What a page is made a single file of. */
export interface SingleFile {
  /** The built site's folder. */
  readonly site: string;
  readonly page: Page;
  readonly pages: readonly Page[];
  /** Paths of the pages that are files beside this one. */
  readonly exported: ReadonlySet<string>;
  readonly data: readonly DataFile[];
  /** The page's script. */
  readonly script: string;
}

/** A page with everything inside. */
export interface Single {
  readonly html: string;
  /** What its policy lets run. */
  readonly scripts: readonly string[];
}

/** Name of a page's file, from the folder of all of them: "index.html", "ja/value.html". */
export function fileName(path: string): string {
  return `${path === "" ? "index" : path}.html`;
}

/** The policy of a page that has everything inside: scripts by their hashes, nothing from anywhere. */
export function singlePolicy(scripts: readonly string[]): string {
  return `default-src 'none'; script-src ${scripts.map(hashOf).join(" ")}; style-src 'unsafe-inline'; img-src data: blob:; worker-src blob:; connect-src 'none'; base-uri 'none'; form-action 'none'`;
}

/** A built page as one file: scripts, data and pictures inside; links to pages that are not beside it are plain text. */
export async function singleFile(single: SingleFile): Promise<Single> {
  const {site, page, data} = single;
  const folder = join(site, page.path);
  const {document} = parseHTML(await readFile(join(folder, "index.html"), "utf8"));
  for (const one of document.querySelectorAll("script[src], link[rel=alternate], link[rel=canonical]")) one.remove();
  const {live} = page;
  const block = document.getElementById("k-live");
  for (const name of ["client", "worker", "ahead"]) block?.removeAttribute(`data-${name}`);
  if (block && live) block.textContent = jsonInsideHtml(ownLive(live));
  await inlinePictures(document, single);
  for (const link of [...document.querySelectorAll("a[href]")]) await relink(link, single);
  for (const button of document.querySelectorAll(".k-search")) {
    button.setAttribute("data-index", "");
    button.setAttribute("data-root", rootOf(page));
  }
  const found = single.pages.filter(({path}) => path === page.path || single.exported.has(path));
  const files = new Map<string, Uint8Array>([
    ["report.json", gzipSync(await readFile(join(folder, "index.json")), {level: 9})],
    ["search.json", gzipSync(JSON.stringify(searchIndex(found, page.lang)), {level: 9})],
    ...(live?.cubes ?? []).map((path) => [path, data.find((file) => file.path === path)!.bytes] as const)
  ]);
  const code = live?.code && inlineCodeText(data.find(({path}) => path === live.code!.module)!.bytes);
  const scripts = [...(code ? [insideHtml(code)] : []), single.script];
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')!;
  policy.setAttribute("content", singlePolicy(scripts));
  // Written as text: a document would have to keep each letter of them.
  const blocks = [
    ...[...files].map(
      ([name, bytes]) =>
        `<script type="text/plain" class="k-file" data-name="${name}">${Buffer.from(bytes).toString("base64")}</script>`
    ),
    ...scripts.map(
      (text, i) => `<script type="module"${i === scripts.length - 1 ? ' id="k-script"' : ""}>${text}</script>`
    )
  ].join("");
  const html = document.toString();
  const end = html.lastIndexOf("</body>");
  return {html: `${html.slice(0, end)}${blocks}${html.slice(end)}`, scripts};
}

function ownLive(live: LivePage): LivePage {
  return {...live, coarse: {}, words: {...live.words, ...exportWords(live.lang)}};
}

const ROOT = "http://site/";

/** The path on the site that an address of the page leads to, and what follows it; null for one that leads elsewhere, or within the page. */
function onSite(address: string, {page}: SingleFile): {path: string; rest: string} | null {
  if (address.startsWith("#") || !URL.canParse(address, ROOT)) return null;
  const {origin, pathname, search, hash} = new URL(address, `${ROOT}${page.path === "" ? "" : `${page.path}/`}`);
  return `${origin}/` === ROOT ? {path: decoded(pathname.slice(1)), rest: `${search}${hash}`} : null;
}

/** How a page's file refers to the folder of all of them. */
function rootOf({path}: Page): string {
  return "../".repeat(path.split("/").length - 1) || "./";
}

/** Leads a link to the file of its page, or has it save the file that it leads to; one that leads nowhere from here is plain text. */
async function relink(link: Element, single: SingleFile): Promise<void> {
  const {page, pages, exported} = single;
  const target = onSite(link.getAttribute("href")!, single);
  if (!target) return;
  const path = target.path.replace(/(^|\/)index\.html$/, "").replace(/\/$/, "");
  if (path === page.path || exported.has(path))
    return link.setAttribute("href", `${rootOf(page)}${encodeURI(fileName(path))}${target.rest}`);
  if (link.closest(POINTERS)) return link.remove();
  const isOwn = pages.some((one) => one.path === path) || /(^|\/)(index|manifest)\.json$/.test(target.path);
  const file = isOwn ? null : await dataUri(target.path, single);
  if (file === null) return plainText(link);
  link.setAttribute("href", file);
  link.setAttribute("download", target.path.split("/").at(-1)!);
}

/** What is nothing but a way to somewhere: other languages, the next page, the site's own files. */
const POINTERS = ".k-languages, .k-near, .k-foot, .k-all";

function plainText(link: Element): void {
  const text = link.ownerDocument.createElement("span");
  text.append(...link.childNodes);
  if (link.className !== "") text.className = link.className;
  link.replaceWith(text);
}

const TYPES: Readonly<Record<string, string>> = {
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".avif": "image/avif",
  ".pdf": "application/pdf",
  ".csv": "text/csv"
};

async function inlinePictures(document: Document, single: SingleFile): Promise<void> {
  for (const name of ["src", "href", "xlink:href"])
    for (const picture of document.querySelectorAll("img, image, source")) {
      const address = picture.getAttribute(name);
      const target = address === null ? null : onSite(address, single);
      if (!target) continue;
      const content = await dataUri(target.path, single);
      // A picture that is missing on the site is missing here: its text stands in its place.
      if (content === null) picture.removeAttribute(name);
      else picture.setAttribute(name, content);
    }
  for (const picture of document.querySelectorAll("[srcset]")) {
    const set = await inlineSet(picture.getAttribute("srcset")!, single);
    if (set === "") picture.removeAttribute("srcset");
    else picture.setAttribute("srcset", set);
  }
}

/** The pictures of a `srcset` put inside; "" where none of them is on the site. */
async function inlineSet(set: string, single: SingleFile): Promise<string> {
  const own: string[] = [];
  for (const [, address, size] of set.matchAll(/([^\s,]\S*[^\s,]|[^\s,])(?:\s+([^\s,]+))?\s*(?:,|$)/g)) {
    const target = onSite(address!, single);
    const content = target ? await dataUri(target.path, single) : address!;
    if (content !== null) own.push(size === undefined ? content : `${content} ${size}`);
  }
  return own.join(", ");
}

/** A file of the site as an address that has it inside; null where there is none. */
async function dataUri(path: string, {site}: SingleFile): Promise<string | null> {
  const file = join(site, path);
  if (path.split("/").includes("..") || !existsSync(file) || !(await stat(file)).isFile()) return null;
  const type = TYPES[extname(path).toLowerCase()] ?? "application/octet-stream";
  return `data:${type};base64,${(await readFile(file)).toString("base64")}`;
}
