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
  /** Numbers of finding, captions and notes, and of the table, whose cells have them in full. */
  readonly numbers: readonly number[];
  /** Those of the table by row. */
  readonly rows: readonly (readonly number[])[];
}

const BESIDE = ".k-key, .k-axes, .k-ramp, .k-legend, .k-under, [data-mark*='axis'], [data-mark*='legend'], title";

/** Whether a text is the number at a tick of an axis: grey, and nothing but a number. */
function isTick(text: Element, part: string): boolean {
  const fill = text.closest("[fill]")?.getAttribute("fill");
  const [only] = [...part.trim().matchAll(NUMBER)];
  return fill === "var(--k-muted)" && only?.[0].trim() === part.trim();
}

/** The figures of a page that have a picture. @param json the page's `index.json`: where a table behind a picture is cut, it has the other rows, as the download does. */
export function alternativesOf(
  html: string,
  json: {readonly cells: Readonly<Record<string, Cell>>}
): readonly Alternative[] {
  const {document} = parseHTML(html);
  return [...document.querySelectorAll(".k-figure:has(> .k-wide)")].map((figure) => {
    const picture = figure.querySelector(".k-wide")!;
    for (const one of picture.querySelectorAll(BESIDE)) one.remove();
    // A run of digits with a place for each is a row of cells, which the table has one by one.
    const texts = [...picture.querySelectorAll("text:not([x*=' '])")].flatMap((text) => {
      const parts = [...text.querySelectorAll("tspan")];
      return (parts.length > 0 ? parts : [text])
        .map(({textContent}) => textContent ?? "")
        .filter((part) => !isTick(text, part));
    });
    const words = [...figure.querySelectorAll("figcaption, .k-finding, .k-note, .k-facts")].map(
      ({textContent}) => textContent ?? ""
    );
    const isCut = figure.querySelector(".k-behind .k-more") !== null;
    const tables = isCut ? tablesOf(json.cells[figure.id]) : [];
    const cells = [...figure.querySelectorAll(".k-behind:not(.k-how) tr")].map((row) =>
      [...row.querySelectorAll("td, th")].flatMap((cell) => {
        const value = cell.getAttribute("data-v");
        return value === null ? numbersIn(cell.textContent ?? "").map((one) => one.value) : [Number(value)];
      })
    );
    const rows = [...cells, ...tables];
    return {
      id: figure.id,
      kind: figure.getAttribute("data-kind") ?? "",
      shown: texts.flatMap(numbersIn).filter(({text, value}) => !/^(19|20)\d\d$/.test(text) && value !== 0),
      numbers: [...words.flatMap((text) => numbersIn(text).map((one) => one.value)), ...rows.flat()],
      rows
    };
  });
}

/** A cell of `index.json`. */
interface Cell {
  readonly rows?: readonly (readonly unknown[])[];
}

function tablesOf(cell: Cell | undefined): readonly (readonly number[])[] {
  return (cell?.rows ?? []).map((row) => row.filter((value) => typeof value === "number"));
}

/** The numbers of a picture that its alternative does not have: neither as they are (a ratio as its distance from 1, a share in hundredths) nor as what one number of a row is of another one. */
export function missingNumbers({shown, numbers, rows}: Alternative): readonly string[] {
  const near = ({value, slack}: Shown, number: number) => Math.abs(number - value) <= slack;
  const known = (one: Shown) =>
    numbers.some((number) => [number, -number, 100 * number, 1 - number, number - 1].some((like) => near(one, like))) ||
    rows.some((row) => row.some((a) => row.some((b) => b !== 0 && (near(one, a / b) || near(one, 1 - a / b)))));
  return [...new Set(shown.filter((one) => !known(one)).map(({text}) => text))];
}
