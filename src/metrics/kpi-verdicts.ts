import {table} from "arquero";
import {FIGURES} from "./kpi-figures.ts";
import type {Finding, Result} from "./metric.ts";

/** What a row of a `kpi` cell says of its change. */
interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly previous: number | null;
  readonly target: number | null;
  /** Null: not tested. */
  readonly within_noise: boolean | null;
}

/**
 * How many figures moved, and how: `improved`, `worsened` and `unchanged` of those whose change was tested against its noise, and `targets`, `reached`. Null where nothing was tested and there is no target.
 *
 * @param rows the columns `name`, `value`, `previous`, `target` and `within_noise` of a `kpi` cell.
 */
export function kpiFinding(rows: readonly Row[]): Finding | null {
  const tested = rows.filter(
    ({value, previous, within_noise: noise}) => value !== null && previous !== null && noise !== null
  );
  const aimed = rows.filter(({value, target}) => value !== null && target !== null);
  if (tested.length === 0 && aimed.length === 0) return null;
  const sign = ({name, value, previous, within_noise: noise}: Row): number =>
    noise ? 0 : Math.sign(value! - previous!) * (isMoreBetter(name) ? 1 : -1);
  const signs = tested.map(sign);
  return {
    key: "kpi",
    values: {
      improved: signs.filter((one) => one > 0).length,
      worsened: signs.filter((one) => one < 0).length,
      unchanged: signs.filter((one) => one === 0).length,
      targets: aimed.length,
      reached: aimed.filter(({name, value, target}) => (isMoreBetter(name) ? value! >= target! : value! <= target!))
        .length
    }
  };
}

/**
 * A `kpi` cell's result with the verdicts of tests that were made elsewhere, together with others: `within_noise` and the finding follow them. What is not among them keeps its own.
 *
 * @param moved by name of a figure, whether it moved beyond the noise; null where it did, but neither for better nor for worse.
 */
export function judgedKpis(result: Result, moved: ReadonlyMap<string, boolean | null>): Result {
  const {table: own} = result;
  const column = <T>(name: string): readonly T[] => Array.from(own.array(name) as Iterable<T>);
  const names = column<string>("name");
  if (!names.some((name) => moved.has(name))) return result;
  const alone = column<boolean | null>("within_noise");
  const noise = names.map((name, i) => {
    const verdict = moved.get(name);
    return verdict === undefined ? alone[i]! : verdict === null ? null : !verdict;
  });
  const columns = own.columnNames().map((name) => [name, name === "within_noise" ? noise : column(name)]);
  const [values, previous, targets] = ["value", "previous", "target"].map((name) => column<number | null>(name));
  const rows = names.map((name, i) => ({
    name,
    value: values![i]!,
    previous: previous![i]!,
    target: targets![i]!,
    within_noise: noise[i]!
  }));
  return {...result, table: table(Object.fromEntries(columns)), finding: result.finding && kpiFinding(rows)};
}

function isMoreBetter(name: string): boolean {
  return FIGURES[name]!.better === "more";
}
