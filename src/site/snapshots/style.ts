import type {Format, Unit} from "../../charts/format.ts";
import type {SnapshotWords} from "../words/snapshot-words.ts";
import type {Words} from "../words/words.ts";

/** What pages about snapshots are written with; the document is linkedom's at build, the page's own in a browser. */
export interface SnapshotStyle {
  readonly document: Document;
  readonly format: Format;
  readonly words: Words;
  readonly text: SnapshotWords;
}

/** A day as a sentence says it: "October 31, 2026". */
export function longDate(iso: string, {format}: Pick<SnapshotStyle, "format">): string {
  return new Intl.DateTimeFormat(format.lang, {dateStyle: "long", timeZone: "UTC"}).format(
    new Date(`${iso.slice(0, 10)}T00:00:00Z`)
  );
}

/** An amount with its sign, as long as it takes to tell it from nothing. */
export function signed(amount: number, unit: Unit, {format, words}: Pick<SnapshotStyle, "format" | "words">): string {
  if (amount === 0) return "0";
  const size = Math.abs(amount);
  const text =
    unit === "ratio"
      ? words.kpi.points(size * 100)
      : unit === "nps"
        ? words.kpi.points(size)
        : format.value(unit === "number" || unit === "months" ? Number(size.toPrecision(3)) : size, unit);
  return `${amount > 0 ? "+" : "−"}${text}`;
}
