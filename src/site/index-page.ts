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

/** The languages that have such a list: those of reports. A first page that was made for want of one is a list itself. */
export function listLanguages(pages: readonly Page[]): readonly string[] {
  return [...new Set(pages.filter(isReport).map(({lang}) => lang))];
}

/** The page that lists a site's reports of one language; null where there are none. */
export function allPage({dev, pages}: Pick<Site, "dev" | "pages">, lang: string): Page | null {
  const path = allPath(lang);
  const reports = pagesInLanguage(pages, lang).filter(isReport);
  const [first] = reports;
  const html = reportList(reports, {path, lang, dev});
  return first ? listPage(first, {path, title: words(lang).page.all, lang, json: null, html}) : null;
}

function isReport({file}: Page): boolean {
  return file !== "";
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
