import {createFormat} from "../charts/format.ts";
import type {Unit} from "../charts/format.ts";
import type {Block, Page} from "./page.ts";
import {DOCUMENT} from "./svg.ts";
import {element} from "./views/element.ts";
import {pageLink} from "./views/link.ts";
import {words} from "./words/languages.ts";

/** Most headline figures of a report in the list. */
const MOST_KPIS = 4;
/** Most figures of a report in the list. */
const MOST_FIGURES = 12;

/** Where the list stands, and whether Astro's dev server shows it. */
export interface ListPlace {
  /** The path of its page. */
  readonly path: string;
  readonly lang: string;
  readonly dev: boolean;
}

/** HTML of a list of reports: of each its question, what it says of itself, its first headline figures, and what its figures say, with links to them. */
export function reportList(pages: readonly Page[], place: ListPlace): string {
  const items = pages.map((page) => reportItem(page, place));
  return element(DOCUMENT, "ul", {class: "k-index"}, items).outerHTML;
}

function reportItem(page: Page, {path, lang, dev}: ListPlace): Element {
  const link = pageLink(path, page.path, dev);
  const figures = figuresOf(page.blocks);
  const rest = figures.length - MOST_FIGURES;
  const kpis = kpisOf(page);
  return element(DOCUMENT, "li", page.lang === lang ? {} : {lang: page.lang}, [
    element(DOCUMENT, "div", {}, [
      element(DOCUMENT, "h2", {}, [element(DOCUMENT, "a", {href: link}, [page.title])]),
      page.description === null ? null : element(DOCUMENT, "p", {}, [page.description]),
      kpis.length === 0
        ? null
        : element(
            DOCUMENT,
            "dl",
            {},
            kpis.map(({label, value}) =>
              element(DOCUMENT, "div", {}, [element(DOCUMENT, "dt", {}, [label]), element(DOCUMENT, "dd", {}, [value])])
            )
          )
    ]),
    figures.length === 0
      ? null
      : element(DOCUMENT, "ul", {"aria-label": page.title}, [
          ...figures
            .slice(0, MOST_FIGURES)
            .map(({id, title}) =>
              element(DOCUMENT, "li", {}, [element(DOCUMENT, "a", {href: `${link}#${id}`}, [title])])
            ),
          rest > 0 ? element(DOCUMENT, "li", {}, [words(lang).page.more(rest)]) : null
        ])
  ]);
}

/** The figures that have a head, in the order of the page; those in tabs and details, too. Rows of KPIs are shown themselves. */
function figuresOf(blocks: readonly Block[]): readonly {readonly id: string; readonly title: string}[] {
  return blocks.flatMap((block) => {
    if (block.type === "figure") {
      const {id, kind, title} = block.figure;
      return title === null || kind === "kpi" ? [] : [{id, title}];
    }
    if (block.type === "tabs") return block.tabs.flatMap((tab) => figuresOf(tab.blocks));
    return "blocks" in block ? figuresOf(block.blocks) : [];
  });
}

/** A cell of a page's JSON, as far as it is read here. */
interface Cell {
  readonly kind: string;
  readonly columns: readonly {readonly name: string}[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The first row of KPIs over the metrics, written out; a figure that is not known is left out. A page without JSON, which only `dev` has, has none. */
function kpisOf({currency, json, lang}: Page): readonly {readonly label: string; readonly value: string}[] {
  const {cells} = (json ?? {cells: {}}) as {readonly cells: Readonly<Record<string, Cell>>};
  const format = createFormat({lang, currency});
  const labels: Readonly<Record<string, string>> = words(lang).kpis;
  const first = Object.values(cells).find(({kind, columns}) => kind === "kpi" && columns[0]?.name === "name");
  if (!first) return [];
  const at = (name: string) => first.columns.findIndex((column) => column.name === name);
  const known = first.rows.filter((row) => row[at("value")] !== null);
  return known.slice(0, MOST_KPIS).map((row) => ({
    label: labels[String(row[at("name")])] ?? String(row[at("name")]),
    value: format.short(row[at("value")], row[at("unit")] as Unit)
  }));
}
