import type {Headline} from "../headlines.ts";
import type {Kpi} from "../views/kpi.ts";
import {sparkline} from "../../charts/sparkline.ts";
import type {SnapshotStyle} from "./style.ts";

/** Whether two estimates differ by no more than the root of the sum of their squared half-intervals. Counts and sums have no noise. */
export function isWithinNoise(before: Headline, after: Headline): boolean {
  if (before.low === null || before.high === null || after.low === null || after.high === null) return false;
  return (
    Math.abs(after.value! - before.value!) <= Math.hypot((before.high - before.low) / 2, (after.high - after.low) / 2)
  );
}

/** Headlines of a snapshot as figures to show, against those of an earlier one; `history` has each headline's values so far. */
export function headlineKpis(
  headlines: readonly Headline[],
  before: readonly Headline[],
  {history, style}: {history: (name: string) => readonly (number | null)[]; style: SnapshotStyle}
): readonly Kpi[] {
  const {words, format, document} = style;
  return headlines.map((headline) => {
    const {name, unit, value} = headline;
    const earlier = before.find((one) => one.name === name) ?? null;
    const values = history(name);
    const isKnown = values.filter((one) => one !== null).length >= 3;
    return {
      ...headline,
      label: labelOf(name, style),
      previous: earlier?.value ?? null,
      previousLabel: null,
      ...changeOf(earlier?.value ?? null, value, unit),
      // Sums have no noise of their own to be tested against.
      isNoise:
        earlier === null || headline.low === null || earlier.low === null ? null : isWithinNoise(earlier, headline),
      spark: isKnown ? sparkline(values, {document, unit, format, words: words.chart}) : null,
      note: null
    };
  });
}

/** A headline's name in the page's language. */
export function labelOf(name: string, {words}: SnapshotStyle): string {
  const labels: Readonly<Record<string, string>> = words.kpis;
  return labels[name] ?? name;
}

/** The change of a figure: a share of counts and amounts, else a difference; a share that would be written as nothing is a difference too. */
export function changeOf(
  before: number | null,
  after: number | null,
  unit: Headline["unit"]
): Pick<Kpi, "change" | "changeUnit"> {
  const isAmount = unit === "count" || unit === "money";
  const changeUnit = isAmount ? "percent" : unit === "ratio" ? "points" : "value";
  if (before === null || after === null) return {change: null, changeUnit};
  if (!isAmount) return {change: after - before, changeUnit};
  const share = before === 0 ? Infinity : after / before - 1;
  return after !== before && (Math.abs(share) < 0.0005 || !Number.isFinite(share))
    ? {change: after - before, changeUnit: "value"}
    : {change: after === before ? 0 : share, changeUnit};
}
