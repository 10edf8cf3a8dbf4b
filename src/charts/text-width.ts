const CLASSES: readonly (readonly [string, number])[] = [
  ["ijl.,:;'|!’", 0.3],
  ["Ift()[]/\\ -", 0.34],
  ['r“”"*', 0.38],
  ["cksvxyzJ", 0.56],
  ["0123456789$€£¥", 0.63],
  ["abdeghnopquL?_#", 0.61],
  ["FTZEPSVXYKAB+=<>~−–→", 0.68],
  ["CDHNRUG&", 0.73],
  ["OQwm", 0.84],
  ["%MW@…—", 0.95]
];
const WIDTHS = new Map(CLASSES.flatMap(([characters, width]) => [...characters].map((c) => [c, width] as const)));
const OTHER = 0.64;
const MARK = /\p{M}/u;
const HALF_WIDTH = /[\uFF61-\uFFDC]/u;
const FULL_WIDTH =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

/**
 * Width of the text in CSS pixels in a sans-serif of that size: an estimate on the wide side, the same on every host, since a build has no fonts.
 * Full-width characters count one em.
 */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const c of text) ems += characterWidth(c);
  return ems * size;
}

/** The largest {@link textWidth} of the texts; 0 for none. */
export function widest(texts: Iterable<string>, size: number): number {
  let width = 0;
  for (const text of texts) width = Math.max(width, textWidth(text, size));
  return width;
}

/** The text, or as much of it as fits `width` pixels with "…" at its end. */
export function truncate(text: string, width: number, size: number): string {
  if (textWidth(text, size) <= width) return text;
  let kept = "";
  for (const c of text) {
    if (textWidth(`${kept}${c}…`, size) > width) break;
    kept += c;
  }
  return `${kept.trimEnd()}…`;
}

/**
 * The text on one line, or on two that are cut at a space or before a bracket (or anywhere, in a script without spaces), the second one truncated: as much as
 * two lines of `width` pixels hold.
 */
export function twoLines(text: string, width: number, size: number): readonly string[] {
  if (textWidth(text, size) <= width) return [text];
  const characters = [...text];
  let end = characters.length;
  while (end > 1 && textWidth(characters.slice(0, end).join(""), size) > width) --end;
  const space = characters.lastIndexOf(" ", end);
  const bracket = Math.max(characters.lastIndexOf("(", end), characters.lastIndexOf("（", end));
  const isOrphan = characters.length - end < 3;
  const cut = space > end / 3 ? space : bracket > end / 3 ? bracket : isOrphan ? Math.ceil(characters.length / 2) : end;
  const [first, rest] = [characters.slice(0, cut).join("").trimEnd(), characters.slice(cut).join("").trimStart()];
  return [first, truncate(rest, width, size)];
}

function characterWidth(c: string): number {
  const known = WIDTHS.get(c);
  if (known !== undefined) return known;
  if (MARK.test(c)) return 0;
  if (HALF_WIDTH.test(c)) return 0.5;
  return FULL_WIDTH.test(c) ? 1 : OTHER;
}
