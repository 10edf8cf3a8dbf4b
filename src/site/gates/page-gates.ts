import {statSync} from "node:fs";
import {join} from "node:path";
import type {Place} from "../../errors.ts";
import {nearest} from "../../text/suggest.ts";
import {decoded} from "../decoded.ts";
import type {Block, Page} from "../page.ts";
import {pageLink} from "../views/link.ts";
import type {Gate} from "./gate.ts";

/** What pages were made of, for the lines of their gates. */
export interface PageSource {
  readonly page: Page;
  /** Text of the report's file. */
  readonly text: string;
  /** Where each cell stands, by its name. */
  readonly places: ReadonlyMap<string, Place>;
}

/** Whether a rule fails, warns, or is not looked at. */
export type Severity = "fail" | "warn" | "off";

/** A gate for each figure: it has rows. */
export function figureGates(sources: readonly PageSource[], severity: Severity): readonly Gate[] {
  if (severity === "off") return [];
  return sources.flatMap(({page, places}) => {
    const {cells} = page.json as {cells: Readonly<Record<string, {kind: string; rows: readonly unknown[]}>>};
    return figuresOf(page.blocks).flatMap((id): Gate[] => {
      const cell = cells[id];
      if (!cell || cell.kind === "input" || cell.kind === "js") return [];
      const isEmpty = cell.rows.length === 0;
      return [
        {
          rule: "empty-figure",
          name: `${page.file}#${id}`,
          place: places.get(id) ?? {file: page.file, line: 1},
          isWarning: severity === "warn",
          problem: isEmpty ? `the ${cell.kind} cell "${id}" has nothing to show; see whether its data is there` : null
        }
      ];
    });
  });
}

function figuresOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === "figure" ? [block.figure.id] : partsOf(block).flatMap((inner) => figuresOf(inner))
  );
}

function partsOf(block: Block): readonly (readonly Block[])[] {
  if (block.type === "tabs") return block.tabs.map(({blocks}) => blocks);
  return "blocks" in block ? [block.blocks] : [];
}

/** A gate for each link of a report's prose that leads into the site. @param site all its pages, and the folder of the workspace's public files. */
export function linkGates(
  sources: readonly PageSource[],
  site: {readonly pages: readonly Page[]; readonly folder: string},
  severity: Severity
): readonly Gate[] {
  if (severity === "off") return [];
  const {folder} = site;
  const pages = new Map(site.pages.map((page) => [page.path, page]));
  return sources.flatMap(({page, text}) =>
    hrefsOf(page.blocks)
      .filter((href) => !/^([a-z][a-z\d+.-]*:|\/\/|\?|$)/i.test(href))
      .map((href): Gate => ({
        rule: "dead-link",
        name: `${page.file} → ${href}`,
        place: {file: page.file, line: lineOf(text, href)},
        isWarning: severity === "warn",
        problem: problemOf(href, page, {pages, folder})
      }))
  );
}

function hrefsOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) =>
    block.type === "html"
      ? [...block.html.matchAll(/<a\b[^>]*?\shref="([^"]*)"/g)].map(([, href]) =>
          href!.replaceAll("&#x26;", "&").replaceAll("&amp;", "&")
        )
      : partsOf(block).flatMap((inner) => hrefsOf(inner))
  );
}

/** The line, from 1, on which a report's text has a link; its first where it cannot be found. */
function lineOf(text: string, href: string): number {
  const hasLink = (line: string) =>
    [href, decoded(href)].some(
      (one) => /^$|^[\s)>"']/.test(line.slice(line.indexOf(one) + one.length)) && line.includes(one)
    );
  return Math.max(0, text.split("\n").findIndex(hasLink)) + 1;
}

const ROOT = "http://site/";

function problemOf(
  href: string,
  from: Page,
  {pages, folder}: {pages: ReadonlyMap<string, Page>; folder: string}
): string | null {
  const here = new URL(from.path === "" ? "" : `${from.path}/`, ROOT);
  const {pathname, hash} = new URL(href, here);
  const path = decoded(pathname.slice(1));
  const page = pages.get(path.replace(/(^|\/)index\.html$/, "").replace(/\/$/, ""));
  if (href.startsWith("/"))
    return `link "${href}" begins at the host's root, which is not the site's everywhere; write it relative`;
  if (page) {
    const id = decoded(hash.slice(1));
    if (id === "" || idsOf(page).has(id)) return null;
    const near = nearest(id, idsOf(page));
    return `dead link "${href}": the page has no part "${id}"${near === null ? "" : `; did you mean "#${near}"?`}`;
  }
  if (/(^|\/)(index|manifest)\.json$/.test(path) || isFile(join(folder, path))) return null;
  // The name of a report's file, from where the report's own file stands, is what one most often means.
  const file = new URL(href, new URL(from.file.replace(/^reports\//, ""), ROOT)).pathname.slice(1);
  const meant = [path, decoded(file)].map((one) => one.replace(/\.(md|html)$/, "").replace(/(^|\/)index$/, ""));
  const target = meant.find((one) => pages.has(one)) ?? nearest(meant[0]!, pages.keys());
  return `dead link "${href}"${target === null ? "; there is no such page" : `; did you mean "${pageLink(from.path, target)}"?`}`;
}

/** Whether a host would send it: of a folder it would not. */
function isFile(path: string): boolean {
  return statSync(path, {throwIfNoEntry: false})?.isFile() ?? false;
}

/** What an address can point to on a page. */
function idsOf({headings, blocks}: Page): ReadonlySet<string> {
  const inHtml = (some: readonly Block[]): readonly string[] =>
    some.flatMap((block) =>
      block.type === "html"
        ? [...block.html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!)
        : block.type === "input"
          ? [block.input.name]
          : partsOf(block).flatMap((inner) => inHtml(inner))
    );
  return new Set([...headings.map(({id}) => id), ...figuresOf(blocks), ...inHtml(blocks), "k-data", "report"]);
}
