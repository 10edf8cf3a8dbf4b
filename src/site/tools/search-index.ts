import {METRICS} from "../../metrics/registry.ts";
import type {Block, Page} from "../page.ts";
import {words} from "../words/languages.ts";
import type {Kind, Words} from "../words/words.ts";

/** A place that a search can find. `id` is the element's on its page; null for the page itself. */
export interface SearchPlace {
  readonly id: string | null;
  readonly kind: "page" | "section" | "figure";
  /** Plain text. */
  readonly title: string;
  /** Plain text: what stands there. */
  readonly text: string;
}

/** A report's places; `path` is that of the page. */
export interface SearchPage {
  readonly path: string;
  readonly places: readonly SearchPlace[];
}

/** What a search of a language's reports reads: titles, prose by section, and figures with their kinds and findings, as plain text. */
export function searchIndex(pages: readonly Page[], lang: string): readonly SearchPage[] {
  return pages
    .filter((page) => page.lang === lang)
    .map((page) => {
      const places = placesOf(
        page.blocks,
        {id: null, kind: "page", title: page.title, text: page.description ?? ""},
        words(lang)
      );
      return {path: page.path, places: places.filter(({kind, text}) => kind !== "section" || text !== "")};
    });
}

/** Prose is cut at its headings; what stands before the first one is the page's. */
function placesOf(blocks: readonly Block[], page: SearchPlace, {kinds}: Words): readonly SearchPlace[] {
  const places: SearchPlace[] = [page];
  const add = (text: string): void => {
    const last = places.findLastIndex(({kind}) => kind !== "figure");
    places[last] = {...places[last]!, text: `${places[last]!.text} ${text}`.trim()};
  };
  const read = (block: Block): void => {
    if (block.type === "html")
      for (const part of block.html.split(/(?=<h[1-6][ >])/)) {
        const [, id, title] = /^<h[1-6][^>]*\bid="([^"]*)"[^>]*>([\s\S]*?)<\/h[1-6]>/.exec(part) ?? [];
        if (id === undefined) add(plainText(part));
        else {
          places.push({id, kind: "section", title: plainText(title!), text: ""});
          add(plainText(part.slice(part.indexOf("</h"))));
        }
      }
    else if (block.type === "figure") {
      const {id, kind, title, subtitle, finding, note} = block.figure;
      const text = [METRICS.has(kind) ? kinds[kind as Kind] : null, subtitle, finding, note]
        .filter((line) => line !== null)
        .join(" ");
      if (title !== null || text !== "") places.push({id, kind: "figure", title: title ?? id, text});
    } else if (block.type === "tabs")
      for (const {title, blocks: inner} of block.tabs) {
        add(title);
        inner.forEach(read);
      }
    else if ("blocks" in block) {
      if ("title" in block && block.title !== null) add(block.title);
      block.blocks.forEach(read);
    }
  };
  blocks.forEach(read);
  return places;
}

const ENTITIES: Readonly<Record<string, string>> = {amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'"};

/** Text of HTML that our own pipeline made. */
function plainText(html: string): string {
  return html
    .replace(/<(?:"[^"]*"|'[^']*'|[^'">])*>/g, " ")
    .replace(/&(?:#x([0-9a-f]+)|(\w+|#39));/gi, (whole, hex: string | undefined, name: string) =>
      hex === undefined ? (ENTITIES[name] ?? whole) : String.fromCodePoint(parseInt(hex, 16))
    )
    .replace(/\s+/g, " ")
    .trim();
}
