import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {parseHTML} from "linkedom";
import type {Browser} from "playwright-core";
import {openChromium} from "./chromium.ts";
import {words} from "../words/languages.ts";
import type {Block, Figure, Page, Site} from "../page.ts";
import {PREVIEW, PREVIEW_SIZE} from "./preview-name.ts";
import {element} from "../views/element.ts";

const TALLEST = 1.3;

/** Draws for each page of a written site the picture that stands for a link to it: its title, its first chart and what that says. @throws {ReportError} if no browser can be started. */
export async function drawPreviews(site: Site, folder: string): Promise<void> {
  const browser = await openChromium();
  try {
    for (const page of site.pages) {
      const html = await readFile(join(folder, page.path, "index.html"), "utf8");
      const picture = await pictureOf(browser, previewHtml(page, site.title, stylesOf(html)));
      await writeFile(join(folder, page.path, PREVIEW), picture);
    }
  } finally {
    await browser.close();
  }
}

/** The page that a preview is a picture of. `styles` is the style sheet of reports. */
export function previewHtml(page: Page, site: string, styles: string): string {
  const {document} = parseHTML("<!doctype html><html><head></head><body></body></html>");
  const figure = drawnFigure(page.blocks);
  const make = (name: string, className: string, children: readonly (Element | string | null)[]) =>
    element(document, name, {class: className}, children);
  const chart = make("div", "k-preview-chart", []);
  chart.innerHTML = figure?.chart?.narrow ?? "";
  document.documentElement.setAttribute("lang", page.lang);
  document.documentElement.setAttribute("data-theme", "light");
  document.head.append(
    element(document, "meta", {charset: "utf-8"}),
    element(document, "style", {}, [styles]),
    element(document, "style", {}, [CARD])
  );
  document.body.append(
    make("div", figure ? "k-preview" : "k-preview k-preview-plain", [
      make("div", "k-preview-text", [
        make("p", "k-preview-site", [site]),
        make("h1", "", [page.title]),
        make("p", "k-preview-finding", [figure?.finding ?? page.description ?? ""]),
        make("p", "k-preview-asof", [words(page.lang).page.asOf(page.asOf)])
      ]),
      figure ? chart : null
    ])
  );
  return `<!doctype html>${document.documentElement.outerHTML}`;
}

/** The first figure whose chart is not too tall to be read beside a title; else the first that has one. */
function drawnFigure(blocks: readonly Block[]): Figure | undefined {
  const drawn = figuresOf(blocks).filter(({chart}) => chart !== null);
  return drawn.find(({chart}) => heightByWidth(chart!.narrow) <= TALLEST) ?? drawn[0];
}

/** @returns infinity for a drawing that does not say its size. */
function heightByWidth(svg: string): number {
  const [, width, height] = /viewBox="[\d.-]+[ ,][\d.-]+[ ,]([\d.]+)[ ,]([\d.]+)"/.exec(svg) ?? [];
  return width === undefined ? Infinity : Number(height) / Number(width);
}

async function pictureOf(browser: Browser, html: string): Promise<Buffer> {
  const page = await browser.newPage({viewport: PREVIEW_SIZE, colorScheme: "light", javaScriptEnabled: false});
  try {
    await page.setContent(html, {waitUntil: "load"});
    return await page.screenshot({type: "png"});
  } finally {
    await page.close();
  }
}

function figuresOf(blocks: readonly Block[]): readonly Figure[] {
  return blocks.flatMap((block) => {
    switch (block.type) {
      case "figure":
        return [block.figure];
      case "tabs":
        return block.tabs.flatMap((tab) => figuresOf(tab.blocks));
      case "grid":
      case "card":
      case "details":
      case "example":
        return figuresOf(block.blocks);
      default:
        return [];
    }
  });
}

function stylesOf(html: string): string {
  return [...parseHTML(html).document.querySelectorAll("style")].map(({textContent}) => textContent).join("\n");
}

const CARD = `
body { margin: 0; }
.k-preview { box-sizing: border-box; display: grid; grid-template-columns: 27rem 1fr; gap: 3rem; width: 1200px; height: 630px; padding: 3.25rem 3.5rem; border-top: 0.75rem solid var(--k-accent); overflow: hidden; }
.k-preview-plain { grid-template-columns: 1fr; }
.k-preview-text { display: flex; flex-direction: column; min-width: 0; }
.k-preview p { margin: 0; }
.k-preview-site { font-size: 1.375rem; font-weight: 600; }
.k-preview h1 { margin: 1.25rem 0 1.25rem; font: 600 3.25rem/1.15 var(--serif); text-wrap: balance; }
:lang(ja) .k-preview h1 { font-size: 2.75rem; word-break: auto-phrase; }
.k-preview-finding { font-size: 1.5rem; line-height: 1.45; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 6; overflow: hidden; }
.k-preview-asof { margin-top: auto !important; padding-top: 1rem; font-size: 1.125rem; color: var(--k-muted); }
.k-preview-chart { display: flex; align-items: center; min-width: 0; min-height: 0; }
.k-preview-chart svg { width: 100%; height: auto; max-height: 32rem; }
`;
