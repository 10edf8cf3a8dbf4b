import type {Page, Site} from "./page.ts";
import {reportList} from "./report-list.ts";
import {pagesInLanguage} from "./translations.ts";
import {words} from "./words/languages.ts";

/** The first page of a site whose reports have none: its name, and a list of its reports. */
export function indexPage(
  pages: readonly Page[],
  {title, lang, dev = false}: {title: string; lang: string; dev?: boolean}
): Page {
  const [first] = pages;
  const json = {title, lang, asOf: first!.asOf, filters: [], cells: {}, warnings: []};
  return listPage(first!, {path: "", title, lang, json, html: reportList(pages, {path: "", lang, dev})});
}

/** Where the list of a language's reports stands. */
export function allPath(lang: string): string {
  return `search/${lang}`;
}

/** The page that lists a site's reports of one language. */
export function allPage({dev, pages}: Pick<Site, "dev" | "pages">, lang: string): Page {
  const path = allPath(lang);
  // A first page that was made for want of one is such a list itself.
  const reports = pagesInLanguage(pages, lang).filter(({file}) => file !== "");
  const html = reportList(reports, {path, lang, dev});
  return listPage(reports[0]!, {path, title: words(lang).page.all, lang, json: null, html});
}

/** A page of nothing but the list, with the data note of another one. */
function listPage(
  like: Page,
  {html, ...own}: Pick<Page, "path" | "title" | "lang" | "json"> & {readonly html: string}
): Page {
  return {
    ...like,
    ...own,
    file: "",
    description: null,
    headings: [],
    live: null,
    changes: null,
    blocks: [{type: "html", html}]
  };
}
