import type {Format, Unit} from "./format.ts";
import type {Ramp} from "./ramp.ts";
import {element} from "./element.ts";
import {textWidth, widest} from "./text-width.ts";
import {MUTED, rampColour} from "./theme.ts";

/** Where a key goes, how large its text is, and how its numbers are written. */
export interface KeyOptions {
  readonly document: Document;
  readonly x: number;
  readonly y: number;
  /** Room for the key in pixels. */
  readonly width: number;
  readonly size: number;
  readonly format: Format;
  readonly unit: Unit;
}

const SWATCH_HEIGHT = 8;

/** Height of {@link rampKey} for text of that size. */
export function rampKeyHeight(size: number): number {
  return SWATCH_HEIGHT + size + 4;
}

/** Width of one swatch: enough for its number, as far as there is room. */
export function rampKeyWidth(
  ramp: Ramp,
  {format, unit, size, width}: Pick<KeyOptions, "format" | "unit" | "size" | "width">
): number {
  const bins = ramp.bounds.length - 1;
  const texts = widest(boundTexts(ramp, format, unit), size);
  return Math.min(Math.max(24, Math.ceil(texts) + 8), Math.floor((width - texts) / bins)) * bins;
}

/** The colour key of a ramp: a swatch per bin, the bounds below; every other bound where they would touch. */
export function rampKey(ramp: Ramp, options: KeyOptions): SVGElement {
  const {document, x, y, size, format, unit} = options;
  const bins = ramp.bounds.length - 1;
  const swatch = rampKeyWidth(ramp, options) / bins;
  const texts = boundTexts(ramp, format, unit);
  const every = Math.ceil((widest(texts, size) + 4) / swatch);
  const left = Math.round(x + textWidth(texts[0]!, size) / 2);
  const key = element(document, "g", {
    class: "k-key",
    fill: MUTED,
    "font-size": size,
    "text-anchor": "middle",
    transform: `translate(${left},${Math.round(y)})`
  });
  for (let i = 0; i < bins; ++i) {
    key.append(
      element(document, "rect", {
        x: i * swatch,
        width: swatch - 1,
        height: SWATCH_HEIGHT,
        fill: rampColour(ramp.binStep(i))
      })
    );
  }
  texts.forEach((text, i) => {
    if (i % every === 0) key.append(element(document, "text", {x: i * swatch, y: SWATCH_HEIGHT + size + 1}, text));
  });
  return key;
}

/** The bins' bounds as text; the last one of an open ramp says "and more". */
export function boundTexts(ramp: Ramp, format: Format, unit: Unit): string[] {
  const texts = format.ticks(ramp.bounds, unit);
  return ramp.open ? texts.with(-1, `${texts.at(-1)!}+`) : texts;
}
