import {parseHTML} from "linkedom";

/** A number that a text shows, and by how much the one behind it may differ: half of its last digit. */
interface Shown {
  readonly text: string;
  readonly value: number;
  readonly slack: number;
}

const FACTORS: Readonly<Record<string, number>> = {k: 1e3, M: 1e6, B: 1e9, 万: 1e4, 億: 1e8, "%": 0.01};
const NUMBER = /([−+±-]?)[¥$€]?(\d+(?:,\d{3})*(?:\.\d+)?)\s?(k|M|B|万|億)?(?:円)?(%)?/g;

/** The numbers in a text as it is written: "¥11.9k" is 11,900 ± 50, "36%" is 0.36 ± 0.005. Years and days of dates count as numbers, too. */
export function numbersIn(text: string): readonly Shown[] {
  return [...text.matchAll(NUMBER)].map(([whole, sign, digits, suffix = "", percent = ""]) => {
    const factor = (FACTORS[suffix] ?? 1) * (FACTORS[percent] ?? 1);
    const decimals = digits!.split(".")[1]?.length ?? 0;
    const value = Number(digits!.replaceAll(",", "")) * factor * (sign === "−" || sign === "-" ? -1 : 1);
    return {text: whole.trim(), value, slack: 0.5 * 10 ** -decimals * factor * 1.001};
  });
}

/** A figure of a built page: the numbers written in its picture, but for those of axes and legends, and what is there for who does not see it. */
export interface Alternative {
  readonly id: string;
  readonly kind: string;
  readonly shown: readonly Shown[];
  /** Numbers of finding, captions and notes, and of the table, whose cells have them in full; what is told of them in another unit is in it, too. */
  readonly numbers: readonly number[];
}

// Labels of a heat map are the cells of its table, one by one.
const BESIDE =
  ".k-labels, .k-key, .k-axes, .k-ramp, .k-legend, .k-under, [data-mark*='axis'], [data-mark*='legend'], title";

/** Whether a text is the number at a tick of an axis: grey, and nothing but a number. */
function isTick(text: Element, part: string): boolean {
  const fill = text.closest("[fill]")?.getAttribute("fill");
  const [only] = [...part.trim().matchAll(NUMBER)];
  return fill === "var(--k-muted)" && only?.[0].trim() === part.trim();
}

/** What is no value in a picture: months and quarters, an order's place, and words that have a number in them. */
const NAMES =
  /\bQ[1-4]\b|\d+月|第\d四半期|\d+回目|per 100\b|100人あたり|last 12 months|(?:過去|直近)12か月|180 days|180日/g;

/** A step from one order to the next, which only the picture of `repeat` has: elsewhere an arrow stands between two values. */
const STEP = /(?<![\d.,])\d+ → \d+(?![\d.,%])/g;

/** Values of a row of a table that a picture tells in another way, by kind: shares of answers, points, per hundred, difference for ratio, the sum of two sides. */
const TOLD: Readonly<Record<string, (row: Row) => readonly number[]>> = {
  nps: ({promoters, passives, detractors, answers}) => [promoters, passives, detractors].map((one) => one! / answers!),
  engagement: ({rate, lift, low, high}) => [100 * rate!, lift! - 1, low! - 1, high! - 1],
  voice: ({customers_for: own, customers_against: other}) => [own! + other!],
  actions: ({level, level_low, level_high, slope, slope_low, slope_high}) =>
    [level, level_low, level_high, slope, slope_low, slope_high].map((one) => 100 * one!)
};

type Row = Readonly<Record<string, number | undefined>>;

/** The figures of a page that have a picture. @param json the page's `index.json`: where a table behind a picture is cut, it has the other rows, as the download does. */
export function alternativesOf(
  html: string,
  json: {readonly cells: Readonly<Record<string, Cell>>}
): readonly Alternative[] {
  const {document} = parseHTML(html);
  return [...document.querySelectorAll(".k-figure:has(> .k-wide)")].map((figure) => {
    const picture = figure.querySelector(".k-wide")!;
    for (const one of picture.querySelectorAll(BESIDE)) one.remove();
    const kind = figure.getAttribute("data-kind") ?? "";
    const names = kind === "repeat" ? [NAMES, STEP] : [NAMES];
    const texts = [...picture.querySelectorAll("text")].flatMap((text) => {
      const parts = [...text.querySelectorAll("tspan")];
      return (parts.length > 0 ? parts : [text])
        .map(({textContent}) => textContent ?? "")
        .filter((part) => !isTick(text, part))
        .map((part) => names.reduce((left, name) => left.replace(name, " "), part));
    });
    const words = [...figure.querySelectorAll("figcaption, .k-finding, .k-note, .k-facts")].map(
      ({textContent}) => textContent ?? ""
    );
    const isCut = figure.querySelector(".k-behind .k-more") !== null;
    const rows = rowsOf(json.cells[figure.id]);
    const tables = isCut ? rows.map((row) => Object.values(row).filter((value) => value !== undefined)) : [];
    const told = rows.flatMap((row) => TOLD[kind]?.(row) ?? []).filter(Number.isFinite);
    const cells = [...figure.querySelectorAll(".k-behind:not(.k-how) tr")].map((row) =>
      [...row.querySelectorAll("td, th")].flatMap((cell) => {
        const value = cell.getAttribute("data-v");
        return value === null ? numbersIn(cell.textContent ?? "").map((one) => one.value) : [Number(value)];
      })
    );
    return {
      id: figure.id,
      kind,
      shown: texts.flatMap(numbersIn).filter(({text, value}) => !/^(19|20)\d\d$/.test(text) && value !== 0),
      numbers: [
        ...words.flatMap((text) => numbersIn(text).map((one) => one.value)),
        ...cells.flat(),
        ...tables.flat(),
        ...told
      ]
    };
  });
}

/** A cell of `index.json`. */
interface Cell {
  readonly columns?: readonly {readonly name: string}[];
  readonly rows?: readonly (readonly unknown[])[];
}

/** The numbers of each row, by column. */
function rowsOf({columns = [], rows = []}: Cell = {}): readonly Row[] {
  return rows.map((row) =>
    Object.fromEntries(columns.flatMap(({name}, i) => (typeof row[i] === "number" ? [[name, row[i]] as const] : [])))
  );
}

/** The numbers of a picture that its alternative does not have; what is taken away may be told as a loss. */
export function missingNumbers({shown, numbers}: Alternative): readonly string[] {
  const known = ({value, slack}: Shown) =>
    numbers.some((number) => [number, -number].some((like) => Math.abs(like - value) <= slack));
  return [...new Set(shown.filter((one) => !known(one)).map(({text}) => text))];
}
