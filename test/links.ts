import {existsSync, readFileSync, readdirSync, statSync} from "node:fs";
import {join} from "node:path";
import {parseHTML} from "linkedom";

/** Where a page's addresses lie on hosts: as the file, or as its folder with a slash at its end, which hosts add. */
const SHAPES = [(path: string) => path, (path: string) => path.replace(/index\.html$/, "")];

/**
 * Every address in a site's pages that leads nowhere within it: links, pictures, scripts, and files that pages name for their scripts. The site stands under `/a/b/`, and pages are read by either of their addresses.
 * Addresses of other hosts and with a scheme are not looked at; one that begins at the host's root is dead.
 */
export function deadLinksOf(folder: string): readonly string[] {
  const pages = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".html") && entry.name !== "404.html")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return pages.flatMap((page) => {
    const html = readFileSync(join(folder, page), "utf8");
    return addressesOf(html).flatMap((address) =>
      SHAPES.filter((shape) => !isThere(folder, address, shape(page))).map((shape) => `${shape(page)}: ${address}`)
    );
  });
}

function addressesOf(html: string): readonly string[] {
  const {document} = parseHTML(html);
  const named = ["href", "src", "data-worker", "data-index"].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].map((element) => element.getAttribute(name)!)
  );
  // What the scripts load stands by its path from the root that the worker's address tells.
  const live = document.getElementById("k-live");
  const root = live?.getAttribute("data-worker")?.replace(/_assets\/.*$/, "");
  const loaded = [...(live?.textContent ?? "").matchAll(/"(_(?:data|assets)\/[\w.-]+)"/g)].map(
    ([, path]) => `${root}${path}`
  );
  return [...new Set([...named, ...loaded])].filter(
    (address) => address !== "" && !/^(#|[a-z][a-z\d+.-]*:)/i.test(address)
  );
}

const BASE = "http://host/a/b/";

function isThere(folder: string, address: string, page: string): boolean {
  const {href, hash} = new URL(address, `${BASE}${encodeURI(page)}`);
  if (!href.startsWith(BASE)) return false;
  const file = join(folder, decodeURI(href.slice(BASE.length).replace(/[?#].*$/, "")));
  if (!existsSync(file)) return false;
  const found = statSync(file).isDirectory() ? join(file, "index.html") : file;
  if (!existsSync(found)) return false;
  if (hash === "" || !found.endsWith(".html")) return true;
  return parseHTML(readFileSync(found, "utf8")).document.getElementById(decodeURIComponent(hash.slice(1))) !== null;
}
