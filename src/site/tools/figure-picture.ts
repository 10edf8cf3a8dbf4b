import {splitLabels} from "./label-texts.ts";

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24;
const LINE = 1.4;

/** A figure as one picture that needs nothing else. */
export interface Picture {
  readonly text: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** A line of text beside the chart. */
interface Line {
  readonly text: string;
  readonly size: number;
  readonly weight: number;
  readonly colour: string;
}

/** The figure's chart with its title, what it stands on, what is filtered, its finding and its source, in the colours of paper. */
export function pictureOf(figure: Element, chart: SVGSVGElement): Picture {
  const colours = new Colours();
  try {
    const {width, height} = chart.viewBox.baseVal;
    const write = (selector: string, style: Omit<Line, "text" | "colour">, colour: string): readonly Line[] =>
      [...figure.querySelectorAll<HTMLElement>(`:scope > ${selector}`)].flatMap(({textContent, hidden}) =>
        hidden ? [] : wrapped(textContent.trim(), width, {...style, colour: colours.of(`var(${colour})`)})
      );
    const small = {size: 12, weight: 400};
    const above = [
      ...write("figcaption > .k-title", {size: 17, weight: 600}, "--k-ink"),
      ...write("figcaption > .k-subtitle", small, "--k-muted"),
      ...filterLines(width, {...small, colour: colours.of("var(--k-muted)")})
    ];
    const below = [
      ...write(".k-finding", {size: 14, weight: 400}, "--k-ink"),
      ...write(".k-note", small, "--k-muted"),
      ...write(".k-source", small, "--k-muted")
    ];
    const top = MARGIN + heightOf(above) + 8;
    const total = top + height + 12 + heightOf(below) + MARGIN;
    const picture = document.createElementNS(SVG, "svg");
    const attributes = {
      xmlns: SVG,
      width: width + 2 * MARGIN,
      height: total,
      viewBox: `0 0 ${width + 2 * MARGIN} ${total}`,
      "font-family": getComputedStyle(figure).fontFamily,
      "font-variant": "tabular-nums"
    };
    for (const [name, value] of Object.entries(attributes)) picture.setAttribute(name, String(value));
    const ground = document.createElementNS(SVG, "rect");
    for (const [name, value] of Object.entries({width: "100%", height: "100%", fill: colours.of("var(--k-page)")}))
      ground.setAttribute(name, value);
    const drawn = chart.cloneNode(true) as SVGSVGElement;
    splitLabels(drawn, chart);
    for (const [name, value] of Object.entries({x: MARGIN, y: top, width, height}))
      drawn.setAttribute(name, String(value));
    drawn.removeAttribute("class");
    picture.append(ground, ...texts(above, MARGIN), drawn, ...texts(below, top + height + 12));
    for (const node of picture.querySelectorAll("*")) resolve(node, colours);
    return {text: new XMLSerializer().serializeToString(picture), width: width + 2 * MARGIN, height: total};
  } finally {
    colours.close();
  }
}

/** The picture in points, two for each of its pixels. @throws {Error} if the browser cannot draw it. */
export async function rasterOf({text, width, height}: Picture): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([text], {type: "image/svg+xml"}));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * width, 2 * height];
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png")
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Whom the picture shows, where that is not everybody. */
function filterLines(width: number, style: Omit<Line, "text">): readonly Line[] {
  const whom = document.querySelector(".k-filters .k-whom")?.textContent.trim() ?? "";
  return location.search === "" || whom === "" ? [] : wrapped(whom, width, style);
}

/** The text in lines of at most `width` pixels, cut between words, in Japanese between characters. */
function wrapped(text: string, width: number, style: Omit<Line, "text">): readonly Line[] {
  if (text === "") return [];
  const context = document.createElement("canvas").getContext("2d")!;
  context.font = `${style.weight} ${style.size}px ${getComputedStyle(document.documentElement).fontFamily}`;
  const lines: string[] = [];
  let line = "";
  for (const {segment} of new Intl.Segmenter(document.documentElement.lang, {granularity: "word"}).segment(text)) {
    if (line !== "" && context.measureText(line + segment.trimEnd()).width > width) {
      lines.push(line.trimEnd());
      line = segment.trimStart();
    } else line += segment;
  }
  return [...lines, line.trimEnd()].map((one) => ({...style, text: one}));
}

function heightOf(lines: readonly Line[]): number {
  return lines.reduce((height, {size}) => height + LINE * size, 0);
}

function texts(lines: readonly Line[], top: number): readonly SVGElement[] {
  let y = top;
  return lines.map(({text, size, weight, colour}) => {
    const line = document.createElementNS(SVG, "text");
    y += LINE * size;
    const attributes = {x: MARGIN, y: y - 0.3 * size, "font-size": size, "font-weight": weight, fill: colour};
    for (const [name, value] of Object.entries(attributes)) line.setAttribute(name, String(value));
    line.textContent = text;
    return line;
  });
}

/** Puts plain colours in the place of the page's variables, which a file does not have. */
function resolve(node: Element, colours: Colours): void {
  for (const {name, value} of [...node.attributes])
    if (value.includes("var("))
      node.setAttribute(
        name,
        value.replace(/var\([^()]*\)/g, (found) => colours.of(found))
      );
}

/** The page's colours as they are on paper, as #rrggbb, which every program reads. */
class Colours {
  readonly #probe = document.createElement("span");
  readonly #context = document.createElement("canvas").getContext("2d", {willReadFrequently: true})!;
  readonly #known = new Map<string, string>();

  constructor() {
    this.#probe.style.colorScheme = "light";
    this.#probe.hidden = true;
    document.body.append(this.#probe);
  }

  of(colour: string): string {
    const known = this.#known.get(colour) ?? this.#read(colour);
    this.#known.set(colour, known);
    return known;
  }

  close(): void {
    this.#probe.remove();
  }

  #read(colour: string): string {
    this.#probe.style.color = "";
    this.#probe.style.color = colour;
    this.#context.clearRect(0, 0, 1, 1);
    this.#context.fillStyle = getComputedStyle(this.#probe).color;
    this.#context.fillRect(0, 0, 1, 1);
    const [r, g, b] = this.#context.getImageData(0, 0, 1, 1).data;
    return `#${[r, g, b].map((part) => part!.toString(16).padStart(2, "0")).join("")}`;
  }
}
