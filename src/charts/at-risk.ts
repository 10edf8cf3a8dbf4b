import type {ColumnTable} from "arquero";
import {drawing, label} from "./drawing.ts";
import {element} from "./element.ts";
import type {ChartOptions} from "./options.ts";
import {createRamp} from "./ramp.ts";
import {rampKey, rampKeyHeight} from "./ramp-key.ts";
import {requireRows} from "./rows.ts";
import {termOf} from "./terms.ts";
import {textWidth, widest} from "./text-width.ts";
import {LINE, MUTED, INK, emptyChart, fontSize, isNarrow, rampColour, rampInk} from "./theme.ts";

interface BandRow {
  readonly group: string | null;
  readonly alive: string;
  readonly worth: string;
  readonly customers: number;
  readonly at_stake: number | null;
}

const COLUMNS = ["group", "alive", "worth", "customers", "at_stake"] as const;
const ROW = 46;

/**
 * Heat map of `at-risk`, everybody: chance of being still a customer down, value so far across; the colour is what is at stake, the numbers are customers and that amount. Where the chance is not known, cells are neutral.
 *
 * @throws {InputError} if a column is missing.
 */
export function atRiskChart(bands: ColumnTable, options: ChartOptions): Element {
  const rows = requireRows<BandRow>(bands, COLUMNS).filter(({group}) => group === null);
  if (rows.length === 0) return emptyChart(options);
  const {document, format, width} = options;
  const [size, narrow] = [fontSize(options), isNarrow(options)];
  const distinct = (name: "alive" | "worth") => [...new Set(rows.map((row) => row[name]))];
  const [alive, worth] = [distinct("alive"), distinct("worth")];
  const left = Math.min(
    0.34 * width,
    widest(
      [...alive, "alive"].map((name) => termOf(options, name)),
      size
    ) + 10
  );
  const top = 2 * size + 24;
  const cell = (width - left) / worth.length;
  const ramp = createRamp(
    rows.flatMap(({at_stake, customers}) => (at_stake === null || customers === 0 ? [] : [at_stake]))
  );
  const bottom = top + alive.length * ROW;
  const cells = rows.map((row) => {
    const [x, y] = [left + worth.indexOf(row.worth) * cell, top + alive.indexOf(row.alive) * ROW];
    const step = row.at_stake === null || row.customers === 0 || !ramp ? null : ramp.step(row.at_stake);
    const fill = step === null ? INK : rampInk(step);
    const count = format.value(row.customers, "count");
    const stake = step === null ? null : format.short(row.at_stake, "money");
    const beside = stake !== null && textWidth(count, size) + textWidth(stake, size) + 20 < cell && ROW < 30;
    return element(
      document,
      "g",
      {class: "k-cell"},
      element(
        document,
        "title",
        {},
        `${termOf(options, row.alive)}, ${termOf(options, row.worth)}: ${count}${row.at_stake === null ? "" : `, ${termOf(options, "at stake")} ${format.value(row.at_stake, "money")}`}`
      ),
      element(document, "rect", {
        x: x + 1,
        y: y + 1,
        width: cell - 2,
        height: ROW - 2,
        fill: step === null ? LINE : rampColour(step),
        "fill-opacity": step === null ? 0.45 : null
      }),
      label(document, count, {
        x: x + cell / 2,
        y: y + ROW / 2 - (stake && !beside ? 8 : 0),
        size,
        anchor: "middle",
        fill,
        bold: true
      }),
      ...(stake
        ? [label(document, stake, {x: x + cell / 2, y: y + ROW / 2 + 9, size: size - 1, anchor: "middle", fill})]
        : [])
    );
  });
  const key = bottom + 20;
  return drawing(options, key + (ramp ? rampKeyHeight(size) + size + 6 : 0), [
    label(document, termOf(options, "alive"), {x: 0, y: top - 9, size: size - 1, fill: MUTED, room: left - 6}),
    label(document, termOf(options, "value so far"), {
      x: left,
      y: size / 2 + 2,
      size: size - 1,
      fill: MUTED,
      room: width - left
    }),
    ...worth.map((name, i) =>
      label(document, termOf(options, name), {
        x: left + (i + 0.5) * cell,
        y: top - 9,
        size,
        anchor: "middle",
        room: cell - 4
      })
    ),
    ...alive.map((name, i) =>
      label(document, termOf(options, name), {x: 0, y: top + (i + 0.5) * ROW, size, room: left - 6})
    ),
    ...cells,
    ramp
      ? label(document, termOf(options, "at stake"), {x: narrow ? 0 : left, y: key, size: size - 1, fill: MUTED})
      : null,
    ramp
      ? rampKey(ramp, {
          document,
          x: narrow ? 0 : left,
          y: key + size - 1,
          width: width - (narrow ? 0 : left),
          size: size - 1,
          format,
          unit: "money"
        })
      : null
  ]);
}
