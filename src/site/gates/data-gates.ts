import type {CatalogSpec} from "../../catalog/schema.ts";
import {TIMES} from "../../catalog/whole.ts";
import type {ReadTable} from "../../catalog/whole.ts";
import type {Loaded} from "../assemble.ts";
import type {Gate} from "./gate.ts";

/** Rows of a table in the last snapshot, by its name. */
export type Volumes = ReadonlyMap<string, number>;

/** The gates of a catalog's tables. @param now the clock. @param before null without an earlier snapshot. */
export function dataGates(loaded: Loaded, {now, before}: {now: Date; before: Volumes | null}): readonly Gate[] {
  const {catalog} = loaded;
  const gates: Gate[] = [...checkGates(catalog)];
  for (const [name, table] of catalog.read) {
    const spec = catalog.spec.tables[name]!;
    gates.push(
      ...freshness(table, {name, spec, loaded, now}),
      ...rejected(table, {name, spec, loaded}),
      ...volume(name, spec, {loaded, before})
    );
  }
  return gates;
}

/** The catalog's checks as gates. */
export function checkGates({checks}: Pick<Loaded["catalog"], "checks">): readonly Gate[] {
  return checks.map(({name, place, rows}) => ({
    rule: "check",
    name,
    place,
    isWarning: false,
    problem:
      rows === 0 ? null : `check "${name}" found ${rows} ${rows === 1 ? "row" : "rows"}; correct the data, or the check`
  }));
}

type TableSpec = CatalogSpec["tables"][string];

function freshness(
  {latest}: ReadTable,
  {name, spec, loaded: {catalog}, now}: {name: string; spec: TableSpec; loaded: Loaded; now: Date}
): readonly Gate[] {
  const own = spec.maxAge;
  const maxAge = own ?? catalog.spec.gates.maxAge;
  // A limit for all tables is one for those that say when.
  if (maxAge === undefined || (latest === null && own === undefined)) return [];
  const gate = {
    rule: "freshness",
    name,
    place: catalog.place(...(own === undefined ? ["gates", "maxAge"] : ["tables", name, "maxAge"])),
    isWarning: false
  } as const;
  if (latest === null)
    return [{...gate, problem: `table "${name}" does not say when; map a column to ${TIMES.join(", ")}`}];
  const {day} = latest;
  if (day === null)
    return [
      {...gate, problem: `table "${name}" has no row that says when, and maxAge is ${days(maxAge)}; load its data`}
    ];
  const age = daysBetween(day, dayIn(now, catalog.spec.timeZone));
  const isFresh = age <= maxAge;
  return [
    {
      ...gate,
      problem: isFresh
        ? null
        : `table "${name}" is ${days(age)} old: its latest row is of ${day}, and maxAge is ${days(maxAge)}; load newer data`
    }
  ];
}

function days(count: number): string {
  return `${count} ${count === 1 ? "day" : "days"}`;
}

/** The calendar day of a moment in a time zone, as an ISO date. */
function dayIn(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("sv", {timeZone, dateStyle: "short"}).format(moment);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Rows that are only too late for the as-of date are not broken. */
const LATE = /^after the as-of date /;

function rejected(
  {rows, rejected: reasons}: ReadTable,
  {name, spec, loaded: {catalog}}: {name: string; spec: TableSpec; loaded: Loaded}
): readonly Gate[] {
  const own = spec.maxRejected;
  const most = own ?? catalog.spec.gates.maxRejected;
  if (most === undefined) return [];
  const broken = reasons.filter(({reason}) => !LATE.test(reason)).sort((a, b) => b.rows - a.rows);
  const count = broken.reduce((sum, one) => sum + one.rows, 0);
  const share = count / Math.max(1, count + rows);
  return [
    {
      rule: "rejected",
      name,
      place: catalog.place(...(own === undefined ? ["gates", "maxRejected"] : ["tables", name, "maxRejected"])),
      isWarning: false,
      problem:
        share <= most
          ? null
          : `${count} of ${count + rows} rows of table "${name}" (${percent(share)}) are set aside, more than ${percent(most)}; mostly: ${broken[0]!.reason}`
    }
  ];
}

function volume(
  name: string,
  spec: TableSpec,
  {loaded: {catalog}, before}: {loaded: Loaded; before: Volumes | null}
): readonly Gate[] {
  const own = spec.volume;
  const bounds = own ?? catalog.spec.gates.volume;
  const then = before?.get(name);
  if (bounds === undefined || then === undefined || then === 0) return [];
  const now = catalog.tables.get(name)!.rows;
  const change = now / then - 1;
  const isTooFew = bounds.fewer !== undefined && change < -bounds.fewer;
  const isTooMany = bounds.more !== undefined && change > bounds.more;
  const limit = isTooFew ? bounds.fewer! : bounds.more!;
  return [
    {
      rule: "volume",
      name,
      place: catalog.place(...(own === undefined ? ["gates", "volume"] : ["tables", name, "volume"])),
      isWarning: false,
      problem:
        isTooFew || isTooMany
          ? `table "${name}" has ${now} rows, ${percent(Math.abs(change))} ${isTooFew ? "fewer" : "more"} than the ${then} of the last snapshot; at most ${percent(limit)} is allowed`
          : null
    }
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0).replace(/\.0$/, "")}%`;
}
