/** What stands in the margins of a report's printed sheets, as plain text. */
export interface SheetText {
  readonly title: string;
  readonly site: string;
  readonly asOf: string;
}

/** The style that prints a report's title and the site's above each sheet, and its as-of date below; the page number is every page's. Browsers' own printing and the PDF command share it. */
export function printBoxes({title, site, asOf}: SheetText): string {
  return `@page{@top-left{content:${cssString(title)}}@top-right{content:${cssString(site)}}@bottom-left{content:${cssString(asOf)}}}`;
}

/** A text as a CSS string that ends neither itself, nor its line, nor the element that it stands in. */
function cssString(text: string): string {
  return `"${text.replace(/["\\<>\p{Cc}]/gu, (letter) => `\\${letter.codePointAt(0)!.toString(16)} `)}"`;
}
