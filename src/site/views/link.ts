/** How a page refers to the site's root: "./" from the first page, "../../" from "value/cohorts". Works under any base path, and from a file system. */
export function rootFrom(path: string): string {
  return path === "" ? "./" : "../".repeat(path.split("/").length);
}

/** Where a page's files are, from the site's root: "" for the first page, "value/cohorts/". */
export function folderOf(path: string): string {
  return path === "" ? "" : `${encodeURI(path)}/`;
}

/**
 * A relative link from one page to another, by their paths. It names `index.html`, which a file system needs; `clean` leaves it out, as Astro's dev server wants.
 */
export function pageLink(from: string, to: string, clean = false): string {
  return `${rootFrom(from)}${folderOf(to)}${clean ? "" : "index.html"}`;
}

/** A page's whole address below the site's own, with a slash at its end. */
export function addressOf(root: string, path: string): string {
  return new URL(path === "" ? "" : `${path}/`, root.endsWith("/") ? root : `${root}/`).href;
}
