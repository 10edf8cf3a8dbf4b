import type {Entry} from "./page.ts";

/** As much of a page as tells which are its translations. */
type Spoken = Pick<Entry, "path" | "lang">;

/** Another language's version of a page. */
export interface Translation {
  readonly lang: string;
  /** The language's name in itself: English, 日本語. */
  readonly name: string;
  readonly path: string;
}

/** The pages in the language of one of them, in their order. */
export function pagesInLanguage<T extends Spoken>(pages: readonly T[], lang: string): readonly T[] {
  return pages.filter((page) => page.lang === lang);
}

/**
 * The page in each other language of the site, by name: the one of the same path but for the language's folder, `value` and `ja/value`, else that language's first page.
 */
export function translationsOf(pages: readonly Spoken[], page: Spoken): readonly Translation[] {
  const others = [...new Set(pages.map(({lang}) => lang))].filter((lang) => lang !== page.lang).sort();
  return others.map((lang) => {
    const own = pagesInLanguage(pages, lang);
    const {path} = own.find((other) => pathInside(other) === pathInside(page)) ?? own[0]!;
    return {lang, name: new Intl.DisplayNames(lang, {type: "language"}).of(lang) ?? lang, path};
  });
}

/** The path without the folder of its language. */
function pathInside({path, lang}: Spoken): string {
  return path === lang ? "" : path.startsWith(`${lang}/`) ? path.slice(lang.length + 1) : path;
}
