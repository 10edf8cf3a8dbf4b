import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {rampInk} from "../../src/charts/theme.ts";

type Triple = readonly [number, number, number];
type Theme = "light" | "dark";

const CSS = readFileSync(join(import.meta.dirname, "../../src/site/style/tokens.css"), "utf8");
const THEMES: readonly Theme[] = ["light", "dark"];

/** A colour of the style sheet as OKLab. */
function colour(name: string, theme: Theme): Triple {
  const value = new RegExp(`--k-${name}:\\s*(.*);`).exec(CSS)![1]!;
  const pair = /^light-dark\((#\w+|var\([^)]*\)|oklch\([^)]*\)), (#\w+|var\([^)]*\)|oklch\([^)]*\))\)$/.exec(value);
  const text = pair ? pair[theme === "light" ? 1 : 2]! : value;
  const reference = /^var\(--k-([\w-]+)\)$/.exec(text);
  if (reference) return colour(reference[1]!, theme);
  if (text === "#fff") return [1, 0, 0];
  const [, l, c, h] = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/.exec(text)!.map(Number) as [
    number,
    number,
    number,
    number
  ];
  return [l / 100, c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
}

/** Linear sRGB of OKLab (Ottosson 2020), held to what a screen can show. */
function linear([l, a, b]: Triple): Triple {
  const [x, y, z] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b
  ].map((v) => v ** 3) as [number, number, number];
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z
  ].map((v) => Math.min(1, Math.max(0, v))) as unknown as Triple;
}

function oklab([r, g, b]: Triple): Triple {
  const [l, m, s] = [
    0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
    0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
    0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b
  ].map(Math.cbrt) as [number, number, number];
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ];
}

/** Contrast by WCAG 2: luminances, each with 0.05 of stray light. */
function contrast(one: Triple, other: Triple): number {
  const luminance = (lab: Triple) => {
    const [r, g, b] = linear(lab);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Linear RGB as the colour-blind see it (Machado, Oliveira & Fernandes 2009, severity 1). */
const SIGHTS: Readonly<Record<string, readonly Triple[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ]
};

function seen(lab: Triple, sight: string): Triple {
  const rgb = linear(lab);
  const [r, g, b] = SIGHTS[sight]!.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, factor, i) => sum + factor * rgb[i]!, 0)
      )
    )
  ) as [number, number, number];
  return oklab([r, g, b]);
}

describe.each(THEMES)("colours, %s", (theme) => {
  it("text stands out from every ground by 4.5:1", () => {
    for (const ground of ["page", "tint"])
      for (const text of ["ink", "muted", "accent", "good", "bad", "target"])
        expect([text, ground, contrast(colour(text, theme), colour(ground, theme)) >= 4.5]).toEqual([
          text,
          ground,
          true
        ]);
  });

  it("series, and bars that they are compared with, stand out from the page by 3:1", () => {
    const names = ["quiet", ...[1, 2, 3, 4, 5, 6, 7, 8].map((i) => `series-${i}`)];
    const low = names.filter((name) => contrast(colour(name, theme), colour("page", theme)) < 3);
    expect(low).toEqual([]);
  });

  it("text on a step of the ramp stands out from it by 4.5:1", () => {
    for (let step = 0; step < 9; ++step)
      for (const ink of [`ramp-ink-${step}`, /^var\(--k-(.*)\)$/.exec(rampInk(step))![1]!])
        expect(contrast(colour(ink, theme), colour(`ramp-${step}`, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it("steps of the ramp are even in lightness", () => {
    const steps = Array.from({length: 8}, (_, i) => colour(`ramp-${i + 1}`, theme)[0] - colour(`ramp-${i}`, theme)[0]);
    for (const step of steps) expect(Math.abs(step - steps[0]!)).toBeLessThan(0.011);
  });

  it.each(Object.keys(SIGHTS))("series stay apart, %s", (sight) => {
    const near: string[] = [];
    for (let i = 1; i <= 8; ++i)
      for (let j = i + 1; j <= 8; ++j) {
        const [a, b] = [seen(colour(`series-${i}`, theme), sight), seen(colour(`series-${j}`, theme), sight)];
        const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
        if (distance < 0.06) near.push(`${i} and ${j}: ${distance.toFixed(3)}`);
      }
    expect(near).toEqual([]);
  });
});
