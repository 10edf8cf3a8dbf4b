import {toHtml} from "hast-util-to-html";
import type {Element} from "hast";
import type {Page} from "./page.ts";
import {pageLink} from "./views/link.ts";

/** The first page of a site whose reports have none: its name, and a link to each report with what it says of itself. */
export function indexPage(
  pages: readonly Page[],
  {title, lang, dev = false}: {title: string; lang: string; dev?: boolean}
): Page {
  const [first] = pages;
  const items = pages.map((page): Element => {
    const link: Element = {
      type: "element",
      tagName: "a",
      properties: {href: pageLink("", page.path, dev), ...(page.lang === lang ? {} : {lang: page.lang})},
      children: [{type: "text", value: page.title}]
    };
    const description: Element[] =
      page.description === null
        ? []
        : [{type: "element", tagName: "p", properties: {}, children: [{type: "text", value: page.description}]}];
    return {type: "element", tagName: "li", properties: {}, children: [link, ...description]};
  });
  const html = toHtml({type: "element", tagName: "ul", properties: {className: ["k-index"]}, children: items});
  const json = {title, lang, asOf: first!.asOf, filters: [], cells: {}, warnings: []};
  return {
    ...first!,
    path: "",
    file: "",
    title,
    description: null,
    lang,
    headings: [],
    live: null,
    changes: null,
    blocks: [{type: "html", html}],
    json
  };
}
