const SVG = "http://www.w3.org/2000/svg";

/** Attributes by name; a number is rounded to a hundredth, null leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | null>>;

/** A new SVG element with these attributes and children. */
export function element(
  document: Document,
  name: string,
  attributes: Attributes,
  ...children: (Node | string)[]
): SVGElement {
  const node = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) node.setAttribute(key, typeof value === "number" ? rounded(value) : value);
  }
  node.append(...children);
  return node;
}

/** The number with at most two decimals, as attributes and paths want it. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100 || 0); // `|| 0` turns −0 into 0
}
