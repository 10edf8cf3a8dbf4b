import {parseHTML} from "linkedom";
import type {Digest, DigestFigure, DigestKpi} from "./digest.ts";
import type {EmailWords} from "../words/email-words.ts";
import {element} from "../views/element.ts";
import type {Child} from "../views/element.ts";

/** What a mail needs besides the digest. */
export interface EmailOptions {
  readonly lang: string;
  readonly words: EmailWords;
  /** Name of the site. */
  readonly site: string;
  /** Address of the report on the web; null leaves its links out. */
  readonly link: string | null;
  /** What stands in `src` of a figure's picture: `cid:…` in a mail, a path in a file. */
  source(figure: DigestFigure): string;
}

/** What the head of a mail's page has, by which a later run knows it as one of ours. */
export const MAIL_MARK = "Kizuna mail";

const WIDTH = 600;
const INK = "#1a1d2b";
const MUTED = "#5d6270";
const LINE = "#dcdee5";
const TONES = {good: "#0b6b4f", bad: "#b3271e", plain: MUTED} as const;
const FONT =
  "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'Hiragino Sans','BIZ UDPGothic',Meiryo,'Noto Sans CJK JP',sans-serif";
const KPIS_A_ROW = 2;

/** A digest as one HTML document that mail programs draw alike: tables, styles on each element, no script, no style sheet. */
export function emailHtml(digest: Digest, options: EmailOptions): string {
  const {document} = parseHTML("<!doctype html><html><head></head><body></body></html>");
  const made = new EmailElements(document);
  const {lang, site, link, words} = options;
  document.documentElement.setAttribute("lang", lang);
  document.head.append(
    element(document, "meta", {charset: "utf-8"}),
    element(document, "meta", {name: "viewport", content: "width=device-width"}),
    element(document, "meta", {name: "color-scheme", content: "light"}),
    element(document, "meta", {name: "generator", content: MAIL_MARK}),
    element(document, "title", {}, [digest.title])
  );
  document.body.setAttribute("style", `margin:0;padding:0;background:#ffffff;color:${INK}`);
  document.body.append(
    made.column([
      made.text(`${site} · ${digest.asOf}`, {size: 13, color: MUTED}),
      made.heading("h1", digest.title, 28),
      digest.lead === "" ? null : made.text(digest.lead, {size: 18, color: MUTED}),
      digest.whom === "" ? null : made.text(digest.whom, {size: 14, color: INK}),
      digest.opening === "" ? null : made.text(digest.opening, {size: 16, color: INK}),
      link === null ? null : made.button(words.open, link),
      digest.kpis.length === 0 ? null : made.kpis(digest.kpis),
      ...digest.kpiNotes.map((note) => made.text(note, {size: 12, color: MUTED})),
      ...digest.figures.flatMap((figure) => made.figure(figure, options)),
      digest.more === 0 ? null : made.text(words.more(digest.more), {size: 14, color: MUTED, link}),
      made.text(words.made, {size: 12, color: MUTED})
    ])
  );
  return `<!doctype html>\n${document.documentElement.outerHTML}\n`;
}

/** The digest for readers of plain text. */
export function emailText(digest: Digest, {site, link, words}: EmailOptions): string {
  const lines = [
    `${digest.title} (${site})`,
    digest.asOf,
    digest.lead,
    digest.whom,
    "",
    digest.opening,
    "",
    ...digest.kpis.map(({label, value, change, notes}) =>
      [`${label}: ${value}${change === null ? "" : ` (${change})`}`, ...notes].join("; ")
    ),
    ...digest.kpiNotes,
    ...digest.figures.flatMap(({title, finding, notes, source}) => [
      "",
      ...[title, finding, ...notes, source].filter((line) => line !== "")
    ]),
    "",
    digest.more === 0 ? "" : words.more(digest.more),
    link === null ? "" : `${words.open}: ${link}`
  ];
  return `${lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim()}\n`;
}

interface TextStyle {
  readonly size: number;
  readonly color: string;
  readonly weight?: number;
  readonly link?: string | null;
}

/** The few shapes that a mail is made of. */
class EmailElements {
  readonly #document: Document;

  constructor(document: Document) {
    this.#document = document;
  }

  /** Everything in one column of the width of a mail, narrower where the screen is. */
  column(children: readonly Child[]): Element {
    const cell = this.#make("td", {style: "padding:24px 16px", align: "left"}, children);
    const inner = this.#table({width: String(WIDTH), style: `width:100%;max-width:${WIDTH}px`}, [[cell]]);
    const outer = this.#make("td", {align: "center"}, [inner]);
    return this.#table({width: "100%", bgcolor: "#ffffff"}, [[outer]]);
  }

  heading(name: "h1" | "h2", text: string, size: number): Element {
    const family =
      name === "h1" ? `Charter,Cambria,'Hiragino Mincho ProN','Yu Mincho','Noto Serif CJK JP',Georgia,serif` : FONT;
    return this.#make(name, {style: `margin:4px 0 8px;font:600 ${size}px/1.25 ${family};color:${INK}`}, [text]);
  }

  text(text: string, {size, color, weight = 400, link = null}: TextStyle): Element {
    const style = `margin:0 0 12px;font:${weight} ${size}px/1.5 ${FONT};color:${color}`;
    const children = link === null ? [text] : [this.#make("a", {href: link, style: `color:${color}`}, [text])];
    return this.#make("p", {style}, children);
  }

  button(text: string, link: string): Element {
    const anchor = this.#make(
      "a",
      {
        href: link,
        style: `display:inline-block;padding:10px 18px;font:600 15px/1.3 ${FONT};color:#ffffff;text-decoration:none`
      },
      [text]
    );
    const cell = this.#make("td", {bgcolor: "#2b4a9b", style: "border-radius:6px"}, [anchor]);
    return this.#table({style: "margin:4px 0 20px"}, [[cell]]);
  }

  kpis(kpis: readonly DigestKpi[]): Element {
    const rows = Array.from({length: Math.ceil(kpis.length / KPIS_A_ROW)}, (_, row) =>
      Array.from({length: KPIS_A_ROW}, (_, i) => this.#kpi(kpis[row * KPIS_A_ROW + i] ?? null))
    );
    return this.#table({width: "100%", style: `margin:8px 0 16px;border-bottom:1px solid ${LINE}`}, rows);
  }

  figure(figure: DigestFigure, options: EmailOptions): readonly Child[] {
    const {title, subtitle, finding, notes, source} = figure;
    const picture = this.#make("img", {
      src: options.source(figure),
      alt: figure.label,
      width: String(Math.min(WIDTH - 32, figure.width)),
      style: `display:block;width:100%;max-width:${Math.min(WIDTH - 32, figure.width)}px;height:auto;border:0`
    });
    const {link} = options;
    const shown = link === null ? picture : this.#make("a", {href: `${link}#${figure.id}`}, [picture]);
    return [
      this.#make("div", {style: `margin:24px 0 0;border-top:1px solid ${INK};font-size:0;line-height:8px`}, ["\u00a0"]),
      title === "" ? null : this.heading("h2", title, 17),
      subtitle === "" ? null : this.text(subtitle, {size: 13, color: MUTED}),
      this.#make("div", {style: "margin:0 0 10px"}, [shown]),
      finding === "" ? null : this.text(finding, {size: 15, color: INK}),
      ...notes.map((note) => this.text(note, {size: 12, color: MUTED})),
      source === "" ? null : this.text(source, {size: 12, color: MUTED})
    ];
  }

  #kpi(kpi: DigestKpi | null): Element {
    const style = `padding:10px 12px 10px 0;border-top:1px solid ${LINE}`;
    const cell = (children: readonly Child[]) =>
      this.#make("td", {width: `${100 / KPIS_A_ROW}%`, valign: "top", style}, children);
    if (kpi === null) return cell([]);
    const line = (text: string, size: number, color: string, weight = 400) =>
      this.#make("div", {style: `font:${weight} ${size}px/1.4 ${FONT};color:${color}`}, [text]);
    return cell([
      line(kpi.label, 13, INK, 600),
      line(kpi.value, 26, INK),
      kpi.change === null ? null : line(kpi.change, 13, TONES[kpi.tone]),
      ...kpi.notes.map((note) => line(note, 12, MUTED))
    ]);
  }

  #table(attributes: Readonly<Record<string, string>>, rows: readonly (readonly Element[])[]): Element {
    const plain = {role: "presentation", border: "0", cellpadding: "0", cellspacing: "0"};
    return this.#make("table", {...plain, ...attributes}, [
      this.#make(
        "tbody",
        {},
        rows.map((cells) => this.#make("tr", {}, cells))
      )
    ]);
  }

  #make(name: string, attributes: Readonly<Record<string, string>>, children: readonly Child[] = []): Element {
    return element(this.#document, name, attributes, children);
  }
}
