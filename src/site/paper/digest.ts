import type {Locator, Page as BrowserPage} from "playwright-core";

/** A headline figure of a digest; plain texts. */
export interface DigestKpi {
  readonly label: string;
  readonly value: string;
  /** What it was before, and by how much it changed; null where nothing is known. */
  readonly change: string | null;
  readonly tone: "good" | "bad" | "plain";
  readonly notes: readonly string[];
}

/** A chart of a digest, as a picture; texts are plain. */
export interface DigestFigure {
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  readonly finding: string;
  /** How far it can be trusted, and what of it does not follow the filter. */
  readonly notes: readonly string[];
  readonly source: string;
  /** PNG of two points a pixel. */
  readonly picture: Buffer;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What the picture shows, for those who do not see it. */
  readonly label: string;
}

/** What a report says, short enough for a mail. */
export interface Digest {
  readonly title: string;
  readonly lead: string;
  readonly asOf: string;
  /** Whom it looks at, where it is filtered; else "". */
  readonly whom: string;
  /** The report's first paragraph. */
  readonly opening: string;
  readonly kpis: readonly DigestKpi[];
  /** Of the row of headline figures, as a chart's. */
  readonly kpiNotes: readonly string[];
  readonly figures: readonly DigestFigure[];
  /** Charts of the report that the digest leaves out. */
  readonly more: number;
}

/** The digest of a report's page as it is on screen: its first row of headline figures and its first `limit` charts. */
export async function readDigest(page: BrowserPage, limit: number): Promise<Digest> {
  const texts = await page.evaluate(() => {
    const textOf = (selector: string, within: ParentNode = document): string =>
      (within.querySelector<HTMLElement>(selector)?.textContent ?? "").replace(/\s+/g, " ").trim();
    const row = document.querySelector(".k-kpis");
    const items = [...(row?.querySelectorAll(".k-kpi") ?? [])];
    const below = [...(row?.closest(".k-figure")?.querySelectorAll<HTMLElement>(":scope > .k-note") ?? [])];
    return {
      title: textOf(".k-head h1"),
      lead: textOf(".k-lead"),
      asOf: textOf(".k-asof"),
      whom: location.search === "" ? "" : textOf(".k-whom"),
      opening: textOf(".k-blocks > .k-prose > p"),
      kpis: items.map((item) => ({
        label: textOf("dt", item),
        value: textOf(".k-kpi-value", item),
        change: textOf(".k-kpi-change", item) || null,
        tone: item.querySelector(".k-good")
          ? ("good" as const)
          : item.querySelector(".k-bad")
            ? ("bad" as const)
            : ("plain" as const),
        notes: [...item.querySelectorAll(".k-kpi-target, .k-kpi-note")].map((note) => note.textContent.trim())
      })),
      kpiNotes: below.filter(({hidden}) => !hidden).map(({textContent}) => textContent.trim())
    };
  });
  const charts = page.locator(".k-figure:has(> .k-wide)");
  // What tabs and details fold in cannot be pictured.
  const shown = await charts.filter({visible: true}).all();
  const figures: DigestFigure[] = [];
  for (const figure of shown.slice(0, limit)) figures.push(await readFigure(figure));
  return {...texts, figures, more: (await charts.count()) - figures.length};
}

async function readFigure(figure: Locator): Promise<DigestFigure> {
  await figure.scrollIntoViewIfNeeded();
  const chart = figure.locator(":scope > .k-wide, :scope > .k-narrow").filter({visible: true}).first();
  const box = (await chart.boundingBox())!;
  const texts = await figure.evaluate((node) => {
    const textOf = (selector: string): string =>
      (node.querySelector(`:scope > ${selector}`)?.textContent ?? "").replace(/\s+/g, " ").trim();
    return {
      id: node.id,
      title: textOf("figcaption > .k-title"),
      subtitle: textOf("figcaption > .k-subtitle"),
      finding: textOf(".k-finding"),
      notes: [...node.querySelectorAll<HTMLElement>(":scope > .k-note")]
        .filter(({hidden}) => !hidden)
        .map(({textContent}) => textContent.trim()),
      source: textOf(".k-source"),
      label: node.querySelector("svg.k-chart")?.getAttribute("aria-label") ?? ""
    };
  });
  const picture = await chart.screenshot({type: "png", animations: "disabled"});
  return {...texts, picture, width: Math.round(box.width), height: Math.round(box.height)};
}
